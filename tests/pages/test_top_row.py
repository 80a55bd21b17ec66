"""What is chosen in the stage's top row is what the same control of the side bar makes of it."""

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.activations import ACTIVATIONS
from tests.pages.test_proposals import choose, told
from tests.pages.test_told_by_pictures import link, opened, tell

STAGE = "relu_viz_stage"


def edit(app: AppTest, **parameters: str) -> dict[str, str]:
    tell(app, STAGE, "edit", parameters, True)
    assert not app.exception
    return link(app)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_is_chosen_as_in_the_side_bar(activation):
    by_stage, by_side_bar = opened("playground"), opened("playground")
    choose(by_side_bar, activation)
    assert edit(by_stage, activation=activation, epoch="0") == link(by_side_bar)
    assert told(by_stage) == told(by_side_bar)
    assert by_stage.selectbox(key="control.activation").value == activation


def test_what_is_proposed_is_set_back_and_undone_from_the_stage():
    app = opened("playground")
    edit(app, activation="selu", epoch="0")
    assert told(app) == ["Set for SELU: learning rate 0.3, LeCun normal weights."]
    assert edit(app, set_back="yes") == {"activation": "selu"}
    assert told(app) == []
    assert edit(app, set_back="yes") == {"activation": "selu"}, "nothing is left to set back"
    edit(app, undo="yes")
    assert edit(app, undo="yes") == {}


def test_a_rate_chosen_on_the_way_holds_from_the_epoch_that_is_shown():
    app = opened("playground")
    assert edit(app, learning_rate="0.3", epoch="40") == {"changes": "40:learning_rate:0.3"}
    assert app.select_slider(key="control.learning_rate").value == 0.3
    assert edit(app, learning_rate="0.1", epoch="60") == {"changes": "40:learning_rate:0.3,60:learning_rate:0.1"}
    assert edit(app, learning_rate="2", epoch="20") == {"changes": "20:learning_rate:2"}, "in place of what came later"
    assert edit(app, learning_rate="3", epoch="0") == {"learning_rate": "3"}


def test_another_activation_on_the_way_begins_with_the_rate_in_force_where_it_is_borne():
    app = opened("playground", changes="20:learning_rate:0.1,30:w1.1.1:2")
    assert edit(app, activation="tanh", epoch="40") == {"activation": "tanh", "learning_rate": "0.1"}


def test_alpha_is_that_of_its_activation():
    app = opened("playground", activation="elu", alpha="0.5")
    assert edit(app, alpha="0.7", epoch="9") == {"activation": "elu", "alpha": "0.7"}
    assert app.slider(key="control.alpha.elu").value == 0.7
    assert edit(app, activation="leaky_relu", epoch="9") == {"activation": "leaky_relu"}
    assert edit(app, activation="relu", epoch="9") == {}


@pytest.mark.parametrize("epoch", ["", "-3", "1.5", "nonsense", "9" * 400])
def test_an_epoch_that_is_none_is_passed_over(epoch):
    assert edit(opened("playground"), learning_rate="0.3", epoch=epoch) == {"learning_rate": "0.3"}


@pytest.mark.parametrize(("name", "text"), [("activation", "nonsense"), ("alpha", "0.5"), ("learning_rate", "-1")])
def test_what_is_no_choice_changes_nothing_and_is_said(name, text):
    app = opened("playground")
    assert edit(app, **{name: text, "epoch": "40", "seed": "7"}) == {}
    assert app.info[0].value.startswith("The link was not fully understood")
