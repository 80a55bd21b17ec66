"""One queue of experiments for a whole server: one runs, in a few worker processes, and the others wait.

The stages of other visitors go on meanwhile: the measuring is done by other processes, which step back behind the
server's. Whoever asks for what is already waiting or running shares it.

Where the server has a Dask cluster, that measures, all but time. Who meets a cluster that is gone is told so in one
sentence; the next runs are measured here, and after a while the cluster is looked for again.
"""

import logging
import threading
from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from relu_viz.laboratory.cluster import ClusterError, on_cluster
from relu_viz.laboratory.experiment import Experiment, ExperimentConfig, Result
from relu_viz.laboratory.shards import ENDED, Progress, WorkersEndedError, run, stop_workers

WORKERS = 2  # also where there is one core: with one, the server would do the work itself
NICENESS = 15  # of 19: the workers get what nobody else wants
PATIENCE = 30.0  # s without a shard from a cluster, besides twenty times what one should take
LAST_SHARD = 5.0  # s that a queue waits for the shard in hand when it is closed
AGAIN = 60.0  # s, for which a cluster that was lost is left alone
MOST_WAITING = 20
AWAY = 30.0  # s, after which a visitor who is not there has left: until then they may be reloading the page

# The workers are one set for a whole process. So where there are two queues, because somebody has cleared Streamlit's
# caches, they take turns.
_workers = threading.Lock()


@dataclass(eq=False)
class Job:
    """One experiment asked for, by one visitor or several; None is one whom nobody knows."""

    experiment: Experiment
    config: ExperimentConfig
    visitors: list[Hashable] = field(default_factory=lambda: [None])
    progress: Progress = field(default_factory=lambda: Progress(0, 1))
    began: float | None = None
    seconds: float | None = None
    result: Result | None = None
    problem: str | None = None
    on_cluster: bool = False
    cancelled: bool = False
    changed: threading.Event = field(default_factory=threading.Event)

    @property
    def askers(self) -> int:
        """How many want it."""
        return len(self.visitors)

    @property
    def over(self) -> bool:
        """Whether it has a result, a problem, or was cancelled."""
        return self.result is not None or self.problem is not None or self.cancelled

    def seconds_left(self) -> float:
        """An estimate from what is done so far, or beforehand from the config."""
        done, total = self.progress.done, self.progress.total
        if self.began is None or done < 3:
            return self.experiment.seconds(self.config, WORKERS)
        return (monotonic() - self.began) * (total - done) / done


