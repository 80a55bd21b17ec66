"""Stored results: every number, setting, date and version comes back, and what does not fit is refused."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from relu_viz import __version__
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import Result, save, shipped
from relu_viz.laboratory.storage import load
from tests.laboratory.plain import Config, experiment, measure

CONFIG = Config(runs=3, seed=5, conditions=1, rate=0.123456789)


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "new" / "folders" / "plain.npz"
    save(Result(CONFIG, {name: array[None] for name, array in measure(CONFIG, "c0", range(3)).items()}), path)
    return path


def test_every_array_comes_back_with_its_type_and_shape(stored):
    result = load(experiment(), stored).result
    assert set(result.arrays) == {"number", "pair", "odd"}
    np.testing.assert_array_equal(result["number"], np.array([[5, 6, 7]], np.float32), strict=True)
    np.testing.assert_array_equal(result["pair"], np.array([[[5, -5], [6, -6], [7, -7]]], np.int16), strict=True)
    np.testing.assert_array_equal(result["odd"], np.array([[True, False, True]]), strict=True)


def test_what_is_not_finite_comes_back(tmp_path):
    values = np.array([[np.inf, -np.inf, np.nan]])
    save(Result(CONFIG, {"number": values}), tmp_path / "plain.npz")
    np.testing.assert_array_equal(load(experiment(), tmp_path / "plain.npz").result["number"], values)


def test_every_setting_comes_back(stored):
    config = load(experiment(), stored).result.config
    assert (config.runs, config.seed, config.conditions, config.rate) == (3, 5, 1, 0.123456789)
    assert config == CONFIG


@pytest.mark.parametrize("name", ["race", "phase_diagram", "misconceptions"])
def test_names_and_rows_of_numbers_come_back(tmp_path, name):
    of = all_experiments()[name]
    config = replace(of.config(), runs=17, seed=3)
    save(Result(config, {}), tmp_path / "any.npz")
    assert load(of, tmp_path / "any.npz").result.config == config


def test_the_day_and_the_version_come_back(tmp_path):
    before = date.today()
    save(Result(CONFIG, {}), tmp_path / "plain.npz")
    stored = load(experiment(), tmp_path / "plain.npz")
    assert before <= date.fromisoformat(stored.measured) <= date.today()
    assert stored.version == __version__


def test_what_comes_back_is_read_only(stored):
    with pytest.raises(ValueError, match="read-only"):
        load(experiment(), stored).result["number"][0] = 1


def test_a_file_of_another_experiment_is_refused_with_the_first_setting_that_does_not_fit(stored):
    race = all_experiments()["race"]
    with pytest.raises(ValueError, match=r"^plain\.npz does not fit race: Runs \(runs\) must be a whole number from 8"):
        load(race, stored)


def test_a_setting_that_is_not_there_is_refused(tmp_path):
    save(Result(replace(CONFIG, runs=9), {}), tmp_path / "plain.npz")
    with pytest.raises(ValueError, match=r"^plain\.npz does not fit misconceptions: There is no setting 'conditions'"):
        load(all_experiments()["misconceptions"], tmp_path / "plain.npz")


def test_a_file_that_is_missing_is_an_error_and_one_that_was_never_shipped_is_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(experiment(), tmp_path / "plain.npz")
    assert shipped(experiment()) is None


def test_another_result_takes_the_place_of_the_one_before(stored):
    save(Result(replace(CONFIG, seed=6), {"odd": np.array([[False]])}), stored)
    again = load(experiment(), stored).result
    assert (again.config.seed, set(again.arrays)) == (6, {"odd"})
