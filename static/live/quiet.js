// Streamlit sends what is set at the same moment as one message that reruns one fragment only: so no reel is asked for
// while somebody changes a control of the page.

const QUIET = 200; // ms

export function keepQuietForControls(picture) {
  const { root } = picture;
  const events = ["keydown", "input", "pointerdown", "pointerup", "focusin", "focusout"];
  const onUse = (event) => {
    if (!root.isConnected) return events.forEach((name) => document.removeEventListener(name, onUse, true));
    const elsewhere = event.target !== document.body && !event.composedPath().includes(root);
    if (elsewhere) picture.timeline.quietUntil = performance.now() + QUIET;
  };
  events.forEach((name) => document.addEventListener(name, onUse, true));
}
