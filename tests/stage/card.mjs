// What a unit's card says of every unit at every frame of a run that Python has packed, and of one step, as JSON:
// node card.mjs run step

import { readFileSync } from "node:fs";

import { preActivations } from "../../static/stage/card.js";
import { lifeInWords, nowInWords, othersInRows, stepInWords } from "../../static/stage/card_words.js";
import { split } from "../../static/shared/packing.js";
import { makePlanes } from "../../static/stage/forward.js";
import { readPostMortem } from "../../static/stage/post_mortem.js";
import { readFrames, readLayout, readReelHead, readWords } from "../../static/stage/reel.js";
import { Timeline, timeOf } from "../../static/stage/timeline.js";

const [run, step] = process.argv.slice(2).map((file) => new Uint8Array(readFileSync(file)));
const [layoutBytes, reel] = split(run), layout = readLayout(layoutBytes), timeline = new Timeline(layout);
timeline.add(readFrames(reel, layout), 0, readReelHead(reel).ended, undefined, readWords(reel, layout));
timeline.goTo(timeline.frames.length - 1);
const stage = { layout, timeline, card: { planes: makePlanes({ ...layout, features: layout.inputs }) } };
const units = layout.hidden.flatMap((count, l) => Array.from({ length: count }, (_, unit) => ({ layer: l + 1, unit })));
const eventsOf = (index) => timeline.events.filter((event) => event.unit === index && event.time <= timeOf(timeline.frame));
const told = timeline.frames.map((frame, at) => {
  timeline.goTo(at);
  return units.map((unit, index) => [nowInWords(stage, unit, index, preActivations(stage, unit)), lifeInWords(layout, frame, index, eventsOf(index))]);
});
const seen = step && readPostMortem(step, layout), of = seen && { words: stepInWords(stage, eventsOf(seen.unit).at(-1), { seen, isAnswered: true }), rows: othersInRows(seen) };
console.log(JSON.stringify({ told, of }));
