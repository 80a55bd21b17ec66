// What is to be seen right now, in words: [the news, the rest of it, the epoch that shows it or null].

import { timeOf } from "./timeline.js";

export function sentence(timeline, nameOf) {
  const { layout, frame } = timeline;
  const { inactive, units } = layout;
  const count = frame.active.reduce((sum, share) => sum + (share === 0), 0);
  const last = timeline.events.findLast((event) => event.time <= timeOf(frame));
  if (timeline.ended && timeline.ahead === 0) {
    return ["Training diverged.", `After epoch ${frame.epoch} the numbers grew beyond what a computer can hold. Try a smaller learning rate.`, null];
  }
  if (frame.epoch === 0 && timeline.furthest === 0) {
    if (!units) return ["Press Play.", `Without a hidden layer the output only weighs up the inputs. How far does that get with ${layout.dataset.toLowerCase()}?`, null];
    return ["Press Play.", `${units} ${layout.activation} unit${units > 1 ? "s" : ""} will learn ${layout.dataset.toLowerCase()}. Watch for squares that go blank.`, null];
  }
  const silent = silentLayer(layout, frame);
  if (silent && inactive === "dead") {
    return [`All of layer ${silent} is dead.`, "The output is the same everywhere, and no gradient passes: this network can learn nothing more.", null];
  }
  if (!count) {
    if (last?.kind === "revived") return [allActive(units), `Unit ${nameOf(last.unit)} came back at epoch ${last.epoch}, when the layer below it changed.`, last.epoch];
    return [allActive(units), `${layout.regression ? "R² is" : "Accuracy"} ${score(layout, frame.trainAccuracy)} on the points it learns from.`, null];
  }
  return [`${count} of ${units} units ${count > 1 ? "are" : "is"} ${inactive}.`, latest(last, layout, nameOf), last.epoch];
}

const allActive = (units) => (!units ? "No hidden layer." : units > 1 ? `All ${units} units are active.` : "The one unit is active.");

function latest({ unit, epoch, time, kind, since, before }, { inactive, learning_rate, changes }, nameOf) {
  const name = nameOf(unit);
  if (kind === "born") return `Unit ${name} was ${inactive} from the first weights on: active on no point.`;
  if (kind === "revived") return `Unit ${name} came back at epoch ${epoch}, when the layer below it changed.`;
  const epochs = time - since; // less than one where mini-batches are shown
  const [long, ago] = epochs < 1 ? ["less than an epoch", "just"] : epochs > 1 ? [`${epochs} epochs`, `${epochs} epochs`] : ["one epoch", "the epoch"];
  const how = before >= 0.05
    ? `${long} of steps at learning rate ${rateAt(Math.ceil(time) - 1, learning_rate, changes)} took it from ${percent(before)} of the points to none.`
    : `it had been fading, down to ${percent(before)} of the points ${ago} before.`;
  return `The last to go was unit ${name}, at epoch ${epoch}: ${how}`;
}

// The number of the first hidden layer in which no unit is active on any point, or 0.
function silentLayer({ hidden }, { active }) {
  let start = 0;
  for (let layer = 0; layer < hidden.length; layer++) {
    if (active.subarray(start, start + hidden[layer]).every((share) => share === 0)) return layer + 1;
    start += hidden[layer];
  }
  return 0;
}

export function percent(share) {
  if (!Number.isFinite(share)) return "–";
  return share > 0 && share < 0.01 ? "under 1 %" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

// How well the points are learned: a share of right answers, or of the variance that is explained.
export function score({ regression }, value) {
  if (!regression) return percent(value);
  if (!Number.isFinite(value)) return "–";
  return value < -99 ? "below −99" : value.toFixed(2).replace("-", "−");
}

function rateAt(epoch, start, changes) {
  const set = changes.map((change) => change.split(":")).filter(([at, what]) => what === "learning_rate" && Number(at) <= epoch);
  return set.length ? Number(set.at(-1)[2]) : start;
}
