/**
 * Drawing the stage and the timeline on canvases: the same time gives the same picture. What does not change with time
 * is drawn once, on backdrops, and copied.
 */

import { DAY, TICKS, WEEK } from "./data.js";
import { apart, cardLayout, curve, fitTokens, PITCH, pointOn, stageLayout, timelineLayout, tokenAt } from "./layout.js";
import { count, hours, when } from "./words.js";

export const THEMES = {
  light: {
    ground: "#fcfcfa", panel: "#ffffff", card: "#f3f5f7", line: "#cdd3da", ink: "#1b1f24", muted: "#525a64",
    warn: "#8f4a00", worlds: ["#b84f00", "#0072b2"],
    groups: ["#00795a", "#a3457f", "#8a6800", "#20262e", "#6d7783"],
  },
  dark: {
    ground: "#14171b", panel: "#1b1f24", card: "#252b32", line: "#454d57", ink: "#eceff2", muted: "#aab3bd",
    warn: "#f0a35c", worlds: ["#ee7f33", "#56a5de"],
    groups: ["#2fc79a", "#e39ac8", "#e0b63e", "#f2f4f6", "#98a2ad"],
  },
};

const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";
const RADIUS = 3.4;

/** The outline of a token; each group of kinds has a shape of its own. */
export function shape(context, group, x, y, r) {
  context.beginPath();
  if (group === 0) context.arc(x, y, r, 0, 2 * Math.PI);
  else if (group === 1) corners(context, [[x, y - r * 1.15], [x + r * 1.1, y + r * 0.85], [x - r * 1.1, y + r * 0.85]]);
  else if (group === 2) context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else if (group === 3) corners(context, [[x, y - r * 1.2], [x + r * 1.2, y], [x, y + r * 1.2], [x - r * 1.2, y]]);
  else corners(context, [[x - r * 1.1, y - r * 0.45], [x + r * 1.1, y - r * 0.45], [x + r * 1.1, y + r * 0.45],
    [x - r * 1.1, y + r * 0.45]]);
}

function corners(context, points) {
  points.forEach(([x, y], n) => (n ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
}

/** Tokens are drawn once for each group, filled and hollow, and then copied. */
export function sprites(theme, scale) {
  const size = 14;
  return [true, false].map((filled) => theme.groups.map((colour, group) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(size * scale);
    const context = canvas.getContext("2d");
    context.scale(canvas.width / size, canvas.height / size);
    shape(context, group, size / 2, size / 2, filled ? RADIUS : RADIUS - 0.4);
    context.fillStyle = filled ? colour : theme.panel;
    context.fill();
    if (!filled) {
      context.strokeStyle = colour;
      context.lineWidth = 1.4;
      context.stroke();
    }
    return { canvas, size };
  }));
}

/** Widths of texts already measured, by size, weight and text. */
const widths = new Map();

/** A pen on a context: text that is cut to its width, in few sizes. */
function penOf(context, theme) {
  const font = (size, bold) => (context.font = `${bold ? "600 " : ""}${size}px ${FONT}`);
  const write = (text, x, y, { size = 11, bold = false, colour = theme.ink, align = "left", width = Infinity } = {}) => {
    let said = text;
    while (said.length > 1 && widthOf(said, size, bold) > width) said = `${said.replace(/…$/, "").slice(0, -1)}…`;
    font(size, bold);
    context.fillStyle = colour;
    context.textAlign = align;
    context.textBaseline = "alphabetic";
    context.fillText(said, x, y);
    return widthOf(said, size, bold);
  };
  const widthOf = (text, size = 11, bold = false) => {
    const key = `${size} ${bold} ${text}`;
    if (widths.size > 20000) widths.clear();
    if (!widths.has(key)) widths.set(key, (font(size, bold), context.measureText(text).width));
    return widths.get(key);
  };
  const fitting = (texts, width, size = 11, bold = false) =>
    texts.find((text) => widthOf(text, size, bold) <= width) ?? texts[texts.length - 1];
  return { write, widthOf, fitting };
}

/** A canvas with a drawing that is as good as long as width, theme and scale are. */
function backdrop({ width, height }, scale, theme, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, width, height);
  draw(context);
  return { canvas, width, height };
}

