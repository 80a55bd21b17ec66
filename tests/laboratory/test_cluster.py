"""A cluster gives what one process gives, bit for bit, also when one of its workers is killed on the way.

With the whole cluster gone there is one sentence, and the server measures by itself.
"""

import os
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.browser import free_port
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import Job, Queue, on_cluster, run
from relu_viz.laboratory.shards import finished
from tests.apart import run_apart
from tests.local_cluster import local_cluster

PHASES = all_experiments()["phase_diagram"]
SIGNAL = all_experiments()["vanishing"]
QUICK = SIGNAL.config(depth=4, width=4, runs=8)
LONG = PHASES.config(epochs=100)  # some tens of seconds
HERE = "run it again, and this server measures by itself."


def wait_for(job: Job) -> Job:
    assert job.changed.wait(120)
    return job


def wait_for_shards(job: Job) -> None:
    while job.progress.done < 2:
        assert not job.changed.wait(0.01), job.problem


def told(caplog) -> list[str]:
    """What the log says; without a traceback."""
    assert [record.exc_info for record in caplog.records if record.exc_info] == []
    return [record.getMessage() for record in caplog.records]


@pytest.mark.cluster
def test_a_cluster_that_loses_a_worker_gives_the_same_result():
    config = PHASES.config(runs=14, cells=6, epochs=20, width=4)
    alone = finished(run(PHASES, config, runs_of_a_shard=14))
    with local_cluster() as there, on_cluster(there.address) as cluster:
        measuring = run(PHASES, config, runs_of_a_shard=1, cluster=cluster)
        for _ in range(8):
            progress = next(measuring)
        assert progress.done < progress.total
        there.kill_a_worker()
        together = finished(measuring)
    for array in alone.arrays:
        np.testing.assert_array_equal(alone[array], together[array])


@pytest.mark.cluster
def test_the_queue_on_a_cluster_gives_the_same_result(caplog):
    config = PHASES.config(runs=8, cells=6, epochs=20, width=4)
    alone = finished(run(PHASES, config))
    with local_cluster() as cluster:
        job = wait_for(Queue(cluster.address).ask(PHASES, config))
    assert job.problem is None
    assert job.on_cluster
    assert job.result is not None
    for array in alone.arrays:
        np.testing.assert_array_equal(alone[array], job.result[array])
    assert told(caplog) == []


@pytest.mark.cluster
def test_a_cluster_can_be_used_where_a_loop_is_running_as_in_a_notebook():
    async def cell():
        with local_cluster() as there, on_cluster(there.address) as cluster:
            return finished(run(SIGNAL, QUICK, cluster=cluster))

    np.testing.assert_array_equal(run_apart(cell())["gradient"], finished(run(SIGNAL, QUICK))["gradient"])


@pytest.mark.cluster
def test_a_job_that_is_cancelled_leaves_the_cluster_to_the_next(caplog):
    with local_cluster() as cluster:
        queue = Queue(cluster.address)
        job = queue.ask(PHASES, LONG)
        wait_for_shards(job)
        queue.cancel(job)
        after = wait_for(queue.ask(SIGNAL, QUICK))
        assert after.on_cluster
        assert after.result is not None
    assert told(caplog) == []


@pytest.mark.cluster
def test_a_cluster_killed_on_the_way_is_told_and_the_next_run_is_measured_here(caplog):
    with local_cluster() as cluster:
        queue = Queue(cluster.address)
        job = queue.ask(PHASES, LONG)
        wait_for_shards(job)
        cluster.kill()
        assert wait_for(job).problem == f"The cluster was lost on the way: {HERE}"
        after = wait_for(queue.ask(SIGNAL, QUICK))
    assert after.result is not None
    assert not after.on_cluster
    assert told(caplog) == [f"RELU_VIZ_DASK={cluster.address}: The cluster was lost on the way"]


@pytest.mark.cluster
def test_a_cluster_that_takes_the_work_and_does_not_answer_is_not_waited_for_forever(caplog, monkeypatch):
    with local_cluster() as cluster:
        queue = Queue(cluster.address)
        assert wait_for(queue.ask(SIGNAL, QUICK)).on_cluster  # its workers have imported what they need
        monkeypatch.setattr("relu_viz.laboratory.queue.PATIENCE", 5.0)
        job = queue.ask(PHASES, LONG)
        wait_for_shards(job)
        cluster.freeze()
        assert wait_for(job).problem == f"The cluster was lost on the way: {HERE}"
        after = wait_for(queue.ask(SIGNAL, QUICK))
    assert after.result is not None
    assert told(caplog) == [f"RELU_VIZ_DASK={cluster.address}: The cluster was lost on the way"]


def kills(config, part, runs):
    os._exit(1)


@pytest.mark.cluster
def test_a_shard_that_kills_its_workers_is_told_and_the_next_run_is_measured_here():
    with local_cluster() as cluster:
        queue = Queue(cluster.address)
        job = wait_for(queue.ask(replace(SIGNAL, measure=kills), QUICK))
        assert job.problem == "The measurement stopped: KilledWorker. Try it again, or a smaller one."
        after = wait_for(queue.ask(SIGNAL, QUICK))
    assert after.result is not None
    assert not after.on_cluster


@pytest.mark.cluster
def test_a_cluster_without_workers_is_as_none(caplog):
    with local_cluster(workers=0) as cluster:
        queue = Queue(cluster.address)
        assert wait_for(queue.ask(SIGNAL, QUICK)).problem == f"The cluster has no workers: {HERE}"
        assert wait_for(queue.ask(SIGNAL, QUICK)).result is not None
    assert told(caplog) == [f"RELU_VIZ_DASK={cluster.address}: The cluster has no workers"]


@pytest.mark.cluster
def test_where_nobody_answers_it_is_told_once_and_a_cluster_that_comes_back_is_used(caplog, monkeypatch):
    monkeypatch.setattr("relu_viz.laboratory.queue.AGAIN", 0.0)
    monkeypatch.setattr("relu_viz.laboratory.cluster.CONNECT", 0.5)
    port = free_port()
    queue = Queue(f"tcp://127.0.0.1:{port}")
    assert wait_for(queue.ask(SIGNAL, QUICK)).problem == f"The cluster does not answer: {HERE}"
    for _ in range(2):
        after = wait_for(queue.ask(SIGNAL, QUICK))
        assert after.result is not None
        assert not after.on_cluster
    with local_cluster(port):
        assert wait_for(queue.ask(SIGNAL, QUICK)).on_cluster
    assert len(told(caplog)) == 3


def test_a_cluster_that_was_lost_is_left_alone_for_a_while(caplog, monkeypatch):
    monkeypatch.setattr("relu_viz.laboratory.cluster.CONNECT", 0.1)
    queue = Queue("tcp://127.0.0.1:9")
    assert wait_for(queue.ask(SIGNAL, QUICK)).problem == f"The cluster does not answer: {HERE}"
    assert wait_for(queue.ask(SIGNAL, QUICK)).result is not None
    assert len(told(caplog)) == 1


def test_time_is_measured_on_this_machine():
    cost = all_experiments()["sparse_speed"]
    job = Queue("tcp://127.0.0.1:9").ask(cost, cost.config(runs=9))
    while job.progress.done < 1:
        assert not job.changed.wait(0.01), job.problem
    assert not job.on_cluster


def test_without_dask_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    queue = Queue("tcp://127.0.0.1:9")
    sentence = f'Dask is not installed (pip install "dask[distributed]"): {HERE}'
    assert wait_for(queue.ask(SIGNAL, QUICK)).problem == sentence
    assert wait_for(queue.ask(SIGNAL, QUICK)).result is not None
