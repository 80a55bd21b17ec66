// A network learns to read digits: the digit, what every filter or unit makes of it, and the answer.

import { BAR, WatchedPicture, watchedModule } from "../live/watched.js";
import { drawCurves } from "../stage/curves.js";
import { stateOf } from "../stage/diagram.js";
import { percent } from "../shared/figures.js";
import { drawConfusion, worst } from "./confusion.js";
import { digitOf } from "./drawing.js";
import { makeCells, paintInk } from "./cells.js";
import { Layers } from "./layers.js";
import { read, strongest } from "../live/network.js";
import { Pad } from "./pad.js";

const CLASSES = 10, EXCITING = 8, MOMENTS = 100;

const TEMPLATE = `
<section class="stage digits" data-testid="digits" aria-label="A network learns to read digits">
  ${BAR("Reset", "Train")}
  <div class="body">
    <div class="input">
      <h3>Draw a digit <span class="which"></span></h3>
      <div class="pad"><canvas aria-hidden="true"></canvas><canvas data-keys tabindex="0" role="img" aria-label="Drawing pad: draw with mouse or finger; or arrows move a pen, the space bar puts it down and lifts it, Escape clears"></canvas></div>
      <div class="buttons"><button class="previous" aria-label="Previous held-out digit">‹</button><button class="clear">Clear</button><button class="next" aria-label="Next held-out digit">›</button></div>
      <div class="seen"><canvas role="img" aria-label="The digit as the network gets it, 8 by 8 pixels"></canvas><p>What the network gets: 8 × 8 pixels.</p></div>
    </div>
    <div class="hidden-layers"></div>
    <div class="answer">
      <h3>It says</h3>
      <strong class="said"></strong><p class="told"></p>
      <ol class="classes" start="0"></ol>
      <p class="hint"></p>
      <div class="exciting" role="img" aria-label="The digits that excite a chosen one most"></div>
    </div>
  </div>
  <div class="foot">
    <div class="loss"><h3>Loss <span></span></h3><canvas role="img" aria-label="Loss over the training"></canvas></div>
    <div class="accuracy"><h3>Accuracy <span></span></h3><canvas role="img" aria-label="Accuracy over the training"></canvas></div>
    <div class="confusion"><h3>Held-out digits <span>down: truth, across: answer</span></h3><canvas role="img" aria-label="Confusion matrix"></canvas><p></p></div>
  </div>
</section>`;

class DigitsPicture extends WatchedPicture {
  static template = TEMPLATE;
  static pace = { rate: 20, first: 6, longest: 24 };

  build() {
    const { find, layout } = this;
    this.names = layout.convolutional ? { one: "Filter", many: "filters", places: "places in the training digits" } : { one: "Unit", many: "units", places: "training digits" };
    this.index = layout.labels.indexOf(3);
    this.problem = null;
    this.pad = new Pad(find(".pad"), layout.side, (strokes) => this.drawn(strokes));
    this.seen = makeCells(find(".seen canvas"), layout.side);
    this.layers = new Layers(find(".hidden-layers"), layout, (unit, keep) => this.asked(unit, keep));
    find(".classes").innerHTML = Array.from({ length: CLASSES }, (_, k) => `<li><b>${k}</b><i></i><span></span></li>`).join("");
    find(".exciting").innerHTML = "<canvas></canvas>".repeat(EXCITING);
    this.exciting = [...find(".exciting").children].map((canvas) => makeCells(canvas, layout.side));
    find(".clear").onclick = () => this.pad.clear();
    find(".next").onclick = () => this.turn(1);
    find(".previous").onclick = () => this.turn(-1);
    this.image = this.heldOut(this.index);
  }

  restyled() {
    this.pad.showDigit(this.heldOut(this.index), this.colours);
  }

  heldOut(index) {
    const pixels = this.layout.side ** 2;
    return this.layout.images.subarray(index * pixels, (index + 1) * pixels);
  }

  turn(by) {
    const count = this.layout.labels.length;
    this.index = (this.index + by + count) % count;
    this.pad.clear();
    this.pad.showDigit(this.heldOut(this.index), this.colours);
  }

  drawn(strokes) {
    const { image, problem } = digitOf(strokes, this.layout);
    this.image = image ?? this.heldOut(this.index);
    this.problem = problem;
    this.isDrawn = image !== null;
    this.wordsAt = 0;
    this.dirty = true;
  }

  asked(unit, keep) {
    if (keep) this.kept = this.kept === unit ? null : unit;
    this.unit = unit ?? this.kept;
    this.layers.choose(this.unit);
    this.wordsAt = 0;
    this.dirty = true;
  }

  drawMoment(frame) {
    const { layout, colours, timeline } = this;
    this.reading = read(this.image, frame.theta, layout);
    paintInk(this.seen, this.image, colours);
    this.layers.draw(frame, this.reading, colours, this.names);
    this.drawAnswer(this.reading.probabilities);
    drawCurves(this.find(".loss canvas"), timeline, ["train_loss", "test_loss"], null, colours, MOMENTS);
    drawCurves(this.find(".accuracy canvas"), timeline, ["train_accuracy", "test_accuracy"], 1, colours, MOMENTS);
    drawConfusion(this.find(".confusion canvas"), frame.confusion, colours);
  }

