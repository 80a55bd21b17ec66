"""What comes in is made up: events of every component, links to every page, requests to live/, by Hypothesis.

python -m benchmarks.forged                  # 2,000 events a component, 500 links a page, 500 requests
python -m benchmarks.forged --events 50 --links 10

Each line: how many were sent of a kind and what came of them that should not: boxes with an error on the page, lines
in the server's log that are no refusal, and whether a good event afterwards does what it should.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from benchmarks.browser import ROOT, serve
from benchmarks.stranger import Stranger
from benchmarks.strangers import SLOW_TO_MAKE, molest
from relu_viz.ui.pages import all_pages

NAMES = ("generation", "family", "epoch", "epochs", "request", "focus", "alphas", "elu", "hidden", "seed", "seat", "lr")
numbers = some.integers() | some.sampled_from([10**400, 2**32, -(2**63), 1e308]) | some.floats() | some.booleans()
leaves = some.none() | numbers | some.text(max_size=20) | some.sampled_from(NAMES)
anything = some.recursive(
    leaves,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)
oddities = some.sampled_from(["", "[" * 5000, "9" * 5000, '{"a":' * 3000, "nan", '"' + "A" * 300_000 + '"', "\\ud800"])
told_as_json = anything.map(json.dumps) | oddities | some.text(max_size=30)
fields = some.sampled_from(
    ("hidden", "seed", "activation", "alpha", "learning_rate", "changes", "points", "dataset", "features", "epoch",
     "live.seed", "live.hidden", "live.activations", "live.frame", "live.filters", "race.runs", "cell", "hide", "")
)  # fmt: skip
words = some.text(max_size=30) | numbers.map(str) | some.sampled_from(["9" * 400, "relu,relu", "![](//x)=1", "=1+1"])
links = some.dictionaries(fields | some.text(min_size=1, max_size=10), words, max_size=4).map(urlencode)

MANY = settings(
    deadline=None, database=None, suppress_health_check=SLOW_TO_MAKE, phases=[Phase.generate], derandomize=False
)  # fmt: skip
PATIENCE = 60  # seconds for one run of a page's script


class Component:
    """A component on a page: as what it is told things, and a good event with what comes of it."""

    def __init__(self, page: str, name: str, event: str, good: str, comes: Callable[[Stranger], str], has: str):
        self.page, self.name, self.event, self.good, self.comes, self.has = page, name, event, good, comes, has


COMPONENTS = (
    Component("playground", "stage", "edit", '{"hidden": "5,4"}', lambda it: it.link, "hidden=5%2C4"),
    Component("playground", "rest", "", "", lambda it: " ".join(it.headings), "Epoch 0 in depth"),
    Component("race", "flipbook", "", '{"frame": 3}', lambda it: it.link, "live.frame=3"),
    Component("activations", "explorer", "", '{"state": {"focus": "elu", "alphas": {"elu": 0.7}}}',
              lambda it: it.link, "0.7"),
    Component("cnn", "digits", "edit", '{"seat": "lost"}', lambda it: " ".join(it.layouts["digits"]), "seat"),
    Component("playground", "stage_courier", "want", "", lambda it: "", ""),
)  # fmt: skip


def forge_events(address: str, component: Component, number: int) -> str:
    """Tell a component what is made up, and then something good; returns what went wrong."""
    with asyncio.Runner() as runner:
        stranger = runner.run(Stranger(address, component.page).__aenter__())
        runner.run(told_of(stranger, component, "null"))

        @settings(MANY, max_examples=number)
        @given(told_as_json)
        def tell(told: str) -> None:
            runner.run(told_of(stranger, component, told))

        tell()
        good = component.good
        if component.name == "rest":
            layout = stranger.layouts["stage"]
            good = json.dumps({"moment": {"epoch": 0} | {each: layout[each] for each in ("generation", "family")}})
        runner.run(told_of(stranger, component, good))
        came = runner.run(stranger.until(lambda: component.has in component.comes(stranger)))
        runner.run(stranger.__aexit__())
    problems = [f"{len(stranger.exceptions)} boxes with an error"] if stranger.exceptions else []
    return "; ".join(problems + ([] if came else ["a good event came to nothing"]))


async def told_of(stranger: Stranger, component: Component, told: str) -> None:
    await stranger.tell(f"relu_viz_{component.name}", told, component.event)
    await asyncio.wait_for(stranger.finished.wait(), PATIENCE)


def forge_links(address: str, page: str, number: int) -> str:
    """Open a page with links that are made up; returns what went wrong."""
    problems = []

    async def visit(query: str) -> None:
        async with Stranger(address, page, query) as stranger:
            await asyncio.wait_for(stranger.finished.wait(), PATIENCE)
            problems.extend(stranger.exceptions)

    with asyncio.Runner() as runner:

        @settings(MANY, max_examples=number)
        @given(links)
        def follow(query: str) -> None:
            runner.run(visit(query))

        follow()
    return f"{len(problems)} boxes with an error" if problems else ""


def forge_requests(address: str) -> str:
    """Send requests to ``live/`` that are made up, each of which must get a 4xx; a student's seat is among them."""

    async def seat() -> str:
        async with Stranger(address, "playground") as stranger:
            await stranger.ask("stage", 0)
            return stranger.layouts["stage"]["seat"]

    molest(address, asyncio.run(seat()))
    return ""


def run(events: int, pages_links: int) -> bool:
    """Forge all of it against one server, print what came of it, and whether nothing did."""
    log, good = Path(tempfile.mkstemp()[1]), True
    with serve(ROOT / "app.py", log) as (address, _):

        def tell(what: str, problems: str) -> None:
            nonlocal good
            said = log.read_text()
            log.write_text("")
            logged = [line for line in said.splitlines() if line.strip() and "refused" not in line]
            logged = [line for line in logged if "Streamlit app in your browser" not in line and "URL:" not in line]
            good &= not (problems or logged)
            print(f"{what:40} {problems or 'nothing'}; log {[line[:100] for line in logged[-3:]]}", flush=True)

        for each in COMPONENTS:
            tell(f"{events} events of {each.name}", forge_events(address, each, events))
        for page in all_pages():
            tell(f"{pages_links} links to {page}", forge_links(address, page, pages_links))
        tell("500 requests to live/", forge_requests(address))
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--links", type=int, default=500)
    chosen = parser.parse_args()
    raise SystemExit(not run(chosen.events, chosen.links))
