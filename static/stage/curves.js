// Loss and accuracy over the epochs shown so far: train as a full line, held-out as a dashed one.

import { fitted } from "./diagram.js";

const FAR = 9; // times the limit: what is beyond the top leaves the picture, and does not run along its edge
const LEAST = 240; // frames that the width stands for at the start

export function drawCurves(canvas, timeline, [train, test], top, colours, least = LEAST) {
  const { context, width, height } = fitted(canvas);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  for (const y of [0.5, height / 2, height - 0.5]) line(context, [[0, y], [width, y]]);
  const shown = timeline.furthest + 1, span = Math.max(least, shown), step = Math.max(1, Math.floor(shown / width));
  const limit = top ?? highest(timeline.frames, shown, step, train, test);
  for (const [name, dash, colour] of [[test, [4, 3], colours.negative], [train, [], colours.positive]]) {
    const points = [];
    for (let i = 0; i < shown; i += step) {
      const value = timeline.frames[i][name];
      if (Number.isFinite(value)) points.push([((i + 0.5) / span) * width, height - 1 - Math.min(FAR, value / limit) * (height - 2)]);
    }
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.lineWidth = 1.6;
    line(context, points);
  }
  context.setLineDash([]);
  const here = ((timeline.at + 0.5) / span) * width;
  context.strokeStyle = colours.muted;
  context.lineWidth = 1;
  line(context, [[here, 0], [here, height]]);
}

function line(context, points) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

function highest(frames, shown, step, ...names) {
  let most = 1e-9;
  for (let i = 0; i < shown; i += step) for (const name of names) if (Number.isFinite(frames[i][name])) most = Math.max(most, frames[i][name]);
  return Math.min(most, 4 * Math.max(frames[0][names[0]], 1e-3)); // one spike must not flatten all the rest
}
