// Canvases that are crisp on every screen: as many pixels as the screen has, drawn on in CSS pixels.

export function fit(canvas, width, height) {
  const ratio = Math.max(1, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
}

// The context of a canvas that is as wide and as high as its style says, fitted again when that has changed.
export function fitted(canvas) {
  const width = canvas.clientWidth || 300, height = canvas.clientHeight || 70, context = canvas.getContext("2d");
  if (canvas.dataset.fitted !== `${width} ${height}`) {
    fit(canvas, width, height);
    canvas.style.width = "100%";
    canvas.dataset.fitted = `${width} ${height}`;
  }
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}
