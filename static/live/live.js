// A picture of a training that is watched: its bar, the moments that have come, when to draw and what to say. What is
// drawn is a matter of the pictures that are made from it.

import { unpack, versionOf } from "../shared/packing.js";
import { coloursOf } from "../stage/colours.js";
import { Timeline } from "../stage/timeline.js";
import { keepQuietForControls } from "./quiet.js";
import { csvOf, save } from "./table.js";

const VERSION = 1;
const CALM = 250; // ms between moments where people asked for reduced motion, and between changes of the words
const SPOKEN = 4000; // ms between announcements to a screen reader

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
export function liveModule(Picture) {
  let picture = null, waiting = null; // a reel that came before its picture
  const receive = (bytes, ask) => {
    waiting = [bytes, ask];
    if (versionOf(bytes) !== VERSION) return;
    const reel = unpack(bytes);
    if (reel.generation === picture?.layout.generation) picture.take(reel, ask);
  };
  const mount = (place, bytes) => {
    if (versionOf(bytes) !== VERSION) {
      place.textContent = "The app has been updated since this page was opened. Please reload it.";
      return;
    }
    const layout = unpack(bytes), alive = picture?.root.isConnected && picture.root.parentElement === place;
    if (alive && picture.layout.generation === layout.generation) return picture.restyle(); // only the theme has changed
    const wasPlaying = alive && picture.timeline.playing;
    picture?.timeline.abandon();
    picture = new Picture(place, layout);
    if (waiting) receive(...waiting);
    if (wasPlaying) picture.play();
  };
  return { mount, receive };
}

// Its own pictures give: template and pace (static), build(), restyled(), drawMoment(frame), words(frame) → [news, rest],
// nameOf(frame), and may give animate(now) and keys().
export class LivePicture {
  constructor(place, layout) {
    const { template, pace } = this.constructor;
    this.layout = layout;
    this.timeline = new Timeline(layout, pace);
    place.innerHTML = template;
    this.root = place.querySelector(".stage");
    this.find = (selector) => this.root.querySelector(selector);
    this.playLabel = this.find(".play").textContent;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.advancedAt = this.wordsAt = this.spokenAt = 0;
    Object.assign(this.root, { painted: 0, layout, timeline: this.timeline, picture: this });
    this.connectBar();
    this.build();
    this.restyle();
    new ResizeObserver(() => this.restyle()).observe(this.root);
    const loop = (now) => {
      if (!this.root.isConnected) return;
      this.tick(now);
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  take(reel, ask) {
    this.timeline.ask = ask;
    this.diverged ||= reel.diverged;
    this.timeline.add(framesOf(reel), reel.request, reel.ended);
    this.dirty = true;
  }

  restyle() {
    this.colours = coloursOf(this.root);
    this.root.classList.toggle("dark", this.colours.dark);
    this.root.style.setProperty("--positive", this.colours.positive);
    this.root.style.setProperty("--negative", this.colours.negative);
    this.root.style.setProperty("--muted", this.colours.muted);
    this.restyled();
    this.dirty = true;
  }

  restyled() {}

  animate() {}

  keys() {
    return {};
  }

  tick(now) {
    const { timeline } = this, wait = this.calm.matches ? CALM : 1000 / timeline.pace.rate;
    if (timeline.playing && now - this.advancedAt >= wait - 4) {
      if (timeline.advance()) {
        this.advancedAt = now;
        this.dirty = true;
      } else if (!timeline.playing) this.pause(); // the run has ended
    }
    this.animate(now);
    if (this.dirty && timeline.frame) this.draw(now);
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

  say(now, frame) {
    this.wordsAt = now;
    const [news, rest] = this.words(frame);
    this.find(".news").textContent = news;
    this.find(".rest").textContent = rest;
    if (this.timeline.playing && now - this.spokenAt < SPOKEN) return;
    this.spokenAt = now;
    this.find(".spoken").textContent = `${this.nameOf(frame)}. ${news} ${rest}`;
  }

  connectBar() {
    this.find(".play").onclick = () => (this.timeline.playing ? this.pause() : this.play());
    this.find(".reset").onclick = () => this.cancel();
    this.find(".data").onclick = () => save(csvOf(this.timeline.frames), `${this.root.dataset.testid}.csv`);
    this.find(".scrub").oninput = ({ target }) => this.show(Number(target.value));
    const onKey = (event) => {
      if (!this.root.isConnected) return document.removeEventListener("keydown", onKey);
      this.pressed(event);
    };
    document.addEventListener("keydown", onKey);
    keepQuietForControls(this);
  }

  // Space plays and pauses when nothing else on the page has the keyboard; a picture may have keys of its own.
  pressed(event) {
    const target = event.composedPath()[0], inside = event.composedPath().includes(this.root);
    if ((target !== document.body && !inside) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("input, select, [data-keys]")) return; // they have their own use for keys
    if (target.tagName === "BUTTON" && [" ", "Enter"].includes(event.key)) return;
    const keys = { " ": () => this.find(".play").click(), ...this.keys() };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  refreshBar(frame) {
    const { timeline } = this, scrub = this.find(".scrub"), play = this.find(".play");
    scrub.max = timeline.frames[timeline.furthest].epoch;
    scrub.value = frame.epoch;
    scrub.setAttribute("aria-valuetext", this.nameOf(frame));
    this.find(".epoch").textContent = timeline.late && timeline.playing ? "Waiting for the server …" : this.nameOf(frame);
    const label = timeline.playing ? "Pause" : this.playLabel;
    if (play.textContent !== label) play.textContent = label;
    this.find(".data").disabled = timeline.frames.length < 2;
    play.disabled = timeline.ended && timeline.ahead === 0;
  }

  play() {
    this.timeline.playing = true;
    this.dirty = true;
  }

  pause() {
    this.timeline.playing = false;
    this.dirty = true;
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

// Every array of a reel has one row for each moment; a row of one number becomes that number.
function framesOf(reel) {
  return reel.epochs.map((at, i) => {
    const frame = { epoch: reel.first + i, at };
    for (const [name, length] of reel.arrays) {
      const width = length / reel.epochs.length, row = reel[name].subarray(i * width, (i + 1) * width);
      frame[name] = width === 1 ? row[0] : row;
    }
    return frame;
  });
}
