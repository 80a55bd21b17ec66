"""Runs side by side on one clock: their common seat, and the picture that shows them.

All are trained together, as one ensemble where their shapes allow it, and their frames come in one answer, for the same
epochs. The bytes, little-endian; static/twins/reading.js reads them:

    what is revived: uint32 version, another one · uint32 1 · its meta, packed likewise
    a layout: uint32 version · the meta, packed as in ``packing`` · every run's own layout, all with their length before
    an answer: uint32 version · uint32 how many · every run's own reel, each with its length before
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields
from math import inf
from time import monotonic
from zlib import crc32

import numpy as np

from relu_viz.activations import ACTIVATIONS
from relu_viz.networks import OPTIMIZERS
from relu_viz.stage.batching import classroom
from relu_viz.stage.live import LivePicture
from relu_viz.stage.packing import pack
from relu_viz.stage.reel import ReelHead, pack_layout, pack_reel
from relu_viz.stage.seats import Seat
from relu_viz.stage.stage import pace, until_divergence
from relu_viz.stage.telling import steps_of_an_epoch
from relu_viz.stage.turns import SECONDS_OF_A_TURN, Job
from relu_viz.stage.view_config import ViewConfig
from relu_viz.stage.want import Want
from relu_viz.training import (
    TWIN_FIELDS,
    Frames,
    Pieces,
    Trainer,
    TrainingConfig,
    revived_in,
    tell_twin,
    train_in_pieces,
)

VERSION, REVIVED = 102, 103
MOST_REVIVING = 1000  # epochs that are trained anew for it
LONGEST_REEL = 60  # frames
MOST_EPOCHS = 120  # of one answer
LONGEST_CATCH_UP = 20_000  # epochs
SECONDS_OF_AN_ANSWER = 1.0  # then there is one without frames, and the next request goes on from there

Revivals = list[tuple[int, int] | None]  # of each twin: see ``revived_in``
_picture = LivePicture("twins", ("live/live.css", "twins/twins.css"))


class TwinsSeat(Seat):
    """A seat before several runs; the first is the one that the others are compared with."""

    def __init__(self, configs: Sequence[TrainingConfig]):
        super().__init__(crc32(repr(tuple(configs)).encode()))
        self.configs = tuple(configs)
        self._trainers: list[Trainer] = []
        self._work: tuple[tuple[int, int], Job[list[Frames] | None]] | None = None  # after which epoch, how far apart
        self._reviving: tuple[tuple[int, int], Job[Revivals]] | None = None  # since which epoch, until which

    @property
    def trainers(self) -> list[Trainer]:
        if not self._trainers:
            self._trainers = [Trainer(config) for config in self.configs]
        return self._trainers

    def leave(self) -> None:
        self._put_aside()
        self._stop_reviving()
        self._trainers = []

    async def answer(self, want: Want) -> bytes:
        if want.since is not None:
            return await self._revived(want.since, want)
        begun = monotonic()
        pace.asked(self.name)
        key = (want.epoch, want.every)
        if self._work is None or self._work[0] != key:
            self._put_aside()
            work = Job(self.session, self._frames_after(want), self._trainers, live=True)
            self._work = key, classroom().turns.take(work)
        job, frames = self._work[1], None
        if await job.is_done_within(SECONDS_OF_AN_ANSWER):
            pace.answered(monotonic() - begun)
            self._work, frames = None, None if job.result.cancelled() else job.result.result()
        ended = frames is None and self._work is None and self._all_diverged
        heads = [
            ReelHead(self.number, want.request, (want.epoch, 0), ended, pace.frames_a_second, want.epoch)
            for _ in self.configs
        ]
        if frames is None:
            return _joined([pack_reel(head, None) for head in heads])
        kept = [until_divergence(trainer, each) for trainer, each in zip(self.trainers, frames, strict=True)]
        return _joined([pack_reel(*each) for each in zip(heads, kept, self.trainers, strict=True)])

    async def _revived(self, since: int, want: Want) -> bytes:
        """Whom each twin's difference would have revived of those dead at an epoch; or that it takes longer."""
        key = (since, want.epoch)
        if self._reviving is None or self._reviving[0] != key:
            self._stop_reviving()
            self._put_aside()
            job = Job(self.session, self._reviving_since(since, want), self._trainers)
            self._reviving = key, classroom().turns.take(job)
        job, found = self._reviving[1], None
        if await job.is_done_within(SECONDS_OF_AN_ANSWER):
            self._reviving, found = None, None if job.result.cancelled() else job.result.result()
        told = {"since": since, "until": want.epoch, "revived": found}
        return _joined([pack(REVIVED, told, {})], REVIVED)

    def _reviving_since(self, since: int, want: Want) -> Pieces[Revivals]:
        first, *others = self.trainers
        if not since < want.epoch <= min(first.epoch, since + MOST_REVIVING):
            return [None for _ in others]
        found = []
        for other in others:
            found.append((yield from revived_in(first, other.config, since, want.epoch)))
        return found

    def _stop_reviving(self) -> None:
        if self._reviving:
            self._reviving[1].result.cancel()
            self._reviving = None

    @property
    def _all_diverged(self) -> bool:
        return bool(self._trainers) and all(trainer.diverged_at[0] >= 0 for trainer in self._trainers)

    def _put_aside(self) -> None:
        if self._work:
            self._work[1].result.cancel()
            self._work = None

    def _frames_after(self, want: Want) -> Pieces[list[Frames] | None]:
        """What every run does in the epochs that follow one, the same for all; None once all have diverged."""
        yield 0.0
        trainers = self.trainers
        for trainer in trainers:
            if want.epoch < trainer.epoch:
                trainer.restore(trainer.snapshots.nearest(want.epoch))
        while (behind := min(trainer.epoch for trainer in trainers)) < want.epoch:  # the server was started anew
            if want.epoch - behind > LONGEST_CATCH_UP:
                return None  # nobody has come that far
            slow = [trainer for trainer in trainers if trainer.epoch == behind]
            aims = [want.epoch, *(trainer.epoch for trainer in trainers if trainer.epoch > behind)]
            yield from _train(slow, min(LONGEST_REEL, min(aims) - behind), 1)
        if self._all_diverged:
            return None
        every = max(1, want.every)
        frames = min(max(want.epochs, pace.frames_of_a_reel), LONGEST_REEL)
        return (yield from _train(trainers, min(frames * every, MOST_EPOCHS), every))


