// What has happened in a run so far, line by line: who died or came back, what was learned, what was set by hand.

import { toldByHand } from "./by_hand.js";
import { fell } from "./card_words.js";
import { isExact, momentName } from "./moment.js";
import { timeOf } from "./timeline.js";

const LEARNED = 0.9; // of the points it learns from, or of the variance that is explained
const MOST = 200; // lines: the latest

// In order of time, no later than what was shown: {time, what, words, unit}; unit is there where it is one unit's.
export function happenings(timeline, nameOf) {
  const { layout, frames, furthest } = timeline, last = timeOf(frames[furthest]);
  const seen = timeline.events.filter(({ time }) => time <= last);
  const hands = toldByHand(layout).map((each) => ({ ...each, what: "hand", isExact: true })), ofRun = [...ofUnits(seen, layout, nameOf), ...ofLayers(seen, layout)];
  // What a hand did comes before what that led to.
  const found = [...ofRun.filter(({ byHand }) => !byHand), ...hands, ...ofRun.filter(({ byHand }) => byHand), ...learned(timeline)];
  if (timeline.ended && furthest === frames.length - 1) found.push({ time: last, what: "diverged", isExact: true, words: "Training diverged" });
  return found.filter(({ time }) => time <= last).sort((one, other) => one.time - other.time);
}

function ofUnits(events, layout, nameOf) {
  const said = { born: `was ${layout.inactive} from the start`, died: fell(layout), revived: "came back" };
  return events.map((event) => {
    const { unit, kind, time, epoch, cause } = event;
    return { time, epoch, unit, what: kind, isExact: isExact(event), byHand: cause?.step === 0, words: `Unit ${nameOf(unit)} ${said[kind]}` };
  });
}

// A layer is dead when the last of its units has gone, and none has come back at the same moment.
function ofLayers(events, { hidden, inactive }) {
  const found = [], awake = [...hidden], momentOf = ({ time, cause }) => cause?.time ?? time;
  for (const event of events) {
    const { unit, kind, time, cause } = event, layer = layerOf(unit, hidden);
    const comesBack = (other) => other.kind === "revived" && momentOf(other) === momentOf(event) && layerOf(other.unit, hidden) === layer;
    awake[layer] += kind === "revived" ? 1 : -1;
    if (awake[layer] === 0 && !events.some(comesBack)) found.push({ time, epoch: event.epoch, what: "layer", isExact: isExact(event), byHand: cause?.step === 0, words: `All of layer ${layer + 1} is ${inactive}` });
  }
  return found;
}

export function layerOf(unit, hidden) {
  let layer = 0;
  for (let end = hidden[0]; unit >= end; end += hidden[layer]) layer++;
  return layer;
}

function learned({ frames, furthest, layout: { regression } }) {
  const first = frames.findIndex(({ trainAccuracy }) => trainAccuracy >= LEARNED);
  if (first < 0 || first > furthest) return [];
  const time = timeOf(frames[first]), since = first ? timeOf(frames[first - 1]) : null;
  return [{ time, what: "learned", isExact: isExact({ time, since }), words: regression ? `R² reached ${LEARNED}` : `Accuracy reached ${100 * LEARNED} %` }];
}

// The list below the map; a click on a line goes there, and opens the card of the unit that it speaks of. Lines that are
// there stay, so that who is on one with the keyboard is not thrown off it.
export function showHappenings(stage) {
  const { timeline } = stage, place = stage.find(".happenings"), list = place.querySelector("ol");
  const all = happenings(timeline, (unit) => stage.nameOfUnit(unit)), shown = all.slice(-MOST), told = summary(all, stage.layout);
  const items = [...list.children], same = items.findIndex((item, n) => item.dataset.of !== (shown[n] && keyOf(shown[n])));
  const kept = same < 0 ? items.length : same;
  for (const item of items.slice(kept)) item.remove();
  list.append(...shown.slice(kept).map((each) => line(stage, each)));
  if (place.dataset.told === told) return;
  place.dataset.told = told;
  place.querySelector("summary").textContent = told;
}

const keyOf = ({ time, words }) => `${time} ${words}`;

function line(stage, each) {
  const { time, unit, words } = each, shown = Math.ceil(time), item = document.createElement("li"), button = item.appendChild(document.createElement("button"));
  item.dataset.of = keyOf(each);
  const whole = Math.floor(time), batch = Math.round((time - whole) * stage.layout.batches);
  // Where frames are far apart it befell the unit before the frame that shows it.
  const moment = (each.epoch ?? shown) === shown ? { epoch: whole, batch } : { epoch: each.epoch };
  button.textContent = `${each.isExact ? momentName(moment) : `By epoch ${shown}`}: ${words}`;
  button.onclick = ({ detail }) => stage.goTo(time, unit, !detail);
  return item;
}

// How many units it befell, each counted once, and how often something else was done.
const countOf = (lines) => new Set(lines.map(({ what, unit }, n) => (what === "hand" ? n : unit))).size;

function summary(all, layout) {
  const kinds = [["born", `${layout.inactive} from the start`], ["died", fell(layout)], ["revived", "came back"], ["hand", "by hand"]];
  const told = kinds.map(([kind, words]) => [countOf(all.filter(({ what }) => what === kind)), words]).filter(([many]) => many);
  const more = all.length > MOST ? `, the last ${MOST} listed` : "";
  return all.length ? `What happened: ${told.map((each) => each.join(" ")).join(", ") || all[0].words}${more}` : "Nothing has happened yet";
}
