"""What is packed for the browser is what was computed."""

import json

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, ExplorerConfig, get_activation
from relu_viz.stage import ViewConfig, plane
from relu_viz.stage.explorer import pack_tables, places_of
from relu_viz.stage.packing import generation
from relu_viz.stage.reel import (
    ReelHead,
    pack_layout,
    pack_reel,
    plane_side,
    read_frames,
    share_to_byte,
)
from relu_viz.training import Trainer, TrainingConfig


def unpack(blob: bytes) -> dict:
    """The meta and arrays of a packed string of bytes, as static/shared/packing.js reads them."""
    length = int(np.frombuffer(blob, "<u4", 2)[1])
    meta, at = json.loads(blob[8 : 8 + length]), 8 + length
    assert at % 4 == 0
    for name, count in meta["arrays"]:
        meta[name] = np.frombuffer(blob, "<f4", count, at)
        at += 4 * count
    assert at == len(blob)
    return meta


@pytest.mark.parametrize("hidden", [(4, 2), (8, 8), (3,), (64, 5, 7)])
def test_a_reel_goes_round(hidden):
    trainer = Trainer(TrainingConfig(hidden=hidden, samples=40, activation="prelu"))
    frames = trainer.run(5)
    blob = pack_reel(ReelHead(7, 9, after=(0, 3), ended=True, rate=30, reached=2.125, speed=1 / 3), frames)
    assert np.frombuffer(blob, "<u4", 9).tolist() == [5, 7, 9, 1, 0, 3, 30, 2125, 333]
    record = read_frames(blob, frames.theta.shape[2], sum(hidden), 2)
    assert record["epoch"].tolist() == [1, 2, 3, 4, 5]
    assert np.array_equal(record["theta"], frames.theta[:, 0])
    assert np.array_equal(record["train_loss"], frames.train_loss[:, 0]), "in double precision"
    np.testing.assert_allclose(record["right"], frames.right[:, 0], rtol=1e-6)
    assert np.array_equal(record["active"] == 0, frames.active[:, 0] == 0)
    assert np.array_equal(record["active_held_out"] == 0, frames.active_held_out[:, 0] == 0)
    assert np.array_equal(record["output"] == 0, frames.output[:, 0] == 0)
    assert len(pack_reel(ReelHead(7, 10), None)) == 40


def test_none_and_all_are_told_from_few_and_nearly_all():
    assert share_to_byte(np.array([0, 1e-9, 0.5, 1 - 1e-9, 1])).tolist() == [0, 1, 128, 254, 255]


def test_a_layout_holds_the_data_and_the_plane():
    trainer = Trainer(TrainingConfig(samples=50))
    layout = unpack(pack_layout(trainer, ViewConfig(), "a seat", undoable=False))
    assert layout["sizes"] == [2, 8, 8, 1]
    assert layout["generation"] == generation(trainer.config)
    np.testing.assert_allclose(layout["x_train"].reshape(-1, 2), trainer.data.x_train, rtol=1e-6)
    places = layout["features"].reshape(2, -1).T
    assert len(places) == layout["side"] ** 2
    assert places[0].tolist() == pytest.approx([-layout["extent"], layout["extent"]])
    assert np.abs(trainer.data.x_train).max() < layout["extent"]


def test_the_plane_gets_coarser_as_the_network_grows():
    sides = [plane_side(parameters) for parameters in (20, 105, 500, 5000)]
    assert sides == sorted(sides, reverse=True)
    assert sides[-1] == 36
    large = Trainer(TrainingConfig(samples=20, hidden=(30, 30)))  # 90 + 930 + 31 parameters
    layout = unpack(pack_layout(large, ViewConfig(), "a seat", undoable=False))
    assert layout["side"] == plane_side(1051) < 96
    assert len(plane(1.0, 3)) == 9


def test_other_configs_are_other_generations():
    assert generation(TrainingConfig()) == generation(TrainingConfig())
    assert generation(TrainingConfig()) != generation(TrainingConfig(seed=1))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_explorers_tables_hold_f_and_its_slope(name):
    spec = ACTIVATIONS[name]
    tables = unpack(pack_tables(ExplorerConfig((name,), name)))
    z, alphas = tables[f"{name}.z"], tables[f"{name}.alphas"]
    values = tables[f"{name}.f"].reshape(len(alphas), len(z))
    slopes = tables[f"{name}.slope"].reshape(len(alphas), len(z))
    for row, alpha in enumerate(alphas):
        function = get_activation(name, round(float(alpha), 6) if spec.alpha else None)
        places = places_of(spec, 0.5)
        np.testing.assert_allclose(values[row], function(places), rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(slopes[row], function.derivative(places), rtol=1e-5, atol=1e-5)
