"""Choosing a problem or an activation sets what it trains with, says so, and can be set back; links are left alone."""

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.activations import ACTIVATIONS
from relu_viz.stage import ViewConfig
from tests.pages.test_pages import link, page


def choose(app: AppTest, activation: str) -> dict[str, str]:
    app.selectbox(key="control.activation").set_value(activation).run()
    assert not app.exception
    return link(app)


def told(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if each.value.startswith("Set for")]


def undo(app: AppTest) -> dict[str, str]:
    app.button(key="proposals.undo").click().run()
    assert not app.exception
    return link(app)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_chosen_activation_brings_what_it_proposes_and_relu_takes_it_back(activation):
    app, proposal = page("playground"), ACTIVATIONS[activation].proposal
    choose(app, activation)
    config = app.session_state["playground.seat"].trainer.config
    assert (config.activation, config.learning_rate) == (activation, proposal.learning_rate)
    assert config.initializer == proposal.initializer
    assert choose(app, "relu") == {}


def test_it_is_told_in_a_line_with_undo():
    app = page("playground")
    assert told(app) == []
    proposed = {"activation": "selu", "learning_rate": "0.3", "initializer": "lecun_normal"}
    assert choose(app, "selu") == proposed
    assert told(app) == ["Set for SELU: learning rate 0.3, LeCun normal weights."]
    assert app.select_slider(key="control.learning_rate").value == 0.3
    assert undo(app) == {"activation": "selu"}
    assert told(app) == []
    assert choose(app, "prelu") == {"activation": "prelu", "learning_rate": "0.1"}
    assert told(app) == ["Set for PReLU: learning rate 0.1."]
    app.select_slider(key="control.learning_rate").set_value(0.3).run()
    assert told(app) == [], "it is no longer so"


def test_a_link_is_left_alone():
    app = page("playground", activation="prelu")
    assert link(app) == {"activation": "prelu"}
    assert app.session_state["playground.seat"].trainer.config.learning_rate == 1
    assert told(app) == []
    assert choose(app, "linear")["learning_rate"] == "0.1", "which does not bear it either"


def test_what_somebody_chose_stays_where_it_is_borne():
    app = page("playground", learning_rate="2", initializer="glorot_normal")
    assert choose(app, "leaky_relu") == {
        "activation": "leaky_relu",
        "learning_rate": "2",
        "initializer": "glorot_normal",
    }
    assert told(app) == []
    assert choose(app, "selu") == {"activation": "selu", "learning_rate": "0.3", "initializer": "glorot_normal"}
    assert told(app) == ["Set for SELU: learning rate 0.3."]
    app.select_slider(key="control.learning_rate").set_value(0.01).run()
    assert choose(app, "prelu")["learning_rate"] == "0.01"


def test_values_to_fit_have_a_rate_of_their_own():
    app = page("playground")
    app.segmented_control(key="control.problem").set_value("Regression").run()
    assert told(app) == ["Set for fitting values: learning rate 0.1."]
    assert choose(app, "prelu")["learning_rate"] == "0.03"
    app.segmented_control(key="control.problem").set_value("Classification").run()
    assert link(app) == {"activation": "prelu", "learning_rate": "0.1"}
    assert told(app) == ["Set for telling classes apart: learning rate 0.1."]


def test_a_rate_from_the_middle_of_a_run_is_the_one_that_is_moved():
    app = page("playground", changes="20:learning_rate:0.03")
    app.segmented_control(key="control.problem").set_value("Regression").run()
    assert link(app) == {"dataset": "plane", "learning_rate": "0.03"}


def test_it_is_set_where_a_lesson_hides_it():
    app = page("playground")
    app.session_state["playground.view"] = ViewConfig(hide=("learning_rate", "initializer"))
    app.run().run()
    assert choose(app, "selu")["learning_rate"] == "0.3"
    assert link(app)["initializer"] == "lecun_normal"
