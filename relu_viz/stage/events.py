"""What a browser tells of a picture. All of it is a stranger's: it is checked here, and None where it is no such event.

What a browser asks for, in ``want.py``, is checked there: a route answers with a sentence, an event is passed over.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

import streamlit as st

from relu_viz.stage.packing import generation
from relu_viz.training import LAST_EPOCH, TrainingConfig

MOST_PARAMETERS = 10  # of an edit
LONGEST_TEXT = 40_000  # letters of one: so many are 5,000 points


@dataclass(frozen=True)
class Rest:
    """Where the picture last came to rest: at an epoch of the run that it showed."""

    generation: int
    family: int
    epoch: int

    def is_of(self, config: TrainingConfig) -> bool:
        """Whether it is a moment of a config's run, and not of one before it."""
        return self.generation == generation(config)


def told(component: str, name: str) -> object:
    """What a browser has told of a component under a name, whatever that is; None if nothing."""
    state = st.session_state.get(component)
    return state.get(name) if isinstance(state, Mapping) else None


def read_rest(told: object) -> Rest | None:
    """Where a picture rests: {"generation": …, "family": …, "epoch": …}."""
    if not isinstance(told, Mapping) or not all(type(told.get(each.name)) is int for each in fields(Rest)):
        return None
    moment = Rest(told["generation"], told["family"], told["epoch"])
    return moment if 0 <= moment.epoch <= LAST_EPOCH else None


def read_edit(told: object) -> dict[str, str] | None:
    """What somebody has done to a picture, as parameters of a link: {"hidden": "8,7"}."""
    if not isinstance(told, Mapping) or len(told) > MOST_PARAMETERS:
        return None
    words = [word for parameter in told.items() for word in parameter]
    return dict(told) if all(isinstance(word, str) and len(word) <= LONGEST_TEXT for word in words) else None


def read_frame(told: object, frames: int) -> int | None:
    """Which of so many frames is shown."""
    return told if type(told) is int and 0 <= told < frames else None


def read_dragged(told: object, names: Collection[str]) -> tuple[str, dict[str, float]] | None:
    """The activation in focus and every alpha, of those names: {"focus": "elu", "alphas": {"elu": 0.7}}."""
    if not isinstance(told, Mapping) or told.get("focus") not in names or not isinstance(told.get("alphas"), Mapping):
        return None
    given = {name: alpha for name, alpha in told["alphas"].items() if name in names}
    return (told["focus"], given) if all(type(alpha) in (int, float) for alpha in given.values()) else None
