"""Mutants of the Python code: made by cosmic-ray's operators, each tried with the fast tests that run its line."""

import ast
import json
import os
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from queue import Queue
from time import time

# pyright: reportMissingImports=false
# Who tries mutants has installed these; who only checks the code need not.
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from coverage import CoverageData

from benchmarks.browser import ROOT
from benchmarks.in_time import passes

WINGS = ("networks", "training", "data", "laboratory", "stage", "experiments", "lessons", "uses")
COMPONENTS = ("courier", "explorer", "flipbook", "live", "stage")  # what of the stage is a Streamlit component
FAST = "not browser and not cluster and not copy and not scale and not container and not slow"
# Two need to be told names of variables; the third fails on a tuple of exceptions.
NOT_USED = ("core/VariableReplacer", "core/VariableInserter", "core/ExceptionReplacer")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "results", "shots")
SPARE = 60  # seconds that a mutant has beyond five times what its tests take; then it hangs, which is noticed


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the n-th place at which an operator fits."""

    file: str
    line: int
    operator: str
    occurrence: int
    was: str

    def code(self) -> str:
        """The file's text with the change."""
        changed = mutate_code((ROOT / self.file).read_text(), get_operator(self.operator)(), self.occurrence)
        assert changed is not None
        return changed

    def __str__(self) -> str:
        return f"{self.file} {self.operator.removeprefix('core/')} #{self.occurrence} in: {self.was}"


def files_of_the_bar() -> list[str]:
    """The Python files of which every mutant should be noticed."""
    files = [file for wing in WINGS for file in sorted((ROOT / "relu_viz" / wing).glob("*.py"))]
    kept = [file for file in files if not (file.parent.name == "stage" and file.stem in COMPONENTS)]
    return [str(file.relative_to(ROOT)) for file in kept if file.stem not in ("__init__", "__main__")]


def mutants_of(file: str) -> list[list[Mutant]]:
    """What can be changed in a file: for each place the mutants that there are of it.

    Annotations are left out, which no test should notice, and of experiments all but their verdicts.
    """
    text = (ROOT / file).read_text()
    tree, lines, places = get_ast(text), text.splitlines(), defaultdict(list)
    counted = _counted_lines(ast.parse(text), only_verdicts="/experiments/" in file)
    annotations = _annotations(ast.parse(text))
    for name in operator_names():
        if name in NOT_USED:
            continue
        operator = get_operator(name)()
        found = (place for node in ast_nodes(tree) for place in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(found):
            if start[0] in counted and not any(first <= start < last for first, last in annotations):
                was = lines[start[0] - 1].strip()
                places[start, end].append(Mutant(file, start[0], name, occurrence, was))
    return list(places.values())


def _counted_lines(tree: ast.Module, only_verdicts: bool) -> set[int]:
    nodes = [node for node in tree.body if not only_verdicts or _gives_a_verdict(node)]
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _gives_a_verdict(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and ast.unparse(node.returns or ast.Name("")).endswith("Verdict")


def _annotations(tree: ast.Module) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    noted = [getattr(node, name, None) for node in ast.walk(tree) for name in ("annotation", "returns")]
    return [
        ((note.lineno, note.col_offset), (note.end_lineno or 0, note.end_col_offset or 0))
        for note in noted
        if isinstance(note, ast.expr)
    ]


def sample(files: Sequence[str], count: int, dice: random.Random) -> list[Mutant]:
    """Mutants drawn place by place, so that a + with eleven replacements counts as much as a number with one."""
    places = [place for file in files for place in mutants_of(file)]
    return [dice.choice(place) for place in dice.sample(places, min(count, len(places)))]


class Trial:
    """Tries mutants in copies of the project, so that nothing happens to the project itself."""

    def __init__(self, folder: Path, tests: str, at_once: int):
        self.folder = folder
        self.tests = tests
        self.seconds = count(int(time()))
        self.free_copies: Queue[Path] = Queue()
        for number in range(at_once):
            self.free_copies.put(self._copy(number))
        self.data = folder / "coverage"
        self.cost_file = folder / "cost.json"

    def learn(self) -> None:
        """Run the tests once: they must pass, and from now on it is known which of them runs which line."""
        copy = self.free_copies.get()
        command = [*_PYTEST, self.tests, "-n", "2", "-m", FAST, "--cov=relu_viz", "--cov-context=test", "--cov-report="]
        environment = {"COVERAGE_FILE": str(self.data), "TESTS_COST": str(self.cost_file)}
        subprocess.run(command, cwd=copy, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL)
        self.free_copies.put(copy)

    def _put(self, file: Path, text: str) -> None:
        """Write a file as if at a second of its own, by which Python knows that what it compiled before is another."""
        file.write_text(text)
        os.utime(file, (second := next(self.seconds), second))

    def _copy(self, number: int) -> Path:
        copy = self.folder / f"copy{number}"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        shutil.copytree(ROOT / ".streamlit", copy / ".streamlit")
        return copy

    @cached_property
    def cost(self) -> dict[str, float]:
        return json.loads(self.cost_file.read_text())

    @cached_property
    def tests_of_line(self) -> dict[str, dict[int, list[str]]]:
        data = CoverageData(str(self.data))
        data.read()
        inside = {file.split("relu_viz/")[-1]: file for file in data.measured_files()}
        return {f"relu_viz/{file}": data.contexts_by_lineno(path) for file, path in inside.items()}

    def tests_for(self, mutant: Mutant) -> list[str]:
        """The tests of every file of which one runs the mutant's line: those first, then the cheapest.

        The others may look at what a shared fixture has made, which is known to belong to the first of them only. All
        tests are chosen where none is known to run the line: as a module is imported, or in another process.
        """
        of_file = self.tests_of_line.get(mutant.file, {})
        own = {context.split("|")[0] for context in of_file.get(mutant.line, ())} & self.cost.keys()
        files = {test.split("::")[0] for test in own}
        near = {context.split("::")[0] for contexts in of_file.values() for context in contexts}
        chosen = [test for test in self.cost if not files or test.split("::")[0] in files]
        return sorted(chosen, key=lambda test: (test not in own, test.split("::")[0] not in near, self.cost[test]))

    def survives(self, mutant: Mutant) -> bool:
        """Whether all tests that could notice the mutant pass, in a copy that is free."""
        copy, tests = self.free_copies.get(), self.tests_for(mutant)
        chosen = copy.with_suffix(".txt")
        chosen.write_text("\n".join(tests))
        file, limit = copy / mutant.file, SPARE + 5 * sum(self.cost[test] for test in tests)
        self._put(file, mutant.code())
        command = [*_PYTEST, "-x", *sorted({test.split("::")[0] for test in tests})]
        environment = os.environ | {"TESTS_CHOSEN": str(chosen), "PYTHONDONTWRITEBYTECODE": ""}
        try:
            return passes(command, copy, environment, limit)
        finally:
            self._put(file, (ROOT / mutant.file).read_text())
            self.free_copies.put(copy)


_PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "benchmarks.chosen_tests")
