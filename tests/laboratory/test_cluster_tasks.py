"""How tasks go to a cluster, here one in this process, and what happens where there is none."""

import numpy as np
import pytest
from distributed import Client

from relu_viz.laboratory import Cluster, Queue, on_cluster, run
from relu_viz.laboratory.cluster import ClusterError
from relu_viz.laboratory.shards import Progress, finished
from tests.laboratory.plain import Config, experiment


@pytest.fixture(scope="module")
def client():
    with Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None) as client:
        yield client


def plus(one: int, other: int) -> int:
    if other < 0:
        raise ArithmeticError("less than nothing")
    return one + other


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_two_tasks_for_each_core_are_under_way_and_all_come_back(client, cores):
    taken = []

    def tasks():
        for each in range(20):
            taken.append(each)
            yield 100, each

    coming = Cluster(client, cores).call(plus, tasks())
    found = [next(coming)]
    assert len(taken) == 2 * cores
    found += list(coming)
    assert sorted(found) == list(range(100, 120))


def test_the_same_task_twice_is_done_twice(client):
    assert list(Cluster(client, 2).call(plus, [(1, 2)] * 3)) == [3, 3, 3]


def test_no_tasks_no_results(client):
    assert list(Cluster(client, 2).call(plus, [])) == []


def test_what_a_task_raises_is_raised_here(client):
    with pytest.raises(ArithmeticError, match="less than nothing"):
        list(Cluster(client, 1).call(plus, [(1, -1)]))


def test_a_cluster_measures_what_this_process_measures(client):
    config = Config(runs=5, conditions=2, seed=7)
    measuring = run(experiment(), config, runs_of_a_shard=2, cluster=Cluster(client, 2))
    assert next(measuring) == Progress(0, 6)
    there, here = finished(measuring), finished(run(experiment(), config))
    assert set(there.arrays) == set(here.arrays)
    for name, array in here.arrays.items():
        np.testing.assert_array_equal(there[name], array)


def test_a_cluster_that_nobody_answers_for_is_no_cluster(monkeypatch):
    monkeypatch.setattr("relu_viz.laboratory.cluster.CONNECT", 0.1)
    with pytest.raises(ClusterError, match=r"^The cluster does not answer$"), on_cluster("tcp://127.0.0.1:9"):
        pass


def test_a_cluster_that_is_still_gone_is_told_once_and_looked_for_again(caplog, monkeypatch):
    monkeypatch.setattr("relu_viz.laboratory.cluster.CONNECT", 0.1)
    monkeypatch.setattr("relu_viz.laboratory.queue.AGAIN", 0.0)
    queue = Queue("tcp://127.0.0.1:9")
    jobs = []
    for seed in range(3):
        jobs.append(queue.ask(experiment(), Config(seed=seed)))
        assert jobs[-1].changed.wait(60)
    sentence = "The cluster does not answer: run it again, and this server measures by itself."
    assert [job.problem for job in jobs] == [sentence, None, None]
    assert [job.result is not None for job in jobs] == [False, True, True]
    assert not any(job.on_cluster for job in jobs)
    assert [record.getMessage() for record in caplog.records] == [
        "RELU_VIZ_DASK=tcp://127.0.0.1:9: The cluster does not answer"
    ] * 3


def meets(client, error: Exception) -> None:
    """Something on a cluster of two cores."""
    with on_cluster(client.scheduler.address, patience=3.5) as cluster:
        assert (cluster.cores, cluster.patience) == (2, 3.5)
        raise error


@pytest.mark.parametrize("error", [TimeoutError("slow"), ConnectionResetError("gone")])
def test_what_breaks_on_the_way_is_a_lost_cluster(client, error):
    with pytest.raises(ClusterError, match=r"^The cluster was lost on the way$"):
        meets(client, error)


def test_what_an_experiment_breaks_with_stays_what_it_is(client):
    with pytest.raises(ArithmeticError, match="of its own"):
        meets(client, ArithmeticError("of its own"))
