"""The figures in what experiments say of themselves: those that decide, and those that are measured with."""

from dataclasses import fields

import numpy as np
import pytest

from relu_viz.experiments.catalogue import all_claims, all_experiments
from relu_viz.uses import AgentConfig, load_digits
from tests.experiments.synthetic import tells

EXPERIMENTS = all_experiments()


@pytest.mark.parametrize(("name", "part", "figures"), [
    ("cnn", "against", [97]), ("fully_connected", "against", [95]), ("agent", "against", [475]),
    ("agent", "method", [2017, 100]), ("exploding", "claimed", [2, 2015]), ("deep_digits", "limits", [32]),
])  # fmt: skip
def test_what_decides_is_what_is_said(name, part, figures):
    tells(getattr(EXPERIMENTS[name].about, part).replace("CartPole-v1", ""), *figures)


def test_a_digit_held_out_is_so_many_points():
    held_out, kept = len(load_digits(0).x_test), len(load_digits(0).x_train)
    tells(EXPERIMENTS["fully_connected"].about.limits, held_out, 100 / held_out)
    assert "three quarters of the digits" in EXPERIMENTS["fully_connected"].about.method
    assert kept / (kept + held_out) == pytest.approx(0.75, abs=0.001)


@pytest.mark.parametrize(("name", "field", "batch"), [
    ("non_linear", "epochs", 20), ("sparse", "epochs", 20), ("exploding", "epochs", 20),
    ("rescue", "learning_rate", 20), ("learned_slope", "learning_rate", 20), ("phase_diagram", "epochs", 10),
])  # fmt: skip
def test_batches_are_as_large_as_is_said(name, field, batch):
    # That they are trained with such batches is in test_measures_of_training.
    kind = EXPERIMENTS[name].config
    help_text = next(each.metadata["help"] for each in fields(kind) if each.name == field)
    assert f"batches of {batch}." in help_text


def test_a_round_has_as_many_steps_as_is_said():
    help_text = next(each.metadata["help"] for each in fields(EXPERIMENTS["agent"].config) if each.name == "rounds")
    tells(help_text, 256)
    assert "mean return of the latest 20 episodes" in EXPERIMENTS["agent"].columns["returns"]
    assert "mean return over 100 fresh episodes" in EXPERIMENTS["agent"].columns["tested"]
    assert AgentConfig().rounds > 0


def test_columns_say_what_was_tried():
    tells(EXPERIMENTS["sparse"].columns["accuracy"], 0, 10, 90)
    tells(EXPERIMENTS["cost"].columns["share"], 8, 8, 64, 64, 256, 256)


def test_every_claim_belongs_to_its_page_and_comes_in_its_place():
    known = [
        "non_linear", "sparse", "cost", "race", "vanishing", "phase_diagram", "dying_units", "exploding", "rescue",
        "learned_slope", "self_normalizing", "cnn", "fully_connected", "deep_digits", "agent",
    ]  # fmt: skip
    assert [name for name in EXPERIMENTS if name in known] == known
    told = [(claim.number, claim.also) for claim, made in all_claims() if made.name in known]
    assert told == [
        (1, False), (2, False), (3, False), (4, False), (5, False), (6, False), (6, True), (7, False), (8, False),
        (9, False), (10, False), (11, False), (12, False), (13, False), (13, True), (14, False),
    ]  # fmt: skip
    numbers = [claim.number or np.inf for claim, _ in all_claims()]
    assert numbers == sorted(numbers)  # the misconceptions last
