"""What decides on the way to the browser, just on either side: requests, reels' lengths, the view, what is kept."""

import json
from math import sqrt

import numpy as np
import pytest

from relu_viz.data import Dataset
from relu_viz.data.own_points import encode_points
from relu_viz.stage import plane, stage
from relu_viz.stage.batching import classroom
from relu_viz.stage.kept import Kept
from relu_viz.stage.live_run import LiveRun, LiveRuns
from relu_viz.stage.pace import Pace
from relu_viz.stage.reel import plane_side, read_frames, share_to_byte, view_extent
from relu_viz.stage.stage import StudentsSeat
from relu_viz.stage.turns import NOBODY
from relu_viz.stage.want import Want
from relu_viz.training import Trainer, TrainingConfig
from tests.apart import run_apart
from tests.pieces import finished

NEEDED = {"generation": 5, "request": 6, "epoch": 7, "epochs": 8}
BOUNDS = {"generation": (0, 2**32 - 1), "request": (0, 2**31 - 1), "epoch": (0, 10**6), "epochs": (1, 1000),
          "batch": (0, 10**6), "every": (0, 10), "shown": (0, 10**6), "typical": (0, 1)}  # fmt: skip


@pytest.mark.parametrize("field", BOUNDS)
def test_a_request_is_accepted_from_the_least_to_the_most_and_not_beyond(field):
    low, high = BOUNDS[field]
    for value in (low, high):
        assert getattr(Want.of(NEEDED | {field: value}), field) == value
    for value in (low - 1, high + 1, float(low), str(low), None, True):
        with pytest.raises(ValueError, match=f"{field} must be a whole number from {low} to {high}"):
            Want.of(NEEDED | {field: value})


@pytest.mark.parametrize("field", NEEDED)
def test_a_request_without_what_it_needs_is_told_so(field):
    with pytest.raises(ValueError, match=f"needs {field}"):
        Want.of({name: value for name, value in NEEDED.items() if name != field})


def test_what_a_request_need_not_say():
    want = Want.of(NEEDED)
    assert (want.batch, want.every, want.shown) == (0, 1, 0)
    assert (want.generation, want.request, want.epoch, want.epochs) == (5, 6, 7, 8)


@pytest.mark.parametrize(("length", "accepted"), [(4096, True), (4097, False)])
def test_so_many_bytes_a_request_may_have(length, accepted):
    body = json.dumps(NEEDED).encode().ljust(length)
    if accepted:
        assert Want.read(body) == Want(**NEEDED)
    else:
        with pytest.raises(ValueError, match="at most 4096 bytes"):
            Want.read(body)


CONFIG = TrainingConfig(samples=20, hidden=(2,), learning_rate=0.01)


@pytest.fixture
def seat(monkeypatch):
    """A student who is alone in the class."""
    monkeypatch.setattr(stage, "pace", Pace())
    return StudentsSeat(Trainer(CONFIG))


def epochs_of(seat: StudentsSeat, epoch: int, epochs: int, **others: int) -> list[int]:
    reel = run_apart(seat.answer(Want(seat.number, 1, epoch, epochs, **others)))
    return read_frames(reel, 9, 2, 2)["epoch"].tolist()


@pytest.mark.parametrize(
    ("asked", "every", "got"),
    [(59, 1, 59), (60, 1, 60), (61, 1, 60), (1000, 1, 60), (1, 1, 1),
     (11, 10, 11), (12, 10, 12), (13, 10, 12), (60, 10, 12), (60, 2, 60), (60, 3, 40)],
)  # fmt: skip
def test_a_reel_has_sixty_frames_and_a_hundred_and_twenty_epochs_at_most(seat, asked, every, got):
    found = epochs_of(seat, 0, asked, every=every)
    assert found == [every * (number + 1) for number in range(got)]


@pytest.mark.parametrize(("students", "got"), [(1, 3), (8, 3), (9, 3), (12, 4), (100, 38)])
def test_in_a_full_class_a_reel_is_longer_than_asked_for(seat, students, got):
    """Sixty frames a second for each, in 160 reels a second for all: with more than eight, 3 frames are too few."""
    for number in range(students - 1):
        stage.pace.asked(f"another {number}")
    assert len(epochs_of(seat, 0, 3)) == got


@pytest.mark.parametrize(("ahead", "reached"), [(150, 151), (20_001, 1)])
def test_a_browser_that_is_too_far_ahead_is_left_where_the_trainer_is(seat, ahead, reached):
    assert epochs_of(seat, ahead, 1) == [reached]


def test_a_browser_that_is_just_not_too_far_ahead_is_followed_until_it_goes(seat, monkeypatch):
    monkeypatch.setattr(stage, "SECONDS_OF_AN_ANSWER", 0.01)
    assert epochs_of(seat, 20_000, 1) == []
    seat.leave()
    classroom().turns.do(NOBODY, lambda: None).result.result(30)
    assert classroom().turns.waiting == 0


