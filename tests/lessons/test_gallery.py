"""The picture of every situation is what the engine draws."""

import io

import numpy as np
import pytest
from PIL import Image

from relu_viz.figures.thumbnail import thumbnail
from relu_viz.lessons import SITUATIONS, gallery, shipped_picture
from relu_viz.lessons.gallery import PLACES, picture_of
from relu_viz.stage import view_extent

CHAOTIC = ("units_die", "rate_too_high")  # a step so long that another machine's last bits grow into another boundary
LAST_BITS = 2  # of 255: what they change in a picture otherwise


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int)


def test_the_shipped_picture_is_what_the_engine_draws(reached):
    situation, trainer = reached
    drawn, shipped = pixels(picture_of(trainer)), pixels(shipped_picture(situation).read_bytes())
    assert drawn.shape == shipped.shape
    apart = np.abs(drawn - shipped).max(axis=2)
    if situation.name in CHAOTIC:
        apart = apart[where_points_are(trainer)]
    assert apart.max() <= LAST_BITS


def where_points_are(trainer) -> np.ndarray:
    """Where a picture is the same whatever the network answers."""
    extent, data = view_extent(trainer), trainer.data
    low, high = (pixels(thumbnail(np.full((PLACES**2, 1), answer), extent, data)) for answer in (-9.0, 9.0))
    return (low == high).all(axis=2)


def test_only_pictures_that_are_missing_or_named_are_drawn(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gallery, "SHIPPED", tmp_path)
    for name in SITUATIONS:
        (tmp_path / f"{name}.png").write_bytes(b"there")
    (tmp_path / "zeros.png").unlink()
    gallery.draw([])
    assert capsys.readouterr().out == f"{tmp_path / 'zeros.png'}\n"
    gallery.draw(["divergence"])
    drawn = {each.stem for each in tmp_path.iterdir() if each.read_bytes() != b"there"}
    assert drawn == {"zeros", "divergence"}
    with pytest.raises(SystemExit, match="no situation nonsense; there are units_die"):
        gallery.draw(["nonsense"])
