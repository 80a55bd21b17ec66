"""How many small faults the fast tests notice: a random sample of mutants, tried one by one in copies of the project.

    pip install cosmic-ray pytest-cov    (and npm, for Stryker's instrumenter)
    python -m benchmarks.mutants                        300 mutants of the Python code, 100 of the JavaScript
    python -m benchmarks.mutants --only relu_viz/uses   all mutants of a file or folder

Mutants are other code at one place: < for ≤, + for −, 4 for 3, ``or`` for ``and``, a loop without a round. Those of
Python are made by cosmic-ray and tried with the tests of the fast suite that run their line; those of JavaScript are
made by Stryker and tried with the tests that import their file. One that changes nothing which can be seen is
equivalent: it stands with its reason in ``equivalent_mutants.txt`` and is not counted. It takes half an hour or so; the
first minutes go to learning what each test runs.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.browser import ROOT
from benchmarks.javascript_mutants import try_javascript
from benchmarks.python_mutants import Mutant, Trial, files_of_the_bar, sample

WORKERS = 2
EQUIVALENT = ROOT / "benchmarks" / "equivalent_mutants.txt"


def main() -> None:
    told = _arguments()
    dice = random.Random(told.seed)
    print(f"seed {told.seed}")
    survivors, counts = [], Counter()
    if told.python:
        for mutant, survived in _try_python(_python_mutants(told, dice), told.tests):
            _count(str(mutant), mutant.file, survived, counts, survivors)
    if told.javascript:
        for name, file, survived in try_javascript(told.only or "", told.javascript, dice):
            _count(name, file, survived, counts, survivors)
    _print_table(counts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the sample; another one each time")
    parser.add_argument("--only", help="a file or folder, in place of all that the bar speaks of")
    parser.add_argument("--tests", default="tests", help="a file or folder of tests, in place of all fast ones")
    parser.add_argument("--python", type=int, help="how many mutants of the Python code")
    parser.add_argument("--javascript", type=int, help="how many mutants of the JavaScript")
    told = parser.parse_args()
    if told.python is None and told.javascript is None:
        everything = 10**6 if told.only else None
        in_static = bool(told.only) and told.only.startswith("static")
        told.python = 0 if in_static else everything or 300
        told.javascript = everything or 100 if in_static or not told.only else 0
    return told


def _python_mutants(told: argparse.Namespace, dice: random.Random) -> list[Mutant]:
    if not told.only:
        return sample(files_of_the_bar(), told.python, dice)
    place = ROOT / told.only
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return sample([str(file.relative_to(ROOT)) for file in files], told.python, dice)


def _try_python(mutants: Sequence[Mutant], tests: str) -> Iterable[tuple[Mutant, bool]]:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as workers:
        trial = Trial(Path(folder), tests, WORKERS)
        trial.learn()
        yield from zip(mutants, workers.map(trial.survives, mutants), strict=True)


def _equivalent() -> dict[str, str]:
    lines = [line for line in EQUIVALENT.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split(" — ", 1) for line in lines)


def _count(name: str, file: str, survived: bool, counts: Counter, survivors: list[str]) -> None:
    if survived and name in _equivalent():
        counts[file, "equivalent"] += 1
        return
    counts[file, "survived" if survived else "noticed"] += 1
    if survived:
        survivors.append(name)
        print("not noticed:", name, flush=True)


def _print_table(counts: Counter) -> None:
    print(f"\n{'module':44} noticed  of   share  equivalent")
    files = sorted({file for file, _ in counts})
    for file in files:
        _print_row(file, [file], counts)
    for suffix in (".py", ".js"):
        _print_row(f"all of {suffix}", [file for file in files if file.endswith(suffix)], counts)


def _print_row(title: str, files: Sequence[str], counts: Counter) -> None:
    noticed, survived, equivalent = (
        sum(counts[file, kind] for file in files) for kind in ("noticed", "survived", "equivalent")
    )
    if of := noticed + survived:
        print(f"{title:44} {noticed:7} {of:4} {noticed / of:6.0%} {equivalent:6}")


if __name__ == "__main__":
    main()
