"""Memory of a server that many visit: kept small while they are there, given back when they leave."""

import ctypes
import gc
import os
from pathlib import Path

USUAL = 600  # MB that the server may take beyond what it has when it begins
LEAST = 50
_at_the_start: int | None = None  # bytes; None before the server is ready
ARENA_MAX = -8  # glibc's M_ARENA_MAX
ARENAS = 2  # a pool for each of a class's threads would be mostly air


def keep_small() -> None:
    """Let all threads share two pools of memory, where there is glibc, and what is loaded by now be collected no more.

    Then collecting what a class leaves behind is quick, so Python does it often.
    """
    global _at_the_start
    give_back()
    _at_the_start = resident()
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


def resident() -> int:
    """The bytes of memory that this process has now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def is_full() -> bool:
    """Whether the server has taken all that it may."""
    return _at_the_start is not None and resident() - _at_the_start > most_memory()


def most_memory() -> int:
    """The bytes that the server may take beyond what it has when it begins: RELU_VIZ_MEMORY, in MB.

    Raises
    ------
    ValueError
        If that is no number of MB from 50 up.
    """
    told = os.environ.get("RELU_VIZ_MEMORY", str(USUAL))
    if not told.isdecimal() or len(told) > 7 or int(told) < LEAST:
        raise ValueError(
            f"RELU_VIZ_MEMORY is a whole number of MB from {LEAST} up, such as {USUAL}; not {told[:40]!r}."
        )
    return int(told) * 2**20
