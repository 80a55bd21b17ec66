// Tells the page where the picture came to rest: not while it plays, nor while somebody scrubs or steps. What is told
// while the page works on what somebody has just changed, or shortly after, undoes that: so the page comes to rest first.

const REST = 300; // ms without a change until the picture has come to rest
const PATIENCE = 6; // such whiles that a page gets to finish: what takes longer is no change

export class Resting {
  constructor() {
    this.tell = null; // gives a moment to the page
    this.hasTold = false; // the page below has been told of a moment, and follows from then on
  }

  // Another run is shown, without anybody having paused it.
  runChanged(stage) {
    if (this.hasTold || this.settling) this.soon(stage);
  }

  // Somebody changes something, of which the page hears first.
  giveWay(stage) {
    if (this.settling) this.soon(stage);
  }

  soon(stage, patience = PATIENCE) {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settling = null;
      const { timeline, layout } = stage;
      if (!stage.root.isConnected || timeline.playing || !timeline.frame) return;
      if (stage.stepping) return this.soon(stage);
      if (pageRuns() && patience) return this.soon(stage, patience - 1);
      this.hasTold = true;
      this.tell?.({ generation: layout.generation, family: layout.family, epoch: timeline.frame.epoch });
    }, REST);
  }
}

function pageRuns() {
  return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";
}
