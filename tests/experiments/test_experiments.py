"""Every experiment: its numbers do not depend on its shards, its verdicts on nothing but its numbers, bad configs
get a sentence, and what is shipped belongs to the default config."""

from dataclasses import fields, replace

import numpy as np
import pytest

from relu_viz.base import as_text, is_whole
from relu_viz.experiments.catalogue import all_claims, all_experiments
from relu_viz.figures.experiments import pictures_of
from relu_viz.laboratory import DOES_NOT, HOLDS, ONLY_WHEN, Result, run, save, shipped
from relu_viz.laboratory.shards import Progress, cut, finished
from relu_viz.laboratory.storage import load

EXPERIMENTS = all_experiments()
UNTIMED = [name for name, experiment in EXPERIMENTS.items() if not experiment.timed]
SMALL = {  # of each config, what makes it quick
    "non_linear": {"epochs": 5, "units": 4},
    "sparse": {"epochs": 5, "activations": ("relu", "tanh"), "width": 4},
    "cost": {"sizes": (100, 1000)},
    "race": {"epochs": 8, "rates": 3, "depths": (1,), "width": 4},
    "vanishing": {"depth": 6, "width": 8},
    "phase_diagram": {"cells": 4, "epochs": 3, "width": 4},
    "dying_units": {"widths": (1, 3), "deepest": 5},
    "exploding": {"depth": 6, "width": 8, "epochs": 2, "activations": ("relu", "tanh")},
    "rescue": {"epochs": 15, "alphas": (0.1,), "width": 4},
    "learned_slope": {"epochs": 20, "starts": (0.25,), "width": 4, "depth": 2},
    "self_normalizing": {"depth": 6, "width": 8},
    "misconceptions": {},
    "sparse_speed": {"units": 16},
    "cnn": {"epochs": 1, "filters": (2,), "activations": ("relu", "tanh")},
    "fully_connected": {"epochs": 1, "units": 4, "batch_size": 500},
    "deep_digits": {
        "epochs": 1,
        "units": 4,
        "depths": (1, 2),
        "activations": ("relu",),
        "initializers": ("he_normal", "normal"),
    },
    "agent": {"rounds": 10, "hidden": (4,), "activations": ("relu",)},
}


def small(name: str, runs: int = 9):
    """A config that is quickly measured: as above, or with every size of a new experiment at its lowest."""
    lowest = {
        each.name: each.metadata["low"]
        for each in fields(EXPERIMENTS[name].config)
        if is_whole(each) and "low" in each.metadata and "most" not in each.metadata
    }
    return EXPERIMENTS[name].config(**{**SMALL.get(name, lowest), "seed": 0, "runs": runs})


@pytest.mark.parametrize("name", UNTIMED)
def test_the_result_is_the_same_bit_for_bit_whatever_the_shards(name):
    experiment, config = EXPERIMENTS[name], small(name)
    whole = finished(run(experiment, config, runs_of_a_shard=9))
    other = finished(run(experiment, config, runs_of_a_shard=4))  # the last of the three is a single run
    for array in whole.arrays:
        np.testing.assert_array_equal(whole[array], other[array])


