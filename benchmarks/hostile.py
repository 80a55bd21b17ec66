"""What a hostile visitor can take from ten innocents at 8-8, case by case, against a server of its own.

python -m benchmarks.hostile                 # all cases, with members drawn at random from each kind
python -m benchmarks.hostile seeds digits    # some
python -m benchmarks.hostile --seed 7        # other members

Each line: what the innocents waited for their answers (95 in 100 and the longest), the server's memory before, at most
and in the end with the seconds until that, and what its log says that is no refusal.
"""

import argparse
import asyncio
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from openpyxl import Workbook
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.browser import ROOT, serve
from benchmarks.forged import COMPONENTS, Component, told_of
from benchmarks.stranger import Stranger, post
from benchmarks.student import Student

INNOCENTS, SETTLE, SECONDS, GONE = 10, 3, 12, 150
HEAVIEST = {
    "hidden": "64,64,64,64,64,64",
    "batch_size": "1",
    "samples": "2000",
    "optimizer": "adam",
    "activation": "gelu",
}
REFUSALS = ("refused", "fragment with id")  # ours, and Streamlit's of a part of a page that has gone
P95, LONGEST = 0.150, 0.500  # the bars, in seconds
MOST_MORE, KEPT = 600, 360  # MB over what it was: at any time, and in the end (what is kept for the next visitor)

Case = Callable[[str, random.Random], Coroutine[None, None, None]]


def heavy_link(chance: random.Random) -> str:
    """A link that is accepted and costs much: the heaviest, or one like it."""
    link = HEAVIEST | chance.choice(
        [{}, {"batch_size": "2000"}, {"activation": "silu", "batch_size": "7"}, {"dataset": "spiral"}, {"l2": "0.01"}]
    )
    return urlencode(link)


async def plays(address: str, chance: random.Random) -> None:
    """Five heavy links just play."""
    await asyncio.gather(*(_play(address, heavy_link(chance)) for _ in range(5)))


async def _play(address: str, query: str, epoch: int = 0) -> None:
    async with Stranger(address, "playground", query) as stranger:
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            await stranger.ask("stage", epoch or stranger.newest)


async def seeds(address: str, chance: random.Random) -> None:
    """Train 64 seeds of a heavy link, in two tabs, and leave in the middle."""

    async def one() -> None:
        async with Stranger(address, "playground", heavy_link(chance)) as stranger:
            await stranger.press("Train 64 seeds")
            await asyncio.sleep(SECONDS)

    await asyncio.gather(one(), one())


async def far(address: str, chance: random.Random) -> None:
    """Epochs that are far ahead, as nobody's browser would have them, of the Playground and of the digits."""

    async def digits() -> None:
        async with Stranger(
            address, "cnn", urlencode({"live.filters": "32,32,32", "live.seed": chance.randint(0, 999)})
        ) as it:
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                await it.ask("digits", 10**6)

    far_ones = [_play(address, heavy_link(chance), chance.choice([20_000, 19_999, 5000, 10**6])) for _ in range(3)]
    await asyncio.gather(*far_ones, digits())


async def digits(address: str, chance: random.Random) -> None:
    """Eighty trainings of digits are opened, one after the other by four visitors."""

    async def twenty() -> None:
        for _ in range(20):
            page, query = chance.choice(
                [("cnn", {"live.filters": "32,32,32"}), ("fully_connected", {"live.depth": "20", "live.units": "256"})]
            )
            query |= {"live.seed": str(chance.randint(0, 10**6))}
            async with Stranger(address, page, urlencode(query)) as stranger:
                await stranger.ask("digits", 0)

    await asyncio.gather(*(twenty() for _ in range(4)))


async def lessons(address: str, chance: random.Random) -> None:
    """Thirty lessons at once, each of its own: races of the largest networks."""

    begun = time.perf_counter()

    async def one() -> float:
        query = {"live.hidden": "32,32,32,32,32,32", "live.seed": chance.randint(0, 10**6)}
        async with Stranger(address, "race", urlencode(query)) as stranger:
            await asyncio.wait_for(stranger.has("relu_viz_flipbook"), 120)
            return time.perf_counter() - begun

    ready = await asyncio.gather(*(one() for _ in range(30)))
    print(f"           the first lesson was there after {min(ready):.1f} s, the last after {max(ready):.1f} s")


