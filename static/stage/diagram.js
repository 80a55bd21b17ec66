// The network as a diagram: inputs, hidden layers, and the links that lead to the output map.

import { startOfLayer } from "./forward.js";
import { makePicture, makeSheet, paint, paintTile, showSheet } from "./map.js";

const MOST_IN_A_COLUMN = 8;
export const HEIGHT = 372;
const TOP = 48, LEFT = 46;
const HARDLY_SEEN = 0.07; // of the strongest weight
const MOST_LINKS = 160; // of one layer that are drawn
const NEAR = 7; // px between a pointer and the link that it means

export function makeDiagram(place, layout) {
  const editable = !layout.view.hide.includes("diagram");
  const features = Object.keys(layout.all_features).filter((name) => editable || layout.chosen_features.includes(name));
  const counts = [features.length, ...layout.hidden];
  const room = place.parentElement.clientWidth, finger = matchMedia("(pointer: coarse)").matches;
  const leastGap = finger && editable ? 62 : 24;
  const columns = counts.map((units) => Math.ceil(units / MOST_IN_A_COLUMN));
  const tallest = Math.max(...counts.map((units, l) => Math.ceil(units / columns[l])));
  const across = columns.reduce((sum, n) => sum + n, 0);
  const fits = Math.min(46, (HEIGHT - TOP) / tallest, (room - LEFT - leastGap * columns.length) / across);
  const step = Math.max(28, Math.floor(fits)); // on a phone the diagram scrolls rather than shrink further
  const tile = step - 6;
  const gap = Math.max(leastGap, Math.min(190, (room - LEFT - across * step) / columns.length));
  const tight = gap < 56; // no room for a word between the layers
  place.classList.toggle("tight", tight);
  const diagram = { layout, place, tile, tight, editable, units: [], inputs: [], ends: [], titles: [] };
  place.replaceChildren();
  diagram.links = addCanvas(place, "links");
  const sheet = addCanvas(place, "maps");
  let x = LEFT;
  counts.forEach((units, layer) => {
    diagram.titles.push(title(place, layer ? `${units} unit${units > 1 ? "s" : ""}` : "inputs", x));
    const rows = Math.ceil(units / columns[layer]);
    const positions = [];
    for (let unit = 0; unit < units; unit++) {
      const left = x + Math.floor(unit / rows) * step, top = TOP + (HEIGHT - TOP - rows * step) / 2 + (unit % rows) * step;
      const button = addTile(place, left, top, tile, layer ? "unit" : "input", layer || editable);
      const position = { left, right: left + tile, middle: top + tile / 2 };
      if (layer) {
        positions.push(position);
        diagram.units.push({ button, left: Math.round(left), top: Math.round(top), layer, unit, state: "" });
      } else {
        const name = features[unit], chosen = layout.chosen_features.includes(name);
        if (chosen) positions.push(position);
        diagram.inputs.push({ button, picture: makePicture(button.appendChild(document.createElement("canvas")), 32), name, chosen });
        button.insertAdjacentHTML("beforeend", `<span class="feature">${layout.all_features[name]}</span>`);
      }
    }
    diagram.ends.push(positions);
    x += columns[layer] * step + gap;
  });
  x = Math.round(x);
  diagram.width = x;
  place.style.width = `${x}px`;
  place.style.height = `${HEIGHT}px`;
  diagram.ends.push(Array.from({ length: layout.sizes.at(-1) }, (_, k) => ({ left: x, middle: HEIGHT / 2 + 14 * (k - (layout.sizes.at(-1) - 1) / 2) })));
  fit(diagram.links, x, HEIGHT);
  diagram.sheet = makeSheet(sheet, x, HEIGHT);
  return diagram;
}

function addCanvas(place, kind) {
  const canvas = place.appendChild(document.createElement("canvas"));
  canvas.className = kind;
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

function title(place, text, left) {
  const label = place.appendChild(document.createElement("div"));
  label.className = "layer";
  label.innerHTML = `<span>${text}</span>`;
  label.style.left = `${left}px`;
  return label;
}

function addTile(place, left, top, size, kind, pressable) {
  const button = place.appendChild(document.createElement(pressable ? "button" : "div"));
  button.className = kind;
  button.style = `left:${left}px; top:${top}px; width:${size}px; height:${size}px`;
  return button;
}

export function fit(canvas, width, height) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
}

