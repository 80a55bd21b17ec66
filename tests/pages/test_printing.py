"""What paper says of a run: its settings, and its link as a code."""

from html import unescape

import numpy as np
import pytest
import segno

from relu_viz.data.own_points import encode_points
from relu_viz.training import TrainingConfig
from relu_viz.ui.printing import LONGEST, _code, settings


def test_every_setting_is_told_by_its_label_and_in_the_words_of_its_control():
    told = dict(settings(TrainingConfig(dataset="spiral", activation="leaky_relu", hidden=(4, 3), features=("x1",))))
    assert told["Hidden layers"] == "4,3"
    assert (told["Activation"], told["Alpha"], told["Initializer"]) == ("Leaky ReLU", "0.01", "He normal")
    assert told["Inputs"] == "x₁"
    assert told["Dataset"].startswith("Spiral")
    assert "Changed on the way" not in told


@pytest.mark.parametrize(("count", "held_out"), [(5, "none"), (40, "8 of 40")])
def test_of_own_points_it_is_told_how_many_there_are_and_no_noise(count, held_out):
    places = np.column_stack([np.linspace(-1, 1, count), np.zeros(count)])
    config = TrainingConfig(dataset="own", points=encode_points(2.0, places, np.arange(count) % 2))
    told = dict(settings(config))
    assert (told["Points"], told["Share held out"]) == (str(count), held_out)
    assert not {"Noise", "Data seed"} & set(told)


def test_an_activation_without_alpha_has_none_and_changes_are_counted():
    config = TrainingConfig.from_link({"changes": "5:b1.1:-100,9:learning_rate:0.1"})[0]
    told = dict(settings(config))
    assert "Alpha" not in told
    assert told["Changed on the way"] == "2, as the link says"
    assert told["Learning rate"] == "1", "as it began"


@pytest.mark.parametrize("address", ["http://here/playground", "http://here/playground?hidden=8%2C8&seed=3"])
def test_the_code_is_that_of_the_link(address):
    code = _code(address, is_whole=True)
    assert segno.make_qr(address, error="l").svg_data_uri(omitsize=True) in code
    assert f"Opens this run: {address}.<" in unescape(code)


def test_where_a_code_says_too_much_or_too_little_paper_says_so():
    assert "too long for a code" in _code("http://here/?" + "a" * LONGEST, is_whole=True)
    assert "Your own points are too many for a link" in _code("http://here/", is_whole=False)
    assert _code(None, is_whole=True) == ""
    assert "<b>" not in _code("http://here/?<b>", is_whole=True)
