"""The server's queue: one at a time, shared by those who ask for the same, stopped when nobody wants it."""

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import Job, Queue
from tests.laboratory.plain import LONG, SLOW, experiment, works

VANISHING = all_experiments()["vanishing"]
PHASES = all_experiments()["phase_diagram"]
ROOT = Path(__file__).parents[2]
QUICK = {"depth": 4, "width": 4, "runs": 8}


@pytest.fixture(scope="module")
def queue():
    return Queue()


def wait_for(job: Job) -> Job:
    assert job.changed.wait(120)
    return job


def test_a_job_brings_its_result(queue):
    job = wait_for(queue.ask(VANISHING, VANISHING.config(**QUICK)))
    assert job.problem is None
    assert job.result is not None
    assert job.progress.done == job.progress.total
    assert job.result["gradient"].shape == (18, 8, 4)


def test_the_same_question_is_measured_once_and_each_can_leave(queue):
    config = replace(LONG, seed=1)
    first, second = queue.ask(SLOW, config), queue.ask(SLOW, config)
    other = queue.ask(VANISHING, VANISHING.config(**QUICK, seed=2))
    assert first is second
    assert queue.ahead_of(other) == 1
    queue.cancel(first)
    assert not second.over
    queue.cancel(second)
    assert second.cancelled
    assert wait_for(other).result is not None


def test_cancel_is_seen_at_once_and_stops_the_work_and_the_next_one_runs(queue):
    job = queue.ask(SLOW, replace(LONG, seed=3))
    while job.progress.done < 2 and not job.over:
        threading.Event().wait(0.01)
    queue.cancel(job)
    assert job.over
    after = wait_for(queue.ask(VANISHING, VANISHING.config(**QUICK, seed=4)))
    assert after.result is not None
    assert job.progress.done < job.progress.total
    assert job.result is None


def test_one_that_waits_can_be_cancelled(queue):
    running = queue.ask(SLOW, replace(LONG, seed=5))
    waiting = queue.ask(VANISHING, VANISHING.config(**QUICK, seed=6))
    queue.cancel(waiting)
    assert waiting.over
    assert waiting.began is None
    queue.cancel(running)


def test_two_queues_in_one_process_do_not_stop_each_other(queue):
    job = queue.ask(SLOW, replace(LONG, seed=9))
    while job.progress.done < 2 and not job.over:
        threading.Event().wait(0.01)
    other = Queue().ask(VANISHING, VANISHING.config(**QUICK, seed=10))
    queue.cancel(job)
    assert wait_for(other).problem is None
    assert other.result is not None


def fails(config, part, runs):
    if runs.start:
        raise MemoryError("no more")
    return {"value": np.zeros(len(runs))}


def test_an_experiment_that_breaks_says_so_and_the_next_one_runs(queue, caplog):
    broken = replace(VANISHING, name="broken", measure=fails)
    job = wait_for(queue.ask(broken, VANISHING.config(runs=100_000, activations=("relu", "sigmoid"), depth=2, width=2)))
    assert job.problem == "The measurement stopped: MemoryError. Try it again, or a smaller one."
    assert "broken stopped" in caplog.text
    assert wait_for(queue.ask(VANISHING, VANISHING.config(**QUICK, seed=7))).result is not None


def test_too_large_is_refused_before_it_starts(queue):
    with pytest.raises(ValueError, match="at most 2 minutes and 500 MB"):
        queue.ask(PHASES, PHASES.config(runs=10**6))
    next_one = queue.ask(VANISHING, VANISHING.config(**QUICK, seed=8))
    assert queue.ahead_of(next_one) == 0
    wait_for(next_one)  # else its workers begin when another queue is closed


def test_a_queue_that_is_closed_leaves_no_process_behind():
    queue = Queue()
    job = queue.ask(SLOW, replace(LONG, seed=5))
    while job.progress.done < 1 and not job.over:
        threading.Event().wait(0.01)
    assert workers()
    queue.close()
    assert job.over
    assert job.result is None
    assert workers() == []


@pytest.mark.slow
@pytest.mark.parametrize("shards_before", [0, 1, 2, 3])
def test_workers_that_are_ended_under_a_job_are_no_problem_of_anybodys(monkeypatch, caplog, shards_before):
    monkeypatch.setattr("relu_viz.laboratory.queue.LAST_SHARD", 0)
    first, second = Queue(), Queue()
    job = first.ask(SLOW, replace(LONG, seed=5))
    while job.progress.done < shards_before and not job.over:
        threading.Event().wait(0.001)
    first.close()
    assert wait_for(job).cancelled
    first._thread.join(60)
    assert job.problem is None
    assert wait_for(second.ask(experiment(seconds=0.01), replace(LONG, runs=4))).result is not None
    assert not [each for each in caplog.records if each.levelname == "ERROR"], "another try is no error"
    second.close()


CLOSED_UNDER_A_JOB = """
import signal, threading
from dataclasses import replace
from relu_viz.laboratory import Queue, queue
from tests.laboratory.plain import LONG, SLOW

queue.LAST_SHARD = 0
first = Queue()
job = first.ask(SLOW, replace(LONG, seed=5))
while not job.progress.done:
    threading.Event().wait(0.001)
first.close()
signal.raise_signal(signal.SIGTERM)
"""


@pytest.mark.slow
def test_a_server_that_ends_under_a_job_leaves_nothing_to_complain_of():
    done = subprocess.run([sys.executable, "-c", CLOSED_UNDER_A_JOB], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (-signal.SIGTERM, "")


def workers() -> list[psutil.Process]:
    """The worker processes of this one."""
    return [each for each in psutil.Process().children() if any("popen_loky" in word for word in each.cmdline())]


@pytest.mark.slow
@pytest.mark.parametrize("accident", ["suspend", "kill"])
def test_a_job_whose_worker_hangs_or_is_killed_is_tried_once_more_with_new_workers(monkeypatch, caplog, accident):
    monkeypatch.setattr("relu_viz.laboratory.shards.PATIENCE", 5)  # new workers take a second to begin, or two
    monkeypatch.setattr("relu_viz.laboratory.shards.OF_A_SHARD", 1)
    queue = Queue()
    short = experiment(seconds=0.02, measure=works)
    job = queue.ask(short, replace(LONG, runs=2000))
    while job.progress.done < 2 and not job.over:
        threading.Event().wait(0.01)
    before = workers()
    for worker in before:
        getattr(worker, accident)()
    assert wait_for(job).result is not None
    assert not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in before)
    assert "plain is tried once more" in caplog.text
    queue.close()


ORPHANS = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import psutil
from relu_viz.laboratory import run
from tests.laboratory.plain import LONG, SLOW
for progress in run(SLOW, LONG, 2):
    if progress.done == 2:
        told = [each.pid for each in psutil.Process().children() if any("popen_loky" in w for w in each.cmdline())]
        print(*told, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_workers_end_when_their_server_is_killed():
    ended = subprocess.run([sys.executable, "-c", ORPHANS], capture_output=True, text=True, cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    left = [psutil.Process(int(pid)) for pid in ended.stdout.split() if psutil.pid_exists(int(pid))]
    assert len(ended.stdout.split()) == 2
    assert psutil.wait_procs(left, timeout=20)[1] == []
