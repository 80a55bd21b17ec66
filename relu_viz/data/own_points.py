"""Points that somebody drew or uploaded, as a short text that fits a link.

The text is base64 (with - and _, without padding) of

    float32 extent · then for each point int16 x₁ · int16 x₂ · uint8 class

all little-endian. Coordinates are those of the drawn plane, in units of extent / 32767: so the same text gives the same
run, bit for bit. static/stage/points.js writes and reads the same.
"""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from relu_viz.base import Float, Int

MOST_POINTS, MOST_CLASSES = 5000, 3
SMALLEST_EXTENT, LARGEST_EXTENT = 0.1, 1000
_STEPS = 32767
_POINT = np.dtype([("x", "<i2", (2,)), ("y", "u1")])


@dataclass(frozen=True)
class OwnPoints:
    """Places in the square [−extent, extent]², and the class of each."""

    extent: float
    x: Float[np.ndarray, "points 2"]
    y: Int[np.ndarray, " points"]

    @property
    def classes(self) -> int:
        return max(2, int(self.y.max()) + 1)


def encode_points(extent: float, x: Float[np.ndarray, "points 2"], y: Int[np.ndarray, " points"]) -> str:
    """The text of points; what lies outside the square is moved to its edge."""
    record = np.zeros(len(x), _POINT)
    record["x"] = np.round(np.clip(x / extent, -1, 1) * _STEPS)
    record["y"] = y
    data = np.array(extent, "<f4").tobytes() + record.tobytes()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@lru_cache(maxsize=64)
def decode_points(text: str) -> OwnPoints:
    """The points of a text.

    Raises
    ------
    ValueError
        In one sentence, if it is not such a text, or holds fewer than two points, too many, or too many classes.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        data = b""
    if len(data) < 4 or (len(data) - 4) % _POINT.itemsize:
        raise ValueError("The points (points) are not as the stage writes them: the link was cut short or changed.")
    extent = float(np.frombuffer(data, "<f4", 1)[0])
    record = np.frombuffer(data, _POINT, offset=4)
    if not SMALLEST_EXTENT <= extent <= LARGEST_EXTENT:
        raise ValueError(f"The points (points) must lie in a square of half a side from 0.1 to 1000, not {extent:g}.")
    if not 2 <= len(record) <= MOST_POINTS:
        raise ValueError(f"There must be 2 to {MOST_POINTS} points (points), not {len(record)}.")
    if record["y"].max() >= MOST_CLASSES:
        raise ValueError(f"Points (points) have classes from 0 to {MOST_CLASSES - 1}, not {record['y'].max()}.")
    return OwnPoints(extent, record["x"] * (extent / _STEPS), record["y"].astype(int))
