// How the weights into each layer and its pre-activations are spread: a histogram a layer, on one scale for all layers,
// so that one sees a signal shrink, grow or shift on its way through the network.

import { fit } from "./diagram.js";
import { forward, makePlanes, startOfLayer } from "./forward.js";
import { minus, percent } from "../shared/figures.js";

const BINS = 32; // half of them on either side of 0
const SAMPLE = 256; // training points at most whose pre-activations are shown
const HEIGHT = 36;

// A column for each layer, and in it a row for its weights, one for its pre-activations, and one for slopes if it learns some.
export function makeSpread(place, layout) {
  const names = layout.sizes.slice(1).map((_, l, all) => (l < all.length - 1 ? `Layer ${l + 1}` : "Output"));
  const cells = (what) => names.map((name) => `<div class="histogram" data-name="${name}, ${what}"><canvas role="img"></canvas><span></span></div>`);
  const row = (label, what) => `<div class="what">${label}<span></span></div>${cells(what).join("")}`;
  const slopes = layout.learned_slopes ? row("Learned slopes", "learned slopes") : "";
  place.style.setProperty("--layers", names.length);
  place.innerHTML = `<i></i>${names.map((name) => `<b>${name}</b>`).join("")}${row("Weights", "weights")}${row("Pre-activations", "pre-activations")}${slopes}`;
  const histograms = [...place.querySelectorAll(".histogram")].map((cell) => ({
    name: cell.dataset.name, canvas: cell.querySelector("canvas"), caption: cell.querySelector("span"), width: 0,
  }));
  const rows = Array.from({ length: histograms.length / names.length }, (_, i) => histograms.slice(i * names.length, (i + 1) * names.length));
  return { place, rows, limits: place.querySelectorAll(".what span"), planes: makePlanes({ ...layout, features: sampleOf(layout) }) };
}

// The inputs of all training points, or of every second, third … so that they are not too many.
export function sampleOf({ inputs, sizes: [count] }) {
  const points = inputs.length / count, stride = Math.ceil(points / SAMPLE);
  return inputs.filter((_, n) => (n % points) % stride === 0);
}

export function drawSpread(spread, { theta }, layout, colours) {
  const layers = [weightsByLayer(theta, layout), preActivationsByLayer(theta, layout, spread.planes), slopesByLayer(theta, layout)];
  spread.rows.forEach((row, i) => drawRow(row, layers[i], spread.limits[i], colours));
}

// Without the biases, which the pre-activations show.
export function weightsByLayer(theta, { sizes }) {
  return sizes.slice(1).map((units, l) => {
    const start = startOfLayer({ sizes }, l + 1);
    return theta.subarray(start, start + sizes[l] * units);
  });
}

// Of every hidden layer the slopes that its units have learned; the output has none.
export function slopesByLayer(theta, { sizes, weights }) {
  let at = weights;
  return [...sizes.slice(1, -1), 0].map((units) => theta.subarray(at, (at += units)));
}

// All units of a layer on all points of the sample.
export function preActivationsByLayer(theta, layout, planes) {
  const points = planes[0][0].length;
  const layers = layout.sizes.slice(1).map((units) => new Float32Array(units * points));
  forward(theta, layout, planes, (layer, unit, z) => layers[layer - 1].set(z, unit * points));
  return layers;
}

// Mean, standard deviation and share above 0 of those values that are numbers, and their root mean square.
export function summary(values) {
  let count = 0, sum = 0, squares = 0, above = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    squares += value * value;
    if (value > 0) above++;
  }
  const mean = sum / count, square = squares / count;
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)), above: above / count, size: Math.sqrt(square) };
}

// The power of two that holds nearly all of the widest layer: a scale that stays while it trains a little.
export function limitOf(summaries) {
  const widest = Math.max(...summaries.map(({ size }) => (Number.isFinite(size) ? size : 0)));
  return widest ? 2 ** Math.ceil(Math.log2(2.5 * widest)) : 1;
}

// How many values lie in each bin from −limit to limit; what is beyond lies in the outermost. 0 itself is not below 0.
export function histogram(values, limit) {
  const counts = new Uint32Array(BINS);
  for (const value of values) {
    const bin = Math.floor((BINS / 2) * (1 + value / limit));
    if (bin === bin) counts[Math.max(0, Math.min(BINS - 1, bin))]++;
  }
  return counts;
}

function drawRow(row, layers, limitPlace, colours) {
  const summaries = layers.map(summary), limit = limitOf(summaries);
  limitPlace.textContent = `−${short(limit)} to ${short(limit)}`;
  row.forEach((cell, l) => {
    const { mean, deviation, above } = summaries[l];
    drawHistogram(cell, histogram(layers[l], limit), colours);
    const told = Number.isFinite(deviation) ? `sd ${short(deviation)}` : layers[l].length ? "no numbers" : "none";
    cell.caption.textContent = told;
    const label = Number.isFinite(deviation) ? `${cell.name}: mean ${short(mean)}, ${told}, ${percent(above)} above 0` : `${cell.name}: ${told}`;
    cell.canvas.setAttribute("aria-label", label);
    cell.canvas.title = label;
  });
}

const short = (value) => minus(Number(value.toPrecision(2)));

function drawHistogram(cell, counts, colours) {
  const { canvas } = cell, width = canvas.parentElement.clientWidth;
  if (cell.width !== width) fit(canvas, (cell.width = width), HEIGHT);
  const context = canvas.getContext("2d"), bar = width / BINS, most = Math.max(1, ...counts);
  context.clearRect(0, 0, width, HEIGHT);
  counts.forEach((count, bin) => {
    const height = count && Math.max(1, (count / most) * (HEIGHT - 2));
    context.fillStyle = bin < BINS / 2 ? colours.negative : colours.positive;
    context.fillRect(bin * bar, HEIGHT - height, Math.max(1, bar - 0.5), height);
  });
  context.fillStyle = colours.muted;
  context.fillRect(width / 2 - 0.5, 0, 1, HEIGHT);
}
