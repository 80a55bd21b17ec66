// The stage as a component: takes layouts and reels, keeps the runs before, and tells the page where the picture rests.

import { Courier } from "../live/courier.js";
import { connectStream } from "../live/stream.js";
import { outdated } from "../shared/outdated.js";
import { split } from "../shared/packing.js";
import { Past } from "./past.js";
import { StagePicture } from "./picture.js";
import { readLayout, VERSION, versionOf } from "./reel.js";
import { Resting } from "./resting.js";

let stage = null;
const past = new Past(), resting = new Resting();
const courier = new Courier((bytes) => stage?.receive(bytes));

export const carry = courier.carry;

export function whenAtRest(tell) {
  resting.tell = tell;
}

export function mount(place, bytes, send) {
  const [layoutBytes, first] = split(bytes);
  if (versionOf(layoutBytes) !== VERSION) return outdated(place);
  const layout = readLayout(layoutBytes), alive = stage?.root.isConnected && stage.root.parentElement === place;
  if (alive && stage.layout.generation === layout.generation) {
    stage.seatedAt(layout.seat);
    stage.show(layout.view, layout.undoable); // the same run again, perhaps in another theme
    return;
  }
  const wasPlaying = alive && stage.timeline.playing;
  if (stage) past.keep(stage.timeline);
  const timeline = past.of(layout);
  if (alive) stage.take(layout, timeline);
  else stage = new StagePicture(place, layout, timeline, send, resting);
  connectStream(stage, courier);
  stage.receive(first);
  if (wasPlaying) stage.play();
  else resting.runChanged(stage);
}
