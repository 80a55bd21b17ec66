"""Losses and their gradients where numbers are large, by hand; with samples counted once and classes told apart."""

import numpy as np
import pytest

from relu_viz.networks.losses import get_loss


def of(name: str, logits: list, y: list) -> tuple[list, list]:
    """The loss of each sample and the gradient, for a single run."""
    loss, logits, y = get_loss(name), np.array([logits], float), np.array(y)
    with np.errstate(all="ignore"):  # as every training loop has it
        return loss.per_sample(logits, y)[0].tolist(), loss.gradient(logits, y)[0].tolist()


# −log σ(z) is 0 far on the right and −z far on the left; its slope is σ(z) − 1, over the number of samples.
@pytest.mark.parametrize(
    ("z", "y", "loss", "slope"),
    [(1000, 1, 0, 0), (1000, 0, 1000, 1), (-1000, 1, 1000, -1), (-1000, 0, 0, 0), (0, 1, np.log(2), -0.5),
     (0, 0, np.log(2), 0.5), (40, 1, np.exp(-40), 0), (-40, 0, np.exp(-40), np.exp(-40)),
     (2, 1, np.log(1 + np.exp(-2)), 1 / (1 + np.exp(-2)) - 1)],
)  # fmt: skip
def test_the_logistic_loss_is_exact_at_any_logit(z, y, loss, slope):
    found, gradient = of("logistic", [[z], [0.0]], [y, 1])
    assert found == pytest.approx([loss, np.log(2)], rel=1e-14, abs=1e-300)
    assert gradient[0] == pytest.approx([slope / 2], rel=1e-12, abs=1e-16)
    assert gradient[1] == [-0.25]


@pytest.mark.parametrize(
    ("z", "y", "loss", "slope"),
    [([1000, 0, -1000], 0, 0, [0, 0, 0]), ([1000, 0, -1000], 2, 2000, [1, 0, -1]),
     ([1000, 1000, 1000], 1, np.log(3), [1 / 3, -2 / 3, 1 / 3]), ([-1000, -1000, 0], 0, 1000, [-1, 0, 1]),
     ([0, np.log(2), np.log(5)], 1, np.log(4), [1 / 8, -3 / 4, 5 / 8])],
)  # fmt: skip
def test_the_softmax_loss_is_exact_at_any_logits(z, y, loss, slope):
    found, gradient = of("softmax", [z], [y])
    assert found == pytest.approx([loss], rel=1e-14, abs=1e-300)
    assert gradient[0] == pytest.approx(slope, rel=1e-14, abs=1e-300)


def test_the_squared_loss_adds_over_outputs_and_means_over_samples():
    found, gradient = of("squared", [[1.0, 2.0], [0.0, -1.0]], [[0.0, 4.0], [0.0, -4.0]])
    assert found == [5, 9]
    assert gradient == [[1, -2], [0, 3]]
    found, gradient = of("squared", [[3.0], [5.0]], [1.0, 6.0])
    assert found == [4, 1]
    assert gradient == [[2], [-1]]
    # As many samples as outputs: still one target a sample.
    found, _ = of("squared", [[3.0]], [1.0])
    assert found == [4]
