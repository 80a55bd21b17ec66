"""The policy's loss against central differences, the advantages against sums, the choices against the law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relu_viz.networks import POLICY_LOSS, MLPEnsemble, advantages, choose, log_softmax, of_actions
from relu_viz.networks.policy import CLIP, ENTROPY

RANDOM = np.random.default_rng(0)


def told(logits, moved: float) -> np.ndarray:
    """What the loss is told of samples whose policy has since moved by that much in log-probability."""
    actions = RANDOM.integers(0, logits.shape[-1], logits.shape[:-1])
    old = of_actions(log_softmax(logits), actions) - moved * RANDOM.standard_normal(actions.shape)
    return np.stack([actions, old, RANDOM.standard_normal(actions.shape)], axis=-1)


@pytest.mark.parametrize("moved", [0.0, 0.1, 1.0])  # at the old policy; near it; most samples clipped
def test_the_gradient_is_that_of_central_differences(moved):
    logits = RANDOM.standard_normal((2, 6, 3))
    y, step = told(logits, moved), 1e-6
    gradient = POLICY_LOSS.gradient(logits, y)
    for place in np.ndindex(logits.shape):
        sides = []
        for sign in (1, -1):
            near = logits.copy()
            near[place] += sign * step
            sides.append(POLICY_LOSS.per_sample(near, y).mean(axis=1)[place[0]])
        assert gradient[place] == pytest.approx((sides[0] - sides[1]) / (2 * step), abs=1e-7)


def test_a_network_passes_it_on():
    nets = MLPEnsemble((4, 5, 2), "tanh", runs=2, loss=POLICY_LOSS)
    x = RANDOM.standard_normal((2, 6, 4))
    y, step = told(nets.forward(x), 0.1), 1e-6
    gradient = nets.gradient(x, y)[1]
    for parameter in range(nets.theta.shape[1]):
        sides = []
        for sign in (1, -1):
            nets.theta[:, parameter] += sign * step
            sides.append(nets.gradient(x, y)[0])
            nets.theta[:, parameter] -= sign * step
        np.testing.assert_allclose(gradient[:, parameter], (sides[0] - sides[1]) / (2 * step), atol=1e-6)


def test_at_the_old_policy_it_is_the_policy_gradient():
    logits = RANDOM.standard_normal((1, 8, 2))
    y = told(logits, 0.0)
    action, advantage = y[..., 0].astype(int), y[..., 2]
    p = np.exp(log_softmax(logits))
    plain = -advantage[..., None] * (np.eye(2)[action] - p) / 8  # −A ∇ log π, Williams 1992
    entropy = -(p * np.log(p)).sum(axis=-1, keepdims=True)
    bonus = ENTROPY * p * (np.log(p) + entropy) / 8
    np.testing.assert_allclose(POLICY_LOSS.gradient(logits, y), plain + bonus, atol=1e-12)


def test_what_has_moved_too_far_in_its_favour_pulls_no_more():
    logits = np.zeros((1, 4, 2))
    far, near = np.log(0.5) - np.log(1 + CLIP) - 0.01, np.log(0.5)
    y = np.array([[[0, far, 1.0], [0, far, -1.0], [0, near, 1.0], [0, near, -1.0]]])  # grown by more than the clip
    pulls = np.abs(POLICY_LOSS.gradient(logits, y)).max(axis=2)[0] > 1e-6
    assert pulls.tolist() == [False, True, True, True]


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=5), st.floats(0, 1, exclude_max=True))
def test_an_action_is_where_the_uniform_number_falls(logits, uniform):
    log_p = log_softmax(np.array(logits)[None, None])
    ends = np.exp(log_p[0, 0]).cumsum()
    action = int(choose(log_p, np.array([[uniform]]))[0, 0])
    assert (0 if action == 0 else ends[action - 1]) <= uniform + 1e-12
    assert action == len(logits) - 1 or uniform < ends[action]


def test_actions_come_as_often_as_the_policy_says():
    log_p = np.broadcast_to(np.log([0.2, 0.5, 0.3]), (1, 20_000, 3))
    counts = np.bincount(choose(log_p, RANDOM.random((1, 20_000)))[0], minlength=3) / 20_000
    np.testing.assert_allclose(counts, [0.2, 0.5, 0.3], atol=0.015)


def episode(steps: int):
    rewards, values = RANDOM.random((steps, 1, 1)), RANDOM.random((steps + 1, 1, 1))
    return rewards, values, np.zeros((steps, 1, 1), bool)


def test_without_smoothing_an_advantage_is_the_surprise_of_one_step():
    rewards, values, never = episode(6)
    found = advantages(rewards, values, never, never, 0.9, 0.0)
    np.testing.assert_allclose(found, rewards + 0.9 * values[1:] - values[:-1])


def test_with_full_smoothing_it_is_the_discounted_return_beyond_the_baseline():
    rewards, values, never = episode(6)
    found = advantages(rewards, values, never, never, 0.9, 1.0)[:, 0, 0]
    for t in range(6):
        gained = sum(0.9 ** (k - t) * rewards[k, 0, 0] for k in range(t, 6)) + 0.9 ** (6 - t) * values[6, 0, 0]
        assert found[t] == pytest.approx(gained - values[t, 0, 0])


def test_after_a_fall_nothing_counts_and_after_time_is_up_the_value_does():
    rewards, values, never = episode(4)
    ended = never.copy()
    ended[1] = True
    fell = advantages(rewards, values, ended, ended, 0.9, 0.8)
    late = advantages(rewards, values, never, ended, 0.9, 0.8)
    assert fell[1, 0, 0] == pytest.approx((rewards[1] - values[1]).item())
    assert late[1, 0, 0] == pytest.approx((rewards[1] + 0.9 * values[2] - values[1]).item())
    alone = advantages(rewards[2:], values[2:], never[2:], never[2:], 0.9, 0.8)
    np.testing.assert_allclose(fell[2:], alone)
