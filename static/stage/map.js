// Pictures of planes: a small canvas of one pixel a place that the browser scales up, the boundary as a line, the points.

import { css, mix, packed, rampIndex } from "./colours.js";

const WHITE = [255, 255, 255], TINT = 0.6; // of a class's colour in a point of it
const CORNER = 8, BORDER = 1; // px of a tile's frame, as the style sheet draws it on any screen at least

export function makePicture(canvas, side) {
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d"), image = context.createImageData(side, side);
  return { canvas, context, image, side, pixels: new Int32Array(image.data.buffer) };
}

// Every step-th place of a plane, coloured by its value over `scale`.
export function paint({ context, image, side, pixels }, plane, planeSide, scale, ramp) {
  const step = planeSide / side, factor = scale > 0 ? 1 / scale : 0;
  for (let row = 0, m = 0; row < side; row++) {
    const start = Math.floor((row + 0.5) * step) * planeSide;
    for (let column = 0; column < side; column++, m++) {
      pixels[m] = ramp[rampIndex(plane[start + Math.floor((column + 0.5) * step)] * factor)];
    }
  }
  context.putImageData(image, 0, 0);
}

// Many small maps on one canvas: a hundred canvases of their own would cost a browser more than all the rest.
export function makeSheet(canvas, width, height) {
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d"), image = context.createImageData(width, height);
  return { canvas, context, image, width, pixels: new Int32Array(image.data.buffer) };
}

// How far from its sides a tile begins in a row: all of its frame's inside is filled, and nothing is outside, on screens
// that smooth its edges by half a pixel, too.
function insetOf(row) {
  return Math.max(BORDER, Math.ceil(CORNER - Math.sqrt(CORNER ** 2 - Math.max(0, CORNER - row) ** 2)));
}

export function paintTile({ pixels, width }, left, top, size, plane, planeSide, scale, ramp) {
  const step = planeSide / size, factor = scale > 0 ? 1 / scale : 0;
  for (let row = BORDER; row < size - BORDER; row++) {
    const inset = insetOf(Math.min(row, size - 1 - row));
    const start = Math.floor((row + 0.5) * step) * planeSide, to = (top + row) * width + left;
    for (let column = inset; column < size - inset; column++) {
      pixels[to + column] = ramp[rampIndex(plane[start + Math.floor((column + 0.5) * step)] * factor)];
    }
  }
}

export function showSheet({ context, image }) {
  context.putImageData(image, 0, 0);
}

// The output: of one logit its probability, of several the likeliest class, paler the less sure; of a regression its
// value. Discretized, each place gets the full colour of its answer.
export function paintOutput({ context, image, pixels }, logits, colours, regression, discretized) {
  if (logits.length === 1) {
    const [z] = logits, { ramp } = colours;
    const shown = discretized ? Math.sign : regression ? (v) => v : (v) => 2 / (1 + Math.exp(-v)) - 1;
    for (let n = 0; n < pixels.length; n++) pixels[n] = ramp[rampIndex(shown(z[n]))];
  } else {
    const shades = colours.rgb.classes.map((colour) =>
      Int32Array.from({ length: 65 }, (_, i) => packed(mix(colours.rgb.ground, colour, (0.88 * i) / 64))),
    );
    for (let n = 0; n < pixels.length; n++) {
      let best = 0, sum = 0;
      for (let k = 1; k < logits.length; k++) if (logits[k][n] > logits[best][n]) best = k;
      for (let k = 0; k < logits.length; k++) sum += Math.exp(logits[k][n] - logits[best][n]);
      const sure = discretized ? 1 : (1 / sum - 1 / logits.length) / (1 - 1 / logits.length);
      pixels[n] = shades[best % shades.length][Math.max(0, Math.min(64, Math.round(64 * sure)))];
    }
  }
  context.putImageData(image, 0, 0);
}