  drawAnswer(probabilities) {
    const best = probabilities.indexOf(Math.max(...probabilities));
    this.find(".said").textContent = best;
    this.root.dataset.answer = best;
    [...this.find(".classes").children].forEach((row, k) => {
      row.classList.toggle("best", k === best);
      row.children[1].style.setProperty("--share", probabilities[k]);
      row.children[2].textContent = percent(probabilities[k]);
    });
    const sure = `${percent(probabilities[best])} sure`, label = this.layout.labels[this.index];
    this.find(".which").textContent = this.isDrawn ? "yours" : `or read this held-out ${label}`;
    this.find(".told").textContent = this.problem ?? (this.isDrawn ? sure : best === label ? `${sure}, and right` : `${sure}, but it is a ${label}`);
  }

  words(frame) {
    const { layout, timeline, names } = this, untrained = frame.epoch === 0 && timeline.furthest === 0;
    this.describe(frame);
    if (untrained) return ["Press Train.", `The ${names.many} of this ${layout.activation} network are random. Watch them turn into something, and draw a digit while they do.`];
    if (this.diverged && timeline.ahead === 0) return ["Training diverged.", `The numbers grew beyond what a computer can hold. Try a learning rate smaller than ${layout.learning_rate}.`];
    const silent = inactiveSaid(frame, layout.inactive, names.many);
    if (frame.test_accuracy < 0.2 && frame.at > 1) return ["Hardly better than guessing.", `After ${frame.at.toFixed(0)} epochs ${percent(frame.test_accuracy)} of the held-out digits are right; who guesses gets a tenth. ${silent}`];
    return [`${percent1(frame.test_accuracy)} of the held-out digits are right.`, silent];
  }

  // What is asked beside the picture: the figures, and the unit that is pointed at.
  describe(frame) {
    const { find, layout, unit, names } = this;
    find(".loss h3 span").textContent = `${frame.train_loss.toPrecision(3)} train, ${frame.test_loss.toPrecision(3)} held out`;
    find(".accuracy h3 span").textContent = `${percent1(frame.train_accuracy)} train, ${percent1(frame.test_accuracy)} held out`;
    const confused = worst(frame.confusion);
    find(".confusion p").textContent = confused;
    find(".confusion canvas").setAttribute("aria-label", `Confusion matrix of ${layout.labels.length} held-out digits. ${confused}`);
    find(".exciting").hidden = !unit;
    if (!unit) {
      find(".hint").textContent = `Point at a ${names.one.toLowerCase()}: which digits excite it most? Click to keep it.`;
      return;
    }
    const share = frame.active[this.layers.units.indexOf(unit)], state = stateOf(share, layout);
    this.showExciting(frame, share === 0);
    const digits = this.excitingCount ? "The digits that excite it most:" : "No held-out digit excites it.";
    find(".hint").textContent = `${names.one} ${unit.layer + 1}.${unit.unit + 1} is ${state}: active on ${percent(share / 255)} of the ${names.places}. ${digits}`;
  }

  // While it plays they stay, unless the unit has just gone or come back.
  showExciting(frame, isSilent) {
    const { unit, layout } = this, alike = this.excitedUnit === unit && this.wasSilent === isSilent;
    if (this.excited === `${unit.layer}.${unit.unit}.${frame.epoch}` || (this.timeline.playing && alike)) return;
    this.excited = `${unit.layer}.${unit.unit}.${frame.epoch}`;
    Object.assign(this, { excitedUnit: unit, wasSilent: isSilent });
    const top = strongest(unit.layer, unit.unit, frame.theta, layout, EXCITING);
    top.forEach(([index], n) => paintInk(this.exciting[n], this.heldOut(index), this.colours));
    this.excitingCount = top.length;
    [...this.find(".exciting").children].forEach((canvas, n) => canvas.style.setProperty("visibility", n < top.length ? "inherit" : "hidden"));
    this.find(".exciting").setAttribute("aria-label", top.length ? `They are ${top.map(([index]) => layout.labels[index]).join(", ")}` : "There are none");
  }

  nameOf(frame) {
    return `Epoch ${frame.at.toFixed(1)}`;
  }

  keys() {
    return { ...super.keys(), ArrowRight: () => this.turn(1), ArrowLeft: () => this.turn(-1) };
  }
}

// Dead on the digits that it learns from is one thing, dead on those that it never saw another.
export function inactiveSaid({ active, active_held_out: heldOut }, inactive, many) {
  const silent = [...active.keys()].filter((unit) => active[unit] === 0);
  if (silent.length === 0) return `None of the ${active.length} ${many} is ${inactive} on the training digits.`;
  const also = silent.filter((unit) => heldOut[unit] === 0).length;
  const rest = also === silent.length ? "and on the held-out ones" : also ? `${also} of them on the held-out ones too` : "but not on the held-out ones";
  return `${silent.length} of ${active.length} ${many} ${silent.length > 1 ? "are" : "is"} ${inactive} on the training digits, ${rest}.`;
}

const percent1 = (share) => `${(100 * share).toFixed(1)} %`;

export const { mount, carry } = watchedModule(DigitsPicture);
