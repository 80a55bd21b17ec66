"""f and f′ against central differences, closed forms in high precision, published constants and their limits."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.activations.family import SELU_ALPHA, SELU_SCALE

DENSE = np.unique(np.concatenate([np.linspace(-12, 12, 4801), [-1e4, -800, -41, -1e-9, 0, 1e-9, 41, 800, 1e4]]))
ALPHAS = {"leaky_relu": (0.01, 0, 0.3, 1, 1.5, -0.5), "prelu": (0.25, 0, -1, 2), "elu": (1, 0.5, 2, 0, -1)}


def cases(names) -> list[tuple[str, float | None]]:
    """Each activation with the alphas to test it with: those above, or its own default and ends."""
    alphas = dict(ALPHAS)
    for name in names:
        alpha = ACTIVATIONS[name].alpha
        alphas.setdefault(name, (alpha.default, alpha.low, alpha.high) if alpha else (None,))
    return [(name, alpha) for name in names for alpha in alphas[name]]


CASES = cases(ACTIVATIONS)

CLOSED_FORMS = {  # (f, f′), written without a look at the code under test: scipy's special functions, or plain algebra
    "relu": (lambda z, a: (z + abs(z)) / 2, lambda z, a: np.heaviside(z, 0)),
    "leaky_relu": (lambda z, a: np.where(z < 0, a * z, z), lambda z, a: np.heaviside(z, 0) * (1 - a) + a),
    "prelu": (lambda z, a: np.where(z < 0, a * z, z), lambda z, a: np.heaviside(z, 0) * (1 - a) + a),
    "elu": (
        lambda z, a: np.where(z < 0, a * special.expm1(-abs(z)), z),
        lambda z, a: np.where(z <= 0, a * np.exp(-abs(z)), 1),
    ),
    "selu": (
        lambda z, a: SELU_SCALE * np.where(z < 0, SELU_ALPHA * special.expm1(-abs(z)), z),
        lambda z, a: SELU_SCALE * np.where(z <= 0, SELU_ALPHA * np.exp(-abs(z)), 1),
    ),
    "sigmoid": (lambda z, a: special.expit(z), lambda z, a: special.expit(z) * special.expit(-z)),
    "tanh": (
        lambda z, a: np.tanh(z),
        lambda z, a: 4 * np.exp(-2 * abs(z)) / (1 + np.exp(-2 * abs(z))) ** 2,
    ),
    "linear": (lambda z, a: z, lambda z, a: np.ones_like(z)),
    "gelu": (
        lambda z, a: z * special.erfc(-z / math.sqrt(2)) / 2,
        lambda z, a: special.erfc(-z / math.sqrt(2)) / 2 + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi),
    ),
    "silu": (
        lambda z, a: z * special.expit(z),
        lambda z, a: special.expit(z) + z * special.expit(z) * special.expit(-z),
    ),
    "softplus": (lambda z, a: np.maximum(z, 0) + np.log1p(np.exp(-abs(z))), lambda z, a: special.expit(z)),
}
LIMITS = {  # f(−∞), f(∞), f′(−∞), f′(∞)
    "relu": (0, np.inf, 0, 1),
    "selu": (-SELU_SCALE * SELU_ALPHA, np.inf, 0, SELU_SCALE),
    "sigmoid": (0, 1, 0, 0),
    "tanh": (-1, 1, 0, 0),
    "linear": (-np.inf, np.inf, 1, 1),
    "gelu": (0, np.inf, 0, 1),
    "silu": (0, np.inf, 0, 1),
    "softplus": (0, np.inf, 0, 1),
}


def test_registry_is_in_teaching_order():
    order = ["relu", "leaky_relu", "prelu", "elu", "selu", "sigmoid", "tanh", "linear", "gelu", "silu", "softplus"]
    assert list(ACTIVATIONS)[: len(order)] == order == list(CLOSED_FORMS)


@pytest.mark.parametrize(("name", "alpha"), cases(CLOSED_FORMS))
def test_value_and_slope_equal_closed_forms(name, alpha):
    function = get_activation(name, alpha)
    value, slope = CLOSED_FORMS[name]
    np.testing.assert_allclose(function(DENSE), value(DENSE, function.alpha), rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(function.derivative(DENSE), slope(DENSE, function.alpha), rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize(("name", "alpha"), CASES)
def test_slope_equals_central_differences(name, alpha):
    function = get_activation(name, alpha)
    z = DENSE[np.abs(DENSE) > 1e-3]  # not across a kink
    step = 1e-6 * np.maximum(1, np.abs(z))
    differences = (function(z + step) - function(z - step)) / (2 * step)
    np.testing.assert_allclose(function.derivative(z), differences, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("name", "alpha"), CASES)
def test_infinities_give_the_limits(name, alpha):
    function = get_activation(name, alpha)
    if name in ("leaky_relu", "prelu"):
        a = function.alpha
        expected = (0 if a == 0 else -a * np.inf, np.inf, a, 1)
    elif name == "elu":
        expected = (-function.alpha, np.inf, 0, 1)
    elif name in LIMITS:
        expected = LIMITS[name]
    else:
        expected = [*map(approached, function(FAR)), *function.derivative(FAR[[0, -1]])]
    for dtype in (np.float64, np.float32):
        ends = np.array([-np.inf, np.inf], dtype)
        found = np.concatenate([function(ends), function.derivative(ends)])
        np.testing.assert_allclose(found, expected, rtol=1e-12 if dtype == np.float64 else 1e-6, atol=1e-6)


FAR = np.array([-1e12, 1e12])


def approached(value: float) -> float:
    """The limit that a value far out is on its way to: itself, or infinity if it has grown with the distance."""
    return value if abs(value) < 1e6 else np.sign(value) * np.inf


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=st.floats(allow_nan=False, width=32), alpha=st.floats(0, 1))
def test_never_nan_never_a_warning_and_the_dtype_stays(name, z, alpha):
    spec = ACTIVATIONS[name]
    function = get_activation(name, alpha if spec.alpha else None)
    for dtype in (np.float32, np.float64):
        for result in (function(np.array([z], dtype)), function.derivative(np.array([z], dtype))):
            assert result.dtype == dtype
            assert not np.isnan(result).any()


def test_any_shape_goes_in_and_comes_out_and_whole_numbers_become_floats():
    function = get_activation("elu")
    assert function(np.zeros((2, 3, 4))).shape == (2, 3, 4)
    assert function(-1).dtype == np.float64
    z = np.array([1.0, 2.0])
    assert get_activation("linear")(z) is not z


@pytest.mark.parametrize(
    ("name", "at_zero"),
    [("relu", 0), ("leaky_relu", 0.01), ("prelu", 0.25), ("elu", 1), ("selu", SELU_SCALE * SELU_ALPHA),
     ("sigmoid", 0.25), ("tanh", 1), ("linear", 1), ("gelu", 0.5), ("silu", 0.5), ("softplus", 0.5)],
)  # fmt: skip
def test_slope_at_zero_is_the_convention(name, at_zero):
    assert float(get_activation(name).derivative(0.0)) == pytest.approx(at_zero, abs=1e-15)


def test_selu_keeps_mean_0_and_variance_1():
    # Klambauer et al. 2017, section 2: the constants are those for which (0, 1) is a fixed point.
    z, weights = np.polynomial.hermite_e.hermegauss(200)
    weights = weights / weights.sum()
    f = get_activation("selu")(z)
    assert weights @ f == pytest.approx(0, abs=2e-3)
    assert weights @ f**2 == pytest.approx(1, abs=5e-3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: get_activation("rleu"), "relu, leaky_relu"),
        (lambda: get_activation("relu", alpha=0.1), "no alpha"),
        (lambda: get_activation("elu", alpha=99), "from -1 to 3"),
        (lambda: get_activation("elu", alpha=math.nan), "from -1 to 3"),
        (lambda: get_activation("elu", alpha="steep"), "from -1 to 3"),
    ],
)
def test_what_is_not_accepted_is_said_in_one_sentence(call, words):
    with pytest.raises(ValueError, match=words) as problem:
        call()
    assert "\n" not in str(problem.value)


NOT_HINGES = {  # what a learned alpha is not, each a change of PReLU
    "another value": {"value": lambda z, a: np.where(z > 0, z, a * np.expm1(np.minimum(z, 0)))},
    "another slope": {"slope": lambda z, a: np.where(z > 0, 1, 2 * a)},
    "another slope by alpha": {"slope_by_alpha": lambda z, a: np.minimum(z, 0) / 2},
    "none by alpha": {"slope_by_alpha": None},
    "no rectifier": {"is_rectifier": False},
}


@pytest.mark.parametrize("change", NOT_HINGES.values(), ids=NOT_HINGES)
def test_a_learned_alpha_is_the_slope_of_a_hinge_or_refused(change):
    with pytest.raises(ValueError, match=r"PReLU's alpha is learned, so it must be the slope of a hinge's left side"):
        replace(ACTIVATIONS["prelu"], **change)


@pytest.mark.parametrize("field", ["numpy_code", "torch_code", "keras_code"])
def test_code_that_leaves_out_an_alpha_is_refused(field):
    with pytest.raises(ValueError, match=r"ELU has an alpha, so its code must name \{alpha\}: f\(z\)"):
        replace(ACTIVATIONS["elu"], **{field: "f(z)"})


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_entry_tells_its_formula_facts_and_code(name):
    spec = ACTIVATIONS[name]
    alpha = spec.check_alpha(None)
    assert "f(z)" in spec.formula(alpha)
    assert spec.facts(alpha).source != "not stated"
    z = np.array([-2.0, -0.5, 0.0, 0.7])
    code = spec.numpy_code.replace("{alpha}", repr(alpha))
    assert name not in CLOSED_FORMS or (code and spec.torch_code and spec.keras_code)
    if not code:
        return
    import scipy.special

    found = eval(code, {"np": np, "scipy": scipy, "z": z})
    np.testing.assert_allclose(found, get_activation(name)(z), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("name", "alpha"), CASES)
def test_kinks_are_where_the_slope_jumps(name, alpha):
    function = get_activation(name, alpha)
    kinks = function.spec.facts(function.alpha).kinks
    for place in {0.0, *kinks}:
        left, at, right = function.derivative(place + np.array([-1e-9, 0, 1e-9]))
        assert (abs(left - right) > 1e-6) == (place in kinks)
        assert at == pytest.approx(left, abs=1e-8), "at a kink the slope is that on the left"
