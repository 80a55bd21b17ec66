"""What is shown of an activation as a formula and as code, put to work at many places and alphas."""

import re
from math import exp, log, tanh

import numpy as np
import pytest
import scipy.special

from relu_viz.activations import get_activation
from tests.training.plain_loop import FUNCTIONS, phi, sigmoid

ALPHAS = {
    "leaky_relu": (0.01, -1.0, 0.0, 0.125, 0.3, 1.0, 2.0),
    "prelu": (0.25, -1.0, 0.0, 0.125, 2.0),
    "elu": (1.0, -1.0, 0.0, 0.25, 3.0),
}
CASES = [(name, alpha) for name in FUNCTIONS for alpha in ALPHAS.get(name, (None,))]
PLACES = [number / 8 for number in range(-80, 81)]


def as_python(latex: str) -> str:
    """A formula as an expression of z: what is written in LaTeX here, and no more."""
    text = latex.removeprefix("f(z) =").replace(r"\,", "").replace(r"\cdot", " * ")
    text, _, known = text.partition(r"\quad a_0 =")
    text = re.sub(r"\baz\b", f"{known.strip()}z", text)  # PReLU's slope, which starts there
    text = re.sub(
        r"\\begin\{cases\} (.*?) & z > 0 \\\\ (.*?) & z \\le 0 \\end\{cases\}", r"(\1 if z > 0 else \2)", text
    )
    text = re.sub(r"\\dfrac\{(.*)\}\{(.*\})\}", r"(\1) / (\2)", text)
    text = re.sub(r"e\^\{?(-?z)\}?", r"exp(\1)", text)
    text = re.sub(r"(?<=[\d.])(?=[z(])", " * ", text)
    text = text.replace(r"\Phi", " * phi").replace(r"\sigma", " * sigmoid").replace(r"\max", "max")
    return text.replace(r"\tanh z", "tanh(z)").replace(r"\log", "log").strip()


@pytest.mark.parametrize(("name", "alpha"), CASES)
def test_the_formula_that_is_shown_is_the_function(name, alpha):
    activation, known = get_activation(name, alpha), {"exp": exp, "log": log, "tanh": tanh, "phi": phi, "max": max}
    code = as_python(activation.spec.formula(activation.alpha))
    assert "\\" not in code
    for z in PLACES:
        value = eval(code, known | {"z": z, "sigmoid": sigmoid})
        assert value == pytest.approx(FUNCTIONS[name][0](z, activation.alpha), rel=1e-4, abs=1e-12)  # SELU's 5 digits


@pytest.mark.parametrize(("name", "alpha"), CASES)
def test_the_code_for_numpy_is_the_function(name, alpha):
    activation = get_activation(name, alpha)
    code = activation.spec.numpy_code.replace("{alpha}", f"{activation.alpha:.6g}")
    found = eval(code, {"np": np, "scipy": scipy, "z": np.array(PLACES)})
    expected = [FUNCTIONS[name][0](z, activation.alpha) for z in PLACES]
    assert found == pytest.approx(np.array(expected), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(
    ("name", "torch", "keras"),
    [
        ("relu", "torch.nn.functional.relu(z)", "keras.ops.relu(z)"),
        ("leaky_relu", "torch.nn.functional.leaky_relu(z, negative_slope={alpha})",
         "keras.ops.leaky_relu(z, negative_slope={alpha})"),
        ("elu", "torch.nn.functional.elu(z, alpha={alpha})", "keras.ops.elu(z, alpha={alpha})"),
        ("selu", "torch.nn.functional.selu(z)", "keras.ops.selu(z)"),
        ("gelu", "torch.nn.functional.gelu(z)", "keras.ops.gelu(z, approximate=False)"),  # Keras's default is tanh's
        ("silu", "torch.nn.functional.silu(z)", "keras.ops.silu(z)"),
        ("softplus", "torch.nn.functional.softplus(z)", "keras.ops.softplus(z)"),
    ],
)  # fmt: skip
def test_frameworks_are_called_as_their_documents_say(name, torch, keras):
    spec = get_activation(name).spec
    assert (spec.torch_code, spec.keras_code) == (torch, keras)


@pytest.mark.parametrize(
    ("name", "alpha", "slope"),
    [("leaky_relu", 2.0, 2), ("leaky_relu", -1.0, 1), ("prelu", 1.5, 1.5), ("elu", 3.0, 3), ("elu", 0.5, 1)],
)
def test_with_an_alpha_above_1_the_left_side_is_the_steepest(name, alpha, slope):
    assert get_activation(name, alpha).largest_slope() == slope


@pytest.mark.parametrize(
    ("name", "default", "low", "high"), [("leaky_relu", 0.01, -1, 2), ("prelu", 0.25, -1, 2), ("elu", 1.0, -1, 3)]
)
def test_an_alpha_starts_at_its_paper_s_and_is_accepted_from_the_least_to_the_most(name, default, low, high):
    assert get_activation(name).alpha == default
    for alpha in (low, high, np.float64(low), int(high)):
        assert get_activation(name, alpha).alpha == alpha
    for alpha in (low - 0.001, high + 0.001, True):
        with pytest.raises(ValueError, match=f"must be a number from {low} to {high}, not {alpha}"):
            get_activation(name, alpha)


def test_a_hinge_whose_alpha_is_0_lets_units_die_unless_it_learns_another():
    assert [get_activation(name, 0.0).inactive_everywhere for name in ("leaky_relu", "prelu")] == ["dead", "leaking"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_unit_that_is_active_nowhere_is_called_by_what_its_left_side_does(name):
    spec = get_activation(name).spec
    hinges = {"relu": "dead", "leaky_relu": "leaking", "prelu": "leaking"}
    assert spec.inactive_everywhere == hinges.get(name, "saturated")
    assert get_activation(name).inactive_everywhere == spec.inactive_everywhere
    assert spec.is_rectifier == (name in hinges)
    assert spec.has_negative_slope == (name in ("leaky_relu", "prelu"))
    assert bool(spec.alpha and spec.alpha.learned) == (name == "prelu")
