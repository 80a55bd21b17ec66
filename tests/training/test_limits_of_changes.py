"""What may be changed on the way, up to its limits; what a change at epoch 0 is; which own points fit a link."""

import numpy as np
import pytest

from relu_viz.data.own_points import encode_points
from relu_viz.training import Change, Trainer, TrainingConfig
from relu_viz.training.changes import first_difference, next_change, parameter_index, read_changes, setting_at

SMALL = {"samples": 20, "hidden": (3,), "learning_rate": 0.1}


def accepted(*changes: Change) -> bool:
    try:
        TrainingConfig(**SMALL, changes=changes)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("changes", "is_accepted"),
    [([Change(1, "l1", 0.1)] * 40, True), ([Change(1, "l1", 0.1)] * 41, False),
     ([Change(3, "b1.1", 1000)], True), ([Change(3, "b1.1", 1000.001)], False),
     ([Change(3, "b1.1", -1000)], True), ([Change(3, "b1.1", -1000.001)], False),
     ([Change(3, "l2", 10)], True), ([Change(3, "l2", 10.001)], False),
     ([Change(3, "clip_norm", 1e6)], True), ([Change(3, "learning_rate", 1e6)], True),
     ([Change(4, "l1", 0), Change(4, "l2", 0)], True), ([Change(4, "l1", 0), Change(3, "l2", 0)], False)],
)  # fmt: skip
def test_changes_are_accepted_up_to_their_limits(changes, is_accepted):
    assert accepted(*changes) == is_accepted


@pytest.mark.parametrize(("text", "is_read"), [("1000000:l1:0", True), ("1000001:l1:0", False), ("0:l1:0", True)])
def test_a_change_is_read_up_to_the_last_epoch(text, is_read):
    if is_read:
        assert read_changes(text)[0].epoch == int(text.split(":")[0])
    else:
        with pytest.raises(ValueError, match="epoch:what:value"):
            read_changes(text)


def test_of_several_changes_at_an_epoch_the_last_holds_and_none_holds_before():
    changes = (Change(2, "l1", 0.1), Change(5, "l1", 0.2), Change(5, "l1", 0.3), Change(5, "l2", 0.9))
    assert [setting_at(changes, "l1", epoch, 7.0) for epoch in (0, 1, 2, 4, 5, 9)] == [7, 7, 0.1, 0.1, 0.3, 0.3]
    assert [next_change(changes, epoch) for epoch in (0, 1, 2, 4, 5)] == [2, 2, 5, 5, None]


@pytest.mark.parametrize(
    ("one", "other", "epoch"),
    [((), (), 10**6), ((3,), (3,), 10**6), ((3,), (), 3), ((), (4,), 4), ((3, 6), (3, 5), 5), ((2,), (7,), 2),
     ((3, 3), (3,), 3)],
)  # fmt: skip
def test_two_runs_are_the_same_until_the_first_change_that_only_one_has(one, other, epoch):
    made = [tuple(Change(at, "l1", 0.5) for at in epochs) for epochs in (one, other)]
    assert first_difference(*made) == epoch


@pytest.mark.parametrize(("what", "place"), [("w1.1.1", 0), ("w1.2.3", 5), ("b1.1", 6), ("b1.3", 8), ("w2.1.1", 9),
                                             ("w2.3.2", 14), ("b2.2", 16)])  # fmt: skip
def test_where_a_parameter_lies_by_hand(what, place):
    """Two inputs, three units, two outputs: 2 · 3 weights, 3 biases, 3 · 2 weights, 2 biases."""
    assert parameter_index(what, (2, 3, 2)) == place


@pytest.mark.parametrize(("what", "place"), [("a1.1", 26), ("a1.3", 28), ("a2.1", 29), ("a2.2", 30)])
def test_learned_slopes_lie_behind_all_weights_and_biases(what, place):
    """Two inputs, layers of three and two units, three outputs: 6 + 3, 6 + 2 and 6 + 3 weights and biases."""
    assert parameter_index(what, (2, 3, 2, 3), slopes=True) == place
    config = TrainingConfig(activation="prelu", dataset="blobs", hidden=(3, 2), changes=(Change(0, what, 0.5),))
    assert Trainer(config).network.theta[0, place] == 0.5


@pytest.mark.parametrize("what", ["a3.1", "a1.4", "a0.1", "a1.0", "a1.1.1"])
def test_outputs_have_no_slope_and_others_than_prelu_none_at_all(what):
    with pytest.raises(ValueError, match="nothing called"):
        parameter_index(what, (2, 3, 2, 3), slopes=True)
    with pytest.raises(ValueError, match=r"nothing called 'a1\.1'"):
        TrainingConfig(changes=(Change(0, "a1.1", 0.5),))


NOT_THERE = "w1.3.1 w1.1.4 b1.4 b0.1 b3.1 w0.1.1 w3.1.1 b1.0 w1.0.1 w1.1 b1 W1.1.1 w1.1.1.1 w001.1.1 b1.0001"


@pytest.mark.parametrize("what", NOT_THERE.split())
def test_what_a_network_does_not_have_cannot_be_changed(what):
    with pytest.raises(ValueError, match="nothing called"):
        parameter_index(what, (2, 3, 2))


def test_a_change_at_epoch_0_is_there_before_the_first_step_and_in_the_first_frame():
    config = TrainingConfig(**SMALL, changes=(Change(0, "w1.2.3", -0.25), Change(0, "learning_rate", 0.4)))
    trainer = Trainer(config)
    assert trainer.first_frame.theta[0, 0, 5] == -0.25
    assert trainer.settings["learning_rate"] == 0.4
    trainer.run(2)
    by_hand = Trainer(TrainingConfig(**SMALL | {"learning_rate": 0.4}))
    by_hand.network.theta[0, 5] = -0.25
    by_hand.run(2)
    assert np.array_equal(trainer.network.theta, by_hand.network.theta)


@pytest.mark.parametrize("dataset", ["blobs", "circles", "spiral", "xor"])  # before and after "own" in the alphabet
def test_points_that_are_not_shown_are_not_in_the_link(dataset):
    text = encode_points(1.0, np.zeros((9, 2)), np.arange(9) % 2)
    assert TrainingConfig(dataset=dataset, points=text).to_link() == {"dataset": dataset}


@pytest.mark.parametrize(("points", "fits"), [(299, True), (300, False)])
def test_about_three_hundred_points_fit_a_link(points, fits):
    """Five bytes a point and four before, in base64: four letters for three bytes, 2,000 at most."""
    text = encode_points(1.0, np.zeros((points, 2)), np.arange(points) % 2)
    assert (len(text) <= 2000) == fits
    config = TrainingConfig(dataset="own", points=text)
    assert config.points_fit_a_link == fits
    assert ("points" in config.to_link(), "dataset" in config.to_link()) == (fits, fits)
