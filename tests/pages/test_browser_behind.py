"""A browser that has not heard of the last change sends its old link and its old controls along: nobody wishes them.

What somebody has set meanwhile on such a page holds, on top of the change.
"""

from dataclasses import replace

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1.element_tree import Button, Widget

from relu_viz.data.own_points import encode_points
from relu_viz.ui.pages import all_pages
from tests.pages.test_told_by_pictures import link, opened
from tests.pages.test_top_row import edit


class Behind:
    """A browser that has loaded a page and hears no more of it: its link and its controls are its own."""

    def __init__(self, app):
        self.app, self.link, self.tree = app, link(app), app._tree
        for each in self.tree:
            if isinstance(each, Widget) and each.key and not isinstance(each, Button):
                each.set_value(each.value)  # an element asks the page otherwise, which may hold another by then

    def edits(self, **parameters):
        """Do something to the picture; returns the page's link."""
        self.app.query_params.clear()
        self.app.query_params.update(self.link)
        return edit(self.app, **parameters)

    def sends(self, click=None, **changes):
        """Run the page for it, once somebody has changed these controls, with all that they hold."""
        return self.sends_keys(click, {f"control.{name}": value for name, value in changes.items()})

    def sends_keys(self, click=None, changes=()):
        """The same, by the keys of the controls."""
        self.app.query_params.clear()
        self.app.query_params.update(self.link)
        widgets = {each.key: each for each in self.tree if getattr(each, "key", None)}
        for key, value in dict(changes).items():
            widgets[key].set_value(value)
        button = next((each for each in self.tree.button if each.label == click), None)
        if button:
            button.set_value(True)
        states = self.tree.get_widget_states()
        if button:
            button.set_value(False)
        for state in [each for each in states.widgets if each.WhichOneof("value") == "trigger_value"]:
            if not state.trigger_value:  # a browser tells of buttons only that they are clicked
                states.widgets.remove(state)
        self.app._run(states)
        assert not self.app.exception
        assert not self.app.error


@pytest.fixture
def app():
    return opened("playground")


@pytest.fixture
def browser(app):
    return Behind(app)


@pytest.mark.parametrize(
    "change",
    [
        {"learning_rate": "0.3", "epoch": "0"},
        {"activation": "elu", "epoch": "0"},
        {"dataset": "plane", "learning_rate": "0.1"},
    ],
)
def test_a_change_is_not_undone_by_what_a_browser_held_before(app, browser, change):
    after = edit(app, **change)
    assert after
    for _ in range(2):
        browser.sends()
        assert link(app) == after
    Behind(app).sends()
    assert link(app) == after


def test_undo_is_not_undone_by_the_link_before(app):
    edit(app, learning_rate="0.3", epoch="0")
    browser = Behind(app)
    assert edit(app, undo="yes") == {}
    browser.sends()
    assert link(app) == {}
    assert app.select_slider(key="control.learning_rate").value == 1


def test_what_was_undone_can_be_set_again(app):
    edit(app, learning_rate="0.3", epoch="0")
    edit(app, undo="yes")
    Behind(app).sends(learning_rate=0.3)
    assert link(app) == {"learning_rate": "0.3"}


def test_what_was_set_back_by_the_one_who_heard_stays_so(app):
    edit(app, learning_rate="0.3", epoch="0")
    Behind(app).sends(learning_rate=1.0)
    browser = Behind(app)
    after = browser.edits(dataset="circles")
    browser.sends()
    assert link(app) == after == {"dataset": "circles"}


def test_what_is_set_by_a_browser_behind_holds_on_top_of_the_change(app, browser):
    edit(app, learning_rate="0.3", epoch="0")
    browser.sends(hidden="4, 4")
    assert link(app) == {"learning_rate": "0.3", "hidden": "4,4"}


def test_to_and_fro_before_the_browser_hears_ends_where_it_began(app, browser):
    seed = app.number_input(key="control.seed").value
    edit(app, learning_rate="0.3", epoch="0")
    browser.sends(seed=1)
    assert link(app) == {"learning_rate": "0.3", "seed": "1"}
    browser.sends(seed=seed)
    assert link(app) == {"learning_rate": "0.3"}
    browser.sends(hidden="4,4")
    browser.sends(hidden="8, 8")
    assert link(app) == {"learning_rate": "0.3"}


