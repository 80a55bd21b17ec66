"""What a unit's card asks for: the step that silenced a unit or woke it, and what else it might have done.

The answer's bytes, little-endian; static/stage/post_mortem.js reads them:

    uint32 version · uint32 length of the next part · that, packed as in ``packing`` · a reel of the run just before the
    step and just after

Until there is an answer the meta say ``done``, how much of it there is; ``none`` is that there is no such step.
"""

from typing import Any

import numpy as np

from relu_viz.base import as_text
from relu_viz.stage.packing import pack, with_first_reel
from relu_viz.stage.reel import ReelHead, pack_reel
from relu_viz.stage.telling import steps_of_an_epoch, tell_difference
from relu_viz.stage.want import Want
from relu_viz.training import Frames, Otherwise, Pieces, SeenStep, Trainer, see_flip, train_in_pieces

VERSION = 101  # no reel has it


def post_mortem(trainer: Trainer, want: Want) -> Pieces[bytes]:
    """The answer to a want that names a unit: how the mini-batch of that number befell it. It says how much is done."""
    yield 0.0
    unit, diverged = want.unit, int(trainer.diverged_at[0])
    there = unit is not None and unit < trainer.network.hidden_units and 1 <= want.batch <= steps_of_an_epoch(trainer)
    if unit is None or not there or want.epoch > trainer.epoch or 0 <= diverged <= want.epoch:
        return _answer(want, {"none": True})
    past = trainer.nearest(want.epoch)
    while past.epoch < want.epoch:
        epochs = int(min(want.epoch - past.epoch, past.epochs_until_change))
        for _ in train_in_pieces([past], epochs, epochs):
            yield 0.0
    seen, others = yield from see_flip(past, unit, want.batch)
    return _told(want, seen, others)


def not_yet(want: Want, done: float) -> bytes:
    """That the answer is on its way, and how much of it is done."""
    return _answer(want, {"done": done})


def _told(want: Want, seen: SeenStep, others: list[Otherwise]) -> bytes:
    meta = {
        "batch": seen.batch.tolist(),
        "gradient": float(np.hypot.reduce(seen.gradient)),  # no square is too large for it
        "moved": float(np.hypot.reduce(seen.moved)),
        "others": [
            {"words": tell_difference(each.differs), "inactive": each.inactive, "at_once": each.at_once,
             "later": each.later, "diverged": each.diverged,
             "twin": ",".join(f"{name}:{as_text(value)}" for name, value in each.differs.items())}
            for each in others
        ],
    }  # fmt: skip
    z = {name: getattr(seen, name) for name in ("before", "after", "own")}
    return _answer(want, meta, z, seen.frames)


def _answer(
    want: Want, meta: dict[str, Any], arrays: dict[str, np.ndarray] | None = None, frames: Frames | None = None
) -> bytes:
    asked = {"unit": want.unit, "epoch": want.epoch, "step": want.batch}
    reel = pack_reel(ReelHead(want.generation, want.request), frames)
    return np.array([VERSION], "<u4").tobytes() + with_first_reel(pack(VERSION, asked | meta, arrays or {}), reel)
