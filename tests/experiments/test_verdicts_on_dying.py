"""Verdicts on units that die: the word on either side of every limit, and every number that is told."""

import numpy as np
import pytest
from scipy.stats import binomtest

from relu_viz.laboratory import Result
from tests.experiments.synthetic import (
    Case,
    among,
    check,
    ends,
    percent,
    proves,
    result,
    spread,
    sure,
    tells,
    torn,
    verdict_of,
)

CELLS = 8  # a side: four of the rates are moderate, two large; four of the scales moderate, two large


DEAD = {"moderate": sure(0.2), "by_rate": sure(0.31), "by_scale": sure(0.31)}


def cells(share: np.ndarray, scales: int, rates: int, apart: float) -> np.ndarray:
    """Cells that differ by scale and by rate, and in the mean are the share: (scales, runs, rates)."""
    return np.stack([among(of_scale, rates, apart) for of_scale in among(share, scales, apart).T])


def phase_diagram(apart: float = 1 / 64, **shares: np.ndarray) -> Result:
    """Shares of dead units in the map's three regions; elsewhere none is dead, or all are."""
    moderate, by_rate, by_scale = (DEAD | shares).values()
    dead = np.full((CELLS, 9, CELLS), 0.9)
    dead[:2], dead[2:6, :, 4:6] = 0.0, 1.0  # small first weights; rates between the moderate and the large
    dead[2:6, :, :4], dead[2:6, :, 6:] = cells(moderate, 4, 4, apart), cells(by_rate, 4, 2, apart)
    dead[6:, :, :4] = cells(by_scale, 2, 4, apart)
    return result("phase_diagram", {"dead": dead}, cells=CELLS)


@pytest.mark.parametrize("case", [
    Case("both kill", {}, "holds", "a large learning rate and large first weights."),
    Case("the rate not quite", {"by_rate": sure(0.299)}, "only when", "kills here: large first weights."),
    Case("the scale not quite", {"by_scale": sure(0.299)}, "only when", "kills here: a large learning rate."),
    Case("neither quite", {"by_rate": sure(0.299), "by_scale": sure(0.299)}, "does not", "kills here: neither."),
    Case("exactly so many more", {"moderate": sure(0.4), "by_rate": sure(0.5), "by_scale": sure(0.5), "apart": 0},
         "holds"),
    Case("both just", {"by_rate": sure(0.301), "by_scale": sure(0.301)}, "holds"),
    Case("the rate, but not surely", {"by_rate": torn(0.5, 0.25)}, "only when", "kills here: large first weights."),
    Case("the rate, surely", {"by_rate": torn(0.31, 0.6)}, "holds"),
    Case("the scale, but not surely", {"by_scale": torn(0.5, 0.25)}, "only when", "kills here: a large learning rate."),
    Case("the scale, surely", {"by_scale": torn(0.31, 0.6)}, "holds"),
    Case("perhaps as many moderate ones", {"moderate": torn(0.2, 0.25)}, "does not", "kills here: neither."),
    Case("perhaps fewer moderate ones", {"moderate": torn(0.2, 0.1)}, "holds"),
    Case("fewer than moderate", {"by_rate": sure(0.05), "by_scale": sure(0.05)}, "does not"),
], ids=lambda case: case.what)  # fmt: skip
def test_units_die_from_rates_and_scales(case):
    check("phase_diagram", phase_diagram, case)


def test_what_is_told_of_the_phase_diagram():
    moderate, by_rate, by_scale = spread(0.13, 0.17), spread(0.62, 0.55), spread(0.41, 0.49)
    verdict = verdict_of("phase_diagram", 0, phase_diagram(moderate=moderate, by_rate=by_rate, by_scale=by_scale))
    from_rate, from_scale = 0.01 * (30 / 0.01) ** (6 / 7), 0.1 * (10 / 0.1) ** (6 / 7)
    tells(
        verdict.sentence, *percent(*ends(moderate), *ends(by_rate)), from_rate, *percent(*ends(by_scale)), from_scale
    )  # fmt: skip
    tells(verdict.thresholds, 10)
    proves(
        verdict, ("moderate", ends(moderate), None), ("rate", ends(by_rate), 0.13), ("weights", ends(by_scale), 0.13)
    )  # fmt: skip


def wilson(successes: int, trials: int = 1000) -> tuple[float, float, float]:
    found = binomtest(successes, trials).proportion_ci(method="wilson")
    return successes / trials, found.low, found.high


SURELY_MOST = min(count for count in range(501, 600) if wilson(count)[1] > 0.5)  # of a thousand
SURELY_RARE = max(count for count in range(50) if wilson(count)[2] < 0.05)
SURELY_NOT_RARE = min(count for count in range(50, 100) if wilson(count)[1] > 0.05)


def dying_units(narrowest: int = 1000, widest: int = 0) -> Result:
    """How many of a thousand networks are dead at the last of five depths; at the others, and of other widths, half."""
    born_dead = np.tile(np.arange(1000) < 500, (5, 4, 1)).transpose(1, 2, 0).copy()
    born_dead[1, :, -1] = np.arange(1000) < narrowest
    born_dead[2, :, -1] = np.arange(1000) < widest
    return result("dying_units", {"born_dead": born_dead}, widths=(6, 2, 8, 4), deepest=5, runs=1000)


@pytest.mark.parametrize("case", [
    Case("narrow ones surely", {"narrowest": SURELY_MOST, "widest": SURELY_RARE}, "only when", "deep and narrow"),
    Case("most narrow ones, not surely", {"narrowest": SURELY_MOST - 1}, "does not", "too shallow or too wide"),
    Case("wide ones rarely, not surely", {"widest": SURELY_RARE + 1}, "does not", "too shallow or too wide"),
    Case("wide ones not rarely, not surely", {"widest": SURELY_NOT_RARE - 1}, "does not", "too shallow or too wide"),
    Case("wide ones surely, too", {"widest": SURELY_NOT_RARE}, "holds", "even the widest"),
    Case("none", {"narrowest": 0}, "does not", "too shallow or too wide"),
    Case("all", {"widest": 1000}, "holds", "even the widest"),
    Case("only wide ones", {"narrowest": 0, "widest": 1000}, "holds", "even the widest"),
], ids=lambda case: case.what)  # fmt: skip
def test_deep_narrow_networks_are_born_dead(case):
    check("dying_units", dying_units, case)


def test_what_is_told_of_dead_networks():
    verdict = verdict_of("dying_units", 0, dying_units(640, 21))
    tells(verdict.sentence, 5, 2, *percent(*wilson(640)), 8, *percent(*wilson(21)))
    tells(verdict.thresholds, 50, 5, 95)
    known = {width: 1 - (1 - 0.5**width) ** 4 for width in (6, 2, 8, 4)}  # Lu et al. 2019: at most
    proves(
        verdict, ("width 6", wilson(500), known[6]), ("width 2", wilson(640), known[2]),
        ("width 8", wilson(21), known[8]), ("width 4", wilson(500), known[4]),
    )  # fmt: skip
