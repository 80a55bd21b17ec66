"""A seat: who finds it, what is answered there, and what is left of it when its session has gone."""

import gc
import weakref

import numpy as np
import pytest

from relu_viz.stage import stage
from relu_viz.stage.pace import Pace
from relu_viz.stage.reel import read_frames
from relu_viz.stage.seats import Seats, look_after
from relu_viz.stage.stage import StudentsSeat
from relu_viz.stage.want import Want
from relu_viz.training import Trainer, TrainingConfig
from tests.apart import run_apart

CONFIG = TrainingConfig(samples=60, hidden=(4, 3))


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """Nobody else in the class, so that reels are as long as they were asked for."""
    monkeypatch.setattr(stage, "pace", Pace())


def epochs_of(reel: bytes) -> list[int]:
    return read_frames(reel, 3 * 4 + 5 * 3 + 4, 7, 2)["epoch"].tolist()


def ask(seat: StudentsSeat, epoch: int, epochs: int = 3, **others: int) -> bytes:
    return run_apart(seat.answer(Want(seat.number, 1, epoch, epochs, **others)))


def test_reels_follow_each_other():
    seat = StudentsSeat(Trainer(CONFIG))
    assert epochs_of(ask(seat, 0)) == [1, 2, 3]
    assert epochs_of(ask(seat, 3, 2, shown=2)) == [4, 5]
    assert seat.shown == 2
    assert ask(seat, 5, shown=900)
    assert seat.shown == 5, "nobody sees what they do not have"


def test_seats_of_who_has_gone_are_cleared_and_memory_is_given_back_a_few_times():
    all_seats, mine, theirs = Seats(), StudentsSeat(Trainer(CONFIG)), StudentsSeat(Trainer(CONFIG))
    all_seats.take("me", "stage", mine)
    all_seats.take("they", "stage", theirs)
    assert look_after(all_seats, lambda session: True, 0) == look_after(all_seats, lambda session: True, 1) == 0
    assert all_seats.sessions == {"me", "they"}
    rounds = [look_after(all_seats, lambda session: session == "me", 0)]
    assert (all_seats.sessions, all_seats.find(mine.name)) == ({"me"}, mine)
    assert all_seats.find(theirs.name) is None
    for _ in range(2):
        rounds.append(look_after(all_seats, lambda session: True, rounds[-1]))
    assert rounds == [39, 38, 37], "how many times more"


@pytest.mark.parametrize("epoch", [0, 3, 7, 12])
def test_a_trainer_is_brought_to_where_the_browser_is(epoch):
    seat = StudentsSeat(Trainer(CONFIG))
    for start in (0, 3, 6):
        ask(seat, start)
    assert epochs_of(ask(seat, epoch, 2)) == [epoch + 1, epoch + 2]
    alone = Trainer(CONFIG)
    alone.run(epoch + 2)
    assert np.array_equal(seat.trainer.network.theta, alone.network.theta)


def test_a_far_epoch_is_followed_request_by_request(monkeypatch):
    monkeypatch.setattr(stage, "SECONDS_OF_AN_ANSWER", 0.001)
    seat, reached = StudentsSeat(Trainer(CONFIG)), []
    while not epochs_of(reel := ask(seat, 200)):
        reached.append(np.frombuffer(reel[28:32], "<u4")[0] / 1000)
    assert reached == sorted(reached)
    assert len(reached) > 0
    assert reached[-1] <= 203
    assert epochs_of(reel) == [201, 202, 203]
    alone = Trainer(CONFIG)
    alone.run(203)
    assert np.array_equal(seat.trainer.network.theta, alone.network.theta)


def test_an_impossible_epoch_is_not_chased():
    seat = StudentsSeat(Trainer(CONFIG))
    ask(seat, 10**6)
    assert seat.trainer.epoch == 3


def test_ten_epochs_a_frame_and_what_is_left_of_an_epoch_watched_batch_by_batch():
    seat = StudentsSeat(Trainer(CONFIG))
    assert epochs_of(ask(seat, 0, 2, every=10)) == [10, 20]
    assert epochs_of(ask(seat, 20, 2, batch=3, every=10)) == [21], "the epoch in hand first"
    batches = ask(seat, 21, 2, every=0)
    assert read_frames(batches, 31, 7, 2)["batch"].tolist() == [1, 2]


def test_the_past_is_exact_and_leaves_the_present_alone():
    seat = StudentsSeat(Trainer(CONFIG))
    for start in (0, 3, 6):
        ask(seat, start)
    past, history = seat.past(4)
    alone = Trainer(CONFIG)
    alone.run(4)
    assert np.array_equal(past.network.theta, alone.network.theta)
    assert history.epoch.tolist() == [0, 1, 2, 3, 4]
    assert seat.trainer.epoch == 9
    assert seat.past(900)[0].epoch == 9


def test_who_leaves_gives_the_memory_back_and_finds_the_run_again():
    seats, trainer = Seats(), Trainer(CONFIG)
    trainer.run(5)
    alive, seat = weakref.ref(trainer), StudentsSeat(trainer)
    seats.take("a", "stage", seat)
    seats.take("b", "stage", StudentsSeat(Trainer(CONFIG)))
    assert seats.find(seat.name) is seat
    del trainer
    seats.clear({"a"})
    gc.collect()
    assert alive() is None
    assert seats.find(seat.name) is None
    assert seats.sessions == {"b"}
    seats.take("a", "stage", seat)
    assert epochs_of(ask(seats.find(seat.name), 5)) == [6, 7, 8]


def test_a_session_has_one_seat_for_each_picture():
    seats = Seats()
    first, second, other = (StudentsSeat(Trainer(CONFIG)) for _ in range(3))
    seats.take("a", "stage", first)
    seats.take("a", "digits", other)
    seats.take("a", "stage", second)
    assert (first.left, second.left, other.left) == (True, False, False)
    assert [seats.find(each.name) for each in (first, second, other)] == [first, second, other]
    seats.take("a", "stage", first)
    assert (first.left, second.left) == (False, True)


def test_eight_seats_that_were_taken_last_are_remembered_until_the_session_goes():
    seats, taken = Seats(), [StudentsSeat(Trainer(CONFIG)) for _ in range(10)]
    for seat in taken:
        seats.take("a", "stage", seat)
    assert [seats.find(each.name) for each in taken] == [None, None, *taken[2:]]
    seats.clear({"a"})
    assert [seats.find(each.name) for each in taken] == [None] * len(taken)


def test_names_cannot_be_guessed():
    names = {StudentsSeat(Trainer(CONFIG)).name for _ in range(20)}
    assert len(names) == 20
    assert min(map(len, names)) >= 20
