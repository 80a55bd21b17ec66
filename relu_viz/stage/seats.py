"""Seats: where a browser asks for the frames of its picture, under a name that only this browser knows.

A seat belongs to a session and is emptied when that has gone: Streamlit keeps a session for a while after its browser
has left, and what is large must not wait for that. So a thread looks every few seconds whose seat is empty.
"""

import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relu_viz.stage.descriptors import are_used_up
from relu_viz.stage.health import refused
from relu_viz.stage.kept import kept
from relu_viz.stage.memory import give_back, is_full
from relu_viz.stage.turns import NOBODY
from relu_viz.stage.want import Want

EVERY = 5.0  # seconds
REMEMBERED = 8  # seats that a picture had lately: requests may be on their way to them
AFTERWARDS = 40  # times that memory is given back once somebody has left: Streamlit keeps their session for two minutes


class Seat(ABC):
    """A place from which one picture of one session is fed; ``number`` is the generation of the run that it shows.

    It is ``left`` when its picture has another one by now. ``session`` is whose it is, once it is taken.
    """

    def __init__(self, number: int):
        self.number = number
        self.name = secrets.token_urlsafe(16)
        self.session = NOBODY
        self.busy = self.left = False

    @abstractmethod
    async def answer(self, want: Want) -> bytes:
        """The reel that is wanted."""

    def answers_beside(self, want: Want) -> bool:  # noqa: ARG002, most answer nothing so
        """Whether this is answered at once, be another request still on."""
        return False

    def leave(self) -> None:  # noqa: B027, not every seat holds something
        """Forget what is large; it is had again from the config if the session comes back."""


class Seats:
    """The seats of all sessions, one for each session's picture."""

    def __init__(self) -> None:
        self._visitors: set[str] = set()  # sessions, seated or not
        self._of_session: dict[tuple[str, str], list[Seat]] = {}  # in the order in which they were taken
        self._by_name: dict[str, Seat] = {}
        self._guard = threading.Lock()

    def welcome(self, session: str) -> None:
        """Somebody is here, perhaps on a page without a seat."""
        with self._guard:
            self._visitors.add(session)

    def take(self, session: str, picture: str, seat: Seat) -> None:
        """Seat a session's picture here, and nowhere else."""
        with self._guard:
            self._visitors.add(session)
            taken = self._of_session.setdefault((session, picture), [])
            for before in taken:
                if before is not seat:
                    before.leave()
                    before.left = True
            taken[:] = [before for before in taken if before is not seat] + [seat]
            seat.left, seat.session = False, session
            self._by_name[seat.name] = seat
            while len(taken) > REMEMBERED:
                self._by_name.pop(taken.pop(0).name)

    def find(self, name: str) -> Seat | None:
        """The seat of that name, if somebody sits there or has left it lately for another."""
        return self._by_name.get(name)

    def clear(self, gone: set[str]) -> None:
        """Empty the seats of sessions that have left."""
        with self._guard:
            self._visitors -= gone
            for key in [key for key in self._of_session if key[0] in gone]:
                for seat in self._of_session.pop(key):
                    self._by_name.pop(seat.name)
                    seat.leave()

    @property
    def sessions(self) -> set[str]:
        """Who is here, seated or not."""
        with self._guard:
            return set(self._visitors)


@cache
def seats() -> Seats:
    """The seats of this server, watched from now on by a thread that ends with it."""
    all_seats = Seats()
    threading.Thread(target=_watch, args=(all_seats,), name="seats", daemon=True).start()
    return all_seats


def sit(picture: str, seat: Seat) -> None:
    """Give this session's picture a seat. Call it in every run of the script: a session may have been away."""
    session = this_session()
    if session != NOBODY and runtime.exists():
        seats().take(session, picture, seat)


def come_in() -> bool:
    """Let this script's session in. Nobody new is let in while the server is full; who is inside goes on."""
    session = this_session()
    if session == NOBODY or not runtime.exists():
        return True
    if session not in seats().sessions and not _has_room():
        return False
    seats().welcome(session)
    return True


def _has_room() -> bool:
    """Whether there is room for somebody new, what is only kept given back first."""
    if are_used_up():
        refused("newcomer", "all the file descriptors are open that may be")
        return False
    if is_full():
        kept().clear()
        give_back()
        if is_full():
            refused("newcomer", "all the memory is taken that may be")
            return False
    return True


def this_session() -> str:
    """Whose script this thread runs, if it runs one."""
    context = get_script_run_ctx()
    return context.session_id if context else NOBODY


def _watch(all_seats: Seats) -> None:
    rounds = 0
    while True:
        time.sleep(EVERY)
        rounds = look_after(all_seats, is_there, rounds)


def look_after(all_seats: Seats, is_there: Callable[[str], bool], rounds: int) -> int:
    """Clear the seats of those who have gone, and give memory back: now, and in as many rounds more as is returned."""
    gone = {session for session in all_seats.sessions if not is_there(session)}
    all_seats.clear(gone)
    rounds = AFTERWARDS if gone else rounds
    if rounds > 0:
        give_back()
    return max(0, rounds - 1)


def is_there(session: str) -> bool:
    """Whether a session's browser is connected."""
    try:
        return runtime.get_instance().is_active_session(session)
    except RuntimeError:  # the server is about to end
        return True
