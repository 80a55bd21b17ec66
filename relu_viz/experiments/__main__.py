"""Run experiments from the command line: all cores of this machine, or a cluster.

python -m relu_viz.experiments --all                       # every default config; writes what the app ships
python -m relu_viz.experiments race --set depths=1,2,4     # one, changed; writes results/race.npz
python -m relu_viz.experiments phase_diagram --backend dask --scheduler tcp://host:8786 --runs 100000
"""

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import (
    SHIPPED,
    Cluster,
    ClusterError,
    Experiment,
    ExperimentConfig,
    Result,
    on_cluster,
    run,
    save,
)


def main() -> None:
    given = _arguments()
    try:
        with on_cluster(given.scheduler) if given.backend else nullcontext() as cluster:
            for name in all_experiments() if given.all else given.names:
                _answer(all_experiments()[name], given, cluster)
    except ClusterError as gone:
        sys.exit(f"{gone}.")


def _answer(experiment: Experiment, given: argparse.Namespace, cluster: Cluster | None) -> None:
    """Measure one experiment, say what came out, and write it."""
    here = os.cpu_count() or 1
    try:
        config = _config(experiment, given)
        if cluster is None:
            experiment.check_size(config, here)
    except ValueError as problem:
        sys.exit(f"{experiment.name}: {problem}")
    result = _measure(experiment, config, here, cluster)
    path = (SHIPPED if given.all else given.out) / f"{experiment.name}.npz"
    save(result, path)
    for claim in experiment.claims:
        verdict = claim.verdict(result)
        print(f"  {claim.statement}: {verdict.word}\n    {verdict.sentence}")
    print(f"  {path}")


def _arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        prog="python -m relu_viz.experiments", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*", metavar="experiment", help=", ".join(all_experiments()))
    options.add_argument("--all", action="store_true", help="every experiment with its default config")
    options.add_argument("--runs", type=int, help="seeds for each condition")
    options.add_argument("--set", nargs="+", default=[], metavar="field=value", help="fields of the config")
    options.add_argument("--backend", choices=["dask"], help="a cluster instead of this machine's cores")
    options.add_argument("--scheduler", help="the cluster's address; without it one is started on this machine")
    options.add_argument("--out", type=Path, default=Path("results"), help="folder for results (default: results)")
    given = options.parse_args()
    unknown = [name for name in given.names if name not in all_experiments()]
    if unknown:
        options.error(f"there is no experiment {unknown[0]}; there are {', '.join(all_experiments())}")
    if (not given.names and not given.all) or (given.names and given.all):
        options.error("name the experiments, or say --all")
    if given.scheduler and not given.backend:
        options.error("--scheduler is the address of a cluster: say --backend dask, too")
    if given.all and (given.runs or given.set):
        options.error("--all takes the default configs; name the experiment to change one")
    return given


def _config(experiment: Experiment, given: argparse.Namespace) -> ExperimentConfig:
    wanted = dict(each.partition("=")[::2] for each in given.set)
    if given.runs is not None:
        wanted["runs"] = str(given.runs)
    config, ignored = experiment.config.from_link(wanted)
    if ignored:
        raise ValueError(" ".join(ignored))
    return config


def _measure(experiment: Experiment, config: ExperimentConfig, workers: int, cluster: Cluster | None) -> Result:
    """Run it, with a line of progress."""
    began, back = perf_counter(), "\r" if sys.stdout.isatty() else ""
    measuring = run(experiment, config, workers, cluster=cluster)
    while True:
        try:
            progress = next(measuring)
        except StopIteration as end:
            print(f"{back}{experiment.name}: {config.runs} runs in {perf_counter() - began:.1f} s")
            return end.value
        if back:
            print(f"{back}{experiment.name}: {progress.done} of {progress.total} shards", end="", flush=True)


if __name__ == "__main__":
    main()
