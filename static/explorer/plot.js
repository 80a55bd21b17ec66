// Two panels on one z-axis: f above, f′ below; saturation shaded, the kink marked, a dot and the tangent where one points.

import { minus } from "../shared/figures.js";

const LEFT = 44, RIGHT = 12, UPPER = 226, LOWER = 138, GAP = 26, BOTTOM = 26;
const F_LOW = -2.5, F_HIGH = 4.5, SLOPE_LOW = -0.6, SLOPE_HIGH = 1.6;
export const DASHES = { solid: "", dash: "6 4", dot: "2 3", dashdot: "7 3 2 3", longdash: "10 4", longdashdot: "10 3 2 3" }; // as SVG writes them

export function fit(canvas) {
  const width = canvas.parentElement.clientWidth - 20, height = UPPER + GAP + LOWER + BOTTOM;
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
  }
  canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
  return width;
}

export function plot(canvas, width, functions, focused, at, { range, saturated_below }, look) {
  const context = canvas.getContext("2d");
  const x = (z) => LEFT + ((z + range) / (2 * range)) * (width - LEFT - RIGHT);
  const panels = [
    { name: "f(z)", top: 4, height: UPPER - 4, low: F_LOW, high: F_HIGH, step: 1, key: "f" },
    { name: "f′(z)", top: UPPER + GAP, height: LOWER, low: SLOPE_LOW, high: SLOPE_HIGH, step: 0.5, key: "slope" },
  ];
  context.clearRect(0, 0, width, UPPER + GAP + LOWER + BOTTOM);
  context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
  for (const panel of panels) {
    panel.y = (value) => panel.top + ((panel.high - value) / (panel.high - panel.low)) * panel.height;
    context.save();
    context.beginPath();
    context.rect(LEFT, panel.top, width - LEFT - RIGHT, panel.height);
    context.clip();
    shadeSaturated(context, x, panel, focused, saturated_below, look);
    drawGrid(context, x, panel, range, look);
    for (const each of [...functions].sort((a, b) => a.bold - b.bold)) drawCurve(context, x, panel, each);
    drawKinks(context, x, panel, focused, look);
    drawHere(context, x, panel, focused, at, range, look);
    context.restore();
    drawLabels(context, x, panel, range, look);
  }
  const perPixel = (F_HIGH - F_LOW) / panels[0].height;
  return {
    placeAt(event) {
      const box = canvas.getBoundingClientRect(), px = event.clientX - box.left, py = event.clientY - box.top;
      const z = Math.max(-range, Math.min(range, ((px - LEFT) / (width - LEFT - RIGHT)) * 2 * range - range));
      const inUpper = py <= UPPER;
      return { z, f: inUpper ? F_HIGH - (py - panels[0].top) * perPixel : null, near: 14 * perPixel };
    },
  };
}

function shadeSaturated(context, x, { top, height }, { z, slope, colour, label }, below, look) {
  const largest = slope.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let start = null;
  context.globalAlpha = 0.1;
  context.fillStyle = colour;
  const spans = [];
  for (let i = 0; i <= z.length; i++) {
    const flat = i < z.length && Math.abs(slope[i]) < below * largest;
    if (flat && start === null) start = z[i];
    if (!flat && start !== null) {
      spans.push([start, z[i - 1]]);
      start = null;
    }
  }
  for (const [from, to] of spans) context.fillRect(x(from), top, x(to) - x(from), height);
  context.globalAlpha = 1;
  context.fillStyle = look.text;
  context.textAlign = "left";
  for (const [from, to] of spans) if (x(to) - x(from) > 110) context.fillText(`${label}: almost flat`, x(from) + 8, top + 16);
}

function drawGrid(context, x, { y, low, high, step, top, height }, range, look) {
  context.lineWidth = 1;
  for (let z = -range; z <= range; z += 2) line(context, x(z), top, x(z), top + height, look.line);
  for (let v = Math.ceil(low / step) * step; v <= high; v += step) line(context, x(-range), y(v), x(range), y(v), look.line);
  context.globalAlpha = 0.55;
  line(context, x(-range), y(0), x(range), y(0), look.text);
  line(context, x(0), top, x(0), top + height, look.text);
  context.globalAlpha = 1;
}

function line(context, x1, y1, x2, y2, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  context.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
  context.stroke();
}

function drawCurve(context, x, { y, key }, { z, colour, dash, bold, [key]: values }) {
  context.beginPath();
  context.strokeStyle = colour;
  context.lineWidth = bold ? 4 : 2;
  context.globalAlpha = bold ? 1 : 0.75;
  context.setLineDash(bold ? [] : DASHES[dash].split(" ").filter(Boolean).map(Number));
  for (let i = 0; i < z.length; i++) {
    const jump = i > 0 && z[i] === z[i - 1] && Math.abs(values[i] - values[i - 1]) > 0.01; // never join the two sides of a jump
    if (i === 0 || jump) context.moveTo(x(z[i]), y(values[i]));
    else context.lineTo(x(z[i]), y(values[i]));
  }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function drawKinks(context, x, { y, key }, { z, slope, colour, [key]: values }, look) {
  for (let i = 1; i < z.length; i++) {
    if (z[i] - z[i - 1] > 1e-6 || Math.abs(slope[i] - slope[i - 1]) < 0.01) continue;
    dot(context, x(z[i]), y(values[i]), 4, look.ground, colour);
    if (key === "slope") dot(context, x(z[i - 1]), y(values[i - 1]), 4, colour, colour);
    context.fillStyle = look.text;
    context.textAlign = "left";
    if (key === "f") context.fillText("kink", x(z[i]) + 9, y(values[i]) + 16);
  }
}

function drawHere(context, x, { y, key }, { colour }, at, range, look) {
  context.setLineDash([3, 3]);
  context.lineWidth = 1;
  line(context, x(at.z), -1, x(at.z), 2000, look.text);
  context.setLineDash([]);
  if (key === "f") {
    context.lineWidth = 1.5;
    line(context, x(-range), y(at.f - at.slope * (range + at.z)), x(range), y(at.f + at.slope * (range - at.z)), look.text);
  }
  dot(context, x(at.z), y(at[key]), 5, colour, look.ground);
}

function dot(context, x, y, radius, fill, edge) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.strokeStyle = edge;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
}

function drawLabels(context, x, { y, name, low, high, step, top, height, key }, range, look) {
  context.fillStyle = look.text;
  context.globalAlpha = 0.8;
  context.textAlign = "right";
  for (let v = Math.ceil(low / step) * step; v <= high; v += step) context.fillText(minus(Number(v.toFixed(1))), LEFT - 8, y(v) + 4);
  context.textAlign = "center";
  for (let z = -range; z <= range; z += 2) context.fillText(minus(z), x(z), top + height + 16);
  context.globalAlpha = 1;
  context.textAlign = "right";
  context.font = context.font.replace("12px", "600 14px");
  context.fillText(name, x(range) - 6, top + 18);
  if (key === "slope") context.fillText("z", x(range) - 6, top + height - 6);
  context.font = context.font.replace("600 14px", "12px");
}
