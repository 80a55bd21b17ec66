"""What an experiment is: a question, measured over many seeds, with intervals and a computed verdict."""

from relu_viz.laboratory.cluster import Cluster, ClusterError, on_cluster
from relu_viz.laboratory.experiment import (
    DOES_NOT,
    HOLDS,
    ONLY_WHEN,
    About,
    Claim,
    Cost,
    Evidence,
    Experiment,
    ExperimentConfig,
    Result,
    Verdict,
    runs,
    seed,
    training_cost,
)
from relu_viz.laboratory.intervals import Interval, median, share
from relu_viz.laboratory.queue import WORKERS, Job, Queue
from relu_viz.laboratory.shards import run
from relu_viz.laboratory.storage import SHIPPED, save, shipped
