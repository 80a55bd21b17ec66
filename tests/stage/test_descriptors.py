"""File descriptors of a process of its own, which is given few."""

import subprocess
import sys

import pytest

pytest.importorskip("resource")

PROCESS = """
import os, resource
from relu_viz.stage.descriptors import allow_many, are_used_up

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 200))
while not are_used_up():
    os.open("/dev/null", os.O_RDONLY)
few = len(os.listdir("/proc/self/fd"))
allow_many()
assert not are_used_up()
while not are_used_up():
    os.open("/dev/null", os.O_RDONLY)
print(few, len(os.listdir("/proc/self/fd")), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells how many there are")
def test_it_takes_as_many_as_the_system_gives_and_is_full_before_they_are_gone():
    done = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, text=True, check=True)
    few, many, limit = map(int, done.stdout.split())
    assert limit == 200
    assert 0.85 * 64 < few < 64
    assert 0.85 * 200 < many < 200
