"""A browser that has not heard of the last change sends its old link and its old controls along: nobody wishes them.

What somebody has set meanwhile on such a page holds, on top of the change.
"""

import pytest

from tests.pages.test_told_by_pictures import link, opened
from tests.pages.test_top_row import edit


def sent_by_a_browser_behind(app, old_link, **held):
    """Run the page for a browser with an old link, and with what its controls held."""
    app.query_params.clear()
    app.query_params.update(old_link)
    for kind, name, value in held.values():
        getattr(app, kind)(key=f"control.{name}").set_value(value)
    app.run()
    assert not app.exception


@pytest.mark.parametrize(
    ("change", "old"),
    [
        ({"learning_rate": "0.3", "epoch": "0"}, ("select_slider", "learning_rate", 1.0)),
        ({"activation": "elu", "epoch": "0"}, ("selectbox", "activation", "relu")),
        ({"dataset": "plane", "learning_rate": "0.1"}, ("segmented_control", "problem", "Classification")),
    ],
)
def test_a_change_is_not_undone_by_what_the_controls_held_before(change, old):
    app = opened("playground")
    after = edit(app, **change)
    assert after
    sent_by_a_browser_behind(app, {}, old=old)
    assert link(app) == after
    kind, name, value = old
    assert getattr(app, kind)(key=f"control.{name}").value != value


def test_undo_is_not_undone_by_the_link_before():
    app = opened("playground")
    edit(app, learning_rate="0.3", epoch="0")
    before = link(app)
    assert edit(app, undo="yes") == {}
    sent_by_a_browser_behind(app, before, rate=("select_slider", "learning_rate", 0.3))
    assert link(app) == {}
    assert app.select_slider(key="control.learning_rate").value == 1


def test_what_is_set_by_a_browser_behind_holds_on_top_of_the_change():
    app = opened("playground")
    edit(app, learning_rate="0.3", epoch="0")
    sent_by_a_browser_behind(app, {}, old=("select_slider", "learning_rate", 1.0), new=("text_input", "hidden", "4, 4"))
    assert link(app) == {"learning_rate": "0.3", "hidden": "4,4"}


def test_two_changes_ago_is_behind_as_well():
    app = opened("playground")
    edit(app, learning_rate="0.3", epoch="0")
    sent_by_a_browser_behind(app, {}, new=("text_input", "hidden", "4, 4"))
    after = link(app)
    sent_by_a_browser_behind(
        app, {}, rate=("select_slider", "learning_rate", 1.0), hidden=("text_input", "hidden", "8, 8")
    )
    assert link(app) == after == {"learning_rate": "0.3", "hidden": "4,4"}


def test_a_link_that_a_browser_brings_back_after_it_had_the_newest_is_taken():
    app = opened("playground")
    edit(app, learning_rate="0.3", epoch="0")
    before = link(app)
    edit(app, learning_rate="0.1", epoch="0")
    app.run()
    sent_by_a_browser_behind(app, before)
    assert link(app) == before


def test_a_link_of_another_visit_is_taken():
    app = opened("playground")
    edit(app, learning_rate="0.3", epoch="0")
    sent_by_a_browser_behind(app, {"hidden": "3"})
    assert link(app) == {"hidden": "3"}
