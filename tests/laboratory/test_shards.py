"""Shards: which runs are measured together, in which order, and that what comes back lands in its place."""

import os
import select
import time
from functools import partial

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from relu_viz.laboratory import Cluster, Result
from relu_viz.laboratory.shards import Progress, WorkersHangError, cut, finished, run
from tests.laboratory.plain import Config, experiment, measure


@pytest.mark.parametrize(
    ("conditions", "runs", "of_a_shard", "shards"),
    [
        (2, 5, 2, [(0, 0, 2), (1, 0, 2), (0, 2, 4), (1, 2, 4), (0, 4, 5), (1, 4, 5)]),  # does not divide
        (2, 4, 2, [(0, 0, 2), (1, 0, 2), (0, 2, 4), (1, 2, 4)]),
        (3, 4, 4, [(0, 0, 4), (1, 0, 4), (2, 0, 4)]),  # one for each condition
        (1, 4, 9, [(0, 0, 4)]),  # more would fit
        (1, 3, 1, [(0, 0, 1), (0, 1, 2), (0, 2, 3)]),
        (1, 1, 1, [(0, 0, 1)]),
    ],
)
def test_runs_are_cut_into_ranges_all_conditions_of_the_first_before_the_second(conditions, runs, of_a_shard, shards):
    found = list(cut(conditions, runs, of_a_shard))
    assert found == [(condition, range(start, stop)) for condition, start, stop in shards]


def expected(config: Config) -> dict[str, list]:
    """What is measured, by a loop over conditions and runs."""
    arrays = {"number": [], "pair": [], "odd": []}
    for condition in range(config.conditions):
        seeds = [config.seed + each for each in range(config.runs)]
        arrays["number"].append([1000 * condition + seed for seed in seeds])
        arrays["pair"].append([[seed, -seed] for seed in seeds])
        arrays["odd"].append([seed % 2 == 1 for seed in seeds])
    return arrays


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("of_a_shard", [1, 2, 3, 7, 20])
def test_every_run_lands_in_its_place_with_its_type(of_a_shard, workers):
    config = Config(runs=7, conditions=3, seed=40)
    result = finished(run(experiment(), config, workers, of_a_shard))
    assert result.config is config
    assert set(result.arrays) == {"number", "pair", "odd"}
    for name, values in expected(config).items():
        np.testing.assert_array_equal(result[name], values)
    assert [result[name].dtype for name in ("number", "pair", "odd")] == [np.float32, np.int16, np.bool_]
    assert [result[name].shape for name in ("number", "pair", "odd")] == [(3, 7), (3, 7, 2), (3, 7)]


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_counts_the_shards_that_are_done(workers):
    measuring = run(experiment(), Config(runs=5, conditions=2), workers, runs_of_a_shard=2)
    assert list(measuring) == [Progress(done, 6) for done in range(7)]


def test_without_a_size_shards_are_of_half_a_second():
    measuring = run(experiment(seconds=0.125), Config(runs=10, conditions=2))  # 4 runs a shard: 4, 4 and 2
    assert next(measuring) == Progress(0, 6)


def counted(measured: list, config, part, runs):
    measured.append((part, runs))
    return measure(config, part, runs)


def test_nothing_is_measured_before_it_is_asked_for_and_nothing_after_it_is_closed():
    measured = []
    measuring = run(experiment(measure=partial(counted, measured)), Config(runs=4), runs_of_a_shard=2)
    next(measuring)
    assert measured == []
    next(measuring)
    next(measuring)
    measuring.close()
    assert measured == [("c0", range(2)), ("c1", range(2))]


def test_a_timed_experiment_never_leaves_this_machine():
    nobody = Cluster(client=None, cores=2)
    config = Config(runs=3)
    result = finished(run(experiment(timed=True), config, cluster=nobody))
    np.testing.assert_array_equal(result["number"], expected(config)["number"])
    with pytest.raises(AttributeError):
        finished(run(experiment(), config, cluster=nobody))


