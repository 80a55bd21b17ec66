"""What CONTRIBUTING.md shows is what one has to do: all its examples, as they are written, in a copy of the project.

Here the copy passes the tests of what is added; all fast tests pass in such a copy where `.ci/run` calls them.
"""

import os
import subprocess
import sys

import pytest

from tests.contributing import copy_with_all, examples

ADDED = " or ".join(sorted(example.name for example in examples().values()))
ADDED_TO = sorted({example.file for example in examples().values()})
CHECKS = (
    [sys.executable, "-m", "relu_viz.lessons.gallery"],
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["pyright", *ADDED_TO],
    ["lint-imports", "--no-cache"],
    [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", ADDED, "-m",
     "not browser and not cluster and not scale and not copy and not container and not slow"],
)  # fmt: skip


def test_there_is_an_example_of_everything_that_can_be_added():
    wanted = {"activation", "initializer", "input feature", "surface to fit", "dataset", "optimizer", "starting point",
              "experiment", "page"}  # fmt: skip
    assert set(examples()) == wanted


@pytest.mark.copy
def test_all_examples_together_pass_lint_types_and_their_tests(tmp_path):
    copy = tmp_path / "project"
    copy_with_all(copy)
    beside = {"PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(copy)}
    for check in CHECKS:
        done = subprocess.run(check, cwd=copy, env=os.environ | beside, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(check)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
