"""Each page as a script: it shows, reacts, and answers nonsense with a sentence instead of a traceback."""

from dataclasses import fields

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.data.own_points import encode_points
from relu_viz.stage import HIDEABLE, ViewConfig
from relu_viz.training import TrainingConfig
from relu_viz.ui.controls import FIELDS
from relu_viz.ui.pages import all_pages

NONSENSE = ("", "nonsense", "-1e999", "9" * 400, "9" * 10_000)


def page(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(all_pages()[name].file, default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def link(app: AppTest) -> dict[str, str]:
    return {key: value[-1] if isinstance(value, list) else value for key, value in app.query_params.items()}


def test_the_playground_opens_on_the_default_with_an_empty_link():
    app = page("playground")
    assert not app.exception
    assert link(app) == {}
    assert app.selectbox(key="control.dataset").value == "moons"


def test_another_problem_starts_at_a_learning_rate_that_it_bears():
    app = page("playground")
    app.segmented_control(key="control.problem").set_value("Regression").run()
    assert link(app) == {"dataset": "plane", "learning_rate": "0.1"}
    app.segmented_control(key="control.problem").set_value("Classification").run()
    assert link(app) == {}
    app.select_slider(key="control.learning_rate").set_value(0.03).run()
    app.segmented_control(key="control.problem").set_value("Regression").run()
    assert link(app) == {"dataset": "plane", "learning_rate": "0.03"}, "what somebody chose and it bears stays"


def test_another_problem_starts_so_where_a_lesson_hides_the_learning_rate():
    app = page("playground")
    app.session_state["playground.view"] = ViewConfig(hide=("learning_rate",))  # hidden while the page is open
    app.run().run()
    app.segmented_control(key="control.problem").set_value("Regression").run()
    assert not app.exception
    assert link(app)["learning_rate"] == "0.1"


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (4, "4 points, none held out: of fewer than 20 the network learns from all."),
        (19, "19 points, none held out: of fewer than 20 the network learns from all."),
        (20, "20 points, 4 held out."),
    ],
)
def test_it_is_told_how_many_of_ones_own_points_are_held_out(points, told):
    x = np.random.default_rng(0).uniform(-1, 1, (points, 2))
    app = page("playground", dataset="own", points=encode_points(1.0, x, np.arange(points) % 2))
    assert not app.exception
    assert told in [each.value for each in app.markdown]
    data = app.session_state["playground.seat"].trainer.data
    assert (len(data.x_train), len(data.x_test)) == ((points, 0) if points < 20 else (16, 4))


def test_helps_tell_the_defaults_and_what_is_hidden_is_counted():
    app = page("playground", hide="seed,noise", activation="elu", alpha="0.5", learning_rate="0.07", hidden="4")
    told = {each.label: each.help for each in (*app.selectbox, *app.text_input, *app.select_slider, *app.slider)}
    ends = {"Dataset": "moons", "Hidden layers": "8, 8", "Learning rate": "1.0", "Activation": "relu", "Alpha": "1.0"}
    assert {label: told[label].partition(" Default: ")[2] for label in ends} == {
        label: f"{default}." for label, default in ends.items()
    }
    assert "2 controls are hidden for this lesson." in [each.value for each in app.markdown]


@pytest.mark.parametrize("name", [name for name in HIDEABLE if name in FIELDS])
def test_a_control_that_a_lesson_hides_while_the_page_is_open_keeps_its_value(name):
    chosen = {"activation": "leaky_relu", "alpha": "0.1", "seed": "3", "learning_rate": "0.07", "hidden": "4,3"}
    app = page("playground", **chosen)
    app.session_state["playground.view"] = ViewConfig(hide=(name,))
    app.run().run()
    assert not app.exception
    assert link(app) == chosen | {"hide": name}
    assert "1 control is hidden for this lesson." in [each.value for each in app.markdown]
    app.session_state["playground.view"] = ViewConfig()
    app.run()
    assert not app.exception
    assert link(app) == chosen, "and when it is shown again"


UNDOABLE = f"""
import runpy
import streamlit as st
from relu_viz.ui.playground_state import UNDO, edit
if st.session_state.pop("undo", False):  # the picture's button, whose callback comes before the page
    edit({{UNDO: "yes"}})
runpy.run_path({str(all_pages()["playground"].file)!r})
"""


def test_undo_brings_back_the_alpha_before():
    app = AppTest.from_string(UNDOABLE, default_timeout=30).run()
    app.selectbox(key="control.activation").set_value("leaky_relu").run()
    app.slider(key="control.alpha.leaky_relu").set_value(0.3).run()
    assert link(app) == {"activation": "leaky_relu", "alpha": "0.3"}
    app.session_state["undo"] = True
    app.run()
    assert not app.exception
    assert link(app) == {"activation": "leaky_relu"}


