// The stage on paper: the drawing that is also taken away, made when somebody prints the page, in the colours of paper.

import { drawPoster, sizeOf } from "./poster.js";

const SCALE = 3; // pixels for each of the drawing's: 300 to an inch
const PAPER = { "--st-background-color": "#ffffff", "--st-text-color": "#16202b", "--st-border-color": "#c4cbd3" };

export function connectPrinting(stage) {
  const paper = stage.root.appendChild(document.createElement("canvas"));
  paper.className = "printed";
  paper.setAttribute("aria-hidden", "true");
  const before = () => {
    if (!stage.root.isConnected) return window.removeEventListener("beforeprint", before);
    if (stage.timeline.frame) onPaper(stage, () => draw(paper, stage));
  };
  window.addEventListener("beforeprint", before);
}

function draw(paper, stage) {
  const { width, height } = sizeOf(stage), context = paper.getContext("2d");
  Object.assign(paper, { width: SCALE * width, height: SCALE * height });
  context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  drawPoster(context, stage);
}

// Whatever theme the page has: dark ink on white, and afterwards as it was.
function onPaper(stage, act) {
  const { style } = stage.root, restyle = () => {
    stage.restyle();
    stage.draw(performance.now());
  };
  for (const [name, colour] of Object.entries(PAPER)) style.setProperty(name, colour);
  restyle();
  act();
  for (const name of Object.keys(PAPER)) style.removeProperty(name);
  restyle();
}