// Where a plane is zero, by marching squares: segments between the places where neighbours change sign.
export function traceZero(context, plane, side, size) {
  const unit = size / side;
  const cross = (a, b) => (a === b ? 0.5 : a / (a - b));
  context.beginPath();
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const n = row * side + column;
      const a = plane[n], b = plane[n + 1], c = plane[n + side + 1], d = plane[n + side];
      const kind = (a > 0 ? 1 : 0) | (b > 0 ? 2 : 0) | (c > 0 ? 4 : 0) | (d > 0 ? 8 : 0);
      if (kind === 0 || kind === 15) continue;
      const ends = [];
      if (a > 0 !== b > 0) ends.push([column + cross(a, b), row]);
      if (b > 0 !== c > 0) ends.push([column + 1, row + cross(b, c)]);
      if (c > 0 !== d > 0) ends.push([column + cross(d, c), row + 1]);
      if (d > 0 !== a > 0) ends.push([column, row + cross(a, d)]);
      for (let e = 0; e + 1 < ends.length; e += 2) {
        context.moveTo((ends[e][0] + 0.5) * unit, (ends[e][1] + 0.5) * unit);
        context.lineTo((ends[e + 1][0] + 0.5) * unit, (ends[e + 1][1] + 0.5) * unit);
      }
    }
  }
  context.stroke();
}

// The boundary between classes: zero of the logit, or of each class's lead over the best other.
export function traceBoundary(context, logits, side, size) {
  if (logits.length === 1) return traceZero(context, logits[0], side, size);
  const lead = new Float32Array(side * side);
  logits.forEach((mine, k) => {
    for (let n = 0; n < lead.length; n++) {
      let best = -Infinity;
      for (let other = 0; other < logits.length; other++) if (other !== k) best = Math.max(best, logits[other][n]);
      lead[n] = mine[n] - best;
    }
    traceZero(context, lead, side, size);
  });
}

// Circle, square and triangle: a class is told by its mark as well as by its colour; a value to fit by its colour on the
// scale of the output. What is learned from is a tint of it in a dark rim, and full on every map; what is held out is a
// ring with a dot, through which the map shows.
export function drawPoints(context, size, { extent, x_train, y_train, x_test, y_test, regression }, colours, heldOut) {
  const radius = size / 95, ink = "#10171f", ring = colours.dark ? "#ffffff" : ink;
  const each = (x, y, draw) => {
    for (let i = 0; i < y.length; i++) draw(((x[2 * i] / extent + 1) * size) / 2, ((1 - x[2 * i + 1] / extent) * size) / 2, y[i], regression ? 1 : y[i]);
  };
  each(x_train, y_train, (x, y, value, kind) => {
    markPoint(context, kind, x, y, radius);
    context.fillStyle = css(mix(WHITE, regression ? shadeOf(value, colours) : colours.rgb.classes[value], TINT));
    Object.assign(context, { strokeStyle: ink, lineWidth: size / 380 });
    context.fill();
    context.stroke();
  });
  if (!heldOut) return;
  each(x_test, y_test, (x, y, value, kind) => {
    markPoint(context, kind, x, y, radius);
    Object.assign(context, { strokeStyle: ring, fillStyle: ring, lineWidth: size / 260 });
    context.stroke();
    markPoint(context, 1, x, y, 0.36 * radius);
    context.fill();
  });
}

export function shadeOf(value, { rgb }) {
  const size = Math.min(1, Math.abs(value));
  return mix(rgb.ground, value < 0 ? rgb.negative : rgb.positive, 0.15 + 0.85 * size);
}

export function markPoint(context, kind, x, y, r) {
  context.beginPath();
  if (kind === 1) context.arc(x, y, r, 0, 2 * Math.PI);
  else if (kind === 0) context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  else {
    context.moveTo(x, y - 1.2 * r);
    context.lineTo(x + 1.1 * r, y + 0.8 * r);
    context.lineTo(x - 1.1 * r, y + 0.8 * r);
    context.closePath();
  }
}
