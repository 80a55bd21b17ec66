"""A seed of the 64 that is put on the stage is the run that was measured, whatever has been changed since."""

import json

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates

from tests.pages.test_told_by_pictures import link, opened

TRAINED = {"hidden": "2", "samples": "20", "batch_size": "20"}


@pytest.fixture
def app():
    """64 seeds have been trained, and the network has been changed since."""
    app = opened("playground", **TRAINED)
    next(each for each in app.button if each.label == "Train 64 seeds").click().run()
    app.text_input(key="control.hidden").set_value("8, 8").run()
    assert link(app) == {name: text for name, text in TRAINED.items() if name != "hidden"}
    return app


def test_by_its_button(app):
    seed = app.selectbox(key="repeats.seed").options[5]
    app.selectbox(key="repeats.seed").set_value(int(seed))  # heard of with the press
    next(each for each in app.button if each.label == "Put it on the stage").click().run()
    assert not app.exception
    assert link(app) == TRAINED | {"seed": seed}


@pytest.mark.parametrize("made_up", [None, "115", 10**30, [115], {"seed": 115}, 4])
def test_a_dot_that_is_none_of_the_seeds_comes_to_nothing(app, made_up):
    before = link(app)
    charts = [each.proto.id for each in app.get("plotly_chart") if each.proto.alt.startswith("A dot for each seed")]
    states = WidgetStates()
    states.widgets.add(id=charts[0], string_value=json.dumps({"selection": {"points": [{"customdata": made_up}]}}))
    app._run(states)
    assert not app.exception
    assert link(app) == before


def test_by_its_dot_once(app):
    charts = [each.proto.id for each in app.get("plotly_chart") if each.proto.alt.startswith("A dot for each seed")]
    states, points = WidgetStates(), [{"customdata": 115}]
    states.widgets.add(id=charts[0], string_value=json.dumps({"selection": {"points": points}}))
    app._run(states)
    assert not app.exception
    assert link(app) == TRAINED | {"seed": "115"}
    app.text_input(key="control.hidden").set_value("3").run()  # a selection stays when the page reruns
    assert link(app) == TRAINED | {"hidden": "3", "seed": "115"}
