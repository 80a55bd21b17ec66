// The plot as it is set, in the page's colours, and its words: drawn, told, taken away.

import { savePicture } from "../shared/saving.js";
import { minus } from "../shared/figures.js";
import { fit, plot } from "./plot.js";
import { curve, valueAt } from "./tables.js";

export class Picture {
  constructor(root, saturatedBelow) {
    Object.assign(this, { root, saturatedBelow, canvas: root.querySelector("canvas"), reading: root.querySelector(".reading") });
    root.querySelector(".picture").onclick = ({ target }) => this.save(target);
  }

  draw({ functions, focus, z, range }) {
    const drawn = functions.map((each) => ({ ...each, f: curve(each.f, each.alpha), slope: curve(each.slope, each.alpha), z: each.f.z, bold: each === focus }));
    const focused = drawn.find(({ bold }) => bold);
    const at = { z, f: valueAt(focused.z, focused.f, z), slope: valueAt(focused.z, focused.slope, z) };
    this.axes = plot(this.canvas, fit(this.canvas), drawn, focused, at, { range, saturated_below: this.saturatedBelow }, this.look());
    const words = wordsFor(focused, at);
    this.reading.textContent = focused.alpha === null ? words : `${words} Drag its bent side, or the slider.`;
    this.canvas.setAttribute("aria-valuenow", at.z.toFixed(2));
    this.canvas.setAttribute("aria-valuetext", words);
    this.root.painted++;
  }

  look() {
    const style = getComputedStyle(this.root);
    return {
      text: style.getPropertyValue("--st-text-color"),
      line: style.getPropertyValue("--st-border-color"),
      panel: style.getPropertyValue("--st-secondary-background-color"),
      ground: style.getPropertyValue("--st-background-color"),
    };
  }

  placeAt(event) {
    return this.axes?.placeAt(event) ?? null;
  }

  save(button) {
    const copy = Object.assign(document.createElement("canvas"), { width: this.canvas.width, height: this.canvas.height });
    const context = copy.getContext("2d");
    context.fillStyle = this.look().ground;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(this.canvas, 0, 0);
    copy.toBlob((blob) => savePicture(blob, "activations.png", button), "image/png");
  }
}

// What the function in focus is at one z.
export function wordsFor({ label, alpha }, { z, f, slope }) {
  const name = alpha === null ? label : `${label} (α = ${minus(Number(alpha.toFixed(3)))})`;
  return `${name} at z = ${minus(z.toFixed(2))}: f = ${minus(f.toFixed(3))}, slope f′ = ${minus(slope.toFixed(3))}.`;
}
