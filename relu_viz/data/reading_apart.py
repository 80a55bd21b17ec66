"""A stranger's file is read in a process of its own, which may take so much memory and time and no more.

That process runs ``main``: the file's name and bytes come in, a table or a sentence goes out, as JSON.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from relu_viz.data.lean import pandas
from relu_viz.data.table_files import check_file, read_table
from relu_viz.data.tables import Table

MOST_SECONDS = 20
MOST_MEMORY = 400 * 2**20  # bytes, beyond what pandas itself takes
AT_ONCE = 2  # others wait
NICENESS = 5  # of 19: the pictures of a class come first
LEAN = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}

TOO_MUCH = f"The file takes more than {MOST_MEMORY // 2**20} MB of memory to read; try a smaller one."

_free = threading.Semaphore(AT_ONCE)


def read_apart(name: str, data: bytes) -> Table:
    """The table in a file's bytes, as ``read_table`` gives it.

    Raises
    ------
    ValueError
        In one sentence, if it is none, or takes more than 20 s or 400 MB to read.
    """
    check_file(name, data)
    order = json.dumps({"name": name, "most_memory": MOST_MEMORY}).encode() + b"\n"
    with _free:
        try:
            done = subprocess.run(
                [sys.executable, "-c", "from relu_viz.data import reading_apart; reading_apart.main()"],
                input=order + data, capture_output=True, timeout=MOST_SECONDS, cwd=Path(__file__).parents[2],
                env=os.environ | LEAN, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ValueError(f"The file takes longer than {MOST_SECONDS} seconds to read; try a smaller one.") from None
    if done.returncode > 0:  # a fault of ours; below 0 it was ended from outside, for want of memory
        logging.getLogger(__name__).error("A file was not read: %s", done.stderr.decode(errors="replace"))
        raise ValueError("The file cannot be read; it may be broken. Try to save it as CSV.")
    told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"problem": TOO_MUCH}
    if "problem" in told:
        raise ValueError(told["problem"])
    return Table(pandas().DataFrame(told["cells"], columns=told["columns"], dtype=str), told["rows"], told["cut"])


def main() -> None:
    """Read the file that comes in, and say what is in it."""
    order, data = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    pandas()
    _take_no_more_than(order["most_memory"])
    try:
        told = json.dumps(_told(order["name"], data))
    except MemoryError:
        told = json.dumps({"problem": TOO_MUCH})
    sys.stdout.write(told)


def _told(name: str, data: bytes) -> dict[str, Any]:
    try:
        table = read_table(name, data)
    except ValueError as problem:
        return {"problem": TOO_MUCH if "out of memory" in str(problem) else str(problem)}
    cells = table.frame.astype(object).where(table.frame.notna(), None).to_numpy().tolist()
    return {"cells": cells, "columns": table.columns, "rows": table.rows, "cut": table.cut}


def _take_no_more_than(memory: int) -> None:
    """From here on this process gets so many bytes more, where the system can see to it, and its turn after others."""
    taken = Path("/proc/self/statm")
    if not taken.exists():  # not Linux
        return
    import resource

    os.nice(NICENESS)
    pages = int(taken.read_text().split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
