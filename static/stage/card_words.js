// A unit's card in words: each figure is worked out from the run that is shown.

import { isActive, isMute, shareOf } from "./activity.js";
import { heldAt, heldInWords } from "./by_hand.js";
import { fixed, percent, three } from "../shared/figures.js";
import { startOfLayer } from "./forward.js";
import { epochInWords, momentName } from "./moment.js";

// "Answers 0 of 200 points → slope 0 on each → gradient 0 → its weights are unchanged since epoch 181."
export function nowInWords({ layout, timeline }, { layer, unit }, index, z) {
  const { frame } = timeline, count = countActive(frame.active[index], z, layout), all = z.length, others = all - count;
  const held = heldInWords(layout, frame.epoch, layer, unit);
  if (!layout.rectifier) return `Is active on ${count} of ${all} points: there its slope is at least a twentieth of the largest.${held && ` ${held}`}`;
  const points = `Answers ${count} of ${all} points`, rest = leftSlope(layout, frame, index);
  if (held) return `${points}. ${held}`;
  const barred = barrier(layout, frame, layer), teach = (who) => (barred ? `, but ${barred}: no gradient reaches it.` : ` → ${who} can teach it.`);
  if (!others) return `${points} → slope 1 on each${teach("each")}`;
  if (rest !== 0) return `${points} → ${count ? `slope 1 there, and ${short(rest)} on the other ${others}` : `slope ${short(rest)} on each`}${teach("each")}`;
  if (count) return `${points} → slope 1 there, 0 on the other ${others}${teach(`only these ${count}`)}`;
  return `${points} → slope 0 on each → gradient 0 → ${stillness(layout, timeline, layer, unit)} ${wayBack(layout, layer, z, stillBelow(layout, frame, layer))}`;
}

// What keeps every gradient from a layer and those before it: a later one whose units are all dead or removed, or the
// output; or "".
function barrier(layout, frame, layer) {
  const later = layout.hidden.map((_, l) => l + 1).filter((each) => each > layer), shut = later.find((each) => isShut(layout, frame, each));
  return shut ? isShut(layout, frame, shut) : isMute(layout, frame) ? "the output is silent" : "";
}

// That nothing passes a layer, in words; "" if something does.
function isShut(layout, frame, layer) {
  const { removed } = heldAt(layout, frame.epoch), start = layout.hidden.slice(0, layer - 1).reduce((sum, units) => sum + units, 0);
  const units = Array.from({ length: layout.hidden[layer - 1] }, (_, unit) => unit);
  const isGone = (unit) => removed.has(`${layer}.${unit + 1}`), isDead = (unit) => layout.inactive === "dead" && frame.active[start + unit] === 0;
  if (!units.every((unit) => isGone(unit) || isDead(unit))) return "";
  return `layer ${layer} is ${units.every(isDead) ? "dead" : units.every(isGone) ? "removed" : "dead or removed"}`;
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
  const since = unchangedSince(layout, timeline, layer, unit), coasts = layout.moves_without_gradient;
  if (since) return `its weights are unchanged${coasts ? " to seven digits" : ""} since ${since.atStart ? "the start" : `${momentName(since).replace("E", "e")}${since.orEarlier ? " or earlier" : ""}`}.`;
  return coasts ? "only momentum or a penalty can move its weights." : "its weights stay as they are.";
}

// Since when nothing has moved the weights into a unit, nor its bias, as far as frames show; null if they have just moved.
export function unchangedSince(layout, { frames, at }, layer, unit) {
  const { sizes } = layout, start = startOfLayer(layout, layer), width = sizes[layer];
  const alike = (one, other) => {
    for (let i = 0; i <= sizes[layer - 1]; i++) if (one[start + i * width + unit] !== other[start + i * width + unit]) return false;
    return true;
  };
  let first = at;
  while (first > 0 && alike(frames[first - 1].theta, frames[at].theta)) first--;
  if (first === at) return null;
  const { epoch, batch } = frames[first];
  return { epoch, batch, atStart: first === 0, orEarlier: first > 0 && epoch - frames[first - 1].epoch > 1 };
}

// Why the layers before a later one do not learn, or "".
function stillBelow(layout, frame, layer) {
  if (layer === 1) return "";
  const { frozen } = heldAt(layout, frame.epoch), before = Array.from({ length: layer - 1 }, (_, l) => l + 1);
  if (before.every((each) => frozen.has(each))) return `${before.length > 1 ? "the layers before it are" : "layer 1 is"} frozen`;
  if (layout.moves_without_gradient) return "";
  return isShut(layout, frame, layer - 1) || barrier(layout, frame, layer - 1);
}

