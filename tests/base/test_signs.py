"""Numbers below 0 have a minus sign; names, ranges and dates keep their hyphens."""

import pytest

from relu_viz.base import with_minus


@pytest.mark.parametrize(
    ("written", "shown"),
    [("-1.5 to -.25", "−1.5 to −.25"), ("(-3)", "(−3)"), ("from -1 on", "from −1 on"), ("8-8", "8-8"),
     ("2-D", "2-D"), ("x-1", "x-1"), ("2026-11-27", "2026-11-27"), ("a - 5", "a - 5"), ("1e-9", "1e-9")],
)  # fmt: skip
def test_only_what_makes_a_number_negative_is_a_minus(written, shown):
    assert with_minus(written) == shown
