// Small pictures of one pixel a cell, which the browser scales up.

import { packed, rampIndex } from "../stage/colours.js";

export function makeCells(canvas, columns, rows = columns) {
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d"), image = context.createImageData(columns, rows);
  return { canvas, context, image, columns, rows, pixels: new Int32Array(image.data.buffer) };
}

// values: one for each cell, coloured from −scale (orange) to scale (blue).
export function paintCells({ context, image, pixels }, values, scale, { ramp }) {
  const factor = scale > 0 ? 1 / scale : 0;
  for (let n = 0; n < pixels.length; n++) pixels[n] = ramp[rampIndex(values[n] * factor)];
  context.putImageData(image, 0, 0);
}

// Ink on paper, from 0 to 2, as the network gets it.
export function paintInk({ context, image, pixels }, ink, { dark }) {
  for (let n = 0; n < pixels.length; n++) {
    const grey = Math.round(dark ? 28 + 105 * ink[n] : 250 - 112 * ink[n]);
    pixels[n] = packed([grey, grey, grey]);
  }
  context.putImageData(image, 0, 0);
}

export function largest(values) {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

// Every units-th value from one on: what one unit or filter says at every place.
export function planeOf(values, unit, units) {
  return Float32Array.from({ length: values.length / units }, (_, place) => values[place * units + unit]);
}
