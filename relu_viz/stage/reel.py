"""The bytes that travel to the live picture. All numbers are little-endian; static/stage/reel.js reads them.

A **layout** is sent once for each generation (a generation is one config), packed as in ``packing``.

A **reel** is several frames back to back:

    uint32 version · uint32 generation · uint32 request it answers · uint32 flags (1: diverged, no more comes)
    then for each frame the record of ``frame_dtype``

A unit's share of training points on which it is active is one byte: 0 only if it is active on none, 255 only if on all.
"""

import numpy as np

from relu_viz.activations import Activation
from relu_viz.arrays import Float, UInt8
from relu_viz.datasets import DATASETS
from relu_viz.diagnostics import NEARLY_DEAD_BELOW
from relu_viz.stage.packing import generation, pack
from relu_viz.training import Frames, Trainer

VERSION = 1
ENDED = 1
TABLE_EDGE, TABLE_NODES = 16, 4097  # a node lies on 0, where the kinks are, so the ReLU family is exact
PLANE_BUDGET = 2e6  # parameters × places of the plane that a browser computes well within one frame


def frame_dtype(parameters: int, units: int) -> np.dtype:
    """One frame: epoch, four measures, every parameter, every hidden unit's active share, padding to 4 bytes."""
    return np.dtype(
        [
            ("epoch", "<u4"),
            ("train_loss", "<f4"),
            ("test_loss", "<f4"),
            ("train_accuracy", "<f4"),
            ("test_accuracy", "<f4"),
            ("theta", "<f4", (parameters,)),
            ("active", "u1", (units,)),
            ("padding", "u1", (-units % 4,)),
        ]
    )


def share_to_byte(share: Float[np.ndarray, "..."]) -> UInt8[np.ndarray, "..."]:
    """A share in [0, 1] as a byte that keeps "on none" and "on all" apart from "on few" and "on nearly all"."""
    byte = np.clip(np.round(share * 255), 1, 254)
    return np.where(share == 0, 0, np.where(share == 1, 255, byte)).astype(np.uint8)


def pack_reel(frames: Frames | None, number: int, request: int, ended: bool = False) -> bytes:
    """Frames of a single run as a reel of the given generation; None packs a reel without frames."""
    head = np.array([VERSION, number, request, ENDED if ended else 0], "<u4").tobytes()
    if frames is None:
        return head
    record = np.zeros(len(frames.epoch), frame_dtype(frames.theta.shape[2], frames.active.shape[2]))
    record["epoch"] = frames.epoch
    record["active"] = share_to_byte(frames.active[:, 0])
    largest = np.finfo(np.float32).max  # what is beyond it in double precision is drawn as that
    record["theta"] = np.clip(frames.theta[:, 0], -largest, largest)
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
        record[name] = np.clip(getattr(frames, name)[:, 0], -largest, largest)
    return head + record.tobytes()


def view_extent(trainer: Trainer) -> float:
    """Half the side of the square of the plane that is drawn: all points fit, with a margin."""
    points = np.concatenate([trainer.data.x_train, trainer.data.x_test])
    return round(1.08 * float(np.abs(points).max()), 2)


def plane(extent: float, side: int) -> Float[np.ndarray, "places 2"]:
    """The places of the drawn plane, row by row from the top left: (side², 2)."""
    across = np.linspace(-extent, extent, side)
    x1, x2 = np.meshgrid(across, -across)
    return np.column_stack([x1.ravel(), x2.ravel()])


def plane_side(parameters: int) -> int:
    """How many places a side the browser computes: fine for small networks, coarser for large ones."""
    return int(np.clip(np.sqrt(PLANE_BUDGET / parameters), 40, 96))


def activation_table(activation: Activation) -> Float[np.ndarray, " nodes"]:
    """f on even nodes over [−edge, edge]; for a learned slope the identity, whose negative side the slope scales."""
    nodes = np.linspace(-TABLE_EDGE, TABLE_EDGE, TABLE_NODES)
    learned = activation.spec.alpha is not None and activation.spec.alpha.learned
    return nodes if learned else activation(nodes)


def pack_layout(trainer: Trainer) -> bytes:
    """All that the browser must know of a run besides its frames. It knows no activation: only a table of one."""
    network, data = trainer.network, trainer.data
    activation = Activation(network.spec, float(network.alpha[0]))
    extent, side = view_extent(trainer), plane_side(network.theta.shape[1])
    arrays = {
        "table": activation_table(activation),
        "tails": activation.derivative(np.array([-np.inf, np.inf])),
        "features": plane(extent, side).T,
        "x_train": data.x_train,
        "y_train": data.y_train,
        "x_test": data.x_test,
        "y_test": data.y_test,
    }
    meta = {
        "generation": generation(trainer.config),
        "sizes": network.layer_sizes,
        "feature_names": ["x₁", "x₂"],
        "side": side,
        "extent": extent,
        "edge": TABLE_EDGE,
        "learned_slopes": bool(network.slopes),
        "activation": network.spec.label,
        "inactive": network.spec.inactive_everywhere,
        "rectifier": network.spec.is_rectifier,
        "nearly_dead_below": NEARLY_DEAD_BELOW,
        "learning_rate": trainer.config.learning_rate,
        "dataset": DATASETS[trainer.config.dataset].label,
    }
    return pack(VERSION, meta, arrays)
