"""The seat before several runs that go by one clock: each trains with the class, and all are answered together."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from zlib import crc32

from relu_viz.stage.batching import classroom
from relu_viz.stage.packing import pack
from relu_viz.stage.reel import ReelHead, pack_reel
from relu_viz.stage.seats import Seat
from relu_viz.stage.stage import pace, until_divergence
from relu_viz.stage.telling import steps_of_an_epoch
from relu_viz.stage.turns import Job
from relu_viz.stage.twins_bytes import REVIVED, joined
from relu_viz.stage.want import Want
from relu_viz.training import MOST_WORK, Frames, Pieces, Trainer, TrainingConfig, revived_in, train_in_pieces

LONGEST_REEL = 60  # frames
MOST_EPOCHS = 120  # of one answer
LONGEST_CATCH_UP = 20_000  # epochs
SECONDS_OF_AN_ANSWER = 1.0  # then there is one without frames, and the next request goes on from there

Revivals = list[tuple[int, int, int] | None]  # of each twin: see ``revived_in``


@dataclass
class _Run:
    """A trainer, the job that trains it, and the frames that it has made and others have not yet."""

    trainer: Trainer
    job: Job[Frames] | None = None
    ahead: Frames | None = None

    def put_aside(self) -> None:
        if self.job:
            self.job.result.cancel()
        self.job = self.ahead = None


class TwinsSeat(Seat):
    """A seat before several runs; the first is the one that the others are compared with."""

    def __init__(self, configs: Sequence[TrainingConfig]):
        super().__init__(crc32(repr(tuple(configs)).encode()))
        self.configs = tuple(configs)
        self._made: list[_Run] = []
        self._at = (0, 1)  # the epoch that the browser has, and how far apart the frames are that are made
        self._catching_up: tuple[int, Job[None]] | None = None  # to which epoch
        self._reviving: tuple[tuple[int, int], Job[Revivals]] | None = None  # since which epoch, until which

    @property
    def _runs(self) -> list[_Run]:
        if not self._made:
            self._made, self._at = [_Run(Trainer(config)) for config in self.configs], (0, 1)
        return self._made

    @property
    def trainers(self) -> list[Trainer]:
        return [run.trainer for run in self._runs]

    def leave(self) -> None:
        self._put_aside()
        self._made = []

    async def answer(self, want: Want) -> bytes:
        if want.since is not None:
            return await self._revived(want.since, want)
        begun = monotonic()
        pace.asked(self.name)
        frames = await self._frames(want, begun + SECONDS_OF_AN_ANSWER)
        if frames is not None:
            pace.answered(monotonic() - begun)
        ended = frames is None and self._all_diverged and self._at[0] == want.epoch
        head = ReelHead(self.number, want.request, (want.epoch, 0), ended, pace.frames_a_second, want.epoch)
        if frames is None:
            return joined([pack_reel(head, None) for _ in self.configs])
        return joined(
            [
                pack_reel(head, until_divergence(trainer, each), trainer)
                for trainer, each in zip(self.trainers, frames, strict=True)
            ]
        )

    async def _frames(self, want: Want, until: float) -> list[Frames] | None:
        """What every run does in the epochs that follow what the browser has; None if that takes longer, or all ended.

        In the former case the work goes on, and is what the next request is answered with.
        """
        every = max(1, want.every)
        if self._at != (want.epoch, every) and not await self._is_brought_to(want.epoch, every, until):
            return None
        if self._all_diverged:
            return None
        for run in self._runs:
            if run.ahead is None and run.job is None:
                run.job = classroom().ask(run.trainer, self._epochs_of(run, want), every, self.session, live=True)
        for run in self._runs:
            if run.job:
                if not await run.job.is_done_within(max(0, until - monotonic())):
                    return None
                result, run.job = run.job.result, None
                run.ahead = None if result.cancelled() else result.result()
        return self._common_part(every)

    def _epochs_of(self, run: _Run, want: Want) -> int:
        """How far a run trains: a reel, as everybody's in the class, and not beyond any change on the way."""
        start, frames = run.trainer.epoch, min(max(want.epochs, pace.frames_of_a_reel), LONGEST_REEL)
        changes = [change.epoch for config in self.configs for change in config.changes if change.epoch > start]
        return min(frames * max(1, want.every), MOST_EPOCHS, *(epoch - start for epoch in changes))

    def _common_part(self, every: int) -> list[Frames] | None:
        """Of every run the frames up to where all have come; what some have beyond that is kept."""
        made = [run.ahead for run in self._runs if run.ahead is not None]
        if len(made) < len(self._runs):
            return None
        end = min(int(frames.epoch[-1]) for frames in made)
        for run, frames in zip(self._runs, made, strict=True):
            run.ahead = frames.after(end) if frames.epoch[-1] > end else None
        self._at = (end, every)
        return [frames.until(end) for frames in made]

    @property
    def _all_diverged(self) -> bool:
        return bool(self._made) and all(run.trainer.diverged_at[0] >= 0 and run.ahead is None for run in self._made)

    async def _is_brought_to(self, epoch: int, every: int, until: float) -> bool:
        """Whether all runs are where the browser is, as after it went back or the server was started anew."""
        if self._catching_up is None or self._catching_up[0] != epoch:
            self._put_aside()
            job = Job(self.session, self._brought_to(epoch), self.trainers, live=True)
            self._catching_up = epoch, classroom().turns.take(job)
        job = self._catching_up[1]
        if not await job.is_done_within(max(0, until - monotonic())):
            return False
        self._catching_up = None
        there = not job.result.cancelled() and all(trainer.epoch == epoch for trainer in self.trainers)
        if there:
            self._at = (epoch, every)
        return there

    def _brought_to(self, epoch: int) -> Pieces[None]:
        yield 0.0
        for trainer in self.trainers:
            if epoch < trainer.epoch:
                trainer.restore(trainer.snapshots.nearest(epoch))
            if epoch - trainer.epoch > LONGEST_CATCH_UP:
                return  # nobody has come that far
            while trainer.epoch < epoch:
                epochs = int(min(LONGEST_REEL, epoch - trainer.epoch, trainer.epochs_until_change))
                for _ in train_in_pieces([trainer], epochs, epochs):
                    yield float(trainer.epoch)
                trainer.snapshots.add(trainer.take())

    def _put_aside(self) -> None:
        for run in self._made:
            run.put_aside()
        for begun in (self._catching_up, self._reviving):
            if begun:
                begun[1].result.cancel()
        self._catching_up = self._reviving = None
        self._at = (-1, 1)

    async def _revived(self, since: int, want: Want) -> bytes:
        """Whom each twin's difference would have revived of those dead at an epoch; or that it takes longer."""
        key = (since, want.epoch)
        if self._reviving is None or self._reviving[0] != key:
            self._put_aside()
            job = Job(self.session, self._reviving_since(since, want.epoch), self.trainers)
            self._reviving = key, classroom().turns.take(job)
        job, found = self._reviving[1], None
        if await job.is_done_within(SECONDS_OF_AN_ANSWER):
            self._reviving, found = None, None if job.result.cancelled() else job.result.result()
        return joined([pack(REVIVED, {"since": since, "until": want.epoch, "revived": found}, {})], REVIVED)

    def _reviving_since(self, since: int, until: int) -> Pieces[Revivals]:
        first, *others = self.trainers
        work = (until - since) * sum(each.size_of_a_step * steps_of_an_epoch(each) for each in self.trainers)
        if not since < until <= first.epoch or work > MOST_WORK:
            return [None for _ in others]
        found = []
        for other in others:
            found.append((yield from revived_in(first, other.config, since, until)))
        return found
