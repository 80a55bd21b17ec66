"""A network learns two-dimensional data, live: every unit shows what it does, and which units die, and when."""

import streamlit as st

from relu_viz.stage import Rest, StudentsSeat, drawing, rest, show_stage, show_twins
from relu_viz.training import TrainingConfig
from relu_viz.ui.controls import chosen_config, training_controls
from relu_viz.ui.lesson_controls import lesson_controls
from relu_viz.ui.links import show_ignored
from relu_viz.ui.own_data import own_data_controls, tell_about_own_points
from relu_viz.ui.playground_state import (
    PAGE,
    begin,
    edit,
    go_on_with,
    shown_epoch,
    start_over,
    tell_link,
    twins_seat,
    undoable,
    view_now,
)
from relu_viz.ui.printing import show_printed
from relu_viz.ui.proposals import proposed
from relu_viz.ui.repeats import repeats_panel
from relu_viz.ui.simple import left_out, simple_or_full
from relu_viz.ui.study import show_moment

TITLE, ICON, PLACE = "Playground", "play_circle", 2


@st.fragment
@drawing.turn()
def study(seat: StudentsSeat, moment: Rest | None) -> None:
    if moment is None:
        st.markdown("Pause the training, and the moment opens here for study: boundary, units, loss and gradients.")
    else:
        show_moment(seat, moment.epoch if moment.is_of(seat.config) else None)


@st.fragment
@drawing.turn()
def repeats(config: TrainingConfig) -> None:
    repeats_panel(config, shown_epoch())


st.title(TITLE, anchor=False)
st.markdown("A NumPy network learns, epoch by epoch. Each square shows where its unit answers; a dashed one has died.")
config, problem = chosen_config(begin(), view_now().hide, shown_epoch())
seat, twins = go_on_with(config), twins_seat(config)
show_ignored(PAGE)
tell_about_own_points(seat.trainer)
if twins:
    show_twins(twins, view_now(), undoable(), edit)
else:
    show_stage(seat, view_now(), undoable(), proposed(config), edit)
with st.sidebar:
    simple_or_full(config)
    training_controls(config, (*view_now().hide, *left_out()), problem, edit)
    if "dataset" not in view_now().hide:
        own_data_controls(config)
    lesson_controls(view_now().hide)
    st.button("Back to the start", on_click=start_over, icon=":material/restart_alt:", width="stretch")
tell_link(config)
if not twins:
    study(seat, rest(seat))
repeats(config)
show_printed(config, config.to_link() | view_now().to_link())
