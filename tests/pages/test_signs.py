"""A number below 0 has a minus sign (U+2212), on every page and in every lesson, and not a hyphen."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.ui.pages import all_pages

HYPHEN = re.compile(r"(?<![\w.)\]}`-])-\.?\d")


def texts(app: AppTest) -> list[str]:
    """What a page says by itself; of links and code it is another matter."""
    kinds = ("markdown", "caption", "info", "warning", "success", "error", "header", "subheader")
    found = [each.value for kind in kinds for each in getattr(app, kind)]
    found += [chart.proto.alt for chart in app.get("plotly_chart")]
    found += [str(metric.value) for metric in app.metric]
    return [re.sub(r"\]\([^)]*\)|`[^`]*`|https?://\S+", "", str(text)) for text in found]


@pytest.mark.parametrize("name", all_pages())
def test_no_page_writes_a_hyphen_for_a_minus(name):
    app = AppTest.from_file("../../relu_viz/ui/navigation.py", default_timeout=60)
    app.run()
    app.switch_page(str(all_pages()[name].file)).run()
    assert not app.exception
    assert [text for text in texts(app) if HYPHEN.search(text)] == []
