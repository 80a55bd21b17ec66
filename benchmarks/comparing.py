"""A student who watches four runs side by side, that differ in their learning rates."""

import json
from urllib.parse import quote

import numpy as np

from benchmarks.student import Student

OTHERS = "learning_rate:0.3;learning_rate:0.1;learning_rate:0.03"


class ComparingStudent(Student):
    """One session before ``twins``: an answer has a reel of every run, and the first one's are counted."""

    picture = "relu_viz_twins"

    def __init__(self, number: int, hidden: str):
        super().__init__(number, hidden)
        self.query += f"&compare={quote(OTHERS)}"

    def _read_layout(self, layout: bytes) -> dict:
        meta = first_part(layout)
        length = int(np.frombuffer(meta[4:8], "<u4")[0])
        return json.loads(meta[8 : 8 + length])

    def take(self, reel: bytes, asked: float, answered: float) -> None:
        super().take(first_part(reel), asked, answered)


def first_part(joined: bytes) -> bytes:
    """The first of the strings that relu_viz/stage/twins.py has joined."""
    length = int(np.frombuffer(joined[8:12], "<u4")[0])
    return joined[12 : 12 + length]
