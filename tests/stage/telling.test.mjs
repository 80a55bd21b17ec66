// Any picture: what it says and to whom, its theme, and what the page finds of it: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { paint, press, resize, theme } from "./browser.mjs";
import { after, notebook } from "./notebook.mjs";
import { framesOf } from "./playground.mjs";
import { Picture } from "../../static/live/picture.js";

test("a picture without keys of its own leaves them to the page", () => {
  const { picture } = notebook();
  picture.keys = Picture.prototype.keys;
  assert.equal(press(" ").defaultPrevented, false);
});

test("whoever looks at the page finds what is shown on the picture's element", () => {
  const { picture, timeline } = notebook();
  assert.deepEqual([picture.root.layout, picture.root.timeline === timeline, picture.root.picture === picture], [{ seat: "a" }, true, true]);
});

test("while nothing new comes it says why, as soon as that is known, and no longer than it plays", () => {
  const { picture, timeline, text } = notebook({ frames: framesOf(0, 1) });
  picture.play();
  after(2);
  assert.equal(text(".epoch"), "Moment 1");
  timeline.refused(1e6, true);
  paint();
  assert.equal(text(".epoch"), "Waiting for the server …");
  picture.pause();
  paint();
  assert.equal(text(".epoch"), "Moment 1");
  assert.equal(picture.drawn.length, 3);
});

test("what there is to see is said in words, with the moment of the news if it has one", () => {
  const { picture, text } = notebook();
  picture.dirty = true;
  paint();
  assert.deepEqual([text(".news"), text(".rest"), text(".spoken"), picture.newsOf], ["News of 0.", "And the rest.", "Moment 0. News of 0. And the rest.", null]);
  picture.play();
  after(2);
  assert.equal(picture.newsOf, 1);
});

test("a screen reader hears of it every four seconds while it plays, and each time when it does not", () => {
  const { picture, text } = notebook({ rate: 1 }); // a frame a second
  picture.play();
  const heard = Array.from({ length: 6 }, () => (paint(1000), text(".spoken").match(/Moment (\d)/)[1]));
  assert.deepEqual(heard, ["1", "1", "1", "1", "5", "5"]);
  picture.pause();
  paint(20);
  assert.match(text(".spoken"), /^Moment 6/);
  picture.play();
  const heardAfter = (ms) => {
    picture.dirty = true;
    paint(ms);
    return text(".spoken").match(/Moment (\d)/)[1];
  };
  assert.deepEqual([heardAfter(3999), heardAfter(1)], ["6", "7"]);
});

test("it wears the page's theme", () => {
  const { picture } = notebook(), { style, classList } = picture.root;
  paint();
  picture.restyle();
  assert.deepEqual(["--positive", "--negative", "--muted"].map((name) => style[name]), ["rgb(11 111 184)", "rgb(217 102 10)", "#5b6673"]);
  theme["--st-background-color"] = "#0e1117";
  picture.restyle();
  assert.deepEqual([style["--positive"], picture.root.classList.contains("dark")], ["rgb(78 168 232)", true]);
  delete theme["--st-background-color"];
  picture.restyle();
  assert.equal(classList.contains("dark"), false);
  paint();
  assert.equal(picture.drawn.length, 2, "and is drawn in it");
});

test("it hears when it is given another size", () => {
  const { picture } = notebook();
  resize(picture.root);
  assert.equal(picture.resizes, 1);
});
