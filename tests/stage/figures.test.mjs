// Numbers as the picture writes them: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fixed, minus, percent, score, three } from "../../static/shared/figures.js";

test("right answers are a share, a fit is its R², and what is beyond all bounds stays short", () => {
  assert.equal(score({ regression: false }, 0.5), "50 %");
  assert.equal(score({ regression: true }, 0.957), "0.96");
  assert.equal(score({ regression: true }, -5.284), "−5.28");
  assert.equal(score({ regression: true }, -182757919980.19), "below −99");
  assert.equal(score({ regression: true }, NaN), "–");
});

test("a share is told with one digit below 10 %, small ones as small, and only all as 100 %", () => {
  const told = { 0: "0.0 %", 0.0001: "under 1 %", 0.0099: "under 1 %", 0.01: "1.0 %", 0.0994: "9.9 %", 0.1: "10 %", 0.125: "13 %", 0.984: "98 %", 0.99: "99 %", 0.991: "over 99 %", 0.99999: "over 99 %", 1: "100 %", NaN: "–", Infinity: "–" };
  for (const [share, words] of Object.entries(told)) assert.equal(percent(Number(share)), words, share);
});

test("a fit's score has two digits, down to −99", () => {
  const told = [[-99, "−99.00"], [-99.01, "below −99"], [-0.5, "−0.50"], [0, "0.00"], [1, "1.00"], [Infinity, "–"], [-Infinity, "–"]];
  for (const [value, words] of told) assert.equal(score({ regression: true }, value), words);
  assert.equal(score({ regression: false }, NaN), "–");
});

test("what is below 0 has a minus sign, what is rounded to 0 none", () => {
  assert.deepEqual([-1.256, -0.004, 0, 2].map(fixed), ["−1.26", "0.00", "0.00", "2.00"]);
  assert.deepEqual([minus(-3), minus("1e-9"), minus(4)], ["−3", "1e−9", "4"]);
});

test("three digits, of the very large and the very small with their power of ten: no number is another's", () => {
  assert.deepEqual([5.0e305, 0.12345, 1.5, 123456, 1e-9, NaN].map(three), ["5.00e305", "0.123", "1.50", "1.23e5", "1.00e−9", "NaN"]);
});
