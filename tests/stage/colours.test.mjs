// The page's colours, at both ends, in the middle and beyond: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { theme } from "./browser.mjs";
import { coloursOf, css, mix, packed, rampIndex } from "../../static/stage/colours.js";

const rgb = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];
const part = (from, to, share) => [0, 1, 2].map((i) => Math.round(from[i] + share * (to[i] - from[i]))).concat(255);
function coloursOn(background, more = {}) {
  for (const [name, value] of Object.entries({ background, ...more })) theme[`--st-${name}-color`] = value;
  if (background) theme["--st-background-color"] = background;
  const colours = coloursOf(document.body);
  for (const name of Object.keys(theme)) if (name.startsWith("--st")) delete theme[name];
  return colours;
}
const light = coloursOn(), dark = coloursOn("#0e1117");

test("on a light page and on a dark one each has its hues, the same for points, classes and maps", () => {
  const orange = [217, 102, 10], blue = [11, 111, 184], green = [0, 130, 95];
  assert.deepEqual(light.rgb, { negative: orange, positive: blue, third: green, ground: [248, 249, 250], dead: [38, 44, 51], classes: [orange, blue, green] });
  assert.deepEqual([light.classes, light.negative, light.positive], [["rgb(217 102 10)", "rgb(11 111 184)", "rgb(0 130 95)"], "rgb(217 102 10)", "rgb(11 111 184)"]);
  const { ground, dead, negative, positive, third } = dark.rgb;
  assert.deepEqual([negative, positive, third, ground, dead], [[245, 154, 74], [78, 168, 232], [80, 200, 150], [28, 34, 42], [0, 0, 0]]);
  assert.deepEqual([light.dark, light.muted, dark.dark, dark.muted], [false, "#5b6673", true, "#a3adb8"]);
});

test("a page is dark below half of the luminance, of which green gives the most and blue the least", () => {
  const isDark = ["#7f7f7f", "#808080", "#00d900", "#00da00", "#0000ff", "#ff0000", "#ff5600", "#ff5800", "#ffff00", "rgb(127, 127, 127)", "rgb(128 128 128)", " #808080 "];
  assert.deepEqual(isDark.map((colour) => coloursOn(colour).dark), [true, false, true, false, true, true, true, false, false, true, false, false]);
});

test("ink and lines are the theme's, or those of a page without one", () => {
  const { text, line } = coloursOn("#fff", { text: " #123456 ", border: " #abcdef" });
  assert.deepEqual([text, line, light.text, light.line], ["#123456", "#abcdef", "#16202b", "#dde2e8"]);
});

test("the ramp goes from orange through the ground to blue, 88 % of the way, the faster the nearer to 0", () => {
  for (const { ramp, rgb: { negative, positive, ground } } of [light, dark]) {
    assert.equal(ramp.length, 513);
    assert.deepEqual([0, 256, 512].map((i) => rgb(ramp[i])), [part(ground, negative, 0.88), [...ground, 255], part(ground, positive, 0.88)]);
    assert.deepEqual(rgb(ramp[384]), part(ground, positive, 0.48822), "0.88 · 0.5 ** 0.85");
    assert.deepEqual(rgb(ramp[128]), part(ground, negative, 0.48822));
  }
});

test("a value's place on the ramp is the nearest, and beyond the ends the end", () => {
  const places = [[-9, 0], [-1.5, 0], [-1, 0], [-0.999, 0], [-0.997, 1], [-0.5, 128], [0, 256], [0.0019, 256], [0.002, 257], [-0.0019, 256], [-0.0021, 255], [0.5, 384], [0.999, 512], [0.997, 511], [1, 512], [1.5, 512], [9, 512]];
  for (const [value, index] of places) assert.equal(rampIndex(value), index, value);
});

test("a unit's share is pale on few points, blue on all; who is dead is dark", () => {
  for (const { awake, rgb: { positive, ground, dead } } of [light, dark]) {
    assert.equal(awake.length, 256);
    assert.deepEqual(rgb(awake[0]), [...dead, 255]);
    assert.deepEqual([1, 51, 255].map((share) => rgb(awake[share])), [0.15 + 0.75 / 255, 0.3, 0.9].map((each) => part(ground, positive, each)));
  }
});

test("colours are mixed channel by channel, and written for style sheets and for pixels", () => {
  assert.deepEqual(mix([0, 100, 255], [10, 0, 255], 0.25), [3, 75, 255]);
  assert.equal(css([1, 20, 255]), "rgb(1 20 255)");
  assert.deepEqual(rgb(packed([1, 20, 255])), [1, 20, 255, 255]);
});
