// The cart on its track, the pole on the cart, and which way the agent pushes.

import { minus } from "../shared/figures.js";
import { fit } from "../stage/diagram.js";

export function drawScene(canvas, game, colours) {
  const width = canvas.clientWidth || 560, height = canvas.clientHeight || 250;
  const key = `${width}×${height}`;
  if (canvas.dataset.size !== key) {
    fit(canvas, width, height);
    canvas.style = "";
    canvas.dataset.size = key;
  }
  const context = canvas.getContext("2d"), [x, , angle] = game.shown, { x_threshold, length } = game.physics;
  const metre = width / (2 * x_threshold + 1), ground = height - 44, middle = width / 2 + x * metre;
  const size = Math.min(metre, (height - 90) / (2 * length));
  context.clearRect(0, 0, width, height);
  Object.assign(context, { lineCap: "round", lineWidth: 1.5, strokeStyle: colours.muted, fillStyle: colours.muted, font: "12px sans-serif", textAlign: "center" });
  line(context, [[width / 2 - x_threshold * metre, ground + 12], [width / 2 + x_threshold * metre, ground + 12]]);
  for (const end of [-x_threshold, 0, x_threshold]) {
    line(context, [[width / 2 + end * metre, ground + 6], [width / 2 + end * metre, ground + 18]]);
    context.fillText(`${minus(end)} m`, width / 2 + end * metre, ground + 34);
  }
  const fell = game.fellAt !== null;
  context.fillStyle = fell ? colours.muted : colours.text;
  context.beginPath();
  context.roundRect(middle - 0.26 * size, ground - 0.24 * size, 0.52 * size, 0.24 * size, 4);
  context.fill();
  for (const wheel of [-0.15, 0.15]) dot(context, middle + wheel * size, ground + 2, 0.075 * size);
  const axle = [middle, ground - 0.24 * size], tip = [axle[0] + 2 * length * size * Math.sin(angle), axle[1] - 2 * length * size * Math.cos(angle)];
  Object.assign(context, { lineWidth: 0.085 * size, strokeStyle: fell ? colours.muted : colours.negative });
  line(context, [axle, tip]);
  context.fillStyle = colours.positive;
  dot(context, ...axle, 0.06 * size);
  if (fell || !game.push) return;
  context.font = `600 ${Math.round(0.24 * size)}px sans-serif`;
  context.fillText(game.push > 0 ? "→" : "←", middle + game.push * 0.46 * size, ground - 0.04 * size);
}

function line(context, points) {
  context.beginPath();
  points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}

function dot(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
