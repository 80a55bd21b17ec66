import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { baseURI: "http://here/playground" };
let copies = 0;

// A picture that asks, what the server or a proxy answers in turn, and a record of what came of it.
async function connected(...answers) {
  const { connectStream } = await import(`../../static/live/stream.js?${copies++}`); // what passes is not known yet
  const happened = [];
  globalThis.fetch = async (address) => {
    happened.push(`asked ${address}`);
    const { status, ours } = answers.shift();
    return new Response(status === 204 ? null : "reel", { status, headers: ours ? { "Relu-Viz": "live" } : {} });
  };
  const picture = {
    seat: "mine",
    timeline: { refused: () => happened.push("refused") },
    receive: () => happened.push("received"),
  };
  connectStream(picture, { ask: () => happened.push("courier") });
  return { ask: () => picture.timeline.ask({}), happened };
}

test("an answer of ours is shown", async () => {
  const { ask, happened } = await connected({ status: 200, ours: true });
  await ask();
  assert.deepEqual(happened, ["asked http://here/live/mine", "received"]);
});

test("where the picture gets another seat, or the seat is busy, it is asked again", async () => {
  const { ask, happened } = await connected({ status: 204, ours: true }, { status: 429, ours: true });
  await ask();
  await ask();
  assert.deepEqual(happened.filter((each) => !each.startsWith("asked")), ["refused", "refused"]);
});

test("where a proxy answers for us, frames come by the courier from then on", async () => {
  const { ask, happened } = await connected({ status: 404 });
  await ask();
  await ask();
  assert.deepEqual(happened, ["asked http://here/live/mine", "courier", "courier"]);
});

test("a proxy whose server is away for a moment is asked again", async () => {
  const { ask, happened } = await connected({ status: 502 }, { status: 200, ours: true }, { status: 502 });
  await ask();
  await ask();
  await ask();
  assert.deepEqual(happened.filter((each) => !each.startsWith("asked")), ["refused", "received", "refused"]);
});

test("a proxy that says so for ever is one that does not let us pass", async () => {
  const { ask, happened } = await connected(...Array(6).fill({ status: 503 }));
  for (let number = 0; number < 6; number++) await ask();
  assert.deepEqual(happened.filter((each) => !each.startsWith("asked")), [...Array(5).fill("refused"), "courier"]);
});