// The context of a canvas that is as wide and as high as its style says, fitted again when that has changed.
export function fitted(canvas) {
  const width = canvas.clientWidth || 300, height = canvas.clientHeight || 70, context = canvas.getContext("2d");
  if (canvas.dataset.width !== String(width)) {
    fit(canvas, width, height);
    canvas.style.width = "100%";
    canvas.dataset.width = width;
  }
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

export function unitName({ layer, unit }) {
  return `${layer}.${unit + 1}`;
}

export function drawInputs(diagram, planes, colours) {
  const { layout } = diagram, { thumbnail, thumbnails } = layout, names = Object.keys(layout.all_features);
  diagram.inputs.forEach(({ picture, name }) => {
    const at = names.indexOf(name) * thumbnail ** 2, plane = thumbnails.subarray(at, at + thumbnail ** 2);
    paint(picture, plane, thumbnail, largest(plane), colours.ramp);
  });
}

export function drawUnits(diagram, frame, planes, colours) {
  const { layout } = diagram;
  const scales = planes.map((units, layer) => (layer ? Math.max(...units.map(largest)) : 1));
  diagram.units.forEach((it, i) => {
    paintTile(diagram.sheet, it.left, it.top, diagram.tile, planes[it.layer][it.unit], layout.side, scales[it.layer], colours.ramp);
    const state = stateOf(frame.active[i], layout);
    if (state !== it.state) {
      it.state = state;
      it.button.dataset.state = state.startsWith("nearly") ? "nearly" : state === layout.inactive ? "inactive" : state === "always on" ? "on" : "active";
      it.button.dataset.mark = state.startsWith("nearly") ? "!" : state === layout.inactive ? (diagram.tight ? "✕" : `✕ ${state}`) : "";
    }
  });
  showSheet(diagram.sheet);
}

export function stateOf(share, { inactive, nearly_dead_below, rectifier }) {
  if (share === 0) return inactive;
  if (share / 255 < nearly_dead_below) return `nearly ${inactive}`;
  return share === 255 && rectifier ? "always on" : "active";
}

function largest(plane) {
  let most = 0;
  for (let n = 0; n < plane.length; n += 7) most = Math.max(most, Math.abs(plane[n]));
  return most;
}

// Width and colour are the weight; a curve leaves and arrives level, so that bundles can be told apart.
export function drawLinks(diagram, theta, colours) {
  const context = diagram.links.getContext("2d");
  context.clearRect(0, 0, diagram.width, HEIGHT);
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
  const strongest = Math.max(1e-6, strongestOf(theta, layout.weights));
  const least = layout.sizes.slice(1).map((_, l) => Math.max(HARDLY_SEEN, leastDrawn(theta, layout, l + 1) / strongest));
  for (const { index, layer, a, b } of eachLink(layout, ends)) {
    const w = theta[index] / strongest, size = Math.abs(w);
    if (size < least[layer - 1]) continue;
    yield {
      from: [a.right, a.middle],
      to: [b.left, b.middle],
      bend: (b.left - a.right) / 2,
      opacity: 0.2 + 0.65 * size,
      colour: w > 0 ? colours.positive : colours.negative,
      width: 0.4 + 4.6 * size,
    };
  }
}

// Of thousands of links nobody sees more than the strongest: how strong one must be to be among them.
function leastDrawn(theta, { sizes }, layer) {
  const count = sizes[layer - 1] * sizes[layer];
  if (count <= MOST_LINKS) return 0;
  const start = startOfLayer({ sizes }, layer);
  return theta.slice(start, start + count).map(Math.abs).sort().at(-MOST_LINKS);
}

// Every weight that is no bias: its place in theta, the layer that it leads into, its two units and their places.
export function* eachLink({ sizes }, ends) {
  let index = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    for (let from = 0; from < sizes[layer - 1]; from++) {
      for (let to = 0; to < sizes[layer]; to++) yield { index: index++, layer, from, to, a: ends[layer - 1][from], b: ends[layer][to] };
    }
    index += sizes[layer]; // the biases
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

// The strongest but for a few, which may be huge.
function strongestOf(theta, count) {
  return theta.slice(0, count).map(Math.abs).sort()[Math.ceil(count * 0.98) - 1];
}
