// A picture that plays: one frame after another, drawn when there is something new, told in words.
//
// Its own pictures give: draw(now), words(frame) → [news, rest, epoch of the news], nameOf(frame), resized(), and may
// give restyled(), said(time), latestEvent(frame), animate(now), keys().

import { coloursOf } from "../stage/colours.js";
import { GivingWay } from "./giving_way.js";
import { connectKeys } from "./keys.js";

export const CALM = 250; // ms between frames where people asked for reduced motion, and between changes of the words
const SPOKEN = 4000, PRESSING = 1000; // ms between announcements to a screen reader, and until one of what has just happened
const EARLY = 4; // ms by which a screen's frame may come early

export class Picture {
  constructor(place, template, send) {
    this.send = send;
    place.innerHTML = template;
    this.root = place.querySelector(".stage");
    this.find = (selector) => this.root.querySelector(selector);
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.givingWay = new GivingWay(document.querySelector("[data-testid=stApp]"));
    this.advancedAt = this.wordsAt = this.spokenAt = 0;
    this.root.painted = 0;
  }

  // From now on it moves. Call it when all is built.
  begin() {
    connectKeys(this);
    new ResizeObserver(() => this.resized()).observe(this.root);
    const loop = (now) => {
      if (!this.root.isConnected) return;
      this.tick(now);
      requestAnimationFrame(loop);
    };
    requestAnimationFrame(loop);
  }

  // The run that is shown from now on.
  showRun(layout, timeline) {
    this.layout = layout;
    this.timeline = timeline;
    this.seat = layout.seat;
    this.givingWay.end();
    Object.assign(this.root, { layout, timeline, picture: this });
  }

  // The page has run again: the same run, perhaps at another seat, perhaps in another theme.
  seatedAt(seat) {
    this.givingWay.end();
    if (seat !== this.seat || this.timeline.lostSince) this.timeline.found();
    this.seat = seat;
  }

  restyle() {
    this.colours = coloursOf(this.root);
    this.root.classList.toggle("dark", this.colours.dark);
    for (const name of ["positive", "negative", "muted"]) this.root.style.setProperty(`--${name}`, this.colours[name]);
    this.restyled();
    this.dirty = true;
  }

  restyled() {}

  animate() {}

  said() {}

  // What has happened last, so that it is said soon.
  latestEvent() {}

  keys() {
    return {};
  }

  tick(now) {
    if (this.givingWay.isDue(now) && this.timeline.playing) return;
    this.advance(now);
    if (this.told !== this.timeline.trouble) {
      this.told = this.timeline.trouble; // nothing new to draw, but to say
      this.dirty = true;
    }
    this.animate(now);
    if (this.dirty && this.timeline.frame) this.draw(now);
  }

  advance(now) {
    const { timeline } = this, wait = this.calm.matches ? CALM : 1000 / timeline.rate;
    if (!timeline.playing || now - this.advancedAt < wait - EARLY) return;
    if (timeline.advance()) {
      this.advancedAt = now;
      this.dirty = true;
    } else if (!timeline.playing) this.pause(); // the run has ended
  }

  say(now, frame) {
    this.wordsAt = now;
    const [news, rest, time = null] = this.words(frame);
    this.find(".news").textContent = news;
    this.find(".rest").textContent = rest;
    this.said(time);
    const event = this.latestEvent(frame), wait = event === this.spokenEvent ? SPOKEN : PRESSING;
    if (this.timeline.playing && now - this.spokenAt < wait) return;
    this.spokenAt = now;
    this.spokenEvent = event;
    this.find(".spoken").textContent = `${this.nameOf(frame)}. ${news} ${rest}`;
  }

  // Which moment is shown, or what keeps the next one from coming.
  whereItIs(frame) {
    const { timeline } = this;
    return (timeline.playing && timeline.trouble) || this.nameOf(frame);
  }

  play() {
    this.timeline.playing = true;
    this.dirty = true;
  }

  pause() {
    this.timeline.playing = false;
    this.dirty = true;
  }

  toggle() {
    if (this.timeline.playing) this.pause();
    else this.play();
  }
}