/** The stage without cases: panels, routes and empty cards. */
export function stageBackdrop(replay, width, scale, theme) {
  const layout = stageLayout(width, replay.facts.front);
  return backdrop(layout, scale, theme, (context) => layout.panels.forEach((panel, w) => {
    box(context, panel, theme.panel, theme.line, 8);
    context.fillStyle = theme.worlds[w];
    context.fillRect(panel.x + panel.pad, panel.y + 13, 12, 12);
    drawRoutes(context, panel, w, { replay, theme });
    for (const card of panel.cards) box(context, card, theme.card, theme.line, 6);
  }));
}

/**
 * The stage with both worlds.
 *
 * @param view {replay, scenes, totals, time, theme, sprites, backdrop, followed, width}.
 * @returns the tokens drawn: {w, i, x, y}, for pointing at them.
 */
export function drawStage(context, view) {
  const { replay, theme } = view;
  const layout = stageLayout(view.width, replay.facts.front);
  const pen = penOf(context, theme);
  context.drawImage(view.backdrop.canvas, 0, 0, layout.width, layout.height);
  const clock = when(view.time);
  const stand = pen.write(clock[0].toUpperCase() + clock.slice(1), 0, 15, { size: 14, bold: true });
  const run = [`One run, seed ${replay.facts.seed}, replication 0`, `One run, seed ${replay.facts.seed}, repl. 0`];
  pen.write(pen.fitting(run, layout.width - stand - 16, 12), layout.width, 15,
    { size: 12, colour: theme.muted, align: "right" });
  const tokens = [];
  layout.panels.forEach((panel, w) => drawPanel(context, pen, panel, w, view, tokens));
  for (const token of tokens) if (token.i === view.followed) ring(context, token, theme);
  return tokens;
}

function drawPanel(context, pen, panel, w, view, tokens) {
  const { replay, theme } = view;
  const name = replay.facts.worlds[w].name;
  const wide = pen.write(name[0].toUpperCase() + name.slice(1), panel.x + panel.pad + 18, panel.y + 24,
    { size: 15, bold: true, width: panel.w - 2 * panel.pad - 18 });
  const note = pen.fitting(["numbers count orders and tickets", "orders and tickets", ""],
    panel.w - 2 * panel.pad - wide - 34);
  pen.write(note, panel.x + panel.w - panel.pad, panel.y + 24, { colour: theme.muted, align: "right" });
  drawNumbers(pen, panel, view.totals[w], theme);
  panel.cards.forEach((card, place) => drawCard(context, pen, card, place, w, view, tokens));
  drawTravelling(context, panel, w, view, tokens);
  drawOutside(context, pen, panel.outside, w, view, tokens);
}

function drawNumbers(pen, panel, total, theme) {
  const said = [
    [count(total.open), "in progress"],
    [count(total.waiting), "wait for information"],
    [count(total.finished), "finished"],
    [hours(total.median), "median lead time"],
  ];
  panel.numbers.forEach((place, n) => {
    const [value, label] = said[n];
    if (place.inline) {
      const taken = pen.write(value, place.x, place.y + 18, { size: 16, bold: true });
      pen.write(pen.fitting([label, label.replace("information", "info"), label.replace(" lead time", "")],
        place.w - taken - 5), place.x + taken + 5, place.y + 18, { colour: theme.muted, width: place.w - taken - 5 });
    } else {
      pen.write(value, place.x, place.y + 22, { size: 19, bold: true });
      pen.write(pen.fitting([label, label.replace("information", "info"), label.replace(" lead time", "")], place.w),
        place.x, place.y + 38, { colour: theme.muted, width: place.w });
    }
  });
}

function drawRoutes(context, panel, w, { replay, theme }) {
  const most = Math.max(1, ...replay.facts.routes.flat().map((route) => route[2]));
  context.strokeStyle = theme.muted;
  for (const [from, to, deliveries] of replay.facts.routes[w]) {
    const [start, one, other, end] = curve(panel, from, to);
    context.globalAlpha = 0.16 + 0.2 * Math.sqrt(deliveries / most);
    context.lineWidth = 0.6 + 4 * Math.sqrt(deliveries / most);
    context.beginPath();
    context.moveTo(...start);
    context.bezierCurveTo(...one, ...other, ...end);
    context.stroke();
  }
  context.globalAlpha = 1;
}

const LABELS = {
  work: [(n) => `${n} at work`],
  queue: [(n) => `${n} in queue`, (n) => `${n} queued`],
  information: [(n) => `${n} wait for information`, (n) => `${n} wait for info`],
};

