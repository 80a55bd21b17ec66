// The stage's picture: builds what is shown of a run, plays, steps and scrubs, and draws a frame's maps, links and curves.

import { CALM, Picture } from "../live/picture.js";
import { showHeld } from "./by_hand.js";
import { showHappenings } from "./happenings.js";
import { forwardAndSee } from "./activity.js";
import { connectCard, openCard, resetCard, showCard, tickCard } from "./card.js";
import { connect, connectUnits, keysOf, letGo, refreshControls, select, TEMPLATE } from "./controls.js";
import { Counting, drawCounts, showCounting, tellCount } from "./counting.js";
import { refreshCursor } from "./cursor.js";
import { drawCurves } from "./curves.js";
import { drawDeaths } from "./deaths.js";
import { drawInputs, drawLinks, drawUnits, makeDiagram } from "./diagram.js";
import { connectEditing } from "./editing.js";
import { makePlanes } from "./forward.js";
import { momentName } from "./moment.js";
import { connectPoints } from "./points.js";
import { POST_MORTEM } from "./post_mortem.js";
import { describe, legend } from "./readout.js";
import { readFrames, readReelHead, readWords, VERSION, versionOf } from "./reel.js";
import { sentence } from "./sentence.js";
import { drawSpread, makeSpread } from "./spread.js";
import { drawStrip, makeStrip, shareOfWidth } from "./strip.js";
import { drawView, drawViewPoints, makeView } from "./view.js";
import { timeOf } from "./timeline.js";
import { connectTopRow, showTopRow } from "./top_row.js";
import { Typical, TYPICAL } from "./typical.js";
import { showWeights } from "./weights.js";

const SPEEDS = { batch: 0, epoch: 1, ten: 10 };

export class StagePicture extends Picture {
  constructor(place, layout, timeline, send, resting) {
    super(place, TEMPLATE, send);
    this.resting = resting;
    this.pointed = null;
    this.drawing = false; // whether the pens are out
    this.below = null; // what somebody chose to see below the network
    this.scrubbedAt = -CALM;
    this.view = {};
    connectCard(this);
    connectTopRow(this);
    this.take(layout, timeline);
    connect(this);
    this.begin();
  }

  // The first run, or another in its place.
  take(layout, timeline) {
    const kept = this.layout?.family === layout.family ? this.pinned : null;
    this.showRun(layout, timeline);
    this.planes = this.root.planes = makePlanes(layout);
    this.seen = new Uint8Array(layout.units); // which units are active somewhere on the plane
    resetCard(this);
    this.typical = new Typical();
    this.strip = makeStrip(this.find(".rows"), layout);
    this.counting = new Counting(layout);
    this.goal = layout.changes.length ? Number(layout.changes.at(-1).split(":")[0]) : 0;
    this.stepping = timeline.frames.length > 0 && timeline.newest.epoch < this.goal;
    this.build();
    this.keep(kept);
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
  }

  resized() {
    if (this.root.clientWidth === this.width) return;
    const { pinned } = this;
    this.build();
    this.keep(pinned);
    this.restyle();
  }

  // The unit that was kept before the diagram was made anew.
  keep(pinned) {
    if (pinned) select(this, this.diagram.units.find(({ layer, unit }) => layer === pinned.layer && unit === pinned.unit), true);
  }

  show(view, undoable) {
    this.view = view;
    this.timeline.setSpeed(SPEEDS[view.speed]);
    this.find(".undo").disabled = !undoable;
    this.find(".speed").value = view.speed;
    this.find(".held-out-shown").checked = view.held_out_shown;
    this.find(".discretized").checked = view.discretized;
    this.find(".regions-shown").checked = view.regions;
    showTopRow(this);
    this.restyle();
  }

  receive(bytes) {
    if (versionOf(bytes) === POST_MORTEM) return this.seeStep(bytes);
    if (versionOf(bytes) === TYPICAL) return this.hearTypical(bytes);
    if (versionOf(bytes) !== VERSION) return;
    const head = readReelHead(bytes), { timeline, layout } = this;
    if (head.generation !== layout.generation) return;
    const frames = readFrames(bytes, layout);
    timeline.rate = head.rate;
    timeline.speed = head.speed;
    timeline.reached = frames.length || head.ended ? null : head.reached;
    timeline.add(frames, head.request, head.ended, head.after, readWords(bytes, layout));
    this.dirty = true;
  }

  // How a step befell a unit has come.
  seeStep(bytes) {
    this.card.mortem.take(bytes, this.layout);
    this.wordsAt = 0;
    this.dirty = true;
  }

  // What is typical has been counted.
  hearTypical(bytes) {
    this.typical.take(bytes);
    this.wordsAt = 0;
    this.dirty = true;
  }

  // What somebody does to the picture is said in the words of a link, and comes back as a layout.
  edit(parameters) {
    this.resting.giveWay(this);
    this.send(parameters);
  }

  restyled() {
    this.find(".legend").innerHTML = legend(this.layout, this.colours, this.view);
    drawInputs(this.diagram, this.planes, this.colours);
    showCounting(this);
    refreshCursor(this);
    this.drawPoints();
  }

