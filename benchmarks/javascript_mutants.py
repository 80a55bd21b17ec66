"""Mutants of the live pictures' JavaScript: made by Stryker's instrumenter, each tried with node's tests of its file.

Stryker writes all mutants of a file into it at once, and a variable of the environment says which of them is awake.
"""

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.browser import ROOT
from benchmarks.in_time import passes

FOLDERS = ("static/stage", "static/live")  # of which the bar speaks
PACKAGE = "@stryker-mutator/instrumenter@9"  # the last that runs on node 20
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "results", "shots")
WORKERS, LIMIT = 2, 60  # seconds: then a mutant hangs, which is noticed

INSTRUMENT = """
import { readFileSync, writeFileSync } from "node:fs";
import { createInjector } from "typed-inject";
import { createInstrumenter } from "@stryker-mutator/instrumenter";
const logger = Object.fromEntries(["debug", "info", "warn", "isDebugEnabled"].map((name) => [name, () => false]));
const instrumenter = createInjector().provideValue("logger", logger).injectFunction(createInstrumenter);
const given = process.argv.slice(2).map((name) => ({ name, mutate: true, content: readFileSync(name, "utf8") }));
const options = { plugins: null, excludedMutations: [], ignorers: [] };
const { files, mutants } = await instrumenter.instrument(given, options);
for (const { name, content } of files) writeFileSync(name, content);
console.log(JSON.stringify(mutants.map(({ id, fileName, mutatorName, replacement, location }) =>
  ({ id, file: fileName, mutator: mutatorName, replacement, location }))));
"""


def try_javascript(only: str, count: int, dice: random.Random) -> Iterator[tuple[str, str, bool]]:
    """The name and file of each of so many mutants, and whether it survived.

    They are drawn from all that Stryker can make of the files whose path begins with ``only``, but for texts.
    """
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as workers:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        _run(copy, "npm", "init", "-y")
        _run(copy, "npm", "install", "--no-audit", "--no-fund", PACKAGE, "typed-inject")
        files = [str(file.relative_to(ROOT)) for each in FOLDERS for file in sorted((ROOT / each).glob("*.js"))]
        (copy / "instrument.mjs").write_text(INSTRUMENT)
        listed = json.loads(_run(copy, "node", "instrument.mjs", *[file for file in files if file.startswith(only)]))
        tests = [str(test.relative_to(ROOT)) for test in _tests()]
        assert passes(["node", "--test", *tests], copy, os.environ, LIMIT), "tests fail while every mutant sleeps"
        mutants = [mutant for mutant in listed if mutant["mutator"] != "StringLiteral"]
        chosen = dice.sample(mutants, min(count, len(mutants)))
        for mutant, survived in zip(chosen, workers.map(lambda each: _survives(copy, each), chosen), strict=True):
            yield _name(mutant), mutant["file"], survived


def _survives(copy: Path, mutant: dict[str, Any]) -> bool:
    environment = os.environ | {"__STRYKER_ACTIVE_MUTANT__": mutant["id"]}
    tests = [str(test.relative_to(ROOT)) for test in _tests() if ROOT / mutant["file"] in _imported(test)]
    return passes(["node", "--test", *tests], copy, environment, LIMIT)


@cache
def _tests() -> tuple[Path, ...]:
    return tuple(sorted((ROOT / "tests" / "stage").glob("*.test.mjs")))


@cache
def _imported(module: Path) -> frozenset[Path]:
    """What a module imports, and what that imports, and so on."""
    named = re.findall(r'(?:from|import\()\s*["`](\.[^"`?]+)', module.read_text())
    direct = {(module.parent / name).resolve() for name in named}
    return frozenset(direct.union(*(_imported(each) for each in direct)))


def _name(mutant: dict[str, Any]) -> str:
    start = mutant["location"]["start"]
    text = (ROOT / mutant["file"]).read_text().splitlines()[start["line"]].strip()
    return f"{mutant['file']} {mutant['mutator']} → {' '.join(mutant['replacement'].split())[:80]} in: {text}"


def _run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
