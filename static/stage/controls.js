// The stage's own page: its template, its buttons, and what mouse, touch and keyboard do.

import { shareOf } from "./activity.js";
import { CARD, openCard } from "./card.js";
import { changeAt, deathAt } from "./deaths.js";
import { Slider } from "../shared/slider.js";
import { atPoint } from "./strip.js";
import { connectKeepsakes } from "./keepsake.js";
import { forgetDrawn } from "./points.js";
import { momentName } from "./moment.js";
import { minus, percent } from "../shared/figures.js";
import { TOP_ROW } from "./top_row.js";
import { placeAt } from "./view.js";

const FLOWING = 10; // frames a second: with fewer it is said what the network takes

export const TEMPLATE = `
<section class="stage" data-testid="stage" aria-label="Live stage">
  ${TOP_ROW}
  <div class="bar time" role="group" aria-label="Playback">
    <button class="reset">Reset</button>
    <button class="step">Step</button>
    <span class="track"><input class="scrub" type="range" min="0" max="0" value="0" step="1" aria-label="Epoch"><canvas class="deaths" aria-hidden="true"></canvas></span>
    <span class="pace" hidden></span><output class="epoch">Epoch 0</output>
    <select class="speed" aria-label="Speed"><option value="batch">1 batch a frame</option><option value="epoch" selected>1 epoch a frame</option><option value="ten">10 epochs a frame</option></select>
    <button class="undo" disabled>Undo</button>
  </div>
  <p class="sentence"><strong class="news">Getting ready.</strong> <span class="rest">The first weights are on their way.</span> <button class="show" hidden>Show me</button></p>
  <p class="spoken" role="status" aria-live="polite"></p>
  <div class="body">
    <div class="left">
      <div class="layers" role="group" aria-label="Layers"><button class="fewer" aria-label="Remove the last hidden layer">−</button> <span></span> <button class="more" aria-label="Add a hidden layer">+</button></div>
      <div class="scroller" tabindex="0" role="group" aria-label="Network diagram"><div class="network"></div></div>
    </div>
    <figure>
      <figcaption class="view-title">Output and boundary</figcaption>
      <div class="view" role="img"><canvas data-testid="stage-output"></canvas><canvas></canvas><canvas></canvas></div>
      <div class="showing"><label><input type="checkbox" class="held-out-shown" checked> held-out points</label><label><input type="checkbox" class="discretized"> only the answer</label><label><input type="checkbox" class="regions-shown"> linear pieces</label><button class="draw" aria-expanded="false">Draw points</button><button class="boost">Rate ×10 for ten steps</button></div>
      <div class="pens" role="group" aria-label="Draw points" hidden></div>
      <div class="pieces" hidden><p class="count"></p><p class="here"></p><div class="through"><h3>Through training <span class="scale"></span></h3><canvas role="img"></canvas></div></div>
      <details class="happenings"><summary></summary><ol></ol></details>
    </figure>
    <aside>
      <ul class="legend"></ul>
      <div class="score"><span class="measure">accuracy</span><strong class="figure">–</strong><span class="held-out"></span><span class="baseline"></span></div>
      <p class="hint"></p>
      <details class="weights"><summary>Weights by hand</summary><select aria-label="Unit whose weights are listed"></select><ul></ul></details>
      <div class="saving" role="group" aria-label="Save the picture"><span>Save the picture</span><button class="save-png">PNG</button><button class="save-svg">SVG</button><button class="save-film" title="Records the training until you end it">Film</button></div>
    </aside>
    ${CARD}
  </div>
  <div class="foot">
    <div class="below">
      <div class="choice" role="group" aria-label="Shown below the network"><button data-below="strip">Which units are awake</button><button data-below="spread">Weights and signals</button></div>
      <div class="strip">
        <div class="rows" role="img" aria-label="Heatmap: units by epochs, the share of the data on which each unit is active"><canvas></canvas><i class="now"></i></div>
        <p class="cell">How much of the data wakes each unit. Point at a row to ask; click to go there.</p>
      </div>
      <div class="spread" tabindex="0" role="group" aria-label="Weights and signals, layer by layer" hidden></div>
    </div>
    <div class="loss"><h3>Loss <span class="figures"></span></h3><canvas role="img" aria-label="Loss over the epochs"></canvas></div>
    <div class="accuracy"><h3><span class="measure">Accuracy</span> <span class="figures"></span></h3><canvas role="img" aria-label="Accuracy over the epochs"></canvas></div>
  </div>
</section>`;

export function connect(stage) {
  const { find } = stage;
  find(".step").onclick = () => stage.step();
  find(".reset").onclick = () => stage.reset();
  find(".show").onclick = ({ target }) => stage.showTime(Number(target.dataset.time));
  find(".track").onclick = ({ clientX, clientY }) => {
    const { left, top, width, height } = find(".track").getBoundingClientRect();
    const death = deathAt(stage.timeline, width, clientX - left, (clientY - top) / height);
    if (death) return stage.goTo(death.time, death.unit);
    const change = changeAt(stage.timeline, width, clientX - left, (clientY - top) / height);
    if (change) stage.goTo(change.time);
  };
  stage.scrub = new Slider(find(".scrub"), (index) => stage.showFrame(index));
  find(".speed").onchange = ({ target }) => stage.edit({ speed: target.value });
  find(".undo").onclick = () => {
    forgetDrawn(stage);
    stage.edit({ undo: "yes" });
  };
  for (const [box, name] of [["held-out-shown", "held_out_shown"], ["discretized", "discretized"], ["regions-shown", "regions"]]) {
    find(`.${box}`).onchange = ({ target }) => {
      stage.view = { ...stage.view, [name]: target.checked };
      stage.restyle();
      stage.edit({ [name]: target.checked ? "yes" : "no" });
    };
  }
  find(".choice").onclick = ({ target }) => {
    stage.below = target.dataset.below ?? stage.below;
    stage.dirty = true;
  };
  connectKeepsakes(stage);
  connectView(stage);
  connectStrip(stage);
}

