// Weights and biases by hand, and learned slopes: a list of those that lead into one unit. What is set there, a link says as a change.

import { changeNow } from "./by_hand.js";
import { unitName } from "./diagram.js";
import { startOfLayer } from "./forward.js";

// Lists the weights into the unit that is chosen, as they are at the moment that is shown.
export function showWeights(stage) {
  const box = stage.find(".weights"), { frame } = stage.timeline;
  if (!box.open || !frame) return;
  const choice = unitChoice(stage), [layer, unit] = choice.value.split(".").map(Number);
  const rows = weightsInto(stage.layout, layer, unit);
  const list = box.querySelector("ul");
  if (list.dataset.of !== `${stage.layout.family}.${choice.value}`) {
    list.dataset.of = `${stage.layout.family}.${choice.value}`;
    list.replaceChildren(...rows.map((row) => makeRow(stage, row)));
  }
  rows.forEach(({ index }, i) => {
    const input = list.children[i].querySelector("input");
    if (input !== stage.root.getRootNode().activeElement) input.value = Number(frame.theta[index].toPrecision(4));
  });
}

export function connectWeights(stage) {
  unitChoice(stage); // whoever chooses before the first frame has come must find what there is
  stage.find(".weights").ontoggle = stage.find(".weights select").onchange = () => showWeights(stage);
}

// Opens the list at one link.
export function openWeight(stage, { layer, from, to }) {
  stage.pause();
  stage.find(".weights").open = true;
  unitChoice(stage).value = `${layer}.${to}`;
  showWeights(stage);
  const input = stage.find(".weights ul").children[from].querySelector("input");
  input.focus();
  input.select();
}

function unitChoice(stage) {
  const choice = stage.find(".weights select"), { sizes } = stage.layout;
  if (choice.dataset.of !== sizes.join()) {
    choice.dataset.of = sizes.join();
    choice.replaceChildren(
      ...sizes.slice(1).flatMap((units, l) =>
        Array.from({ length: units }, (_, unit) => new Option(unitLabel(sizes, l + 1, unit), `${l + 1}.${unit}`)),
      ),
    );
  }
  return choice;
}

function unitLabel(sizes, layer, unit) {
  if (layer < sizes.length - 1) return `into unit ${unitName({ layer, unit })}`;
  return sizes.at(-1) === 1 ? "into the output" : `into output ${unit}`;
}

function weightsInto({ sizes, chosen_features, all_features, weights: slopesAt, learned_slopes }, layer, unit) {
  const width = sizes[layer], start = startOfLayer({ sizes }, layer);
  const weights = Array.from({ length: sizes[layer - 1] }, (_, from) => ({
    label: layer === 1 ? all_features[chosen_features[from]] : unitName({ layer: layer - 1, unit: from }),
    index: start + from * width + unit,
    what: `w${layer}.${from + 1}.${unit + 1}`,
  }));
  const bias = { label: "bias", index: start + sizes[layer - 1] * width + unit, what: `b${layer}.${unit + 1}` };
  if (!learned_slopes || layer === sizes.length - 1) return [...weights, bias];
  const before = sizes.slice(1, layer).reduce((sum, units) => sum + units, 0);
  return [...weights, bias, { label: "slope", index: slopesAt + before + unit, what: `a${layer}.${unit + 1}` }];
}

function makeRow(stage, { label, what }) {
  const row = document.createElement("li");
  row.innerHTML = `<label><span>${label}</span><input type="number" step="0.1" min="-1000" max="1000"></label>`;
  row.querySelector("input").onchange = ({ target }) => setByHand(stage, what, target);
  return row;
}

function setByHand(stage, what, input) {
  const value = Number(input.value);
  if (input.value === "" || !(Math.abs(value) <= 1000)) return showWeights(stage);
  changeNow(stage, what, value);
}