// What could wake a unit that answers nobody. `still` is why the layers before it do not learn, or "".
function wayBack({ moves_without_gradient }, layer, z, still) {
  const nearest = `The point nearest to waking it is at z = ${short(z.reduce((most, value) => Math.max(most, value), -Infinity))}`;
  if (layer > 1 && still) return `${nearest}: as ${still}, what comes in never changes, so ${moves_without_gradient ? "only momentum or a penalty can" : "no step can"} wake it.`;
  if (layer > 1) return `${nearest}: only what comes in${moves_without_gradient ? ", momentum or a penalty" : ""} can wake it.`;
  return moves_without_gradient ? `${nearest}: only momentum or a penalty can wake it.` : `${nearest}: what comes in never changes, so no step can wake it.`;
}

// Two digits after the point, three of what is smaller than that.
const short = (value) => (Math.abs(value) < 0.00995 ? three(value) : fixed(value));

// What befell a unit: "died", or of an activation that never dies "became leaking".
export const fell = ({ inactive }) => (inactive === "dead" ? "died" : `became ${inactive}`);

export function lifeInWords(layout, { active }, index, events) {
  const told = events.slice(-4).map((event) => (event.kind === "born" ? `${layout.inactive} from the start` : `${event.kind === "died" ? fell(layout) : "came back"} ${epochInWords(event)}`));
  return `Active on ${active[index] ? percent(shareOf(active[index], layout.y_train.length)) : "none"} of the points now${told.length ? `; ${told.join(", ")}` : ""}.`;
}

// The titles of what a step did, and of what else it might have done.
export function titlesOf({ inactive }, event) {
  const dead = inactive === "dead", otherwise = dead ? "What would have saved it?" : "What would have kept it active?";
  if (!event) return [`Has it ever been ${inactive}?`, otherwise];
  const how = { born: `${inactive[0].toUpperCase()}${inactive.slice(1)} from the start`, died: dead ? "Its death" : `How it became ${inactive}`, revived: "How it came back" };
  return [how[event.kind], otherwise];
}

export function stepInWords({ timeline, layout }, event, { seen, isAnswered }) {
  if (!event) return "Not up to this moment.";
  const { cause, kind } = event;
  if (kind === "born") return `No step did it${cause ? `: ${cause.words}` : "."}`;
  if (!cause) return "Which step it was has not been worked out here.";
  const told = `In epoch ${cause.epoch}: ${cause.words}`;
  if (!cause.step) return told;
  if (seen?.none) return `${told} The server cannot go back to that step.`;
  if (!isAnswered) return `${told} ${timeline.playing ? "Pause to see that step." : `Going back to that step${seen?.done ? `: ${percent(seen.done)}` : " …"}`}`;
  return `${told} ${batchInWords(seen, layout)} The step moved these by ${three(seen.moved)}.`;
}

function batchInWords({ batch, before, gradient }, layout) {
  const waking = batch.filter((n) => isActive(before[n], layout)).length, one = batch.length === 1, all = batch.length === before.length;
  const points = one ? "one point" : `${all ? "all " : ""}${batch.length} points`, woke = one ? `which ${waking ? "woke" : "did not wake"} it` : `of which ${waking || "none"} woke it`;
  return `The step looked at ${points}${all ? "" : ", ringed here"}, ${woke}. ${one ? "It" : "They"} gave its weights and bias a gradient of length ${three(gradient)}.`;
}

export function othersInRows({ others, before }) {
  return others
    .map((each) => `<tr><th scope="row">${each.words}</th><td>${fate(each.at_once, each, before)}</td><td>${each.diverged ? "training diverged" : fate(each.later, each, before)}</td><td>${asTwin(each)}</td></tr>`)
    .join("");
}

const asTwin = ({ twin, words }) => (twin ? `<button data-twin="${twin}" aria-label="Open as a twin: ${words}">Twin</button>` : "");

// A leaking unit answers nobody and still gets a gradient from each.
function fate(count, { inactive }, { length }) {
  if (count) return `✓ ${count} of ${length}`;
  return inactive === "leaking" ? "– only leaks" : `✕ ${inactive}`;
}
