// The stage as a component: what the page hands over, run after run, and what it is told: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { paint, pass } from "./browser.mjs";
import { frameOf, layoutOf } from "./playground.mjs";

// As relu_viz/stage/packing.py and reel.py pack: all numbers little-endian, JSON padded to a multiple of four.
const join = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => new Uint8Array(part.buffer ?? part))));
function layoutBytes(more = {}, version = 5) {
  const { hidden, weights, units, parameters, ...layout } = layoutOf(more), isArray = ([, value]) => ArrayBuffer.isView(value);
  const arrays = Object.entries(layout).filter(isArray), meta = Object.fromEntries(Object.entries(layout).filter((each) => !isArray(each)));
  let text = JSON.stringify({ ...meta, arrays: arrays.map(([name, array]) => [name, array.length]) });
  while (Buffer.byteLength(text) % 4) text += " ";
  return join(Uint32Array.of(version, Buffer.byteLength(text)), new TextEncoder().encode(text), ...arrays.map(([, array]) => array));
}
function reelBytes(epochs, { generation = 5, request = 0, ended = 0, after = [0, 0], rate = 60, reached = 0, speed = 0, version = 5 } = {}) {
  const records = epochs.map((epoch) => {
    const { right, theta, active, activeHeldOut, output } = frameOf(epoch), rest = Array(7 - 2 * active.length).fill(0);
    return join(Uint32Array.of(epoch, 0), Float64Array.of(0.5, 0.75, 0.5, 0.25), right, theta, Uint8Array.of(...active, ...activeHeldOut, output, ...rest));
  });
  return join(Uint32Array.of(version, generation, request, ended, ...after, rate, reached, speed, epochs.length), ...records);
}
const handedOver = (layout, reel) => join(Uint32Array.of(layout.length), layout, reel);
const run = (more = {}, epochs = [0], head = {}) => handedOver(layoutBytes(more), reelBytes(epochs, { generation: more.generation ?? 5, ...head }));

let copies = 0;
async function page() {
  const { mount, carry, whenAtRest } = await import(`../../static/stage/stage.js?${copies++}`);
  document.body.replaceChildren();
  const place = document.body.appendChild(document.createElement("div")), sent = [], told = [], asked = [];
  globalThis.fetch = async (address, { body }) => {
    asked.push([String(address), JSON.parse(body)]);
    return new Response(reelBytes([], { request: JSON.parse(body).request }), { headers: { "Relu-Viz": "live" } });
  };
  whenAtRest((moment) => told.push(moment));
  const show = (bytes, where = place) => mount(where, bytes, (wish) => sent.push(wish));
  const root = () => document.body.querySelector(".stage"), text = (selector) => root().querySelector(selector).textContent;
  const button = (name) => root().querySelector(name).click();
  return { show, carry, place, sent, told, asked, root, text, button, picture: () => root().picture };
}
const frames = async (count) => {
  for (let n = 0; n < count; n++) {
    paint();
    await new Promise(setImmediate);
  }
};

test("a run that is handed over is on the page with its first frame, and asks for more when it plays", async () => {
  const { show, root, text, button, asked } = await page();
  show(run());
  await frames(1);
  assert.deepEqual([text(".epoch"), root().dataset.epoch, asked.length], ["Epoch 0", "0", 0]);
  button(".play");
  await frames(2);
  assert.equal(asked[0][0], "http://here/app/live/seat-1");
  const { generation, epoch, batch, every, shown } = asked[0][1];
  assert.deepEqual([generation, epoch, batch, every, shown], [5, 0, 0, 1, 0]);
});

test("the numbers of a frame are read where Python puts them", async () => {
  const { show, text } = await page();
  show(run());
  await frames(1);
  assert.deepEqual([text(".loss .figures"), text(".accuracy .figures")], ["0.500 train, 0.750 held out", "50 % train, 25 % held out"]);
});

test("the same run again changes seat and view, and keeps its frames", async () => {
  const { show, root, picture, text, button } = await page();
  show(run({}, [0, 1, 2, 3]));
  picture().showFrame(0);
  const first = root();
  button(".unit");
  show(run({ seat: "seat-2", undoable: true, view: { speed: "ten", held_out_shown: false, discretized: true, hide: [] } }));
  await frames(1);
  assert.equal(root(), first);
  assert.deepEqual([picture().seat, picture().timeline.newest.epoch, root().querySelector(".speed").value, root().querySelector(".undo").disabled], ["seat-2", 0, "ten", false]);
  assert.doesNotMatch(text(".legend"), /held out/);
  assert.match(text(".view-title"), /^Unit 1\.1/, "what somebody looks at");
});

