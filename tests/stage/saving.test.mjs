// Files that a picture gives away, and what is said where a frame may forbid that: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

import { fire, pass, saved } from "./browser.mjs";
import { watch } from "../../static/shared/framed.js";
import { save } from "../../static/shared/saving.js";

globalThis.location = { href: "http://here/app/playground?seed=3" };

function pressed() {
  document.body.innerHTML = '<div class="saving"><button>PNG</button><button>SVG</button></div>';
  const button = document.body.querySelector("button");
  return { press: () => save(new Blob(["a,b"], { type: "text/csv" }), "agent.csv", button), said: () => document.body.querySelectorAll(".said-of-saving") };
}

test("it is saved under its name, and let go ten seconds later", async (context) => {
  const gone = [];
  context.mock.method(URL, "revokeObjectURL", (href) => gone.push(href));
  const { press, said } = pressed();
  press();
  const { name, blob } = saved.at(-1);
  assert.deepEqual([name, blob.type, await blob.text(), said().length], ["agent.csv", "text/csv", "a,b", 0]);
  pass(9999);
  assert.equal(gone.length, 0);
  pass(1);
  assert.deepEqual(gone.map((href) => href.slice(0, 5)), ["blob:"]);
});

test("in a frame it is said, once, that this may have forbidden it, with a link to the page itself", (context) => {
  globalThis.top = {};
  context.after(() => (globalThis.top = globalThis));
  const { press, said } = pressed();
  press();
  press();
  const [sentence, ...more] = said();
  assert.equal(more.length, 0);
  assert.equal(sentence.textContent, "If nothing was saved, the frame around this page forbids it: open the page by itself.");
  const link = sentence.querySelector("a");
  assert.deepEqual(["href", "target", "rel"].map((name) => link.getAttribute(name)), [location.href, "_blank", "noopener"]);
  assert.equal(document.body.children.indexOf(sentence), 1, "below the buttons");
});

test("so it is when a button of Streamlit's gives a file, wherever the page has put the sentence by then, until somebody presses elsewhere", (context) => {
  document.body.innerHTML = '<div data-testid="stDownloadButton"><button>CSV</button></div><b>else</b><p hidden></p><p hidden></p>';
  const [first, second] = document.body.querySelectorAll("p"), [button, other] = ["button", "b"].map((each) => document.body.querySelector(each));
  globalThis.top = {};
  context.after(() => (globalThis.top = globalThis));
  watch(first);
  watch(second);
  fire(button, "click", { isTrusted: true });
  assert.deepEqual([first.hidden, second.hidden], [true, false]);
  assert.match(second.textContent, /^If nothing was saved/);
  fire(other, "click", { isTrusted: false });
  assert.equal(second.hidden, false, "the script that saves clicks, too");
  fire(other, "click", { isTrusted: true });
  assert.equal(second.hidden, true);
});
