"""Every experiment there is: each other module of this wing holds one, named EXPERIMENT."""

import pkgutil
from functools import cache
from importlib import import_module

from relu_viz import experiments
from relu_viz.laboratory import Claim, Experiment


@cache
def all_experiments() -> dict[str, Experiment]:
    """Name → experiment, in the order of the claims that they test."""
    names = {info.name for info in pkgutil.iter_modules(experiments.__path__)} - {"__main__", "catalogue"}
    found = [import_module(f"relu_viz.experiments.{name}").EXPERIMENT for name in sorted(names)]
    found.sort(key=lambda experiment: min(map(_order, experiment.claims)))
    return {experiment.name: experiment for experiment in found}


def all_claims() -> list[tuple[Claim, Experiment]]:
    """Every claim with the experiment that tests it, in the order of their numbers, the misconceptions last."""
    pairs = [(claim, experiment) for experiment in all_experiments().values() for claim in experiment.claims]
    return sorted(pairs, key=lambda pair: _order(pair[0]))


def _order(claim: Claim) -> tuple[float, bool]:
    return claim.number or float("inf"), claim.also
