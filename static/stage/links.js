// The diagram's links: which there are, which of them are drawn and how, and which one is under the pointer.

import { startOfLayer } from "./forward.js";

const LEAST = { width: 0.8, opacity: 0.3 }, MOST = { width: 5, opacity: 0.85 }; // of a weight near 0, and of a full one
const MANY = 0.75, HUGE = 4; // a weight is huge that is beyond so many times what this share of the weights stay below
const MOST_LINKS = 160; // of one layer that are drawn
const NEAR = 7; // px between a pointer and the link that it means

export function drawLinks(diagram, theta, colours) {
  const context = diagram.links.getContext("2d");
  context.clearRect(0, 0, diagram.width, diagram.height);
  strokeLinks(context, diagram, theta, colours);
}

// Width and colour are the weight; a curve leaves and arrives level, so that bundles can be told apart.
export function strokeLinks(context, diagram, theta, colours) {
  for (const { from, bend, to, opacity, colour, width } of seenLinks(diagram, theta, colours)) {
    context.beginPath();
    context.moveTo(...from);
    context.bezierCurveTo(from[0] + bend, from[1], to[0] - bend, to[1], ...to);
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
  context.globalAlpha = 1;
}

// Those links that are drawn: where each begins and ends, and how it looks.
export function* seenLinks({ layout, ends }, theta, colours) {
  const full = fullWeight(theta, layout), between = (least, most, share) => least + (most - least) * share;
  const least = layout.sizes.slice(1).map((_, l) => leastDrawn(theta, layout, l + 1));
  for (const { index, layer, a, b } of eachLink(layout, ends)) {
    const w = theta[index], size = Math.min(1, Math.abs(w) / full);
    if (w === 0 || Math.abs(w) < least[layer - 1]) continue;
    yield {
      from: [a.right, a.middle],
      to: [b.left, b.middle],
      bend: (b.left - a.right) / 2,
      opacity: between(LEAST.opacity, MOST.opacity, size),
      colour: w > 0 ? colours.positive : colours.negative,
      width: between(LEAST.width, MOST.width, size),
    };
  }
}

// The link that passes nearest to a point of the diagram, or null.
export function linkAt({ layout, ends }, x, y) {
  let best = null, least = NEAR;
  for (const link of eachLink(layout, ends)) {
    const { a, b } = link, t = along((x - a.right) / (b.left - a.right));
    if (t === null) continue;
    const away = Math.abs(y - (a.middle + t * t * (3 - 2 * t) * (b.middle - a.middle)));
    if (away < least) [best, least] = [link, away];
  }
  return best;
}

// Every weight that is no bias: its place in theta, the layer that it leads into, its two units and their places.
function* eachLink({ sizes }, ends) {
  let index = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    for (let from = 0; from < sizes[layer - 1]; from++) {
      for (let to = 0; to < sizes[layer]; to++) yield { index: index++, layer, from, to, a: ends[layer - 1][from], b: ends[layer][to] };
    }
    index += sizes[layer]; // the biases
  }
}

// Of thousands of links nobody sees more than the strongest: how strong one must be to be among them.
function leastDrawn(theta, { sizes }, layer) {
  const count = sizes[layer - 1] * sizes[layer];
  if (count <= MOST_LINKS) return 0;
  const start = startOfLayer({ sizes }, layer);
  return theta.slice(start, start + count).map(Math.abs).sort().at(-MOST_LINKS);
}

// The weight that is drawn in full width, and with it whatever is stronger: the strongest there is, if that is not huge.
export function fullWeight(theta, { sizes }) {
  const starts = sizes.slice(1).map((_, l) => startOfLayer({ sizes }, l + 1));
  const counts = starts.map((_, l) => sizes[l] * sizes[l + 1]), weights = new Float32Array(counts.reduce((sum, n) => sum + n, 0));
  let at = 0;
  starts.forEach((start, l) => {
    weights.set(theta.subarray(start, start + counts[l]), at);
    at += counts[l];
  });
  const rising = weights.filter(Boolean).map(Math.abs).sort();
  return Math.min(rising.at(-1), HUGE * rising[Math.ceil(MANY * rising.length) - 1]);
}

// Where on the curve its share of the way across is x: the curve's x is 1.5 t − 1.5 t² + t³.
function along(x) {
  if (!(x >= 0 && x <= 1)) return null;
  let low = 0, high = 1;
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (1.5 * t - 1.5 * t * t + t ** 3 < x) low = t;
    else high = t;
  }
  return low;
}
