"""A training that is watched: its moments come once and in order, and their bytes say what they are."""

import json
import threading
from dataclasses import dataclass
from itertools import count, islice

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.stage import AGENTS_AT_PLAY, DIGITS
from relu_viz.stage.agent import pack_agents_layout, pack_agents_reel
from relu_viz.stage.digits import pack_digits_layout, pack_digits_reel
from relu_viz.stage.kept import Kept
from relu_viz.stage.live_run import LiveRun, LiveRuns
from relu_viz.stage.packing import generation
from relu_viz.stage.turns import Job, Turns
from relu_viz.uses import ContestConfig, ConvConfig, DenseConfig, contest_moments, digits_frames
from tests.pieces import finished


@dataclass(frozen=True)
class Number:
    """A moment of a training that counts."""

    value: int
    nbytes: int = 100


class Counting:
    """A training that counts to 8, and remembers how often it was begun and how far it came."""

    def __init__(self):
        self.begun, self.made = [], 0

    def __call__(self, config):
        self.begun.append(config)
        for value in range(9):
            threading.Event().wait(0.002)  # work, during which somebody else may ask
            self.made += 1
            yield Number(value)


def kept_within(most_bytes, begin):
    store = Kept(most_bytes)
    return LiveRuns(begin, lambda: store)


def values(answer) -> tuple[list[int], bool]:
    moments, ended = finished(answer)
    return [moment.value for moment in moments], ended


def test_moments_follow_each_other_and_end():
    run = LiveRun(Counting()("any"))
    assert values(run.after(-1, 1)) == ([0], False)
    assert values(run.after(0, 4)) == ([1, 2, 3, 4], False)
    assert values(run.after(4, 9)) == ([5, 6, 7, 8], True)
    assert values(run.after(8, 4)) == ([], True)


@pytest.mark.parametrize("shown", [-1, 0, 1, 2, 5])
def test_where_a_moment_takes_longer_than_a_reel_may_it_comes_alone(monkeypatch, shown):
    monkeypatch.setattr("relu_viz.stage.live_run.SECONDS_OF_A_REEL", 0)
    run = LiveRun(Counting()("any"))
    for number in range(-1, shown):
        assert values(run.after(number, 4)) == ([number + 1], False)
    assert values(run.after(shown, 4)) == ([shown + 1], False)


def test_who_says_that_they_are_far_ahead_waits_no_longer_than_others(monkeypatch):
    monkeypatch.setattr("relu_viz.stage.live_run.SECONDS_OF_A_REEL", 0)
    counting = Counting()
    run = LiveRun(counting("any"))
    for asked in range(1, 6):
        assert values(run.after(4, 2)) == ([], False)
        assert counting.made == asked
    assert values(run.after(4, 2)) == ([5], False)
    assert values(run.after(10**6, 2)) == ([], False)
    for _ in range(3):
        assert values(run.after(10**6, 2))[0] == []
    assert values(run.after(10**6, 2)) == ([], True)


def test_a_run_tells_what_its_training_holds_as_long_as_it_goes_on():
    def moments():
        held = {"array": np.zeros(10**6), "view": None, "twice": []}
        held["view"] = held["array"][:10]
        held["twice"] = [held["array"], (np.ones(500), "words")]
        yield Number(0)
        held["array"][:] += 1
        yield Number(1)

    run = LiveRun(moments())
    assert run.nbytes == 0
    finished(run.after(-1, 1))
    assert run.nbytes == 100 + 8 * 10**6 + 8 * 500
    finished(run.after(0, 2))
    assert run.nbytes == 200


@pytest.mark.parametrize(
    "moments",
    [digits_frames(ConvConfig(filters=(16, 16), epochs=1)), digits_frames(DenseConfig(units=64, epochs=1)),
     contest_moments(ContestConfig(hidden=(4,), rounds=10))],
)  # fmt: skip
def test_between_two_answers_a_training_holds_few_megabytes(moments):
    run = LiveRun(moments)
    while len(finished(run.after(-1, 2))[0]) < 2:  # a slow machine answers before they are made
        pass
    assert 5 * 10**5 < run.nbytes < 3 * 10**6


def test_a_class_that_watches_the_same_trains_once():
    counting = Counting()
    runs = kept_within(10**6, counting)
    first, second = (values(runs.of("same").after(2, 3)) for _ in range(2))
    assert first == second == ([3, 4, 5], False)
    assert counting.made == 6  # none before it is asked for
    assert values(runs.of("same").after(-1, 2)) == ([0, 1], False)  # somebody goes back to the start
    assert counting.made == 6
    finished(runs.of("other").after(0, 1))
    assert counting.begun == ["same", "other"]


def test_many_at_once_get_the_same():
    counting, turns = Counting(), Turns()
    runs = kept_within(10**6, counting)
    jobs = []
    for number in range(64):
        run = runs.of("same")
        jobs.append(turns.take(Job(f"visitor {number}", run.after(number % 6, 3), [run])))
    answers = [job.result.result(30) for job in jobs]
    numbers = [[moment.value for moment in moments] for moments, _ in answers]
    assert numbers == [[n % 6 + 1, n % 6 + 2, n % 6 + 3] for n in range(64)]
    assert counting.begun == ["same"]


def test_what_had_to_go_is_made_again():
    counting = Counting()
    runs = kept_within(500, counting)
    finished(runs.of("a").after(-1, 4))
    finished(runs.of("b").after(-1, 4))
    runs.of("b")  # together they are too large now, and a is the older
    assert values(runs.of("a").after(3, 2)) == ([4, 5], False)
    assert counting.begun == ["a", "b", "a"]


def test_what_was_asked_for_longest_ago_goes_first():
    counting = Counting()
    runs = kept_within(900, counting)
    for name in ("a", "b", "a", "c", "d"):  # when c has come they are too large, and b is the oldest
        finished(runs.of(name).after(-1, 4))
    finished(runs.of("a").after(-1, 4))
    assert counting.begun == ["a", "b", "c", "d"]


def test_nobody_waits_long_for_an_answer(monkeypatch):
    clock = count(step=0.1)
    monkeypatch.setattr("relu_viz.stage.live_run.monotonic", lambda: next(clock))
    moments, ended = finished(LiveRun(Counting()("any")).after(-1, 9))
    assert 1 <= len(moments) < 6
    assert not ended


def first_of(kind, config):
    run, moments, ended = kind.runs.of(config), [], False
    while not moments:
        moments, ended = finished(run.after(-1, 1))
    return moments, ended


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
    layout = unpack(pack_digits_layout(config, "a seat"))[0]
    frames = list(islice(filter(None, digits_frames(config)), 3))
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
    assert pack_digits_reel(digits, 0, 0, *first_of(DIGITS, digits))
    contest = ContestConfig(activations=(activation,), hidden=(3,))
    layout, arrays = unpack(pack_agents_layout(contest, "a seat"))
    assert layout["teams"][0]["label"] == ACTIVATIONS[activation].label
    assert len(arrays[f"table.{activation}"]) > 1000
    meta, arrays = unpack(pack_agents_reel(contest, 0, 0, *first_of(AGENTS_AT_PLAY, contest)))
    assert meta["epochs"] == [0]
    assert len(arrays[f"median.{activation}"]) == 3
