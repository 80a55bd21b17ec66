"""The pictures of the situations, as the app ships them.

python -m relu_viz.lessons.gallery            # draws those that are missing, after a situation was added
python -m relu_viz.lessons.gallery corners    # draws those named anew, after a situation was changed
"""

import sys
from pathlib import Path

from relu_viz.figures.thumbnail import thumbnail
from relu_viz.lessons.situations import SITUATIONS, Situation, trained
from relu_viz.stage import plane, view_extent
from relu_viz.training import Trainer

SHIPPED = Path(__file__).parents[2] / "static" / "gallery"
PLACES = 120  # a side


def picture_of(trainer: Trainer) -> bytes:
    """A PNG of a network's output over the plane, with the points that it learned from."""
    extent = view_extent(trainer)
    logits = trainer.network.answer(trainer.inputs(plane(extent, PLACES)))[0]
    return thumbnail(logits, extent, trainer.data)


def shipped_picture(situation: Situation) -> Path:
    """Where the situation's picture lies."""
    return SHIPPED / f"{situation.name}.png"


def draw(names: list[str]) -> None:
    """Draw the pictures of the situations of these names, or of all that have none yet; say what was drawn.

    One that is there stays as it is unless it is named: another machine's last bits would give the same picture in
    other bytes.
    """
    unknown = [name for name in names if name not in SITUATIONS]
    if unknown:
        sys.exit(f"There is no situation {unknown[0]}; there are {', '.join(SITUATIONS)}.")
    for situation in SITUATIONS.values():
        if situation.name in names or not (names or shipped_picture(situation).exists()):
            shipped_picture(situation).write_bytes(picture_of(trained(situation)))
            print(shipped_picture(situation))


if __name__ == "__main__":
    draw(sys.argv[1:])
