"""A cluster gives what one process gives, bit for bit, also when one of its workers is killed on the way."""

import warnings

import joblib
import numpy as np
import pytest

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import run
from relu_viz.laboratory.shards import finished

PHASES = all_experiments()["phase_diagram"]


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore")  # Dask's own farewells while its workers are killed
def test_a_cluster_that_loses_a_worker_gives_the_same_result():
    from distributed import Client, LocalCluster

    config = PHASES.config(runs=14, cells=6, epochs=20, width=4)
    alone = finished(run(PHASES, config, runs_of_a_shard=14))
    with (
        warnings.catch_warnings(action="ignore"),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        measuring = run(PHASES, config, workers=2, runs_of_a_shard=1)
        for _ in range(8):
            progress = next(measuring)
        assert progress.done < progress.total
        victim = next(iter(cluster.workers.values()))
        victim.process.process._process.kill()  # no warning, no farewell: as when a machine goes away
        together = finished(measuring)
    for array in alone.arrays:
        np.testing.assert_array_equal(alone[array], together[array])
