/** What is where at a time: pure functions of the data and the time, so going backwards is as exact as forwards. */

import { NONE, TICKS } from "./data.js";

/** The leg a case is in, or -1 when it is not open (or ends at once). */
export function legAt(world, i, time) {
  if (world.opened[i] < 0 || time < world.opened[i] || time >= world.closed[i]) return -1;
  let low = world.first[i];
  let high = world.first[i + 1] - 1;
  if (high < low) return -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (world.began[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** When a leg ends. */
export function endOf(world, i, leg) {
  return leg + 1 < world.first[i + 1] ? world.began[leg + 1] : world.closed[i];
}

/** Why a team is not at work: "closed", "system" or "". */
export function stoppedAt(world, team, time) {
  let found = "";
  for (const stop of world.stops[team] ?? []) {
    if (stop.began > time) break;
    if (time < stop.ended) {
      if (stop.why === 0) return "closed";
      found = "system";
    }
  }
  return found;
}

/** The state of a leg at a time, in which queues and paused work are "closed" or "system" while their team is. */
export function stateOf(replay, world, leg, time, stops = null) {
  const state = replay.facts.states[world.state[leg]];
  if (state !== "queue" && state !== "interrupted") return state;
  const stop = stops ? stops[world.team[leg]] : stoppedAt(world, world.team[leg], time);
  return stop || (state === "queue" ? "queue" : "work");
}

const BANDS = {
  work: "work", queue: "queue", closed: "queue", system: "queue", joint: "queue",
  information: "information", outside: "outside", branches: "outside",
};

/**
 * Everything that is open in a world at a time.
 *
 * @param shows which kinds are shown, by number of the kind.
 * @returns departments ({work, queue, information: cases shown, first come first; counts: of all cases; stop}), travelling
 *   ({i, leg, share}), outside (cases), outsideCount (of all), where (of every case a number that says where it is, -1 for
 *   nowhere), open and states (of those shown).
 */
export function snapshot(replay, w, time, shows) {
  const world = replay.worlds[w];
  const stops = replay.facts.teams.map((_, team) => stoppedAt(world, team, time));
  const departments = replay.facts.labels.map(() => (
    { work: [], queue: [], information: [], counts: { work: 0, queue: 0, information: 0, coming: 0 }, stop: "" }));
  const where = new Int16Array(replay.count).fill(-1);
  const scene = { departments, travelling: [], outside: [], outsideCount: 0, where, open: 0, states: {} };
  for (let i = 0; i < replay.count; i++) {
    if (time < world.opened[i] || time >= world.closed[i]) continue;
    const leg = legAt(world, i, time);
    if (leg >= 0) putCase(replay, world, scene, stops, time, i, leg, shows[replay.kind[i]]);
  }
  const since = (one, other) => world.began[one.leg] - world.began[other.leg] || one.i - other.i;
  for (const department of departments) {
    for (const band of ["work", "queue", "information"]) department[band].sort(since);
  }
  scene.outside.sort(since);
  departments.forEach((department, place) => (department.stop = departmentStop(replay, stops, place)));
  if (world.counts) countAll(replay, world, scene, time);
  return scene;
}

/** Put one case into a scene: counted always, drawn where its kind is shown. */
function putCase(replay, world, scene, stops, time, i, leg, shown) {
  const state = stateOf(replay, world, leg, time, stops);
  const at = world.place[leg];
  const travels = world.source[leg] !== NONE;
  const band = travels ? "coming" : BANDS[state];
  const own = scene.departments[at];
  const outside = !travels && (band === "outside" || at === NONE);
  if (outside) scene.outsideCount++;
  else own.counts[band]++;
  scene.where[i] = outside ? 0 : 1 + at * 8 + ["work", "queue", "information", "coming"].indexOf(band);
  if (!shown) return;
  scene.open++;
  scene.states[state] = (scene.states[state] ?? 0) + 1;
  if (travels) {
    scene.travelling.push({ i, leg, share: (time - world.began[leg]) / (endOf(world, i, leg) - world.began[leg]) });
  } else if (outside) scene.outside.push({ i, leg });
  else own[band].push({ i, leg });
}

/** Counts of all cases at the last moment that was counted, in place of those of the sample. */
function countAll(replay, world, scene, time) {
  const { placed, whole } = replay.facts.counted;
  scene.departments.forEach((department, n) => placed.forEach((band, place) => {
    department.counts[band] = countAt(replay, world, n * placed.length + place, time);
  }));
  const first = scene.departments.length * placed.length;
  scene.outsideCount = countAt(replay, world, first + whole.indexOf("outside"), time);
}

function countAt(replay, world, series, time) {
  const { begin, counted: { step } } = replay.facts;
  const numbers = world.counts[series];
  return numbers[Math.min(numbers.length - 1, Math.max(0, Math.floor((time - begin) / step)))];
}

/** "closed" when all teams of a department are, "system" when one of those at work has none, else "". */
function departmentStop(replay, stops, place) {
  const own = replay.facts.teams.map((name, team) => [replay.facts.team_of[name], stops[team]]);
  const at = own.filter(([department]) => department === place).map(([, stop]) => stop);
  if (at.length && at.every((stop) => stop === "closed")) return "closed";
  return at.includes("system") ? "system" : "";
}

/** Orders and tickets at a time: open, waiting for information, finished since the first day, their median hours. */
export function numbers(replay, w, time) {
  const world = replay.worlds[w];
  if (world.counts) return numbersOfAll(replay, world, time);
  const leads = [];
  let open = 0;
  let waiting = 0;
  for (let i = 0; i < replay.count; i++) {
    const opened = world.opened[i];
    if (opened < 0 || opened > time || !replay.facts.customers[replay.kind[i]]) continue;
    if (world.closed[i] > time) {
      open++;
      const leg = legAt(world, i, time);
      if (leg >= 0 && replay.facts.states[world.state[leg]] === "information") waiting++;
    } else if (world.closed[i] > replay.facts.begin && world.closed[i] > opened) {
      leads.push((world.closed[i] - opened) / TICKS);
    }
  }
  leads.sort((one, other) => one - other);
  const half = leads.length >> 1;
  const median = leads.length % 2 ? leads[half] : (leads[half - 1] + leads[half]) / 2;
  return { open, waiting, finished: leads.length, median: leads.length ? median : NaN };
}

function numbersOfAll(replay, world, time) {
  const { labels, counted: { placed, whole } } = replay.facts;
  const of = (name) => countAt(replay, world, labels.length * placed.length + whole.indexOf(name), time);
  return { open: of("open"), waiting: of("waiting"), finished: of("finished"), median: of("finished") ? of("median") / 100 : NaN };
}

/** The chapters that a time belongs to: those that began last (several may begin together), for two days. */
export function chaptersAt(chapters, time) {
  const last = Math.max(...chapters.map((chapter) => chapter.time * TICKS).filter((began) => began <= time));
  return time < last + 48 * TICKS ? chapters.filter((chapter) => chapter.time * TICKS === last) : [];
}

/** Cases worth following: of orders and tickets in both worlds, who gained most, the middle one, who lost most. */
export function suggestions(replay) {
  const [a, b] = replay.worlds;
  const found = [];
  for (const kinds of [["order"], ["question", "complaint"]]) {
    const rows = [];
    for (let i = 0; i < replay.count; i++) {
      const inside = a.opened[i] >= replay.facts.begin && b.opened[i] >= replay.facts.begin;
      const ended = a.closed[i] < replay.facts.end && b.closed[i] < replay.facts.end;
      if (!inside || !ended || !kinds.includes(replay.facts.kinds[replay.kind[i]])) continue;
      const [before, after] = [a.closed[i] - a.opened[i], b.closed[i] - b.opened[i]];
      if (before > 0 && after > 0) rows.push([after - before, i]);
    }
    rows.sort((one, other) => one[0] - other[0]);
    if (!rows.length) continue;
    found.push({ i: rows[0][1], why: "gains most" }, { i: rows[rows.length >> 1][1], why: "the middle one" });
    if (rows[rows.length - 1][0] > 0) found.push({ i: rows[rows.length - 1][1], why: "loses most" });
  }
  return found;
}
