"""Agents of several activations that learn the same game side by side, round by round, to be watched."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from relu_viz.activations import get_activation
from relu_viz.base import Bool, Config, Float, name, names, number, numbers
from relu_viz.networks import get_initializer
from relu_viz.uses.cartpole import ENVIRONMENTS, STEPS, AgentConfig, Agents

AGENTS = 5  # of each activation


@dataclass(frozen=True)
class ContestConfig(Config):
    """Agents of several activations that learn side by side; all else is the same for all."""

    activations: tuple[str, ...] = names(("relu", "tanh"), get_activation, "Activations", f"{AGENTS} agents of each.")
    hidden: tuple[int, ...] = numbers((16, 16), 1, 32, 3, "Hidden layers", "Units of each, with commas between.")
    initializer: str = name("he_normal", get_initializer, "Initializer", "How the first weights are drawn.")
    learning_rate: float = number(0.004, 1e-5, 100, "Learning rate", "Adam's at the start; it falls to 0.")
    rounds: int = number(150, 10, 300, "Rounds", f"In each an agent makes {ENVIRONMENTS * STEPS} steps and learns.")
    seed: int = number(0, 0, 10**6, "Seed", "The first agent's; the others have the next ones.")

    def agents(self, activation: str) -> AgentConfig:
        """The agents of one activation."""
        return AgentConfig(activation, self.hidden, self.initializer, self.learning_rate, self.rounds, self.seed)


@dataclass(frozen=True)
class ContestMoment:
    """After a round, by activation: the policies' parameters (float32, for the eye), the returns, who is awake.

    ``active`` (agents, units) is the share of the states met in the round on which a hidden unit was active;
    ``diverged`` (agents,) says whose numbers overflowed.
    """

    theta: dict[str, Float[np.ndarray, "agents parameters"]]
    returns: dict[str, Float[np.ndarray, " agents"]]
    active: dict[str, Float[np.ndarray, "agents units"]]
    diverged: dict[str, Bool[np.ndarray, " agents"]]

    @property
    def nbytes(self) -> int:
        """Roughly what it takes to keep."""
        return sum(each.nbytes for part in (self.theta, self.active) for each in part.values()) + 1000


def contest_moments(config: ContestConfig) -> Iterator[ContestMoment | None]:
    """The whole contest, round by round, the untrained agents first; None between two teams, as there is more to do."""
    teams: dict[str, Agents] = {}
    for each in config.activations:
        teams[each] = Agents(config.agents(each), AGENTS)
        yield None
    for rounds_done in range(config.rounds + 1):
        for team in teams.values() if rounds_done else ():
            team.learn()
            yield None
        yield ContestMoment(
            {each: team.policy.theta.astype(np.float32) for each, team in teams.items()},
            {each: team.returns() for each, team in teams.items()},
            {each: team.active() for each, team in teams.items()},
            {each: team.diverged.copy() for each, team in teams.items()},
        )
