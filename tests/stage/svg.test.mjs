// A canvas's context that writes SVG: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { SvgContext } from "../../static/shared/svg.js";

function drawn(draw) {
  const context = new SvgContext();
  draw(context);
  return context.document(30, 20, "a < b & c").split("\n").slice(2, -1);
}

test("a document has its size, and its title as text", () => {
  const [head, title] = new SvgContext().document(30, 20, "a < b & c").split("\n");
  assert.equal(head, '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20" viewBox="0 0 30 20">');
  assert.equal(title, "<title>a &lt; b &amp; c</title>");
});

test("lines and curves are paths in the style that was set, with two decimals", () => {
  const [line, dashed, clear] = drawn((context) => {
    context.beginPath();
    context.moveTo(1 / 3, 2);
    context.bezierCurveTo(1, 2, 3, 4, 5, 6);
    context.closePath();
    Object.assign(context, { strokeStyle: "red", lineWidth: 1.5 });
    context.stroke();
    context.setLineDash([4, 3]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 0.123;
    context.stroke();
    context.beginPath();
    context.stroke();
  });
  const ends = ' stroke-linejoin="round" stroke-linecap="round"/>', path = '<path d="M0.33 2C1 2 3 4 5 6Z" fill="none" stroke="red" stroke-width="1.5"';
  assert.deepEqual([line, dashed, clear], [path + ends, `${path} stroke-dasharray="4 3"${ends}`, `${path} opacity="0.12"${ends}`]);
});

test("rectangles, round ones, and circles are filled", () => {
  const shapes = drawn((context) => {
    context.fillStyle = "blue";
    for (const draw of [() => context.rect(1, 2, 3, 4), () => context.roundRect(0, 0, 10, 8, 2), () => context.arc(5, 5, 2, 0, 7)]) {
      context.beginPath();
      draw();
      context.fill();
    }
    context.fillRect(1, 2, 3, 4);
  });
  assert.deepEqual(shapes, [
    '<path d="M1 2h3v4h-3Z" fill="blue"/>',
    '<path d="M2 0h6a2 2 0 0 1 2 2v4a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-4a2 2 0 0 1 2 -2Z" fill="blue"/>',
    '<path d="M3 5a2 2 0 1 1 4 0a2 2 0 1 1 -4 0Z" fill="blue"/>',
    '<rect x="1" y="2" width="3" height="4" fill="blue"/>',
  ]);
});

test("words have their font, place and side, and are no markup", () => {
  const words = drawn((context) => {
    Object.assign(context, { font: "600 16px sans-serif", textAlign: "right", fillStyle: "red" });
    context.fillText("<b> & co", 1, 2);
    Object.assign(context, { font: "12px serif", textAlign: "center" });
    context.fillText("x₁", 3, 4);
  });
  assert.deepEqual(words, [
    '<text x="1" y="2" font-family="sans-serif" font-size="16" font-weight="600" text-anchor="end" fill="red">&lt;b> &amp; co</text>',
    '<text x="3" y="4" font-family="serif" font-size="12" font-weight="400" text-anchor="middle" fill="red">x₁</text>',
  ]);
});

test("what is moved is moved until it is restored; a canvas is an image", () => {
  const parts = drawn((context) => {
    context.save();
    context.translate(5, 6);
    context.drawImage({ toDataURL: () => "data:1" }, 1, 2, 3, 4);
    context.restore();
    context.fillRect(0, 0, 1, 1);
  });
  assert.deepEqual(parts.map((part) => part.slice(0, 6)), ["<g tra", "<image", "</g>", "<rect "]);
  assert.ok(parts[1].endsWith('width="3" height="4" preserveAspectRatio="none" href="data:1"/>'));
});
