"""Tables out of the bytes of a CSV or an Excel file, read piece by piece so that no file costs more than its own size.

pandas is imported when a file is read.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from relu_viz.data.own_points import MOST_POINTS
from relu_viz.data.tables import Table, is_number

MOST_MEGABYTES = 50
MOST_UNPACKED = 200 * 2**20  # bytes of an Excel file, which is a zip
MOST_COLUMNS = 200
MOST_EXCEL_ROWS, ROWS_OF_EXCEL = 100_000, 2**20  # so many below the names are read; so many there can be
PIECE = 20_000  # rows
LONGEST_CELL = 200  # letters; what comes after them is not kept
MISSING = frozenset(
    ["", "?", "NA", "N/A", "n/a", "<NA>", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None", "#N/A", "#N/A N/A",
     "#NA", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
)  # fmt: skip

Pieces = Callable[[], Iterable[Any]]  # gives a table's rows from the first on, as DataFrames, whenever it is called


def read_table(name: str, data: bytes) -> Table:
    """The table in a file's bytes; what kind of file it is, its name's ending tells.

    Raises
    ------
    ValueError
        In one sentence, if the file is too large, of another kind, empty, broken or without three columns.
    """
    check_file(name, data)
    return _excel_table(data) if name.lower().endswith(".xlsx") else _csv_table(data)


def check_file(name: str, data: bytes) -> None:
    """Raise a ValueError, in one sentence, if a file is too large, of another kind or empty: without reading it."""
    if len(data) > MOST_MEGABYTES * 2**20:
        raise ValueError(f"The file has {len(data) / 2**20:.0f} MB; at most {MOST_MEGABYTES} MB are accepted.")
    ending = name.rpartition(".")[2].lower()
    if ending not in ("csv", "tsv", "txt", "xlsx"):
        raise ValueError(f"A file must be CSV (.csv, .tsv, .txt) or Excel (.xlsx), not {name[-40:]!r}.")
    if not data[:4096].strip() and not data.strip():
        raise ValueError("The file is empty: it needs a line of column names and a row for each point.")


def _table(pieces: Pieces, names: Sequence[str], guess: int) -> Table:
    frame, rows = _rows_that_say_something(pieces, guess)
    if len(frame.columns) >= 3 and rows < 2:
        raise ValueError(f"The table needs two rows or more below its column names; it has {rows}.")
    frame = frame.dropna(how="all", axis="columns")
    if len(frame.columns) < 3:
        raise ValueError(
            f"The table needs three columns, two of numbers and one of labels; it has {len(frame.columns)}."
        )
    _check_columns(len(frame.columns))
    frame.columns = _distinct([names[place] if place < len(names) else "" for place in frame.columns])
    return Table(frame.map(lambda cell: cell[:LONGEST_CELL], na_action="ignore"), rows)


def _rows_that_say_something(pieces: Pieces, guess: int) -> tuple[Any, int]:
    """Those rows of which a cell says something, ``MOST_POINTS`` of them at most, evenly taken; how many there are.

    A file is read once if it has few rows or just as many as guessed, else once more.
    """
    guess = max(guess, MOST_POINTS)
    frame, rows = _evenly_taken(pieces, guess)
    return (frame, rows) if rows == guess or rows <= MOST_POINTS == guess else _evenly_taken(pieces, rows)


def _evenly_taken(pieces: Pieces, of: int) -> tuple[Any, int]:
    import pandas as pd

    wanted = np.linspace(0, of - 1, min(of, MOST_POINTS)).astype(int)
    taken, rows = [pd.DataFrame()], 0
    for piece in pieces():
        piece = piece.dropna(how="all")
        taken.append(piece.iloc[wanted[(wanted >= rows) & (wanted < rows + len(piece))] - rows])
        rows += len(piece)
    return pd.concat(taken, ignore_index=True), rows


def _check_columns(count: int) -> None:
    if count > MOST_COLUMNS:
        raise ValueError(f"The table has {count} columns; at most {MOST_COLUMNS} are accepted.")


def _distinct(columns: Any) -> list[str]:
    """The columns' names, short, and with a number where one comes again."""
    names: list[str] = []
    for number, column in enumerate(columns, 1):
        name = str(column).strip()[:60] or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names


