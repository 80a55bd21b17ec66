// What is taken away of the stage: the moment as SVG, PNG or on paper, the training as a film.

import { SvgContext } from "../shared/svg.js";
import { savePicture, tell } from "../shared/saving.js";
import { GifFilm, MOST_SECONDS, VideoFilm, videoKind } from "./film.js";
import { drawPoster, sizeOf, wordsOf } from "./poster.js";
import { connectPrinting } from "./printing.js";

const SCALE = 2; // of the PNG, in pixels for each of the SVG

export function connectKeepsakes(stage) {
  const name = () => `relu_viz-epoch-${stage.timeline.frame.epoch}`;
  stage.find(".save-svg").onclick = ({ target }) => savePicture(new Blob([svgOf(stage)], { type: "image/svg+xml" }), `${name()}.svg`, target);
  stage.find(".save-png").onclick = async ({ target }) => savePicture(await pngOf(stage), `${name()}.png`, target);
  connectFilm(stage, stage.find(".save-film"));
  connectPrinting(stage);
}

export function svgOf(stage) {
  const { width, height } = sizeOf(stage), context = new SvgContext();
  drawPoster(context, stage);
  return context.document(width, height, wordsOf(stage));
}

function pngOf(stage) {
  const { width, height } = sizeOf(stage), canvas = document.createElement("canvas");
  Object.assign(canvas, { width: SCALE * width, height: SCALE * height });
  const context = canvas.getContext("2d");
  context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  drawPoster(context, stage);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function connectFilm(stage, button) {
  let kind = videoKind();
  const ended = (blob, name) => {
    stage.film = null;
    button.textContent = "Film";
    if (blob.size) return savePicture(blob, name, button);
    kind = null;
    tell(button, "This browser recorded nothing. Press Film again: it makes a GIF now.");
  };
  button.onclick = () => {
    if (stage.film) return stage.film.stop();
    stage.film = kind ? new VideoFilm(stage, kind, ended) : new GifFilm(stage, ended);
    button.textContent = "End the film";
    if (!kind) tell(button, `This browser records no video, so the film becomes a GIF: ten pictures a second, for ${MOST_SECONDS} seconds at most.`);
    if (!stage.timeline.playing) stage.play();
  };
}
