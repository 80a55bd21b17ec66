"""What a browser wants: frames that follow those it has. Everything in it is a stranger's and is checked here."""

import json
from dataclasses import MISSING, dataclass, fields
from typing import Any, Self

from relu_viz.training import LAST_EPOCH, MAX_LAYERS, MAX_UNITS

MOST_BYTES = 4096  # of a request's body
MOST_FRAMES = 1000


@dataclass(frozen=True)
class Want:
    """A request of a picture.

    ``generation`` is the run's number, ``request`` the request's own; ``epoch`` and ``batch`` are of the newest frame
    that the browser has, ``epochs`` how many frames it wants, ``every`` how many epochs lie between two of them (0: a
    mini-batch each), ``shown`` the epoch that is on the screen. Where it names a ``unit``, counted layer after layer
    from 0, no frames are wanted, but what the mini-batch numbered ``batch`` of the epoch after ``epoch`` did to it;
    where it says ``since``, whom twins would have revived by ``epoch`` of those dead then; where it says ``typical``,
    how many units are as inactive at ``epoch`` over many seeds.
    """

    generation: int
    request: int
    epoch: int
    epochs: int
    batch: int = 0
    every: int = 1
    shown: int = 0
    unit: int | None = None
    since: int | None = None
    typical: int | None = None

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The request that a body holds, as JSON.

        Raises
        ------
        ValueError
            In one sentence, if it is not one.
        """
        if len(body) > MOST_BYTES:
            raise ValueError(f"A request has at most {MOST_BYTES} bytes.")
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise ValueError("A request is an object in JSON.") from None
        return cls.of(told)

    @classmethod
    def of(cls, told: Any) -> Self:
        """The request that an object holds.

        Raises
        ------
        ValueError
            In one sentence, if it is not one.
        """
        if not isinstance(told, dict) or not set(told) <= set(MOST):
            raise ValueError(f"A request is an object with some of {', '.join(MOST)}.")
        if missing := sorted(NEEDED - set(told)):
            raise ValueError(f"A request needs {', '.join(missing)}.")
        for name, value in told.items():
            least = 1 if name == "epochs" else 0
            if type(value) is not int or not least <= value <= MOST[name]:
                raise ValueError(f"{name} must be a whole number from {least} to {MOST[name]}.")
        return cls(**told)


MOST = {
    "generation": 2**32 - 1,
    "request": 2**31 - 1,
    "epoch": LAST_EPOCH,
    "epochs": MOST_FRAMES,
    "batch": LAST_EPOCH,
    "every": 10,
    "shown": LAST_EPOCH,
    "since": LAST_EPOCH,
    "typical": 1,
    "unit": MAX_LAYERS * MAX_UNITS - 1,
}
NEEDED = {each.name for each in fields(Want) if each.default is MISSING}
