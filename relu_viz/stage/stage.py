"""The Playground's stage: the seat of a student in the class, the picture of their trainer, and where it rests."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from streamlit.components.v2 import component

from relu_viz.stage.assets import importing
from relu_viz.stage.batching import classroom, wait_for
from relu_viz.stage.events import Rest, read_rest, told
from relu_viz.stage.kept import kept
from relu_viz.stage.live import LivePicture
from relu_viz.stage.pace import Pace
from relu_viz.stage.packing import generation
from relu_viz.stage.post_mortem import not_yet, post_mortem
from relu_viz.stage.reel import ReelHead, family, pack_layout, pack_reel
from relu_viz.stage.seats import Seat, this_session
from relu_viz.stage.turns import SECONDS_OF_A_TURN, Job
from relu_viz.stage.typical import Typical, count_typical, pack_typical
from relu_viz.stage.view_config import ViewConfig
from relu_viz.stage.want import Want
from relu_viz.training import Frames, History, Pieces, Trainer, TrainingConfig, train_in_pieces, watch_batches

LONGEST_REEL = 60  # frames
BATCH_BY_BATCH = 0
MOST_EPOCHS = 120  # of one reel
LONGEST_CATCH_UP = 20_000  # epochs
SECONDS_OF_AN_ANSWER = 1.0  # then there is one without frames, and the next request goes on from there
pace = Pace()

_stage = LivePicture("stage", ("live/live.css", "stage/stage.css", "stage/top_row.css", "stage/print.css"))
_rest = component(
    "relu_viz_rest",
    js=importing("stage/stage.js")
    + """export default function ({ setStateValue }) {
  picture.then((module) => module.whenAtRest((moment) => setStateValue("moment", moment)), () => {});
}""",
)


@dataclass(frozen=True)
class _Work:
    """What is done for a browser that has this epoch and batch, and wants frames so far apart."""

    base: tuple[int, int, int]
    job: Job[Frames] | Job[None]
    catching_up: bool  # with the browser; else what follows is trained

    @property
    def reached(self) -> float:
        """The epoch so far."""
        return self.job.done if self.catching_up else self.base[0] + self.job.done


class StudentsSeat(Seat):
    """A student's place: their trainer while they are there, made anew from its config if they come back.

    ``shown`` is the epoch that the picture showed when it was last heard of.
    """

    def __init__(self, trainer: Trainer):
        super().__init__(generation(trainer.config))
        self.config, self.shown = trainer.config, 0
        self._trainer: Trainer | None = trainer
        self._work: _Work | None = None
        self._seeing: tuple[tuple[int | None, int, int], Job[bytes]] | None = None  # a unit's step, and the answer
        self._counting: tuple[int, Job[Typical]] | None = None  # what is typical at an epoch
        self._speed = 0.0  # epochs a second while this network trains; 0 before it was measured

    @property
    def trainer(self) -> Trainer:
        if self._trainer is None:
            self._trainer = Trainer(self.config)
        return self._trainer

    def leave(self) -> None:
        self._put_aside()
        self._stop_seeing()
        self._stop_counting()
        self._trainer = None

    def branched(self, config: TrainingConfig) -> Trainer:
        """A trainer of a config that differs in nothing but its changes, as far along as this seat's past serves it."""
        self._put_aside()  # what comes after the change is not wanted any more
        trainer = self.trainer
        return wait_for(classroom().turns.do(this_session(), lambda: trainer.branched(config), [trainer]))

    def past(self, epoch: int) -> tuple[Trainer, History]:
        """This seat's trainer as it was at an epoch up to its own, and its history until then.

        It is replayed from the nearest snapshot, in turns like everything that trains.
        """
        trainer = self.trainer

        def nearest() -> tuple[int, Trainer, History]:
            end = min(epoch, trainer.epoch)
            return end, trainer.nearest(end), trainer.history.until(end).copy()

        end, past, history = wait_for(classroom().turns.do(this_session(), nearest, [trainer]))
        while past.epoch < end:
            wait_for(classroom().ask(past, end - past.epoch, owner=this_session()))
        return past, history

    async def answer(self, want: Want) -> bytes:
        begun = monotonic()
        if want.unit is not None:
            return await self._see(want)
        if want.typical:
            return self._count_typical(want.epoch)
        self._stop_counting()
        self.shown = min(want.shown, want.epoch)
        pace.asked(self.name)
        frames = await self._frames(want, begun + SECONDS_OF_AN_ANSWER)
        if frames is not None:
            pace.answered(monotonic() - begun)
        trainer, work = self._trainer, self._work
        diverged = trainer is not None and bool(trainer.diverged_at[0] >= 0)
        head = ReelHead(
            self.number,
            want.request,
            (want.epoch, want.batch),
            ended=work is None and diverged,
            rate=pace.frames_a_second,
            reached=work.reached if work else want.epoch,
            speed=self._speed,
        )
        return pack_reel(head, until_divergence(trainer, frames) if frames and trainer else frames, trainer)

    async def _frames(self, want: Want, until: float) -> Frames | None:
        """The frames that follow what the browser has; None if there are no more, or they take longer.

        In the latter case the work goes on, and is what the next request of that browser is answered with.
        """
        base = (want.epoch, want.batch, want.every)
        interrupted = self._work is not None and self._work.base != base
        if interrupted:
            self._put_aside()
        if self._work is None:
            there = self._trainer is not None and self._trainer.epoch == want.epoch and not interrupted
            self._work = self._next(want) if there else self._catch_up(want)
        while (work := self._work) is not None:
            result, is_done = work.job.result, await work.job.is_done_within(max(0, until - monotonic()))
            if work.job.seconds and not work.catching_up:
                self._speed = work.job.done / work.job.seconds
            if not is_done:
                return None
            self._work, frames = None, None if result.cancelled() else result.result()
            if frames is not None:
                return frames
            if work.catching_up and self._trainer is not None and self._trainer.diverged_at[0] < 0:
                self._work = self._next(want)
        return None

    async def _see(self, want: Want) -> bytes:
        """A step of the past as it befell a unit, or that it is not seen yet: then the same is asked for again."""
        step = (want.unit, want.epoch, want.batch)
        if self._seeing is None or self._seeing[0] != step:
            self._stop_seeing()
            self._put_aside()
            held = [self._trainer] if self._trainer else []
            self._seeing = step, classroom().turns.take(Job(self.session, self._seen(want), held))
        job = self._seeing[1]
        if not await job.is_done_within(SECONDS_OF_AN_ANSWER):
            return not_yet(want, job.done)
        self._seeing = None
        return not_yet(want, 0.0) if job.result.cancelled() else job.result.result()

    def _seen(self, want: Want) -> Pieces[bytes]:
        if self.trainer.epoch < want.epoch:  # the server was started anew
            for _ in self._brought_to(want.epoch):
                yield 0.0
        return (yield from post_mortem(self.trainer, want))

    def answers_beside(self, want: Want) -> bool:
        return bool(want.typical)

    def _count_typical(self, epoch: int) -> bytes:
        """What is typical at an epoch, or that it is not known yet: then the same is asked for again.

        Nothing is waited for here: whoever presses Play or opens a card meanwhile comes first.
        """
        key = ("typical", self.config, epoch)
        found = kept().find(key, Typical)
        if found is None:
            if self._counting is None or self._counting[0] != epoch:
                self._stop_counting()
                self._counting = epoch, classroom().turns.take(Job(self.session, count_typical(self.config, epoch)))
            job = self._counting[1]
            if not job.result.done():
                return pack_typical(epoch, None)
            self._counting = None
            if job.result.cancelled():
                return pack_typical(epoch, None)
            found = kept().get(key, job.result.result)
        return pack_typical(epoch, found)

    def _stop_counting(self) -> None:
        if self._counting:
            self._counting[1].result.cancel()
            self._counting = None

    def _stop_seeing(self) -> None:
        if self._seeing:
            self._seeing[1].result.cancel()
            self._seeing = None

    def _put_aside(self) -> None:
        if self._work:
            self._work.job.result.cancel()
            self._work = None

    def _catch_up(self, want: Want) -> _Work:
        held = [self._trainer] if self._trainer else []
        job = classroom().turns.take(Job(self.session, self._brought_to(want.epoch), held))
        return _Work((want.epoch, want.batch, want.every), job, catching_up=True)

    def _brought_to(self, epoch: int) -> Pieces[None]:
        """The trainer at the epoch that the browser has: back by a snapshot, forward by training.

        The two differ after a reel was lost or the server was started anew. A browser that claims to be impossibly far
        ahead is left where the trainer is.
        """
        yield 0.0
        trainer = self.trainer
        if epoch < trainer.epoch:
            trainer.restore(trainer.snapshots.nearest(epoch))
        if epoch - trainer.epoch > LONGEST_CATCH_UP:
            return
        while trainer.epoch < epoch and trainer.diverged_at[0] < 0:
            start, most = trainer.epoch, min(LONGEST_REEL, epoch - trainer.epoch, trainer.epochs_until_change)
            for done in train_in_pieces([trainer], int(most)):
                yield start + done
            trainer.snapshots.add(trainer.take())

    def _next(self, want: Want) -> _Work:
        """The work on the frames that follow."""
        trainer, most = self.trainer, min(max(want.epochs, pace.frames_of_a_reel), LONGEST_REEL)
        if want.every == BATCH_BY_BATCH:
            job = classroom().turns.take(
                Job(self.session, _batch_by_batch(trainer, want.batch, most), [trainer], live=True)
            )
        elif want.batch:  # what is left of an epoch that was watched batch by batch comes first
            job = classroom().ask(trainer, 1, owner=self.session, live=True)
        else:
            job = classroom().ask(trainer, min(most * want.every, MOST_EPOCHS), want.every, self.session, live=True)
        return _Work((want.epoch, want.batch, want.every), job, catching_up=False)