function drawCard(context, pen, card, place, w, view, tokens) {
  const { replay, theme } = view;
  const department = view.scenes[w].departments[place];
  const counts = Object.fromEntries(Object.keys(LABELS).map((band) => [band, department[band].length]));
  const { name, bands } = cardLayout(card, counts);
  if (department.stop === "system") box(context, card, theme.card, theme.warn, 6);
  const title = replay.facts.labels[place];
  const size = [12.5, 11.5, 10.5].find((points) => pen.widthOf(title, points, true) <= name.w) ?? 10.5;
  const stop = { closed: "closed", system: "system down", "": "" }[department.stop];
  const stopColour = department.stop === "system" ? theme.warn : theme.muted;
  const beside = pen.widthOf(title, size, true) + pen.widthOf(stop, 10.5) + 8 <= name.w;
  pen.write(title, name.x, name.y + 12, { size, bold: true, width: name.w });
  if (beside) pen.write(stop, name.x + name.w, name.y + 12, { size: 10.5, align: "right", colour: stopColour });
  for (const { band, label, tokens: area } of bands) {
    const idle = band === "work" && !counts.work && stop && !beside;
    const texts = idle ? [stop, "down"] : LABELS[band].map((say) => say(counts[band]));
    const colour = idle ? stopColour : band === "information" ? theme.warn : theme.muted;
    pen.write(pen.fitting(texts, label.w, 10.5), label.x, label.y + 10, { size: 10.5, colour, width: label.w });
    putTokens(context, pen, area, department[band], band, w, view, tokens);
  }
}

/** Tokens in rows; the one that is followed is always among those that are seen. */
function putTokens(context, pen, area, cases, band, w, view, tokens) {
  const { theme } = view;
  const more = (n) => `+${count(n)}${band === "work" ? "" : " more"}`;
  const { columns, places, hidden } = fitTokens(area, cases.length, pen.widthOf(more(cases.length), 10));
  let seen = cases.slice(0, places);
  const followed = cases.find(({ i }) => i === view.followed);
  if (followed && places && !seen.includes(followed)) seen = [...seen.slice(0, -1), followed];
  seen.forEach(({ i }, n) => token(context, tokenAt(area, columns, n), i, band !== "information", w, view, tokens));
  if (hidden) {
    const [x, y] = tokenAt(area, columns, places);
    pen.write(more(hidden), x - PITCH / 2 + 3, y + 3.5, { size: 10, colour: theme.muted });
  }
}

function token(context, [x, y], i, filled, w, view, tokens) {
  const { canvas, size } = view.sprites[filled ? 0 : 1][view.replay.facts.group_of[view.replay.kind[i]]];
  context.drawImage(canvas, x - size / 2, y - size / 2, size, size);
  tokens.push({ w, i, x, y });
}

/** Hand-offs under way are waiting for information, so they are hollow; each keeps to a lane of its own. */
function drawTravelling(context, panel, w, view, tokens) {
  const world = view.replay.worlds[w];
  for (const { i, leg, share } of view.scenes[w].travelling) {
    const way = curve(panel, world.source[leg], world.place[leg]);
    const lane = (((i * 7919) % 9) - 4) * 1.9;
    token(context, pointOn(way, 0.02 + 0.96 * share, lane), i, false, w, view, tokens);
  }
}

function drawOutside(context, pen, area, w, view, tokens) {
  const { theme } = view;
  const cases = view.scenes[w].outside;
  const n = count(cases.length);
  const texts = [`${n} with customers, suppliers and carriers, or waiting for cases side by side`,
    `${n} with customers, suppliers and carriers`, `${n} outside the company`];
  pen.write(pen.fitting(texts, area.w, 10.5), area.x, area.y + 10, { size: 10.5, colour: theme.muted });
  const below = { x: area.x, y: area.y + 14, w: area.w, rows: Math.floor((area.h - 14) / PITCH) };
  putTokens(context, pen, below, cases, "outside", w, view, tokens);
}

function ring(context, { x, y }, theme) {
  context.strokeStyle = theme.panel;
  context.lineWidth = 5;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.stroke();
  context.strokeStyle = theme.ink;
  context.lineWidth = 2.5;
  context.stroke();
}

function box(context, { x, y, w, h }, fill, line, radius) {
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, w - 1, h - 1, radius);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = 1;
  context.stroke();
}

/** The largest count on the timeline. */
export function mostOn(facts) {
  return Math.max(1, ...facts.timeline.flatMap((line) => [...line.cases, ...(line.high ?? [])])) * 1.06;
}

