// The stage: takes layouts and reels, plays frames, draws them, and listens to people.

import { coloursOf } from "./colours.js";
import { connect, connectUnits, refreshControls, TEMPLATE } from "./controls.js";
import { drawCurves } from "./curves.js";
import { drawDeaths } from "./deaths.js";
import { drawInputs, drawLinks, drawUnits, makeDiagram } from "./diagram.js";
import { connectEditing } from "./editing.js";
import { forward, makePlanes } from "./forward.js";
import { describe, legend } from "./readout.js";
import { readFrames, readLayout, readReelHead, VERSION, versionOf } from "./reel.js";
import { sentence } from "./sentence.js";
import { momentName } from "./moment.js";
import { Past } from "./past.js";
import { connectPoints } from "./points.js";
import { drawSpread, makeSpread } from "./spread.js";
import { drawStrip, makeStrip, shareOfWidth } from "./strip.js";
import { Timeline } from "./timeline.js";
import { drawView, drawViewPoints, makeView } from "./view.js";
import { showWeights } from "./weights.js";

const CALM = 250; // ms between frames where people asked for reduced motion, and between changes of the words
const REST = 300; // ms without a change until the picture has come to rest
const SPOKEN = 4000; // ms between announcements to a screen reader

const SETTLE = 40; // ms between what was asked or told and an edit: the two must not arrive together
const SPEEDS = { batch: 0, epoch: 1, ten: 10 };

let stage = null;
let waiting = null; // a reel that came before its stage
let tellRest = null;
let hasTold = false; // the page below has been told of a moment, and follows from then on
const past = new Past();

export function mount(place, bytes, send) {
  if (versionOf(bytes) !== VERSION) return outdated(place);
  const layout = readLayout(bytes), alive = stage?.root.isConnected && stage.root.parentElement === place;
  if (alive && stage.layout.generation === layout.generation) {
    stage.show(layout.view, layout.undoable); // the same run again, perhaps in another theme
    return;
  }
  const wasPlaying = alive && stage.timeline.playing;
  if (stage) past.keep(stage.timeline);
  const timeline = past.of(layout);
  if (alive) stage.take(layout, timeline);
  else stage = new Stage(place, layout, timeline, send);
  if (waiting) receive(...waiting);
  if (wasPlaying) stage.play();
  else if (hasTold) stage.tellWhenAtRest();
}

export function receive(bytes, ask) {
  waiting = [bytes, ask];
  if (versionOf(bytes) !== VERSION) return;
  const head = readReelHead(bytes);
  if (head.generation !== stage?.layout.generation) return;
  stage.timeline.ask = ask;
  stage.timeline.rate = head.rate;
  stage.timeline.add(readFrames(bytes, stage.layout), head.request, head.ended, head.after);
  stage.dirty = true;
}

export function whenAtRest(tell) {
  tellRest = tell;
}

function outdated(place) {
  place.innerHTML = '<p class="outdated">The app has been updated since this page was opened. <button>Reload</button></p>';
  place.querySelector("button").onclick = () => location.reload();
}

