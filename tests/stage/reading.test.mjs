// A network that reads digits: its answer, its words, its units: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { boxes, fire, paint, point, press } from "./browser.mjs";
import { handedOver, packed } from "./packed.mjs";
import { mount } from "../../static/digits/digits.js";

globalThis.fetch = () => new Promise(() => {}); // what is asked here nobody answers
Object.assign(boxes, { ".pad": [0, 0, 200, 200], ".pad canvas": [0, 0, 200, 200] });

// Three held-out digits of 8 × 8, each with ink at one place: the pixel of its number in this list.
const LABELS = [7, 3, 1], IMAGES = LABELS.flatMap((_, n) => Array.from({ length: 64 }, (_, pixel) => (pixel === n ? 1 : 0)));
const LAYOUT = {
  generation: 3, seat: "a", convolutional: false, shapes: [[64, 3], [3, 10]], parameters: 235, learned_slopes: false, side: 8, ink: 8, least_ink: 0, typical_ink: 39, most_ink: 99,
  edge: 16, activation: "ReLU", inactive: "dead", rectifier: true, nearly_dead_below: 0.02, learning_rate: 0.1,
};
const ARRAYS = { table: Float32Array.of(0, 0, 16), tails: Float32Array.of(0, 1), images: Float32Array.from(IMAGES), labels: Float32Array.from(LABELS) };

// Unit u sees the pixel u, and 9 times as large are the odds of class 7 for the first digit, of 3 for the second, of 2 for the third.
const THETA = new Float32Array(235);
for (const [unit, answer] of [7, 3, 2].entries()) {
  THETA[unit * 3 + unit] = 1;
  THETA[195 + unit * 10 + answer] = Math.log(81);
}
const MOMENT = { train_loss: [0.12345], test_loss: [1.5], train_accuracy: [0.9876], test_accuracy: [0.95249], zeros: [0.5], confusion: Array(100).fill(0), active: [255, 128, 9], active_held_out: [255, 0, 0], theta: [...THETA] };
const reelOf = (moments, more = {}, first = 0) => {
  const arrays = Object.fromEntries(Object.keys(MOMENT).map((name) => [name, Float32Array.from(moments.flatMap((moment) => moment[name]))]));
  return packed({ generation: 3, request: 0, first, epochs: moments.map((moment, i) => moment.at ?? first + i), ended: false, diverged: false, ...more }, arrays);
};
function reading({ layout = {}, moments = [{}, {}], more } = {}) {
  document.listeners = [];
  document.body.innerHTML = "<div></div>";
  document.activeElement = document.body;
  const [place] = document.body.children;
  mount(place, handedOver(packed({ ...LAYOUT, ...layout }, ARRAYS), reelOf(moments.map((each) => ({ ...MOMENT, ...each })), more)), () => {});
  const { picture } = place.querySelector(".stage"), { find } = picture;
  paint();
  return { picture, find, text: (selector) => find(selector).textContent, all: (selector) => picture.root.querySelectorAll(selector) };
}
const words = (moment, { layout, at = 1, more } = {}) => {
  const { picture } = reading({ layout, moments: [moment, moment], more });
  picture.timeline.goTo(at);
  return picture.words(picture.timeline.frame);
};

test("before it is trained its units are random, or its filters", () => {
  const rest = (many) => `The ${many} of this ReLU network are random. Watch them turn into something, and draw a digit while they do.`;
  assert.deepEqual([words({}, { at: 0 }), words({}, { at: 0, layout: { convolutional: true, shapes: [[9, 3], [48, 10]] } })[1]], [["Press Train.", rest("units")], rest("filters")]);
});

test("then it says how many held-out digits are right, and who is silent", () => {
  const told = (...active) => words({ active });
  assert.deepEqual(told(9, 9, 1), ["95.2 % of the held-out digits are right.", "None of the 3 units is dead on the training digits."]);
  assert.deepEqual([told(0, 9, 9)[1], told(0, 9, 0)[1], told(0, 0, 0)[1]], [
    "1 of 3 units is dead on the training digits, but not on the held-out ones.",
    "2 of 3 units are dead on the training digits, 1 of them on the held-out ones too.",
    "3 of 3 units are dead on the training digits, 2 of them on the held-out ones too.",
  ]);
  assert.equal(words({ active: [0, 9, 9] }, { layout: { inactive: "leaking" } })[1], "1 of 3 units is leaking on the training digits, but not on the held-out ones.");
  assert.equal(words({ active: [0, 9, 9] }, { layout: { convolutional: true, shapes: [[9, 3], [48, 10]] } })[1], "1 of 3 filters is dead on the training digits, but not on the held-out ones.");
});

