"""A Dask cluster of two workers in processes of its own, which can be killed all at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from benchmarks.browser import ROOT


class LocalCluster:
    """Its address, and its end."""

    def __init__(self, port: int, workers: int) -> None:
        command = [sys.executable, "-m", "tests.local_cluster", str(port), str(workers)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, start_new_session=True
        )
        assert self._process.stdout is not None
        with self._process.stdout as said:
            self.address, *workers = said.readline().split()
        self._workers = [int(worker) for worker in workers]

    def kill(self) -> None:
        """No farewell, as when a machine goes away."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_a_worker(self) -> None:
        """One of the two, which is then started anew."""
        os.kill(self._workers[0], signal.SIGKILL)

    def freeze(self) -> None:
        """It still takes what is sent to it and never answers."""
        os.killpg(self._process.pid, signal.SIGSTOP)


@contextmanager
def local_cluster(port: int = 0, workers: int = 2) -> Iterator[LocalCluster]:
    """One on the given port, or on a free one."""
    cluster = LocalCluster(port, workers)
    try:
        yield cluster
    finally:
        cluster.kill()


if __name__ == "__main__":
    import distributed

    with distributed.LocalCluster(
        n_workers=int(sys.argv[2]), threads_per_worker=1, scheduler_port=int(sys.argv[1]), dashboard_address=":0"
    ) as there:
        print(there.scheduler_address, *(nanny.pid for nanny in there.workers.values()), flush=True)
        signal.pause()
