"""Every activation with its derivative: alpha under the finger, formula and facts, and what it does to a signal."""

from dataclasses import replace

import streamlit as st

from relu_viz.activations import ACTIVATIONS, ExplorerConfig
from relu_viz.stage import show_explorer
from relu_viz.ui.activation_views import SLIDERS, show_code, show_depth, show_facts, show_gaussian
from relu_viz.ui.catching_up import all_drawn, catch_up, is_behind, put
from relu_viz.ui.links import follow_link, link_has_changed, link_says_all, remember_ignored, show_ignored, write_link

PAGE = "activations"
TITLE, ICON, PLACE = "Activations", "show_chart", 1
KEY, CHOSEN = "activations.config", "activations.chosen"


def start_from_link() -> None:
    """Take the settings from the link, when somebody came with one; else keep those of the visit before."""
    if link_says_all() or KEY not in st.session_state:
        st.session_state[KEY], ignored = ExplorerConfig.from_link(st.query_params.to_dict())
        remember_ignored(PAGE, ignored)
    seed_widgets(st.session_state[KEY])
    follow_link(PAGE)


def seed_widgets(config: ExplorerConfig) -> None:
    put(CHOSEN, list(config.activations))
    for name, key in SLIDERS.items():
        put(key, getattr(config, name))


def change(**settings: object) -> None:
    st.session_state[KEY] = replace(st.session_state[KEY], **settings)


def choose() -> None:
    if not is_behind(CHOSEN):
        change(activations=tuple(st.session_state[CHOSEN] or ["relu"]))


def back_to_the_start() -> None:
    st.session_state[KEY] = ExplorerConfig()
    seed_widgets(ExplorerConfig())
    remember_ignored(PAGE, [])


def take_from_plot(focus: str, alphas: dict[str, float]) -> None:
    try:
        change(focus=focus, alphas={**st.session_state[KEY].alphas, **alphas})
    except ValueError as problem:
        remember_ignored(PAGE, [str(problem)])


st.title(TITLE, anchor=False)
st.markdown("What a unit does to its input, and how steeply. **Drag the bent side of the bold curve**, or its slider.")
catch_up()
if link_has_changed(PAGE) or any(key not in st.session_state for key in (KEY, CHOSEN, *SLIDERS.values())):
    start_from_link()
change(**{name: st.session_state[key] for name, key in SLIDERS.items()})
config = st.session_state[KEY]
if config.focus not in config.activations:
    config = st.session_state[KEY] = replace(config, focus=config.activations[0])
show_ignored(PAGE)
left, right = st.columns([1.75, 1], gap="medium")
with left:
    st.pills(
        "Show", list(ACTIVATIONS), selection_mode="multi", key=CHOSEN, on_change=choose,
        format_func=lambda name: ACTIVATIONS[name].label, help="Overlay as many as you like.",
    )  # fmt: skip
    show_explorer(config, take_from_plot)
activation = config.get(config.focus)
with right:
    show_facts(activation)
    show_code(activation)
    st.button("Back to the start", on_click=back_to_the_start, icon=":material/restart_alt:")
show_gaussian(activation, config)
show_depth(config)
write_link(PAGE, config.to_link())
all_drawn()
