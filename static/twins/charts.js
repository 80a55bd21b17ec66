// The curves of all runs in common charts: a colour and a dash for each.

import { fitted } from "../shared/canvas.js";

const LEAST = 240; // frames that the width stands for at the start
export const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

// `read(frame of one run)` gives the value; the chart goes from 0 to `top`, or to the highest of the first frames and now.
export function drawTwinCurves(canvas, timeline, read, top, colours) {
  const { context, width, height } = fitted(canvas), { frames, furthest, at } = timeline;
  const shown = furthest + 1, span = Math.max(LEAST, shown), step = Math.max(1, Math.floor(shown / width));
  const limit = top ?? highest(frames, shown, step, read);
  Object.assign(context, { strokeStyle: colours.line, lineWidth: 1 });
  for (const y of [0.5, height / 2, height - 0.5]) stroke(context, [[0, y], [width, y]]);
  frames[0].twins.forEach((_, k) => {
    const points = [];
    for (let i = 0; i < shown; i += step) {
      const value = read(frames[i].twins[k]);
      if (Number.isFinite(value)) points.push([((i + 0.5) / span) * width, height - 1 - Math.min(9, value / limit) * (height - 2)]);
    }
    Object.assign(context, { strokeStyle: colours.twins[k], lineWidth: 1.8 });
    context.setLineDash(DASHES[k]);
    stroke(context, points);
  });
  context.setLineDash([]);
  const here = ((at + 0.5) / span) * width;
  Object.assign(context, { strokeStyle: colours.muted, lineWidth: 1 });
  stroke(context, [[here, 0], [here, height]]);
}

function highest(frames, shown, step, read) {
  let most = 1e-9;
  for (let i = 0; i < shown; i += step) for (const twin of frames[i].twins) if (Number.isFinite(read(twin))) most = Math.max(most, read(twin));
  return Math.min(most, 4 * Math.max(read(frames[0].twins[0]), 1e-3)); // one spike must not flatten all the rest
}

function stroke(context, points) {
  context.beginPath();
  points.forEach(([x, y]) => context.lineTo(x, y));
  context.stroke();
}
