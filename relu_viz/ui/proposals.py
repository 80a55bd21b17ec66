"""What choosing a problem or an activation sets along with it: a learning rate and first weights that train."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from relu_viz.activations import ACTIVATIONS, Proposal
from relu_viz.base import as_text
from relu_viz.networks import INITIALIZERS
from relu_viz.training import LAST_EPOCH, TrainingConfig

SET_BACK = "set_back"
_MADE = "proposals.made"
_HELP = "Only this is set back; what you chose stays."


@dataclass(frozen=True)
class _Made:
    """What a choice has changed: ``before`` and ``after`` by the names of fields."""

    choice: str
    before: dict[str, Any]
    after: dict[str, Any]

    def is_in(self, config: TrainingConfig) -> bool:
        return all(getattr(config, name) == value for name, value in self.after.items())

    @property
    def told(self) -> str:
        words = {"learning_rate": lambda rate: f"learning rate {rate:g}", "initializer": _weights}
        return f"Set for {self.choice}: " + ", ".join(words[name](self.after[name]) for name in self.before) + "."


def for_problem(current: TrainingConfig, fitting: bool) -> dict[str, Any]:
    """The settings to have when values shall be fitted, or else classes told apart."""
    proposal = ACTIVATIONS[current.activation].proposal
    now, before, after = _now(current), proposal.rate(not fitting), proposal.rate(fitting)
    wanted = {"learning_rate": _rate(now["learning_rate"], before, after, bears_more=False)}
    _remember(now, wanted, "fitting values" if fitting else "telling classes apart", {})
    return wanted


def for_activation(current: TrainingConfig, activation: str) -> dict[str, Any]:
    """The settings to have when another activation is chosen."""
    fitting, now = not current.classes, _now(current)
    before, after = (ACTIVATIONS[name].proposal for name in (current.activation, activation))
    rate, is_usual = after.rate(fitting), after.rate(fitting) >= Proposal().rate(fitting)
    wanted: dict[str, Any] = {
        "learning_rate": _rate(now["learning_rate"], before.rate(fitting), rate, bears_more=is_usual)
    }
    if now["initializer"] == before.initializer:
        wanted["initializer"] = after.initializer
    _remember(now, wanted, ACTIVATIONS[activation].label, {"activation": activation})
    return wanted


def proposed(config: TrainingConfig) -> str:
    """A line on what was set with the last choice, as long as it is set so; else ""."""
    made: _Made | None = st.session_state.get(_MADE)
    if made is not None and made.is_in(config):
        return made.told
    st.session_state.pop(_MADE, None)
    return ""


def settings_before() -> dict[str, str]:
    """What was before in place of what was set with the last choice, as parameters of a link."""
    made: _Made | None = st.session_state.get(_MADE)
    return {name: as_text(value) for name, value in made.before.items()} if made else {}


def tell_proposal(config: TrainingConfig, on_edit: Callable[[dict[str, str]], None]) -> None:
    """Say in a line what was set with the last choice, with a button that sets it back."""
    if told := proposed(config):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.markdown(told)
            st.button("Undo", key="proposals.undo", on_click=on_edit, args=({SET_BACK: "yes"},), help=_HELP)


def _remember(now: dict[str, Any], wanted: dict[str, Any], choice: str, chosen: dict[str, Any]) -> None:
    """Keep what is changed along with a choice, to be told."""
    before = {name: now[name] for name, value in wanted.items() if value != now[name]}
    if before:
        st.session_state[_MADE] = _Made(choice, before, wanted | chosen)


def _now(config: TrainingConfig) -> dict[str, Any]:
    return {"initializer": config.initializer} | config.settings_at(LAST_EPOCH)


def _rate(now: float, before: float, after: float, bears_more: bool) -> float:
    """A rate that was proposed gives way to the next proposal; one that somebody chose stays where it is borne."""
    if now == before:
        return after
    return now if bears_more else min(now, after)


def _weights(initializer: str) -> str:
    return f"{INITIALIZERS[initializer].label} weights"
