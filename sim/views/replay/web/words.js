/** Numbers, times, cases and scenes as people say them. */

import { DAY, NONE, TICKS, WEEK } from "./data.js";
import { legAt, stateOf } from "./state.js";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const GROUPED = new Intl.NumberFormat("en-US");

/** `1,240`. */
export function count(number) {
  return number < 1000 && Number.isInteger(number) ? String(number) : GROUPED.format(number);
}

/** `week 5, Tue 09:00`. */
export function when(time) {
  const minutes = Math.floor(time / 6 + 1e-6);
  const [week, day] = [Math.floor(time / WEEK), Math.floor((time % WEEK) / DAY)];
  const clock = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `week ${week + 1}, ${DAYS[day]} ${clock.join(":")}`;
}

/** `21.5 h`, two digits after the point below ten hours; `23 min` below one hour, `19.1 days` from 240 on; `–` for none. */
export function hours(value) {
  if (!Number.isFinite(value)) return "–";
  if (value > 0 && value < 1) return `${Number((60 * value).toFixed(value < 1 / 6 ? 1 : 0))}\u00a0min`;
  if (value >= 240) return `${count(Number((value / 24).toFixed(1)))}\u00a0days`;
  return `${value < 10 ? value.toFixed(2) : count(Number(value.toFixed(1)))}\u00a0h`;
}

/** The name of a case as in tables/twins.csv: `order 12/invoice 1`. */
export function caseName(replay, i) {
  const own = `${replay.facts.kinds[replay.kind[i]]} ${replay.number[i]}`;
  const parent = replay.parent[i];
  const like = replay.like[i] ? ` (${replay.like[i]})` : "";
  return (parent < 0 ? own : `${caseName(replay, parent).replace(/ \(\d+\)$/, "")}/${own}`) + like;
}

/** The number of the case of that name, or -1; `Order-12` and `order 12` are one. */
export function findCase(replay, name) {
  const plain = (text) => text.trim().toLowerCase().replace(/[\s_-]+/g, " ").replace(/\s*\/\s*/g, "/");
  const wanted = plain(name);
  const last = wanted.split("/").pop().replace(/ \(\d+\)$/, "");
  let loose = -1;
  for (let i = 0; i < replay.count; i++) {
    if (`${replay.facts.kinds[replay.kind[i]]} ${replay.number[i]}`.toLowerCase() !== last) continue;
    const full = plain(caseName(replay, i));
    if (full === wanted) return i;
    if (loose < 0 && full.replace(/ \(\d+\)$/, "") === wanted) loose = i;
  }
  return loose;
}

/** What a case is doing in a world at a time. */
export function doing(replay, w, i, time) {
  const { facts } = replay;
  const world = replay.worlds[w];
  if (world.opened[i] < 0) return "does not exist here: nothing gave rise to it.";
  if (time < world.opened[i]) return `not yet open; it opens in ${when(world.opened[i])}.`;
  const leg = legAt(world, i, time);
  if (leg < 0) return `over since ${when(world.closed[i])}: ${facts.statuses[world.status[i]]}.`;
  const label = facts.labels[world.place[leg]] ?? "somebody";
  const since = `since ${when(world.began[leg])}`;
  const what = facts.activities[world.what[leg]] ? ` (${facts.activities[world.what[leg]]})` : "";
  if (world.source[leg] !== NONE) {
    return `on its way from ${facts.labels[world.source[leg]]} to ${label}${what} ${since}.`;
  }
  const says = {
    work: `worked on in ${label}${what} ${since}.`,
    queue: `in the queue of ${label}${what} ${since}.`,
    closed: `with ${label}${what}, which is closed, ${since}.`,
    system: `with ${label}${what}, whose system is down, ${since}.`,
    joint: `in or before a joint session in ${label} ${since}.`,
    information: `waiting for information in ${label} ${since}.`,
    outside: `with a customer, supplier or carrier ${since}.`,
    branches: `waiting for cases that go on side by side ${since}.`,
  };
  return says[stateOf(replay, world, leg, time)];
}

/** Where the lead time of a case went in a world: {lead, status, parts: [{name, label, colour, hours}]}, or null. */
export function splitOf(replay, w, i) {
  const world = replay.worlds[w];
  if (world.opened[i] < 0) return null;
  const { parts, part_order: order, statuses } = replay.facts;
  return {
    lead: (world.closed[i] - world.opened[i]) / TICKS,
    status: statuses[world.status[i]],
    parts: parts.map(([name, label, colour]) => (
      { name, label, colour, hours: world.parts[order.indexOf(name)][i] / 100 })),
  };
}

/** How a case ended, and after how long: `delivered late after 50.3 h`. */
export function endWords(split) {
  if (!split) return "no such case";
  return `${split.status === "open" ? "still open at the end of the run," : split.status} after ${hours(split.lead)}`;
}

/** A split as one sentence. */
export function splitWords(split) {
  if (!split) return "There is no such case in this world.";
  const said = split.parts.filter((part) => part.hours > 0).map((part) => `${part.label} ${hours(part.hours)}`);
  return `${endWords(split)}${said.length ? `: ${said.join(", ")}` : ""}.`;
}

/** One sentence on a world at a time, for people who do not see the picture. */
export function sceneWords(replay, w, scene, total) {
  const busiest = scene.departments
    .map((department, place) => [department.queue.length, replay.facts.labels[place]])
    .sort((one, other) => other[0] - one[0])[0];
  const queue = busiest[0] ? `; the longest queue is in ${busiest[1]}, ${count(busiest[0])} long` : "";
  return `${replay.facts.worlds[w].name}: ${count(total.open)} orders and tickets open, ` +
    `${count(total.waiting)} of them waiting for information, ${count(total.finished)} finished${queue}.`;
}
