"""What Python packs is what the browser's own modules read: node reads it, field by field."""

import json
import shutil
import subprocess
from dataclasses import replace
from itertools import islice
from math import isnan
from pathlib import Path

import numpy as np
import pytest

from relu_viz.stage import Curve, Flipbook, Panel, ViewConfig
from relu_viz.stage.agent import pack_agents_layout, pack_agents_reel
from relu_viz.stage.digits import pack_digits_layout, pack_digits_reel
from relu_viz.stage.frames import pack_flipbook
from relu_viz.stage.packing import generation, pack, with_first_reel
from relu_viz.stage.reel import ReelHead, family, pack_layout, pack_reel
from relu_viz.training import Change, Trainer, TrainingConfig, watch_batches
from relu_viz.uses import ContestConfig, ConvConfig, contest_moments, digits_frames
from tests.pieces import finished

READER = Path(__file__).with_name("read.mjs")
pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")


def read(folder: Path, **packed: bytes) -> dict:
    """What the browser makes of each of the given bytes, by name."""
    files = [folder / f"{name}.{'stage' if name.startswith('stage') else 'packed'}" for name in packed]
    for file, data in zip(files, packed.values(), strict=True):
        file.write_bytes(data)
    told = subprocess.run(["node", READER, *files], capture_output=True, text=True, check=True).stdout
    return dict(zip(packed, json.loads(told), strict=True))


CONFIG = TrainingConfig(
    samples=61, held_out=0.25, hidden=(4, 3), activation="prelu", learning_rate=0.1, batch_size=10, seed=4,
    features=("x2", "product", "sin_x1"), changes=(Change(2, "l2", 0.125), Change(3, "w1.2.1", -0.5)),
)  # fmt: skip
HEAD = ReelHead(4_000_000_000, 2_000_000_000, after=(3, 2), ended=True, rate=31, reached=3.25, speed=1e9)


@pytest.fixture(scope="module")
def seam(tmp_path_factory):
    """The trainer, the frames of five epochs, and what the browser reads of both and of other layouts."""
    trainer = Trainer(CONFIG)
    view = ViewConfig(discretized=True, speed="ten", hide=("noise",))
    layout = pack_layout(trainer, view, "a seat", undoable=True, proposed="Set for PReLU.")
    frames, batches = trainer.run(5), finished(watch_batches(trainer, 1, 2))
    leaky = Trainer(TrainingConfig(samples=20, activation="leaky_relu", alpha=0.25, held_out=0))
    elu = Trainer(replace(leaky.config, activation="elu", alpha=2.0, dataset="hills"))
    read_by_node = read(
        tmp_path_factory.mktemp("seam"),
        stage=with_first_reel(layout, pack_reel(HEAD, frames)),
        stage_batches=with_first_reel(layout, pack_reel(ReelHead(1, 2), batches)),
        stage_empty=with_first_reel(layout, pack_reel(replace(HEAD, ended=False), None)),
        stage_leaky=with_first_reel(
            pack_layout(leaky, ViewConfig(), "s", undoable=False), pack_reel(ReelHead(1, 2), leaky.first_frame)
        ),
        stage_elu=with_first_reel(
            pack_layout(elu, ViewConfig(), "s", undoable=False), pack_reel(ReelHead(1, 2), elu.first_frame)
        ),
    )
    return trainer, frames, batches, read_by_node


def test_the_head_of_a_reel(seam):
    stage = seam[3]["stage"]
    assert stage["versions"] == [5, 5]
    assert stage["head"] == {
        "generation": 4_000_000_000, "request": 2_000_000_000, "count": 5, "ended": True,
        "after": {"epoch": 3, "batch": 2}, "rate": 31, "reached": 3.25, "speed": 4_294_967.295,
    }  # fmt: skip
    assert seam[3]["stage_empty"]["head"]["ended"] is False
    assert seam[3]["stage_empty"]["frames"] == []
    assert seam[3]["stage_batches"]["head"] == {
        "generation": 1, "request": 2, "count": 2, "ended": False, "after": {"epoch": 0, "batch": 0}, "rate": 60,
        "reached": 0, "speed": 0,
    }  # fmt: skip


