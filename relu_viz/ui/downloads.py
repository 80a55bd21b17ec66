"""Data and pictures to take away."""

import csv
import io
from collections.abc import Callable, Sequence
from threading import Thread

import numpy as np
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import ScriptRunContext, add_script_run_ctx, get_script_run_ctx

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
    visit = get_script_run_ctx()
    st.download_button(
        label, lambda: _held(make(), file_name, mime, visit), file_name, mime, key=f"download.{file_name}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _held(made: str | bytes, file_name: str, mime: str, visit: ScriptRunContext | None) -> bytes:
    """A file that was just made, which now belongs to a visit as a picture on its page does.

    Without that Streamlit lets go of it as soon as any two scripts have ended: in a class, before the browser has it.
    """
    data = made.encode() if isinstance(made, str) else made
    if runtime.exists():
        hold = runtime.get_instance().media_file_mgr.add
        within = Thread(target=hold, args=(data, mime, f"taken away: {file_name}", file_name, True))
        add_script_run_ctx(within, visit)
        within.start()
        within.join()
    return data
