// A place on the map that the keyboard moves: to put points there while the pens are out, or to ask what is there.

const STEP = 1 / 20; // of half the map's side

// The map can be reached by the keyboard while there is something to do on it. `stage.enter(place)` is what Enter does.
export function refreshCursor(stage) {
  const place = stage.find(".view"), { extent } = stage.layout, isOn = Boolean(stage.enter) || (stage.view.regions && !stage.counting.why);
  if (!isOn) {
    for (const name of ["tabindex", "data-keys"]) place.removeAttribute(name);
    place.setAttribute("role", "img");
    place.onkeydown = null;
    return;
  }
  place.tabIndex = 0;
  place.dataset.keys = "";
  place.setAttribute("role", "application");
  let cursor = [0, 0];
  place.onkeydown = (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step) cursor = cursor.map((x, i) => Math.max(-extent, Math.min(extent, x + step[i] * extent * STEP)));
    else if (stage.enter && (event.key === "Enter" || event.key === " ")) stage.enter(cursor);
    else return;
    event.preventDefault();
    const box = place.getBoundingClientRect();
    stage.follow({ clientX: box.left + ((cursor[0] / extent + 1) * box.width) / 2, clientY: box.top + ((1 - cursor[1] / extent) * box.height) / 2 });
  };
}
