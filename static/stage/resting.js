// Tells the page where the picture came to rest: not while it plays, nor while somebody scrubs or steps.

const REST = 300; // ms without a change until the picture has come to rest

export class Resting {
  constructor() {
    this.tell = null; // gives a moment to the page
    this.hasTold = false; // the page below has been told of a moment, and follows from then on
  }

  // Another run is shown, without anybody having paused it.
  runChanged(stage) {
    if (this.hasTold) this.soon(stage);
  }

  soon(stage) {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const { timeline, layout } = stage;
      if (!stage.root.isConnected || timeline.playing || !timeline.frame) return;
      if (stage.stepping) return this.soon(stage);
      this.hasTold = true;
      this.tell?.({ generation: layout.generation, family: layout.family, epoch: timeline.frame.epoch });
    }, REST);
  }
}