def test_frames_after_a_divergence_are_left_out_and_the_reel_says_it_is_the_last(monkeypatch):
    monkeypatch.setattr(stage, "pace", Pace())
    config = TrainingConfig(samples=20, hidden=(2,), dataset="plane", activation="linear", learning_rate=100.0)
    alone = Trainer(config)
    alone.run(60)
    end = int(alone.diverged_at[0])
    assert 0 < end < 60
    seat = StudentsSeat(Trainer(config))
    reel = run_apart(seat.answer(Want(seat.number, 1, 0, 60)))
    assert np.frombuffer(reel, "<u4", 7)[3] == 1
    assert read_frames(reel, 9, 2, 0)["epoch"].tolist() == list(range(1, end + 1))
    after = run_apart(seat.answer(Want(seat.number, 2, end, 60)))
    assert np.frombuffer(after, "<u4", 10).tolist()[2:6] == [2, 1, end, 0]
    assert len(read_frames(after, 9, 2, 0)) == 0
    advice = f"In epoch {end} the numbers grew beyond what a computer can hold. Try a smaller learning rate."
    assert json.loads(after[40:]) == {"causes": [], "advice": advice}
    seldom = StudentsSeat(Trainer(config))
    reel = run_apart(seldom.answer(Want(seldom.number, 1, 0, 60, every=100)))
    assert advice in reel.decode("latin-1"), "also where that epoch is none of those that are shown"


@pytest.mark.parametrize(
    ("share", "byte"),
    [(0.0, 0), (1e-12, 1), (1 / 255, 1), (1.49 / 255, 1), (1.51 / 255, 2), (0.5, 128), (253.4 / 255, 253),
     (254.6 / 255, 254), (1 - 1e-12, 254), (1.0, 255)],
)  # fmt: skip
def test_a_share_is_the_nearest_byte_but_none_and_all_are_themselves(share, byte):
    assert share_to_byte(np.array([share])).tolist() == [byte]


@pytest.mark.parametrize("parameters", [20, 217, 218, 500, 1542, 1544, 3000])
def test_the_plane_is_as_fine_as_a_browser_can_compute_between_36_and_96_places(parameters):
    assert plane_side(parameters) == max(36, min(96, int(sqrt(2e6 / parameters))))


def test_the_plane_goes_row_by_row_from_the_top_left():
    assert plane(2.0, 3).tolist() == [[-2, 2], [0, 2], [2, 2], [-2, 0], [0, 0], [2, 0], [-2, -2], [0, -2], [2, -2]]


@pytest.mark.parametrize(("point", "held_out"), [((3.0, 0.1), False), ((0.1, -3.0), True)])
def test_the_view_holds_the_furthest_point_learned_from_or_held_out(point, held_out):
    near, far = np.array([[1.0, -1.0], [0.5, 0.5]]), np.array([point])
    train, test = (near, far) if held_out else (np.concatenate([near, far]), near)
    data = Dataset(train, np.arange(len(train)) % 2, test, np.arange(len(test)) % 2, 2)
    assert view_extent(Trainer(TrainingConfig(), data=data)) == 3.24


def test_ones_own_points_keep_the_view_that_they_were_drawn_in():
    points = encode_points(5.0, np.array([[1.0, 0.5], [-1.0, 0.5], [0.0, 1.0]]), np.array([0, 1, 1]))
    assert view_extent(Trainer(TrainingConfig(dataset="own", points=points))) == 5


class Moment:
    """A moment that takes so many bytes."""

    def __init__(self, nbytes: int):
        self.nbytes = nbytes


def kept_within(most_bytes, begin):
    store = Kept(most_bytes)
    return LiveRuns(begin, lambda: store)


def test_a_watched_training_is_kept_up_to_the_limit_and_the_last_one_always():
    begun = []

    def begin(config):
        begun.append(config)
        yield from [Moment(100)] * 5

    runs = kept_within(200, begin)
    for name in "ab":  # together exactly at the limit
        finished(runs.of(name).after(-1, 1))
    runs.of("a"), runs.of("b")
    assert begun == ["a", "b"]
    finished(runs.of("b").after(0, 3))  # beyond it by now, and a is the older
    runs.of("b")
    finished(runs.of("a").after(-1, 1))
    assert begun == ["a", "b", "a"]
    only = kept_within(0, begin)
    finished(only.of("c").after(-1, 5))
    assert only.of("c").nbytes == 500


def test_a_watched_training_knows_its_end_only_once_it_has_met_it():
    run = LiveRun(iter([Moment(1)] * 3))
    assert [len(finished(run.after(number, 2))[0]) for number in (-1, 0, 1)] == [2, 2, 1]
    assert finished(run.after(1, 1)) == (finished(run.after(1, 5))[0], True)
    assert finished(run.after(0, 1))[1] is False, "one more is known to follow"
    assert run.nbytes == 3
