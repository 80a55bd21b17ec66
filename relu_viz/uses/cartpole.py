"""Agents that learn to balance a pole on a cart: PPO on gymnasium's CartPole-v1, several seeds as one ensemble.

gymnasium is imported when agents are made: nobody else needs it.
"""

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from math import pi
from typing import Any

import numpy as np

from relu_viz.activations import get_activation
from relu_viz.base import Config, Float, Int, name, number, numbers
from relu_viz.networks import (
    POLICY_LOSS,
    MLPEnsemble,
    advantages,
    choose,
    clip_by_norm,
    get_initializer,
    get_optimizer,
    log_softmax,
    of_actions,
)
from relu_viz.training import active_share

# The world's constants as gymnasium has them, for the browser, which plays on from any moment (Barto et al. 1983).
PHYSICS = {
    "gravity": 9.8, "masscart": 1.0, "masspole": 0.1, "length": 0.5, "force_mag": 10.0, "tau": 0.02,
    "x_threshold": 2.4, "theta_threshold_radians": 12 * 2 * pi / 360,
}  # fmt: skip
STATE, ACTIONS = 4, 2  # cart's position and speed, pole's angle and speed; push to the left or to the right
SOLVED, LONGEST = 475, 500  # the mean return from which CartPole-v1 counts as solved, and the largest there is
ENVIRONMENTS, STEPS = 8, 32  # of every agent, and how far each goes between two rounds of learning
PASSES, BATCH = 6, 64  # over what was met in a round, in mini-batches
DISCOUNT, SMOOTHING = 0.99, 0.9
LARGEST_GRADIENT = 0.5
LATEST = 20  # episodes over which a return is told
SPREAD = np.array([2.4, 2.0, 0.2, 2.0])  # how far a state's four numbers range, roughly: they go in divided by this


@dataclass(frozen=True)
class AgentConfig(Config):
    """The networks of an agent and how long it learns."""

    activation: str = name("relu", get_activation, "Activation", "What every hidden unit does to its input.")
    hidden: tuple[int, ...] = numbers((16, 16), 1, 64, 4, "Hidden layers", "Units of each, with commas between.")
    initializer: str = name("he_normal", get_initializer, "Initializer", "How the first weights are drawn.")
    learning_rate: float = number(0.004, 1e-5, 100, "Learning rate", "Adam's at the start; it falls to 0.")
    rounds: int = number(150, 10, 1000, "Rounds", f"In each an agent makes {ENVIRONMENTS * STEPS} steps and learns.")
    seed: int = number(0, 0, 10**6, "Seed", "The first agent's; the others have the next ones.")