test("a network that is right on fewer than a fifth after its first epoch is hardly better than guessing", () => {
  const guess = (test_accuracy, at) => words({ test_accuracy, at })[0];
  assert.deepEqual([guess(0.199, 1.1), guess(0.2, 1.1), guess(0.199, 1)], ["Hardly better than guessing.", "20.0 % of the held-out digits are right.", "19.9 % of the held-out digits are right."]);
  assert.equal(words({ test_accuracy: 0.104, at: 2.6 })[1], "After 3 epochs 10 % of the held-out digits are right; who guesses gets a tenth. None of the 3 units is dead on the training digits.");
});

test("a training that diverged says so at its last moment, and not before", () => {
  const told = (at) => words({}, { more: { diverged: true }, at });
  assert.deepEqual(told(1), ["Training diverged.", "The numbers grew beyond what a computer can hold. Try a learning rate smaller than 0.1."]);
  const { picture } = reading({ more: { diverged: true } });
  picture.timeline.goTo(1);
  picture.timeline.goTo(0);
  assert.equal(picture.words(picture.timeline.frame)[0], "95.2 % of the held-out digits are right.");
});

test("losses have three figures, accuracies one digit, confusions their sentence; a moment its epoch", () => {
  const confusion = Array.from({ length: 100 }, (_, n) => (n === 42 ? 6 : 0)), { picture, text, find } = reading({ moments: [{ confusion, at: 0.25 }] });
  assert.deepEqual([text(".loss h3 span"), text(".accuracy h3 span")], ["0.123 train, 1.50 held out", "98.8 % train, 95.2 % held out"]);
  assert.deepEqual([text(".confusion p"), find(".confusion canvas").getAttribute("aria-label")], ["Most often, 6 times: a 4 taken for a 2.", "Confusion matrix of 3 held-out digits. Most often, 6 times: a 4 taken for a 2."]);
  assert.equal(picture.nameOf(picture.timeline.frame), "Epoch 0.3");
});

test("it begins with a three, and says what it takes it for, how sure it is, and whether that is right", () => {
  const { text, all, picture } = reading();
  assert.deepEqual([text(".said"), text(".told"), text(".which"), picture.root.dataset.answer], ["3", "90 % sure, and right", "or read this held-out 3", "3"]); // 81 / (81 + 9)
  const rows = all(".classes li").map((row) => [row.className, row.children[0].textContent, row.children[1].style["--share"].slice(0, 5), row.children[2].textContent]);
  assert.deepEqual(rows[3], ["best", "3", "0.900", "90 %"]);
  assert.deepEqual(rows[7], ["", "7", "0.011", "1.1 %"]);
  assert.equal(rows.length, 10);
});

test("the next digit and the one before are shown, round and round, also by keys", () => {
  const { find, text } = reading(), told = (act) => (act(), paint(), [text(".said"), text(".told"), text(".which")].join(": "));
  const next = () => find(".next").click(), previous = () => find(".previous").click();
  const [three, seven, one] = ["3: 90 % sure, and right: or read this held-out 3", "7: 90 % sure, and right: or read this held-out 7", "2: 90 % sure, but it is a 1: or read this held-out 1"];
  assert.deepEqual([next, next, previous, previous, previous, () => press("ArrowRight"), () => press("ArrowLeft")].map(told), [one, seven, one, three, seven, three, seven]);
});

