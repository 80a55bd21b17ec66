// What comes of a request for frames, by what answers it: node --test tests/stage/*.test.mjs
import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { baseURI: "http://here/app/playground" };
let copies = 0;

// A picture that asks; `answers` in turn: a status of ours, [status] of a proxy, "fails", or a promise of one of these.
async function connected(...answers) {
  const { connectStream } = await import(`../../static/live/stream.js?asking${copies++}`); // what passes is not known yet
  const happened = [], requests = [], time = { now: 50_000 };
  performance.now = () => time.now;
  globalThis.fetch = async (address, options) => {
    requests.push({ address: String(address), ...options });
    let answer = await answers.shift();
    if (answer === "fails") throw new TypeError("no network");
    const ours = !Array.isArray(answer), status = ours ? answer : answer[0];
    return new Response(status === 204 ? null : Uint8Array.of(1, 2, 3), { status, headers: ours ? { "relu-viz": "live" } : {} });
  };
  const timelineOf = (name) => ({ lostSince: null, refused: (...how) => happened.push(`${name}refused ${how.join(", ")}`) });
  const picture = { seat: "mine", timeline: timelineOf(""), receive: (bytes) => happened.push(`shown ${bytes}`), send: (wish) => happened.push(`sent ${JSON.stringify(wish)}`) };
  const courier = { ask: (want) => happened.push(`courier ${JSON.stringify(want)}`) };
  connectStream(picture, courier);
  const ask = async (want = {}) => (await picture.timeline.ask(want), happened.splice(0));
  return { picture, ask, requests, happened, time, timelineOf, connectStream, courier };
}

test("the request is a POST of what is wanted to the picture's seat, wherever the page lies", async () => {
  const { ask, requests } = await connected(200);
  assert.deepEqual(await ask({ epoch: 3 }), ["shown 1,2,3"]);
  const [{ address, method, body }] = requests;
  assert.deepEqual([address, method, body], ["http://here/app/live/mine", "POST", '{"epoch":3}']);
});

for (const [status, ...happened] of [
  [204, "refused 100"], [429, "refused 100"], [400, "refused 1000, true"], [404, "refused 1000, true"], [409, "refused 1000, true"],
  [413, "refused 1000, true"], [500, "refused 1000, true"], [503, "refused 1000, true"],
]) {
  test(`our own ${status} is asked again, soon where nothing is wrong, and told where something is`, async () => {
    const { ask, picture } = await connected(status);
    assert.deepEqual(await ask(), happened);
    assert.equal(picture.timeline.lostSince, status === 404 || status === 409 ? 50_000 : null);
  });
}

for (const status of [404, 409]) {
  test(`a seat that is lost (${status}) for three seconds is told to the page, then every three`, async () => {
    const { ask, time } = await connected(...Array(7).fill(status)), told = [];
    for (const ms of [0, 2999, 1, 1, 2998, 1, 2999]) {
      time.now += ms;
      told.push((await ask()).slice(1));
    }
    const sent = ['sent {"seat":"lost"}'];
    assert.deepEqual(told, [[], [], sent, [], [], sent, []]);
  });
}

test("at other trouble than a lost seat the page is not asked", async () => {
  const { ask, time } = await connected(404, 500, 404);
  await ask();
  time.now += 5000;
  assert.deepEqual(await ask(), ["refused 1000, true"]);
  assert.equal((await ask()).length, 2);
});

test("one failure may be chance and is tried again soon; after two, frames come by the courier from then on", async () => {
  const { ask, requests } = await connected("fails", "fails");
  assert.deepEqual(await ask(), ["refused 100, true"]);
  assert.deepEqual(await ask({ epoch: 2 }), ['courier {"epoch":2}']);
  assert.deepEqual([await ask({ epoch: 5 }), requests.length], [['courier {"epoch":5}'], 2]);
});

test("where an answer of ours has come, failures are waited out, however many", async () => {
  const { ask } = await connected(429, ...Array(9).fill("fails"), 200);
  await ask();
  for (let n = 0; n < 9; n++) assert.deepEqual(await ask(), ["refused 1000, true"]);
  assert.deepEqual(await ask(), ["shown 1,2,3"]);
});

for (const status of [200, 302, 403, 404, 499]) {
  test(`another's ${status} is no answer of ours: the courier takes over at once`, async () => {
    const { ask } = await connected([status]);
    assert.deepEqual([await ask({ epoch: 1 }), await ask()], [['courier {"epoch":1}'], ["courier {}"]]);
  });
}

test("a proxy may say five times that its server is away, and after an answer of ours as often as it likes", async () => {
  const { ask } = await connected(...Array(5).fill([500]), 204, ...Array(7).fill([502]), [404]);
  for (let n = 0; n < 5; n++) assert.deepEqual(await ask(), ["refused 1000, true"]);
  assert.deepEqual(await ask(), ["refused 100"]);
  for (let n = 0; n < 8; n++) assert.deepEqual(await ask(), ["refused 1000, true"]);
});

test("the sixth time is one too many", async () => {
  const { ask } = await connected(...Array(6).fill([503]));
  for (let n = 0; n < 5; n++) assert.deepEqual(await ask(), ["refused 1000, true"]);
  assert.deepEqual(await ask(), ["courier {}"]);
});

for (const late of [200, 404, "fails", [404]]) {
  test(`a request that a later one has replaced is broken off, and its answer (${late}) is nobody's`, async () => {
    let arrive;
    const { picture, happened, requests } = await connected(new Promise((resolve) => (arrive = resolve)), 204);
    const first = picture.timeline.ask({}), second = picture.timeline.ask({});
    assert.deepEqual(requests.map(({ signal }) => signal.aborted), [true, false]);
    arrive(late);
    await Promise.all([first, second]);
    assert.deepEqual(happened, ["refused 100"]);
  });

  test(`an answer (${late}) to a run that is no longer shown is left alone`, async () => {
    let arrive;
    const { picture, happened, timelineOf } = await connected(new Promise((resolve) => (arrive = resolve)));
    const asked = picture.timeline.ask({});
    picture.timeline = timelineOf("the new one ");
    arrive(late);
    await asked;
    assert.deepEqual(happened, []);
  });
}

test("what one picture has learned of the way, the next one knows", async () => {
  const { ask, connectStream, courier, happened, requests } = await connected([403]);
  await ask();
  const next = { seat: "b", timeline: {} };
  connectStream(next, courier);
  await next.timeline.ask({ epoch: 9 });
  assert.deepEqual([happened, requests.length], [['courier {"epoch":9}'], 1]);
});
