"""What is taken away is the network: its code is run, and says what the network says."""

import importlib.util
import io
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, Alpha
from relu_viz.activations.registry import register
from relu_viz.data import FEATURES
from relu_viz.training import Trainer, TrainingConfig, frameworks_for, network_zip
from relu_viz.training.export import FRAMEWORKS
from tests.training import keras_stub

PLACES = np.random.default_rng(0).uniform(-3, 3, (200, 2))
KINDS = [
    *({"activation": name} for name in ACTIVATIONS),
    {"activation": "leaky_relu", "alpha": 0.3},
    {"dataset": "spiral_3", "features": tuple(FEATURES)},
    {"dataset": "hills", "features": ("product", "sin_x2")},
    {"dataset": "plane", "output": "relu"},
    {"hidden": ()},
    {"hidden": (), "activation": "prelu", "dataset": "blobs"},
]


def kinds(code: str) -> list[dict]:
    """Those whose activation has code for a framework."""
    return [kind for kind in KINDS if getattr(ACTIVATIONS[kind.get("activation", "relu")], code)]


def taken_away(tmp_path, framework: int, **settings):
    trainer = Trainer(TrainingConfig(**({"samples": 60, "hidden": (5, 4), "learning_rate": 0.1} | settings)))
    trainer.run(5)
    with zipfile.ZipFile(io.BytesIO(network_zip(trainer))) as archive:
        archive.extractall(tmp_path)
    path = tmp_path / FRAMEWORKS[framework].file
    spec = importlib.util.spec_from_file_location(f"taken_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return trainer.network.answer(trainer.inputs(PLACES))[0], module


@pytest.mark.parametrize("settings", kinds("numpy_code"), ids=str)
def test_the_numpy_code_gives_the_same_logits(tmp_path, settings):
    expected, module = taken_away(tmp_path, 0, **settings)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(module.network(PLACES), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.torch
@pytest.mark.parametrize("settings", kinds("torch_code"), ids=str)
def test_the_torch_code_gives_the_same_logits(tmp_path, settings):
    torch = pytest.importorskip("torch")
    expected, module = taken_away(tmp_path, 1, **settings)
    found = module.network(torch.as_tensor(PLACES)).numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.keras
@pytest.mark.parametrize("settings", kinds("keras_code"), ids=str)
def test_the_keras_code_gives_the_same_logits(tmp_path, settings):
    keras = pytest.importorskip("keras")
    expected, module = taken_away(tmp_path, 2, **settings)
    found = keras.ops.convert_to_numpy(module.network(keras.ops.convert_to_tensor(PLACES, "float32")))
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("settings", kinds("keras_code"), ids=str)
def test_the_keras_code_gives_the_same_logits_without_keras(tmp_path, settings, monkeypatch):
    stub = keras_stub.module()
    monkeypatch.setitem(sys.modules, "keras", stub)
    monkeypatch.setitem(sys.modules, "keras.ops", stub.ops)
    expected, module = taken_away(tmp_path, 2, **settings)
    places = np.asarray(PLACES, "float32")
    np.testing.assert_allclose(module.network(places), expected, rtol=1e-3, atol=1e-4)
    assert module.network(places).dtype == np.float32
    assert len(settings.get("hidden", (5, 4))) + 1 == module.LAYERS


def test_a_framework_without_code_for_the_activation_is_left_out(squareplus):
    register(replace(squareplus, torch_code="", keras_code=""))
    trainer = Trainer(TrainingConfig(samples=20, hidden=(3,), activation="squareplus"))
    with zipfile.ZipFile(io.BytesIO(network_zip(trainer))) as archive:
        assert archive.namelist() == ["weights.npz", "network_numpy.py"], "it is written in NumPy alone"
    assert frameworks_for(Trainer(TrainingConfig(samples=20, hidden=(3,)))) == list(FRAMEWORKS)


@pytest.fixture
def another_learned_alpha(squareplus):
    """A second entry whose alpha is learned, written in its own way, in place of squareplus."""
    prelu = ACTIVATIONS["prelu"]
    code = "np.maximum(z, 0) + {alpha} * np.minimum(z, 0)"
    alpha = Alpha(0.4, 0, 1, learned=True)
    return register(replace(prelu, name="squareplus", alpha=alpha, numpy_code=code, torch_code="", keras_code=""))


def test_what_a_learned_alpha_exports_is_its_own_code_with_what_it_has_learned(tmp_path, another_learned_alpha):
    expected, module = taken_away(tmp_path, 0, activation="squareplus")
    assert len(set(np.concatenate([module.parameters["slopes_1"], module.parameters["slopes_2"]]))) == 9
    np.testing.assert_allclose(module.network(PLACES), expected, rtol=1e-6, atol=1e-6)
    code = (tmp_path / "network_numpy.py").read_text()
    assert 'np.maximum(z, 0) + parameters[f"slopes_{layer}"] * np.minimum(z, 0)' in code
    assert not (tmp_path / "network_torch.py").exists(), "it is written in NumPy alone"


def test_an_alpha_is_exported_to_its_last_digit(tmp_path):
    expected, module = taken_away(tmp_path, 0, activation="elu", alpha=0.123456789012)
    np.testing.assert_allclose(module.network(PLACES), expected, rtol=1e-13, atol=1e-13)


ANSWERS = {"moons": "Above 0 it says class 1.", "blobs": "The largest is the class.", "hills": "with the value."}


@pytest.mark.parametrize(("dataset", "answer"), ANSWERS.items())
def test_what_is_taken_away_says_what_it_answers_and_which_run_at_which_epoch_it_is(tmp_path, dataset, answer):
    _, module = taken_away(tmp_path, 0, dataset=dataset, seed=9)
    words = " ".join(module.__doc__.split())
    assert answer in words
    assert "seed=9" in words
    assert "epoch 5" in words
    assert f"(places, {3 if dataset == 'blobs' else 1})" in module.network.__doc__
    assert module.network(np.array([[0.0, 0.0], [1.0, -1.0]])).shape == (2, 3 if dataset == "blobs" else 1)
    saved = {name: array.shape for name, array in module.parameters.items()}
    outputs = 3 if dataset == "blobs" else 1
    assert saved == {
        "weights_1": (2, 5), "biases_1": (5,), "weights_2": (5, 4), "biases_2": (4,),
        "weights_3": (4, outputs), "biases_3": (outputs,),
    }  # fmt: skip
