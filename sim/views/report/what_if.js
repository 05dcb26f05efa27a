// The sliders: facts and bridge over the corners of the cube that were run. Both ends are the comparison's own pairs.
// Written without "less than" and ampersands, so that the page stays well-formed XML.
"use strict";

const data = JSON.parse(document.getElementById("what-if-data").textContent);
const panel = document.getElementById("what-if");
const sliders = [...panel.querySelectorAll("input")];
const GAP = "\u00a0", MINUS = "\u2212";

// Weight of each corner at these levels: the product of level or 1 - level over the levers.
function weights(levels) {
  return data.corners.map((corner) => levels.reduce(
    (product, level, place) => product * (corner[place] ? level : 1 - level), 1));
}

function interval(values) {
  const size = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / size;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = size > 1 ? data.quantiles[size] * Math.sqrt(squares / (size - 1) / size) : NaN;
  return { mean, half };
}

// The sum of quantities at these levels: the comparison's pairs as far as the levers go, and what the cube's replications
// say beside that. With `level` the sum itself, else its difference to the first world.
function together(quantities, levels, level) {
  const shares = weights(levels);
  const ends = quantities[0].change.map(() => 0), inside = quantities[0].gains[0].map(() => 0);
  const last = data.corners.length - 1;
  quantities.forEach((one) => {
    const gained = inside.map((_, run) => one.gains.reduce((sum, corner, place) => sum + shares[place] * corner[run], 0));
    const part = one.parts.reduce((sum, own, place) => sum + own * levels[place], 0);
    ends.forEach((_, pair) => {
      ends[pair] += (level ? one.start[pair] : 0) + (one.same ? gained[pair] : part * one.change[pair]);
    });
    if (!one.same) inside.forEach((_, run) => { inside[run] += gained[run] - part * one.gains[last][run]; });
  });
  const outer = interval(ends);
  if (inside.every((value) => value === 0)) return outer;
  const inner = interval(inside);
  return { mean: outer.mean + inner.mean, half: Math.hypot(outer.half, inner.half) };
}

// Numbers as the rest of the page writes them.

function plain(value, decimals) {
  return Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function signed(value, decimals) {
  const said = plain(value, decimals);
  return (/[1-9]/.test(said) ? (value > 0 ? "+" : MINUS) : "") + said;
}

function number(value, digits) {
  if (Math.abs(value) >= 1e6) return number(value / 1e6, digits) + GAP + "M";
  const rounded = 10 ** digits > Math.abs(value) ? Number(value.toPrecision(digits)) : Math.round(value);
  if (rounded === 0) return "0";
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))));
  const said = plain(rounded, decimals);
  return (rounded > 0 ? "" : MINUS) + (said.includes(".") ? said.replace(/\.?0+$/, "") : said);
}

function hours(value) {
  const size = Math.abs(value);
  if (size > 0) {
    if (1 > size) return number(value * 60, Math.max(2, String(Math.round(size * 60)).length)) + GAP + "min";
    if (size >= 240) return number(value / 24, Math.max(2, String(Math.round(size / 24)).length)) + GAP + "days";
  }
  return number(value, size >= 10 ? 3 : 2) + GAP + "h";
}

// As many decimals as give the half-width two digits; no limit is rounded onto 0.
function decimalsFor(value, low, high) {
  const half = (high - low) / 2 || Math.abs(value) / 100;
  let decimals = half > 0 ? Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(half)))) : 0;
  const vanishes = (limit) => limit !== 0 ? Number(limit.toFixed(decimals)) === 0 : false;
  while (4 > decimals ? vanishes(low) || vanishes(high) : false) decimals += 1;
  return decimals;
}

// What an interval says; one without length decides nothing, unless it is a price.
function verdict(own, found) {
  const size = Math.abs(found.mean);
  if (!(size > found.half) || data.rounding * size >= found.half) return data.undecided;
  return found.mean > 0 ? own.above : own.below;
}

function changed(own, found) {
  const [mean, low, high] = [found.mean, found.mean - found.half, found.mean + found.half].map((v) => v * own.change_factor);
  const tail = own.unit ? GAP + own.unit : "";
  if (Number.isNaN(high)) return (mean > 0 ? "+" : "") + number(mean, 3) + tail + ", without an interval";
  if (verdict(own, found) === data.undecided) {
    const decimals = decimalsFor(mean, low, high);
    return signed(low, decimals) + " to " + signed(high, decimals) + tail;
  }
  const [small, large] = [Math.abs(low), Math.abs(high)].sort((one, two) => one - two);
  const decimals = decimalsFor(mean, small, large);
  return plain(small, decimals) + " to " + plain(large, decimals) + tail + (mean > 0 ? " more" : " less");
}

