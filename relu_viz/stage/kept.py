"""What the server keeps so as not to make it twice, within one number of bytes; the longest unused goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from typing import Protocol, TypeVar

from relu_viz.stage.memory import most_memory

SHARE = 0.5  # of what the server may take; the rest is for those who are there


class _Thing(Protocol):
    @property
    def nbytes(self) -> int: ...


_SomeThing = TypeVar("_SomeThing", bound=_Thing)


class Kept:
    """Things by their keys. What they take may grow while they are here: it is looked at whenever one is asked for."""

    def __init__(self, most_bytes: float):
        self.most_bytes = most_bytes
        self._things: OrderedDict[Hashable, _Thing] = OrderedDict()
        self._guard = threading.Lock()

    @property
    def nbytes(self) -> int:
        """What all of it takes."""
        with self._guard:
            return self._sum()

    def get(self, key: Hashable, make: Callable[[], _SomeThing]) -> _SomeThing:
        """The thing of that key, made if it is not here; others go if all together are too large."""
        with self._guard:
            thing = self._things.get(key) or make()
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > 1 and self._sum() > self.most_bytes:
                self._things.popitem(last=False)
            return thing  # pyright: ignore[reportReturnType] a key is of one kind

    def find(self, key: Hashable, kind: type[_SomeThing]) -> _SomeThing | None:
        """The thing of that key, if it is here and of that kind."""
        with self._guard:
            thing = self._things.get(key)
        return thing if isinstance(thing, kind) else None

    def clear(self) -> None:
        """Keep nothing."""
        with self._guard:
            self._things.clear()

    def _sum(self) -> int:
        return sum(each.nbytes for each in self._things.values())


@cache
def kept() -> Kept:
    """What this server keeps."""
    return Kept(SHARE * most_memory())
