"""A stranger's file is read in bounded memory and time, and what is in it is what a plain reading finds."""

import io

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from relu_viz.data import points_of, read_apart, read_table, reading_apart, table_files
from relu_viz.data.own_points import MOST_POINTS

HEAD, ROWS = ("width", "height", "kind"), [(1, 2.5, "a"), (3, 4, "b"), (5, 7, None), (2.0, -2, "a")]
CSV = "width,height,kind\n1,2.5,a\n\n3,4,b\n5,7,\n2,-2,a\n"


def excel(*rows, **far) -> bytes:
    """A sheet with these rows, and with cells at far places."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for place, value in far.items():
        book.active[place] = value
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("read", "name", "data"), [(read_apart, "a.csv", CSV.encode()), (read_table, "a.XLSX", excel(HEAD, *ROWS))]
)
def test_in_a_process_of_its_own_the_same_table_is_read(read, name, data):
    table = read(name, data)
    assert table.columns == list(HEAD)
    assert (table.rows, table.cut) == (4, False)
    cells = table.frame.astype(object).where(table.frame.notna(), None).to_numpy().tolist()
    assert cells == [["1", "2.5", "a"], ["3", "4", "b"], ["5", "7", None], ["2", "-2", "a"]]
    assert points_of(table, *HEAD) == points_of(read_table(name, data), *HEAD)


def test_what_is_wrong_with_a_file_is_said_from_there_too():
    with pytest.raises(
        ValueError, match=r"^The table needs three columns, two of numbers and one of labels; it has 1.$"
    ):
        read_apart("a.csv", b"a\n1\n2\n")


@pytest.mark.parametrize("far", ["Z1048576", "GR1048576", "XFD1048576"])
def test_a_lone_cell_in_a_far_corner_costs_nothing_and_the_table_is_read(far):
    read = read_apart if far == "XFD1048576" else read_table
    table = read("a.xlsx", excel(HEAD, *ROWS, **{far: 1}))
    assert (table.columns, table.rows, table.cut) == (list(HEAD), 4, True)
    with pytest.raises(ValueError, match=r"The table (needs three columns|has 16384 columns)"):
        read("a.xlsx", excel(**{far: 1}))


def test_too_many_columns_are_refused_on_the_first_line():
    for columns in (201, 100_000):
        with pytest.raises(ValueError, match=f"^The table has {columns} columns; at most 200 are accepted.$"):
            read_table("a.csv", ",".join(f"c{n}" for n in range(columns)).encode() + b"\n\xff\n")
        if columns == 201:
            with pytest.raises(ValueError, match=f"^The table has {columns} columns; at most 200 are accepted.$"):
                read_table("a.xlsx", excel(range(columns)))


def test_a_file_that_needs_more_memory_or_time_than_there_is_gets_a_sentence(monkeypatch):
    many = b"x,y,c\n" + b"".join(b"%d,%d,%d%s\n" % (n, n, n, b"z" * 400) for n in range(20_000))
    monkeypatch.setattr(reading_apart, "MOST_MEMORY", 20 * 2**20)
    with pytest.raises(ValueError, match=r"^The file takes more than \d+ MB of memory to read; try a smaller one\.$"):
        read_apart("a.csv", many)
    monkeypatch.setattr(reading_apart, "MOST_SECONDS", 0.01)
    with pytest.raises(ValueError, match=r"^The file takes longer than 0.01 seconds to read; try a smaller one\.$"):
        read_apart("a.csv", CSV.encode())


def test_a_fault_of_ours_is_logged_and_not_called_a_lack_of_memory(monkeypatch, caplog):
    monkeypatch.setattr(reading_apart, "MOST_MEMORY", "no number")
    with pytest.raises(ValueError, match=r"^The file cannot be read; it may be broken. Try to save it as CSV.$"):
        read_apart("a.csv", CSV.encode())
    assert "TypeError" in caplog.text


@pytest.mark.parametrize("rows", [9, 10])
def test_what_comes_after_the_last_row_that_is_read_is_told(monkeypatch, rows):
    monkeypatch.setattr(table_files, "MOST_EXCEL_ROWS", 9)
    table = read_table("a.xlsx", excel(HEAD, *[(n, n, "ab"[n % 2]) for n in range(rows)]))
    assert (table.rows, table.cut) == (9, rows > 9)
    told = points_of(table, *HEAD).told
    assert (told[-1] == "It goes on, but what comes after these is not read.") == (rows > 9)


@pytest.mark.parametrize("blanks", [0, 1, 3000])
@pytest.mark.parametrize("rows", [4_999, 5_000, 5_001, 12_000, 61_000])
def test_rows_are_evenly_taken_whatever_is_blank_between(rows, blanks):
    lines = [f"{n},{n % 2},{'ab'[n % 2]}" for n in range(rows)]
    for blank in range(blanks):
        lines.insert(2 * blank, (",,", "", "?,NA,")[blank % 3])
    table = read_table("a.csv", "\n".join(["n,m,c", *lines]).encode())
    expected = [int(each) for each in np.linspace(0, rows - 1, min(rows, MOST_POINTS))]
    assert table.rows == rows
    assert table.frame["n"].astype(int).tolist() == expected
    assert set(table.frame["c"]) == {"a", "b"}


def test_a_cell_keeps_two_hundred_letters():
    table = read_table("a.csv", f"a,b,c\n1,2,{'x' * 200}y\n3,4,{'x' * 199}\n".encode())
    assert table.frame["c"].tolist() == ["x" * 200, "x" * 199]


def test_cells_of_a_sheet_as_text():
    row = [1, 1.0, 1.5, True, "NA", "#DIV/0!", " x ", pd.Timestamp("2026-11-26"), 10**20]
    table = read_table("a.xlsx", excel([f"c{n}" for n in range(9)], row, [2] * 9))
    assert table.frame.astype(object).where(table.frame.notna(), None).iloc[0].tolist() == [
        "1", "1", "1.5", "True", None, None, " x ", "2026-11-26 00:00:00", "100000000000000000000",
    ]  # fmt: skip
