// The training as a film: what the stage draws, recorded as a video, or as a GIF where a browser records none.

import { mix } from "./colours.js";
import { gifOf, imageOf, paletteOf } from "./gif.js";
import { drawPoster, sizeOf } from "./poster.js";
import { withDuration } from "./webm.js";

export const MOST_SECONDS = 60; // of a GIF
const FILM_RATE = 30, GIF_RATE = 10; // frames a second
const EARLY = 0.004; // seconds by which a frame of the screen may come early
const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];

// The first kind of video that this browser records; nothing if it records none.
export const videoKind = () => window.MediaRecorder && KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));

class Film {
  constructor(stage) {
    const { width, height } = sizeOf(stage);
    this.stage = stage;
    this.canvas = Object.assign(document.createElement("canvas"), { width: width + (width % 2), height: height + (height % 2) }); // H.264 wants even sides
    this.startedAt = performance.now();
  }

  get seconds() {
    return (performance.now() - this.startedAt) / 1000;
  }

  // The stage as it is now; it may have become wider or narrower since the film began.
  draw() {
    const { canvas, stage } = this, { width, height } = sizeOf(stage), context = canvas.getContext("2d");
    const ratio = Math.min(1, canvas.width / width, canvas.height / height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawPoster(context, stage);
  }
}

// `ended(blob, name)` gets what was recorded, empty if that was nothing.
export class VideoFilm extends Film {
  constructor(stage, kind, ended) {
    super(stage);
    this.draw();
    const parts = [];
    this.recorder = new MediaRecorder(this.canvas.captureStream(FILM_RATE), { mimeType: kind });
    this.recorder.ondataavailable = ({ data }) => parts.push(data);
    this.recorder.onstop = async () => {
      const type = kind.split(";")[0], recorded = new Blob(parts, { type });
      if (type === "video/mp4") ended(recorded, "relu_viz.mp4");
      else ended(new Blob([withDuration(new Uint8Array(await recorded.arrayBuffer()), 1000 * this.length)], { type }), "relu_viz.webm");
    };
    this.recorder.start(1000);
  }

  add() {
    this.draw();
  }

  stop() {
    this.draw(); // so that the film lasts until now
    this.length = this.seconds;
    this.recorder.stop();
  }
}

export class GifFilm extends Film {
  constructor(stage, ended) {
    super(stage);
    Object.assign(this, { ended, frames: [], palette: paletteOf(shadesOf(stage)) });
    this.canvas.getContext("2d", { willReadFrequently: true });
    this.add();
  }

  add() {
    if (this.frames.length && this.seconds - this.frames.at(-1).at < 1 / GIF_RATE - EARLY) return;
    this.draw();
    const { width, height } = this.canvas;
    this.frames.push({ at: this.seconds, image: imageOf(this.canvas.getContext("2d").getImageData(0, 0, width, height), this.palette) });
    if (this.seconds >= MOST_SECONDS) this.stop();
  }

  stop() {
    const { width, height } = this.canvas;
    this.ended(new Blob([gifOf(this.frames, this.palette, width, height, this.seconds)], { type: "image/gif" }), "relu_viz.gif");
  }
}

// The 256 colours that the stage is most of all made of: those of values, of the third class, of words, and all others roughly.
function shadesOf({ root, colours: { ramp, rgb } }) {
  const { backgroundColor, color } = getComputedStyle(root), [ground, ink] = [backgroundColor, color].map((text) => text.match(/[\d.]+/g).slice(0, 3).map(Number));
  const between = (from, to, count) => Array.from({ length: count }, (_, i) => mix(from, to, i / (count - 1)));
  const values = Array.from({ length: 128 }, (_, i) => ramp[Math.round((i * (ramp.length - 1)) / 127)]).map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
  const levels = [0, 85, 170, 255], all = levels.flatMap((r) => [0, 64, 128, 191, 255].flatMap((g) => levels.map((b) => [r, g, b])));
  return [...values, ...between(rgb.ground, rgb.third, 24), ...between(ground, ink, 24), ...all];
}
