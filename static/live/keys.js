// A picture's keys work when nothing else on the page has the keyboard, and inside the picture.

export function connectKeys(picture) {
  const onKey = (event) => {
    if (!picture.root.isConnected) return document.removeEventListener("keydown", onKey);
    pressed(picture, event);
  };
  document.addEventListener("keydown", onKey);
}

function pressed(picture, event) {
  const target = event.composedPath()[0], inside = event.composedPath().includes(picture.root);
  if ((target !== document.body && !inside) || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = picture.keys()[event.key];
  if (!act || (event.key !== "Escape" && hasOwnUse(target, event.key))) return;
  event.preventDefault();
  act();
}

function hasOwnUse(target, key) {
  if (target.matches(".scrub")) return key !== " ";
  return target.matches("input, select, summary, [data-keys]") || (target.tagName === "BUTTON" && [" ", "Enter"].includes(key));
}
