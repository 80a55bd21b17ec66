"""The Playground while runs are compared: what its controls do, and what a link may say."""

import pytest

from relu_viz.stage import ViewConfig
from tests.pages.test_pages import link, page


def test_beside_its_twins_a_run_is_changed_from_its_start_on():
    for compare, expected in (("", {"changes": "40:learning_rate:0.3"}), ("seed:5", {"learning_rate": "0.3"})):
        app = page("playground")
        app.session_state["playground.seat"].shown = 40
        app.session_state["playground.view"] = ViewConfig(compare=compare)
        app.select_slider(key="control.learning_rate").set_value(0.3).run()
        assert not app.exception
        assert link(app) == expected | ({"compare": compare} if compare else {})


@pytest.mark.parametrize(
    ("compare", "sentence"),
    [
        ("nonsense", "What is compared (compare) is such as"),
        ("learning_rate:-1", "Learning rate (learning_rate) must be a number"),
        ("seed:111", "There is no difference in"),
        ("l2:1;l2:2;l2:3;l2:4", "3 others at most, not 4"),
        ("learning_rate:" + "9" * 5000, "must be a number"),
        ("<script>:1", "What is compared (compare) is such as"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence_and_the_stage_is_there(compare, sentence):
    app = page("playground", compare=compare)
    assert not app.exception
    assert [each for each in app.info if sentence in each.value.replace("\u2060", "")]
    assert app.get("bidi_component")
