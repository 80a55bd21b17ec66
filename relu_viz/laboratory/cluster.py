"""A Dask cluster that measures in the place of this machine's cores.

Dask is imported where a cluster is wanted and nowhere else: the app does not need it. It is asked directly, not through
joblib, whose Dask backend waits forever where a shard has killed its workers.
"""

import asyncio
import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

CONNECT = 5.0  # s, after which a cluster that does not answer is taken for gone


class ClusterError(Exception):
    """There is no cluster that measures. The message is why, without a full stop."""


@dataclass(frozen=True)
class Cluster:
    """A cluster while it is connected: its cores, and how many seconds it may be silent, or None for any."""

    client: Any
    cores: int
    patience: float | None = None

    def call(self, function: Callable, tasks: Iterable[tuple]) -> Generator[Any, None, None]:
        """What ``function(*task)`` gives for each task, as they are ready; two a core are under way at a time."""
        from distributed import wait

        waiting, coming = iter(tasks), 2 * self.cores
        under_way: set[Any] = set()
        while True:
            under_way |= {self.client.submit(function, *task, pure=False) for task in islice(waiting, coming)}
            if not under_way:
                return
            ready, under_way = cast(Any, wait(under_way, self.patience, "FIRST_COMPLETED"))
            coming = len(ready)
            for future in ready:
                yield future.result(self.patience)


@contextmanager
def on_cluster(address: str | None, patience: float | None = None) -> Iterator[Cluster]:
    """Connect with a cluster.

    Parameters
    ----------
    address
        The scheduler's, as ``tcp://host:8786``. Without one, a cluster of this machine's cores is started.

    Raises
    ------
    ClusterError
        If Dask is not installed, nobody answers or works there, or the cluster is lost meanwhile.
    """
    try:
        from distributed import Client, LocalCluster
        from distributed.client import ClosedClientError
    except ImportError:
        raise ClusterError('Dask is not installed (pip install "dask[distributed]")') from None
    # Dask tells at length, with tracebacks, what it tries when a cluster is lost. Who catches ClusterError tells once.
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with ExitStack() as opened:
            if address is None:
                local: Any = LocalCluster(threads_per_worker=1, dashboard_address=":0")
                address = str(opened.enter_context(local).scheduler_address)
            with ThreadPoolExecutor(1) as apart:  # a notebook's thread has a loop already
                cores = apart.submit(asyncio.run, _cores(address)).result()
            yield Cluster(opened.enter_context(Client(address, timeout=CONNECT)), cores, patience)
    except (CancelledError, OSError, ClosedClientError) as lost:  # a timeout is an OSError, too
        raise ClusterError("The cluster was lost on the way") from lost


async def _cores(address: str) -> int:
    """The cores of a cluster; asked without a client, which would leave a thread behind where nobody answers."""
    from distributed import rpc

    scheduler: Any
    try:
        async with asyncio.timeout(CONNECT), rpc(address) as scheduler:
            cores = sum((await scheduler.ncores()).values())
    except Exception as problem:  # whatever answers at a wrong address, its bytes are read as Dask's
        raise ClusterError("The cluster does not answer") from problem
    if not cores:
        raise ClusterError("The cluster has no workers")
    return cores
