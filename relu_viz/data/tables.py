"""Points from somebody's table: two columns of numbers and one of labels.

Everything that can be wrong with it is said in one sentence; nothing of it is guessed at.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from relu_viz.data.own_points import MOST_CLASSES, MOST_POINTS, encode_points

MARGIN = 1.08  # of the drawn plane beyond the furthest point


@dataclass(frozen=True)
class Table:
    """At most ``MOST_POINTS`` rows of a file, evenly taken, as a pandas DataFrame of text.

    ``rows`` is how many there are; a file that is ``cut`` goes on after them, unread.
    """

    frame: Any
    rows: int
    cut: bool = False

    @property
    def columns(self) -> list[str]:
        return list(self.frame.columns)


@dataclass(frozen=True)
class Points:
    """Points as a link holds them, and what was done to the table to get them, in sentences."""

    text: str
    told: tuple[str, ...]


def points_of(table: Table, first: str, second: str, label: str) -> Points:
    """Standardized points from two columns of numbers and one of labels.

    Raises
    ------
    ValueError
        In one sentence, if a column is missing or chosen twice, holds text or infinity where there should be numbers,
        or if there are too few points, or fewer than two labels, or too many.
    """
    for column in (first, second, label):
        if column not in table.columns:
            raise ValueError(f"The table has no column {column[:40]!r}.")
    if len({first, second, label}) < 3:
        raise ValueError("Choose three different columns: two of numbers and one of labels.")
    frame = table.frame[[first, second, label]].dropna()
    missing = len(table.frame) - len(frame)
    if len(frame) < 2:
        raise ValueError(
            f"In {missing} of {len(table.frame)} rows a value is missing; two whole rows are needed at least."
        )
    x = np.column_stack([_numbers(frame, column) for column in (first, second)])
    labels = sorted(frame[label].unique(), key=_in_order)
    if len(labels) == 1:
        raise ValueError(f"Column {label[:40]!r} says {labels[0][:40]!r} everywhere; two classes are needed at least.")
    if len(labels) > MOST_CLASSES:
        raise ValueError(
            f"Column {label[:40]!r} has {len(labels)} different labels; at most {MOST_CLASSES} are accepted."
        )
    y = frame[label].map({each: number for number, each in enumerate(labels)}).to_numpy()
    scale = np.abs(x).max(axis=0)  # first, so that the squares of huge numbers stay finite
    x = x / np.where(scale > 0, scale, 1)
    spread = x.std(axis=0)
    x = (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1)
    return Points(encode_points(max(0.5, MARGIN * float(np.abs(x).max())), x, y), _told(table, frame, missing, labels))


def _told(table: Table, frame: Any, missing: int, labels: list[str]) -> tuple[str, ...]:
    told = [f"{len(frame)} points; " + ", ".join(f"class {k} is {each[:20]!r}" for k, each in enumerate(labels)) + "."]
    if table.rows > MOST_POINTS:
        told.append(f"The file has {table.rows} rows; {MOST_POINTS} of them are used, evenly taken.")
    if table.cut:
        told.append("It goes on, but what comes after these is not read.")
    if missing:
        told.append(f"Left out, because a value is missing: {missing} {'rows' if missing > 1 else 'row'}.")
    return tuple(told)


def _numbers(frame: Any, column: str) -> np.ndarray:
    texts = frame[column].str.strip().str.replace(",", ".", regex=False)
    for row, text in zip(frame.index, texts, strict=True):
        if not is_number(text):
            raise ValueError(f"Column {column[:40]!r} must hold numbers only; row {row + 1} says {text[:40]!r}.")
    values = texts.astype(float).to_numpy()
    if not np.isfinite(values).all():
        row = int(frame.index[np.flatnonzero(~np.isfinite(values))[0]]) + 1
        raise ValueError(f"Column {column[:40]!r} must hold finite numbers only; row {row} does not.")
    return values


def is_number(text: str) -> bool:
    """Whether a cell's text is a number, with a point or a comma."""
    try:
        float(text.strip().replace(",", "."))
    except ValueError:
        return False
    return True


def _in_order(label: str) -> tuple[bool, float, str]:
    return (not is_number(label), float(label.replace(",", ".")) if is_number(label) else 0.0, label)
