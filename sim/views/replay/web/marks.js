/** Small marks that every drawing uses: colours, tokens, text that fits, boxes, backdrops. */

export const THEMES = {
  light: {
    ground: "#fcfcfa", panel: "#ffffff", card: "#f3f5f7", line: "#cdd3da", ink: "#1b1f24", muted: "#525a64",
    warn: "#8f4a00", wrong: "#6f1bc4", aged: "#d9c08a", worlds: ["#b84f00", "#0072b2"],
    groups: ["#00795a", "#a3457f", "#8a6800", "#20262e", "#6d7783"],
  },
  dark: {
    ground: "#14171b", panel: "#1b1f24", card: "#252b32", line: "#454d57", ink: "#eceff2", muted: "#aab3bd",
    warn: "#f0a35c", wrong: "#c9a4ff", aged: "#6b5422", worlds: ["#ee7f33", "#56a5de"],
    groups: ["#2fc79a", "#e39ac8", "#e0b63e", "#f2f4f6", "#98a2ad"],
  },
};

const FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";
const RADIUS = 3.4;

/** The outline of a token; each group of kinds has a shape of its own. */
export function shape(context, group, x, y, r) {
  context.beginPath();
  if (group === 0) context.arc(x, y, r, 0, 2 * Math.PI);
  else if (group === 1) corners(context, [[x, y - r * 1.15], [x + r * 1.1, y + r * 0.85], [x - r * 1.1, y + r * 0.85]]);
  else if (group === 2) context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else if (group === 3) corners(context, [[x, y - r * 1.2], [x + r * 1.2, y], [x, y + r * 1.2], [x - r * 1.2, y]]);
  else corners(context, [[x - r * 1.1, y - r * 0.45], [x + r * 1.1, y - r * 0.45], [x + r * 1.1, y + r * 0.45],
    [x - r * 1.1, y + r * 0.45]]);
}

/** A closed outline through some points. */
export function corners(context, points) {
  points.forEach(([x, y], n) => (n ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
}

/** The star of a wrong decision. */
export function star(context, x, y, r, colour) {
  context.beginPath();
  corners(context, Array.from({ length: 8 }, (_, n) => {
    const [angle, far] = [(n * Math.PI) / 4, n % 2 ? r * 0.36 : r];
    return [x + far * Math.sin(angle), y - far * Math.cos(angle)];
  }));
  context.fillStyle = colour;
  context.fill();
}

/** Tokens are drawn once for each group, filled and hollow, and then copied. */
export function sprites(theme, scale) {
  const size = 14;
  return [true, false].map((filled) => theme.groups.map((colour, group) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(size * scale);
    const context = canvas.getContext("2d");
    context.scale(canvas.width / size, canvas.height / size);
    shape(context, group, size / 2, size / 2, filled ? RADIUS : RADIUS - 0.4);
    context.fillStyle = filled ? colour : theme.panel;
    context.fill();
    if (!filled) {
      context.strokeStyle = colour;
      context.lineWidth = 1.4;
      context.stroke();
    }
    return { canvas, size };
  }));
}

/** Widths of texts already measured, by size, weight and text. */
const widths = new Map();

/** A pen on a context: text that is cut to its width, in few sizes. */
export function penOf(context, theme) {
  const font = (size, bold) => (context.font = `${bold ? "600 " : ""}${size}px ${FONT}`);
  const write = (text, x, y, { size = 11, bold = false, colour = theme.ink, align = "left", width = Infinity } = {}) => {
    let said = text;
    while (said.length > 1 && widthOf(said, size, bold) > width) said = `${said.replace(/…$/, "").slice(0, -1)}…`;
    font(size, bold);
    context.fillStyle = colour;
    context.textAlign = align;
    context.textBaseline = "alphabetic";
    context.fillText(said, x, y);
    return widthOf(said, size, bold);
  };
  const widthOf = (text, size = 11, bold = false) => {
    const key = `${size} ${bold} ${text}`;
    if (widths.size > 20000) widths.clear();
    if (!widths.has(key)) widths.set(key, (font(size, bold), context.measureText(text).width));
    return widths.get(key);
  };
  const fitting = (texts, width, size = 11, bold = false) =>
    texts.find((text) => widthOf(text, size, bold) <= width) ?? texts[texts.length - 1];
  return { write, widthOf, fitting };
}

/** A canvas with a drawing that is as good as long as width, theme and scale are. */
export function backdrop({ width, height }, scale, theme, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, width, height);
  draw(context);
  return { canvas, width, height };
}

/** A box with round corners. */
export function box(context, { x, y, w, h }, fill, line, radius, thick = 1) {
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, w - 1, h - 1, radius);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = line;
  context.lineWidth = thick;
  context.stroke();
}

/** A ring around a point. */
export function ring(context, { x, y }, theme) {
  context.strokeStyle = theme.panel;
  context.lineWidth = 5;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.stroke();
  context.strokeStyle = theme.ink;
  context.lineWidth = 2.5;
  context.stroke();
}
