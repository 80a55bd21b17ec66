// What is done by hand to units, layers and the rate: its buttons, what a link's changes say of a moment, and how it is told.

import { minus } from "../shared/figures.js";

const RAISED = 10; // times the rate
const UNIT = /^(kill|new|remove)(\d+\.\d+)$/, LAYER = /^freeze(\d+)$/;
const SETTINGS = { learning_rate: "The learning rate", l1: "L1", l2: "L2", clip_norm: "The clipping of gradients" };

export const HANDS = `<div class="hands" role="group" aria-label="Change this unit by hand"><button data-hand="kill">Kill it</button><button data-hand="new">Start it anew</button><button data-hand="remove">Remove it</button><button data-hand="freeze">Freeze its layer</button><button data-hand="freeze-output">Freeze the output layer</button></div>`;

// A change of a link: {epoch, what, value}, and of a unit its kind and its name.
function read(change) {
  const [epoch, what, value] = change.split(":"), [, kind, unit] = UNIT.exec(what) ?? [], layer = Number(LAYER.exec(what)?.[1]);
  return { epoch: Number(epoch), what, value: Number(value), kind, unit, layer };
}

// Which layers, counted from 1, do not move after an epoch, and the names of the units that are removed by then.
export function heldAt({ changes }, epoch) {
  const frozen = new Set(), removed = new Set();
  for (const change of changes.map(read)) {
    if (change.epoch > epoch) continue;
    if (change.layer) frozen[change.value ? "add" : "delete"](change.layer);
    if (change.kind === "remove") removed.add(change.unit);
  }
  return { frozen, removed };
}

const outputLayer = ({ hidden }) => hidden.length + 1;
export const isOutputFrozen = (layout, epoch) => heldAt(layout, epoch).frozen.has(outputLayer(layout));

// Why no step moves a unit's weights, in a sentence; "" if some can.
export function heldInWords(layout, epoch, layer, unit) {
  const { frozen, removed } = heldAt(layout, epoch);
  if (removed.has(`${layer}.${unit + 1}`)) return "It is removed: nothing of it reaches the output, and no step moves its weights.";
  return frozen.has(layer) ? `Layer ${layer} is frozen: no step moves its weights.` : "";
}

// Every change by hand, as it is told: {time, words}, and of one unit its place among all.
export function toldByHand({ changes, hidden, inactive }) {
  return changes.map(read).map(({ epoch, what, value, kind, unit, layer }) => {
    if (kind) {
      const done = { kill: inactive === "dead" ? "killed" : "silenced", new: "started anew", remove: "removed" }[kind];
      return { time: epoch, unit: indexOf(hidden, ...unit.split(".").map(Number)), words: `Unit ${unit} was ${done}` };
    }
    if (layer) return { time: epoch, words: `${layer > hidden.length ? "The output layer" : `Layer ${layer}`} ${value ? "was frozen" : "thawed"}` };
    if (what === "boost") return { time: epoch, words: `The learning rate was multiplied by ${value} for ten steps` };
    return { time: epoch, words: what === "clip_norm" && !Number(value) ? "The clipping of gradients was ended" : `${SETTINGS[what] ?? `Parameter ${what}`} was set to ${minus(value)}` };
  });
}

const indexOf = (hidden, layer, number) => hidden.slice(0, layer - 1).reduce((sum, units) => sum + units, 0) + number - 1;

// A change at the moment that is shown: it stands in for the same one there, and for all that came later.
export function changeNow(stage, what, value) {
  const { changes } = stage.layout, { epoch } = stage.timeline.frame;
  const kept = changes.filter((change) => {
    const earlier = read(change);
    return earlier.epoch < epoch || (earlier.epoch === epoch && earlier.what !== what);
  });
  stage.edit({ changes: [...kept, `${epoch}:${what}:${value}`].join(",") });
}

export function connectHands(stage) {
  const { layout, diagram } = stage, boost = stage.find(".boost");
  boost.hidden = stage.find(".hands").hidden = !diagram.editable;
  boost.onclick = () => changeNow(stage, "boost", RAISED);
  stage.find(".hands").onclick = ({ target }) => {
    const { pinned, timeline } = stage, { hand } = target.dataset;
    if (!hand || !pinned) return;
    const name = `${pinned.layer}.${pinned.unit + 1}`, layer = { freeze: pinned.layer, "freeze-output": outputLayer(layout) }[hand];
    if (layer) return changeNow(stage, `freeze${layer}`, heldAt(layout, timeline.frame.epoch).frozen.has(layer) ? 0 : 1);
    // Other weights each time.
    const seeds = layout.changes.map(read).filter(({ what }) => what === `new${name}`).map(({ value }) => value + 1);
    changeNow(stage, hand + name, hand === "new" ? Math.max(1, ...seeds) : 1);
  };
}

// The buttons in the card of a unit, as the moment is.
export function showHands(stage, { layer, unit }, share) {
  const { layout, timeline } = stage, place = stage.find(".hands"), { frozen, removed } = heldAt(layout, timeline.frame.epoch);
  const isGone = removed.has(`${layer}.${unit + 1}`), [kill, anew, remove, freeze, output] = place.children;
  const focused = stage.root.getRootNode().activeElement;
  call(kill, layout.inactive === "dead" ? "Kill it" : "Silence it");
  kill.hidden = isGone || !layout.killable || share === 0;
  anew.hidden = remove.hidden = isGone;
  call(freeze, `${frozen.has(layer) ? "Thaw" : "Freeze"} layer ${layer}`);
  call(output, `${frozen.has(outputLayer(layout)) ? "Thaw" : "Freeze"} the output layer`);
  if (focused?.hidden && place.contains(focused)) stage.find(".card").focus();
}

// Only a new name is written: in WebKit there is no `click` on a button whose text is written while the mouse is down on it.
function call(button, name) {
  if (button.textContent !== name) button.textContent = name;
}

// In the diagram: who is removed, and which layers are frozen.
export function showHeld({ diagram, layout, timeline }) {
  const { frozen, removed } = heldAt(layout, timeline.frame.epoch);
  for (const { button, layer, unit } of diagram.units) {
    const held = removed.has(`${layer}.${unit + 1}`) ? "removed" : frozen.has(layer) ? "frozen" : "";
    if ((button.dataset.held ?? "") !== held) button.dataset.held = held;
  }
  diagram.titles.forEach((title, layer) => {
    title.classList.toggle("frozen", frozen.has(layer));
    title.title = frozen.has(layer) ? `Layer ${layer} is frozen` : "";
  });
}
