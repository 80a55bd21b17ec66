"""How long every default experiment takes as the app runs it, how soon Cancel stops one, and whether others feel it.

    python -m benchmarks.experiments

The queue, its two worker processes and their niceness are the app's. Meanwhile this process, which stands for the
server, trains an epoch of somebody's Playground over and over: how long is the longest that anybody waits?
"""

import threading
from time import perf_counter, sleep

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.figures.experiments import pictures_of
from relu_viz.laboratory import Job, Queue
from relu_viz.lessons import gain, hinges, live_race, one_step, slopes, zeros
from relu_viz.training import Trainer, TrainingConfig

BOOKS = (
    (hinges, hinges.line_book),
    (hinges, hinges.plane_book),
    *((lesson, lesson.book) for lesson in (gain, live_race, one_step, slopes, zeros)),
)


class Student(threading.Thread):
    """Somebody whose Playground asks for an epoch every 20 ms."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest = 0.0

    def run(self) -> None:
        trainer = Trainer(TrainingConfig())
        while True:
            began = perf_counter()
            trainer.run(1)
            self.longest = max(self.longest, perf_counter() - began)
            sleep(0.02)

    def waited(self) -> float:
        """The longest epoch since this was last asked, in seconds."""
        longest, self.longest = self.longest, 0.0
        return longest


def main() -> None:
    queue, student = Queue(), Student()
    student.start()
    sleep(2)
    print(f"nothing else runs: longest epoch of a student {1e3 * student.waited():.0f} ms")
    for name, experiment in all_experiments().items():
        began = perf_counter()
        job = queue.ask(experiment, experiment.config())
        gap = _longest_gap(job)
        print(
            f"{name}: {perf_counter() - began:.1f} s (estimated {experiment.seconds(job.config, 2):.1f}), longest "
            f"without progress {gap:.2f} s, longest epoch of a student {1e3 * student.waited():.0f} ms"
        )
        assert job.result is not None, job.problem
        pictures_of(experiment, job.result)
        print(f"    its pictures and verdicts: longest epoch of a student {1e3 * student.waited():.0f} ms")
    for module, make in BOOKS:
        make(module.Lesson())
        print(f"{module.__name__}: longest epoch of a student {1e3 * student.waited():.0f} ms")
    for name in ("phase_diagram", "race", "cost"):
        print(f"Cancel of {name}: {_cancel(queue, name):.2f} s until the next experiment begins")


def _longest_gap(job: Job) -> float:
    """The longest time between two shards, after the first, which waits for the workers to start."""
    last, changed, longest = job.progress, perf_counter(), 0.0
    while not job.over:
        sleep(0.005)
        if job.progress != last:
            longest = max(longest, perf_counter() - changed) if last.done else longest
            last, changed = job.progress, perf_counter()
    return longest


def _cancel(queue: Queue, name: str) -> float:
    experiments = all_experiments()
    job = queue.ask(experiments[name], experiments[name].config(seed=1))
    while job.progress.done < 3:
        sleep(0.005)
    began = perf_counter()
    queue.cancel(job)
    after = queue.ask(experiments["dying_units"], experiments["dying_units"].config(seed=hash(name) % 1000))
    while after.began is None:
        sleep(0.005)
    waited = perf_counter() - began
    after.changed.wait()
    return waited


if __name__ == "__main__":
    main()