def test_every_field_of_every_frame(seam):
    trainer, frames, _, found = seam
    assert [frame["epoch"] for frame in found["stage"]["frames"]] == [1, 2, 3, 4, 5]
    names = {"trainLoss": "train_loss", "testLoss": "test_loss", "trainAccuracy": "train_accuracy",
             "testAccuracy": "test_accuracy"}  # fmt: skip
    assert len({getattr(trainer.history, name)[-1, 0] for name in names.values()}) == 4, "each is another number"
    for number, frame in enumerate(found["stage"]["frames"]):
        assert (frame["batch"], frame["time"]) == (0, number + 1)
        for theirs, ours in names.items():
            assert frame[theirs] == getattr(frames, ours)[number, 0]
        assert frame["theta"] == frames.theta[number, 0].tolist()
        np.testing.assert_allclose(frame["right"], frames.right[number, 0], rtol=1e-6)
        logits = trainer.replayed(number + 1).network.answer(trainer.inputs(trainer.data.x_train))[0]
        assert abs(frame["output"] / 255 - (logits > 0).any(axis=1).mean()) <= 1 / 255
        for name, share in {
            "active": frames.active[number, 0],
            "activeHeldOut": frames.active_held_out[number, 0],
        }.items():
            assert len(frame[name]) == 7
            assert [byte == 0 for byte in frame[name]] == (share == 0).tolist()
            assert [byte == 255 for byte in frame[name]] == (share == 1).tolist()
            np.testing.assert_allclose(np.array(frame[name]) / 255, share, atol=1 / 255)


def test_mini_batches_are_told_by_their_number(seam):
    _, _, batches, found = seam
    told = found["stage_batches"]["frames"]
    assert [(frame["epoch"], frame["batch"]) for frame in told] == [(5, 2), (5, 3)]
    assert found["stage_batches"]["layout"]["batches"] == 5, "46 points in tens"
    assert [frame["time"] for frame in told] == [5 + 2 / 5, 5 + 3 / 5]
    assert told[1]["theta"] == batches.theta[1, 0].tolist()


def test_what_is_told_of_a_run(seam):
    trainer, layout = seam[0], seam[3]["stage"]["layout"]
    expected = {
        "generation": generation(CONFIG), "family": family(CONFIG), "seat": "a seat", "undoable": True,
        "changes": ["2:l2:0.125", "3:w1.2.1:-0.5"], "sizes": [3, 4, 3, 1], "hidden": [4, 3], "units": 7,
        "weights": 16 + 15 + 4, "parameters": 16 + 15 + 4 + 7, "classes": 2, "regression": False,
        "learned_slopes": True, "sides": [0.25, 1.0], "straight_inputs": [[0.0, 1.0, 0.0], None, None],
        "chosen_features": ["x2", "product", "sin_x1"], "batches": 5, "activation": "PReLU", "inactive": "leaking",
        "rectifier": True, "nearly_dead_below": 0.01, "moves_without_gradient": True, "dataset": "Two moons",
        "most_layers": 6, "edge": 16, "thumbnail": 32,
    }  # fmt: skip
    assert {name: layout[name] for name in expected} == expected
    row = layout["top_row"]
    assert row["activations"][:2] == [["ReLU", "relu"], ["Leaky ReLU", "leaky_relu"]]
    assert (row["activation"], row["alpha"], row["proposed"]) == ("prelu", None, "Set for PReLU."), "alpha is learned"
    assert [label for label, _ in row["learning_rates"]] == [f"{rate:g}" for _, rate in row["learning_rates"]]
    assert row["learning_rate"] in [rate for _, rate in row["learning_rates"]]
    assert layout["view"] == {
        "held_out_shown": True, "discretized": True, "regions": False, "speed": "ten", "controls": "auto",
        "compare": "", "hide": ["noise"],
    }  # fmt: skip
    assert list(layout["all_features"].values())[:3] == ["x₁", "x₂", "x₁²"]
    assert generation(CONFIG) != family(CONFIG) == generation(replace(CONFIG, changes=()))
    assert len(trainer.data.x_test) == 15


