"""The table that a result is taken away as: what its arrays are, and one number a line with its place."""

import csv
from dataclasses import replace

import numpy as np

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import Result
from relu_viz.ui.experiments import csv_lines
from tests.laboratory.plain import Config, experiment

CONFIG = Config(runs=2, conditions=2)
ARRAYS = {"odd": np.array([[True, False], [False, True]]), "pair": np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8.5]]])}


def test_every_number_is_a_line_with_its_condition_run_and_place():
    of = replace(experiment(), columns={"odd": "whether it is odd", "pair": "of two, with a comma (run, place)"})
    lines = "".join(csv_lines(of, Result(CONFIG, ARRAYS))).splitlines()
    assert lines[:2] == ["# odd: whether it is odd", "# pair: of two, with a comma (run, place)"]
    assert list(csv.reader(lines[2:])) == [
        ["array", "condition", "run", "place", "value"],
        ["odd", "c0", "0", "", "True"],
        ["odd", "c0", "1", "", "False"],
        ["odd", "c1", "0", "", "False"],
        ["odd", "c1", "1", "", "True"],
        ["pair", "c0", "0", "0", "1.0"],
        ["pair", "c0", "0", "1", "2.0"],
        ["pair", "c0", "1", "0", "3.0"],
        ["pair", "c0", "1", "1", "4.0"],
        ["pair", "c1", "0", "0", "5.0"],
        ["pair", "c1", "0", "1", "6.0"],
        ["pair", "c1", "1", "0", "7.0"],
        ["pair", "c1", "1", "1", "8.5"],
    ]


def test_the_axes_after_the_run_are_places_with_spaces_between():
    deep = Result(Config(runs=1, conditions=1), {"deep": np.arange(4.0).reshape(1, 1, 2, 2)})
    rows = list(csv.reader("".join(csv_lines(experiment(), deep)).splitlines()))
    assert [row[3] for row in rows[1:]] == ["0 0", "0 1", "1 0", "1 1"]


def test_a_condition_of_several_words_is_written_with_spaces():
    race = all_experiments()["race"]
    config = race.config(runs=8, depths=(1, 3), rates=1)
    epochs = np.full((len(race.parts(config)), 8, 1), np.inf)
    epochs[6, 2] = 17  # of three layers, the third activation: tanh
    rows = list(csv.reader("".join(csv_lines(race, Result(config, {"epochs": epochs}))).splitlines()))
    assert ["epochs", "3 tanh", "2", "0", "17.0"] in rows
    assert ["epochs", "1 relu", "0", "0", "inf"] in rows
