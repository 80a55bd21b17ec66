"""Work that is done in pieces, between which others have their turn."""

from collections.abc import Generator
from contextlib import closing
from typing import TypeVar

_Result = TypeVar("_Result")
Pieces = Generator[float, None, _Result]  # work that stops again and again, and says each time how much is done


def as_part(pieces: Pieces[_Result], done: float) -> Pieces[_Result]:
    """Work that is a part of other work, of which so much is done before it."""
    with closing(pieces):
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                return end.value
            yield done


def at_once(pieces: Pieces[_Result]) -> _Result:
    """What comes of work that is else done in pieces."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value
