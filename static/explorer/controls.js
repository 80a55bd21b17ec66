// The controls around the plot: a button for each function, and for each alpha a slider, a number and a way back.

import { Slider } from "../shared/slider.js";
import { DASHES } from "./plot.js";

const STEPS = { ArrowRight: 0.01, ArrowUp: 0.01, ArrowLeft: -0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 };
const SETTLED = 300; // ms after the last key until the server is told

// Makes them all; the function it gives shows what is set, of one alpha and of the focus.
export function makeControls(root, settings) {
  const buttons = new Map(settings.functions.map((each) => [each, addButton(root.querySelector(".legend"), each, settings)]));
  const bent = settings.functions.filter(({ alpha }) => alpha !== null);
  const rows = new Map(bent.map((each) => [each, addRow(root.querySelector(".alphas"), each, settings)]));
  const show = (changed) => {
    if (rows.has(changed)) showAlpha(rows.get(changed), changed.alpha);
    for (const [each, button] of buttons) button.setAttribute("aria-pressed", each === settings.focus);
  };
  settings.functions.forEach((each) => show(each));
  return show;
}

function addButton(legend, each, settings) {
  const button = legend.appendChild(document.createElement("button"));
  button.innerHTML = `<svg aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" stroke="${each.colour}" stroke-width="3" stroke-dasharray="${DASHES[each.dash]}"/></svg>`;
  button.append(each.label);
  button.onclick = () => {
    settings.focusOn(each);
    settings.commit();
  };
  return button;
}

function addRow(place, each, settings) {
  const row = place.appendChild(document.createElement("div"));
  row.className = "alpha";
  const id = `alpha-${each.name}`, what = each.learned ? "first slope a" : "alpha α";
  row.innerHTML = `<label for="${id}">${each.label}: ${what}</label>
    <input id="${id}" type="range" min="${each.low}" max="${each.high}" step="any" aria-label="${each.label} alpha">
    <input type="number" min="${each.low}" max="${each.high}" step="0.01" aria-label="${each.label} alpha, typed">
    <button aria-label="Reset ${each.label} alpha">Reset</button><p class="problem" role="alert"></p>`;
  const [input, typed] = row.querySelectorAll("input"), problem = row.querySelector(".problem");
  const slider = makeSlider(input, each, settings);
  typed.onchange = () => {
    problem.textContent = problemOf(each, typed.valueAsNumber);
    if (problem.textContent) return;
    settings.setAlpha(each, typed.valueAsNumber);
    settings.commit();
  };
  row.querySelector("button").onclick = () => {
    settings.setAlpha(each, each.default);
    settings.commit();
  };
  return { slider, typed, problem };
}

function makeSlider(input, each, settings) {
  const moved = (alpha) => {
    settings.hold();
    settings.moveAlpha(each, alpha);
  };
  let settling;
  input.onkeydown = (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    settings.moveAlpha(each, each.alpha + step);
    clearTimeout(settling);
    settling = setTimeout(() => settings.commit(), SETTLED);
  };
  return new Slider(input, moved, () => settings.commit());
}

// What is wrong with an alpha that somebody typed; "" if nothing is.
export function problemOf({ label, low, high }, value) {
  return value >= low && value <= high ? "" : `Alpha of ${label} must be a number from ${low} to ${high}.`;
}

function showAlpha({ slider, typed, problem }, alpha) {
  slider.show(alpha);
  typed.value = Number(alpha.toFixed(4));
  problem.textContent = "";
}
