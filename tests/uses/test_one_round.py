"""One round of an agent by hand: what it does, how long its episodes are, what it is told of them, how it steps."""

from dataclasses import fields
from math import exp, inf, log, sqrt

import numpy as np
import pytest

from relu_viz.networks import POLICY_LOSS, MLPEnsemble, advantages
from relu_viz.networks.optimizers import Optimizer
from relu_viz.uses import AgentConfig, Agents, ContestConfig
from relu_viz.uses.cartpole import make_worlds

CONFIG = AgentConfig(hidden=(3,), activation="tanh", rounds=10, learning_rate=0.02, seed=7)
SCALE = (2.4, 2.0, 0.2, 2.0)


def plain_logits(theta: np.ndarray, state: list[float], outputs: int) -> list[float]:
    """Four inputs, three units of tanh, so many outputs: biases last in each layer."""
    first, second = theta[:15].reshape(5, 3), theta[15 : 15 + 4 * outputs].reshape(4, outputs)
    h = [np.tanh(sum(state[i] * first[i, u] for i in range(4)) + first[4, u]) for u in range(3)]
    return [sum(h[u] * second[u, o] for u in range(3)) + second[3, o] for o in range(outputs)]


@pytest.fixture(scope="module")
def rounds():
    """Two rounds of play by a plain loop over the same worlds, and the agent that did the same, untaught."""
    team = Agents(CONFIG)
    rng = np.random.default_rng(3)
    team.policy.theta[...] = rng.normal(size=team.policy.theta.shape)
    team.baseline.theta[...] = rng.normal(size=team.baseline.theta.shape)
    uniform, worlds = np.random.default_rng((7, 1)), make_worlds(8)
    states = worlds.reset(seed=7)[0]
    lengths, begins, finished, told = [0.0] * 8, [False] * 8, [0.0], []
    for _ in range(2):
        draws, episode = uniform.random((32, 8)), []
        for t in range(32):
            inputs = [[states[e][i] / SCALE[i] for i in range(4)] for e in range(8)]
            tends, actions = [], []
            for e in range(8):
                left, right = plain_logits(team.policy.theta[0], inputs[e], 2)
                total = log(exp(left) + exp(right))
                actions.append(int(draws[t, e] >= exp(left - total)))
                tends.append((left, right)[actions[e]] - total)
            worth = [plain_logits(team.baseline.theta[0], inputs[e], 1)[0] for e in range(8)]
            states, rewards, fell, late, _ = worlds.step(np.array(actions))
            episode.append((inputs, actions, tends, worth, rewards.tolist(), fell.tolist(), late.tolist(), begins))
            begins = [bool(fell[e] or late[e]) for e in range(8)]
            for e in range(8):
                lengths[e] += rewards[e]
                if begins[e]:
                    finished.append(lengths[e])
                    lengths[e] = 0.0
        last = [
            plain_logits(team.baseline.theta[0], [states[e][i] / SCALE[i] for i in range(4)], 1)[0] for e in range(8)
        ]
        told.append((episode, last))
    played = [team._play(team.worlds) for _ in range(2)]
    return team, played, told, finished, lengths


def test_what_is_met_and_done_is_that_of_a_plain_loop(rounds):
    _, played, told, _, _ = rounds
    for (states, of_policy, _), (episode, _) in zip(played, told, strict=True):
        assert states.shape == (1, 256, 4)
        np.testing.assert_allclose(states[0], [state for step in episode for state in step[0]], rtol=1e-6, atol=1e-7)
        assert of_policy[0, :, 0].tolist() == [action for step in episode for action in step[1]]
        np.testing.assert_allclose(of_policy[0, :, 1], [tends for step in episode for tends in step[2]], rtol=1e-5)


