// How well the points are learned, in words: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { score } from "../../static/stage/sentence.js";

test("right answers are a share, a fit is its R², and what is beyond all bounds stays short", () => {
  assert.equal(score({ regression: false }, 0.5), "50 %");
  assert.equal(score({ regression: true }, 0.957), "0.96");
  assert.equal(score({ regression: true }, -5.284), "−5.28");
  assert.equal(score({ regression: true }, -182757919980.19), "below −99");
  assert.equal(score({ regression: true }, NaN), "–");
});
