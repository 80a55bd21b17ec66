"""A small picture of what a network answers over the plane, with its points: arrays in, PNG out."""

import io

import numpy as np
from PIL import Image, ImageDraw

from relu_viz.base import Float
from relu_viz.data import Dataset
from relu_viz.figures.palette import CLASS_TINTS, DIVERGING

SIDE = 240


def thumbnail(logits: Float[np.ndarray, "places outputs"], extent: float, data: Dataset) -> bytes:
    """A PNG of the output over [−extent, extent]², from logits row by row, and the training points."""
    side = round(len(logits) ** 0.5)
    with np.errstate(over="ignore"):
        value = logits[:, 0] if not data.classes else 2 / (1 + np.exp(-logits[:, 0])) - 1
    places = [low for low, _ in DIVERGING]
    colours = np.array([_rgb(colour) for _, colour in DIVERGING])
    at = (np.clip(np.nan_to_num(value), -1, 1) + 1) / 2
    pixels = np.stack([np.interp(at, places, channel) for channel in colours.T], axis=1).reshape(side, side, 3)
    image = Image.fromarray(pixels.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for (x1, x2), y in zip(data.x_train, data.y_train, strict=True):
        x, y_down = (x1 / extent + 1) * SIDE / 2, (1 - x2 / extent) * SIDE / 2
        colour = CLASS_TINTS[int(y > 0 if not data.classes else y)]
        mark = draw.ellipse if y > 0 else draw.rectangle
        mark((x - 3, y_down - 3, x + 3, y_down + 3), fill=colour, outline="#10171f")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
