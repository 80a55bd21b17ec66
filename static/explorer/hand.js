// What pointer and keyboard do on the plot: ask a place, and take hold of the branch that alpha bends.

import { rounded } from "./settings.js";
import { alphaThrough, curve, valueAt } from "./tables.js";

const STEPS = { ArrowRight: 0.05, ArrowLeft: -0.05, PageUp: 1, PageDown: -1 };
const MOVES = 0.05; // between the lowest and the highest alpha, for alpha to make a difference

// `placeAt(event)`: what is under the pointer, null before the first drawing.
export function connectHand(canvas, settings, placeAt) {
  let dragging = false;
  canvas.onpointermove = (event) => {
    const place = placeAt(event);
    if (!place) return;
    settings.moveTo(place.z);
    if (dragging) settings.moveAlpha(settings.focus, alphaThrough(settings.focus.f, place.z, place.f));
    else canvas.classList.toggle("grab", canHold(settings.focus, place));
  };
  canvas.onpointerdown = (event) => {
    const place = placeAt(event);
    if (!place || !canHold(settings.focus, place)) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    dragging = true;
    settings.hold();
  };
  canvas.onpointerup = canvas.onpointercancel = () => {
    if (dragging) settings.commit();
    dragging = false;
  };
  canvas.onkeydown = (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    settings.moveTo(rounded(settings.z + step));
  };
}

// The branch that alpha moves can be taken hold of: where the curve is near, and alpha makes a difference.
export function canHold({ alpha, f: table, low, high }, { z, f, near }) {
  if (alpha === null || f === null) return false;
  const at = (each) => valueAt(table.z, curve(table, each), z);
  return Math.abs(at(high) - at(low)) > MOVES && Math.abs(at(alpha) - f) < near;
}