@pytest.mark.parametrize("name", ["phase_diagram", "vanishing"])
def test_the_result_is_the_same_from_one_shard_and_from_seven(name):
    experiment, config = EXPERIMENTS[name], small(name, runs=14)
    one, seven = (finished(run(experiment, config, runs_of_a_shard=14 // shards)) for shards in (1, 7))
    for array in one.arrays:
        np.testing.assert_array_equal(one[array], seven[array])


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_runs_tells_and_draws(name):
    experiment, config = EXPERIMENTS[name], small(name)
    measuring, seen = run(experiment, config), []
    while True:
        try:
            seen.append(next(measuring))
        except StopIteration as end:
            result = end.value
            break
    assert seen[0] == Progress(0, seen[-1].total)
    assert seen[-1].done == seen[-1].total
    parts = len(experiment.parts(config))
    assert set(result.arrays) == set(experiment.columns)
    for array in result.arrays.values():
        assert array.shape[:2] == (parts, 9)
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    for claim in experiment.claims:
        verdict = claim.verdict(result)
        assert verdict.word in (HOLDS, ONLY_WHEN, DOES_NOT)
        assert verdict.sentence.endswith(".")
        assert "nan" not in verdict.sentence
    for picture in pictures_of(experiment, result):
        assert picture.alt
        assert picture.figure.data


def test_results_are_shipped():
    assert set(SMALL) <= {name for name, experiment in EXPERIMENTS.items() if shipped(experiment)}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_shipped_results_belong_to_the_default_configs(name):
    # When this fails, measure anew: python -m relu_viz.experiments --all
    experiment, config = EXPERIMENTS[name], EXPERIMENTS[name].config()
    stored = shipped(experiment)
    if stored is None:
        return  # a new one, which its page offers to measure
    assert stored.result.config == config
    assert set(stored.result.arrays) == set(experiment.columns)
    for array in stored.result.arrays.values():
        assert array.shape[:2] == (len(experiment.parts(config)), config.runs)


@pytest.mark.parametrize("name", ["vanishing", "dying_units", "misconceptions"])
def test_shipped_results_are_what_the_code_measures(name):
    # Of experiments without long training, where another machine's rounding grows into nothing.
    experiment = EXPERIMENTS[name]
    stored = shipped(experiment)
    assert stored is not None
    part = experiment.parts(stored.result.config)[0]
    again = experiment.measure(stored.result.config, part, range(3))
    for array, values in again.items():
        np.testing.assert_allclose(values, stored.result[array][0, :3], rtol=1e-4)


def test_a_stored_result_comes_back(tmp_path):
    experiment, config = EXPERIMENTS["vanishing"], small("vanishing")
    result = finished(run(experiment, config))
    save(result, tmp_path / "vanishing.npz")
    back = load(experiment, tmp_path / "vanishing.npz").result
    assert back.config == config
    for array in result.arrays:
        np.testing.assert_array_equal(back[array], result[array])
    with pytest.raises(ValueError, match="does not fit race"):
        load(EXPERIMENTS["race"], tmp_path / "vanishing.npz")


def test_all_fourteen_statements_and_seven_misconceptions_have_verdicts():
    numbers = [claim.number for claim, _ in all_claims()]
    assert set(range(1, 15)) <= set(numbers)
    assert numbers.count(0) >= 7


def changed(result: Result, **arrays) -> Result:
    return replace(result, arrays=dict(result.arrays) | arrays)


def swapped(result: Result, name: str, order: list[int]) -> Result:
    """The same with the conditions of one array in another order."""
    return changed(result, **{name: result[name][order]})


def scaled(result: Result, name: str, factor: float) -> Result:
    return changed(result, **{name: result[name] * factor})


CHANGES = {  # of each statement, data that tell another story
    "ReLU is non-linear: it lets a network model complex patterns": lambda r: changed(
        r, accuracy=np.full_like(r["accuracy"], 0.5)
    ),
    "ReLU is sparse: many hidden activations are exactly zero": lambda r: scaled(r, "zeros", 0.1),
    "ReLU is computationally cheap": lambda r: changed(r, ratio=np.ones_like(r["ratio"])),
    "Networks with ReLU converge faster than with sigmoid or tanh": lambda r: changed(
        r,
        epochs=np.where(np.arange(len(r["epochs"]))[:, None, None] % 4 == 0, np.inf, 5.0)
        + 0 * np.nan_to_num(r["epochs"]),
    ),
    "With ReLU the gradient does not vanish": lambda r: changed(r, gradient=r["gradient"] * np.geomspace(1e-20, 1, 50)),
    "ReLU units die from large learning rates and poor initialization": lambda r: scaled(r, "dead", 0.0),
    "Deep narrow ReLU networks are born dead": lambda r: changed(r, born_dead=np.ones_like(r["born_dead"])),
    "ReLU is unbounded: deep networks can become unstable and explode": lambda r: scaled(r, "growth", 0.1),
    "Leaky ReLU avoids dying units": lambda r: swapped(r, "silent", [0, 0, 0, 0, 0, 0]),
    "PReLU learns a useful slope for its negative side": lambda r: scaled(r, "slopes", 0.0),
    "ELU rescues dead units and centres activations nearer to 0": lambda r: swapped(
        swapped(r, "silent", [5, 1, 2, 3, 4, 0]), "mean_healthy", [5, 1, 2, 3, 4, 0]
    ),
    "SELU keeps mean 0 and variance 1 through all layers": lambda r: scaled(r, "variance", 3.0),
    "ReLU serves convolutional networks": lambda r: scaled(r, "accuracy", 0.9),
    "ReLU serves fully connected networks": lambda r: scaled(r, "accuracy", 0.9),
    "Deep fully connected ReLU networks learn when their weights start right": lambda r: scaled(r, "accuracy", 0.5),
    "ReLU serves reinforcement learning": lambda r: scaled(r, "tested", 0.5),
    "Sparsity makes a network faster": lambda r: scaled(r, "ratio", 0.5),
    "ReLU is linear, so it adds nothing": lambda r: changed(r, value=np.ones_like(r["value"])),
    "Its derivative at 0 is undefined, so it cannot be trained": lambda r: scaled(r, "value", 0.0),
    "A dead unit can never come back": lambda r: scaled(r, "value", 0.0),
    "Leaky ReLU has no vanishing gradient": lambda r: changed(r, value=np.ones_like(r["value"])),
    "ReLU needs no careful initialization": lambda r: changed(r, value=r["reference"]),
    "Dead units are always bad": lambda r: changed(r, value=np.where(r["reference"] >= 0.25, 0.5, 1.0)),
}


@pytest.mark.parametrize(("claim", "experiment"), [pytest.param(*pair, id=pair[0].statement) for pair in all_claims()])
def test_other_data_give_another_verdict(claim, experiment):
    stored = shipped(experiment)
    result = stored.result if stored else finished(run(experiment, small(experiment.name)))
    before = claim.verdict(result)
    others = [claim.verdict(change(result)) for change in changes_for(claim)]
    assert any(before.word != after.word and before.sentence != after.sentence for after in others)


def changes_for(claim):
    """The one that tells another story; of a claim that is not known here, some of which one should."""
    if claim.statement in CHANGES:
        return [CHANGES[claim.statement]]
    return [
        lambda result, value=value: changed(
            result, **{name: np.full_like(array, value) for name, array in result.arrays.items()}
        )
        for value in (0, 1, 1000)
    ]


def test_the_race_says_so_when_tanh_wins():
    stored = shipped(EXPERIMENTS["race"])
    assert stored is not None
    config, claim = stored.result.config, EXPERIMENTS["race"].claims[0]
    epochs = np.array(stored.result["epochs"])
    at = {part: number for number, part in enumerate(EXPERIMENTS["race"].parts(config))}
    epochs[at[1, "tanh"]] = epochs[at[1, "relu"]] / 4
    told = claim.verdict(replace(stored.result, arrays={"epochs": epochs})).sentence
    assert config.initializer == "glorot_normal"
    assert "1 hidden layer: " in told
    assert "tanh wins." in told


def test_the_race_gives_everybody_their_best_rate():
    from relu_viz.experiments.race import standings

    stored = shipped(EXPERIMENTS["race"])
    assert stored is not None
    for standing in standings(stored.result).values():
        chosen = list(stored.result.config.sweep).index(standing.best_rate)
        assert standing.sweep.value[chosen] == np.min(standing.sweep.value)


NONSENSE = (None, "nonsense", "", -1, 0.5, float("nan"), float("inf"), 10**9, (), ("nonsense",), (1e9,), True)


def refusal(kind, **settings) -> str | None:
    try:
        kind(**settings)
    except ValueError as problem:
        return str(problem)
    return None


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_nonsense_in_any_field_gets_one_clear_sentence(name):
    kind = EXPERIMENTS[name].config
    for each in fields(kind):
        sentences = [sentence for value in NONSENSE if (sentence := refusal(kind, **{each.name: value}))]
        assert len(sentences) >= len(NONSENSE) - 3
        for sentence in sentences:
            assert sentence.count("\n") == 0
            assert len(sentence) < 330
            assert sentence.endswith(".")
        for text in ("", "nonsense", "9" * 10_000, "-1e999", "💥"):
            config, ignored = kind.from_link({each.name: text})
            assert config == kind()
            assert len(ignored) == 1


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_links_bring_back_configs(name):
    config = small(name)
    back, ignored = type(config).from_link(config.to_link())
    assert (back, ignored) == (config, [])
    told = {each.name: as_text(getattr(config, each.name)) for each in fields(config)}
    assert type(config).from_link(told) == (config, [])


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_what_would_take_too_long_says_so_before_it_starts(name):
    experiment = EXPERIMENTS[name]
    most = next(each for each in fields(experiment.config) if each.name == "runs").metadata["high"]
    largest = {
        each.name: each.metadata["high"]
        for each in fields(experiment.config)
        if each.name in ("depth", "width", "epochs", "units", "cells", "rates", "deepest")
    }
    sizes = {"sizes": (10_000_000,) * 5} if name == "cost" else {}
    with pytest.raises(ValueError, match=r"This would take about .* ask for fewer runs or a smaller network\."):
        experiment.check_size(experiment.config(**largest, **sizes, runs=most), workers=2)
    experiment.check_size(experiment.config(), workers=2)


def test_shards_cover_every_run_of_every_part_once():
    seen = sorted((part, each) for part, runs in cut(3, 10, 4) for each in runs)
    assert seen == [(part, each) for part in range(3) for each in range(10)]


def test_a_cell_of_the_map_is_the_playgrounds_network():
    from relu_viz.training import Trainer, TrainingConfig

    experiment, config = EXPERIMENTS["phase_diagram"], small("phase_diagram")
    result = finished(run(experiment, config))
    link = config.network(config.scales[3], config.rates[2], 5).to_link()
    trainer = Trainer(TrainingConfig.from_link(link)[0])
    trainer.run(config.epochs)
    assert result["dead"][3, 5, 2] == np.float32((trainer.history.active[-1, 0] == 0).mean())
    assert result["accuracy"][3, 5, 2] == np.float32(trainer.history.test_accuracy[-1, 0])
