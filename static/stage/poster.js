// The moment as one drawing to take away: network, map with its axes, legend and figures. SVG, PNG and film are made of it.

import { ticksOf, tickText } from "../flipbook/axes.js";
import { strokeLinks } from "./links.js";
import { momentName } from "./moment.js";
import { drawPieces } from "./pieces.js";
import { drawLines } from "./view.js";
import { drawPoints } from "./map.js";

const EDGE = 14, TOP = 64, GAP = 24; // px around all, above and between network and map
const LEFT_OF_MAP = 46, BELOW_MAP = 40; // for the numbers and names of its axes
const LINE = 20, FOOT = 3 * LINE; // legend and figures
const A_LETTER = 7; // px that one is wide, about

export const wordsOf = (stage) => `${momentName(stage.timeline.frame)}. ${stage.find(".news").textContent}`;

export function sizeOf({ diagram, map }) {
  const height = TOP + Math.max(diagram.place.clientHeight, map.size + BELOW_MAP) + FOOT;
  return { width: leftOfMap(diagram) + map.size + EDGE, height: Math.round(height) };
}

const leftOfMap = (diagram) => diagram.width + GAP + LEFT_OF_MAP;

export function drawPoster(context, stage) {
  const { width, height } = sizeOf(stage), { backgroundColor: ground, color: ink } = getComputedStyle(stage.root);
  const write = (text, x, y, { size = 12, weight = 400, align = "left", colour = ink } = {}) => {
    Object.assign(context, { font: `${weight} ${size}px sans-serif`, textAlign: align, fillStyle: colour });
    context.fillText(text, x, y);
  };
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  write(wordsOf(stage), EDGE, 26, { size: 16, weight: 600 });
  moved(context, 0, TOP, () => drawNetwork(context, stage, write, ground, ink));
  write(stage.find(".view-title").textContent, leftOfMap(stage.diagram), TOP - 10, { colour: stage.colours.muted });
  moved(context, leftOfMap(stage.diagram), TOP, () => {
    drawMap(context, stage);
    drawAxes(context, stage, write);
  });
  writeLegend(stage, write, width - EDGE, height - FOOT + LINE);
}

function moved(context, x, y, draw) {
  context.save();
  context.translate(x, y);
  draw();
  context.restore();
}

function drawNetwork(context, { diagram, timeline, colours, layout }, write, ground, ink) {
  strokeLinks(context, diagram, timeline.frame.theta, colours);
  context.drawImage(diagram.sheet.canvas, 0, 0, diagram.width, diagram.place.clientHeight);
  for (const title of diagram.titles) write(`${title.classList.contains("frozen") ? "❄ " : ""}${title.querySelector("span").textContent}`, title.offsetLeft, 12, { colour: colours.muted });
  for (const { button, picture, name, chosen } of diagram.inputs) {
    if (!chosen) continue;
    const { offsetLeft: x, offsetTop: y, offsetWidth: size } = button;
    context.drawImage(picture.canvas, x, y, size, size);
    write(layout.all_features[name], x - 6, y + size / 2 + 4, { align: "right" });
  }
  for (const { button } of diagram.units) drawFrame(context, button, colours, ink);
  for (const { button } of diagram.units) if (markOf(button, diagram.tight)) writeMark(context, button, diagram.tight, write, ground);
}

function drawFrame(context, { offsetLeft: x, offsetTop: y, offsetWidth: size, dataset }, colours, ink) {
  const dead = dataset.state === "inactive";
  context.setLineDash(dead ? [4, 3] : []);
  Object.assign(context, { lineWidth: dead ? 2 : 1.5, strokeStyle: dead ? ink : colours.line });
  context.beginPath();
  context.roundRect(x, y, size, size, 8);
  context.stroke();
  context.setLineDash([]);
}

const markOf = ({ dataset: { held, mark } }, tight) => (held === "removed" ? (tight ? "gone" : held) : mark);

// What the diagram writes beside a unit that is removed, dead or nearly so, on the unit where there is no room beside it.
function writeMark(context, button, tight, write, ground) {
  const { offsetLeft: x, offsetTop: y, offsetWidth: size } = button, middle = y + size / 2 + 4, mark = markOf(button, tight);
  if (tight) return write(mark, x + size / 2, middle, { weight: 600, align: "center" });
  Object.assign(context, { fillStyle: ground, globalAlpha: 0.82 });
  context.fillRect(x + size + 3, middle - 12, A_LETTER * mark.length + 6, 16);
  context.globalAlpha = 1;
  write(mark, x + size + 6, middle, { weight: 600 });
}

function drawMap(context, stage) {
  const { map, colours, view, drawn, layout } = stage;
  context.drawImage(map.picture.canvas, 0, 0, map.size, map.size);
  const cut = view.regions ? stage.counting.cut : null;
  if (cut) drawPieces(context, map.size, layout, cut, null, stage.pinned ?? stage.selected, colours);
  drawLines(context, map, stage.planes, stage.pinned ?? stage.selected, colours, cut?.theta === stage.timeline.frame.theta ? cut : null);
  drawPoints(context, map.size, drawn ?? layout, colours, view.held_out_shown);
}

function drawAxes(context, { map: { size }, layout: { extent }, colours }, write) {
  Object.assign(context, { strokeStyle: colours.muted, lineWidth: 1 });
  context.beginPath();
  context.rect(0, 0, size, size);
  const ticks = ticksOf([-extent, extent], false), at = (value) => ((value / extent + 1) * size) / 2;
  for (const value of ticks) {
    context.moveTo(at(value), size);
    context.lineTo(at(value), size + 4);
    context.moveTo(0, at(-value));
    context.lineTo(-4, at(-value));
  }
  context.stroke();
  for (const value of ticks) {
    write(tickText(value), at(value), size + 17, { align: "center" });
    write(tickText(value), -7, at(-value) + 4, { align: "right" });
  }
  write("x₁", size / 2, size + 34, { align: "center" });
  write("x₂", -LEFT_OF_MAP + 12, size / 2 + 4, { align: "center" });
}

// The legend of the page, one entry after the other, and its figures.
function writeLegend(stage, write, right, top) {
  let x = EDGE, y = top;
  for (const entry of stage.find(".legend").children) {
    const mark = entry.querySelector("span"), text = entry.textContent.replace(mark?.textContent ?? "", "").trim();
    const wide = 20 + A_LETTER * text.length;
    if (x + wide > right) [x, y] = [EDGE, y + LINE];
    write(mark?.textContent ?? "━", x, y, mark?.style.color ? { size: 14, colour: mark.style.color } : { size: 14 });
    write(text, x + 20, y);
    x += wide + 12;
  }
  const figure = [".score .measure", ".figure", ".held-out"].map((name) => stage.find(name).textContent);
  write(`${figure[0]} ${figure[1]}, ${figure[2]}`, EDGE, y + LINE, { weight: 600 });
}
