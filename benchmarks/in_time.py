"""Whether a command ends well in time, and an end to all that it has started."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def passes(command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float) -> bool:
    """Whether the command ends without an error within so many seconds. Nothing of it goes on afterwards."""
    running = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        return running.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        subprocess.run(["pkill", "-KILL", "-s", str(running.pid)], check=False)
        running.wait()
