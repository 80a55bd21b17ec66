// f above f′ on one axis, any number overlaid; alpha by slider, by number, or by dragging the curve itself.

import { unpack, versionOf } from "../shared/packing.js";
import { fit, plot } from "./plot.js";
import { alphaThrough, curve, valueAt } from "./tables.js";

const VERSION = 1;
const TEMPLATE = `
<section class="explorer" data-testid="explorer" aria-label="Activation functions">
  <div class="legend" role="group" aria-label="Which function is in focus"></div>
  <p class="reading" aria-live="polite"></p>
  <div class="plots"><button class="picture" aria-label="Download this picture">PNG</button><canvas tabindex="0" role="slider" aria-label="z" aria-valuemin="-6" aria-valuemax="6"></canvas></div>
  <div class="alphas"></div>
</section>`;

let explorer = null;

export function mount(place, bytes, tell) {
  if (versionOf(bytes) !== VERSION) {
    place.textContent = "The app has been updated since this page was opened. Please reload it.";
    return;
  }
  const data = unpack(bytes);
  const names = data.activations.map(({ name }) => name).join();
  if (explorer?.place === place && explorer.names === names && explorer.root.isConnected) {
    explorer.take(data);
    return;
  }
  explorer = new Explorer(place, data, names);
  explorer.tell = tell;
}