def test_the_points_and_the_plane_arrive_with_their_inputs(seam):
    trainer, layout = seam[0], seam[3]["stage"]["layout"]
    for name in ("x_train", "y_train", "x_test", "y_test"):
        assert layout[name] == np.asarray(getattr(trainer.data, name), np.float32).ravel().tolist()
    side, extent = layout["side"], layout["extent"]
    largest = max(abs(value) for value in [*layout["x_train"], *layout["x_test"]])
    assert extent == pytest.approx(1.08 * largest, abs=0.005)
    inputs = np.reshape(layout["features"], (3, side, side))
    step = 2 * extent / (side - 1)
    for row, column in ((0, 0), (0, side - 1), (side - 1, 0), (2, 5)):
        x1, x2 = -extent + column * step, extent - row * step
        np.testing.assert_allclose(inputs[:, row, column], [x2, x1 * x2, np.sin(x1)], rtol=1e-5, atol=1e-5)
    pictures = np.reshape(layout["thumbnails"], (-1, 32, 32))
    assert len(pictures) == len(layout["all_features"])
    np.testing.assert_allclose(pictures[0][0, [0, -1]], [-extent, extent], rtol=1e-6)
    np.testing.assert_allclose(pictures[1][[0, -1], 0], [extent, -extent], rtol=1e-6)
    points = np.reshape(layout["inputs"], (3, -1))
    np.testing.assert_allclose(points, trainer.inputs(trainer.data.x_train).T, rtol=1e-6, atol=1e-6)


def test_alpha_arrives_as_it_is(seam):
    _, frames, _, found = seam
    assert frames.theta[0, 0, -7:].tolist() == found["stage"]["frames"][0]["theta"][-7:]
    start = Trainer(CONFIG).first_frame.theta[0, 0, -7:]
    assert start.tolist() == [0.25] * 7
    prelu, leaky, elu = (found[name]["layout"] for name in ("stage", "stage_leaky", "stage_elu"))
    nodes = [-16 + 32 * number / 4096 for number in range(4097)]
    assert prelu["table"] == nodes, "what is learned scales the left side of the identity"
    assert leaky["table"] == [z if z > 0 else z / 4 for z in nodes]
    assert leaky["tails"] == [0.25, 1]
    np.testing.assert_allclose(elu["table"], [z if z > 0 else 2 * np.expm1(z) for z in nodes], rtol=1e-6)
    assert elu["tails"] == [0, 1]
    assert (prelu["undoable"], elu["undoable"]) == (True, False)
    assert (elu["regression"], elu["dataset"], elu["rectifier"]) == (True, "Hills and hollows", False)
    assert isnan(float(found["stage_leaky"]["frames"][0]["testLoss"])), "nothing is held out"


@pytest.mark.parametrize("blanks", range(8))
def test_whatever_the_length_of_the_words_the_numbers_begin_where_they_are_read(tmp_path, blanks):
    packed = pack(
        3, {"words": "ä" + "x" * blanks}, {"one": np.array([1.5, -2.0]), "none": np.zeros(0), "two": np.ones((2, 2))}
    )
    found = read(tmp_path, packed=packed)["packed"]
    assert (found["words"], found["one"], found["none"], found["two"]) == ("ä" + "x" * blanks, [1.5, -2], [], [1] * 4)


def test_the_digits_reel_by_node(tmp_path):
    config = ConvConfig(filters=(2, 3), epochs=1, activation="prelu")
    frames = list(islice(filter(None, digits_frames(config)), 2))
    layout_bytes, reel = pack_digits_layout(config, "a seat"), pack_digits_reel(config, 4, 9, frames, False)
    found = read(tmp_path, layout=layout_bytes, reel=reel)
    layout, told = found["layout"], found["reel"]
    assert (layout["sizes"], layout["shapes"]) == ([64, 2, 3, 10], [[9, 2], [18, 3], [48, 10]])
    assert layout["parameters"] == 10 * 2 + 19 * 3 + 49 * 10 + 5
    assert (layout["convolutional"], layout["learned_slopes"], layout["side"], layout["ink"]) == (True, True, 8, 8)
    assert len(layout["images"]) == 64 * len(layout["labels"]) == 64 * 450
    assert (told["first"], told["request"], told["ended"], told["diverged"]) == (4, 9, False, False)
    assert told["epochs"] == [frame.epoch for frame in frames]
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        assert told[name] == [np.float32(getattr(frame.measures, name)) for frame in frames]
    assert told["confusion"] == [count for frame in frames for count in frame.measures.confusion.ravel().tolist()]
    np.testing.assert_allclose(told["zeros"], np.ravel([frame.measures.zeros for frame in frames]), rtol=1e-6)
    assert told["theta"] == np.concatenate([frame.theta for frame in frames]).tolist()


