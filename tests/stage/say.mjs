// What the stage says of every frame of what Python has packed, as JSON: node say.mjs file …

import { readFileSync } from "node:fs";

import { split } from "../../static/shared/packing.js";
import { forwardAndSee } from "../../static/stage/activity.js";
import { makePlanes } from "../../static/stage/forward.js";
import { readFrames, readLayout, readReelHead, readWords } from "../../static/stage/reel.js";
import { sentence } from "../../static/stage/sentence.js";
import { Timeline } from "../../static/stage/timeline.js";

function say(file) {
  const [layoutBytes, reel] = split(new Uint8Array(readFileSync(file))), layout = readLayout(layoutBytes);
  const timeline = new Timeline(layout), planes = makePlanes(layout), seen = new Uint8Array(layout.units);
  timeline.add(readFrames(reel, layout), 0, readReelHead(reel).ended, undefined, readWords(reel, layout));
  timeline.goTo(timeline.frames.length - 1);
  return timeline.frames.map((frame, at) => {
    timeline.goTo(at);
    forwardAndSee(frame.theta, layout, planes, seen);
    const [news, rest] = sentence(timeline, { seen, logits: planes.at(-1) }, (unit) => `#${unit}`);
    return [news, rest];
  });
}

console.log(JSON.stringify(process.argv.slice(2).map(say)));
