"""The side bar's Simple and Full: what is shown, and that what is not shown keeps its value and is told."""

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.ui.controls import FIELDS
from tests.pages.test_pages import link, page

SIMPLE = {"dataset", "noise", "hidden", "activation", "learning_rate", "seed"}
FOLDED = {
    "samples", "held_out", "data_seed", "initializer", "scale", "bias_shift", "optimizer", "batch_size", "l1", "l2",
    "clip_norm",
}  # fmt: skip


def shown(app: AppTest) -> set[str]:
    keys = {str(widget.key) for kind in ("selectbox", "slider", "select_slider", "number_input", "text_input",
            "button_group") for widget in app.get(kind)}  # fmt: skip
    return {name for name in FIELDS if f"control.{name}" in keys}


def choose(app: AppTest, size: str) -> AppTest:
    app.segmented_control(key="simple.chosen").set_value(size).run()
    assert not app.exception
    return app


def told(app: AppTest) -> list[str]:
    return [each.value for each in app.markdown if "not shown" in each.value]


def test_who_comes_without_a_link_sees_what_decides():
    app = page("playground")
    assert shown(app) == SIMPLE
    assert app.segmented_control(key="simple.chosen").value == "simple"
    assert told(app) == []


def test_full_has_the_rest_and_is_in_the_link():
    app = choose(page("playground"), "full")
    assert shown(app) == SIMPLE | {"features"}
    assert {"More about the data", "First weights", "More about training"} <= {each.label for each in app.expander}
    assert link(app) == {"controls": "full"}
    assert shown(page("playground", controls="full")) == SIMPLE | {"features"}
    assert link(choose(app, "simple")) == {"controls": "simple"}
    assert shown(app) == SIMPLE


@pytest.mark.parametrize("name", sorted(FOLDED | {"features"}))
def test_who_comes_with_a_link_that_sets_what_simple_leaves_out_sees_all(name):
    app = page("playground", **{name: {"features": "x1", "initializer": "zeros", "optimizer": "adam"}.get(name, "0.5")})
    assert app.segmented_control(key="simple.chosen").value == "full"


def test_what_is_not_shown_keeps_its_value_and_is_told():
    wanted = {"features": "x1,product", "batch_size": "7", "changes": "20:l2:0.01"}
    app = choose(page("playground", **wanted), "simple")
    assert shown(app) == SIMPLE
    assert link(app) == wanted | {"controls": "simple"}
    assert told(app) == ["3 changed settings are not shown: Inputs, Batch size, L2."]
    app.text_input(key="control.hidden").set_value("3").run()
    assert link(app)["features"] == "x1,product"
    assert link(app)["batch_size"] == "7"
    app = page("playground", controls="simple", optimizer="adam")
    assert told(app) == ["1 changed setting is not shown: Optimizer."]
    assert told(choose(app, "full")) == []
    assert link(app) == {"controls": "full", "optimizer": "adam"}


def test_what_a_choice_sets_along_is_told_where_it_is_not_shown():
    app = page("playground")
    app.selectbox(key="control.activation").set_value("selu").run()
    assert shown(app) == SIMPLE, "it stays as small as it was"
    assert told(app) == ["1 changed setting is not shown: Initializer."]


def test_nonsense_is_said():
    app = page("playground", controls="nonsense")
    assert "There are no controls 'nonsense'; there are auto, simple, full." in app.info[0].value