def test_advantages_and_worths_are_those_of_a_plain_loop(rounds):
    _, played, told, _, _ = rounds
    for (_, of_policy, worth), (episode, last) in zip(played, told, strict=True):
        for e in range(8):
            later = 0.0
            for t in reversed(range(32)):
                _, _, _, values, rewards, fell, late, begins = episode[t]
                after = episode[t + 1][3][e] if t < 31 else last[e]
                surprise = rewards[e] + 0.99 * (0.0 if fell[e] else after) - values[e]
                later = surprise + 0.99 * 0.9 * (0.0 if fell[e] or late[e] else later)
                expected = 0.0 if begins[e] else later
                assert of_policy[0, 8 * t + e, 2] == pytest.approx(expected, rel=1e-5, abs=1e-5)
                assert worth[0, 8 * t + e, 0] == pytest.approx(values[e] + expected, rel=1e-5, abs=1e-5)


def test_a_fall_begins_a_new_length_and_the_return_is_that_of_the_latest_twenty(rounds):
    team, _, _, finished, lengths = rounds
    assert len(finished) > 10
    assert list(team.finished[0]) == finished[-20:]
    assert team.length[0].tolist() == lengths
    team.finished[0].extend([1.0] * 18 + [101.0, 201.0])
    assert team.returns().tolist() == [(18 + 101 + 201) / 20]


class Clock:
    """Eight worlds in which nothing falls, but the second one's time is up at its fifth step and the third's pole falls
    at its sixth."""

    def __init__(self):
        self.steps = 0

    def step(self, _actions):
        self.steps += 1
        late, fell = np.zeros(8, bool), np.zeros(8, bool)
        late[1], fell[2] = self.steps == 5, self.steps == 6
        return np.zeros((8, 4)), np.ones(8), fell, late, {}


def test_an_episode_whose_time_is_up_is_finished_as_one_that_fell_is():
    team = Agents(CONFIG)
    team.worlds = [Clock()]
    team.learn()
    assert list(team.finished[0]) == [0, 5, 6]
    assert team.length[0].tolist() == [32, 27, 26, 32, 32, 32, 32, 32]
    assert team.returns().tolist() == [11 / 3]


def test_who_has_finished_nothing_has_a_return_of_0():
    assert Agents(CONFIG, runs=2).returns().tolist() == [0, 0]


