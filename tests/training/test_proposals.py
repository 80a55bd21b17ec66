"""What choosing an activation proposes trains, whatever the seed: measured over 64 of them, with the default data."""

from functools import cache

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from relu_viz.activations import ACTIVATIONS
from relu_viz.data import SURFACES
from relu_viz.networks import INITIALIZERS
from relu_viz.training import TrainingConfig, TrainingState, train_together

SEEDS, EPOCHS = 64, 100
MARGIN = 0.02  # of accuracy, or of R², that the median may stay behind
LINEAR = "linear"  # draws one straight line, and two moons are not parted by one


def as_proposed(activation: str, **data: str) -> TrainingConfig:
    proposal, fitting = ACTIVATIONS[activation].proposal, bool(data)
    begun = {"learning_rate": proposal.rate(fitting), "initializer": proposal.initializer}
    return TrainingConfig(activation=activation, **begun, **data)


def trained(config: TrainingConfig) -> np.ndarray:
    """Accuracy or R² of every seed on the points that it learned from."""
    state = TrainingState(config, SEEDS)
    (frames,) = train_together([state], EPOCHS, EPOCHS)
    assert (state.diverged_at < 0).all(), f"{(state.diverged_at >= 0).sum()} of {SEEDS} diverged"
    return frames.train_accuracy[-1]


@cache
def of_relu_as_the_page_opens() -> float:
    return float(np.median(trained(TrainingConfig())))


@pytest.mark.slow
@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != LINEAR])
def test_it_reaches_what_relu_reaches_as_the_page_opens(activation):
    assert np.median(trained(as_proposed(activation))) >= of_relu_as_the_page_opens() - MARGIN


def test_linear_reaches_what_one_straight_line_can():
    data = TrainingConfig().make_data()
    regression = LogisticRegression(C=np.inf, solver="newton-cg").fit(data.x_train, data.y_train)
    line = regression.score(data.x_train, data.y_train)
    assert 0.8 < line < of_relu_as_the_page_opens() - 0.1
    assert np.median(trained(as_proposed(LINEAR))) == pytest.approx(line, abs=MARGIN)


@pytest.mark.slow
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_fits_a_tilted_plane_as_least_squares_do(activation):
    config = as_proposed(activation, dataset="plane")
    data = config.make_data()
    inputs = np.column_stack([data.x_train, np.ones(len(data.x_train))])
    left = data.y_train - inputs @ np.linalg.lstsq(inputs, data.y_train)[0]
    assert np.median(trained(config)) >= 1 - left.var() / data.y_train.var() - MARGIN


@pytest.mark.slow
@pytest.mark.parametrize("surface", SURFACES)
def test_relu_learns_every_surface(surface):
    assert (trained(as_proposed("relu", dataset=surface)) > 0.5).mean() > 0.9


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_is_on_offer(activation):
    assert ACTIVATIONS[activation].proposal.initializer in INITIALIZERS


def test_for_relu_it_is_what_the_page_opens_with():
    proposal, page = ACTIVATIONS["relu"].proposal, TrainingConfig()
    assert (proposal.learning_rate, proposal.initializer) == (page.learning_rate, page.initializer)
