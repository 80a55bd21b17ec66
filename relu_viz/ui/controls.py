"""The Playground's controls: one widget for each field of TrainingConfig, grouped, seeded from the link."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from relu_viz.activations import ACTIVATIONS
from relu_viz.base import as_text
from relu_viz.data import DATASETS, FEATURES, FEWEST_TO_HOLD_OUT, OWN, SURFACES, get_data
from relu_viz.networks import INITIALIZERS, OPTIMIZERS, OUTPUTS
from relu_viz.stage import offered_rates
from relu_viz.training import LAST_EPOCH, TrainingConfig
from relu_viz.ui.catching_up import is_behind, put
from relu_viz.ui.proposals import for_activation, for_problem, tell_proposal
from relu_viz.ui.words import plain

FIELDS: dict[str, Any] = {each.name: each for each in fields(TrainingConfig) if "hidden" not in each.metadata}
CLASSIFICATION, REGRESSION = "Classification", "Regression"
PAGE = "playground"
_DRAWN = "controls.drawn"  # the fields whose widgets were there the last time
_PROPOSED = "controls.proposed"  # the fields that were just set along with another, whether they have a widget or not


def seed_controls(config: TrainingConfig, before: TrainingConfig | None = None, wished: Collection[str] = ()) -> None:
    """Make every widget show what the config says, before it is drawn.

    With the config ``before`` only those where it was another, or whose fields are ``wished``: what somebody has set in
    the same moment stays.
    """
    known, keys = _held(before) if before else {}, {_key(name) for name in wished}
    for key, value in _held(config).items():
        if key not in known or known[key] != value or key in keys:
            put(key, value)


def chosen_config(current: TrainingConfig, hide: tuple[str, ...], epoch: int) -> tuple[TrainingConfig, str]:
    """The config that the controls describe, before they are drawn: the picture need not wait for them.

    That is the current one, with a sentence, if they are at odds. A control that a lesson hides keeps its value.
    ``epoch`` is the one on the stage, from which on a learning rate holds that is changed there.
    """
    values = _shown(current) | {"points": current.points}
    drawn = st.session_state.get(_DRAWN, set()) - set(hide)
    for name in drawn | st.session_state.get(_PROPOSED, set()):
        values[name] = st.session_state.get(_key(name), values[name])
    values["features"] = tuple(each for each in FEATURES if each in values["features"])
    if "alpha" not in hide or values["activation"] != current.activation:
        values["alpha"] = _chosen_alpha(current, values["activation"])
    values["hidden"] = _units(values["hidden"])
    try:
        return current.continued(values, epoch), ""
    except ValueError as problem:
        return current, f"{problem} The picture still shows the settings before that."


def take_proposed() -> None:
    """The config has what was proposed for another activation; from now on only controls that are drawn count."""
    st.session_state.pop(_PROPOSED, None)


def with_choice(current: TrainingConfig, parameters: Mapping[str, str], epoch: int) -> tuple[TrainingConfig, list[str]]:
    """The config once somebody chose on the stage what the side bar's controls choose, too, with the same to follow.

    Another activation comes with what is proposed for it and with its own alpha; a learning rate holds from ``epoch``
    on. A sentence for each parameter that had to be left out.
    """
    start, set_too = replace(current, changes=(), **current.settings_at(LAST_EPOCH)), {}
    activation = parameters.get("activation", current.activation)
    if activation in ACTIVATIONS and activation != current.activation:
        start = replace(start, activation=activation, alpha=_chosen_alpha(current, activation))
        set_too = for_activation(current, activation)
    chosen, ignored = start.edited(parameters)
    wanted = {each.name: getattr(chosen, each.name) for each in fields(chosen) if each.name != "changes"}
    return current.continued(wanted | set_too, epoch), ignored


def training_controls(
    config: TrainingConfig, hide: tuple[str, ...], problem: str, on_edit: Callable[[dict[str, str]], None]
) -> None:
    """Draw the controls that a lesson does not hide, and the sentence if they are at odds.

    ``on_edit`` gets what a button changes, as parameters of a link.
    """
    controls = _Controls(config, hide)
    _data_controls(controls, on_edit)
    _network_controls(controls, on_edit)
    _training_controls(controls)
    st.session_state[_DRAWN] = controls.drawn  # not before: the next change may end this run on the way
    if problem:
        st.error(plain(problem))


def panel(label: str) -> DeltaGenerator | None:
    """A folded part of the side bar: where its content goes while it is open, which is made only then.

    Widgets that nobody sees would make every change of the page later.
    """
    place = st.expander(label, key=f"panel.{label}", on_change="rerun")
    return place if place.open else None


@dataclass
class _Controls:
    """Draws the widgets of a config that are not hidden."""

    config: TrainingConfig
    hide: tuple[str, ...]

    def __post_init__(self) -> None:
        self.values = _shown(self.config)
        self.drawn_before = st.session_state.get(_DRAWN, set())
        self.drawn: set[str] = set()

    def draw(self, name: str, widget: Callable[..., Any], **options: Any) -> None:
        """One field's widget, unless a lesson hides it."""
        if name not in self.hide:
            if name not in self.drawn_before:  # it was folded away, and Streamlit has forgotten what it held
                st.session_state[_key(name)] = self.values[name]
            self.drawn.add(name)
            metadata, default = FIELDS[name].metadata, FIELDS[name].default
            told = {"label": metadata["label"], "help": f"{metadata['help']} Default: {_told(default)}."}
            widget(**(told | {"key": _key(name)} | options))

    def choice(self, name: str, registry: dict[str, Any], **options: Any) -> None:
        self.draw(name, st.selectbox, options=list(registry), format_func=lambda each: registry[each].label, **options)

    def slider(self, name: str, step: float, disabled: bool = False) -> None:
        kind, bounds = type(step), FIELDS[name].metadata
        low, high = kind(bounds["low"]), kind(bounds["high"])
        self.draw(name, st.slider, min_value=low, max_value=high, step=step, disabled=disabled)

    def typed(self, name: str, step: float, shown: str | None = None, disabled: bool = False) -> None:
        kind, bounds = type(FIELDS[name].default), FIELDS[name].metadata
        low, high = kind(bounds["low"]), kind(bounds["high"])
        self.draw(
            name, st.number_input, min_value=low, max_value=high, step=kind(step), format=shown, disabled=disabled
        )

    def any_of(self, *names: str) -> bool:
        """Whether any of these is not hidden, so that its heading has something below it."""
        return any(name not in self.hide for name in names)


