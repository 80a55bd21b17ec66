"""Work that is done in pieces, between which others have their turn."""

from collections.abc import Generator
from typing import TypeVar

_Result = TypeVar("_Result")
Pieces = Generator[float, None, _Result]  # work that stops again and again, and says each time how much is done


def at_once(pieces: Pieces[_Result]) -> _Result:
    """What comes of work that is else done in pieces."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value