def test_a_link_sets_every_control_and_stays():
    wanted = {
        "dataset": "circles", "hidden": "4,3", "activation": "leaky_relu", "alpha": "0.1", "learning_rate": "0.07",
        "seed": "3", "noise": "0.123",
    }  # fmt: skip
    app = page("playground", **wanted)
    assert not app.exception
    assert not app.info
    assert link(app) == wanted
    assert app.session_state["playground.seat"].trainer.config == TrainingConfig.from_link(wanted)[0]


def test_the_output_is_chosen_where_there_is_a_value_to_fit():
    app = page("playground", controls="full")
    assert "Output" not in [each.label for each in app.selectbox]
    app.segmented_control(key="control.problem").set_value("Regression").run()
    output = app.selectbox(key="control.output")
    assert (output.options, output.value) == (["Linear", "ReLU"], "linear")
    output.set_value("relu").run()
    assert not app.exception
    assert link(app) == {"controls": "full", "dataset": "plane", "learning_rate": "0.1", "output": "relu"}
    assert app.session_state["playground.seat"].trainer.network.loss.name == "squared_relu"
    app.selectbox(key="control.dataset").set_value("hills").run()
    assert link(app)["output"] == "relu"
    app.segmented_control(key="control.problem").set_value("Classification").run()
    assert not app.exception
    assert not app.info
    assert link(app) == {"controls": "full"}


def test_no_hidden_layers_are_asked_for_by_an_empty_text_and_survive_in_the_link():
    app = page("playground", hidden="")
    assert not app.exception
    assert not app.info
    assert link(app) == {"hidden": ""}
    assert app.session_state["playground.seat"].trainer.layer_sizes == (2, 1)
    app.text_input(key="control.hidden").set_value("3").run()
    assert link(app) == {"hidden": "3"}
    app.text_input(key="control.hidden").set_value("").run()
    assert not app.exception
    assert link(app) == {"hidden": ""}


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_every_field_at_once_opens_the_default_and_says_so(text):
    app = page("playground", **{each.name: text for each in fields(TrainingConfig)})
    assert not app.exception
    assert app.info[0].value.startswith("The link was not fully understood")
    assert app.session_state["playground.seat"].trainer.epoch == 0


def test_a_control_changes_the_run_and_the_link_and_back_to_the_start_undoes_it():
    app = page("playground")
    app.selectbox(key="control.activation").select("elu").run()
    app.slider(key="control.alpha.elu").set_value(0.5).run()
    assert link(app) == {"activation": "elu", "alpha": "0.5"}
    assert app.session_state["playground.seat"].trainer.config.alpha == 0.5
    next(each for each in app.button if each.label == "Back to the start").click().run()
    assert link(app) == {}
    assert app.session_state["playground.seat"].trainer.config == TrainingConfig()


def test_typed_nonsense_gets_a_sentence_and_nothing_else_is_lost():
    app = page("playground", seed="5")
    for typed in (",", "many", "8,,8", "0", "8,8,8,8,8,8,8", "1e9", "-3"):
        app.text_input(key="control.hidden").set_value(typed).run()
        assert not app.exception
        assert "Hidden layers (hidden) must be 0 to 6 whole numbers" in app.error[0].value
        assert app.session_state["playground.seat"].trainer.config == TrainingConfig(seed=5)
    app.text_input(key="control.hidden").set_value("5, 4").run()
    assert not app.error
    assert link(app) == {"seed": "5", "hidden": "5,4"}


def test_the_activations_page_opens_and_its_controls_are_in_the_link():
    app = page("activations")
    assert not app.exception
    assert link(app) == {}
    app.button_group(key="activations.chosen").set_value(["relu", "gelu"]).run()
    assert link(app) == {"activations": "relu,gelu", "focus": "relu"}
    assert not app.exception


def test_an_activations_link_sets_the_page():
    wanted = {"activations": "prelu,relu", "focus": "prelu", "prelu": "0.4", "mean": "-1.5", "depth": "30"}
    app = page("activations", **wanted)
    assert not app.exception
    assert not app.info
    assert link(app) == wanted
    assert "0.4" in app.latex[0].value


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_an_activations_link(text):
    names = ("activations", "focus", "leaky_relu", "relu", "mean", "spread", "depth", "other")
    app = page("activations", **dict.fromkeys(names, text))
    assert not app.exception
    assert app.info[0].value.startswith("The link was not fully understood")


def test_the_last_activation_cannot_be_taken_away():
    app = page("activations")
    app.button_group(key="activations.chosen").set_value([]).run()
    assert not app.exception
    assert link(app)["activations"] == "relu"


def test_one_registration_appears_in_both_pages(squareplus):
    playground = page("playground", activation="squareplus")
    assert not playground.exception
    assert squareplus.label in playground.selectbox(key="control.activation").options
    activations = page("activations", activations="squareplus,relu", focus="squareplus")
    assert not activations.exception
    assert squareplus.label in activations.button_group(key="activations.chosen").options
    assert "Barron 2021" in " ".join(each.value for each in activations.markdown)
