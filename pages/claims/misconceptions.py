"""What is often said of ReLU and is not so."""

from dataclasses import dataclass

import streamlit as st

from relu_viz.base import Config, number
from relu_viz.experiments.catalogue import all_claims
from relu_viz.experiments.misconceptions import DEEP, EXPERIMENT, MEASUREMENTS, PAIRS, measure
from relu_viz.experiments.misconceptions import Config as Settings
from relu_viz.stage import drawing
from relu_viz.ui.experiments import live_widgets, open_page, show_experiments, show_verdict, shown
from relu_viz.ui.pages import all_pages

PAGE = "misconceptions"
TITLE, ICON, PLACE = "Misconceptions", "quiz", 8
TOLD = {
    "additive": f"f(a) + f(b) = f(a + b) for {{value:.1%}} of {PAIRS:,} random pairs.",
    "slope_at_zero": "With f′(0) = 0 and with f′(0) = 1 training ends at the same parameters: {same}.",
    "revived": "Of the units of layer 2 that died, {value:.0%} came back ({count:.0f} died); of layer 1, "
    "{reference:.0%}.",
    "leaky_path": f"Of a gradient {{value:.1g}} is left after {DEEP} negative Leaky units; α to the power {DEEP} is "
    "{reference:.1g}.",
    "any_start": "Accuracy {value:.0%} from a third of He's weights, {reference:.0%} from all of them.",
    "dead_and_good": "Accuracy {value:.0%} with {reference:.0%} of the units dead.",
}


@dataclass(frozen=True)
class Lesson(Config):
    """One seed."""

    seed: int = number(0, 0, 10**6, "Seed", "One network for each measurement, with this seed.")


@st.fragment
@drawing.turn()
def one_seed() -> None:
    lesson = live_widgets(PAGE)
    for claim, name in zip(EXPERIMENT.claims, MEASUREMENTS, strict=True):
        measured = {
            key: float(values[0]) for key, values in measure(Settings(seed=lesson.seed), name, range(1)).items()
        }
        same = "yes, to the last bit" if measured["value"] else "no"
        st.markdown(f"- “{claim.statement}.” {TOLD[name].format(**measured, same=same)}")


experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("Said in many courses. **Change the seed**: each line is measured again, on one network.")
one_seed()
st.markdown("One network can mislead, in either direction. Over many seeds:")
for claim, experiment in all_claims():
    if claim.number == 0 and experiment.page != PAGE:
        show_verdict(claim, shown(experiment))
        st.page_link(all_pages()[experiment.page].file, label=f"The experiment: {experiment.title}")
show_experiments(experiments, PAGE)
