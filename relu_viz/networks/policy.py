"""Policy gradient: how a network that chooses actions learns from what came of them.

A policy is a network whose logits are a softmax over actions. Its loss is the clipped surrogate of PPO (Schulman et al.
2017, equations 7 and 9), whose gradient at the old policy is the plain policy gradient with a baseline; so the network,
its backpropagation and its optimizer are the same as everywhere.
"""

import numpy as np

from relu_viz.base import Bool, Float, Int
from relu_viz.networks.losses import Loss, log_softmax

CLIP = 0.2  # how far the new policy may move from the old one before a sample stops pulling
ENTROPY = 0.01  # how much a policy is paid for staying undecided


def choose(
    log_p: Float[np.ndarray, "runs samples actions"], uniform: Float[np.ndarray, "runs samples"]
) -> Int[np.ndarray, "runs samples"]:
    """An action for each sample, drawn by one uniform number in [0, 1) from the actions' log-probabilities."""
    reached = np.exp(log_p[..., :-1]).cumsum(axis=-1)
    return (reached <= uniform[..., None]).sum(axis=-1)


def of_actions(
    log_p: Float[np.ndarray, "runs samples actions"], actions: Int[np.ndarray, "runs samples"]
) -> Float[np.ndarray, "runs samples"]:
    """The log-probabilities of the actions taken."""
    return np.take_along_axis(log_p, actions[..., None], axis=-1)[..., 0]


def advantages(
    rewards: Float[np.ndarray, "steps *envs"],
    values: Float[np.ndarray, "steps_and_one *envs"],
    fell: Bool[np.ndarray, "steps *envs"],
    ended: Bool[np.ndarray, "steps *envs"],
    discount: float,
    smoothing: float,
) -> Float[np.ndarray, "steps *envs"]:
    """How much better every action did than the baseline expected (generalized advantages, Schulman et al. 2016).

    ``values[t + 1]`` is the baseline of the state that step t led to. After a fall nothing more is to be gained; an
    episode that only ran out of time would have gone on, so its last state keeps its value.
    """
    result = np.empty_like(rewards)
    later = np.zeros(rewards.shape[1:])
    for t in reversed(range(len(rewards))):
        surprise = rewards[t] + discount * values[t + 1] * ~fell[t] - values[t]
        later = surprise + discount * smoothing * later * ~ended[t]
        result[t] = later
    return result


def _surrogate(logits: np.ndarray, y: Float[np.ndarray, "runs samples 3"]) -> Float[np.ndarray, "runs samples"]:
    action, old, advantage = y[..., 0].astype(int), y[..., 1], y[..., 2]
    log_p = log_softmax(logits)
    ratio = np.exp(of_actions(log_p, action) - old)
    gained = np.minimum(ratio * advantage, np.clip(ratio, 1 - CLIP, 1 + CLIP) * advantage)
    return -gained + ENTROPY * (np.exp(log_p) * log_p).sum(axis=-1)


def _surrogate_gradient(logits: np.ndarray, y: Float[np.ndarray, "runs samples 3"]) -> np.ndarray:
    action, old, advantage = y[..., 0].astype(int), y[..., 1], y[..., 2]
    log_p = log_softmax(logits)
    p = np.exp(log_p)
    ratio = np.exp(of_actions(log_p, action) - old)
    pulls = np.where(advantage > 0, ratio < 1 + CLIP, ratio > 1 - CLIP)
    taken = action[..., None] == np.arange(logits.shape[-1])
    gradient = -(pulls * ratio * advantage)[..., None] * (taken - p)
    gradient += ENTROPY * p * (log_p - (p * log_p).sum(axis=-1, keepdims=True))
    return gradient / logits.shape[1]


POLICY_LOSS = Loss("clipped policy", _surrogate, _surrogate_gradient)
"""y holds, for each sample, the action taken, its log-probability then, and its advantage."""
