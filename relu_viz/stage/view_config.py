"""How the Playground shows a run, which changes nothing of the run itself; it is in the link as well."""

from dataclasses import dataclass, fields

from relu_viz.base import Config, name, names, switch, text
from relu_viz.training import TrainingConfig, read_twins

SPEEDS = {"batch": "A mini-batch a frame", "epoch": "An epoch a frame", "ten": "Ten epochs a frame"}
CONTROLS = {"auto": "All if the link sets more than the simple ones", "simple": "Simple", "full": "Full"}
EDITING = "diagram"
HIDEABLE = {each.name: each.metadata["label"] for each in fields(TrainingConfig) if "hidden" not in each.metadata} | {
    EDITING: "Editing in the picture"
}


def get_speed(speed: str) -> str:
    """What a speed is called; a ValueError that lists them if there is none of that name."""
    if speed not in SPEEDS:
        raise ValueError(f"There is no speed {str(speed)[:40]!r}; there are {', '.join(SPEEDS)}.")
    return SPEEDS[speed]


def get_controls(controls: str) -> str:
    """Which controls the side bar shows; a ValueError that lists the choices if it is none of them."""
    if controls not in CONTROLS:
        raise ValueError(f"There are no controls {str(controls)[:40]!r}; there are {', '.join(CONTROLS)}.")
    return CONTROLS[controls]


def get_hideable(control: str) -> str:
    """What a control is called that a lesson may hide; a ValueError that lists them if there is none of that name."""
    if control not in HIDEABLE:
        raise ValueError(f"There is no control {str(control)[:40]!r} to hide; there are {', '.join(HIDEABLE)}.")
    return HIDEABLE[control]


@dataclass(frozen=True)
class ViewConfig(Config):
    """What is shown, how fast, and which controls a lesson hides.

    Raises
    ------
    ValueError
        One sentence that names the field, the value and what is accepted.
    """

    held_out_shown: bool = switch(True, "Held-out points", "Whether the points are shown that the network never sees.")
    discretized: bool = switch(
        False, "Only the answer", "Whether the output is shown as classes, not as how sure it is."
    )
    regions: bool = switch(False, "Linear pieces", "Whether the map shows the pieces on which the network is linear.")
    speed: str = name("epoch", get_speed, "Speed", "How much is trained from one frame to the next.")
    controls: str = name("auto", get_controls, "Controls", "How many of them the side bar shows.")
    compare: str = text("", read_twins, "Compared with", "Twins, and what each differs in.")
    hide: tuple[str, ...] = names((), get_hideable, "Hidden controls", "What a lesson leaves out.")