class Stage {
  constructor(place, layout, timeline, send) {
    this.send = send;
    place.innerHTML = TEMPLATE;
    this.root = place.querySelector('[data-testid="stage"]');
    this.find = (selector) => this.root.querySelector(selector);
    this.pointed = null;
    this.below = null; // what somebody chose to see below the network
    this.spokenAt = this.wordsAt = this.paintedAt = 0;
    this.scrubbedAt = -CALM;
    this.toldAt = -SETTLE;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.root.painted = 0;
    this.view = {};
    this.take(layout, timeline);
    connect(this);
    new ResizeObserver(() => {
      if (this.root.clientWidth !== this.width) this.build();
    }).observe(this.root);
    const loop = (now) => {
      if (stage !== this || !this.root.isConnected) return;
      this.tick(now);
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  // The first run, or another in its place.
  take(layout, timeline) {
    this.layout = layout;
    this.timeline = timeline;
    this.planes = makePlanes(layout);
    this.strip = makeStrip(this.find(".rows"), layout);
    this.goal = layout.changes.length ? Number(layout.changes.at(-1).split(":")[0]) : 0;
    this.stepping = timeline.frames.length > 0 && timeline.newest.epoch < this.goal;
    Object.assign(this.root, { planes: this.planes, layout, timeline });
    this.build();
    this.show(layout.view, layout.undoable);
  }

  build() {
    this.width = this.root.clientWidth;
    this.pinned = this.selected = null;
    this.diagram = makeDiagram(this.find(".network"), this.layout);
    this.spread = makeSpread(this.find(".spread"), this.layout);
    this.map = makeView(this.find(".view"), this.layout);
    connectUnits(this);
    connectEditing(this);
    connectPoints(this);
    this.restyle();
  }

  show(view, undoable) {
    this.view = view;
    this.timeline.setSpeed(SPEEDS[view.speed]);
    this.find(".undo").disabled = !undoable;
    this.find(".speed").value = view.speed;
    this.find(".held-out-shown").checked = view.held_out_shown;
    this.find(".discretized").checked = view.discretized;
    this.restyle();
  }

  // What somebody does to the picture is said in the words of a link, and comes back as a layout.
  edit(parameters) {
    this.timeline.quietUntil = performance.now() + 5 * SETTLE;
    const last = Math.max(this.timeline.askedAt, this.toldAt);
    setTimeout(() => this.send(parameters), last + SETTLE - performance.now());
  }

  restyle() {
    this.colours = coloursOf(this.root);
    this.root.classList.toggle("dark", this.colours.dark);
    this.root.style.setProperty("--positive", this.colours.positive);
    this.root.style.setProperty("--negative", this.colours.negative);
    this.root.style.setProperty("--muted", this.colours.muted);
    this.find(".legend").innerHTML = legend(this.layout, this.colours, this.view);
    drawInputs(this.diagram, this.planes, this.colours);
    this.drawPoints();
    this.dirty = true;
  }

  drawPoints() {
    drawViewPoints(this.map, this.colours, this.view, this.drawn);
  }

  tick(now) {
    const { rate, quietUntil } = this.timeline;
    // A screen's frame may come early; and while somebody changes something, the page needs the time for that.
    const wait = this.calm.matches ? CALM : 1000 / (now < quietUntil ? rate / 3 : rate) - 4;
    if (this.timeline.playing && now - this.paintedAt >= wait) {
      if (this.timeline.advance()) this.dirty = true;
      else if (!this.timeline.playing) this.pause(); // the run has ended
    } else if (this.stepping && this.timeline.advance()) {
      this.stepping = this.timeline.frame.epoch < this.goal;
      if (!this.stepping) this.pause();
    }
    if (this.wasLate !== this.timeline.late) {
      this.wasLate = this.timeline.late; // nothing new to draw, but to say
      this.dirty = true;
    }
    if (this.wasMoving && !this.moving(now)) this.dirty = true;
    if (this.dirty && this.timeline.frame) this.draw(now);
  }

  // Playing, or somebody scrubs.
  moving(now) {
    return this.timeline.playing || now - this.scrubbedAt < CALM;
  }

  draw(now) {
    const { timeline, planes, colours } = this, { frame } = timeline;
    this.dirty = false;
    this.paintedAt = now;
    forward(frame.theta, this.layout, planes);
    // While it moves the eye follows the maps; the rest takes turns.
    const still = !this.moving(now), turn = (nth) => still || this.root.painted % 3 === nth;
    drawView(this.map, frame, planes, this.pinned ?? this.selected, this.pointed, colours, this.view);
    drawUnits(this.diagram, frame, planes, colours);
    if (turn(0)) drawLinks(this.diagram, frame.theta, colours);
    if (turn(1)) this.drawHistory();
    if (!timeline.playing || turn(2)) refreshControls(this); // keys move the slider from where it really is
    if (turn(2) && this.shownBelow === "spread") drawSpread(this.spread, frame, this.layout, colours);
    if (still || now - this.wordsAt >= CALM) this.say(now);
    if (still) showWeights(this);
    this.wasMoving = !still;
    this.film?.add(this);
    this.root.painted++;
    this.root.dataset.epoch = frame.epoch;
    this.root.dataset.batch = frame.batch;
  }

  // Before anything is trained the first weights are what there is to see.
  get shownBelow() {
    return this.below ?? (this.timeline.furthest || this.timeline.playing ? "strip" : "spread");
  }

  drawHistory() {
    const { timeline, colours } = this;
    drawDeaths(this.find(".deaths"), timeline, colours);
    drawStrip(this.strip, timeline, colours);
    this.find(".strip .now").style.left = `${100 * shareOfWidth(timeline)}%`;
    drawCurves(this.find(".loss canvas"), timeline, ["trainLoss", "testLoss"], null, colours);
    drawCurves(this.find(".accuracy canvas"), timeline, ["trainAccuracy", "testAccuracy"], 1, colours);
  }

  say(now) {
    this.wordsAt = now;
    const [news, rest, epoch] = sentence(this.timeline, (unit) => this.nameOf(unit));
    this.find(".news").textContent = news;
    this.find(".rest").textContent = rest;
    this.find(".show").hidden = epoch === null || epoch === this.timeline.frame.epoch;
    this.find(".show").dataset.epoch = epoch;
    describe(this);
    if (!this.timeline.playing || now - this.spokenAt >= SPOKEN) {
      this.spokenAt = now;
      this.find(".spoken").textContent = `${momentName(this.timeline.frame)}. ${news} ${rest}`;
    }
  }

  nameOf(unit) {
    const it = this.diagram.units[unit];
    return `${it.layer}.${it.unit + 1}`;
  }

  play() {
    this.timeline.playing = true;
    this.stepping = false;
    this.dirty = true;
  }

  pause() {
    this.timeline.playing = false;
    this.dirty = true;
    this.tellWhenAtRest();
  }

  // The server is told where the picture came to rest: not while somebody scrubs, steps or changes a control, and not
  // while a reel is on its way, because Streamlit reruns only one fragment for what arrives together.
  tellWhenAtRest() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const { timeline, layout } = this;
      if (stage !== this || timeline.playing || !timeline.frame) return;
      if (this.stepping || timeline.pendingSince !== null || performance.now() < timeline.quietUntil) return this.tellWhenAtRest();
      hasTold = true;
      this.toldAt = performance.now();
      tellRest?.({ generation: layout.generation, family: layout.family, epoch: timeline.frame.epoch });
    }, REST);
  }

  toggle() {
    if (this.timeline.playing) this.pause();
    else this.play();
  }

  step() {
    this.timeline.playing = false;
    this.goal = 0;
    this.stepping = true;
  }

  reset() {
    this.timeline.reset();
    this.pinned = null;
    this.pause();
  }

  showEpoch(epoch) {
    this.timeline.goToEpoch(epoch);
    this.pause();
  }

  showFrame(index) {
    this.scrubbedAt = performance.now();
    this.timeline.goTo(Math.min(index, this.timeline.furthest));
    this.pause();
  }
}
