"""Where a container puts it: another user who may write nowhere, no HOME, a /tmp that is full or read-only, a clock
that is set back. The server starts, plays, and measures or says why it does not."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks.browser import ROOT, serve
from benchmarks.stranger import Stranger
from tests.apart import run_apart

pytestmark = pytest.mark.container

# Nobody reads what root has, Python for one, and writes nothing of it.
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+dac_read_search",
          "--ambient-caps=+dac_read_search"]  # fmt: skip
FULL = "mount -t tmpfs -o size=64k,mode=1777 tmpfs {0}; head -c 100000 /dev/zero > {0}/full 2>/dev/null; "
READ_ONLY = "mount -t tmpfs -o ro tmpfs {0}; "
PLACES = {
    "read-only sources": "",
    "/tmp full": FULL.format("/tmp"),
    "/tmp read-only": READ_ONLY.format("/tmp"),
    "nowhere to write": "".join(map(READ_ONLY.format, ("/tmp", "/var/tmp", "/dev/shm"))),
}


def within(place: str) -> list[str]:
    """The command that runs another one as nobody, without HOME, in a file system of its own."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("Only root may become another user, by setpriv.")
    if place and ROOT.is_relative_to("/tmp"):
        pytest.skip("The sources are in /tmp, which is to be another one.")
    start = ["env", "-u", "HOME", *NOBODY]
    if not place:
        return start
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("No file system of one's own can be had here.")
    return ["unshare", "-m", "sh", "-c", f'{place}exec "$@"', "sh", *start]


async def plays(address: str) -> int:
    """How far a run is trained, which is asked for until that is 60 epochs."""
    async with Stranger(address, "playground", "hidden=4,3&samples=60") as stranger:
        async with asyncio.timeout(60):
            while stranger.newest < 60:
                await stranger.ask("stage", stranger.newest)
        assert not stranger.exceptions
        return stranger.newest


async def measures(address: str) -> str:
    """What a page says after Run: the measurement's source, or why there is none."""
    async with Stranger(address, "non_linear", "non_linear.runs=8") as stranger:
        await stranger.press("Run")

        def told() -> list[str]:
            return [each for each in stranger.words if "Measured here" in each] + stranger.told

        await stranger.until(lambda: bool(told()), 120)
        assert not stranger.exceptions
        return told()[0]


async def reads_a_table(address: str) -> tuple[int, list[str]]:
    """The status that sending a table has that needs a place on disk, and what the page says if it came."""
    async with Stranger(address, "playground") as stranger:
        await stranger.open("Data of your own")
        status = await stranger.upload("a.csv", b"a,b,c\n" + b"1,2,x\n3,4,y\n" * 200_000)
        if status == 204:
            await stranger.until(lambda: bool(stranger.told) or "Use these points" in stranger.buttons, 60)
        return status, stranger.told


def complaints(log: Path) -> list[str]:
    said = log.read_text()
    return [line for line in said.splitlines() if "refused" not in line and ("Error" in line or "Traceback" in line)]


@pytest.mark.parametrize("place", PLACES)
def test_it_starts_and_plays_and_measures(tmp_path, place):
    log = tmp_path / "log"
    with serve(ROOT / "app.py", log, within=within(PLACES[place])) as (address, server):
        status = Path(f"/proc/{server.pid}/status").read_text()
        assert "\nUid:\t65534" in status
        assert run_apart(plays(address)) >= 60
        measured = run_apart(measures(address))
        sent, told = run_apart(reads_a_table(address))
        if place == "nowhere to write":
            assert measured.startswith("This server cannot begin the processes that measure (Read-only file system)")
            assert sent in (0, 507), "the server may have hung up before all of it was sent"
            assert "There is no place on disk" in log.read_text()
        else:
            assert "Measured here" in measured
            assert (sent, told) == (204, [])
    assert complaints(log) == []


def test_a_clock_that_is_set_back_by_an_hour_changes_nothing(tmp_path):
    log, set_back = tmp_path / "log", tmp_path / "set back"
    env = {"RELU_VIZ_TEST_SET_BACK": str(set_back)}
    with serve(ROOT / "app.py", log, extra_path=str(Path(__file__).parent / "clock"), env=env) as (address, _):

        async def through_the_change() -> int:
            async with Stranger(address, "playground", "hidden=4,3&samples=60") as stranger:
                await stranger.ask("stage", 0)
                before = stranger.newest
                set_back.touch()
                for _ in range(3):
                    await stranger.ask("stage", stranger.newest)
                assert not stranger.exceptions
                return stranger.newest - before

        assert run_apart(through_the_change()) > 0
        assert "Measured here" in run_apart(measures(address))
        assert run_apart(plays(address)) >= 60
    assert complaints(log) == []
