/**
 * Drawing the stage on a canvas: the same time and pace give the same picture. What does not change with time is drawn
 * once, on a backdrop, and copied.
 */

import { TICKS } from "./data.js";
import { agesOf } from "./knowing.js";
import { cardLayout, curve, fitTokens, laneSlots, PITCH, pointOn, stageLayout, takeSlot, tokenAt } from "./layout.js";
import { backdrop, box, penOf, ring, star } from "./marks.js";
import { ageWords, count, hours, threadWords, when, wrongWords } from "./words.js";

const FAINT = 0.3;
/** Hours of age at which a copy's bar is full. */
const OLD = 72;

/** The stage of a view: where everything stands. */
export function layoutOf(replay, width, only) {
  replay.amounts ??= replay.facts.labels.map((_, place) => agesOf(replay, 0, place, 0).length);
  return stageLayout(width, replay.facts.front, replay.amounts, only);
}

/** The stage without cases: panels, routes and empty cards. */
export function stageBackdrop(replay, width, scale, theme, only) {
  const layout = layoutOf(replay, width, only);
  return backdrop(layout, scale, theme, (context) => layout.panels.forEach((panel, w) => {
    if (!panel) return;
    box(context, panel, theme.panel, theme.line, 8);
    context.fillStyle = theme.worlds[w];
    context.fillRect(panel.x + panel.pad, panel.y + 11, 12, 12);
    drawRoutes(context, panel, w, { replay, theme });
    for (const card of panel.cards) box(context, card, theme.card, theme.line, 6);
  }));
}

function drawRoutes(context, panel, w, { replay, theme }) {
  const most = Math.max(1, ...replay.facts.routes.flat().map((route) => route[2]));
  context.strokeStyle = theme.muted;
  for (const [from, to, deliveries] of replay.facts.routes[w]) {
    context.globalAlpha = 0.08 + 0.14 * Math.sqrt(deliveries / most);
    context.lineWidth = 0.6 + 4 * Math.sqrt(deliveries / most);
    along(context, curve(panel, from, to));
  }
  context.globalAlpha = 1;
}

function along(context, [start, one, other, end]) {
  context.beginPath();
  context.moveTo(...start);
  context.bezierCurveTo(...one, ...other, ...end);
  context.stroke();
}

/**
 * The stage with both worlds, or the one that is chosen where there is no space for both.
 *
 * @param view {replay, scenes, totals, tallies, flashes, pulses, threads, time, theme, sprites, backdrop, followed, focus,
 *   width, only, all: whether every kind is shown}.
 * @returns the tokens drawn: {w, i, x, y}, for pointing at them.
 */
export function drawStage(context, view) {
  const { replay, theme } = view;
  const layout = layoutOf(replay, view.width, view.only);
  const pen = penOf(context, theme);
  context.drawImage(view.backdrop.canvas, 0, 0, layout.width, layout.height);
  const clock = when(view.time);
  const stand = pen.write(clock[0].toUpperCase() + clock.slice(1), 0, 15, { size: 14, bold: true });
  const run = [`One run, seed ${replay.facts.seed}, replication 0`, `One run, seed ${replay.facts.seed}, repl. 0`];
  pen.write(pen.fitting(run, layout.width - stand - 16, 12), layout.width, 15,
    { size: 12, colour: theme.muted, align: "right" });
  const tokens = [];
  layout.panels.forEach((panel, w) => panel && drawPanel(context, pen, panel, w, view, tokens));
  for (const token of tokens) if (token.i === view.followed) ring(context, token, theme);
  return tokens;
}