async def experiments(address: str, chance: random.Random) -> None:
    """Thirty visitors ask twice for an experiment each, more than may wait, and cancel it twice."""

    async def one() -> None:
        async with Stranger(address, "race", urlencode({"race.seed": chance.randint(0, 10**6)})) as stranger:
            await stranger.press("Run")
            await stranger.press("Run")
            await asyncio.sleep(SECONDS / 2)
            if "Cancel" in stranger.buttons:
                await stranger.press("Cancel")
                await stranger.press("Cancel")
            await asyncio.sleep(SECONDS / 2)

    await asyncio.gather(*(one() for _ in range(30)))


async def nonsense(address: str, chance: random.Random) -> None:
    """Links and requests that mean nothing, as many as come."""
    values = ("9" * 400, "nan", "-1", "![](http://x)=1", "1e999", "null", "=1+1", "\x00", "relu" * 500)
    end = time.perf_counter() + SECONDS

    async def links() -> None:
        while time.perf_counter() < end:
            page = chance.choice(["playground", "cnn", "race", "activations", "agent"])
            names = (
                "hidden",
                "seed",
                "activation",
                "live.seed",
                "changes",
                "points",
                "race.runs",
                chance.choice(values),
            )
            query = {chance.choice(names): chance.choice(values) for _ in range(3)}
            async with Stranger(address, page, urlencode(query)) as stranger:
                await asyncio.wait_for(stranger.finished.wait(), 60)
                assert not stranger.exceptions, stranger.exceptions

    async def requests() -> None:
        while time.perf_counter() < end:
            body = chance.choice([b"{}", b"[" * 4000, b"0" * 5000, b"null", chance.randbytes(300)])
            status, _ = await post(address, f"/live/{chance.choice(['', 'x', '..', 'a/b'])}", body)
            assert 400 <= status < 500, status

    await asyncio.gather(links(), links(), links(), requests())


def sheet(last_cell: str) -> bytes:
    """An Excel file of some KB with one cell that is filled, so far out."""
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0][last_cell] = 1
    book.save(out)
    return out.getvalue()


async def files(address: str, chance: random.Random) -> None:
    """Files that are large, or would be once they are read, and more of them than there is room for."""
    far_out = chance.choice(["Z1048576", "GR1048576", "XFD1048576", "A1048576", "XFD1"])
    long = b"a,b,c\n" + b"1,2,0\n" * (50 * 2**20 // 6 - 1)
    wide = b",".join(b"c%d" % number for number in range(100_000)) + b"\n" + b"1," * 99_999 + b"1\n"
    kinds = {"far.xlsx": sheet(far_out), "long.csv": long, "wide.csv": wide, "noise.csv": chance.randbytes(2**22)}

    async def one(name: str, data: bytes, use: bool) -> None:
        async with Stranger(address, "playground") as stranger:
            await stranger.open("Data of your own")
            for _ in range(1 if use else 6):
                status = await stranger.upload(name, data, use)
            if use and status == 204:  # else there was no room
                known = await stranger.until(lambda: bool(stranger.told) or "Use these points" in stranger.buttons, 60)
                assert known, f"nothing is said of {name}"
            assert not stranger.exceptions, stranger.exceptions

    await asyncio.gather(*(one(name, data, True) for name, data in kinds.items()), one("many.csv", long, False))


async def events(address: str, chance: random.Random) -> None:
    """Events that no picture tells, and messages that no page sends, as many as come."""
    told = ("null", "true", "9" * 5000, "[" * 5000, '{"hidden": 8}', '{"seed": "1"}', "1e400", '"x"', "", "nan")
    end = time.perf_counter() + SECONDS

    async def one(component: Component) -> None:
        async with Stranger(address, component.page) as stranger:
            while time.perf_counter() < end:
                await told_of(stranger, component, chance.choice(told))
                await stranger.say(BackMsg(clear_cache=True))
                await stranger.say(BackMsg(load_git_info=True))
            assert not stranger.exceptions, stranger.exceptions

    await asyncio.gather(*(one(component) for component in COMPONENTS))


KINDS = (plays, seeds, far, digits, lessons, experiments, nonsense, files, events)
CASES: dict[str, Case] = {each.__name__: each for each in KINDS}


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
