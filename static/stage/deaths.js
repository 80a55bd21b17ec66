// Crosses under the slider, where units have died.

import { fitted } from "./diagram.js";

const THUMB = 16, APART = 7, ARM = 2.5; // px: half a thumb stays free at either end; crosses nearer than this are one

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
  const places = [], { furthest } = timeline;
  for (const { kind, time } of timeline.events) {
    const index = timeline.indexAt(time);
    if (index > furthest) break; // not shown yet
    const x = THUMB / 2 + (index / Math.max(1, furthest)) * (width - THUMB);
    if (kind !== "revived" && !(x - places.at(-1) < APART)) places.push(x);
  }
  return places;
}
