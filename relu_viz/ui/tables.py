"""Tables on a page. Streamlit draws them by pandas, which is loaded when the first is drawn."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from relu_viz.data import pandas


def show_table(columns: dict[str, Sequence[Any]], **options: Any) -> None:
    """Draw columns by their names; ``options`` are those of Streamlit's dataframe."""
    pandas()  # by one visitor while the others wait: Streamlit itself would let them meet a module that is half made
    st.dataframe(columns, hide_index=True, **options)
