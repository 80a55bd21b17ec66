"""Memory of a server that many visit: kept small while they are there, given back when they leave.

Streamlit keeps a session for a while after its browser has gone, and until another one comes or goes. So what is large
is kept in seats, and a thread looks every few seconds whose seat is empty.
"""

import ctypes
import gc
import threading
import time
from collections.abc import Callable

from relu_viz.training import Trainer

ARENA_MAX = -8  # glibc's M_ARENA_MAX
ARENAS = 2  # a pool for each of a class's threads would be mostly air
EVERY = 5.0  # seconds
AFTERWARDS = 4  # times that memory is given back once somebody has left: Streamlit lets go of them bit by bit


class Seat:
    """A student's place: their trainer while they are there, made anew from its config if they come back."""

    def __init__(self, trainer: Trainer):
        self.config = trainer.config
        self._trainer: Trainer | None = trainer

    @property
    def trainer(self) -> Trainer:
        if self._trainer is None:
            self._trainer = Trainer(self.config)
        return self._trainer

    def leave(self) -> None:
        """Forget the trainer: what it was is had again by training."""
        self._trainer = None


class Seats:
    """The seats of all sessions; ``is_there`` tells of a session whether its browser is connected."""

    def __init__(self, is_there: Callable[[str], bool]):
        self._is_there = is_there
        self._seats: dict[str, Seat] = {}
        self._guard = threading.Lock()

    def take(self, session: str, seat: Seat) -> None:
        """Seat a session here, and nowhere else."""
        with self._guard:
            self._seats[session] = seat

    def clear_the_empty(self) -> int:
        """Empty the seats of those who have left; returns how many."""
        with self._guard:
            gone = [session for session in self._seats if not self._is_there(session)]
            for session in gone:
                self._seats.pop(session).leave()
        return len(gone)

    def watch(self) -> None:
        """Clear empty seats from now on, in a thread that ends with the server."""

        def look() -> None:
            rounds = 0
            while True:
                time.sleep(EVERY)
                rounds = AFTERWARDS if self.clear_the_empty() else rounds - 1
                if rounds > 0:
                    give_back()

        threading.Thread(target=look, name="seats", daemon=True).start()


def keep_small() -> None:
    """Let all threads share two pools of memory, where there is glibc, and what is loaded by now be collected no more.

    Then collecting what a class leaves behind is quick, so Python does it often.
    """
    give_back()
    gc.freeze()
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(ARENA_MAX, ARENAS)


def give_back() -> None:
    """Collect what is garbage and return free memory to the system."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