function drawPanel(context, pen, panel, w, view, tokens) {
  const { replay, theme } = view;
  const name = replay.facts.worlds[w].name;
  const wide = pen.write(name[0].toUpperCase() + name.slice(1), panel.x + panel.pad + 18, panel.y + 22,
    { size: 15, bold: true, width: panel.w - 2 * panel.pad - 18 });
  const notes = replay.facts.every > 1
    ? [`marks: 1 family of cases in ${replay.facts.every}; numbers: all`, `marks: 1 in ${replay.facts.every}`, ""]
    : ["pale: the same in both companies", "pale: alike in both", ""];
  pen.write(pen.fitting(notes, panel.w - 2 * panel.pad - wide - 34), panel.x + panel.w - panel.pad, panel.y + 22,
    { colour: theme.muted, align: "right" });
  drawNumbers(pen, panel, view.totals[w], view.tallies[w], theme);
  drawNews(context, pen, panel.news, w, view);
  panel.cards.forEach((card, place) => drawCard(context, pen, card, place, w, view, tokens));
  drawOutside(context, pen, panel.outside, w, view, tokens);
  drawTravelling(context, panel, w, view, tokens);
  drawLane(context, pen, panel, w, view, tokens);
}

/** The tally and the numbers of orders and tickets. */
function drawNumbers(pen, panel, total, told, theme) {
  const said = [
    [count(told.wrong), ["wrong decisions", "wrong"], theme.wrong],
    [count(Math.round(told.lost)), ["hours lost in hand-offs", "h lost in hand-offs", "h in hand-offs", "h lost"], theme.wrong],
    [count(total.waiting), ["wait for information", "wait for info"], theme.ink],
    [count(total.open), ["orders, tickets open", "in progress", "open"], theme.ink],
    [count(total.finished), ["finished"], theme.ink],
    [hours(total.median), ["median lead time", "median"], theme.ink],
  ];
  panel.numbers.forEach((place, n) => {
    const [value, labels, colour] = said[n];
    if (place.inline) {
      const taken = pen.write(value, place.x, place.y + 18, { size: 15, bold: true, colour });
      const space = place.w - taken - 5;
      pen.write(pen.fitting(labels, space, 10.5), place.x + taken + 5, place.y + 18,
        { size: 10.5, colour: theme.muted, width: space });
    } else {
      const size = pen.fitting([value, ""], place.w - 6, 18, true) === value ? 18 : 14;
      pen.write(value, place.x, place.y + 22, { size, bold: true, colour });
      pen.write(pen.fitting(labels, place.w, 10.5), place.x, place.y + 37, { size: 10.5, colour: theme.muted, width: place.w });
    }
  });
}

/** One line: the thread of a wrong decision, or that the same case went well here. */
function drawNews(context, pen, area, w, view) {
  const { replay, theme } = view;
  const thread = view.threads[w];
  if (thread) {
    star(context, area.x + 6, area.y + 8, 6.5, theme.wrong);
    const texts = threadWords(replay, w, thread, view.time);
    pen.write(pen.fitting([...texts, ""], area.w - 18), area.x + 18, area.y + 12, { colour: theme.wrong, bold: false });
    return;
  }
  const other = view.threads[1 - w];
  if (!other || replay.worlds[w].opened[other.i] < 0) return;
  pen.write(pen.fitting(["the same case: none of this happened here", "the same case: none of this here", ""], area.w),
    area.x, area.y + 12, { colour: theme.muted });
}

const LABELS = {
  work: [(n) => `${n} at work`],
  queue: [(n) => `${n} in queue`, (n) => `${n} queued`],
  information: [(n) => `${n} wait for information`, (n) => `${n} wait for info`, (n) => `${n} wait`],
};

function drawCard(context, pen, card, place, w, view, tokens) {
  const { replay, theme } = view;
  const department = view.scenes[w].departments[place];
  const flash = view.flashes[w][place];
  const { name, copies, bands } = cardLayout(card, department.counts);
  if (department.stop === "system") box(context, card, theme.card, theme.warn, 6, 1.6);
  if (flash) box(context, card, theme.card, theme.wrong, 6, 2.4);
  const stop = drawName(context, pen, name, place, department, flash, w, view);
  agesOf(replay, w, place, view.time).forEach((known, n) => drawAge(context, pen, copies[n], known, theme));
  for (const { band, label, tokens: area } of bands) {
    const amount = department.counts[band];
    const idle = band === "work" && !amount && stop;
    const texts = idle ? [stop, "down"] : LABELS[band].map((say) => say(count(amount)));
    const colour = idle ? (department.stop === "system" ? theme.warn : theme.muted) : band === "information" ? theme.warn : theme.muted;
    pen.write(pen.fitting(texts, label.w, 10.5), label.x, label.y + 10, { size: 10.5, colour, width: label.w });
    putTokens(context, pen, area, department[band], amount, band, w, view, tokens);
  }
  if (view.focus.length && !view.focus.includes(place)) recede(context, card, theme);
}

