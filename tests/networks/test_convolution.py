"""The convolutional networks against definitions, central differences, and each other."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from relu_viz.activations import ACTIVATIONS
from relu_viz.networks import ConvEnsemble
from relu_viz.networks.convolution import max_pool, turned, unpool, windows_of
from relu_viz.training import active_share

SIZES = (16, 3, 4, 3)  # images of 4 × 4, two convolutions, three classes


def close(actual, expected, atol: float = 1e-9) -> None:
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


def networks(activation: str = "relu", **settings) -> ConvEnsemble:
    nets = ConvEnsemble(SIZES, activation, **settings)
    nets.theta[...] += 0.05 * np.random.default_rng(9).standard_normal(nets.theta.shape[1])  # biases too
    return nets


@pytest.fixture
def images():
    return np.random.default_rng(0).standard_normal((5, 16))


LABELS = np.array([0, 1, 2, 0, 1])


@pytest.mark.parametrize("sizes", [SIZES, (16, 2, 3), (36, 2, 3, 2, 4)], ids=["two", "one", "three convolutions"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_of_every_layer_is_that_of_central_differences(activation, sizes):
    nets = ConvEnsemble(sizes, activation, seed=3)
    nets.theta[...] += 0.05 * np.random.default_rng(9).standard_normal(nets.theta.shape)
    x = np.random.default_rng(0).standard_normal((4, sizes[0]))
    y, step = np.array([0, 1, 2, 0]), 1e-6
    moved = step * np.eye(nets.theta.shape[1])
    sides = []
    for sign in (1, -1):  # as many networks as parameters, each with one of them moved
        near = ConvEnsemble(sizes, activation, runs=len(moved))
        near.theta[...] = nets.theta + sign * moved
        sides.append(near.gradient(x, y)[0])
    close(nets.gradient(x, y)[1][0], (sides[0] - sides[1]) / (2 * step), atol=1e-6)


def test_a_layer_is_a_correlation_with_each_filter_and_a_border_of_zeros(images):
    nets = networks()
    z = nets.pre_activations(images)[0].reshape(5, 4, 4, 3)
    for number in range(3):
        kernel, bias = nets.weights[0][0, :-1, number].reshape(3, 3), nets.weights[0][0, -1, number]
        for image, expected in zip(images.reshape(5, 4, 4), z[..., number], strict=True):
            close(correlate2d(image, kernel, mode="same") + bias, expected)


def test_the_second_layer_adds_over_the_maps_of_the_first(images):
    nets = networks()
    z1, z2, _ = nets.pre_activations(images)
    maps = np.maximum(z1, 0).reshape(5, 4, 4, 3)
    kernels = nets.weights[1][0, :-1].reshape(3, 3, 3, 4)  # row, column, channel, filter
    for number in range(4):
        expected = sum(correlate2d(maps[0, :, :, c], kernels[:, :, c, number], mode="same") for c in range(3))
        close(z2.reshape(5, 4, 4, 4)[0, ..., number], expected + nets.weights[1][0, -1, number])


def test_pooling_takes_the_largest_of_four():
    maps = np.random.default_rng(1).standard_normal((2, 3, 6, 6, 5))
    pooled = max_pool(maps)
    assert pooled.shape == (2, 3, 3, 3, 5)
    assert pooled[1, 2, 1, 2, 4] == maps[1, 2, 2:4, 4:6, 4].max()


def test_the_gradient_of_pooling_goes_to_the_largest_and_among_equals_to_the_first():
    maps = np.array([[1.0, 3.0], [3.0, 2.0]]).reshape(1, 1, 2, 2, 1)
    before = unpool(np.full((1, 1, 1, 1, 1), 7.0), maps, max_pool(maps))
    assert before.ravel().tolist() == [0, 7, 0, 0]


def test_turned_filters_carry_a_gradient_back():
    # ⟨conv(x), d⟩ = ⟨x, conv with the turned filters (d)⟩ for any x and d: that is what a gradient is.
    rng = np.random.default_rng(2)
    x, weights = rng.standard_normal((2, 3, 6, 6, 2)), rng.standard_normal((2, 18, 5))
    after = windows_of(x) @ weights
    d = rng.standard_normal(after.shape)
    back = windows_of(d.reshape(2, 3, 6, 6, 5)) @ turned(weights)
    close((after * d).sum(), (x.reshape(back.shape) * back).sum())


@pytest.mark.parametrize("activation", ["relu", "prelu", "selu"])
def test_a_run_is_the_same_alone_and_in_company(activation, images):
    together = ConvEnsemble(SIZES, activation, runs=3, seed=4)
    alone = ConvEnsemble(SIZES, activation, seed=6)
    np.testing.assert_array_equal(together.theta[2], alone.theta[0])
    loss, gradient = together.gradient(images, LABELS)
    lone_loss, lone_gradient = alone.gradient(images, LABELS)
    np.testing.assert_array_equal(gradient[2], lone_gradient[0])
    assert loss[2] == lone_loss[0]


def test_each_run_can_have_its_own_images(images):
    nets = networks(runs=2)
    own = np.stack([images, images[::-1]])
    np.testing.assert_array_equal(nets.forward(own)[1], nets.forward(images[::-1].copy())[1])


def test_a_filter_is_active_where_its_map_is_above_0(images):
    nets = networks()
    z = nets.pre_activations(images)
    expected = np.concatenate([(layer[0] > 0).mean(axis=0) for layer in z[:-1]])
    close(active_share(nets, images)[0], expected)


def test_float32_stays_float32(images):
    nets = networks(dtype=np.float32)
    assert nets.forward(images).dtype == np.float32
    assert nets.gradient(images, LABELS)[1].dtype == np.float32


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ((15, 2, 3), "A square image with an even side"),
        ((25, 2, 3), "even side"),
        ((16, 3), "At least one convolution"),
    ],
)
def test_sizes_that_do_not_fit_get_a_sentence(sizes, sentence):
    with pytest.raises(ValueError, match=sentence):
        ConvEnsemble(sizes)


def test_the_same_network_in_pytorch_has_the_same_gradient(images):
    torch = pytest.importorskip("torch")
    nets = networks()
    convolutions = [torch.nn.Conv2d(a, b, 3, padding=1).double() for a, b in ((1, 3), (3, 4))]
    dense = torch.nn.Linear(16, 3).double()
    for theirs, ours in zip(convolutions, nets.weights, strict=False):
        kernels = ours[0, :-1].reshape(3, 3, theirs.in_channels, -1).transpose(3, 2, 0, 1)
        theirs.weight.data = torch.tensor(kernels.copy())
        theirs.bias.data = torch.tensor(ours[0, -1].copy())
    dense.weight.data = torch.tensor(nets.weights[2][0, :-1].T.copy())
    dense.bias.data = torch.tensor(nets.weights[2][0, -1].copy())
    h = torch.tensor(images).reshape(-1, 1, 4, 4)
    for layer in convolutions:
        h = torch.relu(layer(h))
    pooled = torch.nn.functional.max_pool2d(h, 2).permute(0, 2, 3, 1).flatten(1)  # places first, as ours
    loss = torch.nn.functional.cross_entropy(dense(pooled), torch.tensor(LABELS))
    loss.backward()
    ours, gradient = nets.gradient(images, LABELS)
    close(ours[0], loss.item())
    first = nets.weight_views(gradient)[0][0]
    close(first[:-1].T.reshape(3, 1, 3, 3), convolutions[0].weight.grad.numpy())
    close(first[-1], convolutions[0].bias.grad.numpy())
