// The top row: what is chosen there, and what it shows of a run: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, paint, pass, set } from "./browser.mjs";
import { framesOf, layoutOf, onStage } from "./playground.mjs";

const row = (more) => ({ top_row: { ...layoutOf().top_row, ...more } });
const ALPHA = { alpha: { value: -0.25, low: -1, high: 2 } };

test("what there is to choose comes with the layout, and what is chosen is shown", () => {
  const { all, find } = onStage({ layout: layoutOf(row({ activation: "leaky", learning_rate: 10 })) });
  const told = (place) => all(`${place} option`).map(({ textContent, value }) => [textContent, value]);
  assert.deepEqual(told(".of-activation"), [["ReLU", "relu"], ["Leaky ReLU", "leaky"]]);
  assert.deepEqual(told(".of-rate"), [["0.3", "0.3"], ["1", "1"], ["10", "10"]]);
  assert.deepEqual([find(".of-activation select").value, find(".of-rate select").value], ["leaky", "10"]);
});

test("a choice is asked of the page with the epoch that is shown", () => {
  const { find, sent } = onStage({ frames: framesOf(0, 60), at: 40 });
  set(find(".of-activation select"), "leaky");
  set(find(".of-rate select"), "0.3");
  assert.deepEqual(sent, [{ activation: "leaky", epoch: "40" }, { learning_rate: "0.3", epoch: "40" }]);
});

test("alpha is there where the activation has one to set; it is told while it is dragged, and asked for once", () => {
  assert.equal(onStage().find(".of-alpha").hidden, true);
  const { find, sent, text } = onStage({ layout: layoutOf(row(ALPHA)) }), input = find(".of-alpha input");
  assert.deepEqual([find(".of-alpha").hidden, input.min, input.max, input.value, text(".of-alpha output")], [false, "-1", "2", "-0.25", "−0.25"]);
  fire(input, "pointerdown");
  for (const value of [0.1, 0.2, 0.3]) {
    input.value = value;
    fire(input, "input");
    assert.equal(text(".of-alpha output"), String(value));
  }
  assert.deepEqual(sent, []);
  fire(input, "change");
  pass(1000);
  assert.deepEqual(sent, [{ alpha: "0.3", epoch: "0" }]);
});

test("an alpha that has not settled is forgotten when another activation is chosen", () => {
  const { find, sent } = onStage({ layout: layoutOf(row(ALPHA)) }), input = find(".of-alpha input");
  input.value = 0.3;
  fire(input, "input");
  fire(input, "change");
  set(find(".of-activation select"), "leaky");
  pass(1000);
  assert.deepEqual(sent, [{ activation: "leaky", epoch: "0" }]);
});

test("what a lesson hides is not in the row either", () => {
  const hidden = (...hide) => {
    const { find } = onStage({ layout: layoutOf({ ...row(ALPHA), view: { hide } }) });
    return [".of-activation", ".of-alpha", ".of-rate", ".compare", ".play"].map((place) => find(place).hidden);
  };
  assert.deepEqual(hidden(), [false, false, false, false, false]);
  assert.deepEqual(hidden("activation"), [true, false, false, false, false]);
  assert.deepEqual(hidden("alpha"), [false, true, false, false, false]);
  assert.deepEqual(hidden("learning_rate"), [false, false, true, false, false]);
  assert.deepEqual(hidden("diagram"), [false, false, false, true, false]);
});

test("what was set along with a choice is told, with a way back", () => {
  assert.equal(onStage().find(".proposed").hidden, true);
  const { find, sent, text } = onStage({ layout: layoutOf(row({ proposed: "Set for SELU: learning rate 0.3." })) });
  assert.deepEqual([find(".proposed").hidden, text(".proposed span")], [false, "Set for SELU: learning rate 0.3."]);
  find(".set-back").click();
  assert.deepEqual(sent, [{ set_back: "yes" }]);
});

test("the row follows another run", () => {
  const { find, stage, timeline } = onStage();
  stage.take(layoutOf({ generation: 6, ...row({ activation: "leaky", learning_rate: 0.05, learning_rates: [["0.05", 0.05], ["1", 1]], ...ALPHA }) }), timeline);
  paint();
  assert.deepEqual([find(".of-activation select").value, find(".of-rate select").value, find(".of-alpha").hidden], ["leaky", "0.05", false]);
});
