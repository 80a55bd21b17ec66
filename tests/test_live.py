"""A training that is watched: its moments come once and in order, and their bytes say what they are."""

import json
from dataclasses import dataclass
from itertools import count

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.cartpole import ContestConfig
from relu_viz.digits import ConvConfig, DenseConfig, digits_frames
from relu_viz.stage.agent import live_agents, pack_agents_layout, pack_agents_reel
from relu_viz.stage.digits import live_digits, pack_digits_layout, pack_digits_reel
from relu_viz.stage.live_run import LiveRun
from relu_viz.stage.packing import generation


@dataclass
class Numbers:
    """Counts from 0 up to an end, and how often it was begun."""

    end: int
    begun: int = 0

    def __call__(self):
        self.begun += 1
        yield from range(self.end)


def test_moments_follow_each_other_and_end():
    run = LiveRun(Numbers(7))
    assert run.after(-1, 1) == ([0], False)
    assert run.after(0, 4) == ([1, 2, 3, 4], False)
    assert run.after(4, 4) == ([5, 6], True)
    assert run.after(6, 4) == ([], True)


def test_an_answer_that_was_lost_comes_again_without_new_work():
    numbers = Numbers(9)
    run = LiveRun(numbers)
    assert run.after(-1, 3) == run.after(-1, 3)
    assert run.after(2, 2) == ([3, 4], False)
    assert run.after(2, 2) == ([3, 4], False)
    assert numbers.begun == 1


def test_who_is_further_back_is_served_from_the_start():
    numbers = Numbers(9)
    run = LiveRun(numbers)
    run.after(-1, 6)
    assert run.after(0, 2) == ([1, 2], False)
    assert numbers.begun == 2


def test_who_is_further_on_after_a_restart_of_the_server_is_caught_up_with():
    assert LiveRun(Numbers(9)).after(4, 2) == ([5, 6], False)


def test_nobody_waits_long_for_an_answer(monkeypatch):
    clock = count(step=0.1)
    monkeypatch.setattr("relu_viz.stage.live_run.monotonic", lambda: next(clock))
    moments, ended = LiveRun(Numbers(100)).after(-1, 50)
    assert 1 <= len(moments) < 10
    assert not ended


def unpack(packed: bytes):
    length = int(np.frombuffer(packed[4:8], "<u4")[0])
    meta = json.loads(packed[8 : 8 + length])
    numbers, at, arrays = np.frombuffer(packed[8 + length :], "<f4"), 0, {}
    for name, size in meta["arrays"]:
        arrays[name] = numbers[at : at + size]
        at += size
    return meta, arrays


@pytest.mark.parametrize("config", [ConvConfig(filters=(2, 3), epochs=1), DenseConfig(units=5, epochs=1)])
def test_a_reel_of_digits_comes_through(config):
    layout = unpack(pack_digits_layout(config))[0]
    frames = [frame for _, frame in zip(range(3), digits_frames(config), strict=False)]
    meta, arrays = unpack(pack_digits_reel(config, 4, 9, frames, True))
    assert meta["generation"] == layout["generation"] == generation(config)
    assert (meta["first"], meta["request"], meta["ended"], meta["diverged"]) == (4, 9, True, False)
    theta = arrays["theta"].reshape(3, layout["parameters"])
    np.testing.assert_array_equal(theta[2], frames[2].theta)
    assert arrays["confusion"].reshape(3, 10, 10)[1].tolist() == frames[1].measures.confusion.tolist()
    dead = arrays["active"].reshape(3, -1) == 0
    np.testing.assert_array_equal(dead, [frame.measures.active == 0 for frame in frames])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_has_pictures(activation):
    digits = ConvConfig(activation=activation, filters=(2,), epochs=1)
    assert pack_digits_reel(digits, 0, 0, *live_digits(digits).after(-1, 1))
    contest = ContestConfig(activations=(activation,), hidden=(3,))
    layout, arrays = unpack(pack_agents_layout(contest))
    assert layout["teams"][0]["label"] == ACTIVATIONS[activation].label
    assert len(arrays[f"table.{activation}"]) > 1000
    meta, arrays = unpack(pack_agents_reel(contest, 0, 0, *live_agents(contest).after(-1, 1)))
    assert meta["epochs"] == [0]
    assert len(arrays[f"median.{activation}"]) == 3
