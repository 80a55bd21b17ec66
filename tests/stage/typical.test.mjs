// When the stage asks what is typical, and what it then says: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { paint } from "./browser.mjs";
import { frameOf, framesOf, layoutOf, onStage } from "./playground.mjs";
import { packed } from "./packed.mjs";
import { TYPICAL } from "../../static/stage/typical.js";

const sizes = [2, 4, 1], layout = layoutOf({ sizes }), theta = new Float32Array(17);
const silent = (count) => ({ theta, active: Uint8Array.from({ length: 4 }, (_, n) => (n < count ? 0 : 128)), activeHeldOut: new Uint8Array(4) });
const run = (count, at = 20) => onStage({ layout, frames: [frameOf(0, silent(0)), ...framesOf(1, 20, silent(count))], at });
const rest = () => { for (let n = 0; n < 100; n++) paint(); };
const wants = (asked) => asked.filter(({ typical }) => typical).map(({ epoch, typical, generation }) => ({ epoch, typical, generation }));
const answer = (told) => {
  const bytes = packed(told, {}, TYPICAL), all = new Uint8Array(4 + bytes.length);
  new DataView(all.buffer).setUint32(0, TYPICAL, true);
  all.set(bytes, 4);
  return all;
};
const WORDS = "Typical: a median of 1 of 4 dead on the training points, over 64 seeds at epoch 20.";

test("where three units are silent it is asked once the picture has rested, again until it is known", () => {
  const { asked, stage, text } = run(3);
  paint();
  assert.deepEqual(wants(asked), [], "not at once");
  rest();
  assert.deepEqual(wants(asked)[0], { epoch: 20, typical: 1, generation: 5 });
  stage.receive(answer({ epoch: 20 }));
  const before = wants(asked).length;
  rest();
  assert.ok(wants(asked).length > before, "it was on its way");
  stage.receive(answer({ epoch: 20, words: WORDS }));
  paint();
  assert.ok(text(".rest").endsWith(WORDS));
  const known = wants(asked).length;
  rest();
  assert.equal(wants(asked).length, known);
});

test("nothing is asked for two silent units, before the first epoch, or within one", () => {
  for (const { asked } of [run(2), run(3, 0), onStage({ layout, frames: [frameOf(0), frameOf(0, { ...silent(3), batch: 1, time: 0.25 })], at: 1 })]) {
    rest();
    assert.deepEqual(wants(asked), []);
  }
});

test("nothing is asked while it plays", () => {
  const { asked, stage } = run(3);
  stage.play();
  rest();
  assert.deepEqual(wants(asked), []);
});

test("it is said of its epoch only", () => {
  const { stage, text } = run(3);
  rest();
  stage.receive(answer({ epoch: 20, words: WORDS }));
  stage.showTime(19);
  paint();
  assert.ok(!text(".rest").includes("Typical"));
  stage.showTime(20);
  paint();
  assert.ok(text(".rest").endsWith(WORDS));
});

test("where it takes too long it is not said, nor asked for again", () => {
  const { asked, stage, text } = run(3);
  rest();
  stage.receive(answer({ epoch: 20, words: "" }));
  const before = wants(asked).length;
  rest();
  assert.equal(wants(asked).length, before);
  assert.ok(!text(".rest").includes("Typical"));
});
