"""The bytes of runs side by side, little-endian; static/twins/reading.js reads them.

a layout: uint32 version · uint32 how many parts · the parts, each with its uint32 length before: what all have in
common, packed as in ``packing``, and every run's own layout
an answer: the same head · every run's own reel
whom a difference revives: the same head, of another version · one part, packed as in ``packing``
"""

from collections.abc import Sequence

import numpy as np

VERSION, REVIVED = 102, 103


def joined(parts: Sequence[bytes], version: int = VERSION) -> bytes:
    """Several strings of bytes as one."""
    lengths = [np.array([len(part)], "<u4").tobytes() for part in parts]
    head = np.array([version, len(parts)], "<u4").tobytes()
    return head + b"".join(length + part for length, part in zip(lengths, parts, strict=True))