test("who draws is read; what is odd about a drawing is told in place of how sure it is; cleared, the held-out digit is back", () => {
  const { find, text, all, picture } = reading({ layout: { typical_ink: 0, least_ink: 90 } }), [, pad] = all(".pad canvas"), told = () => (paint(), [text(".which"), text(".told")]);
  const captured = new Set();
  Object.assign(pad, { setPointerCapture: (id) => captured.add(id), hasPointerCapture: (id) => captured.has(id) });
  point(pad, "pointerdown", 50, 50);
  assert.deepEqual(told(), ["or read this held-out 3", "That is only a dot. Draw a digit, as large as you like."]);
  point(pad, "pointermove", 50, 150);
  assert.match(told().join(": "), /^yours: That is less ink/);
  picture.layout.least_ink = 0;
  point(pad, "pointermove", 50, 160);
  assert.deepEqual(told(), ["yours", "10 % sure"]); // a thin bar in the middle, which no unit sees
  find(".clear").click();
  assert.deepEqual(told(), ["or read this held-out 3", "90 % sure, and right"]);
});

test("a unit that is pointed at tells its share, and the digits that excite it most; clicked it is kept", () => {
  const { find, text, all } = reading({ moments: [{ active: [0, 165, 9] }] }), [first, second] = all("button.unit"), hint = () => (paint(), text(".hint"));
  const ask = "Point at a unit: which digits excite it most? Click to keep it.";
  assert.deepEqual([hint(), find(".exciting").hidden], [ask, true]);
  fire(second, "pointerenter");
  assert.equal(hint(), "Unit 1.2 is active: active on 65 % of the training digits. The digits that excite it most:"); // 165 / 255 = 0.647
  assert.deepEqual([find(".exciting").hidden, find(".exciting").getAttribute("aria-label"), second.className, first.className], [false, "They are 3", "unit chosen", "unit"]);
  fire(second, "pointerleave");
  assert.equal(hint(), ask);
  first.click();
  fire(second, "pointerenter");
  fire(second, "pointerleave");
  assert.equal(hint(), "Unit 1.1 is dead: active on 0.0 % of the training digits. The digits that excite it most:");
  assert.equal(find(".exciting").getAttribute("aria-label"), "They are 7");
  first.click();
  fire(first, "pointerleave");
  assert.equal(hint(), ask);
});

test("while it plays the hint changes at once, the digits of a unit stay, and are those of the moment when it rests", () => {
  const other = THETA.map((value, n) => (n === 3 ? 2 : value)); // the first unit sees the second digit, too, and better
  const { picture, find, text, all } = reading({ moments: [{}, {}, ...Array(30).fill({ theta: [...other] })] }), exciting = () => find(".exciting").getAttribute("aria-label");
  assert.deepEqual(picture.timeline.pace, { rate: 20, first: 6, longest: 24 });
  fire(all("button.unit")[0], "pointerenter");
  picture.play();
  paint(1);
  assert.match(text(".hint"), /^Unit 1\.1 is always on/);
  for (let n = 0; n < 20; n++) paint(50);
  assert.equal(exciting(), "They are 7");
  picture.pause();
  paint(1);
  assert.equal(exciting(), "They are 3, 7");
});

test("no digit excites a unit that is dead on them all; one that leaks is excited most by some", () => {
  const moments = [{ active: [0, 128, 9], theta: [-1, ...THETA.slice(1)] }];
  for (const [layout, told, label] of [[{}, "No held-out digit excites it.", "There are none"], [{ inactive: "leaking" }, "The digits that excite it most:", "They are 7, 3, 1"]]) {
    const { find, text, all } = reading({ layout, moments });
    fire(all("button.unit")[0], "pointerenter");
    paint();
    assert.ok(text(".hint").endsWith(told), text(".hint"));
    assert.equal(find(".exciting").getAttribute("aria-label"), label);
  }
});

test("the curves' width is a hundred moments at first; accuracy's top is 1, the loss's at most four times the first", () => {
  const { find } = reading(), stroke = (name, n) => find(`${name} canvas`).shapes.filter(({ kind }) => kind === "stroke")[n].path.map(([, x, y]) => [x, Math.round(100 * y) / 100]);
  // The middle of a hundredth of 300 px; 68 px from top to bottom: held out 1.5 of 0.4938, train a quarter, 95.249 and 98.76 % of them.
  assert.deepEqual([stroke(".loss", 3), stroke(".loss", 4), stroke(".accuracy", 3), stroke(".accuracy", 4)], [[[1.5, -137.56]], [[1.5, 52]], [[1.5, 4.23]], [[1.5, 1.84]]]);
});

