// Runs side by side on one clock: one Play, one slider, common curves.

import { Courier } from "../live/courier.js";
import { CALM, Picture } from "../live/picture.js";
import { connectStream } from "../live/stream.js";
import { outdated } from "../shared/outdated.js";
import { split } from "../shared/packing.js";
import { Slider } from "../shared/slider.js";
import { momentName } from "../stage/moment.js";
import { Timeline } from "../stage/timeline.js";
import { addingHtml, connectAdding, without } from "./adding.js";
import { drawTwinCurves } from "./charts.js";
import { Column, columnHtml } from "./column.js";
import { everDead, isComparable, lastDeath, preventedInWords, revivedInWords, twinsInWords } from "./compared.js";
import { isKnown, readRevived, readTwinFrames, readTwins, REVIVED, VERSION, versionOf } from "./reading.js";

const EPOCHS = { batch: 1, epoch: 1, ten: 10 }; // from one frame to the next
const AGAIN = 1200; // ms until what was not answered is asked for again
const LIGHT = ["#16202b", "#0072b2", "#b34700", "#008060"], DARK = ["#eef2f6", "#56b4e9", "#ff9a56", "#4fd0a5"]; // of Okabe & Ito, for either ground

const TEMPLATE = `
<section class="stage twins" data-testid="twins" aria-label="Runs side by side">
  <div class="bar" role="group" aria-label="Playback">
    <button class="reset">Reset</button><button class="play primary">Play</button><button class="step">Step</button>
    <input class="scrub" type="range" min="0" max="0" value="0" step="1" aria-label="Epoch"><output class="epoch">Epoch 0</output>
    <button class="alone">One run</button><button class="undo" disabled>Undo</button>
  </div>
  <p class="sentence"><strong class="news">Getting ready.</strong> <span class="rest">The first weights are on their way.</span></p>
  <p class="spoken" role="status" aria-live="polite"></p>
  <div class="columns"></div>
  <div class="add-place"></div>
  <div class="curves">
    <div><h3>Loss</h3><canvas class="loss" role="img" aria-label="Loss of every run over the epochs"></canvas></div>
    <div><h3 class="measure"></h3><canvas class="accuracy" role="img"></canvas></div>
    <div><h3 class="silent"></h3><canvas class="dead" role="img"></canvas></div>
  </div>
</section>`;

class TwinsPicture extends Picture {
  constructor(place, layout, send) {
    super(place, TEMPLATE, send);
    this.revived = null; // what the server has found of the last death
    this.askedAt = -AGAIN;
    this.showRun(layout, new Timeline(layout));
    this.timeline.setSpeed(EPOCHS[this.view.speed]);
    this.build();
    this.connect();
    this.restyle();
    this.begin();
  }

  get view() {
    return this.layout.runs[0].view;
  }

  build() {
    const { layout, find } = this, { told, runs } = layout, [first] = runs;
    this.width = this.root.clientWidth;
    find(".columns").style.setProperty("--runs", runs.length);
    find(".columns").innerHTML = runs.map((_, k) => columnHtml(k ? `The same, but ${told[k]}` : "The first run", k)).join("");
    this.columns = [...this.root.querySelectorAll(".twin")].map((place, k) => new Column(place, runs[k]));
    this.columns.forEach(({ place }, k) => {
      place.querySelector(".open").onclick = () => this.send({ twin: String(k) });
      if (k) place.querySelector(".drop").onclick = () => this.send({ compare: without(layout.compare, k) });
    });
    find(".measure").textContent = first.regression ? "R²" : "Accuracy";
    find(".silent").textContent = `Units active on no training point, of ${first.units}`;
    find(".accuracy").setAttribute("aria-label", `${find(".measure").textContent} of every run over the epochs`);
    find(".dead").setAttribute("aria-label", `${find(".silent").textContent}, of every run over the epochs`);
  }

  connect() {
    const { find, layout } = this, form = addingHtml(layout);
    find(".play").onclick = () => this.toggle();
    find(".step").onclick = () => this.step();
    find(".reset").onclick = () => this.timeline.reset() ?? this.pause();
    find(".alone").onclick = () => this.send({ compare: "" });
    find(".undo").onclick = () => this.send({ undo: "yes" });
    find(".undo").disabled = !layout.undoable;
    this.scrub = new Slider(find(".scrub"), (index) => this.showFrame(index));
    find(".add-place").innerHTML = form;
    if (form) connectAdding(find(".adding"), layout, this.send);
  }

  receive(bytes) {
    if (versionOf(bytes) === REVIVED) return this.takeRevived(readRevived(bytes));
    if (versionOf(bytes) !== VERSION) return;
    const { timeline, layout } = this, { head, frames } = readTwinFrames(bytes, layout, timeline.newest);
    if (head.generation !== layout.generation) return;
    timeline.rate = head.rate;
    timeline.reached = frames.length || head.ended ? null : head.reached;
    timeline.add(frames, head.request, head.ended, head.after);
    this.dirty = true;
  }

