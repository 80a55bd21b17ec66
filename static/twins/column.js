// One run of several: its output over the plane, its units with those that are dead, its figures.

import { forward, makePlanes } from "../stage/forward.js";
import { makeSheet, paintTile, showSheet } from "../stage/map.js";
import { largest, stateOf } from "../stage/tiles.js";
import { drawView, drawViewPoints, makeView } from "../stage/view.js";
import { score } from "../shared/figures.js";
import { DASHES } from "./charts.js";

const GAP = 3, LARGEST = 30, LEAST = 5; // px

export const columnHtml = (title, k) => `
<article class="twin" data-k="${k}">
  <h3><svg viewBox="0 0 30 8" aria-hidden="true"><line x1="0" y1="4" x2="30" y2="4" stroke-width="3" stroke-dasharray="${DASHES[k].join(" ")}"/></svg> ${title}</h3>
  <div class="view" role="img"><canvas data-testid="twin-output"></canvas><canvas></canvas><canvas></canvas></div>
  <canvas class="units" role="img"></canvas>
  <p class="figures"></p><p class="prevents"></p><p class="revives"></p>
  <div class="choose"><button class="open">Open on the stage</button>${k ? '<button class="drop">Remove</button>' : ""}</div>
</article>`;

export class Column {
  constructor(place, layout) {
    Object.assign(this, { place, layout, planes: makePlanes(layout), map: makeView(place.querySelector(".view"), layout) });
    const canvas = place.querySelector(".units"), width = Math.round(canvas.parentElement.clientWidth) || 300;
    const most = Math.max(1, ...layout.hidden), tile = Math.max(LEAST, Math.min(LARGEST, Math.floor((width + GAP) / most) - GAP));
    this.tile = tile;
    this.sheet = makeSheet(canvas, most * (tile + GAP), Math.max(1, layout.hidden.length) * (tile + GAP));
  }

  restyle(colours, view) {
    drawViewPoints(this.map, colours, view);
  }

  draw(frame, colours, view) {
    const { layout, planes } = this;
    forward(frame.theta, layout, planes);
    drawView(this.map, frame, planes, null, null, colours, view);
    this.drawUnits(frame, colours);
  }

  // A small map of each unit's answer, a row for each layer; crossed where it is active on no training point.
  drawUnits(frame, colours) {
    const { layout, planes, tile, sheet } = this, side = tile + GAP;
    const places = layout.hidden.flatMap((units, l) => Array.from({ length: units }, (_, unit) => ({ l, unit, left: unit * side, top: l * side })));
    const scales = layout.hidden.map((_, l) => Math.max(...planes[l + 1].map(largest)));
    for (const { l, unit, left, top } of places) paintTile(sheet, left, top, tile, planes[l + 1][unit], layout.side, scales[l], colours.ramp);
    showSheet(sheet);
    const { context } = sheet;
    places.forEach(({ left, top }, i) => {
      const dead = frame.active[i] === 0;
      Object.assign(context, { strokeStyle: dead ? colours.text : colours.line, lineWidth: dead ? 1.6 : 1 });
      context.strokeRect(left + 0.5, top + 0.5, tile - 1, tile - 1);
      if (!dead) return;
      context.beginPath();
      for (const [from, to] of [[0.28, 0.72], [0.72, 0.28]]) {
        context.moveTo(left + from * tile, top + 0.28 * tile);
        context.lineTo(left + to * tile, top + 0.72 * tile);
      }
      context.stroke();
    });
  }

  // What its difference prevents and revives, in words; "" of the first run.
  say(frame, diverged, prevents, revives) {
    const { layout, place } = this, find = (selector) => place.querySelector(selector);
    const dead = frame.active.reduce((count, share) => count + (share === 0), 0), what = layout.regression ? "R²" : "accuracy";
    const told = `${diverged ? "Diverged. " : ""}${what} ${score(layout, frame.trainAccuracy)}, ${dead} of ${layout.units} ${layout.inactive}`;
    find(".figures").textContent = told;
    find(".prevents").textContent = prevents;
    find(".revives").textContent = revives;
    find(".view").setAttribute("aria-label", `The output over the plane: ${told}`);
    find(".units").setAttribute("aria-label", `The ${layout.units} units: ${[...frame.active].map((share, i) => `${nameOf(i, layout)} ${stateOf(share, layout)}`).slice(0, 64).join(", ")}`);
  }
}

function nameOf(index, { hidden }) {
  let layer = 0;
  while (index >= hidden[layer]) index -= hidden[layer++];
  return `${layer + 1}.${index + 1}`;
}
