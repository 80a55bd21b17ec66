// Saves what a picture gives away as a file.

import { readsTruly } from "./reading.js";

const FORGOTTEN = 10_000; // ms until the browser must have read it

// `button` is the one that was pressed. A frame may forbid downloads, and nobody is told: so it is said that this may be.
export function save(blob, name, button) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FORGOTTEN);
  if (isFramed()) tell(button, waysOut());
}

export const isFramed = () => window.top !== window;
export const waysOut = () => `If nothing was saved, the frame around this page forbids it: <a href="${location.href}" target="_blank" rel="noopener">open the page by itself</a>.`;

// The same of what was read from a canvas.
export function savePicture(blob, name, button) {
  save(blob, name, button);
  if (!readsTruly()) tell(button, "This browser changes pictures that a page reads, to protect you: what was saved may show noise. Allow this page to read pictures (canvas), and save it again.");
}

// A sentence below a button's group, in place of the one that was there.
export function tell(button, sentence) {
  const group = button.parentElement, place = group.parentElement;
  let said = place.querySelector(".said-of-saving");
  if (!said) {
    said = Object.assign(document.createElement("p"), { className: "said-of-saving" });
    said.setAttribute("role", "status");
    group.after(said);
  }
  said.innerHTML = sentence;
}
