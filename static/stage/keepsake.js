// The moment as a picture to take away, SVG or PNG, and the training as a film.

import { seenLinks } from "./diagram.js";
import { momentName } from "./moment.js";

const TOP = 40, GAP = 24, SCALE = 2; // of the PNG, in pixels for each of the SVG
const FILM_RATE = 30; // frames a second
const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];

export function connectKeepsakes(stage) {
  const name = () => `relu_viz-epoch-${stage.timeline.frame.epoch}`;
  stage.find(".save-svg").onclick = () => save(new Blob([svgOf(stage)], { type: "image/svg+xml" }), `${name()}.svg`);
  stage.find(".save-png").onclick = async () => save(await pngOf(stage), `${name()}.png`);
  const film = stage.find(".save-film");
  film.disabled = !window.MediaRecorder;
  film.onclick = () => {
    if (stage.film) return stage.film.stop();
    stage.film = new Film(stage, () => {
      stage.film = null;
      film.textContent = "Film";
    });
    film.textContent = "End the film";
    if (!stage.timeline.playing) stage.play();
  };
}

// Links, frames and words as shapes; the maps, which are pixels, as images.
export function svgOf(stage) {
  const { diagram, map, timeline, colours, layout } = stage, { frame } = timeline;
  const left = diagram.width + GAP, width = left + map.size, height = TOP + Math.max(diagram.height, map.size) + 12;
  const style = getComputedStyle(stage.root), ground = style.backgroundColor, ink = style.color;
  const image = (canvas, x, y, w, h) => `<image x="${x}" y="${y}" width="${w}" height="${h}" href="${canvas.toDataURL()}"/>`;
  const links = Array.from(seenLinks(diagram, frame.theta, colours), ({ from, bend, to, opacity, colour, width: thick }) =>
    `<path d="M${from} C${from[0] + bend},${from[1]} ${to[0] - bend},${to[1]} ${to}" stroke="${colour}" stroke-opacity="${opacity.toFixed(2)}" stroke-width="${thick.toFixed(2)}"/>`);
  const place = (button) => ({ x: button.offsetLeft, y: button.offsetTop, size: button.offsetWidth });
  const inputs = diagram.inputs.filter((it) => it.chosen).map(({ button, picture, name }) => {
    const { x, y, size } = place(button);
    return `${image(picture.canvas, x, y, size, size)}<text x="${x - 6}" y="${y + size / 2 + 4}" text-anchor="end">${layout.all_features[name]}</text>`;
  });
  const units = diagram.units.map(({ button }) => {
    const { x, y, size } = place(button), dead = button.dataset.state === "inactive";
    return `<rect x="${x}" y="${y}" width="${size}" height="${size}" rx="8" fill="none" stroke="${dead ? ink : colours.line}" stroke-width="1.5"${dead ? ' stroke-dasharray="4 3"' : ""}/>`;
  });
  const views = [...map.place.querySelectorAll("canvas")].map((canvas) => image(canvas, left, 0, map.size, map.size));
  const words = `${momentName(frame)}. ${stage.find(".news").textContent}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${words}</title><rect width="100%" height="100%" fill="${ground}"/><text x="12" y="25" font-size="16" fill="${ink}">${words}</text>
<g transform="translate(0 ${TOP})" fill="${ink}"><g fill="none">${links.join("")}</g>${image(diagram.sheet.canvas, 0, 0, diagram.width, diagram.height)}${inputs.join("")}${units.join("")}${views.join("")}</g>
</svg>`;
}

function pngOf(stage) {
  return new Promise((done) => {
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: SCALE * picture.width, height: SCALE * picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(done, "image/png");
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(stage))}`;
  });
}

// Records what the stage draws, until it is stopped.
class Film {
  constructor(stage, ended) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = stage.diagram.width + GAP + stage.map.size;
    this.canvas.height = TOP + Math.max(stage.diagram.height, stage.map.size) + 12;
    this.add(stage);
    const parts = [];
    this.recorder = new MediaRecorder(this.canvas.captureStream(FILM_RATE), { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) });
    this.recorder.ondataavailable = ({ data }) => parts.push(data);
    this.recorder.onstop = () => {
      save(new Blob(parts, { type: "video/webm" }), "relu_viz.webm");
      ended();
    };
    this.recorder.start(1000);
  }

  add(stage) {
    const { diagram, map } = stage, context = this.canvas.getContext("2d"), style = getComputedStyle(stage.root);
    context.fillStyle = style.backgroundColor;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.fillStyle = style.color;
    context.font = "16px sans-serif";
    context.fillText(`${momentName(stage.timeline.frame)}. ${stage.find(".news").textContent}`, 12, 25);
    context.drawImage(diagram.links, 0, TOP, diagram.width, diagram.height);
    context.drawImage(diagram.sheet.canvas, 0, TOP, diagram.width, diagram.height);
    for (const { button, picture, chosen } of diagram.inputs) {
      if (chosen) context.drawImage(picture.canvas, button.offsetLeft, TOP + button.offsetTop, button.offsetWidth, button.offsetHeight);
    }
    for (const canvas of map.place.querySelectorAll("canvas")) context.drawImage(canvas, diagram.width + GAP, TOP, map.size, map.size);
  }

  stop() {
    this.recorder.stop();
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
