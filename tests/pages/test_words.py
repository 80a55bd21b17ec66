"""A stranger's words reach a page by one way only, and what is no Markdown is not touched by it."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relu_viz.training import TrainingConfig
from relu_viz.ui.words import plain

ROOT = Path(__file__).parents[2]
SCRIPTS = [*ROOT.glob("pages/*/*.py"), *ROOT.glob("relu_viz/ui/*.py")]
OF_TROUBLE = ("error", "info", "warning", "success", "toast", "exception")  # Streamlit's boxes


def said(markdown: str) -> str:
    """What a reader sees of the words that ``plain`` has made."""
    shown, marks = "", iter(markdown.replace("\u2060", ""))
    for mark in marks:
        shown += next(marks) if mark == "\\" else mark
    return shown


@given(st.text())
def test_a_reader_sees_every_letter_on_one_line(text):
    assert said(plain(text)) == " ".join(text.split())
    assert "\n" not in plain(text)


@pytest.mark.parametrize(
    "text",
    ["Hidden layers (hidden) must be 1 to 6 whole numbers from 1 to 64 with commas between, such as 8,8; not '8;8'.",
     "Learning rate (learning_rate) must be a number from 1e-06 to 100, not -0.5.", "There is no setting 'colour'."],
)  # fmt: skip
def test_our_own_sentences_stay_as_they_are(text):
    assert plain(text) == text


@given(st.dictionaries(st.sampled_from(sorted(TrainingConfig.__dataclass_fields__)), st.text(max_size=60)))
def test_sentences_about_a_link_are_short(query):
    assert all(len(each) < 500 for each in TrainingConfig.from_link(query)[1])


def test_tables_are_drawn_by_one_way_which_loads_pandas_for_one_visitor_at_a_time():
    drawing = [file.name for file in SCRIPTS if "st.dataframe(" in file.read_text(encoding="utf-8")]
    assert drawing == ["tables.py"]


def test_every_box_says_constant_words_or_plain_ones():
    for file in SCRIPTS:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OF_TROUBLE:
                (words,) = node.args
                made = ast.unparse(words)
                assert isinstance(words, ast.Constant) or made.startswith("plain("), (file, made)
