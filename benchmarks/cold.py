"""Visitors who come at once to a server that has just begun: does anybody see an error box?

python -m benchmarks.cold            # 20 servers, 12 visitors each, over all pages
python -m benchmarks.cold 3
"""

import asyncio
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.browser import ROOT, serve
from benchmarks.stranger import Stranger
from relu_viz.ui.pages import all_pages

TRIALS, VISITORS, PATIENCE = 20, 12, 60


async def visit(address: str, page: str) -> list[str]:
    """What went wrong on a page, until its script had run."""
    async with Stranger(address, page) as visitor:
        await asyncio.wait_for(visitor.finished.wait(), PATIENCE)
        return [f"{page}: {each}" for each in visitor.exceptions]


async def trial(number: int) -> int:
    """One server and its first visitors; how many error boxes there were, or lines in the log that ought not be."""
    log = Path(tempfile.mkstemp()[1])
    pages = list(islice(cycle(all_pages()), number, number + VISITORS))
    with serve(ROOT / "app.py", log) as (address, _):
        begun = time.perf_counter()
        told = await asyncio.gather(*(visit(address, page) for page in pages), return_exceptions=True)
        seconds = time.perf_counter() - begun
    wrong = [each for some in told for each in (some if isinstance(some, list) else [repr(some)])]
    wrong += [line for line in log.read_text().splitlines() if "Traceback" in line]
    print(f"{number + 1:2}: all {VISITORS} pages after {seconds:.1f} s; {len(wrong)} errors {wrong[:2]}", flush=True)
    return len(wrong)


async def run(trials: int) -> int:
    """All trials; the number of errors."""
    return sum([await trial(number) for number in range(trials)])


if __name__ == "__main__":
    errors = asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS))
    print(f"{errors} errors")
    raise SystemExit(errors > 0)
