// One panel of a flipbook: axes, curves, a plane of colours, points. It draws any frame; frames live in flat arrays.

import { coloursOf, packed, rampIndex } from "../stage/colours.js";
import { pathOf, scaleOf, tickText, ticksOf } from "./axes.js";

const MARGIN = { left: 52, right: 12, top: 8, bottom: 38 };
const MARKS = { circle: "●", square: "■", cross: "✕", ring: "○" };
const NS = "http://www.w3.org/2000/svg";

export class Panel {
  constructor(place, panel, book) {
    Object.assign(this, { panel, book, number: book.panels.indexOf(panel) });
    place.innerHTML = `<figcaption></figcaption><div class="graph"><canvas></canvas><svg role="img"></svg></div><div class="names"></div>`;
    place.querySelector("figcaption").textContent = panel.title;
    this.graph = place.querySelector(".graph");
    this.svg = place.querySelector("svg");
    this.svg.setAttribute("aria-label", panel.alt);
    this.canvas = place.querySelector("canvas");
    this.canvas.hidden = !panel.plane;
    this.caption = place.querySelector("figcaption");
    const names = place.querySelector(".names");
    for (const curve of panel.curves.filter(({ name }) => name)) names.append(this.nameOf(curve));
  }

  // More frames of the same curves.
  grow(panel, book) {
    Object.assign(this, { panel, book });
  }

  nameOf({ name, colour, dash, mark }) {
    const item = document.createElement("span");
    const line = `<line x1="0" y1="5" x2="26" y2="5" stroke-width="2.5" style="stroke:${colour};stroke-dasharray:${dash}"/>`;
    item.innerHTML = mark ? `<b style="color:${colour}">${MARKS[mark]}</b>` : `<svg viewBox="0 0 26 10" aria-hidden="true">${line}</svg>`;
    item.append(` ${name}`);
    return item;
  }

  // Axes for the size it has now; called again when that changes.
  layout() {
    const { panel } = this, width = this.graph.clientWidth, height = this.graph.clientHeight;
    if (!width) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const inside = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
    this.x = scaleOf(panel.x_range, [inside.left, inside.right], panel.x_log);
    this.y = scaleOf(panel.y_range, [inside.bottom, inside.top], panel.y_log);
    const parts = [];
    for (const tick of ticksOf(panel.x_range, panel.x_log, Math.max(2, Math.floor(width / 64)))) {
      const x = this.x(tick);
      parts.push(`<path class="grid" d="M${x} ${inside.top}V${inside.bottom}"/><text x="${x}" y="${inside.bottom + 15}" text-anchor="middle">${tickText(tick, panel.x_log)}</text>`);
    }
    for (const tick of ticksOf(panel.y_range, panel.y_log, Math.max(2, Math.floor(height / 46)))) {
      const y = this.y(tick);
      parts.push(`<path class="grid" d="M${inside.left} ${y}H${inside.right}"/><text x="${inside.left - 6}" y="${y + 4}" text-anchor="end">${tickText(tick, panel.y_log)}</text>`);
    }
    parts.push(`<text class="label" x="${(inside.left + inside.right) / 2}" y="${height - 4}" text-anchor="middle">${panel.x_label}</text>`);
    parts.push(`<text class="label" transform="translate(12 ${(inside.top + inside.bottom) / 2}) rotate(-90)" text-anchor="middle">${panel.y_label}</text>`);
    parts.push(`<clipPath id="clip-${this.number}"><rect x="${inside.left}" y="${inside.top}" width="${inside.right - inside.left}" height="${inside.bottom - inside.top}"/></clipPath>`);
    this.svg.innerHTML = parts.join("") + `<g clip-path="url(#clip-${this.number})"></g>`;
    const group = this.svg.querySelector("g");
    this.lines = panel.curves.map((curve) => {
      const line = group.appendChild(document.createElementNS(NS, "path"));
      line.style.cssText = `fill:none;stroke:${curve.colour};stroke-width:${curve.width};stroke-dasharray:${curve.mark ? "none" : curve.dash}`;
      return line;
    });
    Object.assign(this.canvas.style, {
      left: `${inside.left}px`, top: `${inside.top}px`,
      width: `${inside.right - inside.left}px`, height: `${inside.bottom - inside.top}px`,
    });
  }

  draw(frame) {
    if (!this.x) this.layout();
    if (!this.x) return;
    const { panel, book, number } = this;
    this.caption.textContent = panel.titles.length ? panel.titles[frame] : panel.title;
    panel.curves.forEach((curve, n) => {
      const xs = rowOf(book[`${number}.${n}.x`], curve.places, frame), ys = rowOf(book[`${number}.${n}.y`], curve.places, frame);
      const path = curve.mark ? this.marks(curve.mark, xs, ys) : pathOf(xs, ys, this.x, this.y, panel.x_log, panel.y_log);
      this.lines[n].setAttribute("d", path);
    });
    if (panel.plane) this.paint(rowOf(book[`${number}.plane`], panel.plane.rows * panel.plane.columns, frame));
  }

  marks(kind, xs, ys) {
    const r = 4, shapes = {
      circle: (x, y) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
      ring: (x, y) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
      square: (x, y) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
      cross: (x, y) => `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
    };
    let path = "";
    for (let n = 0; n < ys.length; n++) {
      if (Number.isFinite(ys[n]) && Number.isFinite(xs[n])) path += shapes[kind](+this.x(xs[n]).toFixed(1), +this.y(ys[n]).toFixed(1));
    }
    return path;
  }

  // Values from −1 (orange) to 1 (blue); what is not a number has the colour of a dead unit.
  paint(values) {
    const { rows, columns } = this.panel.plane, { canvas } = this;
    canvas.width = columns;
    canvas.height = rows;
    const context = canvas.getContext("2d"), image = context.createImageData(columns, rows);
    const { ramp, rgb } = coloursOf(this.graph), pixels = new Int32Array(image.data.buffer), dead = packed(rgb.dead);
    for (let n = 0; n < values.length; n++) pixels[n] = Number.isNaN(values[n]) ? dead : ramp[rampIndex(values[n])];
    context.putImageData(image, 0, 0);
  }
}

function rowOf(array, length, frame) {
  return array.length === length ? array : array.subarray(frame * length, (frame + 1) * length);
}
