"""Claim 4: ReLU converges faster. A live race on one clock, then every runner at its own best rate."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.race import standings
from relu_viz.laboratory import Result
from relu_viz.lessons.live_race import EPOCHS, RUNNERS, Lesson, book, racers
from relu_viz.training import TrainingConfig, link_of_twins
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.lessons import Growing, show_lesson
from relu_viz.ui.pages import all_pages
from relu_viz.ui.tables import show_table

PAGE = "race"
TITLE, ICON, PLACE = "Race", "flag", 4


def open_the_race(lesson: Lesson) -> None:
    """A link to the very networks that race."""
    open_networks(racers(lesson))
    if len(lesson.activations) > RUNNERS:
        st.caption(f"Of the {len(lesson.activations)} chosen the first {RUNNERS} race, and the link opens these.")


def open_networks(networks: Sequence[TrainingConfig], of: str = "") -> None:
    """A link that opens networks side by side in the Playground, ``of`` what they are."""
    label = "Open as twins in the Playground" if len(networks) > 1 else "Open in the Playground"
    st.page_link(
        all_pages()["playground"].file, label=label + of, icon=":material/compare:",
        query_params=link_of_twins(networks[0], networks[1:]),
    )  # fmt: skip


def show_standings(result: Result) -> None:
    """The table that shows that nobody was given a worse rate: everybody's best, and everybody's at the common one.

    And the networks of the first seed, to watch.
    """
    config, ranks = result.config, result.once(standings)
    rows = [
        {
            "hidden layers": depth,
            "activation": ACTIVATIONS[activation].label,
            "best rate": f"{standing.best_rate:g}" + (" (end of the sweep)" if standing.at_bound else ""),
            "epochs at the best rate": _told(standing.best),
            "arrived": f"{standing.arrived:.0%}",
            "common rate": f"{standing.common_rate:g}",
            "epochs at the common rate": _told(standing.common),
        }
        for (depth, activation), standing in ranks.items()
    ]
    show_table({name: [row[name] for row in rows] for name in rows[0]})
    shown = config.activations[:RUNNERS]
    for depth in config.depths:
        open_networks(
            [config.network(each, depth, ranks[depth, each].best_rate, run=0) for each in shown],
            of=f": {depth} hidden layer{'s' * (depth > 1)}",
        )
    names = ", ".join(ACTIVATIONS[each].label for each in shown)
    st.caption(
        f"Opened are {names}, each at its own best rate: the networks of the first seed, {config.seed}."
        + (f" No more than {RUNNERS} fit side by side." if len(config.activations) > RUNNERS else "")
    )


def _told(interval) -> str:
    return "did not arrive" if np.isinf(interval.value) else f"{interval:.0f}"


experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("The same data, the same seed, one network for each activation. **Press Play**: who is there first?")
show_lesson(PAGE, open_the_race, frame=Growing(book, EPOCHS + 1))
st.markdown("Change the learning rate, or take three layers: does the order stay? One race proves little; so:")
show_experiments(experiments, PAGE, race=show_standings)
