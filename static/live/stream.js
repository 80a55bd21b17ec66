// Asks the server for frames: by plain requests, or through Streamlit where those do not pass.

const OURS = "relu-viz"; // the header that tells our answers from those of a proxy
const SOON = 100, AGAIN = 1000; // ms until a refused request is made again
const AWAY = 5; // times that a proxy may say of its server that it is away, before it counts as one that blocks us
const LOST = 3000; // ms that Streamlit has to give a lost picture a new seat by itself, as when it reconnects

let passes = null; // whether plain requests reach us: not known before the first answer
let failures = 0; // before that

export function connectStream(picture, courier) {
  let inHand = null; // the request that is under way
  const byCourier = (want) => {
    passes = false;
    courier.ask(want);
  };
  picture.timeline.ask = async (want) => {
    inHand?.abort();
    if (passes === false) return courier.ask(want);
    const mine = (inHand = new AbortController()), { timeline } = picture;
    try {
      const address = new URL(`live/${picture.seat}`, document.baseURI);
      const answer = await fetch(address, { method: "POST", body: JSON.stringify(want), signal: mine.signal });
      const body = await answer.arrayBuffer();
      if (mine.signal.aborted || timeline !== picture.timeline) return;
      if (answer.headers.has(OURS)) {
        passes = true;
        take(picture, answer.status, new Uint8Array(body));
      } else if (passes === null && (answer.status < 500 || ++failures > AWAY)) byCourier(want);
      else timeline.refused(AGAIN, true); // a proxy whose server is away
    } catch {
      if (mine.signal.aborted || timeline !== picture.timeline) return;
      if (passes === null && ++failures > 1) byCourier(want); // once may be chance
      else timeline.refused(passes ? AGAIN : SOON, true);
    }
  };
}

function take(picture, status, bytes) {
  const { timeline } = picture;
  if (status === 200) return picture.receive(bytes);
  if (status === 429 || status === 204) return timeline.refused(SOON); // 204: the picture gets another seat
  timeline.restarts ||= status === 503;
  timeline.refused(AGAIN, true);
  if (status !== 404 && status !== 409) return;
  timeline.lostSince ??= performance.now();
  if (performance.now() - timeline.lostSince < LOST) return;
  timeline.lostSince = performance.now();
  picture.send({ seat: "lost" }); // the page reruns, and takes a seat
}
