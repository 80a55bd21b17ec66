"""Tables that people upload: the good ones become points, each of the bad ones gets one clear sentence."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from relu_viz.data import MOST_MEGABYTES, Table, decode_points, points_of, read_table
from relu_viz.data.own_points import MOST_POINTS

GOOD = "width,height,kind\n1,2,a\n3,4,b\n5,7,a\n2,2,b\n"


def excel(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_excel(out, index=False)
    return out.getvalue()


def points(data: str | bytes, name: str = "points.csv") -> tuple[str, tuple[str, ...]]:
    """What becomes of a file of which the first two columns and the last are chosen."""
    table = read_table(name, data if isinstance(data, bytes) else data.encode())
    found = points_of(table, table.columns[0], table.columns[1], table.columns[-1])
    return found.text, found.told


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("points.csv", GOOD.encode()),
        ("points.CSV", GOOD.replace("\n", "\r\n").encode()),
        ("points.csv", b"\xef\xbb\xbf" + GOOD.encode()),
        ("points.txt", GOOD.encode("utf-16")),
        ("points.tsv", GOOD.replace(",", "\t").encode()),
        ("points.csv", GOOD.replace(",", ";").encode()),
        ("points.csv", GOOD.partition("\n")[2].encode()),
        ("points.csv", GOOD.replace("width", "größe").encode("cp1252")),
        ("points.csv", GOOD.replace(",", " , ").encode()),
        ("points.csv", (GOOD + "\n\n").encode()),
        ("points.xlsx", excel(pd.read_csv(io.StringIO(GOOD)))),
    ],
)
def test_the_same_points_however_they_are_written(name, data):
    own = decode_points(points(data, name)[0])
    np.testing.assert_allclose(own.x[:, 0], np.array([-1.75, 0.25, 2.25, -0.75]) / np.std([1, 3, 5, 2]), atol=1e-3)
    assert own.y.tolist() == [0, 1, 0, 1]


def test_a_decimal_comma_is_understood_between_semicolons():
    own = decode_points(points("a;b;c\n1,5;2;x\n2,5;3;y\n")[0])
    np.testing.assert_allclose(own.x[:, 0], [-1, 1], atol=1e-3)


def test_labels_that_are_numbers_are_in_their_order():
    assert "class 0 is '2', class 1 is '10'" in points("a,b,c\n1,2,10\n3,4,2\n")[1][0]


def test_a_million_rows_are_five_thousand_points_and_it_says_so():
    rng = np.random.default_rng(0)
    block = "".join(f"{a:.3f},{b:.3f},{'in' if a > 0 else 'out'}\n" for a, b in rng.normal(size=(1000, 2)))
    text, told = points("x,y,z\n" + block * 1000)
    assert len(decode_points(text).x) == MOST_POINTS
    assert "The file has 1000000 rows; 5000 of them are used" in told[1]


def test_rows_with_missing_values_are_left_out_and_it_says_so():
    text, told = points(GOOD + "1,,a\n,1,b\n")
    assert len(decode_points(text).x) == 4
    assert told[1] == "Left out, because a value is missing: 2 rows."


def test_a_column_that_is_constant_and_one_that_is_huge_are_points_too():
    own = decode_points(points("a,b,c\n1,1e300,x\n1,-1e300,y\n1,0,y\n")[0])
    assert np.isfinite(own.x).all()
    assert not own.x[:, 0].any()


MALFORMED = [
    ("points.csv", "", "empty"),
    ("points.csv", "   \n \n", "empty"),
    ("points.xlsx", "", "empty"),
    ("points.pdf", GOOD, "must be CSV"),
    ("points", GOOD, "must be CSV"),
    ("points.csv.exe", GOOD, "must be CSV"),
    ("points.xls", GOOD, "must be CSV"),
    ("points.json", '{"x": 1}', "must be CSV"),
    ("points.csv", "a,b,c", "two rows or more"),
    ("points.csv", "a,b,c\n", "two rows or more"),
    ("points.csv", "a,b,c\n1,2,x\n", "two rows or more"),
    ("points.csv", "a,b,c\n,,\n,,\n", "two rows or more"),
    ("points.csv", "a\n1\n2\n", "three columns"),
    ("points.csv", "a,b\n1,2\n3,4\n", "three columns"),
    ("points.csv", "just some words\nand more of them\n", "three columns"),
    ("points.csv", "<html><body>Not found</body></html>", "three columns"),
    ("points.csv", ",".join(f"c{n}" for n in range(201)) + "\n" + (",".join(["1"] * 201) + "\n") * 2, "201 columns"),
    ("points.csv", "a,b,c\n1,2,x\n1,2,3,4,5\n", "cannot be read as a table"),
    ("points.csv", 'a,b,c\n1,2,"x\n3,4,y\n', "cannot be read as a table"),
    ("points.csv", b"\x00\x01\x02\x03" * 50, "not text"),
    ("points.csv", b"PK\x03\x04" + b"\x00" * 60, "not text"),
    ("points.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
    ("points.csv", b"\xff\xfe\x00", "not text"),
    ("points.xlsx", GOOD, "not an Excel file"),
    ("points.xlsx", b"PK\x03\x04" + b"\x00" * 60, "not an Excel file"),
    ("points.xlsx", excel(pd.read_csv(io.StringIO(GOOD)))[:-200], "not an Excel file"),
    ("points.xlsx", excel(pd.DataFrame({"a": [1], "b": [2], "c": [3]})), "two rows or more"),
    ("points.xlsx", excel(pd.DataFrame({"a": [1, 2], "b": [3, 4]})), "three columns"),
    ("points.csv", b"0" * (MOST_MEGABYTES * 2**20 + 1), "The file has 50 MB; at most 50 MB"),
    ("points.csv", b"0" * 64 * 2**20, "The file has 64 MB; at most 50 MB"),
    ("points.csv", "a,b,c\none,2,x\n3,4,y\n", "row 1 says 'one'"),
    ("points.csv", "a,b,c\n1,2,x\n3,four,y\n", "row 2 says 'four'"),
    ("points.csv", "a,b,c\n1,2,x\n3,1.2.3,y\n", "row 2 says '1.2.3'"),
    ("points.csv", "a,b,c\n1,2,x\n3,12:30,y\n", "must hold numbers only"),
    ("points.csv", "a,b,c\n1,2,x\n3,2026-11-24,y\n", "must hold numbers only"),
    ("points.csv", "a,b,c\n1,2,x\n3,💥,y\n", "must hold numbers only"),
    ("points.csv", "a,b,c\n1,2,x\n3," + "z" * 10_000 + ",y\n", "must hold numbers only"),
    ("points.csv", "a,b,c\n1,2,x\n3,=1+1,y\n", "must hold numbers only"),
    ("points.csv", "a,b,c\n1,inf,x\n3,4,y\n", "finite numbers only; row 1"),
    ("points.csv", "a,b,c\n1,2,x\n-inf,4,y\n", "finite numbers only; row 2"),
    ("points.csv", "a,b,c\n1,2,x\n3,inf,y\n5,inf,x\n7,8,y\n", "finite numbers only; row 2"),
    ("points.csv", "a,b,c\n1,1e999,x\n3,4,y\n", "finite numbers only"),
    ("points.csv", "a,b,c\n,2,x\n3,,y\n5,,z\n", "In 3 of 3 rows a value is missing"),
    ("points.csv", "a,b,c\n1,2,\n3,4,\n5,6,z\n", "In 2 of 3 rows a value is missing"),
    ("points.csv", "a,b,c\nNA,2,x\n3,4,y\n", "In 1 of 2 rows"),
    ("points.csv", "a,b,c\n1,2,x\n3,4,x\n", "says 'x' everywhere"),
    ("points.csv", "a,b,c\n1,2,1\n3,4,1\n5,6,1\n", "says '1' everywhere"),
    ("points.csv", "a,b,c\n1,2,w\n3,4,x\n5,6,y\n7,8,z\n", "4 different labels"),
    ("points.csv", "a,b,c\n" + "".join(f"{n},{n},{n}\n" for n in range(99)), "99 different labels"),
]


@pytest.mark.parametrize(("megabytes", "words"), [(200, "not an Excel file"), (201, "unpacks to 201 MB")])
def test_an_excel_file_may_unpack_to_two_hundred_megabytes(megabytes, words):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (megabytes * 2**20))
    with pytest.raises(ValueError, match=words):
        read_table("points.xlsx", bomb.getvalue())


@pytest.mark.parametrize(("name", "data", "words"), MALFORMED, ids=[f"{n}" for n in range(len(MALFORMED))])
def test_a_malformed_upload_gets_one_sentence(name, data, words):
    with pytest.raises(ValueError, match=r".") as problem:
        points(data, name)
    sentence = str(problem.value)
    assert words in sentence
    assert len(sentence) < 300
    assert "\n" not in sentence
    assert sentence.endswith(".")


LONG = "".join(f"{number % 10}" for number in range(60)) + "…"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (f"{LONG},b,c\none,2,x\n3,4,y\n", f"Column '{LONG[:40]}' must hold numbers only; row 1 says 'one'."),
        (f"a,b,c\n{LONG},2,x\n3,4,y\n", f"Column 'a' must hold numbers only; row 1 says '{LONG[:40]}'."),
        (f"{LONG},b,c\ninf,2,x\n3,4,y\n", f"Column '{LONG[:40]}' must hold finite numbers only; row 1 does not."),
        (f"a,b,{LONG}\n1,2,x{LONG}\n3,4,x{LONG}\n",
         f"Column '{LONG[:40]}' says 'x{LONG[:39]}' everywhere; two classes are needed at least."),
        (f"a,b,{LONG}\n" + "".join(f"{n},{n},{n}\n" for n in range(9)),
         f"Column '{LONG[:40]}' has 9 different labels; at most 3 are accepted."),
    ],
)  # fmt: skip
def test_of_what_a_file_says_forty_characters_are_shown(data, shown):
    with pytest.raises(ValueError, match=r".") as problem:
        points(data)
    assert str(problem.value) == shown


def test_of_a_column_that_there_is_not_and_of_a_file_s_name_forty_characters_are_shown():
    table = read_table("points.csv", GOOD.encode())
    with pytest.raises(ValueError, match=f"The table has no column '{LONG[:40]}'.$"):
        points_of(table, LONG, "height", "kind")
    with pytest.raises(ValueError, match=f"not '{LONG[-40:]}'.$"):
        read_table(LONG, GOOD.encode())


@pytest.mark.parametrize(("letters", "is_text"), [(4095, False), (4096, True)])
def test_a_zero_byte_among_the_first_4096_is_no_text(letters, is_text):
    data = b"a,b," + b"c" * (letters - 4) + b"\x00\n1,2,x\n3,4,y\n"
    if is_text:
        assert points(data)[0]
    else:
        with pytest.raises(ValueError, match="not text"):
            points(data)


@pytest.mark.parametrize(
    ("columns", "words"),
    [(("a", "a", "c"), "three different columns"), (("a", "b", "nothing"), "no column 'nothing'")],
)
def test_columns_that_do_not_go_together_get_one_sentence(columns, words):
    table = Table(pd.DataFrame({"a": ["1", "2"], "b": ["1", "2"], "c": ["x", "y"]}), 2)
    with pytest.raises(ValueError, match=r".") as problem:
        points_of(table, *columns)
    assert words in str(problem.value)


def test_names_that_come_twice_or_not_at_all_can_be_chosen():
    table = read_table("points.xlsx", excel(pd.DataFrame([[1, 2, "x"], [3, 4, "y"]], columns=["a", "a", " "])))
    assert len(set(table.columns)) == 3
    assert points_of(table, *table.columns).text
