"""Nonsense in place of what a picture tells changes nothing, and the next true word is heard."""

import json

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from relu_viz.ui.pages import all_pages

NONSENSE = [None, True, 10**400, "9" * 400, [[1]]]


def opened(name: str, **query: str) -> AppTest:
    app = AppTest.from_file("../../relu_viz/ui/navigation.py", default_timeout=60)
    app.switch_page(str(all_pages()[name].file))
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def picture(app: AppTest, component: str) -> str:
    """The id by which Streamlit knows a component of the page."""
    (found,) = [each.proto.id for each in app.get("bidi_component") if each.proto.component_name == component]
    return found


def tell(app: AppTest, component: str, event: str, value: object, once: bool) -> None:
    """Say what a component says: once, as of a click, or as what it holds from now on."""
    states = WidgetStates()
    state = states.widgets.add()
    if once:
        state.id = _make_trigger_id(picture(app, component), "events")
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
    else:
        state.id = picture(app, component)
        state.json_value = json.dumps({event: value})
    app._run(states)


def link(app: AppTest) -> dict[str, str]:
    return {key: value[-1] if isinstance(value, list) else value for key, value in app.query_params.items()}


@pytest.mark.parametrize(
    ("page", "component", "event", "once", "true_word", "then"),
    [
        ("sparse", "relu_viz_flipbook", "frame", False, 7, {"live.frame": "7"}),
        ("activations", "relu_viz_explorer", "state", False, {"focus": "elu", "alphas": {"elu": 2}}, {"elu": "2"}),
        ("playground", "relu_viz_stage", "edit", True, {"hidden": "5"}, {"hidden": "5"}),
        ("playground", "relu_viz_rest", "moment", False, {"generation": 1, "family": 1, "epoch": 3}, {}),
    ],
)
def test_nonsense_changes_nothing_and_the_next_true_word_is_heard(page, component, event, once, true_word, then):
    app = opened(page)
    names = list(true_word) if isinstance(true_word, dict) else []
    for value in NONSENSE + [{**true_word, name: nonsense} for name in names for nonsense in (None, True)]:
        tell(app, component, event, value, once)
        assert not app.exception, value
        assert link(app) == {}, value
    tell(app, component, event, true_word, once)
    assert not app.exception
    assert link(app) == then
