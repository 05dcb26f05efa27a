/** The tour as a row of pictures: the stage, and above it what the stop is about. */

import { penOf } from "./marks.js";
import { stretchOf } from "./tour.js";

const CAPTION = 74;

/** A text in lines that fit. */
function linesOf(pen, text, width, size) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (pen.widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * Pictures of every stop, as addresses that hold them.
 *
 * @param show draws a stop's moment on the stage.
 */
export function filmOf(facts, theme, stage, frames, show) {
  const sheet = document.createElement("canvas");
  const context = sheet.getContext("2d");
  const shots = [];
  for (const stop of facts.tour) {
    const [began, ended] = stretchOf(facts, stop);
    for (let n = 0; n < frames; n++) {
      show(stop, began + ((n + 1) / (frames + 1)) * (ended - began));
      const width = stage.clientWidth;
      sheet.width = stage.width + 32;
      sheet.height = stage.height + CAPTION * (stage.width / width) + 16;
      context.fillStyle = theme.ground;
      context.fillRect(0, 0, sheet.width, sheet.height);
      context.drawImage(stage, 16, sheet.height - stage.height - 8);
      const pen = penOf(context, theme);
      const scale = stage.width / width;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      pen.write(`${facts.tour.indexOf(stop) + 1}. ${stop.title}`, 16 / scale, 22, { size: 16, bold: true, colour: theme.wrong });
      linesOf(pen, stop.words, width, 14).forEach((line, row) => pen.write(line, 16 / scale, 42 + 18 * row, { size: 14 }));
      context.setTransform(1, 0, 0, 1, 0, 0);
      shots.push(sheet.toDataURL("image/webp", 0.85));
    }
  }
  return shots;
}
