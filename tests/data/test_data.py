"""What there is to learn, and what the network is told of it."""

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import r2_score

from relu_viz.data import DATASETS, FEATURES, SURFACES, decode_points, get_data, make_dataset, make_features
from relu_viz.data.own_points import encode_points
from relu_viz.training import Trainer, TrainingConfig

PLAYGROUND_FEATURES = {  # TensorFlow Playground's seven
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1_squared": lambda a, b: a * a,
    "x2_squared": lambda a, b: b * b,
    "product": lambda a, b: a * b,
    "sin_x1": lambda a, b: np.sin(a),
    "sin_x2": lambda a, b: np.sin(b),
}


def test_features_are_the_functions_they_are_called():
    x = np.random.default_rng(0).normal(size=(50, 2))
    assert list(FEATURES)[:7] == list(PLAYGROUND_FEATURES)
    made = make_features(tuple(PLAYGROUND_FEATURES), x)
    for function, column in zip(PLAYGROUND_FEATURES.values(), made.T, strict=True):
        np.testing.assert_array_equal(column, function(*x.T))


@pytest.mark.parametrize("name", FEATURES)
def test_a_features_code_is_the_feature(name):
    x1, x2 = np.random.default_rng(0).normal(size=(2, 50))
    found = eval(FEATURES[name].code.format(ops="np"), {"np": np, "x1": x1, "x2": x2})
    np.testing.assert_array_equal(found, make_features((name,), np.column_stack([x1, x2]))[:, 0])


def test_a_network_is_told_its_features_only():
    trainer = Trainer(TrainingConfig(features=("product",), dataset="xor", noise=0, hidden=(4,), learning_rate=0.3))
    assert trainer.layer_sizes == (1, 4, 1)
    trainer.run(30)
    assert trainer.history.train_accuracy[-1, 0] > 0.9, "the product alone tells XOR's classes apart"


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_is_learned_and_its_score_is_the_r_squared_of_scikit_learn(name):
    trainer = Trainer(TrainingConfig(dataset=name, hidden=(8, 8), learning_rate=0.05, noise=0.1))
    start = trainer.history.train_loss[-1, 0]
    trainer.run(60)
    assert trainer.history.train_loss[-1, 0] < 0.8 * start
    data, history = trainer.data, trainer.history
    for x, y, loss, score in (
        (data.x_train, data.y_train, history.train_loss, history.train_accuracy),
        (data.x_test, data.y_test, history.test_loss, history.test_accuracy),
    ):
        answer = trainer.network.forward(trainer.inputs(x))[0, :, 0]
        assert loss[-1, 0] == pytest.approx(np.mean((answer - y) ** 2))
        assert score[-1, 0] == pytest.approx(r2_score(y, answer))


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_stays_between_minus_one_and_one(name):
    data = make_dataset(name, 500, 0, 0.2, 0)
    y = np.concatenate([data.y_train, data.y_test])
    assert np.abs(y).max() <= 1.02
    assert y.std() > 0.2


def test_regression_and_classes_never_train_as_one():
    one, other = (Trainer(TrainingConfig(dataset=name)) for name in ("plane", "moons"))
    assert one.layer_sizes == other.layer_sizes
    assert one.batch_key != other.batch_key


def test_every_kind_of_data_has_a_name_that_a_person_reads():
    for name in (*DATASETS, *SURFACES, "own"):
        assert get_data(name)[0].isupper()


@settings(max_examples=50)
@given(
    x=arrays(float, st.tuples(st.integers(2, 40), st.just(2)), elements=st.floats(-3, 3)),
    seed=st.integers(0, 100),
)
def test_own_points_come_back_from_their_text(x, seed):
    y = np.random.default_rng(seed).integers(0, 3, len(x))
    own = decode_points(encode_points(3.0, x, y))
    np.testing.assert_allclose(own.x, x, atol=3 / 32767)
    assert own.y.tolist() == y.tolist()
    assert encode_points(own.extent, own.x, own.y) == encode_points(3.0, x, y)


def test_own_points_stay_where_they_were_put_and_are_in_the_link():
    x = np.array([[-1.0, 0.5], [1.0, 0.5], [0.0, -1.0], [0.5, 0.5]])
    config = TrainingConfig(dataset="own", points=encode_points(2.0, x, np.array([0, 1, 2, 1])), held_out=0.25)
    restored, ignored = TrainingConfig.from_link(config.to_link())
    assert (restored, ignored) == (config, [])
    data = Trainer(restored).data
    assert data.classes == 3
    found = np.concatenate([data.x_train, data.x_test])
    assert sorted(found.round(3).tolist()) == sorted(x.tolist())


def test_points_that_do_not_fit_a_link_are_left_out_of_it():
    x = np.random.default_rng(0).uniform(-1, 1, (1000, 2))
    config = TrainingConfig(dataset="own", points=encode_points(2.0, x, (x[:, 0] > 0).astype(int)))
    assert not config.points_fit_a_link
    assert config.to_link() == {}


def encoded(extent: float, *points: tuple[int, int, int]) -> str:
    record = np.zeros(len(points), np.dtype([("x", "<i2", (2,)), ("y", "u1")]))
    for row, (a, b, kind) in zip(record, points, strict=True):
        row["x"], row["y"] = (a, b), kind
    return base64.urlsafe_b64encode(np.array(extent, "<f4").tobytes() + record.tobytes()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "cut short or changed"),
        ("💥", "cut short or changed"),
        ("AAAA", "cut short or changed"),
        (encoded(2, (0, 0, 0), (1, 1, 1))[:-2], "cut short or changed"),
        (encoded(2), "2 to 5000 points"),
        (encoded(2, (0, 0, 0)), "2 to 5000 points"),
        (encoded(2, *[(0, 0, 0)] * 5001), "2 to 5000 points"),
        (encoded(2, (0, 0, 0), (1, 1, 3)), "classes from 0 to 2"),
        (encoded(0, (0, 0, 0), (1, 1, 1)), "half a side from 0.1 to 1000"),
        (encoded(float("nan"), (0, 0, 0), (1, 1, 1)), "half a side"),
        (encoded(float("inf"), (0, 0, 0), (1, 1, 1)), "half a side"),
    ],
)
def test_malformed_points_get_one_sentence(text, words):
    config, ignored = TrainingConfig.from_link({"points": text, "seed": "4"})
    assert config == TrainingConfig(seed=4)
    assert len(ignored) == 1
    assert words in ignored[0]


def test_own_points_without_points_are_not_accepted():
    assert "points themselves" in TrainingConfig.from_link({"dataset": "own"})[1][0]
