"""One module for each experiment, with ``pictures(result)``; an experiment without one is shown by its evidence."""

from importlib import import_module
from importlib.util import find_spec

from relu_viz.figures.bands import Picture, evidence_figure
from relu_viz.laboratory.experiment import Experiment, Result


def pictures_of(experiment: Experiment, result: Result) -> tuple[Picture, ...]:
    """The pictures of a result."""
    name = f"{__name__}.{experiment.name}"
    if find_spec(name):
        return result.once(import_module(name).pictures)
    verdicts = [result.once(claim.verdict) for claim in experiment.claims]
    evidence = [each for verdict in verdicts for each in verdict.evidence]
    return (Picture(evidence_figure(evidence), "; ".join(map(str, evidence))),)
