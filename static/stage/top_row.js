// The top row, a phone's bottom bar: what decides how a run goes. What there is to choose the layout says; a change is
// asked of the page together with the epoch at which it is made.

import { minus } from "../shared/figures.js";
import { Slider } from "../shared/slider.js";

const SETTLED = 300; // ms after the last key on the slider until the page is told

export const TOP_ROW = `
  <div class="bar top" role="group" aria-label="Run">
    <button class="play primary">Play</button>
    <label class="of-activation">Activation <select></select></label>
    <label class="of-alpha">Alpha <input type="range" step="0.01" aria-label="Alpha"><output></output></label>
    <label class="of-rate">Learning rate <select></select></label>
    <p class="proposed" hidden><span></span> <button class="set-back">Set back</button></p>
    <button class="compare">Compare</button>
  </div>`;

export function connectTopRow(stage) {
  const { find } = stage;
  const choose = (what) => {
    clearTimeout(stage.alphaSettling); // what is chosen now begins another run
    stage.edit({ ...what, epoch: String(stage.timeline.frame?.epoch ?? 0) });
  };
  find(".play").onclick = () => stage.toggle();
  find(".compare").onclick = () => stage.edit({ compare: stage.layout.comparison });
  find(".of-activation select").onchange = ({ target }) => choose({ activation: target.value });
  find(".of-rate select").onchange = ({ target }) => choose({ learning_rate: target.value });
  find(".set-back").onclick = () => stage.edit({ set_back: "yes" });
  connectAlpha(stage, choose);
}

function connectAlpha(stage, choose) {
  const input = stage.find(".of-alpha input");
  const moved = (alpha) => {
    clearTimeout(stage.alphaSettling);
    tellAlpha(stage, alpha);
  };
  const settled = () => {
    clearTimeout(stage.alphaSettling);
    stage.alphaSettling = setTimeout(() => choose({ alpha: input.value }), SETTLED);
  };
  stage.alpha = new Slider(input, moved, settled);
}

function tellAlpha(stage, alpha) {
  stage.find(".of-alpha output").textContent = minus(String(alpha));
}

// What is chosen in the run that is shown; what a lesson hides is not here either.
export function showTopRow(stage) {
  const { find, view, layout: { top_row: row } } = stage, hides = (name) => view.hide.includes(name);
  fill(find(".of-activation select"), row.activations, row.activation);
  fill(find(".of-rate select"), row.learning_rates, row.learning_rate);
  find(".of-activation").hidden = hides("activation");
  find(".of-rate").hidden = hides("learning_rate");
  find(".of-alpha").hidden = hides("alpha") || !row.alpha;
  if (row.alpha) showAlpha(stage, row.alpha);
  find(".compare").hidden = hides("diagram");
  find(".proposed").hidden = !row.proposed;
  find(".proposed span").textContent = row.proposed;
}

function showAlpha(stage, { value, low, high }) {
  const { input } = stage.alpha;
  Object.assign(input, { min: low, max: high });
  stage.alpha.show(value);
  tellAlpha(stage, value);
}

function fill(select, choices, chosen) {
  const told = JSON.stringify(choices);
  if (select.dataset.choices !== told) {
    select.replaceChildren(...choices.map(([label, value]) => Object.assign(document.createElement("option"), { textContent: label, value: String(value) })));
    select.dataset.choices = told;
  }
  select.value = String(chosen);
}
