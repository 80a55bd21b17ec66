"""What is changed while a run trains: a setting from some epoch on, or what a hand does to weights, units and layers.

A link writes a change as ``epoch:what:value``, everything counted from 1:

- ``120:learning_rate:0.03``: a setting, from there on; ``120:boost:10``: times that, for ten steps;
- ``40:w2.1.5:-0.5``: the weight into layer 2 from unit 1 to unit 5; ``40:b2.5:0``: a bias; ``40:a2.5:0.1``: a slope;
- ``40:kill2.5:1``: the bias so low that the unit is active on no training point;
- ``40:new2.5:7``: weights into the unit drawn anew by He's rule from seed 7, its bias 0, its slope as at the start;
- ``40:remove2.5:1``: what leads out of the unit is 0, and neither that nor its own weights move any more;
- ``40:freeze2:1``: nothing of the layer moves, until ``90:freeze2:0``.

So a run that was meddled with is still a function of its config.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from math import isfinite, prod

SETTINGS = ("learning_rate", "l1", "l2", "clip_norm")
BOOST, STEPS_OF_A_BOOST = "boost", 10
MOST_CHANGES, LAST_EPOCH, LARGEST_WEIGHT, LARGEST_BOOST, LARGEST_SEED = 40, 10**6, 1000, 1000, 10**6
_PARAMETER = re.compile(r"(?:w(\d{1,2})\.(\d{1,3})|([ab])(\d{1,2}))\.(\d{1,3})")
_UNIT = re.compile(r"(kill|new|remove)(\d{1,2})\.(\d{1,3})")
_LAYER = re.compile(r"freeze(\d{1,2})")


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

    @property
    def at_unit(self) -> tuple[str, int, int] | None:
        """ "kill", "new" or "remove", and the layer and the number of the unit that it befalls, if it is such."""
        match = _UNIT.fullmatch(self.what)
        return (match[1], int(match[2]), int(match[3])) if match else None

    @property
    def at_layer(self) -> int | None:
        """The layer that is frozen or thaws, if it is such."""
        match = _LAYER.fullmatch(self.what)
        return int(match[1]) if match else None

    @property
    def is_parameter(self) -> bool:
        """Whether it is one weight, bias or slope set by hand."""
        return not (self.is_setting or self.what == BOOST or self.at_unit or self.at_layer is not None)


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
    for number, change in enumerate(changes):
        _check(change, sizes, slopes)
        for kind, layer, unit in (earlier.at_unit or ("", 0, 0) for earlier in changes[:number]):
            leads_out = change.what.startswith(f"w{layer + 1}.{unit}.")
            if kind == "remove" and (leads_out or (change.at_unit and change.at_unit[1:] == (layer, unit))):
                raise ValueError(f"Unit {layer}.{unit} is removed: {change.what[:20]!r} (changes) cannot follow.")


def _check(change: Change, sizes: Sequence[int], slopes: bool) -> None:
    value, seeds = change.value, range(LARGEST_SEED + 1)
    if change.is_parameter:
        parameter_index(change.what, sizes, slopes)
        if abs(value) > LARGEST_WEIGHT:
            raise ValueError(f"A weight set by hand must be from -1000 to 1000, not {value:g}.")
    elif change.what == BOOST and not 1 / LARGEST_BOOST <= value <= LARGEST_BOOST:
        raise ValueError(f"For ten steps the rate can be 0.001 to 1000 times as large (changes), not {value:g} times.")
    elif change.at_layer is not None:
        if not 1 <= change.at_layer < len(sizes):
            raise _nothing_called(change.what)
        if value not in (0, 1):
            raise ValueError(f"A layer is frozen with 1 and thaws with 0 (changes), not {value:g}.")
    elif change.at_unit:
        kind, layer, unit = change.at_unit
        if not (1 <= layer < len(sizes) - 1 and 1 <= unit <= sizes[layer]):
            raise _nothing_called(change.what)
        if kind == "new" and value not in seeds:
            raise ValueError(f"The seed of new weights (changes) is a whole number from 0 to 1000000, not {value:g}.")
        if kind != "new" and value != 1:
            raise ValueError(f"After {change.what!r} (changes) there is 1, not {value:g}.")


def setting_at(changes: Sequence[Change], what: str, epoch: int, start: float) -> float:
    """What a setting that began as ``start`` is after an epoch."""
    values = [change.value for change in changes if change.what == what and change.epoch <= epoch]
    return values[-1] if values else start


def boost_at(changes: Sequence[Change], epoch: int, batch: int, batches: int) -> float:
    """How many times as large the rate is in the step that follows so many epochs and mini-batches of the next.

    ``batches`` are how many an epoch has.
    """
    boosts, step = [change for change in changes if change.what == BOOST], epoch * batches + batch
    return prod(each.value for each in boosts if 0 <= step - each.epoch * batches < STEPS_OF_A_BOOST)


def without(changes: Sequence[Change], names: Collection[str]) -> tuple[Change, ...]:
    """The changes but those of such settings; of the learning rate it is one to raise it for some steps."""
    left_out = {*names, BOOST} if "learning_rate" in names else names
    return tuple(change for change in changes if change.what not in left_out)


def held_at(changes: Sequence[Change], epoch: int, sizes: Sequence[int], slopes: bool) -> list[int]:
    """The places in theta of what no step moves that follows an epoch: frozen layers, and all that is of removed units.

    ``slopes`` tells whether the network learns a slope for each hidden unit.
    """
    held: set[int] = set()
    made = [change for change in changes if change.epoch <= epoch]
    for layer, is_frozen in {change.at_layer: change.value for change in made}.items():
        if layer is not None and is_frozen:
            held.update(range(_start_of(layer, sizes), _start_of(layer + 1, sizes)))
            if slopes and layer < len(sizes) - 1:
                held.update(parameter_index(f"a{layer}.{unit + 1}", sizes, slopes) for unit in range(sizes[layer]))
    for kind, layer, unit in (change.at_unit for change in made if change.at_unit):
        if kind == "remove":
            held.update(of_unit(layer, unit, sizes, slopes), out_of_unit(layer, unit, sizes))
    return sorted(held)


def of_unit(layer: int, unit: int, sizes: Sequence[int], slopes: bool) -> list[int]:
    """The places in theta of the weights into a hidden unit, its bias and, last, its slope if it learns one."""
    sources = [f"w{layer}.{source + 1}.{unit}" for source in range(sizes[layer - 1])]
    own = [*sources, f"b{layer}.{unit}", *([f"a{layer}.{unit}"] if slopes else [])]
    return [parameter_index(what, sizes, slopes) for what in own]


def out_of_unit(layer: int, unit: int, sizes: Sequence[int]) -> list[int]:
    """The places in theta of the weights that lead out of a hidden unit."""
    return [parameter_index(f"w{layer + 1}.{unit}.{to + 1}", sizes) for to in range(sizes[layer + 1])]


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
    raise _nothing_called(what)


def _nothing_called(what: str) -> ValueError:
    return ValueError(f"This network has nothing called {what[:20]!r} that can be changed (changes) on the way.")


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
