// Where units are active: on the training points and on those held out, which Python tells, and on the plane that is
// shown, which is seen here. A unit is active on a place by the rule of relu_viz/training/diagnostics.py.

import { forward, preActivation, startOfLayer } from "./forward.js";

const CLOSE = 1e-6; // between two outputs: of what is nearer, single precision and double may see another order

// Goes through the network over the plane; which units are active somewhere on it, layer after layer, goes to `seen`.
export function forwardAndSee(theta, layout, planes, seen) {
  let unit = 0;
  forward(theta, layout, planes, (layer, _, z) => {
    if (layer < planes.length - 1) seen[unit++] = z.some((value) => isActive(value, layout)) ? 1 : 0;
  });
}

// Whether a unit is active where this is its pre-activation.
export function isActive(z, { rectifier, active_nodes, edge }) {
  if (rectifier) return z > 0;
  const last = active_nodes.length - 1;
  return active_nodes[Math.max(0, Math.min(last, Math.round(((z + edge) * last) / (2 * edge))))] > 0;
}

// The share of so many points that a byte of a frame stands for, whatever it is of up to 255 points, and near to it of more.
export function shareOf(byte, points) {
  if (byte === 0 || byte === 255) return byte / 255; // of none, of all
  return Math.max(1, Math.min(points - 1, Math.round((byte * points) / 255))) / points;
}

// On what share of the plane one unit is active.
export function shareOfPlane(theta, layout, planes, layer, unit) {
  const z = preActivation(theta, layout, planes, layer, unit, startOfLayer(layout, layer), new Float32Array(planes[0][0].length));
  return z.reduce((count, value) => count + isActive(value, layout), 0) / z.length;
}

// How many units are active on no training point; of these, on no point held out either; of these, nowhere on the plane.
export function countSilent({ active, activeHeldOut }, seen, { y_test }) {
  const silent = { training: 0, heldOut: 0, plane: 0 };
  active.forEach((share, unit) => {
    if (share) return;
    silent.training++;
    if (y_test.length && activeHeldOut[unit]) return;
    silent.heldOut++;
    if (!seen[unit]) silent.plane++;
  });
  return silent;
}

// The numbers of the hidden layers in which no unit is active on any training point.
export function silentLayers({ hidden }, { active }) {
  let start = 0;
  return hidden.flatMap((units, l) => {
    const shares = active.subarray(start, (start += units));
    return shares.every((share) => share === 0) ? [l + 1] : [];
  });
}

// Whether the output is a ReLU that says 0 on all points it learns from: then no weight gets a gradient.
export const isMute = ({ rectified_output }, { output }) => rectified_output && output === 0;

// Whether an output is not the same all over the plane.
export function varies(logits) {
  return logits.some((plane) => plane.some((value) => Math.abs(value - plane[0]) > CLOSE));
}

// The class that is the answer everywhere on the plane, or null, also where it is too close to call somewhere.
export function onlyAnswer(logits) {
  const planes = logits.length === 1 ? [logits[0].map((z) => -z), new Float32Array(logits[0].length)] : logits; // one output tells two classes
  const leads = (k, n) => planes.every((plane, other) => other === k || planes[k][n] - plane[n] > CLOSE);
  const first = planes.findIndex((_, k) => leads(k, 0));
  for (let n = 0; n < planes[0].length; n++) if (first < 0 || !leads(first, n)) return null;
  return first;
}
