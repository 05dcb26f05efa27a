/** Where everything stands: pure functions of the width, so that tests can look for overlaps without drawing. */

export const PITCH = 9;
const SIDE_BY_SIDE = 700;
const GAP = 7;
const SLOT = 19;
export const COPY_LINE = 14;

/** Whether both panels have space side by side; else one is shown. */
export function sideBySide(width) {
  return width >= SIDE_BY_SIDE;
}

/**
 * The stage: two panels side by side where there is space, else one.
 *
 * @param front for each department whether it belongs to the front office.
 * @param copies for each department of how many records it has copies.
 * @param only the world that is shown where there is no space for both.
 * @returns width, height, caption (a line above the panels) and panels (for each world {x, y, w, h, pad, cards, numbers,
 *   news, outside, lane}, or null where it is not shown).
 */
export function stageLayout(width, front, copies, only = 0) {
  const beside = sideBySide(width);
  const between = width > 1000 ? 20 : 10;
  const w = beside ? (width - between) / 2 : width;
  const top = 26;
  const panel = panelLayout(w, front, copies);
  const panels = [0, 1].map((n) => (beside ? moved(panel, n * (w + between), top) : n === only ? moved(panel, 0, top) : null));
  return { width, height: top + panel.h, caption: { x: 0, y: 0, w: width, h: 20 }, panels };
}

function panelLayout(w, front, copies) {
  const pad = w > 500 ? 16 : 8;
  const inner = w - 2 * pad;
  const columns = w > 500 ? 6 : 2;
  const numbered = columns === 6 ? 74 : 28 + 3 * 27;
  const news = { x: pad, y: numbered + 2, w: inner, h: 16 };
  const head = news.y + news.h + 6;
  const cardWidth = Math.round(inner > 500 ? Math.min(240, inner * 0.35) : inner * 0.4);
  const most = Math.max(0, ...copies);
  const cardHeight = (cardWidth >= 190 ? 70 : 112) + most * COPY_LINE;
  const sides = [true, false].map((side) => front.flatMap((own, place) => (own === side ? [place] : [])));
  const rows = Math.max(sides[0].length, sides[1].length, 1);
  const height = rows * cardHeight + (rows - 1) * GAP;
  const cards = [];
  sides.forEach((places, side) => {
    const free = height - places.length * cardHeight;
    places.forEach((place, row) => {
      const y = head + row * cardHeight + (free * (row + 0.5)) / places.length;
      const x = side ? w - pad - cardWidth : pad;
      cards[place] = { x, y, w: cardWidth, h: cardHeight, front: side === 0, copies: copies[place] ?? 0 };
    });
  });
  const outside = { x: pad, y: head + height + 8, w: inner, h: inner > 500 ? 33 : 42 };
  const numbers = [0, 1, 2, 3, 4, 5].map((n) => ({
    x: pad + ((n % columns) * inner) / columns,
    y: 26 + Math.floor(n / columns) * 27,
    w: inner / columns - 8,
    h: columns === 6 ? 44 : 25,
    inline: columns === 2,
  }));
  const lane = { x: pad + cardWidth + 8, y: head, w: inner - 2 * cardWidth - 16, h: height };
  return { x: 0, y: 0, w, h: outside.y + outside.h + 8, pad, cards, numbers, news, outside, lane };
}

/** Places for short texts between the columns of cards, from above: none where there is no space. */
export function laneSlots(lane) {
  if (lane.w < 110) return [];
  return Array.from({ length: Math.floor(lane.h / SLOT) }, (_, n) => (
    { x: lane.x, y: lane.y + n * SLOT, w: lane.w, h: SLOT - 2 }));
}

/** The free slot whose middle is nearest to a height, now taken; null when there is none near. */
export function takeSlot(slots, taken, y) {
  let best = -1;
  slots.forEach((slot, n) => {
    const off = Math.abs(slot.y + slot.h / 2 - y);
    if (!taken.has(n) && off < 70 && (best < 0 || off < Math.abs(slots[best].y + slots[best].h / 2 - y))) best = n;
  });
  if (best < 0) return null;
  taken.add(best);
  return slots[best];
}

function moved(panel, x, y) {
  const shift = (box) => ({ ...box, x: box.x + x, y: box.y + y });
  return {
    ...shift(panel),
    cards: panel.cards.map(shift),
    numbers: panel.numbers.map(shift),
    news: shift(panel.news),
    outside: shift(panel.outside),
    lane: shift(panel.lane),
  };
}

/**
 * The lines of a card: where its name stands, what it knows, each text, and where the tokens of each band go.
 *
 * @param counts {work, queue, information}; the queue takes the space of a band that is empty.
 */
