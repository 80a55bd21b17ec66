// The linear pieces of the run on the stage: those of the moment, how many there were through training, and what is said
// of them.

import { fitted } from "../shared/canvas.js";
import { three } from "../shared/figures.js";
import { cutPlane, dimensionsOf, MOST, mostPieces, pieceAt } from "./regions.js";

const SLOW = 8; // ms: a network that takes longer to cut is not cut for every frame that plays
const WAIT = 12; // times as long as the last cut took, until the next one while it plays
const IDLE = 5; // ms of a screen's frame that go to counting what was played before
const SAMPLES = 160; // frames of the past that are counted at most
const MANY = 12; // units that are named one by one
const LINES = 2; // below the functions of a place, for which there is room before there is one
const LEAST = 240; // frames that the chart's width stands for at the start

const counts = new WeakMap(); // frame → how many pieces, null where they are too many

export class Counting {
  constructor(layout) {
    this.layout = layout;
    this.why = whyNone(layout);
    this.cost = 0;
    this.cutAt = -Infinity;
    this.frame = this.cut = null;
    this.settled = -1; // the last frame up to which the past is counted
  }

  // The pieces of a frame; of an earlier one where it moves and cutting takes long; null where there are none to show.
  of(frame, moving) {
    if (this.why) return null;
    const begun = performance.now(), waits = moving && this.cost > SLOW && begun < this.cutAt + WAIT * this.cost;
    if (frame !== this.frame && !waits) {
      Object.assign(this, { frame, cut: cutPlane(frame.theta, this.layout), cutAt: begun });
      this.cost = performance.now() - begun;
      counts.set(frame, this.cut && this.cut.pieces.length);
    }
    return this.cut;
  }

  // Counts some more of the frames that were played; whether there was anything left to do.
  goOn({ frames, furthest }) {
    if (this.why || this.cost > SLOW || this.settled === furthest) return false;
    const begun = performance.now();
    for (const frame of sampled(frames, furthest)) {
      if (counts.has(frame)) continue;
      counts.set(frame, cutPlane(frame.theta, this.layout)?.pieces.length ?? null);
      if (performance.now() - begun > IDLE) return true;
    }
    this.settled = furthest;
    return true;
  }
}

function sampled(frames, furthest) {
  const step = Math.max(1, Math.ceil(furthest / SAMPLES));
  return frames.filter((_, i) => i <= furthest && (i % step === 0 || i === furthest));
}

// Why a network cannot be cut into linear pieces; "" where it can.
function whyNone({ straight_inputs, chosen_features, all_features, sides, units, activation }) {
  const curved = chosen_features.filter((_, n) => !straight_inputs[n]).map((name) => all_features[name]);
  if (curved.length) return `${curved.join(" and ")} ${curved.length > 1 ? "are curved inputs" : "is a curved input"}, so the network need not be linear on the pieces that its hinges cut out. Leave ${curved.length > 1 ? "them" : "it"} out to see linear ones.`;
  if (units && !sides) return `${activation} is not two straight lines that meet at 0, so the plane does not fall into pieces on which the network is linear.`;
  return "";
}

// What is said of the pieces of the moment, and of the place under the pointer.
export function tellCount(stage) {
  const { counting, pointed, layout } = stage, { frame } = stage.timeline;
  if (!stage.view.regions) return;
  stage.find(".pieces .count").innerHTML = counting.why || (counting.frame ? howMany(counting, layout, frame) : "");
  stage.find(".pieces .here").textContent = pointed && counting.cut && counting.frame === frame ? ofThePlace(counting, layout, pointed) : "";
  stage.find(".pieces .here").setAttribute("aria-live", stage.timeline.playing ? "off" : "polite");
}

const written = (count) => (count < 1e9 ? count.toLocaleString("en-US") : three(count));
const times = (count, noun) => `${written(count)} ${noun}${count === 1 ? "" : "s"}`;

// The number, for those who do not see the map.
export function countInWords({ counting, view, timeline: { frame } }) {
  return view.regions && counting.cut && counting.frame === frame ? ` ${times(counting.cut.pieces.length, "linear piece")}.` : "";
}

function howMany({ cut, frame }, layout, shown) {
  const when = frame === shown ? "" : `At epoch ${frame.epoch}, as cutting takes longer than a frame: `;
  if (!cut) return `${when}More than ${written(MOST)} linear pieces, or numbers too large to cut by: they are not drawn.`;
  return `${when}<strong>${times(cut.pieces.length, "linear piece")}</strong> by who is awake, in the part of the plane that is shown. ${bound(layout)}`;
}

