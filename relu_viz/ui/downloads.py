"""Data and pictures to take away."""

import csv
import io
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

PLOTLY_CONFIG = {
    "displaylogo": False,
    "toImageButtonOptions": {"format": "png", "scale": 2},  # the camera: a PNG
    # On a phone the buttons always show: those that fingers do without would hide the legend.
    "modeBarButtonsToRemove": ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "select2d", "lasso2d"],
}


def download_csv(label: str, file_name: str, header: Sequence[str], rows: np.ndarray) -> None:
    """A button that writes rows under a header; the file is made only when asked for."""

    def text() -> str:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows.tolist())
        return out.getvalue()

    download_file(label, text, file_name, "text/csv")


def download_file(label: str, make: Callable[[], str | bytes], file_name: str, mime: str) -> None:
    """A button that saves a file, which is made only when asked for."""
    st.download_button(
        label, make, file_name, mime, key=f"download.{file_name}", on_click="ignore", icon=":material/download:"
    )
