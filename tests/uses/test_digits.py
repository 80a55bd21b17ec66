"""Networks that learn digits: the data, the measures against definitions, and what training does."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_digits as all_digits

from relu_viz.uses import INK, ConvConfig, DenseConfig, DigitsTrainer, digits_frames, load_digits
from relu_viz.uses.digits import CLASSES, MOST_FRAMES

SMALL = (ConvConfig(filters=(3, 4), epochs=1, batch_size=100), DenseConfig(units=16, depth=3, epochs=2))


def test_every_digit_is_either_learned_from_or_held_out():
    data, (pixels, labels) = load_digits(3), all_digits(return_X_y=True)
    both = np.concatenate([data.x_train, data.x_test]) * INK
    np.testing.assert_array_equal(np.sort(both, axis=0), np.sort(pixels, axis=0))
    assert len(data.x_test) == pytest.approx(len(labels) / 4, abs=1)
    shares = np.bincount(data.y_test) / np.bincount(labels)
    np.testing.assert_allclose(shares, 0.25, atol=0.01)
    assert not np.array_equal(load_digits(4).y_test, data.y_test)


@pytest.mark.parametrize("config", SMALL, ids=["convolutional", "dense"])
def test_the_measures_are_what_they_say(config):
    trainer = DigitsTrainer(config)
    trainer.train(20)
    data, measures = trainer.data, trainer.measure()
    logits = trainer.network.forward(data.x_test)[0]
    told = logits.argmax(axis=1)
    assert measures.test_accuracy == pytest.approx((told == data.y_test).mean())
    assert measures.confusion.sum() == len(data.y_test)
    assert np.trace(measures.confusion) == (told == data.y_test).sum()
    assert measures.confusion[3, 8] == ((data.y_test == 3) & (told == 8)).sum()
    hidden = trainer.network.pre_activations(data.x_train)[:-1]
    np.testing.assert_allclose(measures.active, np.concatenate([(z[0] > 0).mean(axis=0) for z in hidden]))
    of_test = trainer.network.pre_activations(data.x_test)[:-1]
    held_out = np.concatenate([(z[0] > 0).mean(axis=0) for z in of_test])
    np.testing.assert_allclose(measures.active_held_out, held_out)
    np.testing.assert_allclose(measures.zeros, [(z <= 0).mean() for z in of_test], atol=1e-6)
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    assert measures.test_loss == pytest.approx(-np.log(p[np.arange(len(p)), data.y_test]).mean(), rel=1e-4)


@pytest.mark.parametrize("config", SMALL, ids=["convolutional", "dense"])
def test_the_moments_start_untrained_end_on_time_and_come_again(config):
    frames = list(filter(None, digits_frames(config)))
    assert frames[0].epoch == 0
    np.testing.assert_array_equal(frames[0].theta, config.make().theta[0])
    assert frames[-1].epoch == pytest.approx(config.epochs)
    assert len(frames) <= MOST_FRAMES + 1
    assert frames[-1].measures.train_loss < frames[0].measures.train_loss
    for one, other in zip(frames[:9], filter(None, digits_frames(config)), strict=False):
        np.testing.assert_array_equal(one.theta, other.theta)


def test_a_convolutional_network_reads_nearly_every_held_out_digit():
    trainer = DigitsTrainer(replace(ConvConfig(), epochs=8))
    trainer.train(8 * trainer.steps_of_an_epoch)
    assert trainer.measure().test_accuracy > 0.97


def test_every_digit_is_seen_once_an_epoch():
    trainer = DigitsTrainer(DenseConfig(units=2, batch_size=100))
    batches = [next(trainer._batches) for _ in range(trainer.steps_of_an_epoch)]
    np.testing.assert_array_equal(np.sort(np.concatenate(batches)), np.arange(len(trainer.data.x_train)))


def test_twenty_layers_have_the_units_that_are_promised():
    assert DenseConfig(depth=20).layer_sizes == (64, 128, *[32] * 19, CLASSES)
    assert DenseConfig().layer_sizes == (64, 128, 10)


def test_a_network_that_diverges_keeps_its_last_finite_parameters_and_ends():
    frames = list(
        filter(None, digits_frames(DenseConfig(activation="linear", depth=8, optimizer="sgd", learning_rate=100.0)))
    )
    assert frames[-1].diverged
    assert not frames[-2].diverged
    assert np.isfinite(frames[-1].theta).all()
    assert len(frames) < MOST_FRAMES