  restyled() {
    this.colours.twins = this.colours.dark ? DARK : LIGHT;
    this.columns.forEach((column, k) => {
      column.restyle(this.colours, this.view);
      column.place.style.setProperty("--twin", this.colours.twins[k]);
    });
  }

  resized() {
    if (this.root.clientWidth === this.width) return;
    this.build();
    this.restyle();
  }

  draw(now) {
    const { timeline, columns, colours, find } = this, { frame } = timeline;
    this.dirty = false;
    columns.forEach((column, k) => column.draw(frame.twins[k], colours, this.view));
    if (!timeline.playing || this.root.painted % 3 === 0) this.drawCurves();
    this.refreshBar(frame);
    if (!timeline.playing || now - this.wordsAt >= CALM) this.say(now, frame);
    this.root.painted++;
    this.root.dataset.epoch = frame.epoch;
  }

  drawCurves() {
    const { timeline, colours, find } = this, { units } = this.layout.runs[0];
    drawTwinCurves(find(".loss"), timeline, ({ trainLoss }) => trainLoss, null, colours);
    drawTwinCurves(find(".accuracy"), timeline, ({ trainAccuracy }) => trainAccuracy, 1, colours);
    drawTwinCurves(find(".dead"), timeline, ({ active }) => active.reduce((count, share) => count + (share === 0), 0), Math.max(1, units), colours);
  }

  refreshBar(frame) {
    const { timeline, scrub, find } = this, label = timeline.playing ? "Pause" : "Play";
    scrub.input.max = timeline.furthest;
    scrub.show(timeline.at);
    scrub.input.setAttribute("aria-valuetext", momentName(frame));
    find(".epoch").textContent = this.whereItIs(frame);
    if (find(".play").textContent !== label) find(".play").textContent = label;
    find(".play").disabled = timeline.ended && timeline.ahead === 0;
  }

  words(frame) {
    const dead = everDead(this.timeline), { layout } = this;
    this.columns.forEach((column, k) => {
      const mine = frame.twins[k];
      column.say(mine, mine.epoch < frame.epoch, isComparable(layout, frame, k) ? preventedInWords(dead, k, layout.runs[0]) : "", k && this.isRevived(frame) ? revivedInWords(this.revived, k) : "");
    });
    return twinsInWords(this.timeline);
  }

  // While it rests the server tries what each difference would have done, had it been made when the last unit died.
  animate(now) {
    const { timeline, layout } = this, since = timeline.playing || !timeline.frame ? null : lastDeath(timeline);
    if (since === null || !timeline.ask || this.isRevived(timeline.frame) || now - this.askedAt < AGAIN) return;
    this.askedAt = now;
    timeline.ask({ generation: layout.generation, request: 0, epoch: timeline.frame.epoch, epochs: 1, since });
  }

  isRevived({ epoch }) {
    return this.revived?.revived && this.revived.until === epoch && this.revived.since === lastDeath(this.timeline);
  }

  takeRevived(told) {
    this.revived = told;
    this.askedAt = -AGAIN;
    this.wordsAt = 0;
    this.dirty = true;
  }

  nameOf(frame) {
    return momentName(frame);
  }

  keys() {
    const { timeline } = this;
    return {
      " ": () => this.toggle(),
      ArrowRight: () => (timeline.at < timeline.furthest ? this.showFrame(timeline.at + 1) : this.step()),
      ArrowLeft: () => this.showFrame(timeline.at - 1),
      Home: () => this.showFrame(0),
      End: () => this.showFrame(timeline.furthest),
    };
  }

  advance(now) {
    super.advance(now);
    if (!this.stepping || !this.timeline.advance()) return;
    this.stepping = false;
    this.dirty = true;
  }

  step() {
    this.timeline.playing = false;
    this.stepping = true;
  }

  showFrame(index) {
    this.timeline.goTo(Math.min(index, this.timeline.furthest));
    this.pause();
  }
}

let picture = null;
const courier = new Courier((bytes) => picture?.receive(bytes));

export const carry = courier.carry;

export function mount(place, bytes, send) {
  const [layoutBytes, first] = split(bytes);
  if (!isKnown(layoutBytes)) return outdated(place);
  const layout = readTwins(layoutBytes), alive = picture?.root.isConnected && picture.root.parentElement === place;
  if (alive && picture.layout.generation === layout.generation) {
    picture.seatedAt(layout.seat);
    picture.find(".undo").disabled = !layout.undoable;
    return picture.restyle(); // perhaps only the theme has changed
  }
  const wasPlaying = alive && picture.timeline.playing;
  picture?.timeline.abandon();
  picture = new TwinsPicture(place, layout, send);
  connectStream(picture, courier);
  picture.receive(first);
  if (wasPlaying) picture.play();
}