test("another run takes its place on the same stage; the one before comes back with all its frames", async () => {
  const { show, root, picture } = await page();
  show(run({}, [0, 1, 2]));
  const first = root(), { timeline } = picture();
  timeline.goTo(2);
  show(run({ generation: 6, family: 8 }));
  await frames(1);
  assert.deepEqual([root() === first, picture().timeline === timeline, root().dataset.epoch], [true, false, "0"]);
  show(run());
  await frames(1);
  assert.deepEqual([picture().timeline === timeline, root().dataset.epoch], [true, "2"]);
});

test("a run that was changed on the way keeps what came before", async () => {
  const { show, picture } = await page();
  show(run({}, [0, 1, 2, 3, 4]));
  picture().timeline.goTo(4);
  show(run({ generation: 6, changes: ["3:learning_rate:0.5"] }, [3, 4], { after: [2, 0] }));
  assert.deepEqual(picture().timeline.frames.map(({ epoch }) => epoch), [0, 1, 2, 3, 4]);
  await frames(4);
  assert.equal(picture().timeline.frame.epoch, 3, "and goes on to the change");
});

test("what plays plays on with another run, at the same place only", async () => {
  const { show, picture, button, place } = await page();
  show(run());
  button(".play");
  show(run({ generation: 6 }));
  assert.equal(picture().timeline.playing, true);
  button(".play");
  show(run({ generation: 7 }));
  assert.equal(picture().timeline.playing, false);
  button(".play");
  place.replaceChildren();
  show(run({ generation: 8 }));
  assert.equal(picture().timeline.playing, false);
});

test("where the page has made another place, the stage is built there, and what was sent is sent from there", async () => {
  const { show, root, place, sent, button } = await page();
  show(run());
  const first = root(), other = document.body.appendChild(document.createElement("div"));
  show(run({ undoable: true }), other);
  assert.equal(first.parentElement, place);
  place.remove();
  assert.equal(root().parentElement, other);
  button(".undo");
  assert.deepEqual(sent, [{ undo: "yes" }]);
});

test("the page is told where the picture rests; of another run, once it follows", async () => {
  const { show, told, button } = await page();
  show(run());
  pass(1000);
  assert.deepEqual(told, []);
  button(".play");
  button(".play");
  pass(300);
  show(run({ generation: 6 }));
  pass(300);
  assert.deepEqual(told, [{ generation: 5, family: 7, epoch: 0 }, { generation: 6, family: 7, epoch: 0 }]);
});

test("a reel is that of its run and of this version, or is left alone", async () => {
  const { show, picture } = await page();
  show(run());
  const count = (bytes) => (picture().receive(bytes), picture().timeline.frames.length);
  assert.equal(count(reelBytes([1], { version: 3 })), 1);
  assert.equal(count(reelBytes([1], { version: 6 })), 1);
  assert.equal(count(reelBytes([1], { generation: 6 })), 1);
  assert.equal(count(reelBytes([2], { after: [1, 0] })), 1, "it follows another frame");
  assert.equal(count(reelBytes([1, 2], { rate: 20, ended: 1 })), 3);
  assert.deepEqual([picture().timeline.rate, picture().timeline.ended], [20, true]);
});

test("what has come is drawn, also while the picture rests", async () => {
  const { show, picture, root } = await page();
  show(run());
  await frames(2);
  const { painted } = root();
  await frames(2);
  assert.equal(root().painted, painted);
  picture().receive(reelBytes([1], { ended: 1 }));
  await frames(2);
  assert.equal(root().painted, painted + 1);
});

test("a reel that comes through the page itself is shown as well", async () => {
  const { show, carry, picture } = await page();
  carry(reelBytes([0, 1]), () => {}); // before there is a stage
  show(run());
  carry(reelBytes([1, 2]), () => {});
  assert.equal(picture().timeline.newest.epoch, 2);
});

test("an app that was updated says so, and can be loaded anew", async () => {
  const { show, place } = await page();
  let reloads = 0;
  globalThis.location = { reload: () => reloads++ };
  for (const version of [4, 6]) {
    show(handedOver(layoutBytes({}, version), reelBytes([0])));
    assert.match(place.textContent, /^The app has been updated since this page was opened\. Reload$/);
    place.querySelector("button").click();
  }
  assert.equal(reloads, 2);
});
