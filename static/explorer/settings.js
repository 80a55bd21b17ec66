// What is set in the plot: each function's alpha, which one is in focus, which z is asked; and what the server is told.

const FIRST_Z = -1;

export const rounded = (value) => Math.round(value * 1000) / 1000;

export class Settings {
  // `changed(each)` hears of every change, with the function whose alpha it was; `tell` takes what the server must know.
  constructor(data, tell, changed) {
    Object.assign(this, { tell, changed, range: data.range, z: FIRST_Z, held: false });
    this.functions = data.activations.map((each) => {
      const [z, alphas, f, slope] = ["z", "alphas", "f", "slope"].map((part) => data[`${each.name}.${part}`]);
      return { ...each, f: { z, alphas, table: f }, slope: { z, alphas, table: slope } };
    });
    this.focus = this.named(data.focus);
  }

  named(name) {
    return this.functions.find((each) => each.name === name) ?? this.functions[0];
  }

  // The same functions again: alphas may have come from a link or a reset, unless a finger is on one right now.
  take(data) {
    if (this.held) return;
    this.focus = this.named(data.focus);
    for (const each of this.functions) {
      each.alpha = data.activations.find(({ name }) => name === each.name).alpha;
      this.changed(each);
    }
  }

  focusOn(each) {
    this.focus = each;
    this.changed(null);
  }

  setAlpha(each, alpha) {
    each.alpha = alpha;
    this.focus = each;
    this.changed(each);
  }

  // An alpha that somebody drags or nudges stays within bounds, and short in the link.
  moveAlpha(each, alpha) {
    this.setAlpha(each, rounded(Math.min(each.high, Math.max(each.low, alpha))));
  }

  moveTo(z) {
    this.z = Math.max(-this.range, Math.min(this.range, z));
    this.changed(null);
  }

  // A finger is on an alpha: until it lets go nobody else sets one.
  hold() {
    this.held = true;
  }

  // A finger has let go: now the link and the server's figures follow.
  commit() {
    this.held = false;
    const set = this.functions.filter(({ alpha }) => alpha !== null);
    this.tell({ focus: this.focus.name, alphas: Object.fromEntries(set.map(({ name, alpha }) => [name, alpha])) });
  }
}
