"""What a hostile visitor can take from ten innocents at 8-8, case by case, against a server of its own.

python -m benchmarks.hostile                 # all cases, with members drawn at random from each kind
python -m benchmarks.hostile seeds digits    # some
python -m benchmarks.hostile --seed 7        # other members

Each line: what the innocents waited for their answers (95 in 100 and the longest), the server's memory before, at most
and in the end with the seconds until that, and what its log says that is no refusal.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles

from benchmarks.browser import ROOT, serve
from benchmarks.hostile_cases import CASES
from benchmarks.student import Student

INNOCENTS, SETTLE, GONE = 10, 3, 150
REFUSALS = ("refused", "fragment with id")  # ours, and Streamlit's of a part of a page that has gone
P95, LONGEST = 0.150, 0.500  # the bars, in seconds
MOST_MORE, KEPT = 600, 360  # MB over what it was: at any time, and in the end (what is kept for the next visitor)


def memory(pid: int) -> float:
    """Resident memory of a process and of those that it began, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20 + sum(memory(int(child)) for child in children if Path(f"/proc/{child}").exists())


async def beside_innocents(address: str, pid: int, log: Path, name: str, seed: int) -> bool:
    """Run one case, print what it did to the others, and whether the bars hold.

    The case is a process of its own which steps back: what strangers' own machines do is not a wait of the innocents.
    """
    leave = asyncio.Event()
    innocents = [Student(number + 1, "8,8") for number in range(INNOCENTS)]
    for innocent in innocents:
        innocent.playing.set()
    attending = [asyncio.create_task(innocent.attend(address, leave)) for innocent in innocents]
    while not all(innocent.ready_after or innocent.errors for innocent in innocents):
        await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLE)
    for innocent in innocents:
        innocent.count_from(time.perf_counter())
    before, said = memory(pid), len(log.read_text())
    case = await asyncio.create_subprocess_exec(
        "nice", sys.executable, "-m", "benchmarks.hostile", name, "--seed", str(seed), "--at", address,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    stopped, most = asyncio.create_task(case.communicate()), before
    while not stopped.done():
        await asyncio.sleep(0.2)
        most = max(most, memory(pid))
    answers = [each for innocent in innocents for each in innocent.answers]
    ended, now = time.perf_counter(), most
    while (now := memory(pid)) > before + KEPT and time.perf_counter() - ended < GONE:
        await asyncio.sleep(0.5)
    waited = time.perf_counter() - ended
    leave.set()
    await asyncio.gather(*attending, return_exceptions=True)
    errors = [error for innocent in innocents for error in innocent.errors]
    if case.returncode:
        errors.append((await stopped)[1].decode().splitlines()[-1])
    p95, longest = quantiles(answers, n=20)[-1], max(answers)
    lines = log.read_text()[said:].splitlines()
    logged = [line for line in lines if line.strip() and not any(word in line for word in REFUSALS)]
    waits = p95 <= P95 and longest <= LONGEST
    holds = waits and most <= before + MOST_MORE and now <= before + KEPT and not errors and not logged
    print(
        f"{name:10} {'holds' if holds else 'MISSED'}: innocents waited {1e3 * p95:.0f} ms (p95 of {len(answers)}), "
        f"{1e3 * longest:.0f} ms at most; memory {before:.0f}, at most {most:.0f}, {now:.0f} MB {waited:.0f} s after; "
        f"{len(errors)} errors {sorted(set(errors))[:3]}; log {[each[:90] for each in logged[:2]]}",
        flush=True,
    )
    return holds


async def run(names: list[str], seed: int) -> bool:
    held = True
    for name in names:
        log = Path(tempfile.mkstemp()[1])
        with serve(ROOT / "app.py", log) as (address, server):
            held &= await beside_innocents(address, server.pid, log, name, seed)
    return held


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", choices=[[], *CASES], metavar="case", help=", ".join(CASES))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--at", metavar="address", help="only do it, to the server there, and measure nothing")
    chosen = parser.parse_args()
    if chosen.at:
        for each in chosen.cases:
            asyncio.run(CASES[each](chosen.at, random.Random(f"{chosen.seed} {each}")))
        raise SystemExit
    print(f"seed {chosen.seed}", flush=True)
    raise SystemExit(not asyncio.run(run(chosen.cases or list(CASES), chosen.seed)))
