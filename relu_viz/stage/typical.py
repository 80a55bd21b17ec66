"""How many units are typically as inactive as those on the stage: the same run over 64 seeds, counted unasked.

The answer's bytes, little-endian; static/stage/typical.js reads them:

    uint32 version · that, packed as in ``packing``: the epoch and, once it is known, the words
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from relu_viz.stage.packing import pack
from relu_viz.stage.telling import tell_typical
from relu_viz.training import Pieces, TooLongError, TrainingConfig, at_the_end, train_seeds

VERSION = 104  # no reel has it
SEEDS = 64
SECONDS_UNASKED = 3.0  # of the server's work; what takes longer is for the panel below, where somebody asks


@dataclass(frozen=True)
class Typical:
    """What is typical of a run at an epoch, in words; "" where that takes too long."""

    epoch: int
    words: str

    @property
    def nbytes(self) -> int:
        """Roughly what it takes to keep."""
        return 500


def count_typical(config: TrainingConfig, epoch: int, seconds: float = SECONDS_UNASKED) -> Pieces[Typical]:
    """Count over the seeds that the panel below the stage counts, at this very epoch; it says how much is done."""
    try:
        groups = yield from train_seeds(config, SEEDS, epoch, seconds)
    except TooLongError:
        return Typical(epoch, "")
    if groups[0].epoch < epoch:
        return Typical(epoch, "")
    diverged = sum(int((group.diverged_at >= 0).sum()) for group in groups)
    return Typical(epoch, tell_typical(config, at_the_end(groups, "dead"), epoch, diverged))


def pack_typical(epoch: int, found: Typical | None) -> bytes:
    """The answer as it travels; None while it is on its way."""
    meta: dict[str, Any] = {"epoch": epoch} | ({"words": found.words} if found else {})
    return np.array([VERSION], "<u4").tobytes() + pack(VERSION, meta, {})