def _batch_by_batch(trainer: Trainer, after: int, most: int) -> Pieces[Frames]:
    """The mini-batches that follow so many of an epoch's, or else its end."""
    frames = yield from watch_batches(trainer, after, most, SECONDS_OF_A_TURN)
    if frames is None:
        frames = (yield from train_in_pieces([trainer], 1))[0]
        trainer.snapshots.add(trainer.take())
    return frames


def until_divergence(trainer: Trainer, frames: Frames) -> Frames:
    """Frames up to the epoch at which a single run stopped being finite."""
    end = int(trainer.diverged_at[0])
    return frames if end < 0 else frames.until(end)


def show_stage(
    seat: StudentsSeat, view: ViewConfig, undoable: bool, proposed: str, on_edit: Callable[[dict[str, str]], None]
) -> None:
    """Mount the live picture of a seat's trainer; ``proposed`` says what was set along with the last choice.

    ``on_edit`` gets what somebody does to the picture: parameters of a link, such as {"hidden": "8,7"}.
    """
    first = pack_reel(ReelHead(seat.number, request=0), seat.trainer.first_frame, seat.trainer)
    _stage.show(seat, pack_layout(seat.trainer, view, seat.name, undoable, proposed=proposed), first, on_edit)


def rest(seat: StudentsSeat) -> Rest | None:
    """Where the picture rests, None before it first did.

    The page reruns whenever it comes to rest; it is mounted outside any fragment, because what is sent for a fragment
    and for the page at the same moment Streamlit answers for one of them.
    """

    def hear() -> None:
        moment = read_rest(told("rest", "moment"))
        if moment is not None and moment.family == family(seat.config):
            seat.shown = moment.epoch

    return read_rest(_rest(key="rest", on_moment_change=hear).moment)
