// The words beside the large map: the legend, the figures, and what is known of the unit or place that is pointed at.

import { css } from "./colours.js";
import { stateOf } from "./diagram.js";
import { percent, score } from "./sentence.js";
import { timeOf } from "./timeline.js";

const MARKS = ["■", "●", "▲"];

export function legend({ sizes, regression }, { classes, rgb }, { held_out_shown }) {
  const held = held_out_shown ? "<li><span>◌</span> hollow: held out</li>" : "";
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
  const told = (share) => score(layout, share);
  stage.root.querySelectorAll(".measure").forEach((each) => (each.textContent = layout.regression ? "R²" : each.closest("h3") ? "Accuracy" : "accuracy"));
  stage.find(".figure").textContent = told(frame.trainAccuracy);
  stage.find(".held-out").textContent = Number.isFinite(frame.testAccuracy) ? `${told(frame.testAccuracy)} on held-out points` : "no points held out";
  stage.find(".loss .figures").textContent = figures(frame.trainLoss, frame.testLoss, (x) => x.toPrecision(3));
  stage.find(".accuracy .figures").textContent = figures(frame.trainAccuracy, frame.testAccuracy, told);
  stage.find(".view-title").textContent = unit ? `Unit ${unit.layer}.${unit.unit + 1}, its answer over the plane` : layout.regression ? "Output, and the line where it is 0" : "Output and boundary";
  stage.find(".hint").textContent = stage.pointed ? placeStory(stage) : unit ? unitStory(stage, unit) : layout.units ? "Point at a square to see its unit large; click to keep it. Point at the map to ask every unit." : "Point at the map to ask what the network answers there.";
  stage.find(".view").setAttribute("aria-label", `${unit ? `Unit ${unit.layer}.${unit.unit + 1}` : "The output"} over the plane with ${layout.y_train.length} points. ${layout.regression ? "R²" : "Accuracy"} ${told(frame.trainAccuracy)}.`);
  if (!stage.timeline.playing) labelUnits(stage, frame);
}

function figures(train, test, write) {
  return `${write(train)} train${Number.isFinite(test) ? `, ${write(test)} held out` : ""}`;
}

function labelUnits(stage, frame) {
  stage.diagram.units.forEach((it, i) => {
    it.button.setAttribute("aria-label", `Unit ${it.layer}.${it.unit + 1}: ${stateOf(frame.active[i], stage.layout)}, active on ${percent(frame.active[i] / 255)} of the points`);
  });
}

function unitStory(stage, { layer, unit }) {
  const index = stage.diagram.units.findIndex((it) => it.layer === layer && it.unit === unit);
  const { frame, events } = stage.timeline, share = frame.active[index];
  const life = events
    .filter((event) => event.unit === index && event.time <= timeOf(frame))
    .slice(-3)
    .map(({ kind, epoch }) => (kind === "born" ? `${stage.layout.inactive} from the start` : kind === "died" ? `went at ${epoch}` : `came back at ${epoch}`));
  const hinge = stage.layout.rectifier ? " The dashed line is its hinge: z = 0." : "";
  return `${stateOf(share, stage.layout)}: active on ${percent(share / 255)} of the points${life.length ? `; ${life.join(", ")}` : ""}.${hinge}`;
}

function placeStory({ pointed, planes, layout }) {
  const logits = planes.at(-1).map((plane) => plane[pointed.index]);
  const units = layout.units ? " The squares show each unit's answer." : "";
  const here = `At x₁ = ${pointed.x1.toFixed(2)}, x₂ = ${pointed.x2.toFixed(2)}: `;
  if (layout.regression) return `${here}the answer is ${logits[0].toFixed(2)}.${units}`;
  if (logits.length === 1) {
    const p = 1 / (1 + Math.exp(-logits[0]));
    return `${here}class ${p > 0.5 ? 1 : 0}, ${percent(Math.max(p, 1 - p))} sure.${units}`;
  }
  const top = Math.max(...logits), sum = logits.reduce((total, z) => total + Math.exp(z - top), 0);
  return `${here}class ${logits.indexOf(top)}, ${percent(1 / sum)} sure.${units}`;
}