class Queue:
    """Runs jobs one after another in a thread of its own, which ends with the process.

    Parameters
    ----------
    address
        Of a Dask cluster, as ``tcp://host:8786``, if there is one.
    is_there
        Whether a visitor still is: what only those want who have left is not measured.
    """

    def __init__(self, address: str | None = None, is_there: Callable[[Any], bool] = lambda visitor: True) -> None:
        self._address, self._is_there = address, is_there
        self._away_since: dict[Hashable, float] = {}
        self._left_alone_until = 0.0  # monotonic s, or 0 if the cluster was not lost
        self._jobs: list[Job] = []  # the first is running or about to
        self._something = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, daemon=True, name="experiments")
        self._thread.start()

    def ask(self, experiment: Experiment, config: ExperimentConfig, visitor: Hashable = None) -> Job:
        """Queue an experiment, or join those who have asked for the same. A visitor with a name has one job at a time.

        Raises
        ------
        ValueError
            In one sentence, if it would take too long or too much memory, if the visitor has asked for another one, or
            if too many wait.
        """
        experiment.check_size(config, WORKERS)
        with self._something:
            jobs = [job for job in self._jobs if self._wanted(job)]
            same = next((job for job in jobs if job.experiment is experiment and job.config == config), None)
            if visitor is not None and any(visitor in job.visitors for job in jobs if job is not same):
                raise ValueError("You have asked for another experiment already: wait for it, or cancel it.")
            if same is None and len(jobs) > MOST_WAITING:  # one of them is measured
                raise ValueError(f"{MOST_WAITING} experiments wait already. Please try it again in a few minutes.")
            if same is None:
                same = Job(experiment, config, [visitor])
                self._jobs.append(same)
                self._something.notify()
            elif visitor is None or visitor not in same.visitors:
                same.visitors.append(visitor)
            return same

    def cancel(self, job: Job, visitor: Hashable = None) -> None:
        """Take back what a visitor asked for; the work stops, after the shards in hand, when nobody wants it.

        Who takes back what they have not asked for, or twice, changes nothing.
        """
        with self._something:
            if visitor not in job.visitors or job.over:
                return
            job.visitors.remove(visitor)
            if self._wanted(job):
                return
            if job.began is None and job in self._jobs:
                self._jobs.remove(job)
        job.changed.set()

    def _wanted(self, job: Job) -> bool:
        """Whether a job is to be measured, or measured on: it is cancelled when all who asked for it have left."""
        for visitor in job.visitors:
            if visitor is None or self._is_there(visitor):
                self._away_since.pop(visitor, None)
            elif monotonic() - self._away_since.setdefault(visitor, monotonic()) > AWAY:
                job.visitors = [each for each in job.visitors if each != visitor]
                del self._away_since[visitor]
        job.cancelled = job.cancelled or (not job.visitors and not job.over)
        return not job.over

    @property
    def waiting(self) -> int:
        """How many jobs wait, or are measured."""
        return len(self._jobs)

    def ahead_of(self, job: Job) -> int:
        """How many jobs go before this one."""
        with self._something:
            before = self._jobs[: self._jobs.index(job)] if job in self._jobs else []
            return sum(self._wanted(other) or other.began is not None for other in before)

    def close(self) -> None:
        """Cancel everything, and end with the worker processes: a process that ends leaves nothing behind."""
        with self._something:
            self._closed = True
            for job in self._jobs:
                job.cancelled = True
                job.changed.set()
            self._something.notify()
        self._thread.join(LAST_SHARD)
        stop_workers()
        self._thread.join(ENDED)  # else what it shared with the workers is left, and complained of in the log

    def _work(self) -> None:
        while True:
            with self._something:
                self._something.wait_for(lambda: self._jobs or self._closed)
                if self._closed:
                    return
                job = self._jobs[0]
                if wanted := self._wanted(job):
                    job.began = monotonic()
            try:
                with _workers:
                    if wanted:
                        self._measure_again_if_workers_go(job)
            except OSError as problem:  # no place for files of workers, or no room for more processes
                logging.getLogger(__name__).error("%s: no workers: %s", job.experiment.name, problem)
                job.problem = (
                    f"This server cannot begin the processes that measure ({problem.strerror or problem}): "
                    "whoever runs it can help."
                )
            except Exception as problem:  # a worker that was killed for want of memory, say: the next job may do better
                logging.getLogger(__name__).exception("%s stopped", job.experiment.name)
                job.problem = f"The measurement stopped: {type(problem).__name__}. Try it again, or a smaller one."
            with self._something:
                self._jobs.remove(job)
            job.changed.set()

    def _measure_again_if_workers_go(self, job: Job) -> None:
        try:
            self._measure(job)
        except WorkersEndedError as problem:
            if self._closed:  # it is this queue that has ended them
                return
            logging.getLogger(__name__).warning(
                "%s is tried once more: %s", job.experiment.name, type(problem).__name__
            )
            self._measure(job)

    def _measure(self, job: Job) -> None:
        if self._address and not job.experiment.timed and monotonic() > self._left_alone_until:
            known_to_be_lost = self._left_alone_until > 0
            try:
                self._measure_on_cluster(job, self._address)
                return
            except ClusterError as lost:
                logging.getLogger(__name__).warning("RELU_VIZ_DASK=%s: %s", self._address, lost)
                if job.on_cluster or not known_to_be_lost:
                    job.problem = f"{lost}: run it again, and this server measures by itself."
                    return
        self._finish(job, run(job.experiment, job.config, WORKERS, niceness=NICENESS))

    def _measure_on_cluster(self, job: Job, address: str) -> None:
        shard = job.experiment.cost(job.config).seconds * job.experiment.runs_of_a_shard(job.config)
        try:
            with on_cluster(address, PATIENCE + 20 * shard) as cluster:
                job.on_cluster = True
                self._finish(job, run(job.experiment, job.config, cluster=cluster))
            self._left_alone_until = 0.0
        except Exception:  # whatever it was: the next runs are measured here
            self._left_alone_until = monotonic() + AGAIN
            raise

    def _goes_on(self, job: Job) -> bool:
        with self._something:
            return self._wanted(job)

    def _finish(self, job: Job, measuring: Generator[Progress, None, Result]) -> None:
        while self._goes_on(job):
            try:
                job.progress = next(measuring)
            except StopIteration as end:
                job.seconds = monotonic() - (job.began or 0)
                job.result = end.value
                return
        measuring.close()
