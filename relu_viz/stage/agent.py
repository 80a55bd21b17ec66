"""Agents that learn to balance a pole, as a live picture: what the browser gets, and the component that draws it.

The browser plays the game itself, with the policy of any agent at any moment: it has the world's constants and a table
of each activation.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from relu_viz.activations import get_activation
from relu_viz.figures import activation_colour, activation_dash
from relu_viz.laboratory import median
from relu_viz.stage.frames import DASHES
from relu_viz.stage.live import LivePicture, WatchedTraining
from relu_viz.stage.looked_up import TABLE_EDGE, activation_tables
from relu_viz.stage.packing import generation, pack
from relu_viz.stage.reel import share_to_byte
from relu_viz.uses import (
    ACTIONS,
    AGENTS,
    ENVIRONMENTS,
    LONGEST,
    PHYSICS,
    SOLVED,
    SPREAD,
    STATE,
    STEPS,
    ContestConfig,
    ContestMoment,
    contest_moments,
)

VERSION = 1


def pack_agents_layout(config: ContestConfig, seat: str) -> bytes:
    """All that the browser must know of a contest besides its moments, and the seat where it asks for these."""
    sizes = (STATE, *config.hidden, ACTIONS)
    teams, arrays = [], {}
    for each in config.activations:
        activation = get_activation(each)
        spec = activation.spec
        learned = spec.alpha is not None and spec.alpha.learned
        teams.append(
            {
                "name": each,
                "label": spec.label,
                "colour": activation_colour(each),
                "dash": DASHES[activation_dash(each)],
                "learned_slopes": learned,
                "inactive": activation.inactive_everywhere,
            }
        )
        arrays |= {f"{name}.{each}": table for name, table in activation_tables(activation).items()}
    shapes = list(pairwise(sizes))
    parameters = sum((fan_in + 1) * fan_out for fan_in, fan_out in shapes)
    meta = {
        "generation": generation(config),
        "seat": seat,
        "teams": teams,
        "agents": AGENTS,
        "shapes": shapes,
        "parameters": len(teams) * AGENTS * (parameters + sum(config.hidden)),
        "convolutional": False,
        "edge": TABLE_EDGE,
        "physics": PHYSICS,
        "spread": SPREAD.tolist(),
        "solved": SOLVED,
        "longest": LONGEST,
        "steps_of_a_round": ENVIRONMENTS * STEPS,
        "rounds": config.rounds,
    }
    return pack(VERSION, meta, arrays)


def pack_agents_reel(
    config: ContestConfig, first: int, request: int, moments: Sequence[ContestMoment], ended: bool
) -> bytes:
    """Moments of a contest, numbered from ``first``, as the answer to a request."""
    meta = {
        "generation": generation(config),
        "request": request,
        "first": first,
        "epochs": list(range(first, first + len(moments))),
        "ended": ended,
        "diverged": bool(moments) and any(each.any() for each in moments[-1].diverged.values()),
    }
    largest = np.finfo(np.float32).max  # what is beyond it in double precision is played with as that
    arrays = {}
    for each in config.activations:
        arrays[f"theta.{each}"] = np.clip([moment.theta[each] for moment in moments], -largest, largest)
        returns = np.array([moment.returns[each] for moment in moments])
        arrays[f"returns.{each}"] = returns
        arrays[f"diverged.{each}"] = np.array([moment.diverged[each] for moment in moments])
        if moments:
            middle = median(returns)
            arrays[f"median.{each}"] = np.stack([middle.low, middle.value, middle.high], axis=-1)
    active = [np.concatenate([moment.active[each] for each in config.activations]) for moment in moments]
    arrays["active"] = share_to_byte(np.array(active))
    return pack(VERSION, meta, arrays)


AGENTS_AT_PLAY = WatchedTraining(
    LivePicture("agent", ("live/live.css", "agent/agent.css")),
    contest_moments,
    pack_agents_layout,
    pack_agents_reel,
    longest_reel=20,
)
