// Where everything in the diagram stands, and what lies under a pointer on the map: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import "./browser.mjs";
import { endsOf, FINGER, geometryOf, HEIGHT } from "../../static/stage/geometry.js";
import { placeAt } from "../../static/stage/view.js";

const columnsOf = (count, room = 5000) => new Set(geometryOf([count], room).layers[0].tiles.map(({ left }) => left)).size;
const rowsOf = (count) => new Set(geometryOf([count], 5000).layers[0].tiles.map(({ top }) => top)).size;

test("eight tiles are a column, nine are two of five rows", () => {
  assert.deepEqual([1, 8, 9, 16, 17].map((count) => [columnsOf(count), rowsOf(count)]), [[1, 1], [1, 8], [2, 5], [2, 8], [3, 6]]);
});

test("with room enough a tile is 40 px wide, of 46 to the next, as far as the height lasts", () => {
  const tile = (count, room = 5000) => geometryOf([count], room).tile;
  assert.equal(HEIGHT, 372);
  assert.deepEqual([1, 7, 8].map((count) => tile(count)), [40, 40, 34]); // 324 / 7 = 46.3, 324 / 8 = 40.5
  assert.deepEqual([[1, 8], [8, 1]].map((counts) => geometryOf(counts, 5000).tile), [34, 34], "the longest column's");
});

test("a narrow place has smaller tiles, down to 24 px; then it is wider than its room", () => {
  // 46 px on the left and 24 behind each of two columns leave room − 94 for both.
  const of = (room) => geometryOf([1, 1], room);
  assert.deepEqual([186, 185, 156, 154, 153, 60].map((room) => of(room).tile), [40, 39, 25, 24, 24, 24]);
  assert.deepEqual([186, 154, 153, 60].map((room) => of(room).width), [186, 154, 154, 154]);
});

test("for fingers no tile is smaller than 40 px, and eight of them make the diagram higher", () => {
  const geometry = geometryOf([7, 8], 60, FINGER), tops = geometry.layers[1].tiles.map(({ top }) => top);
  assert.deepEqual([geometry.tile, geometry.width, geometry.height], [40, 46 + 2 * (46 + 44), 60 + 8 * 46]);
  assert.deepEqual([tops[0], tops[7] + 46], [60, geometry.height], "from below the buttons to the lower edge");
  assert.equal(geometryOf([7, 4], 60, FINGER).height, 60 + 7 * 46);
  assert.equal(geometryOf([4, 4], 60, FINGER).height, 372);
});

test("what is left lies between the layers, 190 px at most", () => {
  const lefts = (room) => geometryOf([1, 1, 1], room).layers.map(({ left }) => left), widthOf = (room) => geometryOf([1, 1, 1], room).width;
  assert.deepEqual(lefts(484), [46, 192, 338]); // 484 − 46 − 3 · 46 = 300
  assert.equal(widthOf(484), 484);
  assert.deepEqual(lefts(754), [46, 282, 518]);
  assert.deepEqual([lefts(1000), widthOf(1000)], [[46, 282, 518], 754]);
});

test("a gap under 56 px has no room for a word", () => {
  const tight = (gap) => geometryOf([1, 1], 46 + 92 + 2 * gap).tight;
  assert.deepEqual([55, 56, 57].map(tight), [true, false, false]);
});

test("a layer of several columns takes the room of all of them, and one gap", () => {
  const { layers, width } = geometryOf([9, 1], 46 + 3 * 46 + 2 * 30); // two gaps of 30 px
  assert.deepEqual([layers[0].left, layers[1].left, width], [46, 46 + 92 + 30, 46 + 92 + 30 + 46 + 30]);
});

test("tiles fill column after column, each layer about the middle below the titles", () => {
  const { layers } = geometryOf([3, 9], 1000), places = layers.map(({ tiles }) => tiles.map(({ left, top }) => [left, top]));
  assert.deepEqual(places[0], [[46, 141], [46, 187], [46, 233]]); // 48 + (324 − 3 · 46) / 2 = 141
  const left = layers[1].left;
  assert.deepEqual(places[1].slice(0, 6), [95, 141, 187, 233, 279].map((top) => [left, top]).concat([[left + 46, 95]]));
  assert.deepEqual(places[1][8], [left + 46, 233]);
});

test("links begin and end at the middle of tiles' sides, of inputs only at those in use, and 14 px apart at the right edge", () => {
  const geometry = { tile: 40, width: 500, height: 372, layers: [{ tiles: [{ left: 46, top: 100 }, { left: 46, top: 150 }] }, { tiles: [{ left: 200, top: 120 }] }] };
  const [inputs, units, outputs] = endsOf(geometry, [false, true], 3);
  assert.deepEqual(inputs, [{ left: 46, right: 86, middle: 170 }]);
  assert.deepEqual(units, [{ left: 200, right: 240, middle: 140 }]);
  assert.deepEqual(outputs, [172, 186, 200].map((middle) => ({ left: 500, middle })));
  assert.deepEqual(endsOf(geometry, [true, true], 1)[2], [{ left: 500, middle: 186 }]);
});

test("under a pointer is a place of the plane, with its coordinates: x₁ to the right, x₂ upwards", () => {
  const place = { getBoundingClientRect: () => ({ left: 100, top: 50, width: 200, height: 400 }) }, map = { place, layout: { side: 5, extent: 2 } };
  const at = (clientX, clientY) => placeAt(map, { clientX, clientY });
  assert.deepEqual(at(100, 50), { x: 0, y: 0, index: 0, x1: -2, x2: 2 });
  assert.deepEqual(at(200, 250), { x: 0.5, y: 0.5, index: 12, x1: 0, x2: 0 });
  assert.deepEqual(at(250, 150), { x: 0.75, y: 0.25, index: 8, x1: 1, x2: 1 });
  assert.equal(at(299.9, 449.9).index, 24);
  assert.deepEqual([at(139.9, 50).index, at(140, 50).index, at(100, 129.9).index, at(100, 130).index], [0, 1, 0, 5]);
});

test("on the left and the upper edge is a place, on the right and the lower one none, nor beyond", () => {
  const place = { getBoundingClientRect: () => ({ left: 0, top: 0, width: 10, height: 10 }) }, map = { place, layout: { side: 5, extent: 2 } };
  const isPlace = [[0, 0], [-1, 5], [5, -1], [10, 5], [5, 10], [9, 9]].map(([clientX, clientY]) => placeAt(map, { clientX, clientY }) !== null);
  assert.deepEqual(isPlace, [true, false, false, false, false, true]);
});