def _data_controls(controls: _Controls, on_edit: Callable[[dict[str, str]], None]) -> None:
    config = controls.config
    if controls.any_of("dataset", "noise", "samples", "held_out", "data_seed"):
        st.subheader("Data")
    own = config.dataset == OWN
    if controls.any_of("dataset"):
        problem = st.segmented_control(
            "Problem", [CLASSIFICATION, REGRESSION], key=_key("problem"), required=True, width="stretch",
            on_change=_start_problem, args=(config, on_edit), help="Tell classes apart, or fit a value everywhere.",
        )  # fmt: skip
        listed = list(SURFACES) if problem == REGRESSION else [*DATASETS, *([OWN] if config.points else [])]
        controls.draw("dataset", st.selectbox, options=listed, format_func=get_data)
    if own:
        st.markdown(_told_points(config))
    controls.slider("noise", 0.05, disabled=own)
    if controls.any_of("data_seed"):
        other = {"data_seed": str((config.data_seed + 1) % (10**6 + 1))}
        st.button(
            "Other points", on_click=on_edit, args=(other,), icon=":material/casino:", width="stretch", disabled=own,
            help="Draws the same kind of data anew.",
        )  # fmt: skip
    if controls.any_of("samples", "held_out", "data_seed") and (more := panel("More about the data")):
        with more:
            controls.slider("samples", 10, disabled=own)
            controls.slider("held_out", 0.05)
            if not own:
                st.markdown(_told_points(config))
            controls.typed("data_seed", 1)


def _network_controls(controls: _Controls, on_edit: Callable[[dict[str, str]], None]) -> None:
    if controls.any_of("features", "hidden", "activation", "initializer", "scale", "bias_shift"):
        st.subheader("Network")
    controls.draw(
        "features", st.pills, options=list(FEATURES), format_func=lambda each: FEATURES[each].label,
        selection_mode="multi",
    )  # fmt: skip
    controls.draw("hidden", st.text_input, max_chars=60, placeholder="none")
    controls.choice("activation", ACTIVATIONS, on_change=_start_activation, args=(controls.config,))
    _alpha_control(controls)
    if not controls.config.classes:
        controls.choice("output", {name: ACTIVATIONS[name] for name in OUTPUTS})
    tell_proposal(controls.config, on_edit)
    if controls.any_of("initializer", "scale", "bias_shift") and (more := panel("First weights")):
        with more:
            controls.choice("initializer", INITIALIZERS)
            controls.typed("scale", 0.1)
            controls.typed("bias_shift", 0.5)


