"""What is taken away is the network: its code is run, and says what the network says."""

import importlib.util
import io
import zipfile

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.data import FEATURES
from relu_viz.training import Trainer, TrainingConfig, frameworks_for, network_zip
from relu_viz.training.export import FRAMEWORKS

PLACES = np.random.default_rng(0).uniform(-3, 3, (200, 2))
KINDS = [
    *({"activation": name} for name in ACTIVATIONS),
    {"activation": "leaky_relu", "alpha": 0.3},
    {"dataset": "spiral_3", "features": tuple(FEATURES)},
    {"dataset": "hills", "features": ("product", "sin_x2")},
]


def taken_away(tmp_path, framework: int, **settings):
    trainer = Trainer(TrainingConfig(samples=60, hidden=(5, 4), learning_rate=0.1, **settings))
    trainer.run(5)
    with zipfile.ZipFile(io.BytesIO(network_zip(trainer))) as archive:
        archive.extractall(tmp_path)
    path = tmp_path / FRAMEWORKS[framework].file
    spec = importlib.util.spec_from_file_location(f"taken_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return trainer.network.forward(trainer.inputs(PLACES))[0], module


@pytest.mark.parametrize("settings", KINDS, ids=str)
def test_the_numpy_code_gives_the_same_logits(tmp_path, settings):
    expected, module = taken_away(tmp_path, 0, **settings)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(module.network(PLACES), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.torch
@pytest.mark.parametrize("settings", KINDS, ids=str)
def test_the_torch_code_gives_the_same_logits(tmp_path, settings):
    torch = pytest.importorskip("torch")
    expected, module = taken_away(tmp_path, 1, **settings)
    found = module.network(torch.as_tensor(PLACES)).numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("settings", KINDS, ids=str)
def test_the_keras_code_is_python_and_names_every_layer(tmp_path, settings):
    trainer = Trainer(TrainingConfig(samples=20, hidden=(5, 4), **settings))
    with zipfile.ZipFile(io.BytesIO(network_zip(trainer))) as archive:
        code = archive.read("network_keras.py").decode()
        compile(code, "network_keras.py", "exec")
        saved = np.load(io.BytesIO(archive.read("weights.npz")))
        assert {f"weights_{layer}" for layer in (1, 2, 3)} <= set(saved)
        assert "LAYERS = 3" in code


def test_a_framework_without_code_for_the_activation_is_left_out(squareplus):
    trainer = Trainer(TrainingConfig(samples=20, hidden=(3,), activation="squareplus"))
    with zipfile.ZipFile(io.BytesIO(network_zip(trainer))) as archive:
        assert archive.namelist() == ["weights.npz", "network_numpy.py"], "squareplus is written in NumPy alone"
    assert frameworks_for(Trainer(TrainingConfig(samples=20, hidden=(3,)))) == list(FRAMEWORKS)