def _train(trainers: Sequence[Trainer], most: int, every: int) -> Pieces[list[Frames]]:
    """Train runs that are equally far by the same number of epochs: as many as the slowest kind does in a turn."""
    epochs, start = int(min(most, *(trainer.epochs_until_change for trainer in trainers))), trainers[0].epoch
    groups: dict[Hashable, list[Trainer]] = {}
    for trainer in sorted(trainers, key=_cost_of_an_epoch, reverse=True):
        groups.setdefault(trainer.batch_key, []).append(trainer)
    frames: dict[int, Frames] = {}
    seconds = SECONDS_OF_A_TURN / len(groups)
    for group in groups.values():
        frames |= zip(map(id, group), (yield from train_in_pieces(group, epochs, every, seconds)), strict=True)
        epochs, seconds = group[0].epoch - start, inf
    for trainer in trainers:
        trainer.snapshots.add(trainer.take())
    return [frames[id(trainer)] for trainer in trainers]


def _cost_of_an_epoch(trainer: Trainer) -> int:
    return trainer.size_of_a_step * steps_of_an_epoch(trainer)


def _joined(parts: Sequence[bytes], version: int = VERSION) -> bytes:
    """Several strings of bytes as one, each with its length before."""
    lengths = [np.array([len(part)], "<u4").tobytes() for part in parts]
    head = np.array([version, len(parts)], "<u4").tobytes()
    return head + b"".join(length + part for length, part in zip(lengths, parts, strict=True))


def show_twins(seat: TwinsSeat, view: ViewConfig, undoable: bool, on_edit: Callable[[dict[str, str]], None]) -> None:
    """Mount the picture of runs side by side. ``on_edit`` gets what somebody does to it, as parameters of a link."""
    first, trainers = seat.configs[0], seat.trainers
    meta = {
        "generation": seat.number,
        "seat": seat.name,
        "undoable": undoable,
        "compare": view.compare,
        "told": ["", *(tell_twin(first, config) for config in seat.configs[1:])],
        "fields": {each.name: each.metadata["label"] for each in fields(first) if each.name in TWIN_FIELDS},
        "choices": {
            "activation": {name: spec.label for name, spec in ACTIVATIONS.items()},
            "optimizer": {name: each.label for name, each in OPTIMIZERS.items()},
        },
    }
    layouts = [pack_layout(trainer, view, seat.name, undoable, len(trainers)) for trainer in trainers]
    reels = [pack_reel(ReelHead(seat.number, 0), trainer.first_frame, trainer) for trainer in trainers]
    _picture.show(seat, _joined([pack(VERSION, meta, {}), *layouts]), _joined(reels), on_edit)