export function cardLayout(card, counts) {
  const pad = 8;
  const x = card.x + pad;
  const w = card.w - 2 * pad;
  const name = { x, y: card.y + 4, w, h: 16 };
  const copies = Array.from({ length: card.copies }, (_, n) => (
    { x, y: card.y + 22 + n * COPY_LINE, w, h: COPY_LINE - 2 }));
  const bands = [];
  let y = card.y + 23 + card.copies * COPY_LINE;
  const left = card.y + card.h - 3;
  const wide = card.w >= 190;
  const label = wide ? 88 : 63;
  bands.push({ band: "work", label: { x, y, w: label - 3, h: 12 }, tokens: { x: x + label, y, w: w - label, rows: 1 } });
  y += wide ? 14 : 16;
  const rest = ["queue", "information"].filter((band) => counts[band]);
  const rows = Math.max(1, Math.floor((left - y - (rest.length - 1) * 3 - (wide ? 0 : rest.length * 14)) / rest.length / PITCH));
  for (const band of rest) {
    if (wide) {
      bands.push({ band, label: { x, y, w: label - 4, h: 12 }, tokens: { x: x + label, y, w: w - label, rows } });
      y += Math.max(12, rows * PITCH) + 3;
    } else {
      bands.push({ band, label: { x, y, w, h: 12 }, tokens: { x, y: y + 14, w, rows } });
      y += 17 + rows * PITCH;
    }
  }
  return { name, copies, bands };
}

/**
 * Places for tokens in rows from the left; the last places of the last row give way to "+N more".
 *
 * @param more width that the text "+N more" takes, in pixels.
 * @returns columns, places (how many tokens fit) and hidden (how many do not).
 */
export function fitTokens(area, amount, more) {
  const columns = Math.max(1, Math.floor(area.w / PITCH));
  const most = columns * area.rows;
  if (amount <= most) return { columns, places: amount, hidden: 0 };
  const places = Math.max(0, most - Math.ceil((more + 4) / PITCH));
  return { columns, places, hidden: amount - places };
}

/** The middle of the n-th token of an area. */
export function tokenAt(area, columns, n) {
  return [Math.round(area.x + (n % columns) * PITCH) + 4, Math.round(area.y + Math.floor(n / columns) * PITCH) + 5];
}

/** The way from one department to another: the four points of a curve between the inner edges of their cards. */
export function curve(panel, from, to) {
  const edge = (card) => [card.front ? card.x + card.w : card.x, card.y + card.h / 2];
  const [start, end] = [edge(panel.cards[from]), edge(panel.cards[to])];
  const middle = panel.x + panel.w / 2;
  const lean = panel.cards[from].front === panel.cards[to].front ? 0.9 : 0.55;
  const towards = ([x, y]) => [x + (middle - x) * lean, y];
  const sideways = from < to ? 6 : -6;
  const [one, other] = [towards(start), towards(end)];
  return [start, [one[0], one[1] + sideways], [other[0], other[1] + sideways], end];
}

/** The point of a curve at a share of its way, set off sideways by `off` pixels. */
export function pointOn([a, b, c, d], share, off = 0) {
  const s = 1 - share;
  const at = (n) => s * s * s * a[n] + 3 * s * s * share * b[n] + 3 * s * share * share * c[n] + share ** 3 * d[n];
  const slope = (n) =>
    3 * s * s * (b[n] - a[n]) + 6 * s * share * (c[n] - b[n]) + 3 * share * share * (d[n] - c[n]);
  const [dx, dy] = [slope(0), slope(1)];
  const length = Math.hypot(dx, dy) || 1;
  return [at(0) - (off * dy) / length, at(1) + (off * dx) / length];
}

/** The timeline: where the plot is, and what turns times and counts into pixels and back. */
export function timelineLayout(width, begin, end, most) {
  const beside = width > 600;
  const plot = { x: 44, y: beside ? 18 : 52, w: Math.max(60, width - 44 - (beside ? 150 : 12)), h: beside ? 52 : 60 };
  return {
    width,
    beside,
    height: plot.y + plot.h + 20,
    plot,
    x: (time) => plot.x + ((time - begin) / (end - begin)) * plot.w,
    y: (cases) => plot.y + plot.h * (1 - cases / most),
    time: (x) => begin + Math.min(1, Math.max(0, (x - plot.x) / plot.w)) * (end - begin),
  };
}

/** Moves labels apart so that none is nearer to the next than `least`; they keep their order. */
export function apart(places, least) {
  const order = places.map((y, n) => [y, n]).sort((one, other) => one[0] - other[0]);
  for (let n = 1; n < order.length; n++) order[n][0] = Math.max(order[n][0], order[n - 1][0] + least);
  const result = [];
  for (const [y, n] of order) result[n] = y;
  return result;
}