def test_the_problem_to_and_fro_is_the_problem_it_was(app, browser):
    browser.sends(problem="Regression")
    assert "dataset" in link(app)
    browser.sends(problem="Classification")
    assert link(app) == {}


def test_what_is_set_back_before_the_browser_hears_is_as_it_was(app, browser):
    browser.edits(learning_rate="0.3", epoch="0")
    browser.edits(undo="yes")
    for _ in range(2):
        browser.sends()
        assert link(app) == {}


def test_an_activation_to_and_fro_leaves_nothing_of_what_was_proposed(app, browser):
    browser.sends(activation="selu")
    browser.sends(activation="relu")
    assert link(app) == {}


def test_who_comes_back_by_the_browsers_button_may_set_the_same_again_at_once(app, browser):
    browser.sends(learning_rate=0.3)
    heard = Behind(app)
    heard.link = {}
    heard.sends(learning_rate=1.0)
    back = Behind(app)
    back.sends(seed=3)
    back.sends(learning_rate=0.3)
    assert link(app) == {"learning_rate": "0.3", "seed": "3"}


def test_other_data_of_the_problem_before_bring_that_problem_back(app, browser):
    browser.edits(dataset="plane", learning_rate="0.1")
    browser.sends(dataset="circles")
    assert link(app)["dataset"] == "circles"
    assert app.segmented_control(key="control.problem").value == "Classification"


def test_the_side_bars_size_can_be_chosen_again_at_once(app, browser):
    browser.sends_keys(changes={"simple.chosen": "full"})
    Behind(app).sends(click="Back to the start")
    browser = Behind(app)
    browser.sends(hidden="4")
    browser.sends_keys(changes={"simple.chosen": "full"})
    assert link(app) == {"controls": "full", "hidden": "4"}


def test_what_is_done_to_the_picture_holds_whatever_a_browser_holds_that_has_heard_of_the_link_only(app):
    x, y = np.array([[0.1, 0.2], [0.5, -0.5], [0.7, 0.1]]), np.array([0, 1, 1])
    edit(app, points=encode_points(1.0, x[:2], y[:2]), dataset="own")
    app.session_state["control.dataset"] = "moons"
    third = encode_points(1.0, x, y)
    assert edit(app, points=third, dataset="own") == {"points": third, "dataset": "own"}


def test_a_put_that_was_not_drawn_is_unheard_whatever_the_link(app, browser):
    after = edit(app, learning_rate="0.3", epoch="0")
    put = app.session_state["catching_up.put"]["control.learning_rate"]
    app.session_state["catching_up.put"]["control.learning_rate"] = replace(put, is_drawn=False)
    browser.link = after
    browser.sends()
    assert link(app) == after


def test_two_changes_of_one_control_are_behind_as_well(app, browser):
    browser.edits(learning_rate="0.3", epoch="0")
    after_one = Behind(app)
    after_two = browser.edits(learning_rate="0.1", epoch="0")
    browser.sends()
    assert link(app) == after_two
    after_one.sends()
    assert link(app) == after_two


def test_what_a_choice_proposes_holds_beside_a_change_that_is_not_heard_of(app, browser):
    edit(app, learning_rate="0.3", epoch="0")
    browser.sends(activation="selu")
    proposed = link(app)
    assert proposed["activation"] == "selu"
    browser.sends(seed=3)
    assert link(app) == proposed | {"seed": "3"}


def test_a_button_leaves_what_was_set_in_the_same_moment():
    app = opened("playground", controls="full")
    Behind(app).sends(click="Other points", seed=5)
    assert link(app) == {"controls": "full", "seed": "5", "data_seed": "1"}


def test_back_to_the_start_takes_the_side_bars_size_along(app, browser):
    browser.sends_keys(changes={"simple.chosen": "full"})
    assert link(app) == {"controls": "full"}
    browser = Behind(app)
    browser.sends(click="Back to the start")
    assert link(app) == {}
    browser.sends()
    assert link(app) == {}
    assert app.segmented_control(key="simple.chosen").value == "simple"


def test_a_link_that_a_browser_brings_back_after_it_had_the_newest_is_taken(app):
    edit(app, learning_rate="0.3", epoch="0")
    browser = Behind(app)
    edit(app, learning_rate="0.1", epoch="0")
    app.run()
    browser.sends()
    assert link(app) == {"learning_rate": "0.3"}


