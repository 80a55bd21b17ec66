"""Files and points as people have them: sorted, one class much smaller, sizes that do not divide, edges, big values."""

import numpy as np
import pandas as pd
import pytest

from relu_viz.data import Table, decode_points, points_of, read_table
from relu_viz.data.own_points import encode_points


def file(rows: list[tuple], header: str = "a,b,c") -> bytes:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]).encode()


def sorted_file(rows: int, small: int) -> Table:
    """A file sorted by its class, with ``small`` rows of the second one at the end."""
    return read_table("sorted.csv", file([(n, n % 7, "many" if n < rows - small else "few") for n in range(rows)]))


@pytest.mark.parametrize("rows", [4999, 5000, 5001, 7000, 9999, 10_000, 12_345])
def test_of_a_long_file_five_thousand_rows_are_taken_evenly_from_the_first_to_the_last(rows):
    table = sorted_file(rows, rows // 10)
    assert table.rows == rows
    taken = table.frame["a"].astype(int).tolist()
    assert len(taken) == min(rows, 5000)
    assert (taken[0], taken[-1]) == (0, rows - 1)
    steps = set(np.diff(taken).tolist())
    assert steps <= {max(1, rows // 5000), rows // 5000 + 1}
    own = decode_points(points_of(table, "a", "b", "c").text)
    assert (own.y == own.y[-1]).mean() == pytest.approx(0.1, abs=0.001), "the class at the end has its share"
    told = points_of(table, "a", "b", "c").told
    assert (f"The file has {rows} rows; 5000 of them are used, evenly taken." in told) == (rows > 5000)


def test_a_class_of_a_single_row_is_a_class():
    own = decode_points(points_of(sorted_file(300, 1), "a", "b", "c").text)
    assert np.bincount(own.y).tolist() == [1, 299], "few comes before many"


def test_rows_are_counted_as_in_the_file_whatever_was_left_out_before():
    with pytest.raises(ValueError, match="row 3 says 'x'"):
        points_of(read_table("t.csv", file([(1, 2, "p"), ("", 1, "q"), ("x", 2, "q")])), "a", "b", "c")
    with pytest.raises(ValueError, match="finite numbers only; row 3"):
        points_of(read_table("t.csv", file([(1, 2, "p"), ("", 1, "q"), ("inf", 2, "q")])), "a", "b", "c")


@pytest.mark.parametrize(("missing", "word"), [(1, "1 row."), (2, "2 rows.")])
def test_one_row_is_one_row(missing, word):
    rows = [(1, 2, "p"), (3, 5, "q"), *[("", 1, "q")] * missing]
    told = points_of(read_table("t.csv", file(rows)), "a", "b", "c").told
    assert told == ("2 points; class 0 is 'p', class 1 is 'q'.", f"Left out, because a value is missing: {word}")


def test_two_whole_rows_are_enough_and_one_is_not():
    assert points_of(read_table("t.csv", file([(1, 2, "p"), (2, 1, "q")])), "a", "b", "c").text
    with pytest.raises(ValueError, match="In 1 of 2 rows a value is missing"):
        points_of(read_table("t.csv", file([(1, 2, "p"), ("", 1, "q")])), "a", "b", "c")


def test_three_classes_are_accepted_in_the_order_of_numbers_then_words():
    rows = [(1, 2, "b"), (2, 1, "10"), (3, 3, "9,5")]
    table = Table(pd.DataFrame(rows, columns=list("abc"), dtype=str), 3)
    assert points_of(table, "a", "b", "c").told[0] == "3 points; class 0 is '9,5', class 1 is '10', class 2 is 'b'."


def test_the_view_holds_the_furthest_point_with_a_margin_and_is_never_tiny():
    rows = [(-1, 0, "p"), (1, 0, "q"), (0, -4, "p"), (0, 4, "q")]
    own = decode_points(points_of(read_table("t.csv", file(rows)), "a", "b", "c").text)
    furthest = 4 / np.std([0, 0, -4, 4])
    assert own.extent == pytest.approx(1.08 * furthest, rel=1e-6)
    np.testing.assert_allclose(own.x[3], [0, furthest], atol=1e-4)
    still = decode_points(points_of(read_table("t.csv", file([(1, 1, "p"), (1, 1, "q")])), "a", "b", "c").text)
    assert still.extent == 0.5
    assert not still.x.any()


@pytest.mark.parametrize("columns", [200, 201])
def test_two_hundred_columns_are_accepted_and_one_more_is_not(columns):
    data = file([tuple(range(columns))] * 2, ",".join(f"c{n}" for n in range(columns)))
    if columns == 200:
        assert len(read_table("t.csv", data).columns) == 200
    else:
        with pytest.raises(ValueError, match="201 columns"):
            read_table("t.csv", data)


@pytest.mark.parametrize(
    ("first_line", "columns"),
    [("1,2,x", ["0", "1", "2"]), ("1,b,x", ["1", "b", "x"]), ("a,b,3", ["a", "b", "3"]), ("1;2;x", ["0", "1", "2"]),
     ("a;b,c;d", ["a", "b,c", "d"])],
)  # fmt: skip
def test_a_first_line_with_two_numbers_is_a_row_and_any_other_is_names(first_line, columns):
    separator = ";" if ";" in first_line else ","
    table = read_table("t.csv", "\n".join([first_line, *[separator.join("129")] * 2]).encode())
    assert table.columns == columns
    assert table.rows == 3 if columns[0] == "0" else table.rows == 2


def test_names_that_come_again_or_are_long_or_empty_are_told_apart():
    frame = pd.DataFrame([[1, 2, "x", 4], [3, 4, "y", 4]], columns=["a" * 80, "a" * 70, "c", "c"], dtype=str)
    table = read_table("t.csv", frame.to_csv(index=False).encode())
    assert table.columns[:2] == ["a" * 60, "a" * 60 + " (2)"]


EDGE = [
    (2.0, 32767, 2.0),
    (-2.0, -32767, -2.0),
    (2.5, 32767, 2.0),
    (-9.0, -32767, -2.0),
    (0.0, 0, 0.0),
    (1.0, 16384, 1.0),
]


@pytest.mark.parametrize(("x", "steps", "back"), EDGE)
def test_a_point_on_the_edge_of_the_view_stays_there_and_one_beyond_is_moved_to_it(x, steps, back):
    own = decode_points(encode_points(2.0, np.array([[x, 0.5], [0.0, x]]), np.array([0, 2])))
    assert own.x[0, 0] == pytest.approx(back, abs=1e-9 + 2 / 32767 * (x == 1.0))
    assert own.x[0, 0] * 32767 / 2 == pytest.approx(steps)
    assert own.x[1, 1] == own.x[0, 0]
    assert (own.classes, own.y.tolist()) == (3, [0, 2])


@pytest.mark.parametrize(("extent", "accepted"), [(0.1, True), (0.099, False), (1000, True), (1001, False)])
def test_how_large_the_view_may_be(extent, accepted):
    text = encode_points(extent, np.zeros((2, 2)), np.array([0, 1]))
    if accepted:
        assert decode_points(text).extent == pytest.approx(extent)
    else:
        with pytest.raises(ValueError, match=r"0\.1 to 1000"):
            decode_points(text)


@pytest.mark.parametrize(("points", "accepted"), [(1, False), (2, True), (5000, True), (5001, False)])
def test_how_many_points_there_may_be(points, accepted):
    text = encode_points(1.0, np.zeros((points, 2)), np.zeros(points, int))
    if accepted:
        assert (len(decode_points(text).x), decode_points(text).classes) == (points, 2)
    else:
        with pytest.raises(ValueError, match=f"2 to 5000 points .*not {points}"):
            decode_points(text)
