"""Each dataset is the shape it is called: places, counts and noise by the formula, whatever the number of points."""

from math import cos, exp, hypot, pi, sin, sqrt

import numpy as np
import pytest

from relu_viz.data import DATASETS, SURFACES, make_dataset
from relu_viz.data.own_points import encode_points
from relu_viz.training import Trainer, TrainingConfig

FAR = 1000  # points


def made(name: str, samples: int = FAR, noise: float = 0.0, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    x, y = DATASETS[name].make(samples, noise, seed)
    return np.asarray(x), np.asarray(y)


def test_two_moons_are_half_circles_of_radius_1_that_hook_into_each_other():
    x, y = made("moons")
    for (a, b), kind in zip(x, y, strict=True):
        assert hypot(a - kind, b - 0.5 * kind) == pytest.approx(1)
        assert b >= -1e-9 if kind == 0 else b <= 0.5 + 1e-9


def test_circles_have_radius_1_and_one_half():
    x, y = made("circles")
    radii = {kind: {round(hypot(*place), 6) for place in x[y == kind]} for kind in (0, 1)}
    assert radii == {0: {1.0}, 1: {0.5}}


def test_a_disc_lies_in_a_ring_and_both_are_even_along_the_area():
    x, y = made("disc", 4000)
    square = (x**2).sum(axis=1)
    disc, ring = square[y == 1], square[y == 0]
    assert 0 <= disc.min() < 0.01
    assert 0.24 < disc.max() <= 0.25
    assert 0.45 <= ring.min() < 0.46
    assert 0.99 < ring.max() <= 1
    assert disc.mean() == pytest.approx(0.125, abs=0.005), "r² is even"
    assert ring.mean() == pytest.approx(0.725, abs=0.01)
    assert np.abs(x.mean(axis=0)).max() < 0.05, "all around"


def test_gaussians_stand_at_opposite_corners_and_spread_with_the_noise():
    for noise in (0.0, 0.5):
        x, y = made("gaussians", 4000, noise)
        for kind, corner in ((0, -1), (1, 1)):
            np.testing.assert_allclose(x[y == kind].mean(axis=0), [corner, corner], atol=0.06)
            np.testing.assert_allclose(x[y == kind].std(axis=0), 0.3 + noise, rtol=0.05)


def test_blobs_stand_at_the_corners_of_a_triangle():
    x, y = made("blobs", 3000)
    for kind, centre in enumerate([(-1, -0.6), (1, -0.6), (0, 1.1)]):
        np.testing.assert_allclose(x[y == kind].mean(axis=0), centre, atol=0.02)
        np.testing.assert_allclose(x[y == kind].std(axis=0), 0.15, rtol=0.1)


def test_gaussian_quantiles_are_told_apart_by_the_distance_from_the_middle():
    x, y = made("gaussian_quantiles")
    far = (x**2).sum(axis=1)
    assert far[y == 0].max() < far[y == 1].min()


def test_xor_is_the_sign_of_the_product():
    x, y = made("xor")
    assert y.tolist() == [int(a * b > 0) for a, b in x]
    assert np.abs(x).max() <= 1
    assert np.abs(x).max() > 0.99


@pytest.mark.parametrize(("name", "arms"), [("spiral", 2), ("spiral_3", 3)])
def test_a_spirals_arms_wind_once_and_a_quarter(name, arms):
    x, y = made(name)
    for (a, b), kind in zip(x, y, strict=True):
        along = hypot(a, b)
        angle = 2 * pi * (1.25 * along + kind / arms)
        assert (along * cos(angle), along * sin(angle)) == pytest.approx((a, b))
    along = np.hypot(*x.T)
    assert sqrt(0.02) <= along.min() < 0.2
    assert 0.99 < along.max() <= 1
    assert (along**2).mean() == pytest.approx(0.51, abs=0.03), "even along the area"


CURVES = {"sine": lambda a: sin(4 * a) / 2, "cubic": lambda a: 3 * a**3 - 2 * a, "vee": lambda a: 2 * abs(a) - 1}


@pytest.mark.parametrize("name", CURVES)
def test_of_a_curves_two_sides_class_1_is_above_and_noise_pushes_some_points_across(name):
    curve = CURVES[name]
    x, y = made(name)
    assert y.tolist() == [int(b > curve(a)) for a, b in x]
    assert 0.99 < np.abs(x).max() <= 1
    pushed, same = made(name, noise=0.2)
    assert same.tolist() == y.tolist(), "a point keeps its class"
    across = np.mean([int(b > curve(a)) != kind for (a, b), kind in zip(pushed, same, strict=True)])
    assert 0.02 < across < 0.15


@pytest.mark.parametrize("name", CURVES)
def test_a_curves_two_sides_are_learned_as_the_page_opens_and_not_by_one_line(name):
    default, line = (Trainer(TrainingConfig(dataset=name, noise=0, hidden=hidden), 16) for hidden in ((8, 8), ()))
    for trainer in (default, line):
        trainer.run(100)
    # A single run's rests on how a machine rounds: steps are large, and accuracy goes up and down.
    assert np.median(default.history.train_accuracy[-1]) > 0.94
    assert line.history.train_accuracy[-1].max() < 0.87


HEIGHTS = {
    "plane": lambda a, b: (a + b) / 2,
    "wave": lambda a, b: sin(4 * a),
    "corner": lambda a, b: 2 * abs(a) - 1,
    "ripples": lambda a, b: cos(6 * hypot(a, b)),
    "hills": lambda a, b: sum(
        sign * exp(-((a - p) ** 2 + (b - q) ** 2) / 0.08)
        for p, q, sign in [
            (-0.65, 0.4, 1),
            (0, 0.65, -1),
            (0.65, 0.4, 1),
            (-0.65, -0.4, -1),
            (0, -0.65, 1),
            (0.65, -0.4, -1),
        ]
    ),
}


@pytest.mark.parametrize("name", HEIGHTS)
def test_a_surface_is_its_formula_over_the_square_and_noise_moves_values_by_half(name):
    places = np.random.default_rng(0).uniform(-1, 1, (50, 2))
    found = SURFACES[name].height(*places.T)
    np.testing.assert_allclose(found, [HEIGHTS[name](a, b) for a, b in places], atol=1e-12)
    quiet, loud = (make_dataset(name, 2000, noise, 0, 1) for noise in (0.0, 0.4))
    np.testing.assert_array_equal(quiet.x_train, loud.x_train)
    assert (loud.y_train - quiet.y_train).std() == pytest.approx(0.5 * 0.4, rel=0.06)
    assert (loud.y_train - quiet.y_train).mean() == pytest.approx(0, abs=0.02)


# How far a noise of 1 pushes a point: scikit-learn's own pushes by 1; spirals and the disc are narrower.
PUSHED = {"moons": 1, "circles": 1, "disc": 0.5, "blobs": 1, "gaussian_quantiles": 1, "classification": 1, "xor": 1,
          "spiral": 0.3, "spiral_3": 0.3, "sine": 0.5, "cubic": 0.5, "vee": 0.5}  # fmt: skip


@pytest.mark.parametrize(("name", "share"), PUSHED.items())
def test_noise_pushes_points_by_as_much_as_is_said(name, share):
    quiet, loud = made(name, 2000)[0], made(name, 2000, 0.5)[0]
    assert (loud - quiet).std() == pytest.approx(0.5 * share, rel=0.05)


@pytest.mark.parametrize("name", [*PUSHED, "gaussians"])
@pytest.mark.parametrize("samples", [10, 11, 100, 101])
def test_classes_are_as_large_as_each_other_or_nearly(name, samples):
    y = made(name, samples, 0.1)[1]
    assert len(y) == samples
    counts = np.bincount(y, minlength=DATASETS[name].classes)
    thrown = name == "xor" or name in CURVES  # a coin for each point
    uneven = 0.7 * samples if thrown else 2
    assert counts.max() - counts.min() <= uneven


@pytest.mark.parametrize(
    ("samples", "held_out", "train"),
    [
        (10, 0.9, 2),
        (10, 0.8, 2),
        (10, 0.7, 3),
        (10, 0, 10),
        (11, 0.2, 9),
        (250, 0.2, 200),
        (15, 0.1, 13),
        (25, 0.1, 23),
    ],
)
def test_so_many_are_held_out_and_two_are_left_at_least(samples, held_out, train):
    """Halves go to the even number, as Python rounds: a tenth of 15 is 2, a tenth of 25 is 2."""
    data = make_dataset("xor", samples, 0.1, held_out, 0)
    assert (len(data.x_train), len(data.x_test)) == (train, samples - train)


@pytest.mark.parametrize(("points", "train"), [(2, 2), (4, 4), (5, 5), (19, 19), (20, 16), (40, 32)])
def test_of_few_points_of_ones_own_none_is_held_out(points, train):
    x = np.random.default_rng(0).uniform(-1, 1, (points, 2))
    text = encode_points(1.0, x, np.arange(points) % 2)
    data = make_dataset("own", 250, 0.2, 0.2, 0, text)
    assert (len(data.x_train), len(data.x_test)) == (train, points - train)
    assert TrainingConfig(dataset="own", points=text).count_points() == (points, points - train)


@pytest.mark.parametrize("name", DATASETS)
def test_as_many_points_are_told_as_there_are(name):
    config = TrainingConfig(dataset=name, samples=33, held_out=0.3)
    data = config.make_data()
    assert config.count_points() == (33, len(data.x_test)) == (len(data.x_train) + 10, 10)


def test_the_held_out_points_are_measured_by_the_mean_and_spread_of_those_learned_from():
    data = make_dataset("spiral", 200, 0.1, 0.4, 5)
    x, y = made("spiral", 200, 0.1, 5)
    order = np.random.default_rng((5, 1)).permutation(200)
    train = x[order[:120]]
    middle, spread = train.mean(axis=0), np.sqrt(((train - train.mean(axis=0)) ** 2).mean(axis=0))
    np.testing.assert_allclose(data.x_train, (train - middle) / spread, atol=1e-12)
    np.testing.assert_allclose(data.x_test, (x[order[120:]] - middle) / spread, atol=1e-12)
    assert data.y_test.tolist() == y[order[120:]].tolist()