def _csv_table(data: bytes) -> Table:
    import pandas as pd

    encoding = _encoding(data)

    def text() -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")

    first_line = next(line for line in text() if line.strip())
    separator = max(",;\t", key=first_line.count)
    first_cells = first_line.split(separator)
    _check_columns(len(first_cells))
    has_names = sum(map(is_number, first_cells)) < 2

    def pieces() -> Iterator[Any]:
        with pd.read_csv(
            text(), sep=separator, header=None, dtype=str, skipinitialspace=True, skip_blank_lines=True,
            na_values=list(MISSING), keep_default_na=False, chunksize=PIECE,
        ) as reader:  # fmt: skip
            for number, piece in enumerate(reader):
                yield piece.iloc[1:] if has_names and number == 0 else piece

    try:
        top = pd.read_csv(
            text(), sep=separator, header=None, dtype=str, skipinitialspace=True, nrows=1, keep_default_na=False
        )
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        return _table(pieces, list(top.iloc[0]) if has_names else list(map(str, top.columns)), lines - has_names)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as problem:
        reason = str(problem).strip().splitlines()[-1][:120].rstrip(".")
        raise ValueError(f"The file cannot be read as a table: {reason}.") from None


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    elif b"\x00" in data[:4096]:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(data), 2**20):
                decoder.decode(data[start : start + 2**20])
            decoder.decode(b"", final=True)
            return encoding
        except UnicodeDecodeError:
            continue
    raise ValueError("The file is not text, so it cannot be read as CSV; an Excel file must end in .xlsx.")


def _excel_table(data: bytes) -> Table:
    import pandas as pd

    cut = False

    def pieces() -> Iterator[Any]:
        nonlocal cut
        rows = _excel_rows(_first_sheet(data))
        next(rows, None)
        while batch := list(islice(rows, PIECE)):
            within = [row[:MOST_COLUMNS] for number, row in batch if number <= MOST_EXCEL_ROWS + 1]
            width = max(map(len, within), default=0)
            yield pd.DataFrame([row + [None] * (width - len(row)) for row in within], columns=range(width), dtype=str)
            if cut := len(within) < len(batch):
                return

    sheet = _first_sheet(data)
    guess = min(sheet.max_row or 0, MOST_EXCEL_ROWS) - 1
    _, names = next(_excel_rows(sheet), (0, []))
    _check_columns(len(names))
    table = _table(pieces, [name or "" for name in names], guess)
    return replace(table, cut=cut)


def _first_sheet(data: bytes) -> Any:
    from openpyxl import load_workbook

    with _sorry_for_broken_files(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(each.file_size for each in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise ValueError(f"The Excel file unpacks to {unpacked / 2**20:.0f} MB; at most 200 MB are accepted.")
    with _sorry_for_broken_files():
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]


def _excel_rows(sheet: Any) -> Iterator[tuple[int, list[str | None]]]:
    """Number and text of a sheet's rows that say something, each to its own end.

    A sheet with a single cell in its last corner has seventeen thousand million: so nothing is filled up.
    """
    sheet.reset_dimensions()
    with _sorry_for_broken_files():
        for number, row in enumerate(sheet.iter_rows(max_row=ROWS_OF_EXCEL, values_only=True), 1):
            if row.count(None) < len(row):
                yield number, [_said(value) for value in row]


@contextmanager
def _sorry_for_broken_files() -> Iterator[None]:
    try:
        yield
    except (MemoryError, GeneratorExit):
        raise
    except Exception:  # a broken archive fails in as many ways as it has parts
        raise ValueError(
            "The file is not an Excel file that can be opened: it may be broken or end in .xlsx wrongly."
        ) from None


def _said(value: Any) -> str | None:
    """What a cell of a sheet says, as text; a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return None if text in MISSING else text
