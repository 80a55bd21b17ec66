// The words beside the large map: the legend, the figures, and what is known of the unit or place that is pointed at.

import { shareOf, shareOfPlane } from "./activity.js";
import { heldAt, isOutputFrozen } from "./by_hand.js";
import { css } from "./colours.js";
import { stateOf, unitName } from "./diagram.js";
import { countInWords } from "./counting.js";
import { epochInWords } from "./moment.js";
import { fixed, percent, score, three } from "../shared/figures.js";
import { timeOf } from "./timeline.js";

const MARKS = ["■", "●", "▲"];
const SMALL = 0.3; // of the training points: a class with fewer is told apart

export function legend({ sizes, regression, hidden }, { classes, rgb }, { held_out_shown, regions }) {
  const hinges = regions ? `<li><span>─</span> hinges${hidden.length > 1 ? " of layer 1</li><li><span>┄</span> of later layers" : ""}</li>` : "";
  const held = `${held_out_shown ? "<li><span>⊙</span> ring: held out</li>" : ""}${hinges}`;
  if (regression) {
    const rows = [[rgb.negative, "−1 or less"], [rgb.positive, "1 or more"]].map(([colour, text]) => `<li><span style="color:${css(colour)}">●</span> ${text}</li>`);
    return `${rows.join("")}${held}<li class="line">where it says 0</li>`;
  }
  const count = Math.max(2, sizes.at(-1));
  const rows = Array.from({ length: count }, (_, k) => `<li><span style="color:${classes[k % 3]}">${MARKS[k % 3]}</span> class ${k}</li>`);
  return `${rows.join("")}${held}<li class="line">boundary</li>`;
}

export function describe(stage) {
  const { layout } = stage, { frame } = stage.timeline, unit = stage.pinned ?? stage.selected;
  const told = (share) => score(layout, share), isFrozen = isOutputFrozen(layout, frame.epoch);
  stage.root.querySelectorAll(".measure").forEach((each) => (each.textContent = layout.regression ? "R²" : each.closest("h3") ? "Accuracy" : "accuracy"));
  stage.find(".figure").textContent = told(frame.trainAccuracy);
  stage.find(".held-out").textContent = layout.y_test.length ? `${told(frame.testAccuracy)} on held-out points` : "no points held out";
  stage.find(".baseline").textContent = layout.regression ? "" : comparison(layout, frame);
  stage.find(".loss .figures").textContent = figures(frame.trainLoss, frame.testLoss, three);
  stage.find(".accuracy .figures").textContent = figures(frame.trainAccuracy, frame.testAccuracy, told);
  stage.find(".view-title").textContent = unit ? `Unit ${unit.layer}.${unit.unit + 1}, its answer over the plane` : `${isFrozen ? "❄ " : ""}${layout.regression ? "Output, and the line where it is 0" : "Output and boundary"}`;
  stage.find(".view-title").title = !unit && isFrozen ? "The output layer is frozen" : "";
  stage.find(".hint").textContent = stage.pointed ? placeStory(stage) : unit ? unitStory(stage, unit) : layout.units ? "Point at a square to see its unit large; click to keep it. Point at the map to ask every unit." : "Point at the map to ask what the network answers there.";
  stage.find(".view").setAttribute("aria-label", `${unit ? `Unit ${unit.layer}.${unit.unit + 1}` : isFrozen ? "The output, its layer frozen," : "The output"} over the plane with ${layout.y_train.length} points. ${layout.regression ? "R²" : "Accuracy"} ${told(frame.trainAccuracy)}.${countInWords(stage)}`);
  labelUnits(stage, frame);
}

function figures(train, test, write) {
  return `${write(train)} train${Number.isFinite(test) ? `, ${write(test)} held out` : ""}`;
}