test("each layer tells its kind, its number, how many it has, and its share of zeros; each unit its state", () => {
  const theta = new Array(64 * 3 + 3 + 3 * 2 + 2 + 2 * 10 + 10).fill(1), deep = { shapes: [[64, 3], [3, 1], [1, 10]] };
  const { all } = reading({ layout: deep, moments: [{ zeros: [0.25, 0.5], active: [0, 4, 255, 0], theta: theta.slice(0, 64 * 3 + 3 + 3 + 1 + 20) }] });
  assert.deepEqual(all(".hidden-layers h3").map((each) => each.textContent), ["Layer 1: 3 units 25 % of its answers are 0, 1 dead", "Layer 2: 1 unit 50 % of its answers are 0, 1 dead"]);
  assert.deepEqual(all("button.unit").map((each) => [each.getAttribute("aria-label"), each.dataset.state]), [["Unit 1.1: dead", "inactive"], ["Unit 1.2: nearly dead", "nearly"], ["Unit 1.3: always on", "active"]]);
  assert.deepEqual(all(".row").map((each) => [each.getAttribute("aria-label"), each.width, each.height]), [["The answers of layer 2", 1, 1]]);
});

test("a unit's picture is its weights, from the layer's largest on; its bar is its answer's share of the layer's largest", () => {
  const { picture, all } = reading({ moments: [{ theta: [...THETA].map((value, n) => (n === 4 ? -0.5 : n === 193 ? 0.25 : value)) }] }), { ramp } = picture.colours;
  const [first, second] = picture.layers.units, pixels = (unit) => [...unit.weights.canvas.pixels];
  assert.deepEqual([pixels(first)[0], pixels(first)[1], pixels(second)[1], pixels(second)[0]], [ramp[512], ramp[256], ramp[128], ramp[256]]);
  // Pre-activations of the three: 0, −0.5 + 0.25, 0.
  assert.deepEqual(all("button.unit i").map((bar) => bar.style.width), ["0%", "0%", "0%"]);
});

test("the bar of the strongest answer is full, one of half its size is half as long", () => {
  const { all } = reading({ moments: [{ theta: [...THETA].map((value, n) => (n === 3 ? 0.5 : value)) }] });
  assert.deepEqual(all("button.unit i").map((bar) => bar.style.width), ["50%", "100%", "0%"]);
});

test("a filter's card has its weights channel by channel, and the digit before and after the activation", () => {
  const conv = { convolutional: true, shapes: [[9, 3], [27, 1], [16, 10]] }, theta = new Float32Array(30 + 28 + 170);
  theta[12] = -2; // the first filter turns the digit about: the middle of its nine, of three filters
  theta[13] = 1;
  for (let k = 0; k < 9; k++) theta.set([k + 1, -k - 1, k === 8 ? 9 : 0], 30 + 3 * k); // the three channels of the deeper one
  const { picture, text } = reading({ layout: conv, moments: [{ theta: [...theta], zeros: [0.5, 0.5], active: [9, 9, 9, 9] }] }), { ramp } = picture.colours;
  const [first, second, , deeper] = picture.layers.units, of = (cells) => [cells.columns, cells.rows, ...cells.canvas.pixels];
  assert.deepEqual(of(first.weights), [3, 3, ...Array.from({ length: 9 }, (_, k) => ramp[k === 4 ? 0 : 256])]);
  assert.deepEqual([first.before.canvas.pixels[1], first.after.canvas.pixels[1], second.after.canvas.pixels[1], second.after.canvas.pixels[2]], [ramp[0], ramp[256], ramp[384], ramp[256]]);
  const none = ramp[256], row = (n, sign) => [0, 1, 2].map((column) => ramp[Math.round(256 + (sign * 256 * (3 * n + column + 1)) / 9)]);
  const upper = [0, 1, 2].flatMap((n) => [...row(n, 1), none, ...row(n, -1)]), lower = [...Array(14 + 7 + 2).fill(none), ramp[512], ...Array(4).fill(none)];
  assert.deepEqual(of(deeper.weights), [7, 7, ...upper, ...lower]);
  assert.deepEqual([text(".hidden-layers h3"), text(".hint")], ["Convolution 1: 3 filters 50 % of its answers are 0, 0 dead", "Point at a filter: which digits excite it most? Click to keep it."]);
});
