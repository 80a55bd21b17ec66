"""What the overview tells of the shipped results is what their files hold: figures by plain NumPy, and the word."""

from pathlib import Path

import numpy as np
import pytest

import relu_viz
from relu_viz.experiments.catalogue import all_claims, all_experiments
from relu_viz.laboratory import shipped

FOLDER = Path(relu_viz.__file__).parent / "experiments" / "shipped"
HOLDS, ONLY_WHEN, DOES_NOT = "holds here", "holds only when …", "does not hold here"


def middle(values) -> float:
    """The median by sorting: of an even number of values half of the middle two."""
    ordered = sorted(np.ravel(values).tolist())
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def kept(gradients) -> float:
    """The median over the runs of a gradient's factor a layer, on the way back: a line through its logarithms."""
    layers = np.arange(gradients.shape[1])
    return middle([np.exp(-np.polyfit(layers, np.log(run.astype(float)), 1)[0]) for run in gradients])


def geometric(ratios) -> float:
    return middle([np.exp(np.mean([np.log(each) for each in run])) for run in ratios])


def epochs_at_their_best(epochs) -> float:
    """The median over the runs, each at the rate whose median is lowest for the other half (even, odd) of the runs."""
    judged = []
    for run in range(len(epochs)):
        others = epochs[(run + 1) % 2 :: 2]
        medians = [(middle(rate), sum(np.isinf(rate))) for rate in others.T]
        judged.append(epochs[run, medians.index(min(medians))])
    return middle(judged)


