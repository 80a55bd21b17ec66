// What is changed at the diagram itself: inputs on and off, units and layers more and fewer.

import { connectHands } from "./by_hand.js";
import { fullWeight, linkAt, unitName } from "./diagram.js";
import { three } from "../shared/figures.js";
import { connectWeights, openWeight } from "./weights.js";

const MOST_AT_THE_DIAGRAM = 8; // units of a layer; the page's controls go further
const UNITS_OF_A_NEW_LAYER = 4;

export function connectEditing(stage) {
  const { diagram, layout } = stage, { hidden } = layout;
  const change = (layers) => stage.edit({ hidden: layers.join(",") });
  const bar = stage.find(".layers"), [fewer, more] = bar.querySelectorAll("button");
  connectHands(stage);
  bar.hidden = stage.find(".weights").hidden = stage.find(".draw").hidden = !diagram.editable;
  bar.querySelector("span").textContent = `${hidden.length || "no"} hidden layer${hidden.length === 1 ? "" : "s"}`;
  fewer.disabled = hidden.length === 0;
  more.disabled = hidden.length === layout.most_layers;
  fewer.onclick = () => change(hidden.slice(0, -1));
  more.onclick = () => change([...hidden, UNITS_OF_A_NEW_LAYER]);
  if (!diagram.editable) return;
  hidden.forEach((units, l) => {
    const set = (count) => change(hidden.map((each, other) => (other === l ? count : each)));
    addButton(diagram.titles[l + 1], "−", `Remove a unit from layer ${l + 1}`, units === 1, () => set(units - 1));
    addButton(diagram.titles[l + 1], "+", `Add a unit to layer ${l + 1}`, units >= MOST_AT_THE_DIAGRAM, () => set(units + 1));
  });
  connectWeights(stage);
  connectInputs(stage);
  connectLinks(stage);
}

function addButton(place, text, label, disabled, act) {
  const button = place.appendChild(document.createElement("button"));
  Object.assign(button, { textContent: text, title: label, disabled, onclick: act });
  button.setAttribute("aria-label", label);
}

function connectInputs(stage) {
  const { inputs } = stage.diagram, chosen = inputs.filter((it) => it.chosen).map((it) => it.name);
  for (const { button, name, chosen: on } of inputs) {
    button.setAttribute("aria-label", `Input ${stage.layout.all_features[name]}`);
    button.setAttribute("aria-pressed", on);
    button.disabled = on && chosen.length === 1; // a network must be told something
    const names = inputs.map((it) => it.name).filter((each) => (each === name ? !on : chosen.includes(each)));
    button.onclick = () => stage.edit({ features: names.join(",") });
  }
}

function connectLinks(stage) {
  const { links } = stage.diagram;
  const linkUnder = (event) => linkAt(stage.diagram, event.offsetX, event.offsetY);
  links.onpointermove = (event) => {
    const link = linkUnder(event);
    links.style.cursor = link ? "pointer" : "";
    links.title = link && stage.timeline.frame ? `${weightStory(stage, link)}. Click to change it.` : "";
  };
  links.onclick = (event) => {
    const link = linkUnder(event);
    if (link) openWeight(stage, link);
  };
}

function weightStory({ layout, timeline: { frame: { theta } } }, link) {
  const weight = theta[link.index], isHuge = Math.abs(weight) > fullWeight(theta, layout);
  return `${linkName(layout, link)}: ${three(weight)}${isHuge ? ", more than its width shows" : ""}`;
}

function linkName(layout, { layer, from, to }) {
  const source = layer === 1 ? layout.all_features[layout.chosen_features[from]] : unitName({ layer: layer - 1, unit: from });
  return `${source} → ${layer === layout.sizes.length - 1 ? "output" : unitName({ layer, unit: to })}`;
}
