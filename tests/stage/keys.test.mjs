// When a picture's keys are its own, how reels come through Streamlit, and how long a picture gives way: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { press } from "./browser.mjs";
import { Courier } from "../../static/live/courier.js";
import { GivingWay } from "../../static/live/giving_way.js";
import { connectKeys } from "../../static/live/keys.js";

const PAGE = `<section><button class="inside"></button><input class="scrub"><input class="number"><select></select><summary></summary>
<div class="pad" data-keys></div><div class="plain"></div></section><button class="outside"></button><input class="elsewhere">`;

function page() {
  document.listeners = [];
  document.body.innerHTML = PAGE;
  const root = document.querySelector("section"), done = [], keys = {};
  for (const key of [" ", "Enter", "Escape", "ArrowLeft", "s"]) keys[key] = () => done.push(key);
  connectKeys({ root, keys: () => keys });
  // Which of its keys work where the keyboard is.
  const working = (selector) => {
    document.activeElement = selector ? document.querySelector(selector) : document.body;
    return Object.keys(keys).filter((key) => {
      const { defaultPrevented } = press(key);
      assert.equal(defaultPrevented, done.includes(key));
      return done.splice(0).length === 1;
    });
  };
  return { root, done, working };
}
const ALL = [" ", "Enter", "Escape", "ArrowLeft", "s"];

test("all keys work where nothing on the page has the keyboard, and on what is in the picture and has no use for them", () => {
  const { working } = page();
  assert.deepEqual([working(null), working(".plain")], [ALL, ALL]);
});

test("elsewhere on the page no key is the picture's", () => {
  const { working } = page();
  assert.deepEqual([working(".outside"), working(".elsewhere")], [[], []]);
});

test("on the slider only the space bar is, besides Escape, which always is", () => {
  assert.deepEqual(page().working(".scrub"), [" ", "Escape"]);
});

test("a field, a list, a summary and what has keys of its own keep theirs", () => {
  const { working } = page();
  for (const selector of [".number", "select", "summary", ".pad"]) assert.deepEqual(working(selector), ["Escape"], selector);
});

test("a button keeps the two keys that press it", () => {
  assert.deepEqual(page().working(".inside"), ["Escape", "ArrowLeft", "s"]);
});

test("with Ctrl, Alt or the command key it is another key, with Shift the same; a key that it does not know is the page's", () => {
  const { done } = page();
  document.activeElement = document.body;
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(press("s", { [held]: true }).defaultPrevented, false, held);
  press("x");
  assert.deepEqual(done, []);
  press("s", { shiftKey: true });
  assert.deepEqual(done, ["s"]);
});

test("a picture that was taken from the page hears no more, and leaves nothing behind", () => {
  const { root, done } = page();
  assert.equal(document.listeners.length, 1);
  root.remove();
  document.activeElement = document.body;
  press("s");
  assert.deepEqual([done, document.listeners.length], [[], 0]);
});

test("the courier hands over what comes, and asks by the way it was last given", () => {
  const got = [], asked = [], courier = new Courier((bytes) => got.push([...bytes])), { carry } = courier;
  courier.ask("nobody");
  carry(null, (want) => asked.push(["a", want]));
  carry(undefined, (want) => asked.push(["b", want]));
  carry(new Uint8Array(0), (want) => asked.push(["c", want]));
  courier.ask(1);
  carry(Uint8Array.of(7), (want) => asked.push(["d", want]));
  courier.ask(2);
  assert.deepEqual([got, asked], [[[7]], [["c", 1], ["d", 2]]]);
});

test("a picture gives way for 150 ms from when the script was first seen to run, be that at 0", () => {
  const app = { dataset: { testScriptState: "running" } }, givingWay = new GivingWay(app), due = (...times) => times.map((now) => givingWay.isDue(now));
  assert.deepEqual(due(0, 149, 150), [true, true, false]);
  app.dataset.testScriptState = "stopping";
  assert.deepEqual(due(151), [false]);
  app.dataset.testScriptState = "running";
  assert.deepEqual(due(1000, 1149.9, 1150), [true, true, false]);
});

test("once the page has answered nothing gives way, at whatever time, until the script runs anew", () => {
  const app = { dataset: { testScriptState: "running" } }, givingWay = new GivingWay(app);
  givingWay.end();
  assert.deepEqual([0, 1, 5000].map((now) => givingWay.isDue(now)), [false, false, false]);
});