# Of each experiment's first statement: the word, and figures of its sentence from the file's arrays. Conditions are
# in the order of the default config: ReLU comes first unless another one is written.
FIRST = {
    "non_linear": (HOLDS, lambda of: [
        f"{name}: {middle(of['accuracy'][2 * at]):.0%} → {middle(of['accuracy'][2 * at + 1]):.0%} ("
        for at, name in enumerate(("circles", "moons", "spiral"))]),
    "sparse": (HOLDS, lambda of: [
        f"hidden activations {middle(of['zeros'][0, :, 0].mean(axis=1)):.0%} (",
        f"at the start and {middle(of['zeros'][0, :, -1].mean(axis=1)):.0%} ("]),
    "cost": (ONLY_WHEN, lambda of: [
        f"take sigmoid {geometric(of['ratio'][-2, :, :, 0, 2]):.1f} (",
        f"and tanh {geometric(of['ratio'][-1, :, :, 0, 2]):.1f} (",
        f"they are {middle(of['share'][0, :, -1]):.0%} of the time with ReLU",
        f"{middle(of['share'][-1, :, -1]):.0%} with tanh and {middle(of['share'][-2, :, -1]):.0%} with sigmoid"]),
    "race": (ONLY_WHEN, lambda of: [
        f"1 hidden layer: ReLU {epochs_at_their_best(of['epochs'][0]):.0f} (",
        f"5 hidden layers: ReLU {epochs_at_their_best(of['epochs'][4]):.0f} (",
        f"0.548, tanh {epochs_at_their_best(of['epochs'][6]):.0f} ("]),
    "vanishing": (ONLY_WHEN, lambda of: [
        f"ReLU keeps {kept(of['gradient'][0]):.0%} (", f"but only {kept(of['gradient'][1]):.0%} (",
        f"keeps {max(kept(of['gradient'][part]) for part in (12, 13, 14)):.0%} ("]),
    "phase_diagram": (ONLY_WHEN, lambda of: [  # 24 scales, 24 rates
        f"Of all units {middle(of['dead'][6:18, :, :12].mean(axis=(0, 2))):.0%} (",
        f"and scales, {middle(of['dead'][6:18, :, 18:].mean(axis=(0, 2))):.0%} (",
        f"{middle(of['dead'][18:, :, :12].mean(axis=(0, 2))):.0%} (",
        f"rates from {0.01 * 3000 ** (18 / 23):.2g}", f"scales from {0.1 * 100 ** (18 / 23):.2g}"]),
    "dying_units": (ONLY_WHEN, lambda of: [
        f"30 layers of 1: {of['born_dead'][0, :, 29].sum() / 1000:.1%} (",
        f"of 16: {of['born_dead'][-1, :, 29].sum() / 1000:.1%} ("]),
    "exploding": (HOLDS, lambda of: [
        f"multiplied by {middle(of['growth'][0, :, -1]):.2f} a layer",
        f"ReLU fails at {middle(of['failed'][0].sum(axis=1) / 6):.0%} (50%",
        f"ReLU fails at {middle(of['failed_clipped'][0].sum(axis=1) / 6):.0%} ("]),
    "rescue": (ONLY_WHEN, lambda of: [
        f"Of all units {middle(of['silent'][0][:, 0].sum(axis=1) / 16):.0%} (",
        f"ReLU {middle(of['accuracy'][0][:, -1]):.0%}, α = 0.01 {middle(of['accuracy'][1][:, -1]):.0%}"]),
    "learned_slope": (ONLY_WHEN, lambda of: [
        f"move by {middle(np.abs(of['slopes'][:3, :, -1] - of['slopes'][:3, :, 0]).mean(axis=(0, 2))):.2f} (",
        f"first layer's is {middle(of['slopes'][:3, :, -1, 0].mean(axis=0)):.2f} (",
        f"last hidden layer's {middle(of['slopes'][:3, :, -1, -1].mean(axis=0)):.2f} ("]),
    "self_normalizing": (ONLY_WHEN, lambda of: [
        f"has mean {middle(of['mean'][0, :, 49]):.2f} (", f"and variance {middle(of['variance'][0, :, 49]):.2f} (",
        f"arrives at {middle(of['mean_shifted'][0, :, 49]):.2f} and {middle(of['variance_shifted'][0, :, 49]):.2f}."]),
    "cnn": (HOLDS, lambda of: [
        f"reads {middle(of['accuracy'][0, :, 4]):.1%} (", f"the worst of 8 seeds {min(of['accuracy'][0, :, 4]):.1%}",
        f"Sigmoid {middle(of['accuracy'][4, :, 4]):.1%}"]),
    "fully_connected": (HOLDS, lambda of: [
        f"reads {middle(of['accuracy'][0]):.1%} (", f"same settings {middle(of['their_accuracy'][0]):.1%} (",
        f"trains {middle(of['their_seconds'][0] / of['seconds'][0]):.1f} ("]),
    "deep_digits": (HOLDS, lambda of: [
        f"weights reads {middle(of['accuracy'][0, :, 2]):.0%} (", "At 20 hidden layers",
        f"N(0, 1) weights {middle(of['accuracy'][2, :, 2]):.0%} (", f"Tanh {middle(of['accuracy'][3, :, 2]):.0%} (",
        f"Sigmoid {middle(of['accuracy'][6, :, 2]):.0%} ("]),
    "agent": (HOLDS, lambda of: [
        f"With ReLU {sum(of['tested'][0] >= 475) / 8:.0%} (", f"Tanh {sum(of['tested'][1] >= 475) / 8:.0%}",
        f"(median {middle(of['tested'][0]):.0f})", f"{of['silent'][0, :, 30].mean():.0%} of ReLU's hidden units"]),
    "misconceptions": (DOES_NOT, lambda of: [f"for {middle(of['value'][0]):.0%} ("]),
    "sparse_speed": (DOES_NOT, lambda of: [f"99% zeros a dense matrix product takes {middle(of['ratio'][3]):.2f} "]),
}  # fmt: skip


def arrays_of(name: str) -> dict[str, np.ndarray]:
    with np.load(FOLDER / f"{name}.npz") as file:
        return {array: file[array] for array in file.files if array != "about"}


@pytest.mark.parametrize("name", FIRST)
def test_the_figures_told_are_those_of_the_file(name):
    stored, (word, figures) = shipped(all_experiments()[name]), FIRST[name]
    assert stored is not None
    verdict = all_experiments()[name].claims[0].verdict(stored.result)
    assert verdict.word == word
    for figure in figures(arrays_of(name)):
        assert figure in verdict.sentence


