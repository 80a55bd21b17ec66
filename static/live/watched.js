// A picture of a training that is watched: its bar, the moments that have come, and how it is mounted. What is drawn is
// a matter of the pictures that are made from it.

import { outdated } from "../shared/outdated.js";
import { split, unpack, versionOf } from "../shared/packing.js";
import { save } from "../shared/saving.js";
import { Slider } from "../shared/slider.js";
import { Timeline } from "../stage/timeline.js";
import { Courier } from "./courier.js";
import { CALM, Picture } from "./picture.js";
import { connectStream } from "./stream.js";
import { csvOf } from "./table.js";

const VERSION = 1;

export const BAR = (cancel, play) => `
  <div class="bar" role="group" aria-label="Training">
    <button class="reset">${cancel}</button>
    <button class="play primary">${play}</button>
    <input class="scrub" type="range" min="0" max="0" value="0" step="1" aria-label="Moment">
    <output class="epoch"></output>
    <button class="data" aria-label="Download what was measured so far (CSV)">CSV</button>
  </div>
  <p class="sentence"><span><strong class="news">Getting ready.</strong> <span class="rest">The first weights are on their way.</span></span></p>
  <p class="spoken" role="status" aria-live="polite"></p>`;

// The two functions that Streamlit's components call, for one kind of picture.
export function watchedModule(Kind) {
  let picture = null;
  const courier = new Courier((bytes) => picture?.receive(bytes));
  const mount = (place, bytes, send) => {
    const [layoutBytes, first] = split(bytes);
    if (versionOf(layoutBytes) !== VERSION) return outdated(place);
    const layout = unpack(layoutBytes), alive = picture?.root.isConnected && picture.root.parentElement === place;
    if (alive && picture.layout.generation === layout.generation) {
      picture.seatedAt(layout.seat);
      return picture.restyle(); // perhaps only the theme has changed
    }
    const wasPlaying = alive && picture.timeline.playing;
    picture?.timeline.abandon();
    picture = new Kind(place, layout, send);
    connectStream(picture, courier);
    picture.receive(first);
    if (wasPlaying) picture.play();
  };
  return { mount, carry: courier.carry };
}

// Its own pictures give: template and pace (static), build(), drawMoment(frame), words(frame) → [news, rest],
// nameOf(frame), and may give restyled(), animate(now) and keys().
export class WatchedPicture extends Picture {
  constructor(place, layout, send) {
    const { template, pace } = new.target;
    super(place, template, send);
    this.showRun(layout, new Timeline(layout, pace));
    this.playLabel = this.find(".play").textContent;
    this.connectBar();
    this.build();
    this.restyle();
    this.begin();
  }

  receive(bytes) {
    if (versionOf(bytes) !== VERSION) return;
    const reel = unpack(bytes);
    if (reel.generation !== this.layout.generation) return;
    this.diverged ||= reel.diverged;
    this.timeline.add(framesOf(reel), reel.request, reel.ended);
    this.dirty = true;
  }

  resized() {
    this.restyle();
  }

  draw(now) {
    const { timeline } = this, { frame } = timeline;
    this.dirty = false;
    this.drawMoment(frame);
    this.refreshBar(frame);
    if (!timeline.playing || now - this.wordsAt >= CALM) this.say(now, frame);
    this.root.painted++;
    this.root.dataset.frame = frame.epoch;
  }

  connectBar() {
    this.find(".play").onclick = () => this.toggle();
    this.find(".reset").onclick = () => this.cancel();
    this.find(".data").onclick = ({ target }) => {
      save(new Blob([csvOf(this.timeline.frames)], { type: "text/csv" }), `${this.root.dataset.testid}.csv`, target);
    };
    this.scrub = new Slider(this.find(".scrub"), (number) => this.show(number));
  }

  keys() {
    return { " ": () => this.find(".play").click() };
  }

  refreshBar(frame) {
    const { timeline, scrub } = this, play = this.find(".play");
    scrub.input.max = timeline.frames[timeline.furthest].epoch;
    scrub.show(frame.epoch);
    scrub.input.setAttribute("aria-valuetext", this.nameOf(frame));
    this.find(".epoch").textContent = this.whereItIs(frame);
    const label = timeline.playing ? "Pause" : this.playLabel;
    if (play.textContent !== label) play.textContent = label;
    this.find(".data").disabled = timeline.frames.length < 2;
    play.disabled = timeline.ended && timeline.ahead === 0;
  }

  cancel() {
    this.timeline.cancel();
    this.diverged = false;
    this.dirty = true;
  }

  show(number) {
    this.timeline.goToEpoch(number);
    this.pause();
  }
}

const LISTS = /^(active|zeros)/; // of units and of layers, be it one

// Every array of a reel has one row for each moment; a row of one number becomes that number.
export function framesOf(reel) {
  return reel.epochs.map((at, i) => {
    const frame = { epoch: reel.first + i, at };
    for (const [name, length] of reel.arrays) {
      const width = length / reel.epochs.length, row = reel[name].subarray(i * width, (i + 1) * width);
      frame[name] = width === 1 && !LISTS.test(name) ? row[0] : row;
    }
    return frame;
  });
}
