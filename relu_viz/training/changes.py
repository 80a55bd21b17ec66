"""What is changed while a run trains: a setting from some epoch on, or a weight set by hand at it.

A link writes a change as ``epoch:what:value``: ``120:learning_rate:0.03``, ``40:w2.1.5:-0.5`` (the weight into layer 2
from unit 1 to unit 5, both counted from 1), ``40:b2.5:0`` (a bias) or ``40:a2.5:0.1`` (a learned slope). So a run that
was meddled with is still a function of its config.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import isfinite

SETTINGS = ("learning_rate", "l1", "l2", "clip_norm")
MOST_CHANGES, LAST_EPOCH, LARGEST_WEIGHT = 40, 10**6, 1000
_PARAMETER = re.compile(r"(?:w(\d{1,2})\.(\d{1,3})|([ab])(\d{1,2}))\.(\d{1,3})")


@dataclass(frozen=True)
class Change:
    """From the end of ``epoch`` on, ``what`` is ``value``."""

    epoch: int
    what: str
    value: float

    def __str__(self) -> str:
        return f"{self.epoch}:{self.what}:{self.value:.12g}"

    @property
    def is_setting(self) -> bool:
        return self.what in SETTINGS


def read_changes(text: str) -> tuple[Change, ...]:
    """The changes that a link's text stands for.

    Raises
    ------
    ValueError
        If it is not such a text.
    """
    return tuple(_read(part) for part in text.split(",") if part.strip())


def check_changes(changes: Sequence[Change], sizes: Sequence[int], slopes: bool) -> None:
    """Raise a ValueError unless there are not too many, in order of time, of a network with these layer sizes.

    ``slopes`` tells whether it learns a slope for each hidden unit.
    """
    if len(changes) > MOST_CHANGES:
        raise ValueError(f"A run can have {MOST_CHANGES} changes (changes) at most, not {len(changes)}.")
    if any(later.epoch < earlier.epoch for earlier, later in pairwise(changes)):
        raise ValueError("The changes (changes) must be in order of their epochs.")
    for change in changes:
        if not change.is_setting:
            parameter_index(change.what, sizes, slopes)
            if abs(change.value) > LARGEST_WEIGHT:
                raise ValueError(f"A weight set by hand must be from -1000 to 1000, not {change.value:g}.")


def setting_at(changes: Sequence[Change], what: str, epoch: int, start: float) -> float:
    """What a setting that began as ``start`` is after an epoch."""
    values = [change.value for change in changes if change.what == what and change.epoch <= epoch]
    return values[-1] if values else start


def next_change(changes: Sequence[Change], epoch: int) -> int | None:
    """The first epoch after the given one at which something changes."""
    return next((change.epoch for change in changes if change.epoch > epoch), None)


def first_difference(one: Sequence[Change], other: Sequence[Change]) -> int:
    """The epoch from which on two runs that differ only in their changes are no longer the same; at most LAST_EPOCH."""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
    return min((change.epoch for change in (*one[same:], *other[same:])), default=LAST_EPOCH)


def parameter_index(what: str, sizes: Sequence[int], slopes: bool = False) -> int:
    """Where a parameter such as "w2.1.5", "b2.5" or "a2.5" lies in theta, for a network of these layer sizes.

    Slopes, where each hidden unit learns one, follow all weights and biases.
    """
    match = _PARAMETER.fullmatch(what)
    if match:
        layer, unit, is_slope = int(match[1] or match[4]), int(match[5]), match[3] == "a"
        if 1 <= layer < len(sizes) and 1 <= unit <= sizes[layer]:
            fan_in, fan_out = sizes[layer - 1], sizes[layer]
            source = int(match[2]) if match[2] else fan_in + 1
            if is_slope and slopes and layer < len(sizes) - 1:
                return _start_of(len(sizes), sizes) + sum(sizes[1:layer]) + unit - 1
            if not is_slope and (1 <= source <= fan_in or match[3]):
                return _start_of(layer, sizes) + (source - 1) * fan_out + unit - 1
    raise ValueError(f"This network has nothing called {what[:20]!r} that can be changed (changes) on the way.")


def _start_of(layer: int, sizes: Sequence[int]) -> int:
    """Where in theta a layer's weights begin, counted from 1; of the layer after the last, where these end."""
    return sum((sizes[each - 1] + 1) * sizes[each] for each in range(1, layer))


def _read(part: str) -> Change:
    pieces = part.strip().split(":")
    try:
        epoch, what, value = int(pieces[0]), pieces[1], float(pieces[2])
    except (ValueError, IndexError):
        epoch, what, value = -1, "", 0.0
    if len(pieces) != 3 or not 0 <= epoch <= LAST_EPOCH or not isfinite(value):
        raise ValueError(
            f"A change (changes) is epoch:what:value, such as 120:learning_rate:0.03; not {part.strip()[:40]!r}."
        )
    return Change(epoch, what, value)
