// The network as a diagram: inputs, hidden layers, and the links that lead to the output map.

import { makePicture, paint } from "./map.js";

const MOST_IN_A_COLUMN = 8;
const HEIGHT = 372, LEFT = 28, LEAST_GAP = 24;

export function makeDiagram(place, layout) {
  const room = place.parentElement.clientWidth;
  const columns = layout.sizes.slice(0, -1).map((units) => Math.ceil(units / MOST_IN_A_COLUMN));
  const tallest = Math.max(...layout.sizes.slice(0, -1).map((units, l) => Math.ceil(units / columns[l])));
  const across = columns.reduce((sum, n) => sum + n, 0);
  const fits = Math.min(46, (HEIGHT - 30) / tallest, (room - LEFT - LEAST_GAP * columns.length) / across);
  const step = Math.max(28, Math.floor(fits)); // on a phone the diagram scrolls rather than shrink further
  const tile = step - 6;
  const gap = Math.max(LEAST_GAP, Math.min(190, (room - LEFT - across * step) / columns.length));
  const tight = gap < 56; // no room for a word between the layers
  place.classList.toggle("tight", tight);
  const diagram = { layout, place, tile, tight, units: [], inputs: [], ends: [] };
  place.replaceChildren();
  diagram.links = place.appendChild(document.createElement("canvas"));
  diagram.links.setAttribute("aria-hidden", "true");
  let x = LEFT;
  layout.sizes.slice(0, -1).forEach((units, layer) => {
    title(place, layer ? `${units} unit${units > 1 ? "s" : ""}` : "inputs", x);
    const rows = Math.ceil(units / columns[layer]);
    const positions = [];
    for (let unit = 0; unit < units; unit++) {
      const left = x + Math.floor(unit / rows) * step, top = 26 + (HEIGHT - 26 - rows * step) / 2 + (unit % rows) * step;
      positions.push({ left, right: left + tile, middle: top + tile / 2 });
      const made = makeTile(place, left, top, tile, layer);
      if (layer) diagram.units.push({ ...made, layer, unit, state: "" });
      else {
        diagram.inputs.push(made);
        made.button.insertAdjacentHTML("beforeend", `<span class="feature">${layout.feature_names[unit]}</span>`);
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
  return diagram;
}

function title(place, text, left) {
  const label = place.appendChild(document.createElement("span"));
  label.className = "layer";
  label.textContent = text;
  label.style.left = `${left}px`;
}

function makeTile(place, left, top, size, layer) {
  const button = place.appendChild(document.createElement(layer ? "button" : "div"));
  button.className = "unit";
  button.style = `left:${left}px; top:${top}px; width:${size}px; height:${size}px`;
  const canvas = button.appendChild(document.createElement("canvas"));
  return { button, picture: makePicture(canvas, 32) };
}

export function fit(canvas, width, height) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
}

export function unitName({ layer, unit }) {
  return `${layer}.${unit + 1}`;
}

export function drawInputs(diagram, planes, colours) {
  const { layout } = diagram;
  diagram.inputs.forEach(({ picture }, i) => paint(picture, planes[0][i], layout.side, layout.extent, colours.ramp));
}

export function drawDiagram(diagram, frame, planes, colours) {
  drawLinks(diagram, frame.theta, colours);
  const { layout } = diagram;
  const scales = planes.map((units, layer) => (layer ? Math.max(...units.map(largest)) : 1));
  diagram.units.forEach((it, i) => {
    paint(it.picture, planes[it.layer][it.unit], layout.side, scales[it.layer], colours.ramp);
    const state = stateOf(frame.active[i], layout);
    if (state !== it.state) {
      it.state = state;
      it.button.dataset.state = state.startsWith("nearly") ? "nearly" : state === layout.inactive ? "inactive" : state === "always on" ? "on" : "active";
      it.button.dataset.mark = state.startsWith("nearly") ? "!" : state === layout.inactive ? (diagram.tight ? "✕" : `✕ ${state}`) : "";
    }
  });
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
function drawLinks({ layout, links, ends, width }, theta, colours) {
  const context = links.getContext("2d");
  context.clearRect(0, 0, width, HEIGHT);
  const strongest = Math.max(1e-6, ...sample(theta, layout.weights));
  let at = 0;
  for (let layer = 1; layer < layout.sizes.length; layer++) {
    for (let from = 0; from < layout.sizes[layer - 1]; from++) {
      for (let to = 0; to < layout.sizes[layer]; to++) {
        const w = theta[at++] / strongest, size = Math.abs(w);
        if (size < 0.07) continue; // hardly to be seen, and there are many
        const a = ends[layer - 1][from], b = ends[layer][to], bend = (b.left - a.right) / 2;
        context.beginPath();
        context.moveTo(a.right, a.middle);
        context.bezierCurveTo(a.right + bend, a.middle, b.left - bend, b.middle, b.left, b.middle);
        context.globalAlpha = 0.2 + 0.65 * size;
        context.strokeStyle = w > 0 ? colours.positive : colours.negative;
        context.lineWidth = 0.4 + 4.6 * size;
        context.stroke();
      }
    }
    at += layout.sizes[layer]; // the biases
  }
  context.globalAlpha = 1;
}

function sample(theta, count) {
  const sizes = [];
  for (let i = 0; i < count; i++) sizes.push(Math.abs(theta[i]));
  sizes.sort((a, b) => b - a);
  return [sizes[Math.floor(sizes.length * 0.02)]]; // the strongest but for a few, which may be huge
}
