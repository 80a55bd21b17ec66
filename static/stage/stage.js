// The stage: takes layouts and reels, plays frames, draws them, and listens to people.

import { coloursOf } from "./colours.js";
import { connect, connectUnits, refreshControls, TEMPLATE } from "./controls.js";
import { drawCurves } from "./curves.js";
import { drawDiagram, drawInputs, makeDiagram } from "./diagram.js";
import { forward, makePlanes } from "./forward.js";
import { describe, legend } from "./readout.js";
import { readFrames, readLayout, readReelHead, VERSION, versionOf } from "./reel.js";
import { sentence } from "./sentence.js";
import { drawStrip, makeStrip, shareOfWidth } from "./strip.js";
import { Timeline } from "./timeline.js";
import { drawView, drawViewPoints, makeView } from "./view.js";

const CALM = 250; // ms between frames where people asked for reduced motion, and between changes of the words
const REST = 300; // ms without a change until the picture has come to rest
const SPOKEN = 4000; // ms between announcements to a screen reader

let stage = null;
let waiting = null; // a reel that came before its stage
let tellPaused = null;

export function mount(place, bytes) {
  if (versionOf(bytes) !== VERSION) return outdated(place);
  const layout = readLayout(bytes);
  if (stage?.root.isConnected && stage.root.parentElement === place && stage.layout.generation === layout.generation) {
    stage.restyle(); // the same run again: only the theme may have changed
    return;
  }
  const wasPlaying = stage?.root.isConnected && stage.timeline.playing;
  stage?.timeline.abandon();
  stage = new Stage(place, layout);
  if (waiting) receive(...waiting);
  if (wasPlaying) stage.play();
}

export function receive(bytes, ask) {
  waiting = [bytes, ask];
  if (versionOf(bytes) !== VERSION || readReelHead(bytes).generation !== stage?.layout.generation) return;
  const { request, ended } = readReelHead(bytes);
  stage.timeline.ask = ask;
  stage.timeline.add(readFrames(bytes, stage.layout), request, ended);
  stage.dirty = true;
}

export function whenPaused(tell) {
  tellPaused = tell;
}

function outdated(place) {
  place.innerHTML = '<p class="outdated">The app has been updated since this page was opened. <button>Reload</button></p>';
  place.querySelector("button").onclick = () => location.reload();
}

class Stage {
  constructor(place, layout) {
    this.layout = layout;
    this.timeline = new Timeline(layout);
    this.planes = makePlanes(layout);
    place.innerHTML = TEMPLATE;
    this.root = place.querySelector('[data-testid="stage"]');
    this.find = (selector) => this.root.querySelector(selector);
    this.strip = makeStrip(this.find(".strip canvas"), layout);
    this.pointed = null;
    this.spokenAt = this.wordsAt = this.paintedAt = 0;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    Object.assign(this.root, { painted: 0, planes: this.planes, layout, timeline: this.timeline });
    this.layOut();
    connect(this);
    this.restyle();
    new ResizeObserver(() => {
      if (this.root.clientWidth === this.width) return;
      this.layOut();
      connectUnits(this);
      this.restyle();
    }).observe(this.root);
    const loop = (now) => {
      if (stage !== this || !this.root.isConnected) return;
      this.tick(now);
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  layOut() {
    this.width = this.root.clientWidth;
    this.pinned = this.selected = null;
    this.diagram = makeDiagram(this.find(".network"), this.layout);
    this.view = makeView(this.find(".view"), this.layout);
  }

  restyle() {
    this.colours = coloursOf(this.root);
    this.root.classList.toggle("dark", this.colours.dark);
    this.root.style.setProperty("--positive", this.colours.positive);
    this.root.style.setProperty("--negative", this.colours.negative);
    this.root.style.setProperty("--muted", this.colours.muted);
    this.find(".legend").innerHTML = legend(this.layout, this.colours);
    drawInputs(this.diagram, this.planes, this.colours);
    drawViewPoints(this.view, this.colours);
    this.dirty = true;
  }

  tick(now) {
    if (this.timeline.playing && (!this.calm.matches || now - this.paintedAt >= CALM)) {
      if (this.timeline.advance()) this.dirty = true;
      else if (!this.timeline.playing) this.pause(); // the run has ended
    } else if (this.stepping && this.timeline.advance()) {
      this.stepping = false;
      this.pause();
    }
    if (this.dirty && this.timeline.frame) this.draw(now);
  }

  draw(now) {
    const { timeline, planes, colours } = this, { frame } = timeline;
    this.dirty = false;
    this.paintedAt = now;
    forward(frame.theta, this.layout, planes);
    drawView(this.view, frame, planes, this.pinned ?? this.selected, this.pointed, colours);
    drawDiagram(this.diagram, frame, planes, colours);
    if (!timeline.playing || this.root.painted % 3 === 0) this.drawHistory(); // the eye follows the maps
    refreshControls(this);
    if (!timeline.playing || now - this.wordsAt >= CALM) this.say(now);
    this.root.painted++;
    this.root.dataset.epoch = frame.epoch;
  }

  drawHistory() {
    const { timeline, colours } = this;
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
      this.find(".spoken").textContent = `Epoch ${this.timeline.frame.epoch}. ${news} ${rest}`;
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

  // The server is told where the picture came to rest: not while somebody scrubs or steps, and not while a reel is on
  // its way, because Streamlit reruns only one fragment for what arrives together.
  tellWhenAtRest() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (stage !== this || this.timeline.playing || !this.timeline.frame) return;
      if (this.stepping || this.timeline.pendingSince !== null) this.tellWhenAtRest();
      else tellPaused?.(this.timeline.frame.epoch);
    }, REST);
  }

  toggle() {
    if (this.timeline.playing) this.pause();
    else this.play();
  }

  step() {
    this.timeline.playing = false;
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
}