// What always naming the larger class would get; and of each small class, which the accuracy may hide, what is right.
function comparison({ y_train, classes }, { right }) {
  const shares = Array.from({ length: classes }, (_, k) => y_train.reduce((count, y) => count + (y === k), 0) / y_train.length);
  const most = Math.max(...shares), small = shares.flatMap((share, k) => (share && share < SMALL ? [k] : []));
  const ofSmall = small.map((k) => ` Of class ${k} it gets ${percent(right[k])}.`);
  return `Always saying class ${shares.indexOf(most)} would get ${percent(most)}.${ofSmall.join("")}`;
}

// While it plays the share is left out: a name that changes all the time is read out all the time.
function labelUnits({ diagram, layout, timeline }, { active, epoch }) {
  const { frozen, removed } = heldAt(layout, epoch);
  diagram.units.forEach((it, i) => {
    const share = timeline.playing ? "" : `, active on ${percent(shareOf(active[i], layout.y_train.length))} of the points`, held = removed.has(unitName(it)) ? ", removed" : frozen.has(it.layer) ? ", frozen" : "", name = `Unit ${unitName(it)}: ${stateOf(active[i], layout)}${held}${share}`;
    if (it.button.getAttribute("aria-label") !== name) it.button.setAttribute("aria-label", name);
  });
}

function unitStory(stage, { layer, unit }) {
  const index = stage.diagram.units.findIndex((it) => it.layer === layer && it.unit === unit);
  const { layout } = stage, { frame, events } = stage.timeline, share = frame.active[index];
  const life = events
    .filter((event) => event.unit === index && event.time <= timeOf(frame))
    .slice(-3)
    .map((event) => (event.kind === "born" ? `${layout.inactive} from the start` : `${event.kind === "died" ? "went" : "came back"} ${epochInWords(event)}`));
  const heldOut = layout.y_test.length ? `${percent(shareOf(frame.activeHeldOut[index], layout.y_test.length))} of those held out, ` : "";
  const plane = shareOfPlane(frame.theta, layout, stage.planes, layer, unit), onPlane = percent(plane);
  const slope = layout.learned_slopes ? ` Its learned slope is ${fixed(frame.theta[layout.weights + index])}.` : "";
  const left = layout.learned_slopes ? frame.theta[layout.weights + index] : layout.tails[0];
  const hinge = layout.rectifier ? ` ${hingeStory(plane, share, left < 0 ? "side where z is above 0" : "blue side")}` : "";
  return `${stateOf(share, layout)}: active on ${percent(shareOf(share, layout.y_train.length))} of the training points, ${heldOut}${onPlane} of the plane${life.length ? `; ${life.join(", ")}` : ""}.${slope}${hinge}`;
}

// Where the line is on which z = 0, and who lies on the side that the unit answers: with a slope below 0 both are blue.
function hingeStory(plane, share, side) {
  if (plane === 0 || plane === 1) return "No hinge, z = 0, runs through what is shown.";
  return share ? `The dashed line is its hinge, z = 0: it answers on the ${side}.` : `The dashed line is its hinge, z = 0: it would answer on the ${side}, where no training point lies.`;
}

// Never of all: a sigmoid and a softmax only come near 1, though numbers in a computer get there.
const sure = (share) => `${percent(Math.min(share, 1 - Number.EPSILON))} sure`;

function placeStory({ pointed, planes, layout }) {
  const logits = planes.at(-1).map((plane) => plane[pointed.index]);
  const units = layout.units ? " The squares show each unit's answer." : "";
  const here = `At x₁ = ${fixed(pointed.x1)}, x₂ = ${fixed(pointed.x2)}: `;
  if (layout.regression) return `${here}the answer is ${fixed(logits[0])}.${units}`;
  if (logits.length === 1) {
    const p = 1 / (1 + Math.exp(-logits[0]));
    return `${here}class ${p > 0.5 ? 1 : 0}, ${sure(Math.max(p, 1 - p))}.${units}`;
  }
  const top = Math.max(...logits), sum = logits.reduce((total, z) => total + Math.exp(z - top), 0);
  return `${here}class ${logits.indexOf(top)}, ${sure(1 / sum)}.${units}`;
}
