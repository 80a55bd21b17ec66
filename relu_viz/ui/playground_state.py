"""What the Playground remembers of a visit: the run, how it is shown, and the runs before it, to undo."""

from dataclasses import fields, replace

import streamlit as st

from relu_viz.stage import StudentsSeat, TwinsSeat, ViewConfig
from relu_viz.training import LAST_EPOCH, Trainer, TrainingConfig, twins_of
from relu_viz.ui.catching_up import all_drawn, catch_up
from relu_viz.ui.chosen_data import match_problem, name_chosen_data
from relu_viz.ui.controls import PAGE, seed_controls, take_proposed, with_choice
from relu_viz.ui.links import follow_link, link_has_changed, link_says_all, remember_ignored, write_link
from relu_viz.ui.proposals import SET_BACK, settings_before

UNDO, TWIN, EPOCH = "undo", "twin", "epoch"
CHOICES = ("activation", "alpha", "learning_rate")  # of the stage's top row
MOST_UNDONE = 30
_CONFIG, _VIEW, _SEAT, _PAST = "playground.config", "playground.view", "playground.seat", "playground.past"
_TWINS, _LINK, _UNDONE = "playground.twins", "playground.link", "playground.undone"
_OF_VIEW = {each.name for each in fields(ViewConfig)}


def begin() -> TrainingConfig:
    """The run to show: that of the link when somebody came with one, else that of the visit before."""
    name_chosen_data()
    catch_up()
    if link_has_changed(PAGE) or "control.dataset" not in st.session_state:
        if link_says_all() or _CONFIG not in st.session_state:
            st.session_state[_CONFIG], st.session_state[_VIEW] = TrainingConfig(), ViewConfig()
            st.session_state[_LINK] = st.query_params.to_dict()
            _take(st.session_state[_LINK])
        seed_controls(st.session_state[_CONFIG])
        follow_link(PAGE)
    match_problem()
    return st.session_state[_CONFIG]


def opened_with() -> dict[str, str]:
    """The parameters of the link with which somebody came."""
    return st.session_state[_LINK]


def view_now() -> ViewConfig:
    """How the run is shown."""
    return st.session_state[_VIEW]


def set_view(view: ViewConfig) -> None:
    """Show the run in another way."""
    st.session_state[_VIEW] = view


def edit(parameters: dict[str, str]) -> None:
    """Take what somebody did to the picture: parameters of a link, to undo the last change, to go on with a twin.

    With an epoch they were chosen in the top row while that was shown; to set back is what a choice has set along.
    """
    before = st.session_state[_CONFIG]
    if UNDO in parameters:
        past = st.session_state.get(_PAST, [])
        if past:
            st.session_state[_CONFIG] = past.pop()
            st.session_state[_UNDONE] = True
    elif TWIN in parameters:
        _go_on_with_twin(parameters[TWIN])
    elif EPOCH in parameters:
        _choose(parameters)
    else:
        if SET_BACK in parameters:
            parameters = settings_before()
        if not set(parameters) <= {"changes", *_OF_VIEW}:
            st.session_state[_CONFIG] = replace(st.session_state[_CONFIG], changes=())
        _take(parameters)
    seed_controls(st.session_state[_CONFIG], before, parameters)


def go_to(config: TrainingConfig) -> None:
    """Go on with a run that was seen elsewhere on the page."""
    st.session_state[_CONFIG] = config
    seed_controls(config)
    remember_ignored(PAGE, [])


def start_over() -> None:
    """The default, as on a first visit; what was before can be had back by Undo."""
    st.session_state[_CONFIG], st.session_state[_VIEW] = TrainingConfig(), ViewConfig()
    st.session_state[_LINK] = {}
    seed_controls(TrainingConfig())
    remember_ignored(PAGE, [])