def test_what_is_learned_from_a_round_is_that_of_a_plain_loop():
    """Normalized advantages, gradients of length 0.5 at most, Adam at a rate that falls from round to round."""
    team = Agents(CONFIG)
    team.round = 4  # of ten: six tenths of the rate are left
    rng = np.random.default_rng(0)
    states, action = rng.normal(size=(1, 256, 4)), rng.integers(0, 2, 256)
    better, worth = 3 + 5 * rng.normal(size=256), rng.normal(size=(1, 256, 1))
    old = np.log(np.full(256, 0.5))
    plain = {"policy": team.policy.theta[0].copy(), "baseline": team.baseline.theta[0].copy()}
    memory = {name: np.zeros((2, len(theta))) for name, theta in plain.items()}
    normal = (better - better.mean()) / sqrt(((better - better.mean()) ** 2).mean())
    told = np.stack([action, old, better], axis=-1)[None]
    order_of = np.random.default_rng((7, 1))
    team._learn_from(states, told.copy(), worth)
    steps = 0
    for _ in range(6):
        order = order_of.permutation(256)
        for start in range(0, 256, 64):
            chosen, steps = order[start : start + 64], steps + 1
            y = np.stack([action, old, normal], axis=-1)[chosen][None]
            for name, outputs, loss, target in (
                ("policy", 2, POLICY_LOSS, y),
                ("baseline", 1, "squared", worth[:, chosen]),
            ):
                nets = MLPEnsemble((4, 3, outputs), "tanh", loss=loss)
                nets.theta[0] = plain[name]
                gradient = nets.gradient(states[:, chosen], target)[1][0]
                norm = sqrt(sum(g * g for g in gradient))
                gradient = gradient * min(1.0, 0.5 / norm)
                mean, square = memory[name]
                mean[:] = 0.9 * mean + 0.1 * gradient
                square[:] = 0.999 * square + 0.001 * gradient**2
                step = mean / (1 - 0.9**steps) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)
                plain[name] = plain[name] - 0.02 * 0.6 * step
    assert team.updates == 24
    np.testing.assert_allclose(team.policy.theta[0], plain["policy"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(team.baseline.theta[0], plain["baseline"], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("done", "left"), [(0, 1.0), (5, 0.5), (9, 0.1), (10, 0.0), (11, 0.0)])
def test_the_rate_falls_to_0_with_the_last_round(done, left):
    """Seen with a step that is as long as the rate: one batch, six passes."""
    team = Agents(CONFIG)
    team.round, before = done, team.baseline.theta.copy()
    team.adam = Optimizer("by sign", "By sign", 0, _step_by_sign, "")
    team.memory = [np.zeros((0, *nets.theta.shape)) for nets in (team.policy, team.baseline)]
    team._learn_from(np.ones((1, 64, 4)), np.zeros((1, 64, 3)), np.full((1, 64, 1), 1e6))
    moved = np.abs(team.baseline.theta - before).max()
    assert moved == pytest.approx(6 * 0.02 * left)


def _step_by_sign(theta, gradient, memory, rate, steps):
    theta -= rate * np.sign(gradient)


def test_undecided_at_first():
    team = Agents(AgentConfig(seed=2), runs=2)
    plain = MLPEnsemble((4, 16, 16, 2), runs=2, seed=2)
    np.testing.assert_allclose(team.policy.weights[-1], plain.weights[-1] / 100)
    np.testing.assert_array_equal(team.policy.weights[0], plain.weights[0])
    assert team.met.shape == (2, 256, 4)
    assert 0.9 < np.abs(team.met).max() <= 1


def test_the_surrogate_by_hand():
    """A ratio of 1.5 counts as 1.2 if that was good and as 1.5 if it was bad; of 0.5 as 0.5 and 0.8; a hundredth of
    the entropy is paid for."""
    p = 0.6
    logits = np.log([[[p, 1 - p]] * 4])
    old = [log(p / 1.5), log(p / 1.5), log(p / 0.5), log(p / 0.5)]
    y = np.array([[[0, each, advantage] for each, advantage in zip(old, (2.0, -2.0, 2.0, -2.0), strict=True)]])
    entropy = -(p * log(p) + (1 - p) * log(1 - p))
    expected = [
        -1.2 * 2 - 0.01 * entropy,
        1.5 * 2 - 0.01 * entropy,
        -0.5 * 2 - 0.01 * entropy,
        0.8 * 2 - 0.01 * entropy,
    ]
    np.testing.assert_allclose(POLICY_LOSS.per_sample(logits, y)[0], expected, rtol=1e-12)


def test_advantages_by_hand():
    """Three steps, a fall at the second: nothing after it counts; at a time limit the next value does."""
    rewards, values = np.array([[1.0], [2.0], [4.0]]), np.array([[0.5], [1.0], [2.0], [8.0]])
    fell, never = np.array([[False], [True], [False]]), np.zeros((3, 1), bool)
    found = advantages(rewards, values, fell, fell, 0.5, 0.25)[:, 0].tolist()
    third, second = 4 + 4 - 2, 2 - 1
    assert found == [1 + 0.5 - 0.5 + 0.125 * second, second, third]
    late = advantages(rewards, values, never, fell, 0.5, 0.25)[:, 0].tolist()
    assert late[1] == 2 + 0.5 * 2 - 1
    assert inf not in found


@pytest.mark.parametrize("config", [AgentConfig, ContestConfig])
def test_the_help_tells_how_many_steps_an_agent_makes_in_a_round(config):
    team = Agents(CONFIG)
    steps = len(team._play(team.worlds)[0][0])
    helps = {field.name: field.metadata["help"] for field in fields(config)}
    assert helps["rounds"] == f"In each an agent makes {steps} steps and learns."
    assert steps == 256


def test_a_test_is_of_a_hundred_episodes_of_every_agent():
    assert Agents(CONFIG, runs=2).test().shape == (2, 100)
