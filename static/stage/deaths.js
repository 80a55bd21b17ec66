// Under the slider crosses where units have died, and bars where something was changed by hand.

import { toldByHand } from "./by_hand.js";
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
  context.fillStyle = colours.text;
  for (const { x } of barsOf(timeline, width)) context.fillRect(x - 1, 0, 2, height);
}

export function placesOfDeaths(timeline, width) {
  return crossesOf(timeline, width).map(({ x }) => x);
}

// The death whose cross is at a point of the track, in shares of its height from the top; null if there is none.
export function deathAt(timeline, width, x, y) {
  if (y < BELOW) return null;
  return crossesOf(timeline, width).find((cross) => Math.abs(cross.x - x) < NEAR)?.event ?? null;
}

// The change by hand whose bar is at a point of the track; null if there is none.
export function changeAt(timeline, width, x, y) {
  return y < BELOW ? null : barsOf(timeline, width).find((bar) => Math.abs(bar.x - x) < NEAR) ?? null;
}

export function barsOf(timeline, width) {
  const { furthest } = timeline;
  return toldByHand(timeline.layout).flatMap(({ time }) => {
    const index = timeline.indexAt(time);
    return index > furthest ? [] : [{ time, x: placeOf(index, furthest, width) }];
  });
}

const placeOf = (index, furthest, width) => THUMB / 2 + (index / Math.max(1, furthest)) * (width - THUMB);

function crossesOf(timeline, width) {
  const crosses = [], { furthest } = timeline;
  for (const event of timeline.events) {
    const index = timeline.indexAt(event.time);
    if (index > furthest) break; // not shown yet
    const x = placeOf(index, furthest, width);
    if (event.kind !== "revived" && !(x - crosses.at(-1)?.x < APART)) crosses.push({ x, event });
  }
  return crosses;
}
