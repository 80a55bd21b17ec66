"""What the sentences of every situation say is what the engine computes."""

import io

import numpy as np
import pytest
from PIL import Image

from relu_viz.lessons import SITUATIONS, shipped_picture
from relu_viz.lessons.gallery import picture_of
from relu_viz.lessons.situations import trained
from relu_viz.training import TrainingConfig


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_its_sentences_say_is_so(name):
    situation = SITUATIONS[name]
    assert len(situation.sentences) == 2
    assert situation.holds(trained(situation))
    assert TrainingConfig.from_link(situation.config.to_link()) == (situation.config, [])


def test_there_are_ten_at_least_and_each_picture_is_shipped():
    assert len(SITUATIONS) >= 10
    assert all(shipped_picture(each).exists() for each in SITUATIONS.values())


@pytest.mark.parametrize("name", ["corners", "zeros"])
def test_the_shipped_picture_is_what_the_engine_draws(name):
    situation = SITUATIONS[name]
    drawn, shipped = (
        np.asarray(Image.open(source), float)
        for source in (io.BytesIO(picture_of(situation)), shipped_picture(situation))
    )
    assert np.abs(drawn - shipped).mean() < 2
