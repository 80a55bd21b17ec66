"""A verdict's evidence as a picture small enough for a row: dots with whiskers, ticks to hold them against."""

from base64 import b64encode
from collections.abc import Sequence

import numpy as np

from relu_viz.base import with_minus
from relu_viz.figures.palette import NEGATIVE, POSITIVE, QUIET
from relu_viz.laboratory import Evidence

WIDTH, ROW, EDGE = 220, 18, 8


def small_picture(evidence: Sequence[Evidence]) -> str:
    """A Markdown image: one row a figure, all on one scale, with the figures themselves as its text alternative."""
    usable = [each for each in evidence if np.isfinite(each.interval.value)][:4]
    spans = [each.interval for each in usable]
    ends = [end for span in spans for end in (span.value, span.low, span.high)]
    ends += [each.reference for each in usable if each.reference is not None]
    ends = [end for end in ends if np.isfinite(end)]
    low, high = min([0.0, *ends]), max([*ends, 1e-9])

    def x(value: float) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * (min(max(value, low), high) - low) / ((high - low) or 1)

    rows = []
    for row, each in enumerate(usable):
        y, span = ROW * (row + 0.5), each.interval
        if each.reference is not None:
            rows.append(f'<path d="M{x(each.reference):.1f} {y - 6}v12" stroke="{NEGATIVE}" stroke-width="2.5"/>')
        rows.append(f'<path d="M{x(span.low):.1f} {y}H{x(span.high):.1f}" stroke="{POSITIVE}" stroke-width="3"/>')
        rows.append(f'<circle cx="{x(span.value):.1f}" cy="{y}" r="4.5" fill="{POSITIVE}"/>')
    grid = f'<path d="M{x(0):.1f} 0V{ROW * len(usable)}" stroke="{QUIET}" stroke-width="1"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {max(ROW * len(usable), 1)}" width="{WIDTH}">'
        f"{grid}{''.join(rows)}</svg>"
    )
    told = with_minus("; ".join(map(str, evidence))).replace("[", "(").replace("]", ")")
    return f"![{told}](data:image/svg+xml;base64,{b64encode(svg.encode()).decode()})"
