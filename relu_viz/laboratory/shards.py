"""An experiment cut into shards over its runs, each measured wherever a core is free; the result does not depend on it.

On one machine worker processes do it, on a cluster Dask's workers.
"""

import os
import signal
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from relu_viz.laboratory.cluster import Cluster
from relu_viz.laboratory.experiment import Experiment, ExperimentConfig, Result

Shard = tuple[int, range]  # the number of the part, and the runs
Measured = tuple[Shard, dict[str, np.ndarray]]
STAY = 300  # s that workers without work stay
# Workers hang where no shard comes in so many seconds, and times what one should take: if they do nothing meanwhile, or
# each has worked for as long. On a busy machine workers that step back get a hundredth of a core.
PATIENCE, OF_A_SHARD = 30.0, 20
NOTHING = 0.001  # of a core
ENDED = 5.0  # s until a process that was killed has gone
ORPHANED = 1.0  # s between two looks of a worker at whether the process is still there that began it
_executors: list[Any] = []  # the one that was had last, which has the worker processes
_beginning = threading.Lock()  # held where worker processes may begin, so that none does while they are ended


class WorkersEndedError(RuntimeError):
    """The workers were ended while they measured, or one was killed; the next run gets new ones."""


class WorkersHangError(WorkersEndedError):
    """No shard came for long, so they were."""


@dataclass(frozen=True)
class Progress:
    """How many of the shards are measured."""

    done: int
    total: int


def run(
    experiment: Experiment,
    config: ExperimentConfig,
    workers: int = 1,
    runs_of_a_shard: int | None = None,
    niceness: int = 0,
    cluster: Cluster | None = None,
) -> Generator[Progress, None, Result]:
    """Measure; yields progress after every shard and returns the result. Closing the generator stops the work.

    ``workers`` processes measure, or this one alone if 1, or a ``cluster``; with a ``niceness`` they step back behind
    everything else. A timed experiment's shards go one at a time, and never leave this machine.
    """
    parts = experiment.parts(config)
    shards = list(cut(len(parts), config.runs, runs_of_a_shard or experiment.runs_of_a_shard(config)))
    tasks = ((experiment.measure, config, parts[part], (part, its_runs), niceness) for part, its_runs in shards)
    arrays: dict[str, np.ndarray] = {}
    yield Progress(0, len(shards))
    if cluster and not experiment.timed:
        measured = cluster.call(_measure, tasks)
    else:
        a_shard = experiment.cost(config).seconds * experiment.runs_of_a_shard(config)
        measured = _in_processes(
            tasks, workers, 1 if experiment.timed else 2 * workers, PATIENCE + OF_A_SHARD * a_shard
        )
    with closing(measured):
        for done, ((part, its_runs), shard) in enumerate(measured, 1):
            _put(arrays, (len(parts), config.runs), part, its_runs, shard)
            yield Progress(done, len(shards))
    return Result(config, arrays)


def finished(measuring: Generator[Progress, None, Result]) -> Result:
    """The result of a run, without its progress."""
    while True:
        try:
            next(measuring)
        except StopIteration as end:
            return end.value


def cut(parts: int, runs: int, runs_of_a_shard: int) -> Iterator[Shard]:
    """Every part's runs in ranges of at most that many, all parts of the first range before the second."""
    for start in range(0, runs, runs_of_a_shard):
        for part in range(parts):
            yield part, range(start, min(start + runs_of_a_shard, runs))


def _in_processes(
    tasks: Iterator[tuple], workers: int, at_a_time: int, patience: float
) -> Generator[Measured, None, None]:
    """Measure in worker processes, in any order. Whoever stops waits for the shards in hand; the workers stay.

    Raises
    ------
    WorkersHangError
        If no shard comes in ``patience`` seconds in which they do nothing, or in as many of work of each.
    WorkersEndedError
        If somebody else has ended the workers, or killed one.
    """
    if workers == 1:
        yield from (_measure(*task) for task in tasks)
        return
    # Late: it takes a fifth of a second, and a page that only shows a result need not wait for it.
    from joblib.externals.loky import get_reusable_executor
    from joblib.externals.loky.process_executor import ShutdownExecutorError

    def hand_out(count: int) -> set[Future]:
        with _beginning:
            return {executor.submit(_measure, *task) for task in islice(tasks, count)}

    with _beginning:
        executor = get_reusable_executor(workers, timeout=STAY, initializer=_end_with_parent)
        _executors[:] = [executor]
    in_hand = set()
    try:
        in_hand, worked = hand_out(at_a_time), 0.0
        while in_hand:
            before = _seconds_of_work(executor)
            done, in_hand = wait(in_hand, patience, return_when=FIRST_COMPLETED)
            after = _seconds_of_work(executor)
            just_now = [after[pid] - before.get(pid, 0.0) for pid in after]
            worked = 0 if done else worked + sum(just_now)
            if not done and (max(just_now, default=0.0) < NOTHING * patience or worked > workers * patience):
                stop_workers()
                raise WorkersHangError("No part of it came, and its workers do nothing, or work for far too long.")
            in_hand |= hand_out(len(done))
            yield from (each.result() for each in done)
    except (ShutdownExecutorError, BrokenProcessPool) as ended:
        raise WorkersEndedError("The workers were ended, or one of them has gone.") from ended
    finally:
        wait(in_hand)  # none is cancelled: they are with the workers, and loky's thread falls over one that is


def stop_workers() -> None:
    """End the worker processes, if there are any.

    They are killed here: where loky does it, its thread falls over work that it was only just given.
    """
    with _beginning:
        for executor in _executors:
            processes = dict(executor._processes or {})
            for pid in processes:
                with suppress(ProcessLookupError):
                    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            feeder = getattr(executor._call_queue, "_thread", None)
            executor.shutdown()
            for each in (*processes.values(), *filter(None, [feeder])):
                each.join(ENDED)  # else their locks are left, and complained of in the log
        _executors.clear()


def _seconds_of_work(executor: Any) -> dict[int, float]:
    """What each worker process has worked since it began, by its number; none where the system does not tell."""
    seconds = {}
    for pid in list(executor._processes or {}):
        with suppress(OSError, ValueError):
            clocks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            seconds[pid] = sum(map(int, clocks)) / os.sysconf("SC_CLK_TCK")
    return seconds


def _end_with_parent() -> None:
    """From now on this process ends when the one that began it has, however that came about."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(ORPHANED)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _measure(measure: Any, config: Any, part: Any, shard: Shard, niceness: int) -> Measured:
    from threadpoolctl import threadpool_limits

    if niceness and hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, niceness)
    with threadpool_limits(1), np.errstate(all="ignore"):  # one core each; networks that overflow are counted, not told
        return shard, measure(config, part, shard[1])


def _put(
    arrays: dict[str, np.ndarray], shape: tuple[int, int], part: int, runs: range, shard: dict[str, np.ndarray]
) -> None:
    for name, values in shard.items():
        if name not in arrays:
            arrays[name] = np.empty((*shape, *values.shape[1:]), values.dtype)
        arrays[name][part, runs.start : runs.stop] = values
