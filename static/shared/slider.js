// A slider that nobody else moves while a hand is on it: in WebKit one that was written to then fires no `change`.

export class Slider {
  #held = false;
  #moved = false;

  // `moved(value)` hears of every step, `settled()` once when the hand has let go of a slider that it moved.
  constructor(input, moved, settled = () => {}) {
    Object.assign(this, { input, settled });
    input.onpointerdown = () => this.#hold();
    input.oninput = () => {
      this.#hold();
      this.#moved = true;
      moved(Number(input.value));
    };
    input.onchange = input.onblur = this.#release;
  }

  // Where it stands, unless a hand says so itself.
  show(value) {
    if (!this.#held) this.input.value = value;
  }

  #hold() {
    this.#held = true;
    for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, this.#release); // wherever that is
  }

  #release = () => {
    this.#held = false;
    for (const kind of ["pointerup", "pointercancel"]) document.removeEventListener(kind, this.#release);
    if (!this.#moved) return;
    this.#moved = false;
    this.settled();
  };
}
