/**
 * What departments know, decide and hand over at once: pure functions of the data and the time.
 *
 * Ages, decisions and hours are of all cases, also where only a sample of cases is drawn.
 */

import { DAY, TICKS } from "./data.js";
import { legAt } from "./state.js";

/** How many of the times, which are in order, have come. */
export function passed(times, time) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How old a copy is, in ticks. */
export function ageOf(world, copy, time) {
  const { time: times, asOf } = world.known[copy];
  const step = passed(times, time) - 1;
  return step < 0 || asOf[step] < 0 ? 0 : Math.max(0, time - asOf[step]);
}

/** What a department has copies of: {record, copy}. */
export function copiesOf(replay, place) {
  const whose = `${replay.facts.departments[place]}: `;
  return replay.facts.copies.flatMap((name, copy) => (
    name.startsWith(whose) ? [{ record: name.slice(whose.length), copy }] : []));
}

/** What a department knows and how old that is: {record, age in ticks}. */
export function agesOf(replay, w, place, time) {
  replay.copied ??= replay.facts.labels.map((_, own) => copiesOf(replay, own));
  return replay.copied[place].map(({ record, copy }) => ({ record, age: ageOf(replay.worlds[w], copy, time) }));
}

/** Up to a time, since the first day: decisions, wrong ones among them, hours lost in hand-offs. */
export function tally(replay, w, time) {
  const { decided, wrong, lost } = replay.worlds[w];
  const since = Math.max(0, time - replay.facts.begin) / TICKS;
  const hour = Math.min(lost.length - 1, Math.floor(since));
  const next = Math.min(lost.length - 1, hour + 1);
  const hours = (lost[hour] + (lost[next] - lost[hour]) * (since - hour)) / 100;
  return { decisions: passed(decided, time), wrong: passed(wrong.time, time), lost: hours };
}

/** For each department its wrong decisions of the last while: {number, row: the last of them}, or null. */
export function flashesAt(replay, w, time, while_) {
  const { wrong } = replay.worlds[w];
  const found = replay.facts.labels.map(() => null);
  for (let row = passed(wrong.time, time - while_), end = passed(wrong.time, time); row < end; row++) {
    const place = wrong.place[row];
    if (found[place]) Object.assign(found[place], { number: found[place].number + 1, row });
    else if (place in found) found[place] = { number: 1, row };
  }
  return found;
}

/** What was handed over at once in the last while, the newest first: {row, i, source, target, what, share of the while}. */
export function pulsesAt(replay, w, time, while_, shows, most) {
  const { once } = replay.worlds[w];
  const found = [];
  for (let row = passed(once.time, time) - 1; row >= 0 && once.time[row] > time - while_ && found.length < most; row--) {
    const i = once.case[row];
    const [source, target] = [once.source[row], once.target[row]];
    if (source === target || !shows[replay.kind[i]] || !replay.facts.labels[source] || !replay.facts.labels[target]) continue;
    found.push({ row, i, source, target, what: replay.facts.activities[once.what[row]] ?? "", share: (time - once.time[row]) / while_ });
  }
  return found;
}

// What followed from a wrong decision

/** A case and all that follow from it. */
export function familyOf(replay, i) {
  return [i, ...replay.children[i].flatMap((child) => familyOf(replay, child))];
}

/** A case and those that follow from it because something failed, and from those again. */
function failuresOf(replay, world, i) {
  return [i, ...replay.children[i].filter((own) => world.failed[own]).flatMap((own) => failuresOf(replay, world, own))];
}

/** Where a case is when it is opened. */
function birthplace(world, i) {
  const leg = legAt(world, i, world.opened[i]);
  return leg < 0 ? -1 : world.place[leg];
}

/**
 * What followed from a wrong decision: {row, i, place, time, steps: [{i, time, place, what}], end}.
 *
 * Steps are the cases that exist only because something failed, of kinds that such a decision can bring about (if it fell
 * short of what the truth would have said), which follow from its case later, those that follow from them, and the end of
 * the case itself if it was late.
 */
export function threadOf(replay, w, row) {
  const { facts } = replay;
  const world = replay.worlds[w];
  const [i, time] = [world.wrong.case[row], world.wrong.time[row]];
  const short = world.wrong.action[row] < world.wrong.oracle[row];
  const follows = (short && facts.follows[facts.rules[world.wrong.rule[row]]]) || [];
  const first = replay.children[i].filter((own) => world.failed[own] && follows.includes(facts.kinds[replay.kind[own]]));
  const later = first.flatMap((own) => failuresOf(replay, world, own)).filter((own) => world.opened[own] >= time);
  const steps = later.map((own) => (
    { i: own, time: world.opened[own], place: birthplace(world, own), what: facts.kinds[replay.kind[own]] }));
  const status = facts.statuses[world.status[i]];
  if (follows.length && facts.broken === status && world.closed[i] >= time) {
    const last = legAt(world, i, world.closed[i] - 1);
    steps.push({ i, time: world.closed[i], place: last < 0 ? -1 : world.place[last], what: status });
  }
  steps.sort((one, other) => one.time - other.time || one.i - other.i);
  return { row, i, place: world.wrong.place[row], time, steps, end: steps.length ? steps[steps.length - 1].time : time };
}

/** Every thread of a world that has something to tell, in the order of time. */
export function threadsOf(replay, w) {
  const { wrong } = replay.worlds[w];
  const found = [];
  wrong.case.forEach((i, row) => {
    if (i < 0) return;
    const thread = threadOf(replay, w, row);
    if (thread.steps.length) found.push(thread);
  });
  return found;
}

const HOLD = DAY / 4;
const LONGEST = 21 * DAY;

/** Threads told one after the other, the fullest first to be chosen: at no time more than one. */
export function programme(replay, w) {
  const chosen = [];
  const fullest = threadsOf(replay, w).filter(({ time, end }) => end - time <= LONGEST && time >= replay.facts.begin);
  fullest.sort((one, other) => other.steps.length - one.steps.length || one.time - other.time);
  for (const thread of fullest) {
    if (chosen.every(({ time, end }) => thread.time > end + HOLD || thread.end + HOLD < time)) chosen.push(thread);
  }
  return chosen.sort((one, other) => one.time - other.time);
}

/** The thread to show at a time: of the family that is followed, else the one whose turn it is; null for none. */
export function threadAt(replay, w, time, followed, turns) {
  if (followed >= 0) {
    const root = rootOf(replay, followed);
    const own = threadsOfFamily(replay, w, root).filter((thread) => thread.time <= time);
    return own.sort((one, other) => one.steps.length - other.steps.length || one.time - other.time).pop() ?? null;
  }
  return turns.find((thread) => thread.time <= time && time < thread.end + HOLD) ?? null;
}

function rootOf(replay, i) {
  return replay.parent[i] < 0 ? i : rootOf(replay, replay.parent[i]);
}

function threadsOfFamily(replay, w, root) {
  replay.families ??= [new Map(), new Map()];
  const kept = replay.families[w];
  if (!kept.has(root)) {
    const family = new Set(familyOf(replay, root));
    const rows = [];
    replay.worlds[w].wrong.case.forEach((i, row) => family.has(i) && rows.push(row));
    kept.set(root, rows.map((row) => threadOf(replay, w, row)));
  }
  return kept.get(root);
}

// Hours at which there is something to see

/** The time itself where people are at work, else when they next are. */
export function atWork(working, time) {
  const next = working.find(([, ended]) => time < ended);
  return next ? Math.max(time, next[0]) : time;
}
