"""The bytes that travel to the live picture. All numbers are little-endian; static/stage/reel.js reads them.

A **layout** is sent once for each generation (a generation is one config), packed as in ``packing``.

A **reel** is several frames back to back:

    uint32 version · uint32 generation · uint32 request it answers · uint32 flags (1: diverged, no more comes)
    uint32 epoch and uint32 batch of the frame that it follows · uint32 frames a second that the server can give
    uint32 thousandths of an epoch that are trained by now · uint32 thousandths of an epoch that are trained in a second
    uint32 how many frames · for each frame the record of ``frame_dtype`` · to the end, JSON of what is told in words

A frame's epoch are those that are whole, its batch the mini-batches since.

A unit's share of points on which it is active is one byte: 0 only if it is active on none, 255 only if on all.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

import numpy as np

from relu_viz.base import Float, UInt8
from relu_viz.data import FEATURES, OWN, decode_points, get_data, make_features, straight_feature
from relu_viz.stage.looked_up import TABLE_EDGE, activation_tables, active_nodes
from relu_viz.stage.packing import generation, pack
from relu_viz.stage.telling import steps_of_an_epoch, tell_cause, tell_divergence, time_of
from relu_viz.stage.top_row import top_row
from relu_viz.stage.view_config import ViewConfig
from relu_viz.training import (
    MAX_LAYERS,
    NEARLY_DEAD_BELOW,
    Cause,
    Frames,
    Trainer,
    TrainingConfig,
    TrainingState,
    proposed_twins,
)

VERSION, REEL_HEAD = 5, 40  # bytes before the frames
ENDED = 1
THUMBNAIL = 32  # places a side of an input that is not in use
MOST_CAUSES = 200  # of one reel that are told
PLANE_BUDGET = 2e6  # parameters × places of the plane that a browser computes well within one frame


@lru_cache(maxsize=64)
def frame_dtype(parameters: int, units: int, classes: int) -> np.dtype:
    """One frame: epoch, batch, measures, every parameter, each hidden unit's active shares, padding to 4 bytes.

    After the units comes on what share of the training points an output is above 0.
    """
    return np.dtype(
        [
            ("epoch", "<u4"),
            ("batch", "<u4"),
            ("train_loss", "<f8"),
            ("test_loss", "<f8"),
            ("train_accuracy", "<f8"),
            ("test_accuracy", "<f8"),
            ("right", "<f4", (classes,)),
            ("theta", "<f4", (parameters,)),
            ("active", "u1", (units,)),
            ("active_held_out", "u1", (units,)),
            ("output", "u1"),
            ("padding", "u1", (-(2 * units + 1) % 4,)),
        ]
    )


def read_frames(reel: bytes, parameters: int, units: int, classes: int) -> np.ndarray:
    """The frames of a reel, (frames,), each a record of ``frame_dtype``."""
    count = int(np.frombuffer(reel, "<u4", 1, REEL_HEAD - 4)[0])
    return np.frombuffer(reel, frame_dtype(parameters, units, classes), count, REEL_HEAD)


def share_to_byte(share: Float[np.ndarray, "..."]) -> UInt8[np.ndarray, "..."]:
    """A share in [0, 1] as a byte that keeps "on none" and "on all" apart from "on few" and "on nearly all"."""
    byte = np.minimum(np.maximum(np.rint(share * 255), 1), 254)
    byte[share == 0] = 0
    byte[share == 1] = 255
    return byte.astype(np.uint8)


@dataclass(frozen=True)
class ReelHead:
    """Whose reel it is, which request it answers, what it follows, and how fast the server can give more.

    ``reached`` is the epoch to which it has trained, parts included, and ``speed`` how many it trains in a second, or 0
    before that was measured.
    """

    generation: int
    request: int
    after: tuple[int, int] = (0, 0)  # epoch and batch
    ended: bool = False
    rate: int = 60  # frames a second
    reached: float = 0.0
    speed: float = 0.0

    def pack(self) -> bytes:
        flags = ENDED if self.ended else 0
        progress = [min(round(1000 * each), 2**32 - 1) for each in (self.reached, self.speed)]
        head = [VERSION, self.generation, self.request, flags, *self.after, self.rate, *progress]
        return np.array(head, "<u4").tobytes()


def pack_reel(head: ReelHead, frames: Frames | None, trainer: Trainer | None = None) -> bytes:
    """Frames of a single run as a reel; None packs a reel without frames. Of a trainer its words are added."""
    if frames is None:
        return head.pack() + np.array([0], "<u4").tobytes() + _pack_words(head, (), trainer)
    sizes = (frames.theta.shape[2], frames.active.shape[2], frames.right.shape[2])
    record = np.zeros(len(frames.epoch), frame_dtype(*sizes))
    for name in ("epoch", "batch"):
        record[name] = getattr(frames, name)
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "right"):
        record[name] = getattr(frames, name)[:, 0]
    units = sizes[1]
    shares = np.concatenate([frames.active[:, 0], frames.active_held_out[:, 0], frames.output[:, :1]], axis=1)
    shares[np.isnan(shares)] = 0  # of no points
    as_bytes = share_to_byte(shares)
    record["active"], record["active_held_out"] = as_bytes[:, :units], as_bytes[:, units:-1]
    record["output"] = as_bytes[:, -1]
    largest = np.finfo(np.float32).max  # what is beyond it in double precision is drawn as that
    record["theta"] = np.minimum(np.maximum(frames.theta[:, 0], -largest), largest)
    count = np.array([len(record)], "<u4")
    return head.pack() + count.tobytes() + record.tobytes() + _pack_words(head, frames.causes, trainer)


def _pack_words(head: ReelHead, causes: Sequence[Cause], trainer: Trainer | None) -> bytes:
    """Why units died or came back, the latest of them, when a run has diverged, and what to try."""
    if trainer is None:
        return b""
    told = [
        {
            "unit": cause.unit,
            "epoch": cause.epoch,
            "step": cause.step,
            "time": time_of(cause, trainer),
            "died": cause.died,
            "words": tell_cause(cause, trainer),
        }
        for cause in causes[-MOST_CAUSES:]
    ]
    return json.dumps({"causes": told, "advice": tell_divergence(trainer) if head.ended else ""}).encode()


def view_extent(trainer: TrainingState) -> float:
    """Half the side of the square of the plane that is drawn: all points fit, with a margin."""
    if trainer.config.dataset == OWN:
        return decode_points(trainer.config.points).extent
    points = np.concatenate([trainer.data.x_train, trainer.data.x_test])
    return round(1.08 * float(np.abs(points).max()), 2)


def plane(extent: float, side: int) -> Float[np.ndarray, "places 2"]:
    """The places of the drawn plane, row by row from the top left: (side², 2)."""
    across = np.linspace(-extent, extent, side)
    x1, x2 = np.meshgrid(across, -across)
    return np.column_stack([x1.ravel(), x2.ravel()])


def plane_side(parameters: int) -> int:
    """How many places a side the browser computes: fine for small networks, coarser for large ones."""
    return int(np.clip(np.sqrt(PLANE_BUDGET / parameters), 36, 96))


def family(config: TrainingConfig) -> int:
    """A number that runs share which differ only in what is changed on the way."""
    return generation(replace(config, changes=()))


def pack_layout(
    trainer: Trainer, view: ViewConfig, seat: str, undoable: bool, beside: int = 1, proposed: str = ""
) -> bytes:
    """All that the browser must know of a run besides its frames, and the name of the seat where it asks for these.

    It knows no activation: only a table of one. So many runs are drawn ``beside`` each other, this one among them.
    ``proposed`` says what was set along with the last choice.
    """
    network, data, config = trainer.network, trainer.data, trainer.config
    activation = network.activation_of(0)
    extent, side = view_extent(trainer), plane_side(beside * network.theta.shape[1])
    arrays = {
        **activation_tables(activation),
        "active_nodes": active_nodes(activation),
        "features": trainer.inputs(plane(extent, side)).T,
        "thumbnails": make_features(tuple(FEATURES), plane(extent, THUMBNAIL)).T,
        "inputs": trainer.inputs(data.x_train).T,
        "x_train": data.x_train,
        "y_train": data.y_train,
        "x_test": data.x_test,
        "y_test": data.y_test,
    }
    meta = {
        "generation": generation(config),
        "seat": seat,
        "family": family(config),
        "changes": [str(change) for change in config.changes],
        "undoable": undoable,
        "sizes": network.layer_sizes,
        "regression": data.classes == 0,
        "rectified_output": config.output == "relu",
        "all_features": {name: spec.label for name, spec in FEATURES.items()},
        "chosen_features": config.features,
        "side": side,
        "thumbnail": THUMBNAIL,
        "extent": extent,
        "edge": TABLE_EDGE,
        "batches": steps_of_an_epoch(trainer),
        "learned_slopes": bool(network.slopes),
        "activation": network.spec.label,
        "inactive": activation.inactive_everywhere,
        "rectifier": network.spec.is_rectifier,
        "sides": activation.sides(),
        "straight_inputs": [straight_feature(name) for name in config.features],
        "nearly_dead_below": NEARLY_DEAD_BELOW,
        "killable": config.can_kill,
        "moves_without_gradient": config.moves_without_gradient,
        "dataset": get_data(config.dataset),
        "most_layers": MAX_LAYERS,
        "comparison": proposed_twins(config),
        "top_row": top_row(config, proposed),
        "view": asdict(view),
    }
    return pack(VERSION, meta, arrays)
