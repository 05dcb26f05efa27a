/** Numbers, times, cases and scenes as people say them. */

import { DAY, NONE, TICKS, WEEK } from "./data.js";
import { agesOf } from "./knowing.js";
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

/** `21.5 h`, two digits after the point below ten hours; `23 min` below one hour, `0 h`, `19.1 days` from 240 on; `–` for none. */
export function hours(value) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0\u00a0h";
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

/** A name as people may write it: `Order-12`, `order12` and `order 12` are one. */
function plain(name) {
  const spaced = name.trim().toLowerCase().replace(/[\s_-]+/g, " ").replace(/\s*\/\s*/g, "/");
  return spaced.replace(/([a-z])(?=\d)/g, "$1 ");
}

/** The number of the case of that name, or -1; the last part of a name will do, if nothing has the whole. */
export function findCase(replay, name) {
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

/** How many letters must change to make one text the other; `most` when it is more. */
export function distance(one, other, most = Infinity) {
  if (Math.abs(one.length - other.length) >= most) return most;
  let row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let n = 1; n <= one.length; n++) {
    const next = [n];
    for (let m = 1; m <= other.length; m++) {
      next[m] = Math.min(row[m] + 1, next[m - 1] + 1, row[m - 1] + (one[n - 1] === other[m - 1] ? 0 : 1));
    }
    if (Math.min(...next) >= most) return most;
    row = next;
  }
  return Math.min(most, row[other.length]);
}

/** The cases whose names are nearest to what was written, the nearest first. */
export function nearestCases(replay, name, amount = 3) {
  const wanted = plain(name);
  const digits = Number(/\d+$/.exec(wanted)?.[0] ?? NaN);
  let found = [];
  for (let i = 0; i < replay.count; i++) {
    const most = found.length < amount ? Infinity : found[found.length - 1][0] + 1;
    const far = distance(wanted, plain(caseName(replay, i)), most);
    if (far >= most) continue;
    found.push([far, Math.abs(replay.number[i] - digits) || 0, i]);
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    found = found.slice(0, amount);
  }
  return found.map(([, , i]) => i);
}

/** How old something is: `19 h old`, below ten hours `4.5 h old`, or `now`. */
export function ageWords(age) {
  const value = age / TICKS;
  const said = value >= 10 && value < 240 ? `${Math.round(value)}\u00a0h` : value >= 1 && value < 10
    ? `${Number(value.toFixed(1))}\u00a0h` : hours(value);
  return age > 0 ? `${said} old` : "now";
}

/** What a department knows and how old it is, in one line. */
export function knownWords(replay, w, place, time) {
  return agesOf(replay, w, place, time).map(({ record, age }) => `${record} ${ageWords(age)}`).join("; ") || "no copies";
}

/** An action of a rule as people say it. */
export function actionWords(facts, rule, action) {
  const says = facts.actions[rule];
  if (!says) return action < 0 ? "a wrong address" : String(action);
  return says.unit ? `${count(Number(action.toFixed(1)))} ${says.unit}` : action > 0 ? says.yes : says.no;
}

/** A wrong decision: {short, long}. */
export function wrongWords(replay, w, row) {
  const { facts } = replay;
  const { wrong } = replay.worlds[w];
  const rule = facts.rules[wrong.rule[row]];
  const whose = facts.labels[wrong.place[row]] ?? "somebody";
  const i = wrong.case[row];
  const what = i < 0 ? "" : ` of ${caseName(replay, i)}`;
  const cause = facts.causes[wrong.cause[row]];
  const on = wrong.age[row] > 0 ? ` on news ${ageWords(wrong.age[row])}` : "";
  const [did, should] = ["action", "oracle"].map((name) => actionWords(facts, rule, wrong[name][row] / 100));
  const instead = did === should ? "" : `: ${did}, not ${should}`;
  return { short: rule, long: `${whose} decided the ${rule}${what}${on} (${cause})${instead}` };
}

/** What followed from a wrong decision up to a time: texts from the fullest to the shortest. */
export function threadWords(replay, w, thread, time) {
  const { facts } = replay;
  const { wrong } = replay.worlds[w];
  const come = thread.steps.filter((step) => step.time <= time);
  const kinds = new Map();
  come.forEach(({ what }) => kinds.set(what, (kinds.get(what) ?? 0) + 1));
  const said = [...kinds].map(([what, number]) => (number > 1 ? `${number} × ${what}` : what));
  const rule = facts.rules[wrong.rule[thread.row]];
  const label = facts.labels[thread.place];
  const old = wrong.age[thread.row] > 0 ? ` on news ${ageWords(wrong.age[thread.row])}` : "";
  const name = caseName(replay, thread.i);
  const tail = said.map((text) => ` → ${text}`).join("");
  const last = said.length ? ` → ${said[said.length - 1]}` : "";
  return [`${label}, ${name}: wrong ${rule}${old}${tail}`, `${name}: wrong ${rule}${old}${tail}`, `wrong ${rule}${old}${tail}`,
    `wrong ${rule}${tail}`, `wrong ${rule}${last}`, `wrong ${rule}`];
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
export function sceneWords(replay, w, scene, total, told) {
  const busiest = scene.departments
    .map((department, place) => [department.counts.queue, replay.facts.labels[place]])
    .sort((one, other) => other[0] - one[0])[0];
  const queue = busiest[0] ? `; the longest queue is in ${busiest[1]}, ${count(busiest[0])} long` : "";
  return `${replay.facts.worlds[w].name}: ${count(total.open)} orders and tickets open, ` +
    `${count(total.waiting)} of them waiting for information, ${count(total.finished)} finished${queue}; ` +
    `${count(told.wrong)} of ${count(told.decisions)} decisions wrong so far, ${count(Math.round(told.lost))} hours lost in hand-offs.`;
}
