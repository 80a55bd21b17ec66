"""The Playground's stage: the seat of a student in the class, the picture of their trainer, and where it rests."""

import asyncio
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TypeVar

import streamlit as st
from streamlit.components.v2 import component

from relu_viz.stage.assets import importing
from relu_viz.stage.batching import classroom
from relu_viz.stage.events import Rest, read_rest
from relu_viz.stage.live import LivePicture
from relu_viz.stage.pace import Pace
from relu_viz.stage.packing import generation
from relu_viz.stage.reel import ReelHead, family, pack_layout, pack_reel
from relu_viz.stage.seats import Seat
from relu_viz.stage.view_config import ViewConfig
from relu_viz.stage.want import Want
from relu_viz.training import Frames, History, Trainer, TrainingConfig, watch_batches

LONGEST_REEL = 60  # frames
BATCH_BY_BATCH = 0
MOST_EPOCHS = 120  # of one reel
LONGEST_CATCH_UP = 20_000  # epochs
SECONDS_OF_CATCHING_UP = 1.0  # for one request; the next one goes on from there
pace = Pace()

_Result = TypeVar("_Result")

_stage = LivePicture("stage", ("live/live.css", "stage/stage.css"))
_rest = component(
    "relu_viz_rest",
    js=importing("stage/stage.js")
    + """export default function ({ setStateValue }) {
  picture.then((module) => module.whenAtRest((moment) => setStateValue("moment", moment)), () => {});
}""",
)


class StudentsSeat(Seat):
    """A student's place: their trainer while they are there, made anew from its config if they come back.

    ``shown`` is the epoch that the picture showed when it was last heard of.
    """

    def __init__(self, trainer: Trainer):
        super().__init__(generation(trainer.config))
        self.config, self.shown = trainer.config, 0
        self._trainer: Trainer | None = trainer

    @property
    def trainer(self) -> Trainer:
        if self._trainer is None:
            self._trainer = Trainer(self.config)
        return self._trainer

    def leave(self) -> None:
        self._trainer = None

    def branched(self, config: TrainingConfig) -> Trainer:
        """A trainer of a config that differs in nothing but its changes, as far along as this seat's past serves it."""
        return classroom().do(lambda: self.trainer.branched(config)).result()

    def past(self, epoch: int) -> tuple[Trainer, History]:
        """This seat's trainer as it was at an epoch up to its own, and its history until then.

        It is replayed from the nearest snapshot, in turns of the class like everything that trains.
        """
        epoch = min(epoch, self.trainer.epoch)
        room, trainer = classroom(), self.trainer
        past, history = room.do(lambda: (trainer.nearest(epoch), trainer.history.until(epoch).copy())).result()
        while past.epoch < epoch:
            room.train(past, epoch - past.epoch)
        return past, history

    async def answer(self, want: Want) -> bytes:
        begun = monotonic()
        self.shown = min(want.shown, want.epoch)
        pace.asked(self.name)
        trainer = await self._brought_to(want.epoch)
        after = (want.epoch, want.batch)
        if trainer.diverged_at[0] >= 0:
            return pack_reel(ReelHead(self.number, want.request, after, ended=True), None)
        if 0 < want.epoch - trainer.epoch <= LONGEST_CATCH_UP:  # on its way there
            return pack_reel(ReelHead(self.number, want.request, after, rate=pace.frames_a_second), None)
        frames = await self._frames(trainer, want)
        pace.answered(monotonic() - begun)
        ended = bool(trainer.diverged_at[0] >= 0)
        head = ReelHead(self.number, want.request, after, ended, pace.frames_a_second)
        return pack_reel(head, _until_divergence(trainer, frames))

    async def _brought_to(self, epoch: int) -> Trainer:
        """The trainer at the epoch that the browser has: back by a snapshot, forward by training.

        The two differ after a reel was lost or the server was started anew. A browser that claims to be impossibly far
        ahead is left where the trainer is; one that is far ahead is followed request by request.
        """
        trainer = self._trainer or await _at_rest(lambda: self.trainer)
        if epoch < trainer.epoch:
            await _at_rest(lambda: trainer.restore(trainer.snapshots.nearest(epoch)))
        if epoch - trainer.epoch <= LONGEST_CATCH_UP:
            enough = monotonic() + SECONDS_OF_CATCHING_UP
            while trainer.epoch < epoch and trainer.diverged_at[0] < 0:
                await _trained(trainer, min(LONGEST_REEL, epoch - trainer.epoch), 1)
                if monotonic() >= enough:
                    break
        return trainer

    async def _frames(self, trainer: Trainer, want: Want) -> Frames:
        most = min(max(want.epochs, pace.frames_of_a_reel), LONGEST_REEL)
        if want.every == BATCH_BY_BATCH:
            frames = await _at_rest(partial(watch_batches, trainer, want.batch, most))
            if frames is not None:
                return frames
        if want.every == BATCH_BY_BATCH or want.batch:
            # What is left of an epoch that was watched batch by batch comes first.
            return await _trained(trainer, 1, max(1, want.every))
        return await _trained(trainer, min(most * want.every, MOST_EPOCHS), want.every)


async def _trained(trainer: Trainer, epochs: int, every: int) -> Frames:
    return await asyncio.wrap_future(classroom().ask(trainer, epochs, every))


async def _at_rest(job: Callable[[], _Result]) -> _Result:
    return await asyncio.wrap_future(classroom().do(job))


def _until_divergence(trainer: Trainer, frames: Frames) -> Frames:
    end = trainer.diverged_at[0]
    if end < 0:
        return frames
    keep = frames.epoch <= end
    return Frames(**{name: column[keep] for name, column in vars(frames).items()})


def show_stage(seat: StudentsSeat, view: ViewConfig, undoable: bool, on_edit: Callable[[dict[str, str]], None]) -> None:
    """Mount the live picture of a seat's trainer.

    ``on_edit`` gets what somebody does to the picture: parameters of a link, such as {"hidden": "8,7"}.
    """
    first = pack_reel(ReelHead(seat.number, request=0), seat.trainer.first_frame)
    _stage.show(seat, pack_layout(seat.trainer, view, seat.name, undoable), first, on_edit)


def rest(seat: StudentsSeat) -> Rest | None:
    """Where the picture rests, None before it first did.

    The page reruns whenever it comes to rest; it is mounted outside any fragment, because what is sent for a fragment
    and for the page at the same moment Streamlit answers for one of them.
    """

    def hear() -> None:
        moment = read_rest(st.session_state["rest"].moment)
        if moment is not None and moment.family == family(seat.config):
            seat.shown = moment.epoch

    return read_rest(_rest(key="rest", on_moment_change=hear).moment)