def _training_controls(controls: _Controls) -> None:
    rarely = ("optimizer", "batch_size", "l1", "l2", "clip_norm")
    if controls.any_of("learning_rate", "seed", *rarely):
        st.subheader("Training")
    rates = offered_rates(controls.config)
    controls.draw("learning_rate", st.select_slider, options=rates, format_func=lambda rate: f"{rate:g}")
    controls.typed("seed", 1)
    if controls.any_of(*rarely) and (more := panel("More about training")):
        with more:
            controls.choice("optimizer", OPTIMIZERS)
            controls.typed("batch_size", 1)
            for name in ("l1", "l2"):
                controls.typed(name, 0.001, "%.4f")
            controls.typed("clip_norm", 0.1)


def _shown(config: TrainingConfig) -> dict[str, Any]:
    """What the widgets hold when they describe a config, its settings as they are in the end."""
    values = {name: getattr(config, name) for name in FIELDS} | config.settings_at(LAST_EPOCH)
    return values | {"features": list(config.features), "hidden": ", ".join(map(str, config.hidden))}


def _told_points(config: TrainingConfig) -> str:
    count, held_out = config.count_points()
    few = config.dataset == OWN and count < FEWEST_TO_HOLD_OUT
    why = f": of fewer than {FEWEST_TO_HOLD_OUT} the network learns from all" if few else ""
    return f"{count} points, {held_out or 'none'} held out{why}."


def _start_problem(current: TrainingConfig, on_edit: Callable[[dict[str, str]], None]) -> None:
    """Choose the first data of the problem, and a learning rate that it bears."""
    if is_behind(_key("problem")):
        return
    fitting = st.session_state[_key("problem")] == REGRESSION
    set_too = {name: as_text(value) for name, value in for_problem(current, fitting).items()}
    on_edit({"dataset": next(iter(SURFACES if fitting else DATASETS))} | set_too)


def _start_activation(current: TrainingConfig) -> None:
    """Set what a network with the chosen activation trains with."""
    if is_behind(_key("activation")):
        return
    set_too = for_activation(current, st.session_state[_key("activation")])
    st.session_state[_PROPOSED] = set(set_too)
    for name, value in set_too.items():
        put(_key(name), value)


def _held(config: TrainingConfig) -> dict[str, Any]:
    """What the widgets hold when they describe a config, by their keys."""
    values = {_key(name): value for name, value in _shown(config).items() if name != "alpha"}
    values[_key("problem")] = REGRESSION if config.dataset in SURFACES else CLASSIFICATION
    return values | {_alpha_key(config.activation): _alpha_of(config, config.activation)}


def _key(name: str) -> str:
    return f"control.{name}"


def _alpha_key(activation: str) -> str:
    return f"control.alpha.{activation}"


def _told(default: Any) -> str:
    return ", ".join(map(str, default)) if isinstance(default, tuple) else str(default)


def _alpha_of(config: TrainingConfig, activation: str) -> float | None:
    """An activation's alpha: the config's if that has the same activation, else its default, None if it has none."""
    alpha = ACTIVATIONS[activation].alpha
    is_set = activation == config.activation and config.alpha is not None
    return config.alpha if is_set else alpha and alpha.default


def _chosen_alpha(current: TrainingConfig, activation: str) -> float | None:
    """What an activation's alpha is set to, None for its default."""
    alpha = ACTIVATIONS[activation].alpha
    chosen = st.session_state.get(_alpha_key(activation), _alpha_of(current, activation))
    return None if alpha is None or chosen == alpha.default else chosen


def _alpha_control(controls: _Controls) -> None:
    activation = st.session_state.get(_key("activation"), controls.config.activation)
    alpha = ACTIVATIONS[activation].alpha
    if alpha is not None and "alpha" not in controls.hide:
        key = _alpha_key(activation)
        st.session_state.setdefault(key, _alpha_of(controls.config, activation))
        start = "Where the learned slope starts." if alpha.learned else "The activation's parameter."
        st.slider(
            "Alpha", float(alpha.low), float(alpha.high), step=0.01, key=key, help=f"{start} Default: {alpha.default}."
        )


def _units(text: str) -> Any:
    try:
        return tuple(int(units) for units in text.split(",")) if text.strip() else ()
    except ValueError:
        return text