class Explorer {
  constructor(place, data, names) {
    Object.assign(this, { place, names, data, at: -1, dirty: true, pointing: false, dragging: false });
    place.innerHTML = TEMPLATE;
    this.root = place.querySelector(".explorer");
    this.root.painted = 0;
    this.canvas = this.root.querySelector("canvas");
    this.functions = data.activations.map((each) => ({
      ...each,
      f: { z: data[`${each.name}.z`], alphas: data[`${each.name}.alphas`], table: data[`${each.name}.f`] },
      slope: { z: data[`${each.name}.z`], alphas: data[`${each.name}.alphas`], table: data[`${each.name}.slope`] },
    }));
    this.focus = this.functions.find(({ name }) => name === data.focus) ?? this.functions[0];
    this.makeLegend();
    this.makeAlphas();
    this.listen();
    const loop = () => {
      if (explorer !== this || !this.root.isConnected) return;
      if (this.dirty) this.draw();
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
    new ResizeObserver(() => (this.dirty = true)).observe(this.root);
  }

  // The same functions again: alphas may have come from a link or a reset, unless a finger is on one right now.
  take(data) {
    if (this.dragging) return;
    for (const each of this.functions) each.alpha = data.activations.find(({ name }) => name === each.name).alpha;
    this.focus = this.functions.find(({ name }) => name === data.focus) ?? this.functions[0];
    this.functions.forEach((each) => this.showAlpha(each));
    this.showFocus();
    this.dirty = true;
  }

  makeLegend() {
    const legend = this.root.querySelector(".legend");
    const dashes = { solid: "", dash: "6 4", dot: "2 3", dashdot: "7 3 2 3", longdash: "10 4", longdashdot: "10 3 2 3" };
    for (const each of this.functions) {
      each.pattern = dashes[each.dash].split(" ").filter(Boolean).map(Number);
      const button = legend.appendChild(document.createElement("button"));
      button.innerHTML = `<svg aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" stroke="${each.colour}" stroke-width="3" stroke-dasharray="${dashes[each.dash]}"/></svg>`;
      button.append(each.label);
      button.onclick = () => {
        this.focusOn(each);
        this.commit();
      };
      each.button = button;
    }
    this.showFocus();
  }

  focusOn(each) {
    this.focus = each;
    this.showFocus();
    this.dirty = true;
  }

  showFocus() {
    for (const each of this.functions) each.button.setAttribute("aria-pressed", each === this.focus);
  }

  makeAlphas() {
    for (const each of this.functions.filter(({ alpha }) => alpha !== null)) {
      const row = this.root.querySelector(".alphas").appendChild(document.createElement("div"));
      row.className = "alpha";
      const id = `alpha-${each.name}`, what = each.learned ? "first slope a" : "alpha α";
      row.innerHTML = `<label for="${id}">${each.label}: ${what}</label>
        <input id="${id}" type="range" min="${each.low}" max="${each.high}" step="any" aria-label="${each.label} alpha">
        <input type="number" min="${each.low}" max="${each.high}" step="0.01" aria-label="${each.label} alpha, typed">
        <button aria-label="Reset ${each.label} alpha">Reset</button><p class="problem" role="alert"></p>`;
      [each.slider, each.typed] = row.querySelectorAll("input");
      each.problem = row.querySelector(".problem");
      each.slider.oninput = () => {
        this.dragging = true;
        this.setAlpha(each, rounded(each.slider.valueAsNumber));
      };
      each.slider.onkeydown = (event) => this.nudge(each, event);
      each.slider.onchange = () => this.commit();
      each.typed.onchange = () => this.typed(each);
      row.querySelector("button").onclick = () => {
        this.setAlpha(each, each.default);
        this.commit();
      };
      this.showAlpha(each);
    }
  }

  nudge(each, event) {
    const step = { ArrowRight: 0.01, ArrowUp: 0.01, ArrowLeft: -0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.setAlpha(each, rounded(Math.min(each.high, Math.max(each.low, each.alpha + step))));
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.commit(), 300);
  }

  typed(each) {
    const value = each.typed.valueAsNumber;
    const accepted = Number.isFinite(value) && value >= each.low && value <= each.high;
    each.problem.textContent = accepted ? "" : `Alpha of ${each.label} must be a number from ${each.low} to ${each.high}.`;
    if (!accepted) return;
    this.setAlpha(each, value);
    this.commit();
  }

  setAlpha(each, alpha) {
    each.alpha = alpha;
    this.focusOn(each);
    this.showAlpha(each);
  }

  showAlpha({ slider, typed, alpha, problem }) {
    if (!slider) return;
    slider.value = alpha;
    typed.value = Number(alpha.toFixed(4));
    problem.textContent = "";
  }

  // A finger has let go: now the link and the server's figures follow.
  commit() {
    this.dragging = false;
    const alphas = Object.fromEntries(this.functions.filter(({ alpha }) => alpha !== null).map(({ name, alpha }) => [name, alpha]));
    this.tell({ focus: this.focus.name, alphas });
  }

  listen() {
    const { canvas } = this;
    this.root.querySelector(".picture").onclick = () => this.savePicture();
    canvas.onpointermove = (event) => {
      const place = this.axes?.placeAt(event);
      if (!place) return;
      this.at = place.z;
      this.pointing = this.dirty = true;
      if (this.held) this.setAlpha(this.focus, rounded(Math.min(this.focus.high, Math.max(this.focus.low, alphaThrough(this.focus.f, place.z, place.f)))));
      else canvas.classList.toggle("grab", this.canHold(place));
    };
    canvas.onpointerdown = (event) => {
      const place = this.axes?.placeAt(event);
      if (!place || !this.canHold(place)) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      this.held = this.dragging = true;
    };
    canvas.onpointerup = canvas.onpointercancel = () => {
      if (this.held) this.commit();
      this.held = false;
    };
    canvas.onkeydown = (event) => {
      const step = { ArrowRight: 0.05, ArrowLeft: -0.05, PageUp: 1, PageDown: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const { range } = this.data;
      this.at = Math.max(-range, Math.min(range, rounded(this.at + step)));
      this.dirty = true;
    };
  }

  // The branch that alpha moves can be taken hold of: where the focused curve is near, and alpha makes a difference.
  canHold({ z, f, near }) {
    const { alpha, f: table, low, high } = this.focus;
    if (alpha === null || f === null) return false;
    const value = valueAt(table.z, curve(table, alpha), z);
    const moves = Math.abs(valueAt(table.z, curve(table, high), z) - valueAt(table.z, curve(table, low), z)) > 0.05;
    return moves && Math.abs(value - f) < near;
  }

  savePicture() {
    const copy = Object.assign(document.createElement("canvas"), { width: this.canvas.width, height: this.canvas.height });
    const context = copy.getContext("2d");
    context.fillStyle = getComputedStyle(this.root).getPropertyValue("--st-background-color");
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(this.canvas, 0, 0);
    Object.assign(document.createElement("a"), { href: copy.toDataURL("image/png"), download: "activations.png" }).click();
  }

  draw() {
    this.dirty = false;
    const style = getComputedStyle(this.root);
    const look = {
      text: style.getPropertyValue("--st-text-color"),
      line: style.getPropertyValue("--st-border-color"),
      panel: style.getPropertyValue("--st-secondary-background-color"),
      ground: style.getPropertyValue("--st-background-color"),
    };
    const drawn = this.functions.map((each) => ({ ...each, f: curve(each.f, each.alpha), slope: curve(each.slope, each.alpha), z: each.f.z, bold: each.name === this.focus.name }));
    const focused = drawn.find(({ bold }) => bold);
    const at = { z: this.at, f: valueAt(focused.z, focused.f, this.at), slope: valueAt(focused.z, focused.slope, this.at) };
    const width = fit(this.canvas);
    this.axes = plot(this.canvas, width, drawn, focused, at, this.data, look);
    const alpha = focused.alpha === null ? "" : ` (α = ${Number(focused.alpha.toFixed(3))})`;
    const words = `${focused.label}${alpha} at z = ${at.z.toFixed(2)}: f = ${at.f.toFixed(3)}, slope f′ = ${at.slope.toFixed(3)}.`;
    const hint = focused.alpha === null ? "" : " Drag its bent side, or the slider.";
    this.root.querySelector(".reading").textContent = words + hint;
    this.canvas.setAttribute("aria-valuenow", at.z.toFixed(2));
    this.canvas.setAttribute("aria-valuetext", words);
    this.root.painted++;
  }
}

const rounded = (value) => Math.round(value * 1000) / 1000;