/** Orders and tickets in progress over the weeks, with the band of the other replications, and chapters. */
export function timelineBackdrop({ facts }, width, scale, theme) {
  const layout = timelineLayout(width, facts.begin, facts.end, mostOn(facts));
  return backdrop(layout, scale, theme, (context) => {
    drawWeeks(context, penOf(context, theme), layout, facts, theme);
    facts.timeline.forEach((line, w) => drawLine(context, layout, facts, line, theme.worlds[w]));
    facts.chapters.forEach((chapter) => marker(context, layout.x(chapter.time * TICKS), layout.plot.y - 7, theme));
  });
}

/**
 * The timeline with its names, what is in progress, and the moment.
 *
 * @param view {replay, time, theme, width, totals, backdrop}.
 */
export function drawTimeline(context, view) {
  const { replay: { facts }, theme } = view;
  const layout = timelineLayout(view.width, facts.begin, facts.end, mostOn(facts));
  context.drawImage(view.backdrop.canvas, 0, 0, layout.width, layout.height);
  drawNames(penOf(context, theme), layout, view);
  const x = layout.x(view.time);
  context.fillStyle = theme.ink;
  context.fillRect(x - 1, layout.plot.y - 4, 2, layout.plot.h + 4);
  context.beginPath();
  context.arc(x, layout.plot.y - 4, 5, 0, 2 * Math.PI);
  context.fill();
}

function drawWeeks(context, pen, { plot, x, y, width }, facts, theme) {
  const weeks = Math.round((facts.end - facts.begin) / WEEK);
  const step = Math.max(1, Math.ceil((weeks * 46) / plot.w));
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  for (let week = 0; week < weeks; week += step) {
    const at = Math.round(x(facts.begin + week * WEEK)) + 0.5;
    context.beginPath();
    context.moveTo(at, plot.y);
    context.lineTo(at, plot.y + plot.h);
    context.stroke();
    const said = `week ${Math.round(facts.begin / WEEK) + week + 1}`;
    if (at + 2 + pen.widthOf(said, 10.5) <= width) {
      pen.write(said, at + 2, plot.y + plot.h + 14, { size: 10.5, colour: theme.muted });
    }
  }
  const top = Math.floor(mostOn(facts) / 50) * 50 || Math.floor(mostOn(facts) / 10) * 10 || 1;
  for (const cases of [0, top]) {
    pen.write(count(cases), plot.x - 5, y(cases) + 4, { size: 10.5, colour: theme.muted, align: "right" });
  }
}

function drawLine(context, { plot, x, y }, facts, line, colour) {
  const noon = (day) => day * DAY + DAY / 2;
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y - 2, plot.w, plot.h + 4);
  context.clip();
  if (line.low) {
    context.fillStyle = colour;
    context.globalAlpha = 0.22;
    context.beginPath();
    line.high.forEach((cases, day) => context.lineTo(x(noon(day)), y(cases)));
    [...line.low].reverse().forEach((cases, n) => context.lineTo(x(noon(line.low.length - 1 - n)), y(cases)));
    context.fill();
    context.globalAlpha = 1;
  }
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.beginPath();
  line.cases.forEach((cases, day) => context.lineTo(x(noon(day)), y(cases)));
  context.stroke();
  context.restore();
}

/** Each line's name at its end, or above the plot where there is no space beside it. */
function drawNames(pen, { plot, y, width, beside }, { replay: { facts }, theme, totals }) {
  const which = facts.every > 1 ? "shown" : "in progress";
  const said = facts.worlds.map(({ name }, w) => [name, `${count(totals[w].open)} ${which}`]);
  const left = (w) => (beside ? plot.x + plot.w + 8 : w * (width / 2));
  const space = beside ? 138 : width / 2 - 8;
  const ends = facts.timeline.map((line) => Math.min(y(line.cases[line.cases.length - 1]), plot.y + plot.h - 34) + 4);
  const heights = beside ? apart(ends, 26) : [11, 11];
  heights.forEach((at, w) => {
    const name = { size: 11.5, bold: true, colour: theme.worlds[w] };
    const taken = pen.write(said[w][0], left(w), at, { ...name, width: beside ? space : space / 2 });
    const [dx, dy] = beside ? [0, 12] : [taken + 6, 0];
    pen.write(said[w][1], left(w) + dx, at + dy, { size: 10.5, colour: theme.muted, width: space - dx });
  });
}

function marker(context, x, y, theme) {
  context.fillStyle = theme.muted;
  corners((context.beginPath(), context), [[x - 4.5, y - 7], [x + 4.5, y - 7], [x, y]]);
  context.fill();
}
