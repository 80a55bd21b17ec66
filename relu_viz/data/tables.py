"""Points from somebody's table: a CSV or Excel file with two columns of numbers and one of labels.

Everything that can be wrong with a file is said in one sentence; nothing of it is guessed at.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from relu_viz.data.own_points import MOST_CLASSES, MOST_POINTS, encode_points

MOST_MEGABYTES = 50
MOST_UNPACKED = 200 * 2**20  # bytes of an Excel file, which is a zip
MOST_COLUMNS = 200
MARGIN = 1.08  # of the drawn plane beyond the furthest point


@dataclass(frozen=True)
class Table:
    """At most ``MOST_POINTS`` rows of a file, evenly taken, as a pandas DataFrame of text; ``rows`` are all it had."""

    frame: Any
    rows: int

    @property
    def columns(self) -> list[str]:
        return list(self.frame.columns)


@dataclass(frozen=True)
class Points:
    """Points as a link holds them, and what was done to the table to get them, in sentences."""

    text: str
    told: tuple[str, ...]


def read_table(name: str, data: bytes) -> Table:
    """The table in a file's bytes; what kind of file it is, its name's ending tells.

    Raises
    ------
    ValueError
        In one sentence, if the file is too large, of another kind, empty, broken or without three columns.
    """
    if len(data) > MOST_MEGABYTES * 2**20:
        raise ValueError(f"The file has {len(data) / 2**20:.0f} MB; at most {MOST_MEGABYTES} MB are accepted.")
    ending = name.rpartition(".")[2].lower()
    if ending not in ("csv", "tsv", "txt", "xlsx"):
        raise ValueError(f"A file must be CSV (.csv, .tsv, .txt) or Excel (.xlsx), not {name[-40:]!r}.")
    if not data.strip():
        raise ValueError("The file is empty: it needs a line of column names and a row for each point.")
    frame = _read_excel(data) if ending == "xlsx" else _read_csv(data)
    frame = frame.dropna(how="all")
    if len(frame.columns) >= 3 and len(frame) < 2:
        raise ValueError(f"The table needs two rows or more below its column names; it has {len(frame)}.")
    frame = frame.dropna(how="all", axis="columns")
    if len(frame.columns) < 3:
        raise ValueError(
            f"The table needs three columns, two of numbers and one of labels; it has {len(frame.columns)}."
        )
    if len(frame.columns) > MOST_COLUMNS:
        raise ValueError(f"The table has {len(frame.columns)} columns; at most {MOST_COLUMNS} are accepted.")
    frame.columns = _distinct(frame.columns)
    rows = len(frame)
    if rows > MOST_POINTS:
        frame = frame.iloc[np.linspace(0, rows - 1, MOST_POINTS).astype(int)]
    return Table(frame.reset_index(drop=True), rows)


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
    if missing:
        told.append(f"Left out, because a value is missing: {missing} {'rows' if missing > 1 else 'row'}.")
    return tuple(told)


def _read_csv(data: bytes) -> Any:
    import pandas as pd

    text = _decoded(data)
    first_line = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first_line.count)
    header = None if sum(_is_number(part) for part in first_line.split(separator)) >= 2 else 0
    try:
        return pd.read_csv(
            io.StringIO(text), sep=separator, header=header, dtype=str, skipinitialspace=True, skip_blank_lines=True,
            na_values=["", "NA", "nan", "NaN", "null", "?"], keep_default_na=True, low_memory=False,
        ).rename(columns=str)  # fmt: skip
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error, ValueError) as problem:
        reason = str(problem).strip().splitlines()[-1][:120].rstrip(".")
        raise ValueError(f"The file cannot be read as a table: {reason}.") from None


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    elif b"\x00" in data[:4096]:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("The file is not text, so it cannot be read as CSV; an Excel file must end in .xlsx.")


def _read_excel(data: bytes) -> Any:
    import pandas as pd

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise ValueError(f"The Excel file unpacks to {unpacked / 2**20:.0f} MB; at most 200 MB are accepted.")
        return pd.read_excel(io.BytesIO(data), dtype=str, engine="openpyxl").rename(columns=str)
    except ValueError:
        raise
    except Exception:  # a broken archive fails in as many ways as it has parts
        raise ValueError(
            "The file is not an Excel file that can be opened: it may be broken or end in .xlsx wrongly."
        ) from None


def _distinct(columns: Any) -> list[str]:
    """The columns' names, short, and with a number where one comes again."""
    names: list[str] = []
    for number, column in enumerate(columns, 1):
        name = str(column).strip()[:60] or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _numbers(frame: Any, column: str) -> np.ndarray:
    texts = frame[column].str.strip().str.replace(",", ".", regex=False)
    for row, text in zip(frame.index, texts, strict=True):
        if not _is_number(text):
            raise ValueError(f"Column {column[:40]!r} must hold numbers only; row {row + 1} says {text[:40]!r}.")
    values = texts.astype(float).to_numpy()
    if not np.isfinite(values).all():
        row = int(frame.index[np.flatnonzero(~np.isfinite(values))[0]]) + 1
        raise ValueError(f"Column {column[:40]!r} must hold finite numbers only; row {row} does not.")
    return values


def _is_number(text: str) -> bool:
    try:
        float(text.strip().replace(",", "."))
    except ValueError:
        return False
    return True


def _in_order(label: str) -> tuple[bool, float, str]:
    return (not _is_number(label), float(label.replace(",", ".")) if _is_number(label) else 0.0, label)
