"""The GIF that static/stage/gif.js writes, read by a decoder that others wrote."""

import json
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

COLOURS = [[8 * (n % 8) + 64 * (n // 64) + 4, 32 * (n // 8 % 8) + 4, 8 * (n % 32) + 4] for n in range(256)]


def written(tmp_path: Path, pictures: list[tuple[float, np.ndarray]], end: float) -> Image.Image:
    """The GIF of pictures that are numbers of colours, each with the time from which on it is shown."""
    height, width = pictures[0][1].shape
    rgba = np.concatenate([np.array(COLOURS), np.full((256, 1), 255)], axis=1)
    told = [{"at": at, "pixels": rgba[picture].ravel().tolist()} for at, picture in pictures]
    given, made = tmp_path / "pictures.json", tmp_path / "made.gif"
    given.write_text(json.dumps({"colours": COLOURS, "width": width, "height": height, "pictures": told, "end": end}))
    subprocess.run(["node", Path(__file__).with_name("gif.mjs"), given, made], check=True)
    return Image.open(BytesIO(made.read_bytes()))


@pytest.mark.parametrize("kind", ["noise", "one colour", "stripes", "a single pixel"])
def test_every_pixel_comes_back_in_its_colour(tmp_path, kind):
    rng = np.random.default_rng(0)
    pixels = {
        "noise": rng.integers(256, size=(97, 131)),  # the table of codes is full again and again
        "one colour": np.full((300, 400), 7),
        "stripes": np.arange(200 * 90).reshape(90, 200) // 3 % 256,
        "a single pixel": np.array([[255]]),
    }[kind]
    image = written(tmp_path, [(0.0, pixels)], 1.0).convert("RGB")
    np.testing.assert_array_equal(np.asarray(image), np.array(COLOURS)[pixels])


def test_pictures_follow_each_other_for_as_long_as_each_was_there_and_over_again(tmp_path):
    image = written(
        tmp_path, [(0.0, np.zeros((2, 2), int)), (0.1, np.ones((2, 2), int)), (0.5, np.zeros((2, 2), int))], 2
    )
    assert (image.n_frames, image.info["loop"]) == (3, 0)
    durations = []
    for frame in range(3):
        image.seek(frame)
        durations.append(image.info["duration"])
    assert durations == [100, 400, 1500]
