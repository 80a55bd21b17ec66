// Pictures that follow the finger: a slider, or a clock, through frames that were all computed beforehand.

import { outdated } from "../shared/outdated.js";
import { unpack, versionOf } from "../shared/packing.js";
import { Slider } from "../shared/slider.js";
import { Panel } from "./panel.js";

const VERSION = 1;
const TEMPLATE = `
<section class="flipbook">
  <div class="bar">
    <button class="play">Play</button>
    <label><span>Frame</span> <output></output><input type="range" min="0" step="1"></label>
  </div>
  <p class="sentence" aria-live="polite"></p>
  <div class="panels"></div>
</section>`;

export function mount(place, bytes, tell) {
  if (versionOf(bytes) !== VERSION) return outdated(place);
  const book = unpack(bytes);
  if (place.flipbook?.book.id === book.id) return place.flipbook.follow(book.start);
  if (book.of && place.flipbook?.book.of === book.of) return place.flipbook.grow(book);
  place.flipbook?.stop();
  place.flipbook = new Flipbook(place, book, tell);
}

class Flipbook {
  constructor(place, book, tell) {
    Object.assign(this, { book, tell, frame: book.start, heard: book.start, playing: false, dirty: true });
    place.innerHTML = TEMPLATE;
    this.root = place.querySelector(".flipbook");
    this.root.painted = 0;
    this.root.setAttribute("aria-label", book.title);
    this.root.style.setProperty("--height", `${book.height}px`);
    this.root.style.setProperty("--narrowest", `${book.narrowest}px`);
    this.slider = new Slider(this.root.querySelector("input"), (frame) => this.go(frame), () => this.report());
    this.slider.input.max = book.frames.length - 1;
    this.slider.show(this.frame);
    this.root.querySelector("label span").textContent = book.label;
    this.output = this.root.querySelector("output");
    this.sentence = this.root.querySelector(".sentence");
    this.button = this.root.querySelector(".play");
    this.button.hidden = !book.rate;
    this.panels = book.panels.map((panel) => {
      const figure = document.createElement("figure");
      this.root.querySelector(".panels").append(figure);
      return new Panel(figure, panel, book);
    });
    this.listen();
    this.showButton();
    const loop = (now) => {
      if (!this.root.isConnected) return;
      if (this.playing) this.advance(now);
      if (this.dirty) this.draw();
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  // The first frames are there, and now more: finger and clock stay where they are.
  grow(book) {
    this.book = book;
    this.slider.input.max = book.frames.length - 1;
    this.panels.forEach((panel, number) => panel.grow(book.panels[number], book));
    this.dirty = true;
    this.follow(book.start);
  }

  // Mounted again with the same pictures: keep the place in them, unless a link or a reset says another.
  follow(start) {
    if (start === this.heard) return;
    this.heard = start;
    this.go(start);
  }

  report() {
    this.heard = this.frame;
    this.tell(this.frame);
  }

  listen() {
    this.button.addEventListener("click", () => this.toggle());
    this.observer = new ResizeObserver(() => {
      for (const panel of this.panels) panel.layout();
      this.dirty = true;
    });
    this.observer.observe(this.root);
  }

  toggle() {
    if (!this.playing && this.frame === this.book.frames.length - 1 && !this.book.more) this.go(0);
    this.playing = !this.playing;
    this.last = null;
    this.showButton();
    if (!this.playing) this.report();
  }

  showButton() {
    this.button.textContent = this.playing ? "Pause" : "Play";
  }

  // One clock for all panels: frames go by time, not by how fast the browser draws.
  advance(now) {
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.last ??= now;
    const frames = Math.floor(((now - this.last) / 1000) * (slow ? 4 : this.book.rate));
    if (!frames) return;
    this.last = now;
    this.go(Math.min(this.frame + frames, this.book.frames.length - 1));
    if (this.frame === this.book.frames.length - 1 && !this.book.more) this.toggle();
  }

  go(frame) {
    this.frame = frame;
    this.slider.show(frame);
    this.dirty = true;
  }

  draw() {
    this.dirty = false;
    for (const panel of this.panels) panel.draw(this.frame);
    this.output.textContent = this.book.frames[this.frame];
    this.slider.input.setAttribute("aria-valuetext", this.book.frames[this.frame]);
    this.sentence.textContent = this.book.sentences[this.frame];
    this.root.dataset.frame = this.frame;
    this.root.painted += 1;
  }

  stop() {
    this.observer.disconnect();
  }
}
