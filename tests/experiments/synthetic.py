"""Results built by hand, for verdicts: runs whose median and interval are known without computing them.

Nine runs that agree have an interval of one point. Of five that say one thing and four that say another the median is
the first, and the interval reaches from the one to the other: resamples fall on both sides far more often than 5 %. So
they do where three say one thing, three another, and three a third.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import DOES_NOT, HOLDS, ONLY_WHEN, Result, Verdict

RUNS = 9
WORDS = {"holds": HOLDS, "only when": ONLY_WHEN, "does not": DOES_NOT}


def sure(value: float) -> np.ndarray:
    """Runs that agree: the median and both ends of its interval are the value."""
    return np.full(RUNS, float(value))


def torn(value: float, other: float) -> np.ndarray:
    """Runs whose median is the value, and whose interval reaches to the other; their mean is neither."""
    return np.array([value, other] * (RUNS // 2) + [value], float)


def spread(value: float, other: float) -> np.ndarray:
    """Runs whose median is the value, and whose interval reaches to the other and half as far to the other side."""
    return np.array([value, other, value + (value - other) / 2] * (RUNS // 3), float)


def ends(runs: np.ndarray) -> tuple[float, float, float]:
    """Median and interval of ``sure``, ``torn`` and ``spread`` runs."""
    return sorted(runs.tolist())[len(runs) // 2], min(runs.tolist()), max(runs.tolist())


def among(wanted: np.ndarray, count: int, apart: float = 1 / 64) -> np.ndarray:
    """``count`` values for each run, whose mean is wanted and whose median is not: (runs, count)."""
    return wanted[:, None] + apart * np.array([1 - count, *[1] * (count - 1)])


class Case(NamedTuple):
    """What is so, how the result differs from one that says yes to everything, and the word that is due.

    ``says`` must be in the sentence.
    """

    what: str
    made: dict[str, Any]
    word: str
    says: str = ""


def result(name: str, arrays: dict[str, np.ndarray], **settings: Any) -> Result:
    """A result of that experiment; arrays that its verdict does not need may be missing."""
    return Result(all_experiments()[name].config(**settings), arrays)


def verdict_of(name: str, claim: int, given: Result) -> Verdict:
    """What the experiment's claim of that place says of a result."""
    return all_experiments()[name].claims[claim].verdict(given)


def check(name: str, build: Callable[..., Result], case: Case, claim: int = 0) -> None:
    """The verdict of what ``build`` makes of a case has the word, and says what it must."""
    verdict = verdict_of(name, claim, build(**case.made))
    assert verdict.word == WORDS[case.word]
    assert case.says in verdict.sentence


def tells(text: str, *expected: float) -> None:
    """The numbers of a text are those expected, in order and no others, each rounded to the digits that are shown."""
    told = re.findall(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text)
    assert len(told) == len(expected), (told, expected)
    for shown, number in zip(told, expected, strict=True):
        digits, _, power = shown.partition("e")
        unit = 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
        assert abs(float(shown) - number) <= unit / 2 * 1.000001, (told, expected)


def percent(*shares: float) -> list[float]:
    """As percentages are written."""
    return [100 * share for share in shares]


def proves(verdict: Verdict, *expected: tuple[str, tuple[float, float, float], float | None]) -> None:
    """The evidence: of each a word of its label, median and interval, and what it is held against."""
    assert len(verdict.evidence) == len(expected)
    for evidence, (word, told, reference) in zip(verdict.evidence, expected, strict=True):
        interval = evidence.interval
        assert word in evidence.label
        assert (interval.value, interval.low, interval.high) == pytest.approx(told)
        assert (evidence.reference is None) == (reference is None)
        assert reference is None or evidence.reference == pytest.approx(reference)
        shown = str(evidence).removeprefix(evidence.label)
        tells(shown, *(percent(*told) if "%" in shown else told))
