/** Drawing the timeline: orders and tickets in progress over the weeks, chapters, and the moment. */

import { DAY, TICKS, WEEK } from "./data.js";
import { apart, timelineLayout } from "./layout.js";
import { backdrop, corners, penOf } from "./marks.js";
import { count } from "./words.js";

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

function drawWeeks(context, pen, { plot, x, y, width, beside }, facts, theme) {
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
    if (at + 2 + pen.widthOf(said, 10.5) <= (beside ? plot.x + plot.w : width)) {
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
  const left = beside ? plot.x + plot.w + 8 : 0;
  const space = beside ? 138 : width;
  const ends = facts.timeline.map((line) => Math.min(y(line.cases[line.cases.length - 1]), plot.y + plot.h - 34) + 4);
  const heights = beside ? apart(ends, 26) : [11, 27];
  heights.forEach((at, w) => {
    const said = `${count(totals[w].open)} in progress`;
    const below = { size: 10.5, colour: theme.muted };
    const room = beside ? space : space - pen.widthOf(said, 10.5) - 6;
    const taken = pen.write(facts.worlds[w].name, left, at, { size: 11.5, bold: true, colour: theme.worlds[w], width: room });
    pen.write(said, left + (beside ? 0 : taken + 6), at + (beside ? 12 : 0), below);
  });
}

function marker(context, x, y, theme) {
  context.fillStyle = theme.muted;
  corners((context.beginPath(), context), [[x - 4.5, y - 7], [x + 4.5, y - 7], [x, y]]);
  context.fill();
}
