/**
 * The data of the page: how they are unpacked, and what they mean.
 *
 * Times are ticks of ten seconds since Monday 00:00 of week 1. A case has the same number in both worlds; in a world in
 * which it does not exist its times are -1. The legs of a case follow each other without holes from its opening on, so
 * only their lengths are stored. Where only a sample of cases is there, "counts" tells how many of all are where.
 */

export const TICKS = 360;
export const DAY = 24 * TICKS;
export const WEEK = 7 * DAY;
export const NONE = 255;

const ARRAYS = { Uint8: Uint8Array, Uint16: Uint16Array, Int16: Int16Array, Int32: Int32Array, Float64: Float64Array };

/** Bytes of base64 of gzip. */
export async function unpack(base64) {
  const letters = atob(base64.trim());
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n++) bytes[n] = letters.charCodeAt(n);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** Columns by name: the length of an index, the index in JSON, the arrays one after the other. */
export function columnsOf(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const index = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const columns = {};
  let place = 4 + length;
  for (const [name, type, count] of index) {
    const size = count * ARRAYS[type].BYTES_PER_ELEMENT;
    columns[name] = new ARRAYS[type](buffer.slice(place, place + size));
    place += size;
  }
  return columns;
}

/** Everything the other functions need: facts, the cases, and two worlds with their legs and stops. */
export function replayOf(columns, facts) {
  return {
    facts,
    count: columns.kind.length,
    children: childrenOf(columns.parent),
    kind: columns.kind,
    number: columns.number,
    parent: columns.parent,
    like: columns.like,
    worlds: ["a", "b"].map((letter) => worldOf(columns, facts, letter)),
  };
}

/** For each case those that follow from it directly. */
function childrenOf(parents) {
  const children = Array.from(parents, () => []);
  parents.forEach((parent, i) => parent >= 0 && children[parent].push(i));
  return children;
}

/** Numbers that were stored as differences. */
function summed(differences) {
  let sum = 0;
  return Float64Array.from(differences, (difference) => (sum += difference));
}

function worldOf(columns, facts, letter) {
  const own = (name) => columns[`${letter}_${name}`];
  const opened = own("opened");
  const lengths = own("hours");
  const first = new Uint32Array(opened.length + 1);
  const began = new Int32Array(lengths.length);
  for (let i = 0, leg = 0; i < opened.length; i++) {
    let time = opened[i];
    for (const end = first[i] + own("legs")[i]; leg < end; leg++) {
      began[leg] = time;
      time += lengths[leg];
    }
    first[i + 1] = leg;
  }
  return {
    opened,
    closed: own("closed"),
    status: own("status"),
    parts: facts.part_order.map((part) => own(`part_${part}`)),
    first,
    began,
    state: own("state"),
    place: own("place"),
    source: own("source"),
    team: own("team"),
    what: own("what"),
    failed: own("failed"),
    stops: stopsOf(own, facts.teams.length),
    known: knownOf(own, facts.copies.length),
    decided: summed(own("decided")),
    wrong: rowsOf(own, "wrong", ["time", "case", "place", "rule", "cause", "age", "unseen", "action", "oracle"]),
    once: { ...rowsOf(own, "once", ["case", "source", "target", "what"]), time: summed(own("once_time")) },
    lost: summed(own("lost")),
    counts: own("counts") ? countsOf(own("counts"), facts) : null,
  };
}

/** Columns by name: of decisions that were wrong, and of what was handed over at once, both in the order of time. */
function rowsOf(own, table, names) {
  return Object.fromEntries(names.map((name) => [name, own(`${table}_${name}`)]));
}

/** For each copy of a record its steps: {time, asOf}; from each time on it is informed up to asOf, or (-1) up to now. */
function knownOf(own, copies) {
  const steps = Array.from({ length: copies }, () => ({ time: [], asOf: [] }));
  own("known_copy").forEach((copy, row) => {
    steps[copy].time.push(own("known_time")[row]);
    steps[copy].asOf.push(own("known_as_of")[row]);
  });
  return steps;
}

/** For each thing counted its numbers, a step apart: those of each department, then those of all. */
function countsOf(differences, facts) {
  const series = facts.labels.length * facts.counted.placed.length + facts.counted.whole.length;
  const size = differences.length / series;
  return Array.from({ length: series }, (_, n) => summed(differences.subarray(n * size, (n + 1) * size)));
}

/** For each team its stops: {why, began, ended}; why is 0 for closed and 1 for a system that is down. */
function stopsOf(own, teams) {
  const stops = Array.from({ length: teams }, () => []);
  own("stop_team").forEach((team, row) => {
    stops[team]?.push({ why: own("stop_why")[row], began: own("stop_began")[row], ended: own("stop_ended")[row] });
  });
  stops.forEach((own) => own.sort((one, other) => one.began - other.began));
  return stops;
}
