"""Used in reinforcement learning: do agents learn to balance a pole, with which activation, and do units die?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import name, names, number, numbers
from relu_viz.laboratory import share
from relu_viz.networks import get_initializer
from relu_viz.uses import LONGEST, SOLVED, AgentConfig, Agents

CHECKS = 31  # how often returns and units are looked at
MOST = 0.8  # of the agents
EPISODES = 100


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Which activations, and the agents that they all make."""

    runs: int = lab.runs(8)
    activations: tuple[str, ...] = names(
        ("relu", "tanh", "sigmoid"), get_activation, "Activations", "Which to compare.", needed=("relu",)
    )
    hidden: tuple[int, ...] = numbers((16, 16), 1, 64, 4, "Hidden layers", "Units of each, with commas between.")
    initializer: str = name("he_normal", get_initializer, "Initializer", "The same for all.")
    learning_rate: float = number(0.004, 1e-5, 10, "Learning rate", "Adam's at the start, the same for all.")
    rounds: int = number(120, 10, 1000, "Rounds", "Of 256 steps each.")


def measure(config: Config, activation: str, runs: range) -> dict[str, np.ndarray]:
    agents = Agents(
        AgentConfig(
            activation=activation, hidden=config.hidden, initializer=config.initializer,
            learning_rate=config.learning_rate, rounds=config.rounds, seed=config.seed + runs.start,
        ),
        len(runs),
    )  # fmt: skip
    returns, silent = [], []
    for rounds in np.diff(check_rounds(config), prepend=0).tolist():
        for _ in range(rounds):
            agents.learn()
        returns.append(agents.returns())
        silent.append((agents.active() == 0).mean(axis=1))
    return {
        "returns": np.stack(returns, axis=1),
        "silent": np.stack(silent, axis=1),
        "tested": agents.test(EPISODES).mean(axis=1),
    }


def check_rounds(config: Config) -> np.ndarray:
    """After which rounds returns and units are looked at."""
    return np.linspace(0, config.rounds, CHECKS).round().astype(int)


def cost(config: Config) -> lab.Cost:
    parameters = sum(a * b for a, b in zip((4, *config.hidden), (*config.hidden, 2), strict=True))
    return lab.Cost(config.rounds * (6.5e-3 + 1.5e-6 * parameters) + 0.1, 3e6, 8 * (2 * CHECKS + 1))


def verdict(result: lab.Result) -> lab.Verdict:
    config = result.config
    solved = {
        each: share((tested >= SOLVED).sum(), len(tested))
        for each, tested in zip(config.activations, result["tested"], strict=True)
    }
    relu, mine = solved["relu"], config.activations.index("relu")
    dead = result["silent"][mine, :, -1].mean()
    word = lab.HOLDS if relu.value >= MOST else lab.ONLY_WHEN if relu.value > 0 else lab.DOES_NOT
    told = ", ".join(f"{ACTIVATIONS[each].label} {solved[each].value:.0%}" for each in solved if each != "relu")
    return lab.Verdict(
        word,
        f"With ReLU {relu:.0%} of {config.runs} agents balance the pole for a mean of at least {SOLVED} of {LONGEST} "
        f"steps over {EPISODES} fresh episodes (median {np.median(result['tested'][mine]):.0f}). The others: "
        f"{told or 'none was asked'}. After training {dead:.0%} of ReLU's hidden units are dead on what the agent "
        "meets.",
        f"Holds if at least {MOST:.0%} of the ReLU agents reach a mean return of {SOLVED}, the mark at which "
        "CartPole-v1 counts as solved; “only when” if some do.",
        tuple(lab.Evidence(f"solved, {ACTIVATIONS[e].label}", solved[e], ".0%", MOST) for e in config.activations[:4]),
    )


EXPERIMENT = lab.Experiment(
    name="agent",
    title="Agents by activation",
    page="agent",
    config=Config,
    claims=(lab.Claim(14, "ReLU serves reinforcement learning", verdict),),
    about=lab.About(
        claimed="Since deep Q-networks (Mnih et al. 2015) most agents have had hidden layers of ReLU.",
        method="Agents of every activation learn CartPole-v1 with the same PPO (Schulman et al. 2017), the same seeds, "
        "and as many steps. Then each plays 100 fresh episodes, always doing what it thinks best.",
        against="Fewer than four of five ReLU agents reach a mean return of 475.",
        limits="One simple task with four numbers to look at, one learning rate for all. Others may want another rate "
        "or first weights: sigmoid, for one, learns more slowly here.",
    ),
    parts=lambda config: config.activations,
    measure=measure,
    cost=cost,
    columns={
        "returns": "mean return of the latest 20 episodes (activation, agent, check)",
        "silent": "share of the policy's hidden units active on no state met (activation, agent, check)",
        "tested": "mean return over 100 fresh episodes (activation, agent)",
    },
)