def test_a_link_of_another_visit_is_taken(app, browser):
    edit(app, learning_rate="0.3", epoch="0")
    browser.link = {"hidden": "3"}
    browser.sends()
    assert link(app) == {"hidden": "3"}


def test_a_link_from_another_page_is_taken_even_if_it_was_the_one_before():
    app = opened("playground", hidden="3")
    Behind(app).edits(hidden="4")
    app.switch_page(str(all_pages()["situations"].file)).run()
    app.switch_page(str(all_pages()["playground"].file))
    app.query_params.clear()
    app.query_params["hidden"] = "3"
    app.run()
    assert link(app) == {"hidden": "3"}


def test_a_first_link_in_another_form_is_no_wish_either():
    app = opened("playground", hidden="4, 4", features="x2,x1")
    browser = Behind(app)
    browser.link = {"hidden": "4, 4", "features": "x2,x1"}
    after = browser.edits(learning_rate="0.3", epoch="0")
    browser.sends()
    assert link(app) == after
    assert after["hidden"] == "4,4"


def test_activations_that_were_set_back_stay_so():
    app = opened("activations")
    browser = Behind(app)
    browser.sends_keys(changes={"activations.chosen": ["relu", "elu", "selu"]})
    assert link(app)
    browser = Behind(app)
    browser.sends(click="Back to the start")
    assert link(app) == {}
    browser.sends()
    assert link(app) == {}


@pytest.mark.parametrize(("setting", "first", "then"), [("mean", 1.0, 2.0), ("spread", 2.0, 2.5), ("depth", 5, 9)])
def test_a_slider_of_the_activations_is_set_again_and_set_back(setting, first, then):
    app, key = opened("activations"), f"explorer.{setting}"
    for value in (first, then):
        app.slider(key=key).set_value(value).run()
        assert link(app) == {setting: f"{value:g}"}
        assert app.slider(key=key).value == value
    browser = Behind(app)
    for _ in range(2):
        browser.sends(click="Back to the start")
        assert link(app) == {}
    app.slider(key=key).set_value(first).run()
    assert link(app) == {setting: f"{first:g}"}


@pytest.fixture
def cut(monkeypatch):
    """A function that ends runs where a function of the side bar is called, as the browser's next message does."""

    def end_at(name):
        monkeypatch.setattr(f"relu_viz.ui.controls.{name}", lambda *_: st.stop())
        return monkeypatch.undo

    return end_at


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (({"seed": 112}, {"seed": 113}), {"seed": "113"}),
        (({"noise": 0.5}, {"hidden": "4, 4"}), {"noise": "0.5", "hidden": "4,4"}),
        (({"activation": "selu"}, {"seed": 3}), {"activation": "selu", "initializer": "lecun_normal", "seed": "3"}),
    ],
)
def test_a_change_that_ends_the_drawing_of_the_one_before_holds_as_well(app, browser, cut, changes, told):
    go_on = cut("_network_controls")
    browser.sends(**changes[0])
    go_on()
    browser.sends(**changes[1])
    assert told.items() <= link(app).items()


def test_who_opened_a_link_in_full_has_the_side_bar_simple_at_the_start_again():
    app = opened("playground", batch_size="5")
    assert app.segmented_control(key="simple.chosen").value == "full"
    next(each for each in app.button if each.label == "Back to the start").click().run()
    assert link(app) == {}
    assert app.segmented_control(key="simple.chosen").value == "simple"


def test_settings_of_a_live_part_that_were_set_back_stay_so():
    app = opened("fully_connected")
    browser = Behind(app)
    seed = "field.live.seed"
    browser.sends_keys(changes={seed: 7})
    assert link(app) == {"live.seed": "7"}
    browser = Behind(app)
    browser.sends(click="Default settings")
    assert link(app) == {}
    browser.sends()
    assert link(app) == {}
    browser.sends_keys(changes={seed: 8})
    assert link(app) == {"live.seed": "8"}


def test_what_is_done_while_a_link_that_was_come_to_is_drawn_holds(cut):
    app = opened("playground", hidden="2")
    app.query_params.clear()
    app.query_params.update({"hidden": "3", "samples": "20"})  # somebody has come to another link
    go_on = cut("_training_controls")
    app.run()
    go_on()
    edit(app, hidden="4,4")
    assert link(app) == {"hidden": "4,4", "samples": "20"}
