// Points on a unit's own axis, z = w·h + b: a row for each class, and the side on which the unit is active in a tint.

import { isActive } from "./activity.js";
import { fitted } from "./diagram.js";
import { fixed } from "../shared/figures.js";
import { css, mix } from "./colours.js";
import { markPoint, shadeOf } from "./map.js";

const ROW = 26, FOOT = 16, MARGIN = 10, RADIUS = 3.6; // px
const SPREAD = 0.618034; // points of one row are set apart by the golden ratio, so that neighbours do not meet

// `z` of every training point; those in `ringed` are ringed. The axis goes over `limits`.
export function drawDots(canvas, { z, limits: [low, high], ringed = new Set() }, layout, colours) {
  const { y_train, classes, regression } = layout, rows = Math.max(1, classes);
  canvas.style.height = `${rows * ROW + FOOT}px`;
  const { context, width, height } = fitted(canvas), floor = height - FOOT;
  const across = (value) => MARGIN + ((value - low) / (high - low)) * (width - 2 * MARGIN);
  shadeActive(context, layout, { low, high, width, floor }, colours);
  Object.assign(context, { strokeStyle: colours.text, lineWidth: 1.5 });
  line(context, across(0), 0, floor);
  for (let n = 0; n < z.length; n++) {
    const row = regression ? 0 : y_train[n], y = (row + 0.2 + 0.6 * ((n * SPREAD) % 1)) * (floor / rows);
    markPoint(context, regression ? 1 : row, across(z[n]), y, RADIUS);
    context.fillStyle = regression ? css(shadeOf(y_train[n], colours)) : colours.classes[row % 3];
    context.globalAlpha = 0.75;
    context.fill();
    context.globalAlpha = 1;
    if (!ringed.has(n)) continue;
    context.beginPath();
    context.arc(across(z[n]), y, RADIUS + 3, 0, 2 * Math.PI);
    context.stroke();
  }
  Object.assign(context, { fillStyle: colours.muted, font: "11px sans-serif", textBaseline: "bottom" });
  const ends = [[fixed(low), MARGIN, "left"], ["z = 0", across(0), "center"], [fixed(high), width - MARGIN, "right"]];
  for (const [text, x, textAlign] of ends.filter(([, x], i) => i === 1 || Math.abs(x - across(0)) > 46)) {
    context.textAlign = textAlign;
    context.fillText(text, Math.min(Math.max(x, 18), width - 18), height);
  }
}

// The ends of an axis on which all of these values have a place, and 0.
export function limitsOf(...lists) {
  let low = 0, high = 0;
  for (const values of lists) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const margin = 0.06 * (high - low) || 1;
  return [low - margin, high + margin];
}

function shadeActive(context, layout, { low, high, width, floor }, colours) {
  context.fillStyle = css(mix(colours.rgb.ground, colours.rgb.positive, 0.14));
  for (let x = 0; x < width; x++) {
    if (isActive(low + ((x - MARGIN) / (width - 2 * MARGIN)) * (high - low), layout)) context.fillRect(x, 0, 1, floor);
  }
}

function line(context, x, from, to) {
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  context.stroke();
}
