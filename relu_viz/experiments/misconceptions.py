"""What is often said of ReLU and is not so: each settled by one small measurement."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import Activation, get_activation
from relu_viz.data import make_dataset
from relu_viz.laboratory import median, share
from relu_viz.networks import MLPEnsemble
from relu_viz.training import Trainer, TrainingConfig

PAIRS = 1000  # of inputs, for each run
STEPS = 100
DEEP = 20  # layers
SLOPE = 0.1  # Leaky's, on the path through DEEP layers
ADDS_UP, COMES_BACK, MANY_DEAD, WORSE = 0.99, 0.01, 0.25, 0.02


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """How many seeds, and which."""

    runs: int = lab.runs(128)


def additive(runs: range, seed: int) -> dict[str, np.ndarray]:
    """The share of random pairs for which f(a) + f(b) = f(a + b), as for a linear function."""
    relu = get_activation("relu")
    pairs = np.stack([np.random.default_rng(seed + run).standard_normal((2, PAIRS)) for run in runs])
    a, b = pairs[:, 0], pairs[:, 1]
    return {"value": np.isclose(relu(a) + relu(b), relu(a + b)).mean(axis=1), "reference": np.ones(len(runs))}


def slope_at_zero(runs: range, seed: int) -> dict[str, np.ndarray]:
    """Whether networks trained with f′(0) = 0 and with f′(0) = 1 end with the same parameters, to the last bit."""
    relu = get_activation("relu")
    other = Activation(replace(relu.spec, slope=lambda z, _: (z >= 0).astype(z.dtype)), 0.0)
    data = make_dataset("moons", 250, 0.2, 0.2, 0)
    ends = [_descend(MLPEnsemble((2, 8, 8, 1), f, runs=len(runs), seed=seed + runs.start), data) for f in (relu, other)]
    met = np.concatenate([(z == 0).reshape(len(runs), -1) for z in ends[0].pre_activations(data.x_train)], axis=1)
    return {"value": np.all(ends[0].theta == ends[1].theta, axis=1).astype(float), "reference": met.mean(axis=1)}


def _descend(nets: MLPEnsemble, data) -> MLPEnsemble:
    for _ in range(STEPS):
        nets.theta[...] -= 0.3 * nets.gradient(data.x_train, data.y_train)[1]
    return nets


def revived(runs: range, seed: int) -> dict[str, np.ndarray]:
    """Of the units that were dead at some epoch, how many were active later: in layer 2, and in layer 1."""
    trainer = Trainer(TrainingConfig(learning_rate=2.0, batch_size=20, seed=seed + runs.start), len(runs))
    trainer.run(STEPS)
    dead = trainer.history.active == 0  # (epochs, runs, units)
    again = (np.logical_or.accumulate(dead, axis=0) & ~dead).any(axis=0)
    first, second = slice(0, 8), slice(8, 16)
    ever = dead.any(axis=0)
    by_layer = [again[:, layer].sum(axis=1) / np.maximum(ever[:, layer].sum(axis=1), 1) for layer in (second, first)]
    return {"value": by_layer[0], "reference": by_layer[1], "count": ever[:, second].sum(axis=1).astype(float)}


def leaky_path(runs: range, seed: int) -> dict[str, np.ndarray]:
    """What is left of a gradient after an all-negative path of Leaky units, by backpropagation, and α to the depth."""
    rng = np.random.default_rng(seed)
    nets = MLPEnsemble(
        (1, *[1] * DEEP, 1), "leaky_relu", alpha=SLOPE, runs=len(runs), initializer="zeros", loss="squared"
    )
    for weights in nets.weights:
        weights[:, 0] = 1.0  # so that a negative input stays negative, and only the slopes act on the gradient
    x = -rng.uniform(0.5, 2, 1)[None]
    gradient = nets.weight_views(nets.gradient(x, np.array([1.0]))[1])
    # The bias's gradient is ∂L/∂z: that of the first layer over that of the output.
    return {
        "value": gradient[0][:, -1, 0] / gradient[-1][:, -1, 0],
        "reference": np.full(len(runs), SLOPE**DEEP),
    }


def any_start(runs: range, seed: int) -> dict[str, np.ndarray]:
    """Accuracy of a deep network from a third of He's weights, and from He's."""
    ends = []
    for scale in (1 / 3, 1.0):
        config = TrainingConfig(hidden=(16,) * 6, scale=scale, learning_rate=0.1, batch_size=20, seed=seed + runs.start)
        trainer = Trainer(config, len(runs))
        ends.append(trainer.run(40, evaluate_every=40).test_accuracy[-1])
    return {"value": ends[0], "reference": ends[1]}


def dead_and_good(runs: range, seed: int) -> dict[str, np.ndarray]:
    """Accuracy after training at a rate that kills units, and the share of units that are dead."""
    trainer = Trainer(TrainingConfig(hidden=(16,), learning_rate=5.0, batch_size=20, seed=seed + runs.start), len(runs))
    last = trainer.run(STEPS, evaluate_every=STEPS)
    return {"value": last.test_accuracy[-1], "reference": (last.active[-1] == 0).mean(axis=1)}


MEASUREMENTS: dict[str, Callable[[range, int], dict[str, np.ndarray]]] = {
    each.__name__: each for each in (additive, slope_at_zero, revived, leaky_path, any_start, dead_and_good)
}


def measure(config: Config, name: str, runs: range) -> dict[str, np.ndarray]:
    return {"count": np.zeros(len(runs))} | MEASUREMENTS[name](runs, config.seed)


def _of(result: lab.Result, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    part = list(MEASUREMENTS).index(name)
    return result["value"][part], result["reference"][part], result["count"][part]


def linear_verdict(result: lab.Result) -> lab.Verdict:
    value, _, _ = _of(result, "additive")
    adds = median(value)
    return lab.Verdict(
        lab.HOLDS if adds.low > ADDS_UP else lab.DOES_NOT,
        f"f(a) + f(b) = f(a + b) for {adds:.0%} of random pairs: those of equal sign. A linear function does it for "
        "all.",
        f"ReLU counts as linear if more than {ADDS_UP:.0%} of pairs add up, with 95 % certainty.",
        (lab.Evidence("pairs that add up", adds, ".0%", 1.0),),
    )


def zero_verdict(result: lab.Result) -> lab.Verdict:
    value, met, _ = _of(result, "slope_at_zero")
    same = share(value.sum(), len(value))
    return lab.Verdict(
        lab.HOLDS if same.high < 0.5 else lab.DOES_NOT,
        f"Trained with f′(0) = 0 and with f′(0) = 1, {same:.0%} of networks end with the same parameters to the last "
        f"bit: of their final pre-activations {100 * met.mean():.1g} % are exactly 0, where biases are still 0 behind "
        "a layer "
        "that answers a point with zeros only. There, too, a convention serves.",
        "The statement would hold if at least half of the networks ended differently, with 95 % certainty.",
        (lab.Evidence("networks that end the same", same, ".0%", 1.0),),
    )


def never_verdict(result: lab.Result) -> lab.Verdict:
    value, first, count = _of(result, "revived")
    died = int(count.sum())
    if not died:
        return lab.Verdict(lab.HOLDS, "No unit of layer 2 died in these runs; take more.", "", ())
    back = share(round(float((value * count).sum())), died)
    return lab.Verdict(
        lab.ONLY_WHEN if back.low > COMES_BACK else lab.HOLDS,
        f"In hidden layer 2, {back:.0%} of {died} units that died were active again later: the layer below had moved "
        f"their inputs. In layer 1, {first.mean():.0%}: its inputs are the data, and nothing moves a dead unit there.",
        f"“Only when” if more than {COMES_BACK:.0%} of the dead units of layer 2 come back, with 95 % certainty. SGD "
        "without momentum or decay: those would move dead units of layer 1 too.",
        (lab.Evidence("came back, layer 2", back, ".0%", float(first.mean())),),
    )


def leaky_verdict(result: lab.Result) -> lab.Verdict:
    value, known, _ = _of(result, "leaky_path")
    left = median(value)
    return lab.Verdict(
        lab.HOLDS if left.low > 0.5 else lab.DOES_NOT,
        f"On a path of {DEEP} Leaky units with α = {SLOPE:g} that are all negative, {left.value:.1g} of a gradient is "
        f"left: α to the power {DEEP}, {known[0]:.1g}.",
        "The statement would hold if more than half of the gradient were left.",
        (lab.Evidence("left of a gradient", left, ".1g", float(known[0])),),
    )


def start_verdict(result: lab.Result) -> lab.Verdict:
    halved, he, _ = _of(result, "any_start")
    small, good = median(halved), median(he)
    return lab.Verdict(
        lab.HOLDS if small.high >= good.low else lab.DOES_NOT,
        f"Six layers of 16, the same training: accuracy {good:.0%} from He's weights, {small:.0%} from a third of "
        "them.",
        "The statement would hold if the two intervals met.",
        (
            lab.Evidence("accuracy, He's weights", good, ".0%"),
            lab.Evidence("accuracy, a third of He's weights", small, ".0%", good.value),
        ),
    )


def dead_verdict(result: lab.Result) -> lab.Verdict:
    accuracy, dead, _ = _of(result, "dead_and_good")
    many = dead >= MANY_DEAD
    if not 0 < many.sum() < len(many):
        return lab.Verdict(
            lab.ONLY_WHEN, f"Of {len(many)} networks {many.sum()} lost many units: nothing to compare.", "", ()
        )
    with_many, with_few = median(accuracy[many]), median(accuracy[~many])
    worse = with_many.high <= with_few.low - WORSE
    return lab.Verdict(
        lab.HOLDS if worse else lab.DOES_NOT,
        f"{many.sum()} of {len(many)} networks of 16 units lost {MANY_DEAD:.0%} of them or more. Their accuracy: "
        f"{with_many:.0%}; that of the others: {with_few:.0%}. What is left is enough for two moons.",
        f"The statement would hold if networks with many dead units were at least {WORSE:.0%} less accurate, the "
        "intervals apart.",
        (
            lab.Evidence("accuracy, many dead", with_many, ".0%", with_few.value),
            lab.Evidence("accuracy, few dead", with_few, ".0%"),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="misconceptions",
    title="Misconceptions",
    page="misconceptions",
    config=Config,
    claims=(
        lab.Claim(0, "ReLU is linear, so it adds nothing", linear_verdict),
        lab.Claim(0, "Its derivative at 0 is undefined, so it cannot be trained", zero_verdict),
        lab.Claim(0, "A dead unit can never come back", never_verdict),
        lab.Claim(0, "Leaky ReLU has no vanishing gradient", leaky_verdict),
        lab.Claim(0, "ReLU needs no careful initialization", start_verdict),
        lab.Claim(0, "Dead units are always bad", dead_verdict),
    ),
    about=lab.About(
        claimed="Heard in courses and read in forums.",
        method="One small measurement for each, over all seeds; its sentence says what was counted.",
        against="Each verdict states what would make the statement true.",
        limits="Small networks on two moons. One counterexample settles an “always” or a “never”; how often it happens "
        "in other networks is another question.",
    ),
    parts=lambda config: tuple(MEASUREMENTS),
    measure=measure,
    cost=lambda config: lab.Cost(0.012, 4e5, 24),
    columns={
        "value": "what is measured (statement, run)",
        "reference": "what it is held against (statement, run)",
        "count": "of how many, where value is a share of a few (statement, run)",
    },
)
