"""What pages of claims tell in figures, recomputed by plain loops from the shipped results and from single runs."""

import re
from math import inf
from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

import relu_viz
from relu_viz.experiments.misconceptions import Config, measure

SHIPPED = Path(relu_viz.__file__).parent / "experiments" / "shipped"
RACERS = ("ReLU", "ELU", "Tanh", "Sigmoid")
RATES = [float(f"{0.03 * (10 / 0.03) ** (number / 6):.3g}") for number in range(7)]


def shipped(name: str, array: str) -> np.ndarray:
    with np.load(SHIPPED / f"{name}.npz") as file:
        return file[array]


def middle(values: list[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def best_rate(of_everybody: list[list[list[float]]]) -> int:
    """Where the medians of most are finite, then their sum is lowest."""
    places = []
    for rate in range(7):
        medians = [middle([run[rate] for run in runs]) for runs in of_everybody]
        places.append((medians.count(inf), sum(each for each in medians if each < inf)))
    return places.index(min(places))


def judged(own: list[list[float]], everybody: list[list[list[float]]]) -> list[float]:
    """Every run at the rate that is best for the runs of the other parity."""
    rates = [best_rate([runs[1 - parity :: 2] for runs in everybody]) for parity in (0, 1)]
    return [run[rates[place % 2]] for place, run in enumerate(own)]


def of_the_race(app: AppTest) -> None:
    epochs = shipped("race", "epochs").tolist()
    (table,) = app.dataframe
    for part, row in enumerate(table.value.to_dict("records")):
        own, everybody = epochs[part], epochs[:4] if part < 4 else epochs[4:]
        assert (row["hidden layers"], row["activation"]) == ((1, 5)[part // 4], RACERS[part % 4])
        best, common = judged(own, [own]), judged(own, everybody)
        for key, each in (("epochs at the best rate", best), ("epochs at the common rate", common)):
            told = f"{middle(each):.0f} (" if middle(each) < inf else "did not arrive"
            assert row[key].startswith(told)
        place = best_rate([own])
        assert row["best rate"] == f"{RATES[place]:g}" + " (end of the sweep)" * (place in (0, 6))
        assert row["common rate"] == f"{RATES[best_rate(everybody)]:g}"
        assert row["arrived"].startswith(f"{sum(each < inf for each in best) / len(best):.0%} (")
    assert part == 7


def of_misconceptions(app: AppTest) -> None:
    lines = [each.value.partition("” ")[2] for each in app.markdown if each.value.startswith("- “")]
    a, b = np.random.default_rng(0).standard_normal((2, 1000)).tolist()
    adds = sum(abs(max(x, 0) + max(y, 0) - max(x + y, 0)) < 1e-6 for x, y in zip(a, b, strict=True))
    assert lines[0] == f"f(a) + f(b) = f(a + b) for {adds / 1000:.1%} of 1,000 random pairs."
    assert lines[3].startswith("Of a gradient 1e-20 is left after 20 negative Leaky units; α to the power 20 is 1e-20.")
    # What training ends with is measured, and in test_measures_of_training; here is which figure stands where.
    same, back, third, dead = (
        {key: float(values[0]) for key, values in measure(Config(seed=0), name, range(1)).items()}
        for name in ("slope_at_zero", "revived", "any_start", "dead_and_good")
    )
    assert lines[1].endswith("same parameters: yes, to the last bit." if same["value"] else "same parameters: no.")
    assert lines[2] == (
        f"Of the units of layer 2 that died, {back['value']:.0%} came back ({back['count']:.0f} died); of layer 1, "
        f"{back['reference']:.0%}."
    )
    assert lines[4] == (
        f"Accuracy {third['value']:.0%} from a third of He's weights, {third['reference']:.0%} from all of them."
    )
    assert lines[5] == f"Accuracy {dead['value']:.0%} with {dead['reference']:.0%} of the units dead."


def of_a_cell(app: AppTest) -> None:
    """The cell of rate 0.01, the first of 24, and of the scale at three quarters of 24, from 0.1 to 10."""
    dead, accuracy = (shipped("phase_diagram", name)[18, :, 0].tolist() for name in ("dead", "accuracy"))
    (words,) = [each.value for each in app.markdown if each.value.startswith("This cell")]
    assert words == (
        f"This cell, 16 seeds: {sum(dead) / 16:.0%} of the units are dead after 60 epochs, accuracy "
        f"{sum(accuracy) / 16:.0%}. The link opens the network of the first seed: {dead[0]:.0%} dead."
    )
    (link,) = [each.proto for each in app.get("page_link") if each.proto.label == "Open in the Playground"]
    assert re.search(r"\blearning_rate=0.01\b", link.query_string)
    assert re.search(rf"\bscale={0.1 * 100 ** (18 / 23):.4g}\b", link.query_string)
    assert re.search(r"\bseed=0\b", link.query_string)


TOLD = {"race": of_the_race, "misconceptions": of_misconceptions}
