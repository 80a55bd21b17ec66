// Crosses under the slider, where units have died.

import { fitted } from "./diagram.js";

const THUMB = 16, APART = 7, ARM = 2.5, NEAR = 9, BELOW = 0.55; // px: half a thumb stays free at either end; crosses nearer than this are one

export function drawDeaths(canvas, timeline, colours) {
  const { context, width, height } = fitted(canvas), middle = height / 2;
  context.strokeStyle = colours.text;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const x of placesOfDeaths(timeline, width)) {
    for (const arm of [ARM, -ARM]) {
      context.moveTo(x - ARM, middle - arm);
      context.lineTo(x + ARM, middle + arm);
    }
  }
  context.stroke();
}

export function placesOfDeaths(timeline, width) {
  return crossesOf(timeline, width).map(({ x }) => x);
}

// The death whose cross is at a point of the track, in shares of its height from the top; null if there is none.
export function deathAt(timeline, width, x, y) {
  if (y < BELOW) return null;
  return crossesOf(timeline, width).find((cross) => Math.abs(cross.x - x) < NEAR)?.event ?? null;
}

function crossesOf(timeline, width) {
  const crosses = [], { furthest } = timeline;
  for (const event of timeline.events) {
    const index = timeline.indexAt(event.time);
    if (index > furthest) break; // not shown yet
    const x = THUMB / 2 + (index / Math.max(1, furthest)) * (width - THUMB);
    if (event.kind !== "revived" && !(x - crosses.at(-1)?.x < APART)) crosses.push({ x, event });
  }
  return crosses;
}
