// What is wrong with how a picture is laid out, as sentences: a control that is too small or lies on another, what is
// outside the picture's frame, cut off, or written over something else. What one scrolls to is not cut off, nor what one
// scrolls out from under a bar that sticks to the window's edge.
(root, least) => {
  const near = 1, found = []; // px by which a browser may round
  const isShown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".spoken");
  const nameOf = (e) => `${[e.localName, ...e.classList].join(".")} “${(e.ariaLabel ?? e.textContent).trim().slice(0, 30)}”`;
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
  const scrollerOf = (e) => (e === root ? null : scrolls(e.parentElement) ? e.parentElement : scrollerOf(e.parentElement));
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > near && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > near;
  const inView = (e, box) => !scrollerOf(e) || meet(box, scrollerOf(e).getBoundingClientRect());
  const sticks = (e) => e !== root && (getComputedStyle(e).position === "sticky" || sticks(e.parentElement));
  const meetings = (boxes, told) => boxes.forEach((one, n) => {
    const other = boxes.slice(n + 1).find((other) => meet(one, other) && one.stuck === other.stuck);
    if (other) found.push(`${one.name} ${told} ${other.name}`);
  });
  const all = [...root.querySelectorAll(":not(clipPath, clipPath *)")].filter(isShown), frame = root.getBoundingClientRect();

  const controls = all.filter((e) => e.matches("button, select, input, summary")).map((e) => {
    const { left, right, top, bottom } = (e.type === "checkbox" ? e.closest("label") : e).getBoundingClientRect();
    return { e, stuck: sticks(e), name: nameOf(e), left, right, top, bottom };
  });
  for (const { e, name, left, right, top, bottom } of controls) {
    if (Math.min(right - left, bottom - top) < least - 0.01) found.push(`${name} is ${right - left} by ${bottom - top}`);
    if (e.matches("button") && e.textContent && e.scrollWidth > e.clientWidth + near) found.push(`${name} is too narrow for its words`);
    if (!e.matches("select")) continue;
    const whole = e.parentElement.appendChild(e.cloneNode(true));
    whole.style = "position: absolute; width: max-content";
    if (whole.offsetWidth > e.offsetWidth + near) found.push(`${name} is too narrow for its words`);
    whole.remove();
  }
  meetings(controls.filter(({ e, ...box }) => inView(e, box)), "lies on");

  for (const e of all) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e), wider = e.scrollWidth > e.clientWidth + near;
    if (!scrollerOf(e) && (box.left < frame.left - near || box.right > frame.right + near || box.bottom > frame.bottom + near)) found.push(`${nameOf(e)} is outside`);
    if (style.overflowX === "hidden" && wider) found.push(`${nameOf(e)} is cut at the side`);
    if (style.overflowY === "hidden" && e.scrollHeight > e.clientHeight + near) found.push(`${nameOf(e)} is cut below`);
    if (scrolls(e) && wider && e.tabIndex < 0) found.push(`${nameOf(e)} cannot be scrolled by keys`);
  }

  const lines = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode, e = text.parentElement;
    if (!text.data.trim() || e.closest("option") || !isShown(e)) continue;
    range.selectNodeContents(text);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const line = { stuck: sticks(e), name: `“${text.data.trim()}”`, left, right, top: top + 2, bottom: bottom - 2 }; // without what letters keep free
      if (inView(e, line)) lines.push(line);
    }
  }
  meetings(lines, "is written over");
  return found;
}