// Space and arrows play and scrub, Escape lets go of a unit.
export function keysOf(stage) {
  const { timeline } = stage;
  return {
    " ": () => stage.toggle(),
    ArrowRight: () => (timeline.at < timeline.furthest ? stage.showFrame(timeline.at + 1) : stage.step()),
    ArrowLeft: () => stage.showFrame(timeline.at - 1),
    Home: () => stage.showFrame(0),
    End: () => stage.showFrame(timeline.furthest),
    Escape: () => letGo(stage),
  };
}

export function connectUnits(stage) {
  for (const unit of stage.diagram.units) {
    unit.button.setAttribute("aria-expanded", false);
    unit.button.onpointerenter = unit.button.onfocus = () => select(stage, unit);
    unit.button.onpointerleave = unit.button.onblur = () => select(stage, null);
    unit.button.onclick = ({ detail }) => {
      select(stage, stage.pinned === unit ? null : unit, true);
      openCard(stage, !detail); // a key's click has none
    };
  }
}

export function select(stage, unit, keep = false) {
  if (keep) stage.pinned = unit;
  stage.selected = unit;
  for (const each of stage.diagram.units) {
    each.button.classList.toggle("chosen", each === (stage.pinned ?? stage.selected));
    each.button.setAttribute("aria-expanded", each === stage.pinned);
  }
  stage.wordsAt = 0;
  stage.dirty = true;
}

// Of the unit that is kept, and of its card; who was inside the card with the keyboard is at the unit again.
export function letGo(stage) {
  if (stage.find(".card").contains(stage.root.getRootNode().activeElement)) stage.pinned.button.focus();
  select(stage, null, true);
}

function connectView(stage) {
  const place = stage.find(".view");
  stage.follow = (event) => pointAt(stage, placeAt(stage.map, event));
  place.onpointermove = place.onpointerdown = stage.follow;
  // A finger that is lifted leaves the map; the piece that it asked for stays.
  place.onpointerleave = ({ pointerType }) => pointerType === "touch" && stage.view.regions ? null : pointAt(stage, null);
}

function pointAt(stage, pointed) {
  stage.pointed = pointed;
  for (const { button, layer, unit } of stage.diagram.units) {
    if (pointed) button.dataset.here = minus(stage.planes[layer][unit][pointed.index].toPrecision(2));
    else delete button.dataset.here;
  }
  stage.wordsAt = 0;
  stage.dirty = true;
}

function connectStrip(stage) {
  const place = stage.find(".rows"), words = stage.find(".cell"), quiet = words.textContent;
  const cellAt = (event) => {
    const box = place.getBoundingClientRect();
    return atPoint(stage.strip, stage.timeline, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  place.onpointermove = (event) => {
    const cell = cellAt(event);
    if (!cell) return void (words.textContent = quiet);
    const frame = stage.timeline.frames[cell.index];
    words.textContent = `Unit ${stage.nameOfUnit(cell.unit)}, epoch ${frame.epoch}: active on ${percent(shareOf(frame.active[cell.unit], stage.layout.y_train.length))} of the points.`;
  };
  place.onpointerleave = () => (words.textContent = quiet);
  place.onclick = (event) => {
    const cell = cellAt(event);
    if (cell) stage.showFrame(cell.index);
  };
}

export function refreshControls(stage) {
  const { find, timeline, shownBelow } = stage;
  for (const button of find(".choice").children) button.setAttribute("aria-pressed", button.dataset.below === shownBelow);
  find(".choice [data-below=strip]").hidden = !timeline.layout.units;
  for (const name of ["strip", "spread"]) find(`.${name}`).hidden = name !== shownBelow;
  const { frame } = timeline, { input } = stage.scrub, play = find(".play");
  input.max = timeline.furthest;
  stage.scrub.show(timeline.at);
  input.setAttribute("aria-valuetext", momentName(frame));
  input.style.setProperty("--played", `${(100 * timeline.at) / Math.max(1, timeline.furthest)}%`);
  find(".epoch").textContent = stage.whereItIs(frame);
  const pace = find(".pace"), slow = timeline.playing ? slowness(timeline) : "";
  if (pace.hidden === Boolean(slow)) pace.hidden = !slow;
  if (slow) pace.textContent = slow;
  const label = timeline.playing ? "Pause" : "Play";
  if (play.textContent !== label) play.textContent = label;
  play.disabled = timeline.ended && timeline.ahead === 0;
}

// Why it does not play at 60 frames a second, as far as the server knows.
function slowness({ rate, speed, every }) {
  if (speed && speed < FLOWING * Math.max(1, every)) return `Trains ${Number(speed.toPrecision(2))} epochs/s here`;
  return rate < 60 ? `Busy server: ${rate} frames/s` : "";
}
