"""A pytest plugin of ``benchmarks.mutants``: remembers what each test costs, and runs chosen ones, the cheapest first.

With TESTS_COST=file what each test took is written there, as JSON; with TESTS_CHOSEN=file only the tests are run that
are listed there, one a line, in that order.
"""

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

_seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    file = os.environ.get("TESTS_COST")
    if file and not hasattr(
        session.config, "workerinput"
    ):  # of pytest-xdist's processes only the one that hears of all
        Path(file).write_text(json.dumps(_seconds))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    file = os.environ.get("TESTS_CHOSEN")
    if not file:
        return
    place = {name: number for number, name in enumerate(Path(file).read_text().splitlines())}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in place])
    items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])
