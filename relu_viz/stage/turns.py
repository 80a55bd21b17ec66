"""One thread for everything that trains, shared out in slices of time: whoever has had least goes next.

What is to be done is handed in as *pieces* (a generator that stops every few milliseconds) in the name of a session.
A turn is a slice of at most 50 ms; where several sessions are served at once, they share up to three. Then the next
one goes on. So however much somebody asks for, they slow only themselves. This is fair queueing (Demers, Keshav &
Shenker 1989), as a processor is shared out among programs; and as there, what is watched live goes first for two turns,
because most of it is done by then. What nobody waits for any more is dropped between two slices.
"""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from time import monotonic
from typing import Any, Generic, TypeVar

from threadpoolctl import threadpool_limits

from relu_viz.training import Pieces

SECONDS_OF_A_TURN = 0.05
MOST_TURNS_AT_ONCE = 3  # of a job that serves several sessions
SECONDS_FIRST = 0.09  # of what is watched live: two turns
LONGEST_WAIT = 0.2  # seconds for which what is not live has no turn, however much there is that is
MOST_REMEMBERED = 256  # sessions; then those are forgotten who are owed nothing
NOBODY = ""  # whose is the server's own work; it is never dropped

_Result = TypeVar("_Result")


class Job(Generic[_Result]):
    """Something to be done in turns; ``result`` tells when it is, and cancelling that takes it out.

    ``done`` is what the pieces said last of how much is done, ``seconds`` what they took. It needs what it ``holds`` to
    be left alone from its first piece to its last. ``live``: somebody watches what comes of it. ``serves``: the owners
    who share what it takes, where it does for others what they wait for as well.
    """

    def __init__(self, owner: str, pieces: Pieces[_Result], holds: Iterable[object] = (), live: bool = False):
        self.owner, self.pieces, self.holds, self.live = owner, pieces, list(holds), live
        self.serves = [owner]
        self.result: Future[_Result] = Future()
        self.done = self.seconds = 0.0
        self.last_turn = 0  # which one that was; 0 before the first

    @property
    def begun(self) -> bool:
        return self.last_turn > 0

    def go_on(self) -> bool:
        """Do pieces for a turn, or for some if several are served, and say whether there are more."""
        start = monotonic()
        try:
            while monotonic() < start + SECONDS_OF_A_TURN * min(MOST_TURNS_AT_ONCE, len(self.serves)):
                self.done = next(self.pieces)
        except StopIteration as end:
            self.finish(end.value)
            return False
        except BaseException as problem:  # nobody may wait for an answer that never comes
            self.fail(problem)
            return False
        finally:
            self.seconds += monotonic() - start
        return True

    async def is_done_within(self, seconds: float | None = None) -> bool:
        """Whether there is a result, waited for so long at most; the job goes on in any case."""
        loop, done = asyncio.get_running_loop(), asyncio.Event()

        def tell(_: object) -> None:
            with suppress(RuntimeError):  # that loop may have ended by then
                loop.call_soon_threadsafe(done.set)

        self.result.add_done_callback(tell)
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), seconds)
        return self.result.done()

    def finish(self, value: _Result) -> None:
        """This is the result."""
        with suppress(InvalidStateError):  # cancelled while it was on
            self.result.set_result(value)

    def fail(self, problem: BaseException) -> None:
        """There is no result, for this reason."""
        with suppress(InvalidStateError):
            self.result.set_exception(problem)

    def drop(self) -> None:
        """End it before its time."""
        self.result.cancel()
        with suppress(Exception):  # the thread must go on
            self.pieces.close()


class Turns:
    """Who waits, what they have had, and the thread that goes from one to the next.

    Whatever is done here meets no training half done of what it holds.
    """

    def __init__(self, is_there: Callable[[str], bool] = lambda session: True):
        self._is_there = is_there
        self._waiting: list[Job[Any]] = []
        self._had: dict[str, float] = {}  # seconds that each session had, as if nobody had ever been away
        self._level = 0.0  # what somebody begins with who comes now
        self._changed = threading.Condition()
        self.turns, self.turned_at = 0, monotonic()
        self._rest_had_its_turn = monotonic()  # that which is not live, or was not done in its first turns
        threading.Thread(target=self._work, name="turns", daemon=True).start()

    def take(self, job: Job[_Result]) -> Job[_Result]:
        """Do it in the turns of its owner, while nothing else has what it holds."""
        with self._changed:
            if not self._waiting:
                self.turned_at = monotonic()
            if not any(other.owner == job.owner for other in self._waiting):
                self._had[job.owner] = max(self._level, self._had.get(job.owner, 0.0))
            self._waiting.append(job)
            self._changed.notify()
        return job

    def do(self, owner: str, work: Callable[[], _Result], holds: Iterable[object] = ()) -> Job[_Result]:
        """Something short, done at once when its turn comes."""
        return self.take(Job(owner, _in_one_piece(work), holds))

    def is_free(self, thing: object) -> bool:
        """Whether nothing that has begun holds a thing. Only to be asked in a piece: it may change at once."""
        return not any(each is thing for job in self._waiting if job.begun for each in job.holds)

    @property
    def waiting(self) -> int:
        """How many jobs wait, or are on."""
        return len(self._waiting)

    @property
    def seconds_stuck(self) -> float:
        """For how long somebody has waited while nothing was done."""
        return monotonic() - self.turned_at if self._waiting else 0.0

    def _work(self) -> None:
        threadpool_limits(1, "blas")  # networks this small only wait for a second thread, and others want the core
        while True:
            with self._changed:
                while (job := self._next()) is None:
                    self._changed.wait()
                self.turns += 1
                self.turned_at, job.last_turn = monotonic(), self.turns
            before = job.seconds
            more = job.go_on()
            with self._changed:
                for owner in job.serves:
                    self._had[owner] = self._had.get(owner, self._level) + (job.seconds - before) / len(job.serves)
                if not more:
                    self._waiting.remove(job)
                if len(self._had) > MOST_REMEMBERED:
                    here = {each.owner for each in self._waiting}
                    self._had = {who: had for who, had in self._had.items() if who in here or had > self._level}

    def _next(self) -> Job[Any] | None:
        """Whose turn it is; what is answered, or what nobody waits for, is dropped on the way."""
        for job in [each for each in self._waiting if each.result.done() or not self._wanted(each.owner)]:
            self._waiting.remove(job)
            job.drop()
        if not self._waiting:
            self._had.clear()
            self._level = 0.0
            return None
        self._level = max(self._level, min(self._had[each.owner] for each in self._waiting))
        ready = list(self._ready())
        first = [each for each in ready if each.live and each.seconds < SECONDS_FIRST]
        rest = [each for each in ready if each not in first]
        if rest and (not first or monotonic() > self._rest_had_its_turn + LONGEST_WAIT):
            self._rest_had_its_turn, first = monotonic(), rest
        return min(first, key=lambda each: (self._had[each.owner], each.last_turn))

    def _wanted(self, owner: str) -> bool:
        return owner == NOBODY or self._is_there(owner)

    def _ready(self) -> Iterator[Job[Any]]:
        """Those whose things nothing holds that has begun, nor anything of theirs that came before."""
        held = {id(each): job for job in self._waiting if job.begun for each in job.holds}
        for job in self._waiting:
            if all(held.setdefault(id(each), job) is job for each in job.holds):
                yield job


def _in_one_piece(work: Callable[[], _Result]) -> Pieces[_Result]:
    yield 0.0
    return work()
