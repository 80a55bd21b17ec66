"""Mutants of the live pictures' JavaScript: made by Stryker, each tried with node's tests."""

import json
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.browser import ROOT

FOLDERS = ("static/stage", "static/live")  # of which the bar speaks
PACKAGE = "@stryker-mutator/core@9"  # the last that runs on node 20
TESTS = "node --test tests/stage/*.test.mjs"

# Stryker's own list of what it can change, as JSON: file, place and replacement of each.
LISTING = """
import { readFileSync } from "node:fs";
import { createInjector } from "typed-inject";
import { createInstrumenter } from "@stryker-mutator/instrumenter";
const logger = Object.fromEntries(["debug", "info", "warn", "isDebugEnabled"].map((name) => [name, () => false]));
const instrumenter = createInjector().provideValue("logger", logger).injectFunction(createInstrumenter);
const files = process.argv.slice(2).map((name) => ({ name, mutate: true, content: readFileSync(name, "utf8") }));
const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: true };
const { mutants } = await instrumenter.instrument(files, options);
console.log(JSON.stringify(mutants.map(({ fileName, mutatorName, replacement, location }) =>
  ({ file: fileName, mutator: mutatorName, replacement, location }))));
"""


def try_javascript(only: str, count: int, dice: random.Random) -> Iterator[tuple[str, str, bool]]:
    """The name and file of each of so many mutants, and whether it survived.

    They are drawn from all that Stryker can make of the files whose path begins with ``only``, text apart.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "node_modules", "results"))
        _run(copy, "npm", "init", "-y")
        _run(copy, "npm", "install", "--no-audit", "--no-fund", PACKAGE)
        files = [str(file.relative_to(ROOT)) for each in FOLDERS for file in sorted((ROOT / each).glob("*.js"))]
        (copy / "listing.mjs").write_text(LISTING)
        listed = json.loads(_run(copy, "node", "listing.mjs", *[file for file in files if file.startswith(only)]))
        every = [each for each in listed if each["mutator"] != "StringLiteral"]
        chosen = dice.sample(every, min(count, len(every)))
        outcomes = _outcomes(copy, chosen)
        for each in chosen:
            yield _name(copy, each), each["file"], outcomes[_key(each)] == "Survived"


def _outcomes(copy: Path, chosen: list[dict[str, Any]]) -> dict[tuple, str]:
    """What became of each of the chosen mutants and of those within their places."""
    config = {
        "mutate": [_range(each) for each in chosen],
        "mutator": {"excludedMutations": ["StringLiteral"]},
        "testRunner": "command",
        "commandRunner": {"command": TESTS},
        "concurrency": 2,
        "reporters": ["json"],
        "jsonReporter": {"fileName": "mutants.json"},
        "allowConsoleColors": False,
        "inPlace": False,
        "timeoutMS": 30_000,
    }
    (copy / "stryker.config.json").write_text(json.dumps(config))
    _run(copy, "npx", "stryker", "run")
    report = json.loads((copy / "mutants.json").read_text())
    return {
        (file, each["mutatorName"], each.get("replacement"), *_ends(each["location"], from_line=1)): each["status"]
        for file, found in report["files"].items()
        for each in found["mutants"]
    }


def _key(each: dict[str, Any]) -> tuple:
    return (each["file"], each["mutator"], each["replacement"], *_ends(each["location"], from_line=0))


def _ends(location: dict[str, Any], from_line: int) -> tuple[int, ...]:
    return tuple(location[end][part] - from_line for end in ("start", "end") for part in ("line", "column"))


def _range(each: dict[str, Any]) -> str:
    first, first_column, last, last_column = _ends(each["location"], from_line=0)
    return f"{each['file']}:{first + 1}:{first_column}-{last + 1}:{last_column}"


def _name(copy: Path, each: dict[str, Any]) -> str:
    line, column, *_ = _ends(each["location"], from_line=0)
    text = (copy / each["file"]).read_text().splitlines()[line].strip()
    return f"{each['file']} {each['mutator']} at {column} → {' '.join(each['replacement'].split())[:80]} in: {text}"


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, env=os.environ | {"CI": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
