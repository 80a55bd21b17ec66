// The hidden layers as pictures: filters with their maps, or units with their weights; each unit a button to ask.

import { stateOf } from "../stage/diagram.js";
import { percent } from "../shared/figures.js";
import { largest, makeCells, paintCells, planeOf } from "./cells.js";

const TOLD = { true: ["filter", "filters"], false: ["unit", "units"] };

export class Layers {
  // ask(unit or null, keep) hears which unit somebody points at; units are counted layer after layer.
  constructor(place, layout, ask) {
    Object.assign(this, { layout, ask, units: [] });
    place.replaceChildren();
    place.classList.toggle("convolutional", layout.convolutional);
    let at = 0; // in theta
    this.layers = layout.shapes.slice(0, -1).map(([fanIn, count], number) => {
      const section = place.appendChild(document.createElement("section"));
      section.innerHTML = `<h3>${title(layout, number, count)} <span></span></h3><div class="units"></div>`;
      const layer = { number, count, fanIn, at, first: this.units.length, told: section.querySelector("h3 span") };
      const list = section.querySelector(".units");
      if (layout.convolutional) for (let unit = 0; unit < count; unit++) this.units.push(filterCard(list, layer, unit, layout.side));
      else if (number === 0) for (let unit = 0; unit < count; unit++) this.units.push(weightCard(list, layer, unit, layout.side));
      else this.units.push(...rowOfUnits(list, layer));
      at += (fanIn + 1) * count;
      return layer;
    });
    place.insertAdjacentHTML("beforeend", `<p class="legend">${legend(layout)}</p>`);
    for (const unit of this.units.filter(({ button }) => button)) {
      unit.button.onpointerenter = unit.button.onfocus = () => ask(unit, false);
      unit.button.onpointerleave = unit.button.onblur = () => ask(null, false);
      unit.button.onclick = () => ask(unit, true);
    }
  }

  draw(frame, reading, colours, names) {
    const { layout } = this;
    for (const layer of this.layers) {
      const { z, h } = reading.layers[layer.number], scale = Math.max(largest(z), 1e-9);
      const mine = this.units.slice(layer.first, layer.first + layer.count);
      const weights = frame.theta.subarray(layer.at, layer.at + layer.fanIn * layer.count);
      const strongest = Math.max(largest(weights), 1e-9);
      mine.forEach((unit, n) => {
        if (unit.weights) paintCells(unit.weights, weightsOf(unit, weights, layer, n), strongest, colours);
        if (unit.before) paintCells(unit.before, planeOf(z, n, layer.count), scale, colours);
        if (unit.after) paintCells(unit.after, planeOf(h, n, layer.count), scale, colours);
        if (unit.answer) unit.answer.style.width = `${Math.min(100, (100 * Math.abs(h[n])) / scale)}%`;
      });
      if (mine[0].row) paintCells(mine[0].row, h, scale, colours);
      this.mark(frame, layer, mine, names);
    }
  }

  mark(frame, layer, mine, names) {
    const { layout } = this, states = mine.map((_, n) => stateOf(frame.active[layer.first + n], layout));
    mine.forEach(({ button, state }, n) => {
      if (!button || state === states[n]) return;
      mine[n].state = states[n];
      button.dataset.state = states[n] === layout.inactive ? "inactive" : states[n].startsWith("nearly") ? "nearly" : "active";
      button.setAttribute("aria-label", `${names.one} ${layer.number + 1}.${n + 1}: ${states[n]}`);
    });
    const silent = states.filter((state) => state === layout.inactive).length;
    layer.told.textContent = `${percent(frame.zeros[layer.number])} of its answers are 0, ${silent} ${layout.inactive}`;
  }

  choose(unit) {
    for (const each of this.units) each.button?.classList.toggle("chosen", each === unit);
  }
}

function legend({ convolutional, activation }) {
  if (convolutional) return `Each card: the filter's weights; below them what it finds in the digit before ${activation} (left) and after it (right). Blue is above 0, orange below.`;
  return "Each square: the weights of a unit, blue where it wants ink, orange where it wants none. The speckle is what it started with. The bar is its answer to the digit.";
}

function title({ convolutional }, number, count) {
  const [one, many] = TOLD[convolutional];
  return `${convolutional ? "Convolution" : "Layer"} ${number + 1}: ${count} ${count > 1 ? many : one}`;
}

function card(list, layer, unit, html) {
  const button = list.appendChild(document.createElement("button"));
  button.className = "unit";
  button.setAttribute("aria-label", `${layer.number + 1}.${unit + 1}`);
  button.innerHTML = html;
  return { button, layer: layer.number, unit, state: "" };
}

// A filter, and what it finds in the digit before and after the activation.
function filterCard(list, layer, unit, side) {
  const made = card(list, layer, unit, "<canvas></canvas><canvas></canvas><canvas></canvas>");
  const [weights, before, after] = made.button.querySelectorAll("canvas");
  const channels = layer.fanIn / 9, across = Math.ceil(Math.sqrt(channels)), down = Math.ceil(channels / across);
  return { ...made, across, weights: makeCells(weights, 4 * across - 1, 4 * down - 1), before: makeCells(before, side), after: makeCells(after, side) };
}

// What a unit of the first layer looks for: its weights as a picture, and a bar as long as its answer.
function weightCard(list, layer, unit, side) {
  const made = card(list, layer, unit, "<canvas></canvas><i></i>");
  return { ...made, weights: makeCells(made.button.querySelector("canvas"), side), answer: made.button.querySelector("i") };
}

// A deeper layer: its answers as one row.
function rowOfUnits(list, layer) {
  const canvas = list.appendChild(document.createElement("canvas"));
  canvas.className = "row";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `The answers of layer ${layer.number + 1}`);
  const row = makeCells(canvas, layer.count, 1);
  return Array.from({ length: layer.count }, (_, unit) => ({ layer: layer.number, unit, state: "", row: unit ? null : row }));
}

// The weights of one unit as the cells of its picture: the channels of a filter side by side, a gap between.
function weightsOf({ across, weights: cells }, weights, { count, fanIn }, unit) {
  const mine = planeOf(weights, unit, count);
  if (!across) return mine;
  const channels = fanIn / 9, shown = new Float32Array(cells.columns * cells.rows);
  for (let c = 0; c < channels; c++) {
    const left = 4 * (c % across), top = 4 * Math.floor(c / across);
    for (let k = 0; k < 9; k++) shown[(top + Math.floor(k / 3)) * cells.columns + left + (k % 3)] = mine[k * channels + c];
  }
  return shown;
}