class Agents:
    """``runs`` agents that learn side by side; agent r is what seed + r alone would give, bit for bit.

    Each has a policy and a network that tells what a state is worth (the baseline), both of the same shape.
    ``diverged`` (runs,): whose parameters stopped being finite; they keep their last finite ones.
    """

    def __init__(self, config: AgentConfig, runs: int = 1):
        self.config, self.runs, self.round = config, runs, 0
        shape: dict[str, Any] = {
            "activation": config.activation,
            "runs": runs,
            "initializer": config.initializer,
            "seed": config.seed,
        }
        self.policy = MLPEnsemble((STATE, *config.hidden, ACTIONS), loss=POLICY_LOSS, **shape)
        self.baseline = MLPEnsemble((STATE, *config.hidden, 1), loss="squared", **shape)
        self.policy.weights[-1][...] *= 0.01  # undecided at first
        self.adam = get_optimizer("adam")
        self.memory = [np.zeros((self.adam.slots, *nets.theta.shape)) for nets in (self.policy, self.baseline)]
        self.updates = 0
        self.diverged = np.zeros(runs, bool)
        self.random = [np.random.default_rng((config.seed + run, 1)) for run in range(runs)]
        self.states = np.zeros((runs, ENVIRONMENTS, STATE))
        self.begins = np.zeros((runs, ENVIRONMENTS), bool)  # this step only puts the pole up again
        self.length = np.zeros((runs, ENVIRONMENTS))
        self.finished = [deque([0.0], maxlen=LATEST) for _ in range(runs)]
        # Before anything is met, states of every kind stand for it.
        early = [np.random.default_rng((config.seed + run, 2)) for run in range(runs)]
        self.met = np.stack([rng.uniform(-1, 1, (STEPS * ENVIRONMENTS, STATE)) for rng in early])

    @cached_property
    def worlds(self) -> list[Any]:
        """The environments of each agent, made when it first plays."""
        worlds = [make_worlds(ENVIRONMENTS) for _ in range(self.runs)]
        starts = [world.reset(seed=self.config.seed + run)[0] for run, world in enumerate(worlds)]
        self.states = np.stack(starts) / SPREAD
        return worlds

    def learn(self) -> None:
        """One round: play, then learn from it."""
        before = [nets.theta.copy() for nets in (self.policy, self.baseline)]
        with np.errstate(all="ignore"):
            self._learn_from(*self._play(self.worlds))
        for nets, last, memory in zip((self.policy, self.baseline), before, self.memory, strict=True):
            self.diverged |= ~np.isfinite(nets.theta).all(axis=1)
            nets.theta[self.diverged] = last[self.diverged]
            memory[:, self.diverged] = 0
        self.round += 1

    def _play(self, worlds: list[Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """States (runs, samples, 4), what the policy's loss is told of them (…, 3), what they were worth (…, 1)."""
        shape = (STEPS, self.runs, ENVIRONMENTS)
        states = np.empty((STEPS + 1, *shape[1:], STATE))
        actions, rewards, log_p = np.empty(shape, int), np.empty(shape), np.empty(shape)
        fell, ended, teaches = np.empty(shape, bool), np.empty(shape, bool), np.empty(shape, bool)
        uniform = np.stack([rng.random((STEPS, ENVIRONMENTS)) for rng in self.random], axis=1)
        for t in range(STEPS):
            states[t], teaches[t] = self.states, ~self.begins
            tends = log_softmax(self.policy.propagate(self.policy.with_ones(self.states))[-1])
            actions[t] = choose(tends, uniform[t])
            log_p[t] = of_actions(tends, actions[t])
            rewards[t], fell[t], ended[t] = self._step(worlds, actions[t])
        states[STEPS] = self.states
        values = self.baseline.forward(_by_run(states))[..., 0]
        values = values.reshape(self.runs, STEPS + 1, ENVIRONMENTS).swapaxes(0, 1)
        better = advantages(rewards, values, fell, ended, DISCOUNT, SMOOTHING) * teaches
        worth = values[:-1] + better
        self.met = _by_run(states[:-1])
        told = np.stack([actions, log_p, better], axis=-1)
        return self.met, _by_run(told), _by_run(worth[..., None])

    def _step(
        self, worlds: list[Any], actions: Int[np.ndarray, "runs envs"]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every world one step further: rewards, who fell, whose episode ended; each (runs, envs)."""
        results = [world.step(mine) for world, mine in zip(worlds, actions, strict=True)]
        states, rewards, fell, late = (np.stack(column) for column in list(zip(*results, strict=True))[:4])
        ended = fell | late
        self.states, self.begins = states / SPREAD, ended
        self.length += rewards
        for run, env in np.argwhere(ended):
            self.finished[run].append(self.length[run, env])
        self.length[ended] = 0
        return rewards, fell, ended

    def _learn_from(self, states: np.ndarray, told: np.ndarray, worth: np.ndarray) -> None:
        better = told[..., 2]
        centre, spread = better.mean(axis=1, keepdims=True), better.std(axis=1, keepdims=True)
        told[..., 2] = (better - centre) / (spread + 1e-8)
        rate = self.config.learning_rate * max(0.0, 1 - self.round / self.config.rounds)
        at = np.arange(self.runs)[:, None]
        x = self.policy.with_ones(states)
        for _ in range(PASSES):
            order = np.stack([rng.permutation(states.shape[1]) for rng in self.random])
            for start in range(0, states.shape[1], BATCH):
                batch = order[:, start : start + BATCH]
                self.updates += 1
                for nets, memory, y in zip((self.policy, self.baseline), self.memory, (told, worth), strict=True):
                    mine = x[at, batch]
                    nets.propagate(mine)
                    gradient = nets.backpropagate(mine, y[at, batch])
                    clip_by_norm(gradient, np.full((self.runs, 1), LARGEST_GRADIENT))
                    self.adam.step(nets.theta, gradient, memory, rate, self.updates)

    def returns(self) -> Float[np.ndarray, " runs"]:
        """Each agent's mean return over its latest finished episodes."""
        return np.array([np.mean(latest) for latest in self.finished])

    def active(self) -> Float[np.ndarray, "runs units"]:
        """On what share of the states met in the last round each hidden unit of the policy is active."""
        return active_share(self.policy, self.met)

    def test(self, episodes: int = 100, seed: int = 10**6) -> Float[np.ndarray, "runs episodes"]:
        """The returns of fresh episodes in which every agent always does what it thinks best."""
        return np.stack([self._test_one(run, episodes, seed) for run in range(self.runs)])

    def _test_one(self, run: int, episodes: int, seed: int) -> Float[np.ndarray, " episodes"]:
        alone = MLPEnsemble(self.policy.layer_sizes, self.policy.activation)
        alone.theta[0] = self.policy.theta[run]
        world = make_worlds(episodes)
        states, _ = world.reset(seed=seed + self.config.seed + run)
        returns, standing = np.zeros(episodes), np.ones(episodes, bool)
        while standing.any():
            actions = alone.forward(states / SPREAD)[0].argmax(axis=1)
            states, rewards, fell, late, _ = world.step(actions)
            returns += rewards * standing
            standing &= ~(fell | late)
        return returns


def make_worlds(count: int) -> Any:
    """gymnasium's vectorized CartPole-v1."""
    import gymnasium

    return gymnasium.make_vec("CartPole-v1", num_envs=count, vectorization_mode="vector_entry_point")


def _by_run(by_step: Float[np.ndarray, "steps runs envs *rest"]) -> np.ndarray:
    """(runs, steps · envs, …)"""
    by_run = by_step.swapaxes(0, 1)
    return by_run.reshape(len(by_run), -1, *by_step.shape[3:])
