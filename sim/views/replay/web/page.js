/** The page: unpacks the data, connects controls and canvases, and says in words what is on the screen. */

import { canRecord, clockOf, record, savePicture, SPEEDS } from "./controls.js";
import { columnsOf, replayOf, TICKS, unpack } from "./data.js";
import { drawStage, layoutOf, stageBackdrop } from "./draw.js";
import { agesOf, flashesAt, programme, pulsesAt, tally, threadAt } from "./knowing.js";
import { filmOf } from "./film.js";
import { sideBySide, timelineLayout } from "./layout.js";
import { shape, sprites, THEMES } from "./marks.js";
import { chaptersAt, numbers, snapshot, stateOf, suggestions } from "./state.js";
import { drawTimeline, timelineBackdrop } from "./timeline.js";
import { tourOf } from "./tour.js";
import {
  caseName, count, doing, endWords, findCase, hours, knownWords, nearestCases, sceneWords, splitOf, splitWords, when,
} from "./words.js";

const by = (id) => document.getElementById(id);

/** Text into an element, only when it changes. */
function put(id, text) {
  if (by(id).textContent !== text) by(id).textContent = text;
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

async function start() {
  const facts = JSON.parse(by("facts").textContent);
  const replay = replayOf(columnsOf(await unpack(by("data").textContent)), facts);
  const clock = clockOf(facts, () => frames.ask());
  const state = { followed: -1, groups: facts.groups.map(() => true), theme: "auto", tokens: [], made: "", only: 0 };
  const turns = [0, 1].map((w) => programme(replay, w));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const themeName = () => (state.theme === "auto" ? (dark.matches ? "dark" : "light") : state.theme);
  const stage = by("stage");
  const timeline = by("timeline");
  const kinds = () => facts.group_of.map((group) => state.groups[group]);

  /** At most one drawing a frame, however often it is asked for. */
  const frames = {
    asked: false,
    ask() {
      if (frames.asked) return;
      frames.asked = true;
      requestAnimationFrame(() => {
        frames.asked = false;
        draw();
      });
    },
  };

  function sized(canvas, width, height) {
    const scale = Math.min(3, window.devicePixelRatio || 1);
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    return { context, scale };
  }

  /** Widths are read when they change, not at every frame: reading them makes the browser lay out the page. */
  function measure() {
    state.widths = [stage.clientWidth, timeline.clientWidth];
    by("worlds").hidden = sideBySide(state.widths[0]);
    frames.ask();
  }

  /** Hours of the clock for which something is seen that happens in a moment: longer where time passes faster. */
  function moment(seconds, least) {
    return Math.max(least, clock.playing ? seconds * (clock.pace || clock.speed) : 0) * TICKS;
  }

  function view() {
    const { time } = clock;
    const shows = kinds();
    const worlds = [0, 1];
    return {
      replay, time, followed: state.followed, only: state.only, all: shows.every(Boolean),
      scenes: worlds.map((w) => snapshot(replay, w, time, shows)),
      totals: worlds.map((w) => numbers(replay, w, time)),
      tallies: worlds.map((w) => tally(replay, w, time)),
      flashes: worlds.map((w) => flashesAt(replay, w, time, moment(0.6, 0.5))),
      pulses: worlds.map((w) => pulsesAt(replay, w, time, moment(0.45, 0.25), shows, 8)),
      threads: worlds.map((w) => threadAt(replay, w, time, state.followed, turns[w])),
      focus: (tour.stop?.focus ?? []).map((name) => facts.departments.indexOf(name)),
    };
  }

  function draw() {
    tour.follow();
    const theme = THEMES[themeName()];
    const [width, line] = state.widths;
    const { context, scale } = sized(stage, width, layoutOf(replay, width, state.only).height);
    const made = [themeName(), scale, width, line, state.only].join(" ");
    if (state.made !== made) {
      state.made = made;
      state.sprites = sprites(theme, scale);
      state.backdrops = [
        stageBackdrop(replay, width, scale, theme, state.only), timelineBackdrop(replay, line, scale, theme)];
    }
    const seen = { ...view(), theme, sprites: state.sprites };
    state.tokens = drawStage(context, { ...seen, width, backdrop: state.backdrops[0] });
    const high = timelineLayout(line, facts.begin, facts.end, 1).height;
    drawTimeline(sized(timeline, line, high).context, { ...seen, width: line, backdrop: state.backdrops[1] });
    say(seen);
  }

  // Words: a line under the picture at every frame, everything else when the clock stands.

  let spoken = "";

  function say({ scenes, totals, tallies }) {
    put("clock", when(clock.time));
    put("play", clock.playing ? "❚❚ Pause" : "▶ Play");
    timeline.setAttribute("aria-valuenow", Math.round((clock.time - facts.begin) / TICKS));
    timeline.setAttribute("aria-valuetext", when(clock.time));
    put("caption", caption());
    tellFollowed();
    if (clock.playing) return;
    const words = [0, 1].map((w) => sceneWords(replay, w, scenes[w], totals[w], tallies[w]));
    const text = [`${when(clock.time)}.`, ...words].join(" ");
    if (text === spoken) return;
    spoken = text;
    by("spoken").textContent = text;
    stage.setAttribute("aria-label", text);
    fillTable(scenes);
  }

  /** One line above the stage: the case that is followed, or the chapter that has begun. */
  function caption() {
    if (state.followed >= 0) {
      const ends = facts.worlds.map(({ name }, w) => `${name}: ${endWords(splitOf(replay, w, state.followed))}`);
      return `${caseName(replay, state.followed)} – ${ends.join("; ")}`;
    }
    return chaptersAt(facts.chapters, clock.time).map(({ title, words }) => `${title}. ${words}`).join(" ");
  }

  function fillTable(scenes) {
    const rows = facts.labels.map((label, place) => {
      const cells = scenes.flatMap(({ departments }, w) => {
        const { stop, counts } = departments[place];
        const known = knownWords(replay, w, place, clock.time);
        return [stop || "open", counts.work, counts.queue, counts.information, counts.coming, known];
      });
      return element("tr", {}, element("th", { scope: "row" }, label),
        ...cells.map((cell) => element("td", {}, typeof cell === "number" ? count(cell) : cell)));
    });
    const outside = scenes.flatMap((scene) => ["", "", "", "", count(scene.outsideCount), ""]);
    rows.push(element("tr", {}, element("th", { scope: "row" }, "Outside, or waiting for other cases"),
      ...outside.map((cell) => element("td", {}, cell))));
    by("rows").replaceChildren(...rows);
  }

  // Following a case

  function follow(i, go = false) {
    state.followed = i;
    const born = Math.min(...replay.worlds.map((world) => (world.opened[i] < 0 ? Infinity : world.opened[i])));
    if (go && Number.isFinite(born)) clock.seek(Math.max(facts.begin, born));
    by("story").hidden = i < 0;
    if (i >= 0) {
      by("name").textContent = caseName(replay, i);
      by("find").value = caseName(replay, i);
      replay.worlds.forEach((_, w) => fillSplit(w, i));
    }
    frames.ask();
  }

  /** The seven parts of a lead time as a bar, as long as its hours. */
  function bars(split, longest) {
    return (split?.parts ?? []).filter((part) => part.hours > 0).map((part) =>
      element("i", { style: `width:${((100 * part.hours) / longest).toFixed(3)}%;background:${part.colour}`,
        title: `${part.label} ${hours(part.hours)}` }));
  }

  function fillSplit(w, i) {
    const splits = [0, 1].map((world) => splitOf(replay, world, i));
    const longest = Math.max(...splits.map((split) => split?.lead ?? 0)) || 1;
    by(`split-${w}`).textContent = splitWords(splits[w]);
    for (const id of [`bar-${w}`, `guide-bar-${w}`]) by(id).replaceChildren(...bars(splits[w], longest));
    by("guide-parts").replaceChildren(...facts.parts.flatMap(([, label, colour], n) => {
      const [a, b] = splits.map((own) => own?.parts[n].hours ?? 0);
      if (!a && !b) return [];
      return [element("span", {}, element("i", { style: `background:${colour}` }), `${label} ${hours(a)} → ${hours(b)}`)];
    }));
  }

  function tellFollowed() {
    if (state.followed < 0) return;
    for (const w of [0, 1]) {
      put(`now-${w}`, doing(replay, w, state.followed, clock.time));
    }
  }

  function find(name) {
    const i = findCase(replay, name);
    const near = i < 0 ? nearestCases(replay, name) : [];
    by("missing").replaceChildren(...(i < 0 ? [
      `There is no case called “${name}” among those shown.${near.length ? " The nearest: " : ""}`,
      ...near.map((other) => element("button", { type: "button", onclick: () => find(caseName(replay, other)) },
        caseName(replay, other))),
    ] : []));
    if (i >= 0) follow(i, true);
  }

  // The tour

  const tour = tourOf(facts, clock, (stop) => {
    by("guide").hidden = !stop;
    if (!stop) return frames.ask();
    by("guide-place").textContent = `${tour.at + 1} of ${facts.tour.length}`;
    by("guide-title").textContent = stop.title;
    by("guide-words").textContent = stop.words;
    by("guide-back").disabled = tour.at === 0;
    by("guide-bars").hidden = !stop.twin;
    follow(stop.follow ? findCase(replay, stop.follow) : -1);
  });

  function guide() {
    const long = facts.tour.length * facts.tour_pace.seconds;
    by("tour").textContent = `▶ Guided tour, ${long} s`;
    by("tour").hidden = !facts.tour.length;
    by("tour").onclick = () => tour.go(0);
    by("guide-back").onclick = () => tour.go(tour.at - 1);
    by("guide-next").onclick = () => tour.go(tour.at + 1);
    by("guide-end").onclick = () => tour.end();
  }

  /** The tour as pictures, left in the page for whoever asked for it by the address. */
  function film(frames) {
    const shots = filmOf(facts, THEMES[themeName()], stage, frames, (stop, time) => {
      if (tour.stop !== stop) {
        tour.at = facts.tour.indexOf(stop);
        state.followed = stop.follow ? findCase(replay, stop.follow) : -1;
      }
      clock.time = time;
      draw();
    });
    tour.end();
    document.body.append(element("pre", { id: "film", hidden: "" }, JSON.stringify(shots)));
  }

  /** Which of both worlds is shown where there is no space for two. */
  function worlds() {
    by("worlds").replaceChildren(...facts.worlds.map(({ name }, w) => {
      const button = element("button", { type: "button", "aria-pressed": String(w === state.only), class: `world-${w}` }, name);
      button.onclick = () => {
        state.only = w;
        worlds();
        by("worlds").children[w].focus();
        frames.ask();
      };
      return button;
    }));
  }

  function fullScreen() {
    if (!document.fullscreenEnabled) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else by("show").requestFullscreen();
  }

  // Controls

  function buttons() {
    by("play").onclick = () => clock.toggle();
    by("back").onclick = () => clock.step(-1);
    by("forth").onclick = () => clock.step(1);
    const speeds = [...SPEEDS, facts.speed].sort((one, other) => one - other);
    by("speed").append(...speeds.map((speed) => element("option", { value: speed }, `${speed} h a second`)));
    by("speed").value = clock.speed;
    by("nights").onchange = () => (clock.nights = by("nights").checked);
    by("full").hidden = !document.fullscreenEnabled;
    by("full").onclick = fullScreen;
    by("speed").onchange = () => (clock.speed = Number(by("speed").value));
    by("theme").onchange = () => {
      state.theme = by("theme").value;
      document.documentElement.dataset.theme = state.theme;
      frames.ask();
      legend();
    };
    dark.addEventListener("change", () => (frames.ask(), legend()));
    by("picture").onclick = () => savePicture([stage, timeline], THEMES[themeName()].ground, "replay.png");
    if (canRecord()) {
      let stop = null;
      by("video").hidden = false;
      by("video").onclick = () => {
        if (stop) {
          stop();
          stop = null;
          if (clock.playing) clock.toggle();
        } else {
          stop = record(stage, "replay");
          if (!clock.playing) clock.toggle();
        }
        by("video").textContent = stop ? "■ Stop and save" : "● Record video";
      };
    }
    by("chapters").append(...facts.chapters.map((chapter) =>
      element("li", {}, element("button", { type: "button", onclick: () => clock.seek(Math.round(chapter.time * TICKS)) },
        element("b", {}, chapter.title), ` ${when(chapter.time * TICKS).split(",")[0]}`))));
    by("search").onsubmit = (event) => {
      event.preventDefault();
      find(by("find").value);
    };
    by("leave").onclick = () => follow(-1);
    by("begin").onclick = () => follow(state.followed, true);
    by("suggestions").append(...suggestions(replay).map(({ i, why }) =>
      element("button", { type: "button", onclick: () => follow(i, true) }, `${caseName(replay, i)} (${why})`)));
  }

  /** A button for each group of kinds, with its shape. */
  function legend() {
    const theme = THEMES[themeName()];
    by("kinds").replaceChildren(...facts.groups.map((name, group) => {
      const canvas = element("canvas", { width: 28, height: 28, "aria-hidden": "true" });
      const context = canvas.getContext("2d");
      shape(context, group, 14, 14, 8.5);
      context.fillStyle = theme.groups[group];
      context.fill();
      const button = element("button", { type: "button", "aria-pressed": String(state.groups[group]) }, canvas, name);
      button.onclick = () => {
        state.groups[group] = !state.groups[group];
        button.setAttribute("aria-pressed", String(state.groups[group]));
        frames.ask();
      };
      return button;
    }));
  }

  function pointing() {
    stage.addEventListener("click", (event) => {
      const box = stage.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const near = state.tokens
        .map((token) => [Math.hypot(token.x - x, token.y - y), token.i])
        .sort((one, other) => one[0] - other[0])[0];
      if (near && near[0] < 14) follow(near[1]);
    });
    stage.addEventListener("pointermove", (event) => {
      const box = stage.getBoundingClientRect();
      const over = state.tokens.find(
        (token) => Math.hypot(token.x - event.clientX + box.left, token.y - event.clientY + box.top) < 6);
      stage.title = over ? caseName(replay, over.i) : "";
    });
    const drag = (event) => {
      const layout = timelineLayout(timeline.clientWidth, facts.begin, facts.end, 1);
      clock.seek(layout.time(event.clientX - timeline.getBoundingClientRect().left));
    };
    timeline.addEventListener("pointerdown", (event) => {
      timeline.setPointerCapture(event.pointerId);
      drag(event);
    });
    timeline.addEventListener("pointermove", (event) => {
      if (timeline.hasPointerCapture(event.pointerId)) drag(event);
    });
  }

  /** Follow the next or the previous token on the stage, in the order in which they stand. */
  function nextToken(direction) {
    const cases = [...new Set(state.tokens.map(({ i }) => i))];
    if (!cases.length) return;
    const place = cases.indexOf(state.followed);
    follow(cases[(place + direction + cases.length) % cases.length]);
  }

  function keys() {
    const does = {
      " ": () => clock.toggle(),
      ArrowLeft: (event) => clock.step(event.shiftKey ? -24 : -1),
      ArrowRight: (event) => clock.step(event.shiftKey ? 24 : 1),
      PageDown: () => clock.step(24),
      PageUp: () => clock.step(-24),
      Home: () => clock.seek(facts.begin),
      End: () => clock.seek(facts.end),
      n: () => nextToken(1),
      p: () => nextToken(-1),
      f: fullScreen,
      g: () => tour.go(0),
      w: () => by("worlds").children[1 - state.only].click(),
      Escape: () => (tour.stop ? tour.end() : follow(-1)),
    };
    const elsewhere = { PageDown: true, PageUp: true, Home: true, End: true };
    document.addEventListener("keydown", (event) => {
      const { target, key } = event;
      const own = does[key.length === 1 ? key.toLowerCase() : key];
      if (!own || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.closest("input, select, textarea")) return;
      if (key === " " && target.closest("button, summary, a")) return;
      if (elsewhere[key] && target !== timeline) return;
      event.preventDefault();
      own(event);
    });
  }

  /** `replay.html#t=1692&case=order 12&theme=dark` opens at an hour, with a case, in a theme; `tour=3` at a stop. */
  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has("theme")) {
      by("theme").value = asked.get("theme");
      by("theme").onchange();
    }
    if (asked.has("case")) find(asked.get("case"));
    if (asked.has("t")) clock.seek(Number(asked.get("t")) * TICKS);
    if (asked.has("film")) film(Number(asked.get("film")));
    if (asked.has("tour")) {
      tour.go(Number(asked.get("tour")) - 1);
      clock.toggle();
    }
  }

  buttons();
  legend();
  guide();
  worlds();
  pointing();
  keys();
  new ResizeObserver(measure).observe(stage);
  measure();
  readAddress();
  draw();
  document.body.classList.add("ready");
  globalThis.replay = { replay, clock, state, tour, follow, draw, view, snapshot, numbers, stateOf, caseName, agesOf, tally };
}

start();
