"""The pictures that follow the finger: every choice gives frames that belong together, and what they say is so."""

import json
from dataclasses import fields

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.lessons import gain, hinges, live_race, one_step, zeros
from relu_viz.stage import Flipbook
from relu_viz.stage.frames import pack_flipbook
from tests.lessons.books import of_slopes, of_the_plane
from tests.pieces import finished


def check(book: Flipbook) -> None:
    """Titles, sentences, curves and planes have one entry for each frame, or one for all; the bytes say the same."""
    frames = len(book.frames)
    assert len(book.sentences) == frames
    for panel in book.panels:
        assert len(panel.titles) in (0, frames)
        assert panel.plane is None or len(panel.plane) == frames
        for curve in panel.curves:
            for values in (curve.x, curve.y):
                assert values.shape[-1] == curve.y.shape[-1]
                assert values.ndim == 1 or len(values) == frames
    packed = pack_flipbook(book, start=1)
    length = int(np.frombuffer(packed[4:8], "<u4")[0])
    told = json.loads(packed[8 : 8 + length])
    assert told["start"] == 1
    assert told["frames"] == list(book.frames)
    assert len(packed) == 8 + length + 4 * sum(count for _, count in told["arrays"])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(activation):
    check(zeros.book(zeros.Lesson(activation=activation)))
    check(one_step.book(one_step.Lesson(activation=activation)))
    check(finished(gain.book(gain.Lesson(activations=(activation,), depth=4))))
    check(finished(live_race.book(live_race.Lesson(activations=(activation,), hidden=(3,)))))


@pytest.mark.parametrize("dataset", ["circles", "blobs"])  # one output and three
def test_data_of_two_and_of_three_classes(dataset):
    check(of_the_plane(dataset))
    check(of_slopes(dataset))


@pytest.mark.parametrize("target", hinges.TARGETS)
def test_hinges_follow_every_curve(target):
    fit = hinges.fit_hinges(hinges.get_target(target))
    assert np.all(np.diff(fit.errors) <= 1e-9)
    assert fit.errors[-1] < 0.1 * fit.errors[0]
    for units in (1, 5, 24):  # as many bends as units: the second difference is 0 everywhere else
        bends = np.abs(np.diff(fit.fits[units], 2)) > 1e-9
        assert np.isin(np.flatnonzero(bends) + 1, np.searchsorted(fit.x, fit.hinges[:units] - 1e-9)).all()
    check(hinges.line_book(hinges.Lesson(target=target)))


def test_one_step_too_far_kills_relu_and_not_leaky_relu():
    relu, leaky = (one_step.book(one_step.Lesson(activation=name)).sentences for name in ("relu", "leaky_relu"))
    assert any("it is dead" in sentence for sentence in relu)
    assert not any("it is dead" in sentence for sentence in leaky)


def test_all_zeros_are_counted_at_the_lowest_bias_and_none_of_a_smooth_activation():
    sentences = zeros.book(zeros.Lesson()).sentences
    assert float(sentences[0].split(" %")[0]) > 95
    assert float(sentences[-1].split(" %")[0]) < 5
    assert set(zeros.book(zeros.Lesson(activation="elu")).sentences) == {"0.0 % of the activations are exactly 0."}


@pytest.mark.parametrize(
    ("lesson", "field", "told"),
    [
        (gain.Lesson, "depth", "Hidden layers of 32 units."),
        (live_race.Lesson, "activations", "Who races; the first four of them."),
        (live_race.Lesson, "learning_rate", "Of SGD in batches of 20, the same for all."),
    ],
)
def test_a_field_says_how_its_pictures_are_made(lesson, field, told):
    # That they are made so is in the lesson's own test, by a plain loop.
    assert next(each.metadata["help"] for each in fields(lesson) if each.name == field) == told