/** What the tour is not about. */
function recede(context, card, theme) {
  context.globalAlpha = 0.62;
  box(context, card, theme.panel, theme.line, 6);
  context.globalAlpha = 1;
}

/** A department's name, and beside it the wrong decision that it takes, or why it is not at work; what did not fit is returned. */
function drawName(context, pen, name, place, department, flash, w, view) {
  const { replay, theme } = view;
  const title = replay.facts.labels[place];
  const size = [12.5, 11.5, 10.5, 9.5].find((points) => pen.widthOf(title, points, true) <= name.w) ?? 9;
  const taken = pen.write(title, name.x, name.y + 12, { size, bold: true, width: name.w });
  const space = name.w - taken - 8;
  if (flash) {
    const { short } = wrongWords(replay, w, flash.row);
    const texts = flash.number > 1 ? [`${count(flash.number)} wrong decisions`, `${count(flash.number)} wrong`] : [`wrong ${short}`, short, "wrong"];
    const said = pen.fitting([...texts, ""], space - 15, 10.5, true);
    const right = name.x + name.w;
    pen.write(said, right, name.y + 12, { size: 10.5, bold: true, align: "right", colour: theme.wrong });
    if (space > 14) star(context, right - pen.widthOf(said, 10.5, true) - 8, name.y + 8, 6.5, theme.wrong);
    return "";
  }
  const stop = { closed: "closed", system: "system down", "": "" }[department.stop];
  if (pen.widthOf(stop, 10.5) > space) return stop;
  const colour = department.stop === "system" ? theme.warn : theme.muted;
  pen.write(stop, name.x + name.w, name.y + 12, { size: 10.5, align: "right", colour });
  return "";
}

/** How old a copy is: a bar behind its words that grows with the age. */
function drawAge(context, pen, area, { record, age }, theme) {
  context.fillStyle = theme.panel;
  context.fillRect(area.x, area.y, area.w, area.h);
  context.fillStyle = theme.aged;
  context.fillRect(area.x, area.y, area.w * Math.min(1, age / TICKS / OLD), area.h);
  const said = `${record} · ${ageWords(age)}`;
  const short = said.replace(" old", "");
  pen.write(pen.fitting([said, short, short.replace("days", "d"), ageWords(age)], area.w - 6, 10), area.x + 3, area.y + 9.5,
    { size: 10, colour: age > 0 ? theme.ink : theme.muted });
}

/** Tokens in rows; the one that is followed is always among those that are seen. */
function putTokens(context, pen, area, cases, amount, band, w, view, tokens) {
  const { theme } = view;
  const sampled = view.replay.facts.every > 1 || !view.all;
  const all = sampled ? cases.length : amount;
  const more = (n) => (band === "work" ? `+${count(n)}` : sampled ? `+${count(n)} marks` : `+${count(n)} more`);
  const { columns, places, hidden } = fitTokens(area, all, pen.widthOf(more(all), 10));
  let seen = cases.slice(0, places);
  const followed = cases.find(({ i }) => i === view.followed);
  if (followed && places && !seen.includes(followed)) seen = [followed, ...seen.slice(0, -1)];
  seen.forEach(({ i }, n) => token(context, tokenAt(area, columns, n), i, band !== "information", w, view, tokens));
  if (hidden) {
    const [x, y] = tokenAt(area, columns, places);
    pen.write(more(hidden), x - PITCH / 2 + 3, y + 3.5, { size: 10, colour: theme.muted });
  }
}

