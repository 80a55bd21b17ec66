// What is to be seen right now, in words: [the news, the rest of it, the time of the frame that shows it or null]. Each is worked out
// from the run: of a death and a revival Python tells the cause, and where it does not know one, none is said.

import { countSilent, isMute, onlyAnswer, shareOf, silentLayers, varies } from "./activity.js";
import { heldAt } from "./by_hand.js";
import { layerOf } from "./happenings.js";
import { epochInWords } from "./moment.js";
import { percent, score } from "../shared/figures.js";
import { timeOf } from "./timeline.js";

// `seen` tells which units are active somewhere on the plane, `logits` what the output is there.
export function sentence(timeline, { seen, logits }, nameOf) {
  const { layout, frame } = timeline, { units, inactive } = layout;
  const silent = countSilent(frame, seen, layout), count = silent.training;
  const last = timeline.events.findLast((event) => event.time <= timeOf(frame));
  if (timeline.ended && timeline.ahead === 0) {
    return ["Training diverged.", timeline.advice, null];
  }
  if (frame.epoch === 0 && timeline.furthest === 0) return ["Press Play.", beginning(layout, count), null];
  const whole = inactive === "dead" ? silentLayers(layout, frame) : [];
  if (whole.length) return [allDead(whole), deadLayers(layout, whole, frame, logits), lastOfLayers(timeline, whole).time];
  if (isMute(layout, frame)) return ["The output is silent.", silence("Its", layout, logits), null];
  const single = layout.regression ? null : onlyAnswer(logits);
  const everywhere = single === null ? "" : `It answers class ${single} all over the plane.`;
  if (!count) {
    const rest = last?.kind === "revived" ? revival(last, nameOf) : `${layout.regression ? "R² is" : "Accuracy"} ${score(layout, frame.trainAccuracy)} on the points it learns from.`;
    const active = !units ? "No hidden layer." : units > 1 ? `All ${units} units are active.` : "The one unit is active.";
    return [active, everywhere ? `${everywhere} ${rest}` : rest, last?.kind === "revived" ? last.time : null];
  }
  const rest = [`${where(silent, layout)}.`, ...(everywhere ? [everywhere] : []), latest(last, timeline, nameOf)].join(" ");
  return [`${count} of ${units} units ${count > 1 ? "are" : "is"} ${inactive}.`, rest, last.time];
}

function silence(whose, { moves_without_gradient }, logits) {
  const where = logits[0].every((answer) => answer === 0) ? "all over the plane" : "on all points it learns from, though not all over the plane";
  return `${whose} ReLU says 0 ${where}, so nothing is passed back, and ${moves_without_gradient ? "weights move only by momentum or a penalty" : "nothing learns"}.`;
}

function beginning(layout, count) {
  const { units, activation, dataset, inactive } = layout;
  if (!units) return `Without a hidden layer the output only weighs up the inputs. How far does that get with ${dataset.toLowerCase()}?`;
  const learners = `${units} ${activation} unit${units > 1 ? "s" : ""}`;
  if (count === units) return `${units > 1 ? `All ${learners} are` : `The one ${activation} unit is`} ${inactive} before the first step. Watch whether ${units > 1 ? "any of them" : "it"} wakes up.`;
  const { frozen, removed } = heldAt(layout, 0);
  if (frozen.size || removed.size) return `${learners} and ${dataset.toLowerCase()}. What is frozen or removed stays as it is.`;
  if (!inactive) return `${learners} will learn ${dataset.toLowerCase()}.`;
  const already = count ? `${count} of them ${count > 1 ? "are" : "is"} ${inactive} already. ` : "";
  return `${learners} will learn ${dataset.toLowerCase()}. ${already}Watch for squares that get a ✕.`;
}

// Silent on the training points is one thing, on others that are held out another, all over the plane a third.
function where({ training, heldOut, plane }, { y_test }) {
  if (plane === training) return "Active nowhere on the plane";
  if (training === 1) return heldOut ? "On all points, but not all over the plane" : "On the training points, but not on those held out";
  const others = heldOut === training ? "all of them" : heldOut || "none";
  return `On the training points${y_test.length ? `, ${others} on those held out too` : ""}, ${plane || "none"} all over the plane`;
}

const allDead = (layers) => (layers.length > 1 ? `Layers ${layers.slice(0, -1).join(", ")} and ${layers.at(-1)} are dead.` : `All of layer ${layers[0]} is dead.`);

// What dead layers mean for this very run: for the points, for the plane, and for what can still be learned. Nothing comes
// out of the last of them, so the weights that follow it get no gradient either, only their biases.
function deadLayers(layout, layers, frame, logits) {
  const { hidden, sizes, moves_without_gradient } = layout, last = layers.at(-1);
  if (isMute(layout, frame)) return silence("The output's", layout, logits);
  const answer = varies(logits) ? "The output is the same on all points it learns from, though not all over the plane." : "The output is the same everywhere.";
  const { frozen, removed } = heldAt(layout, frame.epoch);
  if (frozen.size || removed.size) return answer; // then it is not only death that keeps weights from learning
  const outputs = sizes.at(-1) > 1 ? "the output's biases still learn" : "the output's bias still learns";
  const start = hidden.slice(0, last).reduce((sum, units) => sum + units, 0), more = frame.active.subarray(start).includes(0);
  const after = more ? `the biases of layer ${last + 1}'s active units and what is active after them` : `the biases of layer ${last + 1} and what comes after them`;
  const learn = last < hidden.length ? `${after} still learn` : outputs;
  const others = moves_without_gradient ? "all else gets no gradient, and moves only by momentum or a penalty" : "all else gets no gradient and never moves again by itself";
  return `${answer} Only ${learn}; ${others}.`;
}

// The last unit to go of layers that are dead.
function lastOfLayers({ events, frame, layout: { hidden } }, layers) {
  return events.findLast(({ unit, time }) => time <= timeOf(frame) && layers.includes(layerOf(unit, hidden) + 1));
}

function revival(event, nameOf) {
  return `Unit ${nameOf(event.unit)} came back ${epochInWords(event)}${event.cause ? `: ${event.cause.words}` : "."}`;
}

function latest(event, timeline, nameOf) {
  const { inactive, y_train } = timeline.layout, { unit, kind, before, since, cause } = event, name = nameOf(unit);
  if (kind === "revived") return revival(event, nameOf);
  if (kind === "born") return cause ? `Unit ${name}: ${cause.words}` : `Unit ${name} was ${inactive} from the first weights on.`;
  const went = `${wentAlone(event, timeline.events) ? "The last to go" : "Among the last to go"} was unit ${name}, ${epochInWords(event)}`;
  if (cause) return `${went}: ${cause.words}`;
  const ago = Number.isInteger(since) ? `at epoch ${since}` : "just before";
  return `${went}: ${ago} it was active on ${percent(shareOf(before, y_train.length))} of the points.`;
}

// Whether it is known that no other unit went in the same step, or may have gone after it between the same two frames.
function wentAlone(event, events) {
  const together = events.filter(({ time, kind }) => time === event.time && kind === "died");
  return together.length === 1 || Boolean(event.cause) && together.every((each) => each === event || (each.cause && each.cause.time < event.cause.time));
}