// What is possible at most, and in deep networks what is common.
function bound(layout) {
  const layers = layersThatBend(layout), most = written(mostPieces(layout)), isPlane = dimensionsOf(layout.straight_inputs) === 2;
  if (!layers.length) return "Without a hidden layer it is one everywhere.";
  if (isStraight(layout)) return "Its units have no bend: it is one everywhere.";
  if (layers.length === 1) return `One layer of ${times(layers[0], "unit")} makes ${most} at most: ${isPlane ? "1 + n + n(n − 1)/2" : "1 + n"}.`;
  const common = isPlane ? ` With random weights and biases it is of the order of N²/2\u00a0=\u00a0${written(commonPieces(layout))} on average, however deep, for N\u00a0=\u00a0${sumOf(layers)} units (Hanin & Rolnick 2019).` : "";
  return `Layers of ${layers.join("-")} units make ${most} at most (Montúfar 2017).${common}`;
}

const isStraight = ({ tails, learned_slopes, rectified_output }) => tails[0] === tails[1] && !learned_slopes && !rectified_output;
const layersThatBend = ({ hidden, rectified_output }) => (rectified_output ? [...hidden, 1] : hidden);
const sumOf = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
const commonPieces = (layout) => sumOf(layersThatBend(layout)) ** 2 / 2;

// The function that the network is in the piece of a place, and who is awake there.
function ofThePlace({ cut }, layout, { x1, x2 }) {
  const piece = pieceAt(cut.pieces, x1, x2);
  if (!piece) return "";
  const { outputs } = piece, binary = outputs.length === 1 && !layout.regression;
  const told = outputs.length > 1 ? outputs.map((each, k) => `class ${k}: ${affine(each)}`) : outputs.map((each) => `f(x₁, x₂) = ${affine(each)}`);
  const meaning = binary ? " (class 1 where it is above 0)" : outputs.length > 1 ? "\n(the largest is the answer)" : "";
  return `Here ${told.join("\n")}${meaning}. ${awake(piece.pattern, layout)}`;
}

function affine({ a, b, c }) {
  const terms = [[a, "\u00a0x₁"], [b, "\u00a0x₂"], [c, ""]].filter(([value]) => value);
  if (!terms.length) return "0";
  return terms.map(([value, name], n) => `${value < 0 ? (n ? " −\u00a0" : "−") : n ? " +\u00a0" : ""}${three(Math.abs(value))}${name}`).join("");
}

function awake(pattern, layout) {
  const { hidden, units } = layout;
  if (!units || isStraight(layout)) return "";
  let first = 0;
  const byLayer = hidden.map((count) => pattern.slice(first, (first += count)));
  const names = byLayer.flatMap((layer, l) => layer.flatMap((on, n) => (on ? [`${l + 1}.${n + 1}`] : [])));
  const those = names.length <= MANY ? names.join(", ") : byLayer.map((layer, l) => `${sumOf(layer)} in layer ${l + 1}`).join(", ");
  return `${names.length} of ${units} units awake${names.length ? `: ${those}` : ""}.`;
}

// How many pieces there were through training, as far as they were counted, under the line of what is possible or common.
export function drawCounts({ find, counting, timeline: { frames, furthest, at }, layout, colours }) {
  const { context, width, height } = fitted(find(".pieces canvas")), known = [];
  for (let i = 0; i <= furthest; i++) if (counts.get(frames[i])) known.push([i, counts.get(frames[i])]);
  const most = Math.max(1, ...known.map(([, count]) => count)), isDeep = layersThatBend(layout).length > 1;
  const reference = isDeep ? commonPieces(layout) : mostPieces(layout), isNear = reference <= 4 * most;
  const top = 1.1 * Math.max(most, isNear ? reference : 0), span = Math.max(LEAST, furthest + 1);
  const xOf = (i) => ((i + 0.5) / span) * width, yOf = (count) => height - 1 - (count / top) * (height - 2);
  const line = (points, colour, wide = 1, dash = []) => {
    Object.assign(context, { strokeStyle: colour, lineWidth: wide });
    context.setLineDash(dash);
    context.beginPath();
    points.forEach(([x, y], n) => (n ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.stroke();
  };
  line([[0, height - 0.5], [width, height - 0.5]], colours.line);
  if (isNear) line([[0, yOf(reference)], [width, yOf(reference)]], colours.muted, 1, [4, 3]);
  line(known.map(([i, count]) => [xOf(i), yOf(count)]), colours.positive, 1.6);
  line([[xOf(at), 0], [xOf(at), height]], colours.muted);
  const [first, last] = [known[0], known.at(-1)];
  const told = known.length ? `from ${first[1]} at epoch ${frames[first[0]].epoch} to ${last[1]} at epoch ${frames[last[0]].epoch}` : "not counted";
  find(".pieces canvas").setAttribute("aria-label", `Linear pieces through training: ${told}`);
  find(".pieces .scale").textContent = `most counted: ${written(most)}${isNear ? `; dashed: ${isDeep ? "N²/2" : "the most possible"} = ${written(reference)}` : ""}`;
}

export function showCounting(stage) {
  const { view, counting, layout } = stage;
  stage.find(".pieces").hidden = !view.regions;
  stage.find(".pieces .through").hidden = Boolean(counting.why);
  stage.find(".pieces .here").hidden = Boolean(counting.why);
  stage.find(".pieces .here").style.setProperty("--lines", LINES + layout.sizes.at(-1));
}
