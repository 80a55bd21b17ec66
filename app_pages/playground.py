"""A network learns two-dimensional data, live: every unit shows what it does, and which units die, and when."""

import streamlit as st

from relu_viz.stage.stage import paused_epoch, pump_reels, show_stage
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.controls import controls_now, seed_controls, training_controls
from relu_viz.ui.links import link_has_changed, remember_ignored, show_ignored, write_link
from relu_viz.ui.study import show_moment

PAGE = "playground"


def start_from_link() -> None:
    """Take the settings from the link, when somebody came with one; else keep those of the visit before."""
    query = st.query_params.to_dict()
    config, ignored = TrainingConfig.from_link(query)
    if query or "playground.config" not in st.session_state:
        st.session_state["playground.config"] = config
        remember_ignored(PAGE, ignored)
    seed_controls(st.session_state["playground.config"])


def back_to_the_start() -> None:
    st.session_state["playground.config"] = TrainingConfig()
    seed_controls(TrainingConfig())
    remember_ignored(PAGE, [])


@st.fragment
def pump(trainer: Trainer, drawn: dict) -> None:
    if controls_now() != drawn:
        st.rerun()  # a control was changed in the same moment as a reel was asked for, and only this fragment reran
    pump_reels(trainer)


@st.fragment
def study(trainer: Trainer) -> None:
    epoch = paused_epoch()
    if epoch is None:
        st.markdown("Pause the training, and the moment opens here for study: boundary, units, loss and gradients.")
    else:
        show_moment(trainer, epoch)


st.title("Playground", anchor=False)
st.markdown("A NumPy network learns, epoch by epoch. Each square shows where its unit answers; a dashed one has died.")
if link_has_changed(PAGE) or "control.dataset" not in st.session_state:
    start_from_link()
show_ignored(PAGE)
with st.sidebar:
    config = training_controls(st.session_state["playground.config"])
    st.button("Back to the start", on_click=back_to_the_start, icon=":material/restart_alt:", width="stretch")
write_link(PAGE, config.to_link())
trainer = st.session_state.get("playground.trainer")
if trainer is None or trainer.config != config:
    with st.spinner("Making the data …"):
        trainer = Trainer(config)
    st.session_state["playground.config"], st.session_state["playground.trainer"] = config, trainer
show_stage(trainer)
pump(trainer, controls_now())
study(trainer)