  drawPoints() {
    drawViewPoints(this.map, this.colours, this.view, this.drawn);
  }

  advance(now) {
    super.advance(now);
    if (!this.stepping) {
      if (this.wasMoving && !this.moving(now)) this.dirty = true;
    } else if (this.timeline.advance()) {
      this.dirty = true;
      this.stepping = this.timeline.frame.epoch < this.goal;
      if (!this.stepping) this.pause();
    }
  }

  // Where nothing moves there is time to count the pieces of what was played before.
  animate(now) {
    tickCard(this, now);
    this.typical.tick(this, now);
    if (this.view.regions && !this.moving(now) && this.counting.goOn(this.timeline)) drawCounts(this);
  }

  // Playing, or somebody scrubs.
  moving(now) {
    return this.timeline.playing || now - this.scrubbedAt < CALM;
  }

  draw(now) {
    const { timeline, planes, colours } = this, { frame } = timeline;
    this.dirty = false;
    forwardAndSee(frame.theta, this.layout, planes, this.seen);
    // While it moves the eye follows the maps; the rest takes turns.
    const still = !this.moving(now), turn = (nth) => still || this.root.painted % 3 === nth;
    const cut = this.view.regions ? this.counting.of(frame, !still) : null;
    drawView(this.map, frame, planes, this.pinned ?? this.selected, this.pointed, colours, this.view, cut);
    drawUnits(this.diagram, frame, planes, colours);
    if (turn(0)) drawLinks(this.diagram, frame.theta, colours);
    if (turn(1)) this.drawHistory();
    if (!timeline.playing || turn(2)) refreshControls(this); // keys move the slider from where it really is
    if (turn(2) && this.shownBelow === "spread") drawSpread(this.spread, frame, this.layout, colours);
    if (still || now - this.wordsAt >= CALM) {
      this.say(now, frame);
      showWeights(this);
      showCard(this);
      showHappenings(this);
      showHeld(this);
    }
    this.wasMoving = !still;
    this.film?.add(this);
    this.root.painted++;
    this.root.dataset.epoch = frame.epoch;
    this.root.dataset.batch = frame.batch;
    if (cut && this.counting.frame === frame) this.root.dataset.regions = cut.pieces.length;
    else delete this.root.dataset.regions;
  }

  // Before anything is trained the first weights are what there is to see.
  get shownBelow() {
    if (!this.layout.units) return "spread";
    return this.below ?? (this.timeline.furthest || this.timeline.playing ? "strip" : "spread");
  }

  drawHistory() {
    const { timeline, colours } = this;
    drawDeaths(this.find(".deaths"), timeline, colours);
    drawStrip(this.strip, timeline, colours);
    this.find(".strip .now").style.left = `${100 * shareOfWidth(timeline)}%`;
    if (this.view.regions && !this.counting.why) drawCounts(this);
    drawCurves(this.find(".loss canvas"), timeline, ["trainLoss", "testLoss"], null, colours);
    drawCurves(this.find(".accuracy canvas"), timeline, ["trainAccuracy", "testAccuracy"], 1, colours);
  }

  words() {
    const told = sentence(this.timeline, { seen: this.seen, logits: this.planes.at(-1) }, (unit) => this.nameOfUnit(unit));
    return this.typical.addTo(told, this.timeline);
  }

  said(time) {
    this.find(".show").hidden = time === null || this.timeline.indexAt(time) === this.timeline.at;
    this.find(".show").dataset.time = time;
    describe(this);
    tellCount(this);
  }

  latestEvent(frame) {
    return this.timeline.events.findLast((event) => event.time <= timeOf(frame));
  }

  nameOf(frame) {
    return momentName(frame);
  }

  nameOfUnit(unit) {
    const it = this.diagram.units[unit];
    return `${it.layer}.${it.unit + 1}`;
  }

  letGo() {
    letGo(this);
  }

  keys() {
    return keysOf(this);
  }

  play() {
    this.stepping = false;
    super.play();
  }

  pause() {
    super.pause();
    this.resting.soon(this);
  }

  step() {
    this.timeline.playing = false;
    this.goal = 0;
    this.stepping = true;
  }

  reset() {
    this.timeline.reset();
    select(this, null, true);
    this.pause();
  }

  // To the frame that first shows a time, where nothing moves and all is told at once.
  showTime(time) {
    this.timeline.goTo(Math.min(this.timeline.indexAt(time), this.timeline.furthest));
    this.pause();
  }

  // To a moment that was shown, and to the card of a unit.
  goTo(time, unit, byKeyboard = false) {
    this.showFrame(this.timeline.indexAt(time));
    if (unit === undefined) return;
    select(this, this.diagram.units[unit], true);
    openCard(this, byKeyboard);
  }

  showFrame(index) {
    this.scrubbedAt = performance.now();
    this.timeline.goTo(Math.min(index, this.timeline.furthest));
    this.pause();
  }
}
