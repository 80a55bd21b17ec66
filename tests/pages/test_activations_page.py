"""What the Activations page tells in figures: moments, facts and slopes of the function in focus, by closed forms."""

from math import erfc, exp, pi, sqrt

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.ui.pages import all_pages


@pytest.fixture(scope="module")
def app():
    """Leaky ReLU with a slope of 0.3, for z from N(−1, 2²), and through five layers."""
    app = AppTest.from_file(all_pages()["activations"].file, default_timeout=30)
    link = {"activations": "relu,leaky_relu", "focus": "leaky_relu", "leaky_relu": "0.3", "mean": "-1", "spread": "2"}
    for key, value in (link | {"depth": "5"}).items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def moments(slope: float, mean: float, spread: float) -> tuple[float, float, float]:
    """Mean, variance and mean squared slope of a hinge: the right part of z, and slope times the left part."""
    ratio = mean / spread
    below, density = erfc(ratio / sqrt(2)) / 2, spread * exp(-ratio * ratio / 2) / sqrt(2 * pi)
    right, left = mean * (1 - below) + density, mean * below - density
    squares = (mean**2 + spread**2) * (1 - below) + mean * density
    others = (mean**2 + spread**2) * below - mean * density
    first = right + slope * left
    return first, squares + slope**2 * others - first**2, 1 - below + slope**2 * below


def test_moments_are_those_of_the_function_in_focus(app):
    mean, variance, slope = moments(0.3, -1, 2)
    told = {each.label: each.value for each in app.metric}
    assert list(told) == ["Mean out", "Variance out", "Exact zeros", "Mean squared slope"]
    assert float(told["Mean out"]) == pytest.approx(mean, abs=2e-4)
    assert float(told["Variance out"]) == pytest.approx(variance, abs=5e-4)
    assert float(told["Mean squared slope"]) == pytest.approx(slope, abs=2e-4)
    assert told["Exact zeros"] == "0.0%"


def test_pictures_say_what_goes_in_what_comes_out_and_what_is_left_of_a_slope(app):
    mean, left = moments(0.3, -1, 2)[0], sqrt((1 + 0.3**2) / 2) ** 5  # the slope's mean square is (1 + 0.09) / 2
    assert [chart.proto.alt for chart in app.get("plotly_chart")] == [
        f"Histograms: N(-1, 2²) in, Leaky ReLU out with mean {mean:.3g}.",
        f"After 5 layers of leaky_relu a gradient is multiplied by {left:.3g}.",
    ]


def test_facts_are_a_table_with_the_alpha_in_the_formula(app):
    table = next(each.value for each in app.markdown if each.value.startswith("| | |"))
    rows = dict(line.strip("| ").split(" | ") for line in table.splitlines()[2:])
    assert {name.strip("*"): fact for name, fact in rows.items()} == {
        "Range": "(−∞, ∞)",
        "Zero-centred": "nearer to it than ReLU: negative values pass, scaled",
        "Monotone": "yes",
        "Saturates": "nowhere",
        "Kinks": "z = 0",
        "Largest slope": "1",
        "Source": "Maas, Hannun & Ng 2013",
    }
    assert "0.3\\,z" in app.latex[0].value
    assert app.code[0].value == "np.where(z > 0, z, 0.3 * z)"


def test_sliders_reach_from_the_least_to_the_most_that_is_accepted(app):
    told = [(each.label, each.min, each.max, each.step, each.value) for each in app.slider]
    assert told == [("Mean of z", -5, 5, 0.1, -1), ("Spread of z", 0.1, 5, 0.1, 2), ("Layers", 1, 50, 1, 5)]
