// While the page works on what somebody has changed, a picture that plays stands still and leaves it the processor: so
// the change is on the screen sooner.

const LONGEST = 150; // ms that it stands still, whatever the page is at work on

export class GivingWay {
  // `app`: Streamlit's element that says whether its script runs. Without one, nothing gives way.
  constructor(app) {
    this.app = app;
    this.since = null; // when the script was first seen to run
  }

  isDue(now) {
    if (this.app?.dataset.testScriptState !== "running") this.since = null;
    else this.since ??= now;
    return this.since !== null && now - this.since < LONGEST;
  }

  // The page has answered, though its script may still run.
  end() {
    this.since = -LONGEST;
  }
}