def test_the_figures_told_of_elu_are_those_of_the_file():
    of, stored = arrays_of("rescue"), shipped(all_experiments()["rescue"])
    assert stored is not None
    elu = all_experiments()["rescue"].claims[1].verdict(stored.result)
    assert elu.word == HOLDS
    silent = [middle(of["silent"][part][:, 15].sum(axis=1) / 16) for part in (5, 0)]
    assert f"leaves {silent[0]:.0%} (" in elu.sentence
    assert f"ReLU {silent[1]:.0%} (" in elu.sentence
    mean = [middle(np.abs(of["mean_healthy"][part])) for part in (5, 0)]
    assert f"activation is {mean[0]:.2f} (" in elu.sentence
    assert f"with ELU, {mean[1]:.2f} (" in elu.sentence
    accuracy = [middle(of["accuracy"][part][:, 15]) for part in (5, 0)]
    assert f"Accuracy {accuracy[0]:.0%} and {accuracy[1]:.0%}." in elu.sentence


# In the order of the file: that ReLU is linear is above.
MISCONCEPTIONS = {
    "Its derivative at 0": (DOES_NOT, lambda value, _, __: [f", {sum(value) / 128:.0%} ("]),
    "A dead unit can never": (ONLY_WHEN, lambda value, first, count: [
        f"{sum(value * count) / sum(count):.0%} (", f"of {sum(count):.0f} units", f"layer 1, {np.mean(first):.0%}:"]),
    "Leaky ReLU has no": (DOES_NOT, lambda _, __, ___: [f"{0.1**20:.1g} of a gradient"]),
    "ReLU needs no careful": (DOES_NOT, lambda value, he, _: [
        f"accuracy {middle(he):.0%} (", f"weights, {middle(value):.0%} ("]),
    "Dead units are": (DOES_NOT, lambda value, dead, _: [
        f"{sum(dead >= 0.25)} of 128", f"accuracy: {middle(value[dead >= 0.25]):.0%} (",
        f"others: {middle(value[dead < 0.25]):.0%} ("]),
}  # fmt: skip


@pytest.mark.parametrize("statement", MISCONCEPTIONS)
def test_the_figures_told_of_misconceptions_are_those_of_the_file(statement):
    of, stored = arrays_of("misconceptions"), shipped(all_experiments()["misconceptions"])
    assert stored is not None
    place = 1 + list(MISCONCEPTIONS).index(statement)
    claim = all_experiments()["misconceptions"].claims[place]
    assert claim.statement.startswith(statement)
    (word, figures), verdict = MISCONCEPTIONS[statement], claim.verdict(stored.result)
    assert verdict.word == word
    for figure in figures(of["value"][place], of["reference"][place], of["count"][place]):
        assert figure in verdict.sentence


def test_fourteen_statements_and_seven_misconceptions_are_shipped():
    numbers = [claim.number for claim, experiment in all_claims() if (FOLDER / f"{experiment.name}.npz").exists()]
    assert sorted(set(numbers) - {0}) == list(range(1, 15))
    assert numbers.count(0) == 7
    assert numbers == sorted(numbers, key=lambda number: number or 99)  # the misconceptions last
    readme = (FOLDER.parents[2] / "README.md").read_text(encoding="utf-8")
    assert "fourteen statements and seven misconceptions" in readme


@pytest.mark.parametrize("name", all_experiments())
def test_the_memory_that_a_result_is_said_to_take_is_about_what_it_takes(name):
    experiment, config = all_experiments()[name], all_experiments()[name].config()
    if not (FOLDER / f"{name}.npz").exists():
        return  # a new one
    runs = config.runs * len(experiment.parts(config))
    taken = sum(array.nbytes for array in arrays_of(name).values()) / runs
    assert 0.98 * taken <= experiment.cost(config).result_bytes <= 2 * taken


def test_what_measures_time_is_measured_alone_and_nothing_else_is():
    shipped_ones = {each.stem for each in FOLDER.glob("*.npz")}
    timed = {each for each, experiment in all_experiments().items() if experiment.timed and each in shipped_ones}
    assert timed == {"cost", "fully_connected", "sparse_speed"}
