// Points on a unit's own axis, z = w·h + b: a row for each class, values to fit in one, and the side on which the unit is active in a tint.

import { isActive } from "./activity.js";
import { placeOf, tickName, ticksOf, valueAt } from "./axis.js";
import { fitted } from "./diagram.js";
import { css, mix } from "./colours.js";
import { markPoint, shadeOf } from "./map.js";

const ROW = 30, FOOT = 16, MARGIN = 10; // px
const MANY = 100, RADIUS = 3.6, LEAST = 1.6; // with more points than that each is smaller, px
const APART = 40, EDGE = 18; // px from one tick to the next, and from an end to the middle of a name
const SPREAD = 0.618034; // points of one row are set apart by the golden ratio, so that neighbours do not meet

// `z` of every training point; those in `ringed` are ringed.
export function drawDots(canvas, { z, axis, ringed = new Set() }, layout, colours) {
  const { y_train, classes, regression } = layout, rows = regression ? 2 : classes, height = rows * ROW + FOOT;
  if (canvas.style.height !== `${height}px`) canvas.style.height = `${height}px`;
  const { context, width } = fitted(canvas), floor = rows * ROW, room = width - 2 * MARGIN;
  const across = (value) => MARGIN + placeOf(axis, value) * room, radius = Math.max(LEAST, RADIUS * Math.min(1, Math.sqrt(MANY / z.length)));
  shadeActive(context, layout, (x) => valueAt(axis, (x - MARGIN) / room), { width, floor }, colours);
  const placeOfPoint = (n) => {
    const share = 0.15 + 0.7 * ((n * SPREAD) % 1);
    return [across(z[n]), regression ? share * floor : (y_train[n] + share) * ROW];
  };
  Object.assign(context, { globalAlpha: 0.75, strokeStyle: colours.text, lineWidth: 0.75 });
  for (let n = 0; n < z.length; n++) {
    const [x, y] = placeOfPoint(n), kind = regression ? 1 : y_train[n];
    context.fillStyle = regression ? css(shadeOf(y_train[n], colours)) : colours.classes[kind % 3];
    markPoint(context, kind, x, y, radius);
    context.fill();
    if (regression) context.stroke(); // what is near 0 is as pale as the ground
  }
  context.globalAlpha = 1;
  Object.assign(context, { strokeStyle: colours.text, lineWidth: 1.5 });
  for (const n of ringed) {
    const [x, y] = placeOfPoint(n);
    context.beginPath();
    context.arc(x, y, radius + 2.5, 0, 2 * Math.PI);
    context.stroke();
  }
  drawTicks(context, ticksOf(axis, APART / room), across, { width, floor }, colours);
}

function drawTicks(context, ticks, across, { width, floor }, colours) {
  Object.assign(context, { fillStyle: colours.muted, font: "11px sans-serif", textBaseline: "top", textAlign: "center" });
  for (const value of ticks) {
    const x = across(value);
    line(context, x, value ? floor - 3 : 0, floor);
    context.fillText(tickName(value), Math.min(Math.max(x, EDGE), width - EDGE), floor + 3);
  }
}

function shadeActive(context, layout, valueAtX, { width, floor }, colours) {
  context.fillStyle = css(mix(colours.rgb.ground, colours.rgb.positive, 0.14));
  for (let x = 0; x < width; x++) if (isActive(valueAtX(x), layout)) context.fillRect(x, 0, 1, floor);
}

function line(context, x, from, to) {
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  context.stroke();
}
