"""Twins: what a link may say of them, in what they differ in words, and whom a difference revives."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relu_viz.training import (
    Change,
    Trainer,
    TrainingConfig,
    active_share,
    link_of_twins,
    proposed_twins,
    read_twins,
    revived_in,
    tell_twin,
    twins_of,
)
from tests.pieces import finished


@pytest.mark.parametrize(
    ("text", "differs", "words"),
    [
        ("learning_rate:0.3", {"learning_rate": 0.3}, "learning rate 0.3"),
        ("activation:leaky_relu,alpha:0.01", {"activation": "leaky_relu", "alpha": 0.01}, "Leaky ReLU, α = 0.01"),
        ("activation:elu", {"activation": "elu"}, "ELU, α = 1"),
        ("activation:tanh", {"activation": "tanh"}, "Tanh"),
        ("optimizer:adam,learning_rate:0.01", {"optimizer": "adam", "learning_rate": 0.01},
         "optimizer Adam, learning rate 0.01"),
        ("l2:0.1", {"l2": 0.1}, "L2 0.1"),
        ("batch_size:50", {"batch_size": 50}, "batch size 50"),
        ("seed:5", {"seed": 5}, "seed 5"),
        ("bias_shift:-0.5", {"bias_shift": -0.5}, "bias shift −0.5"),
    ],
)  # fmt: skip
def test_a_twin_is_the_same_run_with_one_difference(text, differs, words):
    base = TrainingConfig(dataset="circles", hidden=(5, 3))
    (twin,), problems = twins_of(base, read_twins(f" {text} ;"))
    assert (twin, problems) == (replace(base, **differs), [])
    assert tell_twin(base, twin) == words


def test_another_activation_brings_its_own_alpha_and_leaves_slopes_set_by_hand():
    base = TrainingConfig(activation="prelu", alpha=0.1, changes=(Change(3, "a1.1", 0.5), Change(4, "w1.1.1", 2.0)))
    (twin,), problems = twins_of(base, "activation:relu")
    assert (twin.activation, twin.alpha, problems) == ("relu", None, [])
    assert [change.what for change in twin.changes] == ["w1.1.1"]
    (twin,), _ = twins_of(TrainingConfig(changes=(Change(9, "learning_rate", 0.5),)), "learning_rate:0.2")
    assert twin.changes == (), "what is changed on the way of the same setting gives way"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("learning_rate:x", "must be a number from 1e-06 to 1e+06, not 'x'"),
        ("learning_rate:1", "no difference in 'learning_rate:1'"),
        ("l2:0.1;l2:0.1", "no difference in 'l2:0.1'"),
        ("activation:nope", "There is no activation 'nope'"),
        ("alpha:3", "ReLU has no alpha"),
    ],
)
def test_a_twin_that_cannot_be_gets_a_sentence(text, sentence):
    twins, problems = twins_of(TrainingConfig(), read_twins(text))
    assert len(twins) == text.count(";")
    assert len(problems) == 1
    assert sentence in problems[0]


@given(st.text(st.sampled_from("abl2:;,.0191_ <é") | st.characters(), max_size=60))
def test_nonsense_is_refused_in_one_sentence_or_read(text):
    problem, read = "", ""
    try:
        read = read_twins(text)
    except ValueError as refusal:
        problem = str(refusal)
    assert "\n" not in problem
    assert ("(compare)" in problem) != (read.strip() != "" or problem == "")
    twins, problems = twins_of(TrainingConfig(), read)
    assert len(twins) <= 3
    assert all(TrainingConfig.from_link(twin.to_link())[0] == twin for twin in twins)
    assert len(twins) + len(problems) >= len(list(filter(None, read.split(";"))))


def test_too_many_are_refused():
    with pytest.raises(ValueError, match="3 others at most, not 4"):
        read_twins("l2:1;l2:2;l2:3;l2:4")


@pytest.mark.parametrize("activation", ["relu", "tanh", "prelu"])
def test_what_is_proposed_can_be(activation):
    config = TrainingConfig(activation=activation)
    twins, problems = twins_of(config, read_twins(proposed_twins(config)))
    assert (len(twins), problems) == (2, [])


@settings(max_examples=5)
@given(
    seed=st.sampled_from([111, 112, 126]), text=st.sampled_from(["learning_rate:0.1", "optimizer:momentum", "l2:0.01"])
)
def test_whom_a_difference_revives_is_what_a_run_of_its_own_says(seed, text):
    base = TrainingConfig(hidden=(4, 4), learning_rate=2.0, seed=seed)
    trainer = Trainer(base)
    trainer.run(60)
    (twin,), _ = twins_of(base, text)
    told = finished(revived_in(trainer, twin, 30, 60))
    plain, other = Trainer(base), Trainer(twin)
    plain.run(30)
    silent = active_share(plain.network, plain.inputs(plain.data.x_train))[0] == 0
    state = plain.take()
    other.restore(replace(state, memory=np.zeros_like(other.memory)))
    other.run(30)
    active = active_share(other.network, other.inputs(other.data.x_train))[0] > 0
    plain.run(30)
    anyway = active_share(plain.network, plain.inputs(plain.data.x_train))[0] > 0
    assert told == (silent.sum(), (silent & active).sum(), (silent & anyway).sum())


@pytest.mark.parametrize("text", ["seed:5", "scale:2", "bias_shift:-1", "alpha:0.5"])
def test_what_belongs_to_the_start_revives_nobody(text):
    trainer = Trainer(TrainingConfig(hidden=(2,), activation="prelu"))
    trainer.run(3)
    (twin,), _ = twins_of(trainer.config, text)
    assert finished(revived_in(trainer, twin, 1, 3)) is None


@pytest.mark.parametrize(
    "others",
    [
        (),
        ({"activation": "elu"}, {"activation": "leaky_relu", "alpha": 0.2}, {"activation": "tanh", "l2": 0.001}),
        ({"seed": 5, "scale": 0.1, "bias_shift": -0.5, "optimizer": "adam", "learning_rate": 0.3},),
    ],
)
def test_a_link_of_twins_opens_these_very_runs(others):
    base = TrainingConfig(dataset="circles", hidden=(5, 3), learning_rate=0.1)
    twins = [replace(base, **each) for each in others]
    link = link_of_twins(base, twins)
    compare = read_twins(link.pop("compare", ""))
    first, ignored = TrainingConfig.from_link(link)
    assert (first, ignored) == (base, [])
    assert twins_of(first, compare) == (twins, [])


@pytest.mark.parametrize(
    "others",
    [
        [{"hidden": (4,)}], [{"data_seed": 5, "seed": 5}], [{}], [{"seed": 5}] * 2, [{"alpha": None}], [{"l2": 1 / 3}],
        [{"seed": seed} for seed in range(4)],
    ],
)  # fmt: skip
def test_no_link_says_runs_that_are_no_twins(others):
    base = TrainingConfig(activation="elu", alpha=0.5)
    with pytest.raises(ValueError, match=r"does not say all|others at most"):
        link_of_twins(base, [replace(base, **each) for each in others])
