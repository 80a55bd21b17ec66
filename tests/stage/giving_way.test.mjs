import assert from "node:assert/strict";
import { test } from "node:test";

import { GivingWay } from "../../static/live/giving_way.js";

const page = (testScriptState) => ({ dataset: { testScriptState } });

test("a picture gives way while the page's script runs, but not for long", () => {
  const app = page("notRunning"), givingWay = new GivingWay(app);
  assert.equal(givingWay.isDue(1000), false);
  app.dataset.testScriptState = "running";
  assert.deepEqual([1016, 1032, 1165].map((now) => givingWay.isDue(now)), [true, true, true]);
  assert.deepEqual([1166, 1500].map((now) => givingWay.isDue(now)), [false, false]);
});

test("it goes on as soon as the page has answered, and gives way again when the script runs anew", () => {
  const app = page("running"), givingWay = new GivingWay(app);
  assert.equal(givingWay.isDue(1000), true);
  givingWay.end();
  assert.deepEqual([1016, 1032].map((now) => givingWay.isDue(now)), [false, false]);
  app.dataset.testScriptState = "notRunning";
  assert.equal(givingWay.isDue(1048), false);
  app.dataset.testScriptState = "running";
  assert.equal(givingWay.isDue(1064), true);
});

test("where Streamlit does not say whether its script runs, nothing gives way", () => {
  assert.equal(new GivingWay(null).isDue(1000), false);
});