def surroundings(config, part, runs):
    """In which process and with how many threads it is measured, how nice, and what overflows."""
    each = np.ones(len(runs))
    threads = max((each["num_threads"] for each in threadpool_info()), default=1)
    found = {"process": os.getpid(), "threads": threads, "nice": os.getpriority(os.PRIO_PROCESS, 0)}
    return {name: each * value for name, value in found.items()} | {"infinite": each * np.float64(1e300) * 1e300}


def test_a_shard_has_one_thread_and_overflows_without_a_word():
    before = os.getpriority(os.PRIO_PROCESS, 0)
    result = finished(run(experiment(measure=surroundings), Config(runs=2)))
    assert (result["threads"] == 1).all()
    assert np.isposinf(result["infinite"]).all()
    assert (result["process"] == os.getpid()).all()
    assert (result["nice"] == before).all()


def test_workers_are_other_processes_that_step_back():
    result = finished(run(experiment(measure=surroundings), Config(runs=4), 2, 1, niceness=15))
    assert (result["process"] != os.getpid()).all()
    assert (result["nice"] == 15).all()
    assert os.getpriority(os.PRIO_PROCESS, 0) < 15


def noted(path: str, config, part, runs):
    """Writes down when it begins and when it ends."""
    with open(path, "a", buffering=1) as notes:
        notes.write("begins\n")
        sum(index * index for index in range(20_000))
        notes.write("ends\n")
    return measure(config, part, runs)


def test_shards_that_measure_time_have_the_machine_for_themselves(tmp_path):
    path = tmp_path / "notes"
    of = experiment(timed=True, measure=partial(noted, str(path)))
    finished(run(of, Config(runs=12), 2, runs_of_a_shard=1))
    assert path.read_text().split() == ["begins", "ends"] * 24


def meet(path: str, config, part, runs):
    """Writes into the other's pipe and waits for a byte in its own: whether both were under way at the same time."""
    mine, other = (f"{path}.{part}", f"{path}.{'c1' if part == 'c0' else 'c0'}")
    with open(mine, "r+b", buffering=0) as own, open(other, "r+b", buffering=0) as others:
        others.write(b"x")
        ready, _, _ = select.select([own], [], [], 20)
    return {"met": np.full(len(runs), bool(ready))}


def test_shards_of_anything_else_are_measured_side_by_side(tmp_path):
    for part in ("c0", "c1"):
        os.mkfifo(tmp_path / f"pipe.{part}")
    result = finished(run(experiment(measure=partial(meet, str(tmp_path / "pipe"))), Config(runs=1), 2))
    assert result["met"].all()


def test_a_result_is_read_only():
    result = Result(Config(), {"a": np.zeros(3), "b": np.zeros((2, 2))})
    for name in ("a", "b"):
        with pytest.raises(ValueError, match="read-only"):
            result[name][0] = 1


def gets_little_of_a_core(config, part, runs):
    """Works for half a second in all, with pauses, as behind others who want the core."""
    for _ in range(6):
        until = time.process_time() + 0.08
        while time.process_time() < until:
            pass
        time.sleep(0.4)
    return measure(config, part, runs)


def works_far_too_long(config, part, runs):
    end = time.process_time() + 40  # s, where patience is 2
    while time.process_time() < end:
        pass
    return {"number": np.zeros(len(runs))}


@pytest.fixture
def short_patience(monkeypatch):
    finished(run(experiment(), Config(runs=8), workers=2, runs_of_a_shard=2))  # workers have begun, which takes a while
    monkeypatch.setattr("relu_viz.laboratory.shards.PATIENCE", 2)


@pytest.mark.usefixtures("short_patience")
def test_workers_that_get_little_of_a_core_do_not_hang():
    slow = experiment(measure=gets_little_of_a_core)
    assert finished(run(slow, Config(runs=2, conditions=1), workers=2, runs_of_a_shard=2))["number"].shape == (1, 2)


@pytest.mark.usefixtures("short_patience")
def test_workers_that_work_on_and_on_hang():
    endless = experiment(measure=works_far_too_long)
    with pytest.raises(WorkersHangError):
        finished(run(endless, Config(runs=8), workers=2, runs_of_a_shard=2))
