// A unit's card in words: each figure is worked out from the run that is shown.

import { isActive, shareOf } from "./activity.js";
import { fixed, percent, three } from "../shared/figures.js";
import { startOfLayer } from "./forward.js";

// "Answers 0 of 200 points → slope 0 on each → gradient 0 → its weights are unchanged since epoch 181."
export function nowInWords({ layout, timeline }, { layer, unit }, index, z) {
  const { frame } = timeline, count = countActive(frame.active[index], z, layout), all = z.length;
  const verb = layout.rectifier ? "Answers" : "Is active on", rest = layout.rectifier ? leftSlope(layout, frame, index) : null;
  const points = `${verb} ${count} of ${all} points`;
  if (!layout.rectifier) return `${points}: on these its slope is at least a twentieth of the largest.`;
  if (rest !== 0) return `${points}: slope 1 there, and ${fixed(rest)} on the other ${all - count}, so every point still teaches it.`;
  if (count) return `${points} → slope 1 on these, 0 on the other ${all - count} → only these ${count} teach it.`;
  return `${points} → slope 0 on each → gradient 0 → ${stillness(layout, timeline, layer, unit)} ${wayBack(layout, layer, z)}`;
}

// How many points wake it: what Python tells of all and none is exact, between them single precision counts.
function countActive(share, z, layout) {
  if (share === 0) return 0;
  if (share === 255) return z.length;
  const count = z.reduce((sum, value) => sum + isActive(value, layout), 0);
  return Math.max(1, Math.min(z.length - 1, count));
}

function leftSlope({ learned_slopes, tails, weights }, { theta }, index) {
  return learned_slopes ? theta[weights + index] : tails[0];
}

function stillness(layout, timeline, layer, unit) {
  const since = unchangedSince(layout, timeline, layer, unit);
  if (since !== null) return `its weights are unchanged since epoch ${since}.`;
  return layout.moves_without_gradient ? "its weights are still moved by momentum or a penalty." : "its weights stay as they are.";
}

// The epoch since which nothing has moved the weights into a unit, nor its bias; null if they have just moved.
export function unchangedSince(layout, { frames, at }, layer, unit) {
  const { sizes } = layout, start = startOfLayer(layout, layer), width = sizes[layer];
  const alike = (one, other) => {
    for (let i = 0; i <= sizes[layer - 1]; i++) if (one[start + i * width + unit] !== other[start + i * width + unit]) return false;
    return true;
  };
  let first = at;
  while (first > 0 && alike(frames[first - 1].theta, frames[at].theta)) first--;
  return first < at ? frames[first].epoch : null;
}

// What could wake a unit that answers nobody.
function wayBack({ moves_without_gradient }, layer, z) {
  const nearest = `The point nearest to waking it is at z = ${fixed(z.reduce((most, value) => Math.max(most, value), -Infinity))}`;
  if (layer > 1) return `${nearest}: only what comes in${moves_without_gradient ? ", momentum or a penalty" : ""} can wake it.`;
  return moves_without_gradient ? `${nearest}: only momentum or a penalty can wake it.` : `${nearest}: what comes in never changes, so nothing wakes it.`;
}

export function lifeInWords({ inactive, y_train }, { active }, index, events) {
  const told = events.slice(-4).map(({ kind, epoch }) => (kind === "born" ? `${inactive} from the start` : kind === "died" ? `died in epoch ${epoch}` : `came back in epoch ${epoch}`));
  return `Active on ${percent(shareOf(active[index], y_train.length))} of the points now${told.length ? `; ${told.join(", ")}` : ""}.`;
}

export function stepInWords({ layout, timeline }, index, event, { seen, isAnswered }) {
  if (!event) return timeline.frame.active[index] ? "No step has silenced it so far." : "";
  const { cause } = event;
  if (!cause) return "Which step it was has not been worked out for a network of this size.";
  const told = `In epoch ${cause.epoch}: ${cause.words}`;
  if (!cause.step) return event.kind === "born" ? `It was ${layout.inactive} before the first step, so no step did it: ${cause.words}` : told;
  if (seen?.none) return `${told} The server has not come to that step any more.`;
  if (!isAnswered) return `${told} ${timeline.playing ? "Pause to see that step." : `Going back to that step${seen?.done ? `: ${percent(seen.done)}` : " …"}`}`;
  const { before, gradient, moved, ringed } = seen, waking = [...ringed].filter((n) => isActive(before[n], layout)).length;
  const points = ringed.size > 1 ? `${ringed.size} points, ringed here; ${waking || "none"} of them woke it. They gave` : `one point, ringed here; it ${waking ? "woke" : "did not wake"} the unit. It gave`;
  return `${told} The step looked at ${points} its weights a gradient of length ${three(gradient)}, and moved them by ${three(moved)}.`;
}

export function othersInRows({ others, before }) {
  const told = (count, inactive) => (count ? `✓ ${count} of ${before.length}` : `✕ ${inactive}`);
  return others
    .map(({ words, inactive, at_once, later, diverged }) => `<tr><th scope="row">${words}</th><td>${told(at_once, inactive)}</td><td>${diverged ? "training diverged" : told(later, inactive)}</td></tr>`)
    .join("");
}
