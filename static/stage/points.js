// Points of one's own: put on the map by mouse, finger or keyboard, and written as relu_viz/data/own_points.py reads them.

import { refreshCursor } from "./cursor.js";

const STEPS = 32767;
const REACH = 0.035; // of the map's side: what an eraser takes, and how far apart dragged points are
const MOST = 5000, LEAST = 2;
const PENS = [["0", "■ class 0"], ["1", "● class 1"], ["2", "▲ class 2"], ["erase", "erase"]];

const stepsOf = (x, extent) => Math.round(Math.max(-1, Math.min(1, x / extent)) * STEPS);

export function encodePoints(extent, points) {
  const bytes = new Uint8Array(4 + 5 * points.length), view = new DataView(bytes.buffer);
  view.setFloat32(0, extent, true);
  points.forEach(([x1, x2, kind], i) => {
    view.setInt16(4 + 5 * i, stepsOf(x1, extent), true);
    view.setInt16(6 + 5 * i, stepsOf(x2, extent), true);
    view.setUint8(8 + 5 * i, kind);
  });
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// What is drawn on the map while the pens are out; what it began with are the points of the run.
export function connectPoints(stage) {
  const { layout } = stage, open = stage.drawing && !layout.regression && stage.diagram.editable;
  const points = [...pointsOf(layout.x_train, layout.y_train), ...pointsOf(layout.x_test, layout.y_test)];
  if (!open) stage.stroke = null;
  if (!(isOvertaken(stage, points) && open)) {
    stage.points = points;
    stage.drawn = null;
  }
  const draw = stage.find(".draw");
  draw.disabled = layout.regression;
  draw.onclick = () => setDrawing(stage, !stage.drawing);
  setDrawing(stage, open);
}

// Undo takes back what was drawn too, also where the page never heard of it.
export function forgetDrawn(stage) {
  stage.drawn = null;
  connectPoints(stage);
}

// Whether a run that comes has other points than those drawn since: it was begun for some that somebody sent before, or
// for another reason. Then what is drawn stays, for its own run is still to come.
function isOvertaken(stage, points) {
  const key = keyOf(stage.layout.extent, points), sent = stage.sentPoints ?? [], isOfBefore = key === stage.pointsBefore;
  stage.pointsBefore = key;
  stage.sentPoints = isOfBefore ? sent : sent.slice(sent.indexOf(key) + 1 || sent.length);
  return stage.drawn && (stage.stroke || isOfBefore || stage.sentPoints.length > 0);
}

// The same for the same points in any order.
function keyOf(extent, points) {
  return points.map(([x1, x2, kind]) => [stepsOf(x1, extent), stepsOf(x2, extent), kind].join()).sort().join(" ");
}

function pointsOf(x, y) {
  return Array.from(y, (kind, i) => [x[2 * i], x[2 * i + 1], kind]);
}

function setDrawing(stage, drawing) {
  stage.drawing = drawing;
  const pens = stage.find(".pens"), place = stage.find(".view"), draw = stage.find(".draw");
  pens.hidden = !drawing;
  draw.setAttribute("aria-expanded", drawing);
  draw.textContent = drawing ? "Done" : "Draw points";
  place.classList.toggle("drawing", drawing);
  if (!drawing) {
    stage.stroke = null;
    place.onpointerdown = place.onpointermove = stage.follow;
    place.onpointerup = stage.drawn = stage.enter = null;
    refreshCursor(stage);
    return stage.colours && stage.drawPoints();
  }
  stage.pen ??= "1";
  pens.innerHTML = `${PENS.map(([pen, text]) => `<button data-pen="${pen}" aria-pressed="${pen === stage.pen}">${text}</button>`).join("")}<button class="clear">clear all</button><p>Click or drag on the map. With the keyboard: arrows move, Enter puts a point.</p>`;
  pens.onclick = ({ target }) => {
    if (target.dataset.pen) {
      stage.pen = target.dataset.pen;
      pens.querySelectorAll("[data-pen]").forEach((each) => each.setAttribute("aria-pressed", each.dataset.pen === stage.pen));
    } else if (target.className === "clear") {
      stage.points = [];
      show(stage);
    }
  };
  listen(stage, place);
}

function listen(stage, place) {
  const { extent } = stage.layout;
  const placeOf = (event) => {
    const box = place.getBoundingClientRect();
    return [extent * ((2 * (event.clientX - box.left)) / box.width - 1), extent * (1 - (2 * (event.clientY - box.top)) / box.height)];
  };
  place.onpointerdown = (event) => {
    place.setPointerCapture(event.pointerId);
    stage.stroke = placeOf(event); // where the pen in hand last did something
    touch(stage, stage.stroke);
  };
  place.onpointermove = (event) => {
    stage.follow(event);
    const here = placeOf(event), { stroke } = stage;
    if (!stroke || Math.hypot(here[0] - stroke[0], here[1] - stroke[1]) < 2 * REACH * extent) return;
    stage.stroke = here;
    touch(stage, here);
  };
  place.onpointerup = () => {
    const { stroke } = stage;
    stage.stroke = null;
    if (stroke) send(stage);
  };
  stage.enter = (cursor) => {
    touch(stage, cursor);
    send(stage);
  };
  refreshCursor(stage);
}

// Puts a point of the pen's class at a place, or erases those near it.
function touch(stage, [x1, x2]) {
  const { extent } = stage.layout;
  if (stage.pen === "erase") stage.points = stage.points.filter((point) => Math.hypot(point[0] - x1, point[1] - x2) > REACH * extent);
  else if (stage.points.length < MOST && Math.max(Math.abs(x1), Math.abs(x2)) <= extent) stage.points.push([x1, x2, Number(stage.pen)]);
  show(stage);
}

function show(stage) {
  const { extent } = stage.layout;
  stage.drawn = { extent, x_train: stage.points.flatMap(([x1, x2]) => [x1, x2]), y_train: stage.points.map((point) => point[2]), x_test: [], y_test: [] };
  stage.drawPoints();
  stage.find(".pens p").textContent = stage.points.length < LEAST ? "An empty plane: put at least two points on it, and training begins anew." : `${stage.points.length} points.`;
}

function send(stage) {
  const { points, layout: { extent } } = stage;
  if (points.length < LEAST) return;
  stage.sentPoints.push(keyOf(extent, points));
  stage.edit({ points: encodePoints(extent, points), dataset: "own" });
}
