"""Whose turn it is: one job after the other, also of two queues; time is measured alone and anything else side by side.

A shard writes down when it begins and ends, and waits at a gate (a pipe) until the test opens it: nothing sleeps.
"""

import os
import select
from functools import partial
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from relu_viz.laboratory import Job, Queue, run
from relu_viz.laboratory.shards import finished
from tests.laboratory.plain import Config, experiment

LONGEST = 20  # s that anybody waits for what does not come


def noted(folder: str, name: str, gate: bool, config, part, runs):
    """Measures nothing; "name begins", then waits for the gate if there is one, then "name ends"."""
    with open(Path(folder, "notes"), "a", buffering=1) as notes:
        notes.write(f"{name} begins\n")
        opened = True
        if gate:
            with (
                open(Path(folder, "begun"), "r+b", buffering=0) as begun,
                open(Path(folder, "gate"), "r+b", buffering=0) as pipe,
            ):
                begun.write(b"x")
                opened = bool(select.select([pipe], [], [], LONGEST)[0])
        notes.write(f"{name} ends\n")
    return {"opened": np.full(len(runs), opened), "started": np.array(runs) + config.seed}


class Course:
    """A folder with notes, and a gate that shards wait at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for pipe in ("begun", "gate"):
            os.mkfifo(folder / pipe)
        self.begun, self.gate = (os.open(folder / pipe, os.O_RDWR) for pipe in ("begun", "gate"))

    def experiment(self, name: str, gate: bool = False, timed: bool = False):
        return experiment(seconds=0.5, timed=timed, measure=partial(noted, str(self.folder), name, gate))

    def wait_until_one_begins(self) -> None:
        assert select.select([self.begun], [], [], LONGEST)[0]
        os.read(self.begun, 1)

    def open_the_gate(self) -> None:
        os.write(self.gate, b"x")  # nobody takes it out: the gate stays open

    def notes(self) -> list[str]:
        return (self.folder / "notes").read_text().splitlines()


@pytest.fixture
def course(tmp_path):
    course = Course(tmp_path)
    yield course
    course.open_the_gate()  # whatever failed, nobody is left waiting
    for pipe in (course.begun, course.gate):
        os.close(pipe)


@pytest.fixture(scope="module")
def queue():
    return Queue()


def result_of(job: Job):
    assert job.changed.wait(LONGEST)
    assert job.problem is None
    assert job.result is not None
    return job.result


@pytest.mark.parametrize("timed", [False, True])
def test_jobs_are_measured_one_after_another_in_the_order_in_which_they_were_asked_for(queue, course, timed):
    first = queue.ask(course.experiment("first", gate=True), Config(runs=1))
    course.wait_until_one_begins()
    others = [queue.ask(course.experiment(name, timed=timed), Config(runs=1)) for name in ("second", "third")]
    assert [queue.ahead_of(job) for job in (first, *others)] == [0, 1, 2]
    assert not any(job.over for job in (first, *others))
    course.open_the_gate()
    for job in (first, *others):
        result_of(job)
    names = [line.split()[0] for line in course.notes()]
    assert names == ["first"] * 4 + ["second"] * 4 + ["third"] * 4  # of two conditions each, that begin and end


@pytest.mark.parametrize("timed", [False, True])
def test_a_job_of_another_queue_waits_for_what_runs(queue, course, timed):
    running = queue.ask(course.experiment("running", gate=True), Config(runs=1, conditions=1))
    course.wait_until_one_begins()  # in one of two workers; the other one has nothing to do
    other = Queue().ask(course.experiment("other", timed=timed), Config(runs=1))
    assert not other.changed.wait(0.2)  # it would have long been over
    course.open_the_gate()
    result_of(running)
    result_of(other)
    assert [line.split()[0] for line in course.notes()] == ["running"] * 2 + ["other"] * 4


def test_while_time_is_measured_nothing_else_is(queue, course):
    timed = queue.ask(course.experiment("timed", gate=True, timed=True), Config(runs=2))
    course.wait_until_one_begins()
    other = queue.ask(course.experiment("other"), Config(runs=1))
    assert course.notes() == ["timed begins"]  # a single shard of its four
    course.open_the_gate()
    result_of(timed)
    result_of(other)
    assert course.notes()[:8] == ["timed begins", "timed ends"] * 4


def test_anything_else_is_measured_side_by_side_by_as_many_as_there_are_workers(course):
    measuring = run(course.experiment("one", gate=True), Config(runs=2), workers=2)
    next(measuring)
    results = []
    thread = Thread(target=lambda: results.append(finished(measuring)), daemon=True)
    thread.start()
    course.wait_until_one_begins()
    course.wait_until_one_begins()
    assert course.notes() == ["one begins"] * 2
    course.open_the_gate()
    thread.join(LONGEST)
    assert results[0]["opened"].all()


def test_a_shared_job_goes_on_for_those_who_stay(queue, course):
    of = course.experiment("shared", gate=True)
    job = queue.ask(of, Config(runs=1, seed=40))
    course.wait_until_one_begins()
    assert queue.ask(of, Config(runs=1, seed=40)) is job
    assert queue.ask(of, Config(runs=1, seed=40)) is job
    queue.cancel(job)
    queue.cancel(job)
    assert not job.over
    assert not job.changed.is_set()
    course.open_the_gate()
    np.testing.assert_array_equal(result_of(job)["started"], [[40], [40]])
    queue.cancel(job)  # too late
    assert not job.cancelled
    assert queue.ahead_of(job) == 0


def test_who_asks_for_what_is_being_cancelled_gets_a_job_of_their_own_with_a_result(queue, course):
    of = course.experiment("twice", gate=True)
    config = Config(runs=1, conditions=1)
    job = queue.ask(of, config)
    course.wait_until_one_begins()
    queue.cancel(job)
    assert job.changed.is_set()  # told at once, though the shard in hand is not ended
    again = queue.ask(of, config)
    assert again is not job
    assert queue.ahead_of(again) == 1
    course.open_the_gate()
    result_of(again)
    assert job.result is None
    assert course.notes() == ["twice begins", "twice ends"] * 2


def test_a_job_that_waits_and_is_cancelled_is_never_measured(queue, course):
    first = queue.ask(course.experiment("first", gate=True), Config(runs=1, conditions=1))
    course.wait_until_one_begins()
    second, third = (queue.ask(course.experiment(name), Config(runs=1)) for name in ("second", "third"))
    queue.cancel(second)
    assert second.changed.is_set()
    assert queue.ahead_of(third) == 1
    course.open_the_gate()
    result_of(first)
    result_of(third)
    assert (second.began, second.result) == (None, None)
    assert not any(line.startswith("second") for line in course.notes())


def test_a_closed_queue_cancels_those_who_wait(course):
    closing = Queue()
    running = closing.ask(course.experiment("running", gate=True), Config(runs=1, conditions=1))
    course.wait_until_one_begins()
    waiting = closing.ask(course.experiment("waiting"), Config(runs=1))
    closer = Thread(target=closing.close, daemon=True)
    closer.start()
    while not waiting.cancelled:
        assert not running.changed.wait(0.001)
    course.open_the_gate()
    closer.join(LONGEST)
    assert not closer.is_alive()
    assert running.over
    assert not any(line.startswith("waiting") for line in course.notes())
