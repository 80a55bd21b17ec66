// A picture that plays and only writes down which epochs it drew, for tests of what all pictures have in common.

import { clock, paint } from "./browser.mjs";
import { framesOf } from "./playground.mjs";
import { Picture } from "../../static/live/picture.js";
import { Timeline } from "../../static/stage/timeline.js";

const TEMPLATE = '<section class="stage"><p class="news"></p><p class="rest"></p><p class="spoken"></p><output class="epoch"></output></section>';

class Notebook extends Picture {
  drawn = [];
  resizes = 0;
  draw(now) {
    this.dirty = false;
    this.drawn.push(this.timeline.frame.epoch);
    this.find(".epoch").textContent = this.whereItIs(this.timeline.frame);
    this.say(now, this.timeline.frame);
  }
  words({ epoch }) {
    return [`News of ${epoch}.`, "And the rest.", ...(epoch === 2 ? [1] : [])];
  }
  said(epoch) {
    this.newsOf = epoch;
  }
  nameOf({ epoch }) {
    return `Moment ${epoch}`;
  }
  keys() {
    return { " ": () => this.toggle() };
  }
  resized() {
    this.resizes++;
  }
}

export function notebook({ rate = 60, frames = framesOf(0, 99), ended = false, app = "" } = {}) {
  document.body.innerHTML = `${app}<div></div>`;
  document.activeElement = document.body;
  clock.now = Math.ceil(clock.now);
  const picture = new Notebook(document.body.children.at(-1), TEMPLATE, () => {}), timeline = new Timeline({ generation: 1, parameters: 1 });
  timeline.rate = rate;
  timeline.add(frames, 0, ended);
  const asked = [];
  timeline.ask = (want) => asked.push(want);
  picture.showRun({ seat: "a" }, timeline);
  picture.begin();
  return { picture, timeline, asked, app: document.body.children[0], text: (selector) => picture.find(selector).textContent, epoch: () => timeline.frame.epoch };
}
export const after = (count, ms) => {
  for (let n = 0; n < count; n++) paint(ms);
};
