// Learning curves: for each activation a line with its band, over the rounds shown so far.

import { fit } from "../stage/diagram.js";

const LEFT = 34, BOTTOM = 18, TOP = 6, RIGHT = 6;

// bandOf(frame, team) gives [low, middle, high]; a dashed line marks `mark`, if there is one.
export function drawBands(canvas, timeline, teams, rounds, top, mark, bandOf, write, colours) {
  const width = canvas.clientWidth || 400, height = canvas.clientHeight || 160, key = `${width}×${height}`;
  if (canvas.dataset.size !== key) {
    fit(canvas, width, height);
    canvas.style = "";
    canvas.dataset.size = key;
  }
  const context = canvas.getContext("2d");
  const x = (round) => LEFT + ((width - LEFT - RIGHT) * round) / rounds;
  const y = (value) => TOP + (height - TOP - BOTTOM) * (1 - Math.min(value, top) / top);
  context.clearRect(0, 0, width, height);
  Object.assign(context, { font: "11px sans-serif", fillStyle: colours.muted, strokeStyle: colours.line, lineWidth: 1, textAlign: "right", textBaseline: "middle" });
  for (const part of [0, 0.5, 1]) {
    context.fillText(write(part * top), LEFT - 6, y(part * top));
    stroke(context, [[LEFT, y(part * top)], [width - RIGHT, y(part * top)]]);
  }
  Object.assign(context, { textAlign: "center", textBaseline: "alphabetic" });
  for (const part of [0, 0.5, 1]) context.fillText(`${Math.round(part * rounds)}`, x(part * rounds) - (part === 1 ? 8 : 0), height - 4);
  if (mark) {
    context.setLineDash([3, 4]);
    context.strokeStyle = colours.muted;
    stroke(context, [[LEFT, y(mark)], [width - RIGHT, y(mark)]]);
  }
  const shown = timeline.frames.slice(0, timeline.furthest + 1);
  for (const team of teams) {
    const bands = shown.map((frame) => bandOf(frame, team));
    context.fillStyle = context.strokeStyle = team.colour;
    context.globalAlpha = 0.2;
    context.beginPath();
    bands.forEach(([low], i) => context.lineTo(x(shown[i].epoch), y(low)));
    bands.toReversed().forEach(([, , high], i) => context.lineTo(x(shown.at(-1 - i).epoch), y(high)));
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 2.2;
    context.setLineDash(team.dash === "none" ? [] : team.dash.split(" ").map(Number));
    stroke(context, bands.map(([, middle], i) => [x(shown[i].epoch), y(middle)]));
  }
  context.setLineDash([]);
  Object.assign(context, { strokeStyle: colours.muted, lineWidth: 1 });
  const here = x(timeline.frame.epoch);
  stroke(context, [[here, TOP], [here, height - BOTTOM]]);
}

function stroke(context, points) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}