def test_the_agents_reel_by_node(tmp_path):
    config = ContestConfig(activations=("tanh", "prelu"), hidden=(3,), rounds=10)
    moment = next(filter(None, contest_moments(config)))
    returns = {"tanh": np.array([9.0, 1.0, 5.0, 2.0, 30.0]), "prelu": np.array([8.0, 8.0, 8.0, 8.0, 9.0])}
    broken = {"tanh": np.zeros(5, bool), "prelu": np.arange(5) == 3}
    moments = [moment, replace(moment, returns=returns, diverged=broken)]
    found = read(
        tmp_path, layout=pack_agents_layout(config, "a seat"), reel=pack_agents_reel(config, 7, 3, moments, True)
    )
    layout, told = found["layout"], found["reel"]
    assert [(team["name"], team["learned_slopes"]) for team in layout["teams"]] == [("tanh", False), ("prelu", True)]
    assert (layout["shapes"], layout["solved"], layout["longest"]) == ([[4, 3], [3, 2]], 475, 500)
    assert (layout["agents"], layout["steps_of_a_round"], layout["spread"]) == (5, 8 * 32, [2.4, 2.0, 0.2, 2.0])
    assert layout["parameters"] == 2 * 5 * (15 + 8 + 3)
    assert layout["convolutional"] is False
    assert (told["epochs"], told["first"], told["request"], told["ended"]) == ([7, 8], 7, 3, True)
    assert told["diverged"] is True
    assert told["diverged.prelu"] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert told["returns.tanh"][5:] == [9, 1, 5, 2, 30]
    assert told["median.tanh"][4] == 5
    assert told["median.prelu"][3] <= told["median.prelu"][4] == 8 <= told["median.prelu"][5]
    first = np.concatenate([moment.theta["prelu"].ravel()] * 2)
    assert told["theta.prelu"] == first.tolist()
    assert len(told["active"]) == 2 * 2 * 5 * 3
    shares = np.concatenate([moment.active["tanh"], moment.active["prelu"]])
    np.testing.assert_allclose(np.reshape(told["active"][:30], (10, 3)) / 255, shares, atol=1 / 255)


def test_a_flipbook_by_node(tmp_path):
    plane = np.linspace(-1, 1, 2 * 3 * 5).reshape(2, 3, 5)
    marks = Curve("points", "#123456", np.arange(4.0), np.array([[1, 2, 3, 4], [5, 6, np.nan, 8.0]]), mark="ring")
    line = Curve("line", "#654321", np.array([0.5, 1.5]), np.array([2.5, 3.5]), "longdashdot", 1.5)
    panels = [
        Panel("first", "What is seen.", "x", "y", (-1, 1), (0.1, 10), [marks, line], plane, y_log=True),
        Panel("second", "And here.", "a", "b", (0, 4), (0, 8), titles=["one", "two"]),
    ]
    book = Flipbook("A book", "Page", ["0", "1"], ["Here it is.", "There it was."], panels, 20, 240, 220)
    found = read(tmp_path, book=pack_flipbook(book, 1), other=pack_flipbook(book, 0))
    told, (first, second) = found["book"], found["book"]["panels"]
    words = ("title", "label", "frames", "sentences", "rate", "height", "narrowest", "start")
    assert [told[name] for name in words] == [
        "A book", "Page", ["0", "1"], ["Here it is.", "There it was."], 20, 240, 220, 1,
    ]  # fmt: skip
    assert (first["plane"], second["plane"]) == ({"rows": 3, "columns": 5}, None)
    assert told["0.plane"] == np.float32(plane).ravel().tolist()
    assert (told["0.0.x"], told["0.1.y"]) == ([0, 1, 2, 3], [2.5, 3.5])
    assert told["0.0.y"] == [1, 2, 3, 4, 5, 6, "NaN", 8]
    assert first["curves"] == [
        {"name": "points", "colour": "#123456", "width": 2.5, "mark": "ring", "dash": "none", "places": 4},
        {"name": "line", "colour": "#654321", "width": 1.5, "mark": "", "dash": "14 4 2 4", "places": 2},
    ]
    assert (first["y_range"], first["y_log"], first["x_log"], first["alt"]) == ([0.1, 10], True, False, "What is seen.")
    assert (second["titles"], second["x_label"], second["curves"]) == (["one", "two"], "a", [])
    assert told["id"] == found["other"]["id"], "the same book at another page"