/** What is at the same place in both worlds recedes. */
function token(context, [x, y], i, filled, w, view, tokens) {
  const { canvas, size } = view.sprites[filled ? 0 : 1][view.replay.facts.group_of[view.replay.kind[i]]];
  const [a, b] = view.scenes;
  context.globalAlpha = a.where[i] === b.where[i] && i !== view.followed ? FAINT : 1;
  context.drawImage(canvas, x - size / 2, y - size / 2, size, size);
  context.globalAlpha = 1;
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

/** Between the cards: hand-offs at once as pulses, the thread as a dotted line, and their names where there is space. */
function drawLane(context, pen, panel, w, view, tokens) {
  const { theme } = view;
  const labels = [...drawThread(context, panel, w, view), ...drawPulses(context, panel, w, view)];
  const [slots, taken] = [laneSlots(panel.lane), new Set()];
  for (const { text, y, colour } of labels) {
    const said = pen.fitting([text, ""], panel.lane.w - 14, 10.5);
    const slot = said && takeSlot(slots, taken, y);
    if (!slot) continue;
    const wide = pen.widthOf(said, 10.5) + 12;
    const pill = { x: slot.x + (slot.w - wide) / 2, y: slot.y, w: wide, h: slot.h };
    box(context, pill, theme.panel, colour, 8);
    pen.write(said, pill.x + 6, pill.y + 12, { size: 10.5, colour });
    for (let n = tokens.length - 1; n >= 0; n--) if (under(tokens[n], pill, w)) tokens.splice(n, 1);
  }
}

/** Whether a token is hidden by a label. */
function under(token, { x, y, w, h }, world) {
  return token.w === world && token.x > x - 4 && token.x < x + w + 4 && token.y > y - 4 && token.y < y + h + 4;
}

function drawPulses(context, panel, w, view) {
  const { theme } = view;
  const labels = [];
  for (const { source, target, what, share } of view.pulses[w]) {
    const way = curve(panel, source, target);
    context.globalAlpha = 0.75 * (1 - share);
    context.strokeStyle = theme.worlds[w];
    context.lineWidth = 2.5;
    along(context, way);
    context.globalAlpha = 1;
    const [x, y] = pointOn(way, Math.min(1, share * 1.4));
    context.fillStyle = theme.worlds[w];
    context.beginPath();
    context.arc(x, y, 4.5 * (1 - 0.5 * share), 0, 2 * Math.PI);
    context.fill();
    const text = `${what}: at once`;
    if (labels.length < 3 && labels.every((own) => own.text !== text)) {
      labels.push({ text, y: pointOn(way, 0.5)[1], colour: theme.worlds[w] });
    }
  }
  return labels;
}

/** From the decision to each department in which something came of it, in the order of time. */
function drawThread(context, panel, w, view) {
  const thread = view.threads[w];
  if (!thread) return [];
  const { theme } = view;
  const labels = [];
  let from = thread.place;
  context.strokeStyle = theme.wrong;
  context.lineWidth = 2.2;
  context.setLineDash([2, 5]);
  context.lineCap = "round";
  for (const { place, time, what } of thread.steps) {
    if (time > view.time || !panel.cards[place]) continue;
    const way = curve(panel, from, place);
    if (from !== place) along(context, way);
    labels.unshift({ text: what, y: from === place ? panel.cards[place].y + 30 : pointOn(way, 0.5)[1], colour: theme.wrong });
    from = place;
  }
  context.setLineDash([]);
  context.lineCap = "butt";
  return labels.slice(0, 3);
}

function drawOutside(context, pen, area, w, view, tokens) {
  const { theme } = view;
  const { outside, outsideCount } = view.scenes[w];
  const n = count(outsideCount);
  const texts = [`${n} with customers, suppliers and carriers, or waiting for cases side by side`,
    `${n} with customers, suppliers and carriers`, `${n} outside the company`];
  pen.write(pen.fitting(texts, area.w, 10.5), area.x, area.y + 10, { size: 10.5, colour: theme.muted });
  const below = { x: area.x, y: area.y + 14, w: area.w, rows: Math.floor((area.h - 14) / PITCH) };
  putTokens(context, pen, below, outside, outsideCount, "outside", w, view, tokens);
}
