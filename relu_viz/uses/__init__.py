"""Where ReLU is used: networks that read digits, agents that balance a pole."""

from relu_viz.uses.cartpole import (
    ACTIONS,
    ENVIRONMENTS,
    LONGEST,
    PHYSICS,
    SOLVED,
    SPREAD,
    STATE,
    STEPS,
    AgentConfig,
    Agents,
)
from relu_viz.uses.contest import AGENTS, ContestConfig, ContestMoment, contest_moments
from relu_viz.uses.digits import (
    INK,
    SIDE,
    ConvConfig,
    DenseConfig,
    DigitsConfig,
    DigitsFrame,
    DigitsTrainer,
    digits_frames,
    load_digits,
)
