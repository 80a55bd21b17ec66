"""The picture of runs side by side, that go by one clock."""

from collections.abc import Callable
from dataclasses import fields

from relu_viz.activations import ACTIVATIONS
from relu_viz.networks import OPTIMIZERS
from relu_viz.stage.live import LivePicture
from relu_viz.stage.packing import pack
from relu_viz.stage.reel import ReelHead, pack_layout, pack_reel
from relu_viz.stage.twins_bytes import VERSION, joined
from relu_viz.stage.twins_seat import TwinsSeat
from relu_viz.stage.view_config import ViewConfig
from relu_viz.training import TWIN_FIELDS, tell_twin

_picture = LivePicture("twins", ("live/live.css", "twins/twins.css"))


def show_twins(seat: TwinsSeat, view: ViewConfig, undoable: bool, on_edit: Callable[[dict[str, str]], None]) -> None:
    """Mount the picture of runs side by side. ``on_edit`` gets what somebody does to it, as parameters of a link."""
    first, trainers = seat.configs[0], seat.trainers
    meta = {
        "generation": seat.number,
        "seat": seat.name,
        "undoable": undoable,
        "compare": view.compare,
        "told": ["", *(tell_twin(first, config) for config in seat.configs[1:])],
        "same_draw": [config.seed == first.seed for config in seat.configs],
        "fields": {each.name: each.metadata["label"] for each in fields(first) if each.name in TWIN_FIELDS},
        "choices": {
            "activation": {name: spec.label for name, spec in ACTIVATIONS.items()},
            "optimizer": {name: each.label for name, each in OPTIMIZERS.items()},
        },
    }
    layouts = [pack_layout(trainer, view, seat.name, undoable, len(trainers)) for trainer in trainers]
    reels = [pack_reel(ReelHead(seat.number, 0), trainer.first_frame, trainer) for trainer in trainers]
    _picture.show(seat, joined([pack(VERSION, meta, {}), *layouts]), joined(reels), on_edit)
