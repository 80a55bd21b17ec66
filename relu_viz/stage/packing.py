"""Words and arrays as one string of bytes, because only raw bytes travel to a component as they are.

    uint32 version · uint32 n · n bytes of JSON, padded with blanks to a multiple of 4 · float32 arrays back to back

All little-endian. What a picture gets is two of these, its layout and its first reel:

    uint32 length of the layout · the layout · the reel

The JSON is the given meta, and under ``arrays`` the name and length of each array in order;
static/shared/packing.js reads it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from relu_viz.base import Config


def generation(config: Config) -> int:
    """A number for a config: the same run has the same one in every session, so a browser knows what still holds."""
    return crc32(repr(config).encode())


@dataclass(frozen=True)
class Numbers:
    """Arrays, flattened to float32, as bytes; ``listed`` are their names and lengths."""

    listed: list[tuple[str, int]]
    body: bytes

    @classmethod
    def of(cls, arrays: Mapping[str, np.ndarray]) -> "Numbers":
        """What is too large for float32 is infinite there."""
        with np.errstate(over="ignore"):
            body = b"".join(np.asarray(array, "<f4").tobytes() for array in arrays.values())
        return cls([(name, int(np.size(array))) for name, array in arrays.items()], body)

    def with_meta(self, version: int, meta: Mapping[str, Any]) -> bytes:
        """All of it, with what is said of it in front."""
        text = json.dumps({**meta, "arrays": self.listed}).encode()
        text += b" " * (-len(text) % 4)
        return np.array([version, len(text)], "<u4").tobytes() + text + self.body


def pack(version: int, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """The meta and the arrays, these flattened to float32, as bytes."""
    return Numbers.of(arrays).with_meta(version, meta)


def with_first_reel(layout: bytes, reel: bytes) -> bytes:
    """A picture's layout and the first of its reels as one string of bytes."""
    return np.array([len(layout)], "<u4").tobytes() + layout + reel
