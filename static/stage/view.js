// The large map on the right: the output or one unit, the points, the boundary or the unit's hinge, what is pointed at.

import { fit } from "./diagram.js";
import { preActivation, startOfLayer } from "./forward.js";
import { drawPieces, strokeParts } from "./pieces.js";
import { boundaryOf, pieceAt } from "./regions.js";
import { drawPoints, makePicture, paint, paintOutput, traceBoundary, traceZero } from "./map.js";

export function makeView(place, layout) {
  const [output, lines, points] = place.querySelectorAll("canvas");
  const size = Math.round(place.clientWidth) || 340;
  fit(lines, size, size);
  fit(points, size, size);
  for (const canvas of [lines, points]) canvas.style = "";
  return {
    place, layout, size, lines, points,
    picture: makePicture(output, layout.side),
    hinge: new Float32Array(layout.side ** 2),
  };
}

export function drawViewPoints(map, colours, { held_out_shown }, drawn) {
  const context = map.points.getContext("2d");
  context.clearRect(0, 0, map.size, map.size);
  drawPoints(context, map.size, drawn ?? map.layout, colours, held_out_shown);
}

export function drawView(view, frame, planes, unit, pointed, colours, { discretized }, cut = null) {
  const { layout, picture, size } = view, { side } = layout;
  const context = view.lines.getContext("2d");
  context.clearRect(0, 0, size, size);
  if (unit) {
    const plane = planes[unit.layer][unit.unit];
    paint(picture, plane, side, plane.reduce((most, v) => Math.max(most, Math.abs(v)), 0), colours.ramp);
    preActivation(frame.theta, layout, planes, unit.layer, unit.unit, startOfLayer(layout, unit.layer), view.hinge);
  } else paintOutput(picture, planes.at(-1), colours, layout.regression, discretized);
  if (cut) drawPieces(context, size, layout, cut, pointed && pieceAt(cut.pieces, pointed.x1, pointed.x2), unit, colours);
  drawLines(context, view, planes, unit, colours, cut?.theta === frame.theta ? cut : null);
  if (pointed) {
    Object.assign(context, { lineWidth: 1.5, strokeStyle: inkOf(colours) });
    context.beginPath();
    context.arc(pointed.x * size, pointed.y * size, 6, 0, 2 * Math.PI);
    context.stroke();
  }
}

const inkOf = ({ dark }) => (dark ? "#ffffff" : "#10171f");

// The hinge of a unit as it was drawn last, or the output's boundary: traced on the plane's places, or exact where it is cut.
export function drawLines(context, { layout, size, hinge }, planes, unit, colours, cut) {
  const { side, extent } = layout, parts = cut && !unit && boundaryOf(cut, layout);
  const trace = () => (parts ? strokeParts(context, size, extent, parts) : traceBoundary(context, planes.at(-1), side, size));
  context.lineJoin = context.lineCap = "round";
  const stroke = (width, colour) => Object.assign(context, { lineWidth: width, strokeStyle: colour });
  if (unit) {
    stroke(2, inkOf(colours));
    context.setLineDash([7, 5]);
    traceZero(context, hinge, side, size);
    context.setLineDash([]);
    return;
  }
  stroke(4.5, colours.dark ? "#0c1117" : "#ffffff");
  trace();
  stroke(2.2, inkOf(colours));
  trace();
}

// The place under a pointer: shares of the width and height, the plane's index there, and its coordinates.
export function placeAt({ place, layout }, event) {
  const box = place.getBoundingClientRect();
  const x = (event.clientX - box.left) / box.width, y = (event.clientY - box.top) / box.height;
  if (x < 0 || y < 0 || x >= 1 || y >= 1) return null;
  const { side, extent } = layout;
  return { x, y, index: Math.floor(y * side) * side + Math.floor(x * side), x1: extent * (2 * x - 1), x2: extent * (1 - 2 * y) };
}
