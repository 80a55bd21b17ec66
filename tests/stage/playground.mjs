// A run on the stage of a page: two inputs of three, two ReLU units and one output, small enough to be reckoned by hand.

import { boxes, paint } from "./browser.mjs";
import { Resting } from "../../static/stage/resting.js";
import { StagePicture } from "../../static/stage/picture.js";
import { Timeline } from "../../static/stage/timeline.js";

Object.assign(boxes, { ".stage": [0, 0, 1200, 700], ".scroller": [0, 0, 640, 400], ".view": [100, 50, 400, 400], ".rows": [10, 20, 480, 60], ".histogram": [0, 0, 64, 36] });

// x₁ and x₂ of 5 × 5 places, row by row from the top left; so that is −2, −1, 0, 1, 2 and 2, 1, 0, −1, −2.
const X1 = Array.from({ length: 25 }, (_, n) => (n % 5) - 2), X2 = Array.from({ length: 25 }, (_, n) => 2 - Math.floor(n / 5));

export function layoutOf({ sizes = [2, 2, 1], view = {}, ...more } = {}) {
  const hidden = sizes.slice(1, -1), weights = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
  return {
    generation: 5, family: 7, seat: "seat-1", changes: [], undoable: false, sizes, hidden, weights, parameters: weights,
    units: hidden.reduce((sum, units) => sum + units, 0), side: 5, thumbnail: 5, extent: 2, batches: 4, most_layers: 6,
    all_features: { x1: "x₁", x2: "x₂", square: "x₁²" }, chosen_features: ["x1", "x2"], regression: false,
    features: Float32Array.from([...X1, ...X2]), thumbnails: Float32Array.from([...X1, ...X2, ...X1.map((x) => x * x)]),
    inputs: Float32Array.of(-1, 1, 0, 1, -1, 0.5), table: Float32Array.of(0, 0, 16), edge: 16, tails: Float32Array.of(0, 1), learned_slopes: false,
    activation: "ReLU", inactive: "dead", rectifier: true, sides: [0, 1], straight_inputs: [[1, 0, 0], [0, 1, 0]], nearly_dead_below: 0.02, moves_without_gradient: false, dataset: "Moons",
    active_nodes: new Float32Array(0), classes: more.regression ? 0 : Math.max(2, sizes.at(-1)),
    x_train: Float32Array.of(-1, 1, 1, -1, 0, 0.5), y_train: Float32Array.of(0, 1, 1), x_test: Float32Array.of(2, 2), y_test: Float32Array.of(0),
    top_row: { activation: "relu", activations: [["ReLU", "relu"], ["Leaky ReLU", "leaky"]], alpha: null, learning_rate: 1, learning_rates: [["0.3", 0.3], ["1", 1], ["10", 10]], proposed: "" },
    ...more,
    view: { speed: "epoch", held_out_shown: true, discretized: false, regions: false, hide: [], ...view },
  };
}

// Points so many that a byte of a frame is how many of them: what it says of a share is then exact.
const MANY = 255;
export const MANY_POINTS = { x_train: new Float32Array(2 * MANY), y_train: new Float32Array(MANY), x_test: new Float32Array(2 * MANY), y_test: new Float32Array(MANY) };

// From x₁ and from x₂ to each unit, the two biases; from each unit to the output, and its bias. The first unit's answer is
// max(0, x₁ + 0.5), the second's max(0, −x₂), the output 2 · the first − the second + 0.25.
export const THETA = Float32Array.of(1, 0, 0, -1, /**/ 0.5, 0, /**/ 2, -1, /**/ 0.25);

export const frameOf = (epoch, more = {}) => ({
  epoch, batch: 0, time: epoch, trainLoss: 0.5, testLoss: 0.75, trainAccuracy: 0.5, testAccuracy: 0.25, theta: THETA, right: Float32Array.of(0.5, 0.5), active: Uint8Array.of(128, 64), activeHeldOut: Uint8Array.of(128, 64), output: 128, ...more,
});
export const framesOf = (from, to, more) => Array.from({ length: to - from + 1 }, (_, i) => frameOf(from + i, more));

// The stage with these frames, as far as the last that was shown. `sent` is what is asked of the page, `asked` of the server.
export function onStage({ layout = layoutOf(), frames = framesOf(0, 0), at = 0 } = {}) {
  document.body.replaceChildren();
  document.activeElement = document.body;
  const place = document.body.appendChild(document.createElement("div")), timeline = new Timeline(layout), resting = new Resting();
  const sent = [], asked = [], told = [];
  timeline.ask = (want) => asked.push(want);
  resting.tell = (moment) => told.push(moment);
  timeline.add(frames, 0, false);
  timeline.goTo(at);
  const stage = new StagePicture(place, layout, timeline, (wish) => sent.push(wish), resting);
  paint();
  const all = (selector) => stage.root.querySelectorAll(selector);
  return { stage, timeline, find: stage.find, all, sent, asked, told, place, text: (selector) => stage.find(selector).textContent };
}
