/** The clock of the replay, and what can be saved. */

import { TICKS } from "./data.js";
import { atWork } from "./knowing.js";

/** Hours a second that can be chosen, beside the one at which a quarter takes a little more than a minute. */
export const SPEEDS = [0.25, 1, 3, 24];

/**
 * A clock that can be played, stepped and set; `changed` is called with every new time.
 *
 * Playing it skips hours at which hardly anybody works, unless `nights` is set or it goes at a pace of its own (the tour).
 */
export function clockOf({ begin, end, opening, working, speed }, changed) {
  const clock = {
    time: opening,
    playing: false,
    speed,
    pace: 0,
    nights: false,
    /** Set the time, kept within the run. */
    seek(time) {
      clock.time = Math.min(end - 1, Math.max(begin, time));
      changed();
    },
    /** Some hours forwards or backwards. */
    step(hours) {
      clock.seek(clock.time + hours * TICKS);
    },
    /** Play, or pause; at the end play from the beginning. */
    toggle() {
      clock.playing = !clock.playing;
      if (clock.playing && clock.time >= end - 1) clock.time = begin;
      if (clock.playing) requestAnimationFrame((now) => run(now, now, (clock.turn += 1)));
      changed();
    },
    turn: 0,
  };
  function run(now, before, turn) {
    if (!clock.playing || turn !== clock.turn) return;
    const passed = Math.min(0.25, (now - before) / 1000);
    const next = clock.time + passed * (clock.pace || clock.speed) * TICKS;
    clock.time = Math.min(end - 1, clock.nights || clock.pace ? next : atWork(working, next));
    if (clock.time >= end - 1) clock.playing = false;
    changed();
    requestAnimationFrame((later) => run(later, now, turn));
  }
  return clock;
}

/** Offer a file for download. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** The stage and the timeline as one picture. */
export function savePicture(canvases, ground, name) {
  const margin = 24;
  const sheet = document.createElement("canvas");
  sheet.width = Math.max(...canvases.map((canvas) => canvas.width)) + 2 * margin;
  sheet.height = canvases.reduce((height, canvas) => height + canvas.height + margin, margin);
  const context = sheet.getContext("2d");
  context.fillStyle = ground;
  context.fillRect(0, 0, sheet.width, sheet.height);
  let y = margin;
  for (const canvas of canvases) {
    context.drawImage(canvas, margin, y);
    y += canvas.height + margin;
  }
  sheet.toBlob((blob) => save(blob, name), "image/png");
}

/** Whether this browser can record a canvas. */
export function canRecord() {
  return typeof MediaRecorder === "function" && "captureStream" in HTMLCanvasElement.prototype;
}

/** Record a canvas; returns a function that ends the recording, as soon as there is anything in it, and saves it. */
export function record(canvas, name) {
  const recorder = new MediaRecorder(canvas.captureStream(30));
  const pieces = [];
  let ending = false;
  const end = () => {
    if (ending && pieces.length && recorder.state === "recording") recorder.stop();
  };
  recorder.ondataavailable = (event) => {
    if (event.data.size) pieces.push(event.data);
    end();
  };
  recorder.onstop = () => {
    const type = recorder.mimeType || "video/webm";
    save(new Blob(pieces, { type }), `${name}.${type.includes("mp4") ? "mp4" : "webm"}`);
  };
  recorder.start(1000);
  return () => {
    ending = true;
    end();
  };
}
