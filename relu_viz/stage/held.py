"""What an object holds: the bytes of all arrays that can be reached from it."""

from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np


def bytes_held(*things: Any) -> int:
    """The bytes of every array that the things reach by attributes, mappings and sequences; each memory counts once."""
    seen: set[int] = set()
    waiting: list[Any] = list(things)
    count = 0
    while waiting:
        thing = waiting.pop()
        while isinstance(thing, np.ndarray) and isinstance(thing.base, np.ndarray):
            thing = thing.base  # a view holds all that it is a view of
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, np.ndarray):
            count += thing.nbytes
        elif isinstance(thing, Mapping):
            waiting += thing.values()
        elif isinstance(thing, list | tuple | set | deque):
            waiting.extend(thing)
        elif not isinstance(thing, type) and hasattr(thing, "__dict__"):
            waiting += vars(thing).values()
    return count
