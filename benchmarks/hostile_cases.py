"""What hostile visitors do, kind by kind: each draws its members at random. ``benchmarks.hostile`` measures it."""

import asyncio
import io
import random
import time
from collections.abc import Callable, Coroutine
from urllib.parse import urlencode

from openpyxl import Workbook
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.forged import COMPONENTS, Component, told_of
from benchmarks.stranger import Stranger, post

SECONDS = 12  # of a kind that goes on for as long as it is let
HEAVIEST = {
    "hidden": "64,64,64,64,64,64",
    "batch_size": "1",
    "samples": "2000",
    "optimizer": "adam",
    "activation": "gelu",
}

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


async def looks(address: str, chance: random.Random) -> None:
    """Two heavy links look into steps, one after the other, and two into what is typical; two compare four runs."""

    async def card() -> None:
        async with Stranger(address, "playground", heavy_link(chance)) as stranger:
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                await stranger.ask("stage", stranger.newest)
                step = {"unit": chance.randint(0, 383), "batch": chance.randint(1, 1600)}
                for _ in range(3):
                    await stranger.ask("stage", chance.randint(0, stranger.newest), **step)

    async def typical() -> None:
        async with Stranger(address, "playground", heavy_link(chance)) as stranger:
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                await stranger.ask("stage", chance.randint(0, 10**6), typical=1)

    async def twins() -> None:
        compared = urlencode({"compare": "learning_rate:0.1;learning_rate:0.3;optimizer:sgd"})
        async with Stranger(address, "playground", f"{heavy_link(chance)}&{compared}") as stranger:
            end, epoch = time.perf_counter() + SECONDS, 0
            while time.perf_counter() < end:
                await stranger.ask("twins", epoch)
                await stranger.ask("twins", 10**6, since=chance.randint(0, 10**6))
                epoch = chance.randint(0, 20)

    await asyncio.gather(card(), card(), typical(), typical(), twins(), twins())


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


KINDS = (plays, looks, seeds, far, digits, lessons, experiments, nonsense, files, events)
CASES: dict[str, Case] = {each.__name__: each for each in KINDS}