def twins_seat(config: TrainingConfig) -> TwinsSeat | None:
    """The seat before the run and those that it is compared with; None if there are none."""
    if not view_now().compare:
        return None
    twins, problems = twins_of(config, view_now().compare)
    if problems:
        remember_ignored(PAGE, problems)
    configs, before = (config, *twins), st.session_state.get(_TWINS)
    if not twins:
        return None
    if before is None or before.configs != configs:
        st.session_state[_TWINS] = TwinsSeat(configs)
    return st.session_state[_TWINS]


def _go_on_with_twin(number: str) -> None:
    """Leave the comparison, with one of its runs: "0" is the first."""
    seat: TwinsSeat | None = st.session_state.get(_TWINS)
    if seat and number in map(str, range(len(seat.configs))):
        st.session_state[_CONFIG] = seat.configs[int(number)]
        st.session_state[_VIEW] = replace(view_now(), compare="")


def _choose(parameters: dict[str, str]) -> None:
    seat: StudentsSeat | None = st.session_state.get(_SEAT)
    epoch = parameters[EPOCH]
    if seat and epoch.isdecimal() and len(epoch) <= len(str(LAST_EPOCH)):
        seat.shown = min(int(epoch), LAST_EPOCH)
    chosen = {name: parameters[name] for name in CHOICES if name in parameters}
    st.session_state[_CONFIG], ignored = with_choice(st.session_state[_CONFIG], chosen, shown_epoch())
    remember_ignored(PAGE, ignored)


def undoable() -> bool:
    """Whether there is a run to go back to."""
    return bool(st.session_state.get(_PAST))


def go_on_with(config: TrainingConfig) -> StudentsSeat:
    """The seat with a config's trainer, which goes on from where the last one was if only later changes differ."""
    before: StudentsSeat | None = st.session_state.get(_SEAT)
    if before is None or before.config != config:
        with st.spinner("Making the data …"):
            seat = _seat_after(before, config)
        if before is not None and _UNDONE not in st.session_state:
            _remember(before.config)
        st.session_state[_SEAT], st.session_state[_CONFIG] = seat, config
    st.session_state.pop(_UNDONE, None)
    take_proposed()
    return st.session_state[_SEAT]


def tell_link(config: TrainingConfig) -> None:
    """Write the link once the controls are drawn: a browser that has heard of the one has heard of the others."""
    write_link(PAGE, config.to_link() | view_now().to_link())
    all_drawn()  # after the link: what ends this run before it is told has not heard of the controls, either


def shown_epoch() -> int:
    """The epoch of this visit's run that the picture showed when it was last heard of: resting, or playing on.

    Beside its twins a run is changed from its start on.
    """
    if view_now().compare:
        return 0
    seat: StudentsSeat | None = st.session_state.get(_SEAT)
    return seat.shown if seat and _alike(seat.config, st.session_state[_CONFIG]) else 0


def _alike(one: TrainingConfig, other: TrainingConfig) -> bool:
    """Whether two runs differ at most in what is changed on the way."""
    return replace(one, changes=()) == replace(other, changes=())


def _seat_after(before: StudentsSeat | None, config: TrainingConfig) -> StudentsSeat:
    """A seat for a config, whose trainer goes on from the one before as far as they are the same run."""
    if before is None or not _alike(before.config, config):
        return StudentsSeat(Trainer(config))
    seat = StudentsSeat(before.branched(config))
    seat.shown = before.shown
    return seat


def _take(parameters: dict[str, str]) -> None:
    of_view = {name: text for name, text in parameters.items() if name in _OF_VIEW}
    of_run = {name: text for name, text in parameters.items() if name not in _OF_VIEW}
    st.session_state[_CONFIG], ignored = st.session_state[_CONFIG].edited(of_run)
    st.session_state[_VIEW], ignored_of_view = st.session_state[_VIEW].edited(of_view)
    remember_ignored(PAGE, ignored + ignored_of_view)


def _remember(config: TrainingConfig) -> None:
    past = st.session_state.setdefault(_PAST, [])
    if not past or past[-1] != config:
        past.append(config)
        del past[:-MOST_UNDONE]
