// Sliders under a hand: nobody else moves them, and what they were set to is told once: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, paint, pass } from "./browser.mjs";
import { mount } from "../../static/explorer/explorer.js";
import { Slider } from "../../static/shared/slider.js";
import { onStage, framesOf } from "./playground.mjs";
import { packed } from "./packed.mjs";

// As a hand moves it, which is not as a script writes to it.
function drag(input, value) {
  input.value = value;
  fire(input, "input");
}

function slider() {
  const input = document.body.appendChild(document.createElement("input")), heard = [];
  Object.assign(input, { type: "range", min: 0, max: 10 });
  return { input, heard, slider: new Slider(input, (value) => heard.push(value), () => heard.push("settled")) };
}

test("what moves a slider is heard at once, and once more when the hand lets go, in a browser that fires no change as well", () => {
  for (const ends of [["pointerup"], ["pointerup", "change"], ["change"], ["pointercancel"], ["blur"]]) {
    const { input, heard } = slider();
    fire(input, "pointerdown");
    drag(input, 3);
    drag(input, 4);
    for (const end of ends) fire(input, end);
    assert.deepEqual(heard, [3, 4, "settled"], ends.join());
  }
});

test("the hand may let go anywhere on the page", () => {
  const { input, heard } = slider();
  fire(input, "pointerdown");
  drag(input, 3);
  fire(document.body, "pointerup");
  assert.deepEqual(heard, [3, "settled"]);
  fire(document.body, "pointerup");
  assert.equal(heard.length, 2, "and afterwards nobody listens");
});

test("a press that moves nothing is nothing to tell", () => {
  const { input, heard } = slider();
  for (const kind of ["pointerdown", "pointerup", "change"]) fire(input, kind);
  assert.deepEqual(heard, []);
});

test("nobody else moves a slider that is held", () => {
  const { input, slider: it } = slider();
  it.show(2);
  fire(input, "pointerdown");
  it.show(5);
  assert.equal(input.value, "2");
  fire(input, "pointerup");
  it.show(5);
  assert.equal(input.value, "5");
});

test("while a key moves it, it is not written to before its change", () => {
  const input = document.body.appendChild(document.createElement("input"));
  const it = new Slider(input, (value) => it.show(Math.round(value)));
  input.value = 2.4;
  fire(input, "input");
  assert.equal(input.value, "2.4");
  fire(input, "change");
  it.show(2);
  assert.equal(input.value, "2");
});

test("alpha's slider is left where the hand has it, its number follows, and the page is told when it lets go", () => {
  const place = document.body.appendChild(document.createElement("div")), told = [];
  const activations = [{ name: "elu", label: "ELU", colour: "red", dash: "solid", alpha: 1, low: -1, high: 3, default: 1, learned: false }];
  const arrays = { "elu.z": Float32Array.of(-6, 6), "elu.alphas": Float32Array.of(-1, 3), "elu.f": Float32Array.of(0, 6, 0, 6), "elu.slope": Float32Array.of(0, 1, 0, 1) };
  mount(place, packed({ activations, focus: "elu", range: 6, saturated_below: 0.01 }, arrays), (state) => told.push(state));
  const [input, typed] = place.querySelectorAll(".alpha input");
  fire(input, "pointerdown");
  drag(input, 1.23456);
  assert.deepEqual([input.value, typed.value, told], ["1.23456", "1.235", []]);
  fire(input, "pointerup");
  fire(input, "change");
  assert.deepEqual(told, [{ focus: "elu", alphas: { elu: 1.235 } }]);
  place.querySelector(".alpha button").click();
  assert.equal(input.value, "1", "and Reset moves it");
});

test("the stage does not write to the slider of epochs that is held", () => {
  const { find, stage, timeline } = onStage({ frames: framesOf(0, 9), at: 9 });
  fire(find(".scrub"), "pointerdown");
  drag(find(".scrub"), 4);
  timeline.goTo(7);
  stage.dirty = true;
  paint();
  assert.equal(find(".scrub").value, "4");
  fire(find(".scrub"), "pointerup");
  stage.dirty = true;
  pass(1000);
  paint();
  assert.equal(find(".scrub").value, "7");
});
