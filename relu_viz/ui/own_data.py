"""Data of one's own in the Playground: a file's columns become its points; what is there can be taken away."""

import csv
import io

import streamlit as st

from relu_viz.data import MOST_MEGABYTES, OWN, Dataset, Points, Table, points_of, read_apart
from relu_viz.stage import drawing, refused
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.controls import panel
from relu_viz.ui.downloads import download_file
from relu_viz.ui.playground_state import edit
from relu_viz.ui.words import plain

_TABLE = "own.table"


def own_data_controls(config: TrainingConfig) -> None:
    """Upload a table, choose its columns, use its points; take away those that are there."""
    place = panel("Data of your own")
    if place is None:
        return
    with place:
        st.markdown(
            "Draw on the map (**Draw points** below it), or upload a table: two columns of numbers, one of labels."
        )
        _upload()
        download_file("Points that are there (CSV)", lambda: points_csv(config.make_data()), "points.csv", "text/csv")


def tell_about_own_points(trainer: Trainer) -> None:
    """Say so where points are too many for the page's link."""
    place = st.container()  # in any case, because Streamlit knows a fragment by the place that it has on the page
    if not trainer.config.points_fit_a_link:
        count = len(trainer.data.x_train) + len(trainer.data.x_test)
        place.info(
            plain(
                f"{count} points do not fit in a link: they last as long as this tab, and after a reload the page "
                "opens without them. About 300 fit; download them to keep them."
            )
        )


def points_csv(data: Dataset) -> str:
    """Points as CSV: coordinates of the plane, class or value, and whether they are held out."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["x1", "x2", "class" if data.classes else "value", "held_out"])
    for part, x, y in (("no", data.x_train, data.y_train), ("yes", data.x_test, data.y_test)):
        writer.writerows([*map(float, place), each.item(), part] for place, each in zip(x, y, strict=True))
    return out.getvalue()


def _upload() -> None:
    file = st.file_uploader(
        "CSV or Excel", ["csv", "tsv", "txt", "xlsx"], max_upload_size=MOST_MEGABYTES, key="own.file"
    )
    if file is None:
        st.session_state.pop(_TABLE, None)
        return
    try:
        table = _table(file.file_id, file.name, file.getvalue)
        first, second, label = _column_choices(table)
        points = points_of(table, first, second, label)
    except ValueError as problem:
        refused("upload", "it could not be read, or is too large")
        st.error(plain(f"{problem} The picture still shows what was there before."))
        return
    st.markdown(plain(" ".join(points.told)))
    st.button("Use these points", on_click=_use, args=(points,), width="stretch", icon=":material/check:")


def _table(file_id: str, name: str, read) -> Table:
    known = st.session_state.get(_TABLE)
    if known is None or known[0] != file_id:
        with st.spinner("Reading the table …"), drawing.aside():
            known = (file_id, read_apart(name, read()))
        st.session_state[_TABLE] = known
    return known[1]


def _column_choices(table: Table) -> tuple[str, str, str]:
    columns = table.columns
    first = st.selectbox("First number", columns, index=0, key="own.first")
    second = st.selectbox("Second number", columns, index=1, key="own.second")
    label = st.selectbox("Label", columns, index=len(columns) - 1, key="own.label")
    return first, second, label


def _use(points: Points) -> None:
    edit({"points": points.text, "dataset": OWN})
