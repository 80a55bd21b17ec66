"""The pictures of the situations, as the app ships them.

python -m relu_viz.lessons.gallery    # draws them anew, after a situation was added or changed
"""

from pathlib import Path

from relu_viz.figures.thumbnail import thumbnail
from relu_viz.lessons.situations import SITUATIONS, Situation, trained
from relu_viz.stage import plane, view_extent

SHIPPED = Path(__file__).parents[2] / "static" / "gallery"
PLACES = 120  # a side


def picture_of(situation: Situation) -> bytes:
    """A PNG of the output over the plane at the situation's epoch."""
    trainer = trained(situation)
    extent = view_extent(trainer)
    logits = trainer.network.forward(trainer.inputs(plane(extent, PLACES)))[0]
    return thumbnail(logits, extent, trainer.data)


def shipped_picture(situation: Situation) -> Path:
    """Where the situation's picture lies."""
    return SHIPPED / f"{situation.name}.png"


if __name__ == "__main__":
    SHIPPED.mkdir(exist_ok=True)
    for each in SITUATIONS.values():
        shipped_picture(each).write_bytes(picture_of(each))
