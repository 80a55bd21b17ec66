"""Agents on gymnasium's CartPole: they learn, each as it would alone, and the world is the one that is written down."""

import subprocess
import sys

import numpy as np
import pytest

from relu_viz.uses import AGENTS, PHYSICS, SOLVED, AgentConfig, Agents, ContestConfig, contest_moments
from relu_viz.uses.cartpole import make_worlds


def test_the_worlds_constants_are_gymnasiums():
    world = make_worlds(1).unwrapped
    assert {name: getattr(world, name) for name in PHYSICS} == pytest.approx(PHYSICS)


def test_an_agent_is_the_same_alone_and_in_company():
    together = Agents(AgentConfig(hidden=(6,), rounds=10, seed=3), runs=3)
    alone = Agents(AgentConfig(hidden=(6,), rounds=10, seed=5))
    for _ in range(6):
        together.learn()
        alone.learn()
    np.testing.assert_array_equal(together.policy.theta[2], alone.policy.theta[0])
    np.testing.assert_array_equal(together.baseline.theta[2], alone.baseline.theta[0])
    np.testing.assert_array_equal(together.test(5)[2], alone.test(5)[0])
    assert together.returns()[2] == alone.returns()[0]


def test_agents_learn_to_balance_the_pole():
    team = Agents(AgentConfig(rounds=100), runs=4)
    before = team.test(20).mean(axis=1)
    for _ in range(100):
        team.learn()
    after = team.test(50).mean(axis=1)
    assert before.max() < 100
    assert (after >= SOLVED).sum() >= 3


def test_a_test_episode_is_the_agent_at_its_best_guess():
    team = Agents(AgentConfig(hidden=(4,)))
    team.policy.theta[...] = 0
    team.policy.weights[-1][0, -1] = [0, 1]  # always to the right: the pole falls within a dozen steps
    returns = team.test(50)[0]
    assert returns.max() <= 12
    assert returns.min() >= 8


def test_a_contest_begins_untrained_and_lasts_its_rounds():
    config = ContestConfig(activations=("relu", "prelu"), hidden=(4,), rounds=10)
    moments = list(filter(None, contest_moments(config)))
    assert len(moments) == 11
    first = moments[0]
    assert first.theta["relu"].shape == (AGENTS, 4 * 5 + 5 * 2)
    assert first.theta["prelu"].shape == (AGENTS, 4 * 5 + 5 * 2 + 4)
    np.testing.assert_allclose(first.theta["relu"], Agents(config.agents("relu"), AGENTS).policy.theta, rtol=1e-6)
    assert moments[-1].returns["relu"].min() > 5


def test_agents_whose_numbers_overflow_keep_their_last_finite_ones():
    team = Agents(AgentConfig(hidden=(4,), rounds=10), runs=2)
    team.learn()
    team.policy.theta[1] = 1e308  # the next pass overflows
    team.learn()
    assert team.diverged.tolist() == [False, True]
    assert np.isfinite(team.policy.theta).all()


def test_gymnasium_waits_until_somebody_trains():
    modules = "relu_viz.uses.contest, relu_viz.experiments.catalogue, relu_viz.stage.agent"
    code = f"import sys, {modules}; import relu_viz.uses.contest as c; next(c.contest_moments(c.ContestConfig()))"
    out = subprocess.run(
        [sys.executable, "-c", f"{code}; print('gymnasium' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "False"


def test_the_step_that_only_puts_the_pole_up_again_teaches_nothing():
    team = Agents(AgentConfig(hidden=(4,)))
    team.policy.theta[...] = 0
    team.policy.weights[-1][0, -1] = [0, 9]  # always to the right: every world falls after eight to twelve steps
    told = team._play(team.worlds)[1][0].reshape(32, 8, 3)  # steps, worlds
    masked = told[..., 2] == 0
    assert 2 * 8 <= masked.sum() <= 3 * 8
    for world in masked.T:
        assert np.diff(np.flatnonzero(world)).min() >= 9
