// Where a digit is drawn, with mouse, finger or keys; it shows a held-out digit until somebody draws.

import { fit } from "../shared/canvas.js";
import { makeCells, paintInk } from "./cells.js";

const STEP = 0.04; // of the pad, for a press of an arrow key

export class Pad {
  // tell(strokes) hears of every change.
  constructor(place, side, tell) {
    [this.held, this.canvas] = place.querySelectorAll("canvas");
    this.cells = makeCells(this.held, side);
    this.tell = tell;
    this.strokes = [];
    this.pen = { x: 0.5, y: 0.5, down: false, shown: false };
    const { canvas } = this;
    canvas.onpointerdown = (event) => {
      event.preventDefault();
      canvas.focus({ focusVisible: false });
      canvas.setPointerCapture(event.pointerId);
      this.pen.shown = false;
      this.strokes.push([this.at(event)]);
      this.changed();
    };
    canvas.onpointermove = (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      this.strokes.at(-1).push(...(event.getCoalescedEvents?.() ?? [event]).map((each) => this.at(each)), this.at(event));
      this.changed();
    };
    canvas.onkeydown = (event) => this.pressed(event);
    canvas.onblur = () => {
      this.pen.shown = this.pen.down = false;
      this.redraw();
    };
  }

  at({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect(), inside = (v) => Math.max(0, Math.min(1, v));
    return [inside((clientX - box.left) / box.width), inside((clientY - box.top) / box.height)];
  }

  // Arrows move a pen, the space bar puts it down and lifts it, Escape clears.
  pressed(event) {
    const { pen } = this;
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (event.key === "Escape") return this.clear();
    if (event.key !== " " && !moves[event.key]) return;
    event.preventDefault();
    pen.shown = true;
    if (event.key === " ") {
      pen.down = !pen.down;
      if (pen.down) this.strokes.push([[pen.x, pen.y]]);
    } else {
      const [dx, dy] = moves[event.key];
      pen.x = Math.max(0, Math.min(1, pen.x + dx));
      pen.y = Math.max(0, Math.min(1, pen.y + dy));
      if (pen.down) this.strokes.at(-1).push([pen.x, pen.y]);
    }
    this.changed();
  }

  clear() {
    this.strokes = [];
    this.pen.down = false;
    this.changed();
  }

  changed() {
    this.redraw();
    this.tell(this.strokes);
  }

  showDigit(image, colours) {
    this.colours = colours;
    paintInk(this.cells, image, colours);
    this.redraw();
  }

  redraw() {
    const { canvas, strokes, pen, colours } = this;
    if (!colours) return;
    const size = canvas.clientWidth || 220, on = `${size} px, ${window.devicePixelRatio}`;
    if (this.fitted !== on) {
      this.fitted = on;
      fit(canvas, size, size);
      canvas.style.width = canvas.style.height = ""; // the style sheet's
    }
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, size, size);
    this.held.hidden = strokes.length > 0;
    Object.assign(context, { lineCap: "round", lineJoin: "round", lineWidth: size / 13, strokeStyle: colours.text, fillStyle: colours.positive });
    for (const stroke of strokes) {
      context.beginPath();
      stroke.forEach(([x, y], i) => (i ? context.lineTo(x * size, y * size) : context.moveTo(x * size, y * size)));
      if (stroke.length === 1) context.lineTo(stroke[0][0] * size + 0.1, stroke[0][1] * size);
      context.stroke();
    }
    if (pen.shown) {
      context.beginPath();
      context.arc(pen.x * size, pen.y * size, pen.down ? 8 : 5, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