function showFacts(levels) {
  [...panel.querySelectorAll(".fact")].forEach((card, place) => {
    const own = data.facts[place], change = together([own], levels, false);
    const before = interval(own.start).mean, here = before + change.mean;
    const most = Math.max(...data.corners.map((corner) => Math.abs(before + together([own], corner, false).mean)), Math.abs(here));
    [before, here].forEach((value, bar) => {
      card.querySelectorAll(".bar")[bar].style.width = Math.max(100 * Math.abs(value) / (most || 1), 1).toFixed(1) + "%";
    });
    const said = own.hours ? hours(here) : number(here * own.factor, 2) + (own.unit ? GAP + own.unit : "");
    card.querySelectorAll("b")[1].textContent = said;
    const moved = levels.some((level) => level > 0);
    card.querySelector(".small").textContent = moved ? verdict(own, change) + ": " + changed(own, change) : "the same";
  });
}

// A row of the bridge: where its bar begins and ends, its amount, its interval.
function showRow(row, from, found, isLevel) {
  const scale = (value) => 100 * (value - data.money.low) / (data.money.high - data.money.low);
  const [bar, line] = row.querySelectorAll("span"), end = from + found.mean;
  const left = isLevel ? scale(end) : scale(Math.min(from, end));
  bar.style.left = left.toFixed(2) + "%";
  bar.style.width = isLevel ? "0" : (scale(Math.max(from, end)) - left).toFixed(2) + "%";
  const ends = [scale(end - found.half), scale(end + found.half)].map((place) => Math.max(0, Math.min(100, place)));
  line.hidden = !(found.half > 0);
  line.style.left = ends[0].toFixed(2) + "%";
  line.style.width = (ends[1] - ends[0]).toFixed(2) + "%";
  const [amount, limits] = row.querySelectorAll(".number"), factor = data.money.factor;
  const [mean, low, high] = [found.mean, found.mean - found.half, found.mean + found.half].map((value) => value * factor);
  const decimals = decimalsFor(mean, low, high), known = found.half > data.rounding * Math.abs(found.mean);
  const write = isLevel ? (value) => (0 > value ? MINUS : "") + plain(value, decimals) : (value) => signed(value, decimals);
  amount.textContent = isLevel ? number(mean, 4) : known ? write(mean) : (mean > 0 ? "+" : "") + number(mean, 3);
  limits.textContent = known ? write(low) + " to " + write(high) : found.mean === 0 ? "nothing changes" : "given";
  bar.className = "step " + (isLevel ? "level" : known ? verdict(data.money, found) : found.mean > 0 ? "better" : "worse");
}

function showBridge(levels) {
  const rows = [...panel.querySelectorAll("tbody tr")];
  const none = levels.map(() => 0);
  showRow(rows[0], 0, together(data.causes, none, true), true);
  let sum = interval(data.causes[0].start).mean;
  data.causes.forEach((cause, place) => {
    const step = together([cause], levels, false);
    showRow(rows[place + 1], sum, step, false);
    sum += step.mean;
  });
  const [here, resized, last] = rows.slice(data.causes.length + 1);
  showRow(here, 0, together(data.causes, levels, true), true);
  showRow(resized, sum, together([data.resized], levels, true), false);
  showRow(last, 0, together([...data.causes, data.resized], levels, true), true);
}

// The state in words: where the sliders stand, what the profit is, and how that is known.
function said(levels) {
  const stand = data.levers.map((lever, place) => lever + " " + Math.round(100 * levels[place]) + GAP + "%").join(", ");
  const factor = data.money.factor, change = together(data.causes, levels, false);
  const level = number(together(data.causes, levels, true).mean * factor, 4);
  const known = levels.every((l) => l === 0) ? data.at_a : levels.every((l) => l === 1) ? data.at_b
    : levels.every((l) => l === 0 || l === 1) ? data.ran : data.between;
  const decimals = decimalsFor(change.mean * factor, (change.mean - change.half) * factor, (change.mean + change.half) * factor);
  const limits = [change.mean - change.half, change.mean + change.half].map((value) => signed(value * factor, decimals));
  const by = change.half > 0 ? "; " + signed(change.mean * factor, decimals) + " (" + limits.join(" to ") + ") " + data.against : "";
  return known + " " + stand[0].toUpperCase() + stand.slice(1) + ": profit " + level + GAP + data.money.unit + by + ".";
}

function show() {
  const levels = sliders.map((slider) => Number(slider.value) / 100);
  sliders.forEach((slider) => {
    const own = slider.value + GAP + "%";
    panel.querySelector("output[for='" + slider.id + "']").textContent = own;
    slider.setAttribute("aria-valuetext", slider.value + " per cent of the way");
  });
  showFacts(levels);
  showBridge(levels);
  panel.querySelector(".kind").textContent = said(levels);
}

sliders.forEach((slider) => slider.addEventListener("input", show));
panel.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => {
  sliders.forEach((slider) => { slider.value = button.value; });
  show();
}));
panel.hidden = false;
show();
