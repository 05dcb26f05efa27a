/** Where everything stands: pure functions of the width, so that tests can look for overlaps without drawing. */

export const PITCH = 9;
const SIDE_BY_SIDE = 700;
const GAP = 8;

/**
 * The stage: two panels, side by side where there is space, else one below the other.
 *
 * @param front for each department whether it belongs to the front office.
 * @returns width, height, caption (a line above the panels) and panels ({x, y, w, h, cards, numbers, outside}).
 */
export function stageLayout(width, front) {
  const beside = width >= SIDE_BY_SIDE;
  const between = beside ? (width > 1000 ? 20 : 10) : 14;
  const w = beside ? (width - between) / 2 : width;
  const top = 26;
  const panels = [0, 1].map(() => panelLayout(w, front));
  const h = panels[0].h;
  panels[0] = moved(panels[0], 0, top);
  panels[1] = beside ? moved(panels[1], w + between, top) : moved(panels[1], 0, top + h + between);
  return { width, height: panels[1].y + h, caption: { x: 0, y: 0, w: width, h: 20 }, panels };
}

function panelLayout(w, front) {
  const pad = w > 500 ? 16 : 8;
  const inner = w - 2 * pad;
  const columns = w > 430 ? 4 : 2;
  const head = columns === 4 ? 78 : 86;
  const cardWidth = Math.round(inner > 500 ? Math.min(240, inner * 0.35) : inner * 0.4);
  const cardHeight = cardWidth >= 190 ? 84 : 118;
  const sides = [true, false].map((side) => front.flatMap((own, place) => (own === side ? [place] : [])));
  const rows = Math.max(sides[0].length, sides[1].length, 1);
  const height = rows * cardHeight + (rows - 1) * GAP;
  const cards = [];
  sides.forEach((places, side) => {
    const free = height - places.length * cardHeight;
    places.forEach((place, row) => {
      const y = head + row * cardHeight + (free * (row + 0.5)) / places.length;
      cards[place] = { x: side ? w - pad - cardWidth : pad, y, w: cardWidth, h: cardHeight, front: side === 0 };
    });
  });
  const outside = { x: pad, y: head + height + 10, w: inner, h: inner > 500 ? 42 : 52 };
  const numbers = [0, 1, 2, 3].map((n) => ({
    x: pad + ((n % columns) * inner) / columns,
    y: 28 + Math.floor(n / columns) * 28,
    w: inner / columns - 8,
    h: columns === 4 ? 44 : 26,
    inline: columns === 2,
  }));
  return { x: 0, y: 0, w, h: outside.y + outside.h + 8, pad, cards, numbers, outside };
}

function moved(panel, x, y) {
  const shift = (box) => ({ ...box, x: box.x + x, y: box.y + y });
  return {
    ...shift(panel),
    cards: panel.cards.map(shift),
    numbers: panel.numbers.map(shift),
    outside: shift(panel.outside),
  };
}

/**
 * The lines of a card: where each text stands and where the tokens of each band go.
 *
 * @param counts {work, queue, information}; the queue takes the space of a band that is empty.
 */
export function cardLayout(card, counts) {
  const pad = 8;
  const x = card.x + pad;
  const w = card.w - 2 * pad;
  const name = { x, y: card.y + 5, w, h: 16 };
  const bands = [];
  let y = card.y + 24;
  if (card.w >= 190) {
    const label = 88;
    const rows = { work: 1, queue: counts.information ? 2 : 4, information: counts.queue ? 2 : 4 };
    for (const band of ["work", "queue", "information"]) {
      if (!counts[band] && band !== "work") continue;
      const high = rows[band] * PITCH + (band === "work" ? 5 : 3);
      bands.push({ band, label: { x, y, w: label - 4, h: 12 }, tokens: { x: x + label, y, w: w - label, rows: rows[band] } });
      y += high;
    }
  } else {
    const rows = { work: 1, queue: counts.information ? 2 : 5, information: counts.queue ? 2 : 5 };
    bands.push({ band: "work", label: { x, y, w: 60, h: 12 }, tokens: { x: x + 63, y, w: w - 63, rows: 1 } });
    y += 16;
    for (const band of ["queue", "information"]) {
      if (!counts[band]) continue;
      bands.push({ band, label: { x, y, w, h: 12 }, tokens: { x, y: y + 14, w, rows: rows[band] } });
      y += 17 + rows[band] * PITCH;
    }
  }
  return { name, bands };
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
  const plot = { x: 34, y: beside ? 18 : 36, w: Math.max(60, width - 34 - (beside ? 150 : 12)), h: beside ? 52 : 60 };
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
