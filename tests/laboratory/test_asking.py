"""Who shares a job and who does not, how long it takes, what is refused, and with which priority it is measured."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import Job, Queue, Result, run
from relu_viz.laboratory.shards import Progress
from tests.laboratory.plain import LONG, SLOW, Config, experiment, works


def niceness(config, part, runs):
    """That of the process in which it is measured."""
    return {"nice": np.full(len(runs), os.getpriority(os.PRIO_PROCESS, 0))}


def leaves_files(folder, config, part, runs):
    """One when a shard begins, and one when it ends."""
    Path(folder, f"begins {part} {runs.start}").touch()
    found = works(config, part, runs)
    Path(folder, f"ends {part} {runs.start}").touch()
    return found


QUICK = experiment(seconds=0.01)


@pytest.fixture(scope="module")
def queue():
    return Queue()


@pytest.fixture
def busy(queue):
    """A queue with a long job under way."""
    job = queue.ask(SLOW, LONG)
    while job.began is None:
        job.changed.wait(0.001)
    yield queue
    queue.cancel(job)


def test_only_the_same_experiment_with_the_same_config_is_shared(busy):
    other = replace(QUICK, name="other")
    asked = [busy.ask(QUICK, Config()), busy.ask(QUICK, Config(seed=1)), busy.ask(other, Config())]
    assert len({id(job) for job in asked}) == 3
    assert busy.ask(QUICK, Config(seed=1)) is asked[1]
    assert [job.askers for job in asked] == [1, 2, 1]
    for job in (*asked, asked[1]):
        busy.cancel(job)
    assert all(job.cancelled for job in asked)


def test_who_leaves_twice_takes_nobody_with_them(busy):
    job = busy.ask(QUICK, Config(seed=2))
    busy.cancel(job)
    busy.cancel(job)
    assert job.cancelled
    after = busy.ask(QUICK, Config(seed=2))
    assert not after.over
    busy.cancel(after)


def test_each_visitor_counts_once_however_often_they_ask_and_leave(busy):
    job = busy.ask(QUICK, Config(seed=3), "Ann")
    assert busy.ask(QUICK, Config(seed=3), "Ann") is job
    assert busy.ask(QUICK, Config(seed=3), "Ben") is job
    assert job.askers == 2
    for visitor in ("Ann", "Ann", "Eve"):  # a double click, and somebody who never asked
        busy.cancel(job, visitor)
    assert not job.over
    busy.cancel(job, "Ben")
    assert job.cancelled


def test_a_visitor_has_one_job_at_a_time(busy):
    job = busy.ask(QUICK, Config(seed=4), "Ann")
    with pytest.raises(
        ValueError, match=r"^You have asked for another experiment already: wait for it, or cancel it.$"
    ):
        busy.ask(QUICK, Config(seed=5), "Ann")
    busy.cancel(job, "Ann")
    again = busy.ask(QUICK, Config(seed=5), "Ann")
    assert not again.over
    busy.cancel(again, "Ann")


def test_twenty_wait_at_most_and_who_joins_one_of_them_may():
    queue = Queue()
    first = queue.ask(SLOW, LONG)
    waiting = [queue.ask(QUICK, Config(seed=seed), f"visitor {seed}") for seed in range(20)]
    with pytest.raises(ValueError, match=r"^20 experiments wait already. Please try it again in a few minutes.$"):
        queue.ask(QUICK, Config(seed=20), "the next")
    assert queue.ask(QUICK, Config(seed=7), "the next") is waiting[7]
    queue.cancel(waiting[3], "visitor 3")
    assert queue.ask(QUICK, Config(seed=20), "one more") not in waiting
    queue.cancel(first)
    queue.close()


def test_what_only_those_want_who_have_left_is_not_measured(monkeypatch):
    monkeypatch.setattr("relu_viz.laboratory.queue.AWAY", 0)
    here = {"Ann", "Ben", "Eve"}
    queue = Queue(is_there=here.__contains__)
    running = queue.ask(SLOW, LONG, "Ann")
    alone, shared = queue.ask(QUICK, Config(seed=6), "Ben"), queue.ask(QUICK, Config(seed=7), "Eve")
    while not running.progress.done:
        running.changed.wait(0.01)
    assert (queue.ahead_of(alone), queue.ahead_of(shared)) == (1, 2)
    here -= {"Ann", "Ben"}
    assert running.changed.wait(60)
    assert shared.changed.wait(60)
    assert (running.cancelled, alone.cancelled, shared.cancelled) == (True, True, False)
    assert (running.result, alone.result) == (None, None)
    assert shared.result is not None
    queue.close()


def test_who_is_away_for_a_moment_keeps_their_job():
    here = {"Ann"}
    queue = Queue(is_there=here.__contains__)
    job = queue.ask(experiment(seconds=0.01, measure=works), Config(runs=5), "Ann")
    here.clear()
    assert job.changed.wait(60)
    assert job.result is not None
    queue.close()


def test_measuring_steps_back_behind_the_server_and_is_timed(queue):
    asked = experiment(measure=niceness)
    job = queue.ask(asked, Config())
    assert job.changed.wait(60)
    assert job.result is not None
    assert (job.result["nice"] == 15).all()  # of 19
    assert 0 < job.seconds <= monotonic() - job.began
    assert queue.ask(asked, Config()) is not job  # what is over is measured anew


def job(began_ago: float | None, done: int, total: int) -> Job:
    made = Job(experiment(seconds=3.0), Config(runs=10, conditions=2), progress=Progress(done, total))
    made.began = None if began_ago is None else monotonic() - began_ago
    return made


@pytest.mark.parametrize(
    ("began_ago", "done", "total", "left"),
    [
        (None, 0, 1, 30),  # 20 runs of 3 s for two workers
        (None, 5, 10, 30),
        (1000, 0, 12, 30),
        (1000, 2, 12, 30),
        (1000, 3, 12, 3000),
        (1000, 4, 12, 2000),
        (1000, 9, 12, 1000 / 3),
        (1000, 12, 12, 0),
    ],
)
def test_what_is_left_is_estimated_from_three_shards_on_from_what_is_done(began_ago, done, total, left):
    assert job(began_ago, done, total).seconds_left() == pytest.approx(left, rel=0.01)


def test_a_job_is_over_with_a_result_a_problem_or_without_askers():
    fresh = job(None, 0, 1)
    assert not fresh.over
    assert (fresh.askers, fresh.on_cluster) == (1, False)
    assert Job(QUICK, Config()).progress == Progress(0, 1)
    assert replace(fresh, problem="…").over
    assert replace(fresh, cancelled=True).over
    assert replace(fresh, result=object()).over


def test_what_takes_too_long_for_two_workers_is_refused(queue):
    queue.cancel(queue.ask(experiment(seconds=11.9), Config(runs=10)))  # 20 runs
    with pytest.raises(ValueError, match="This would take about 2 minutes and"):
        queue.ask(experiment(seconds=12.1), Config(runs=10))


def test_whoever_stops_waits_for_the_shards_in_hand_and_no_others_begin(tmp_path):
    measuring = run(experiment(measure=partial(leaves_files, str(tmp_path))), Config(runs=100), 2, runs_of_a_shard=1)
    while next(measuring).done < 3:
        pass
    measuring.close()
    begun, ended = ([*tmp_path.glob(f"{what} *")] for what in ("begins", "ends"))
    assert len(begun) == len(ended)
    assert 3 <= len(ended) <= 3 + 3 + 2 * 2  # those told of, those ready with them, and two for each worker
    assert len([*tmp_path.glob("begins *")]) == len(begun)


def test_a_hundred_times_the_phase_diagram_is_not_for_one_machine():
    # docs/scale.md: 160 seeds are measured on one machine, and 1,600 are not; 16 took 7.7 s.
    phases = all_experiments()["phase_diagram"]
    phases.check_size(phases.config(runs=160), 2)
    with pytest.raises(ValueError, match="ask for fewer runs"):
        phases.check_size(phases.config(runs=1600), 2)
    assert 7.7 / 3 < phases.seconds(phases.config(runs=16), 2) < 7.7 * 3


def test_what_is_told_of_a_result_is_worked_out_once_for_each_result():
    asked, one, other = [], Result(Config(), {}), Result(Config(), {})

    def tell(result):
        asked.append(result)
        return len(asked)

    assert [one.once(tell), one.once(tell), other.once(tell), one.once(tell)] == [1, 1, 2, 1]
    assert one.once(str) == str(one)
