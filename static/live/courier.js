// Reels through a component of Streamlit's, where plain requests do not pass: the other side of stage/courier.py.

export class Courier {
  constructor(receive) {
    this.receive = receive;
    this.send = null;
  }

  // What the component calls whenever its script has run: with a reel if one was asked for.
  carry = (bytes, send) => {
    this.send = send;
    if (bytes?.byteLength) this.receive(bytes);
  };

  ask(want) {
    this.send?.(want);
  }
}
