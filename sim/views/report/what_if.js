// The what-if panel: sliders over the corners of the cube that were run; values between corners are interpolated.
// Written without "less than" and ampersands, so that the page stays well-formed XML.
"use strict";

const data = JSON.parse(document.getElementById("what-if-data").textContent);
const panel = document.getElementById("what-if");
const sliders = [...panel.querySelectorAll("input")];

// Weight of a corner at these levels: the product of level or 1 - level over the levers.
function weight(corner, levels) {
  return levels.reduce((product, level, place) => product * (corner[place] ? level : 1 - level), 1);
}

// Difference to the first world in every replication, interpolated linearly in each lever (multilinear).
function differences(measure, levels) {
  const base = measure.values[0];
  return base.map((none, run) => measure.values.reduce(
    (sum, corner, place) => sum + weight(data.corners[place], levels) * (corner[run] - none), 0));
}

// Mean and 95 % t-interval over the paired replications.
function interval(values) {
  const size = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / size;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = data.quantile * Math.sqrt(squares / (size - 1) / size);
  return { mean, half };
}

// As many decimals as give the half-width two digits.
function decimals(half, mean) {
  const size = half || Math.abs(mean) / 100;
  return size > 0 ? Math.max(0, Math.min(4, 1 - Math.floor(Math.log10(size)))) : 0;
}

function number(value, digits, sign) {
  const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const zero = !/[1-9]/.test(text);
  return (zero ? "" : value > 0 ? (sign ? "+" : "") : "\u2212") + text;
}

// What the page's data say of an interval above 0, below 0, or around it. One without length decides nothing either.
function verdict(measure, found) {
  const size = Math.abs(found.mean);
  if (found.half >= size || data.rounding * size >= found.half) {
    return data.undecided;
  }
  return found.mean > 0 ? measure.above : measure.below;
}

function show() {
  const levels = sliders.map((slider) => Number(slider.value) / 100);
  sliders.forEach((slider) => {
    panel.querySelector("output[for='" + slider.id + "']").textContent = slider.value + "\u00a0%";
  });
  data.measures.forEach((measure, place) => {
    const found = interval(differences(measure, levels));
    const digits = decimals(found.half, found.mean);
    const base = measure.values[0].reduce((sum, value) => sum + value, 0) / measure.values[0].length;
    const cells = panel.querySelectorAll("tbody tr")[place].querySelectorAll("td");
    cells[1].textContent = number(base + found.mean, digits, false);
    cells[2].textContent = number(found.mean, digits, true);
    cells[3].textContent = number(found.mean - found.half, digits, true) + " to " + number(found.mean + found.half, digits, true);
    cells[4].textContent = verdict(measure, found);
  });
  const corner = levels.every((level) => level === 0 || level === 1);
  panel.querySelector(".kind").textContent = corner ? data.ran : data.between;
}

sliders.forEach((slider) => slider.addEventListener("input", show));
panel.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => {
  sliders.forEach((slider) => { slider.value = button.value; });
  show();
}));
panel.hidden = false;
show();
