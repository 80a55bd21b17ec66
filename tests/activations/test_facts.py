"""What a textbook's row says of an activation in figures is what a search over its plain formula finds."""

import re
from math import exp, expm1, inf, pi, sqrt, tanh

import pytest

from relu_viz.activations import get_activation
from tests.training.plain_loop import ALPHAS, FUNCTIONS, HINGES

PLACES = [number / 100 for number in range(-4000, 4001)]
LARGEST_SLOPES = {
    "relu": 1, "leaky_relu": 1, "prelu": 1, "elu": 1, "selu": 1.0507 * 1.67326, "sigmoid": 0.25, "tanh": 1,
    "linear": 1, "gelu": 1.1289, "silu": 1.0998, "softplus": 1,
}  # fmt: skip


def facts_of(name: str):
    activation = get_activation(name)
    return activation.spec.facts(activation.alpha)


def values(name: str) -> list[float]:
    f, alpha = FUNCTIONS[name][0], ALPHAS.get(name, 0.0)
    return [f(z, alpha) for z in PLACES]


def number(text: str) -> float:
    text = text.replace("−", "-")
    return inf if text == "∞" else -inf if text == "-∞" else float(text)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_range_is_that_of_its_values(name):
    low, high = (number(each) for each in re.fullmatch(r"[(\[](.*), (.*)[)\]]", facts_of(name).range).groups())
    found = values(name)
    if low == -inf:
        assert found[0] < found[1000] < min(found[2000:])
    else:
        assert low == pytest.approx(min(found), abs=5e-4)
    if high == inf:
        assert found[-1] > 30
    else:
        assert high == pytest.approx(max(found), abs=1e-9)


@pytest.mark.parametrize("name", ["gelu", "silu"])
def test_a_dip_is_as_deep_as_is_told_and_there(name):
    found = values(name)
    lowest = min(found)
    at = PLACES[found.index(lowest)]
    told = f"no: it dips to {lowest:.3f} at z = {at:.2f}".replace("-", "−")
    assert facts_of(name).monotone == told


@pytest.mark.parametrize("name", ["selu", "elu", "sigmoid", "tanh", "gelu", "silu", "softplus"])
def test_it_saturates_towards_what_is_told(name):
    told = [number(each) for each in re.findall(r"−?\d+(?:\.\d+)?", facts_of(name).saturates)]
    found = values(name)
    assert told == pytest.approx([found[0], found[-1]][: len(told)], abs=5e-4)
    assert len(told) == (2 if name in ("sigmoid", "tanh") else 1)


@pytest.mark.parametrize(("alpha", "range_", "towards"), [(2.0, "(−2, ∞)", "−2"), (0.5, "(−0.5, ∞)", "−0.5")])
def test_elu_s_alpha_is_what_it_saturates_towards(alpha, range_, towards):
    facts = get_activation("elu", alpha).spec.facts(alpha)
    assert facts.range == range_
    assert facts.saturates == f"far on the left, towards {towards}"
    assert alpha * expm1(-40) == pytest.approx(number(towards))


def test_gelu_with_tanh_differs_by_as_little_as_is_told():
    gelu = FUNCTIONS["gelu"][0]
    apart = max(abs(gelu(z, 0) - z / 2 * (1 + tanh(sqrt(2 / pi) * (z + 0.044715 * z**3)))) for z in PLACES)
    assert f"by at most {apart:.4f}." in facts_of("gelu").note


def test_sigmoid_s_slope_is_a_quarter_at_most():
    largest = max(exp(-z) / (1 + exp(-z)) ** 2 for z in PLACES)
    assert largest == 1 / 4
    assert "slope is 1/4 at most" in facts_of("sigmoid").note


def test_selu_s_formula_shows_the_published_constants():
    shown = re.findall(r"\d\.\d+", get_activation("selu").spec.formula(None))
    assert shown == ["1.0507", "1.6733"]  # Klambauer et al. 2017: 1.05070098 and 1.67326324


@pytest.mark.parametrize(("name", "slope"), LARGEST_SLOPES.items())
def test_the_largest_slope_is_the_known_one(name, slope):
    assert get_activation(name).largest_slope() == pytest.approx(slope, abs=1e-4)


WITH_ALPHAS = [
    *((name, ALPHAS.get(name, 0.0)) for name in FUNCTIONS),
    *(("leaky_relu", alpha) for alpha in (-1.0, -0.001, 0.0, 0.001, 1.0, 2.0)),
    *(("prelu", alpha) for alpha in (-0.5, 0.0, 1.0)),
    *(("elu", alpha) for alpha in (-1.0, -0.001, 0.0, 0.001, 0.999, 1.001, 3.0)),
]


@pytest.mark.parametrize(("name", "alpha"), WITH_ALPHAS)
def test_facts_follow_the_alpha(name, alpha):
    (f, slope), facts = FUNCTIONS[name], get_activation(name, alpha if name in ALPHAS else None).spec.facts(alpha)
    found, near = [f(z, alpha) for z in PLACES], [f(z, alpha) for z in PLACES[3000:5001]]
    assert facts.monotone.startswith("yes") == (found == sorted(found))
    assert facts.monotone.endswith("flat on the left)") == (found[:4001] == [0] * 4001 and name != "elu")
    assert (facts.zero_centred.partition(":")[0] == "no") == (min(found) >= 0)
    odd = all(-1e-9 < a + b < 1e-9 for a, b in zip(found, found[::-1], strict=True))
    assert facts.zero_centred.startswith("yes") == odd
    assert facts.range.startswith("[") == (min(near) <= min(found))  # it is reached, not only approached
    assert facts.range.endswith(")")
    low = number(facts.range[1:].partition(",")[0])
    falls_for_ever = name == "linear" or (name in HINGES and alpha > 0)
    assert low == pytest.approx(-inf if falls_for_ever else min(found), abs=5e-4)
    assert (facts.saturates == "nowhere") == (abs(slope(-30.0, alpha)) > 1e-9)
    jumps = abs(slope(1e-9, alpha) - slope(-1e-9, alpha)) > 1e-6
    assert facts.kinks == ((0.0,) if jumps else ())


@pytest.mark.parametrize(("alpha", "told"), [
    (-1.0, "far on the left, towards 1"), (-0.25, "far on the left, towards 0.25"), (0.0, "on the whole left"),
    (0.001, "far on the left, towards −0.001"), (3.0, "far on the left, towards −3"),
])  # fmt: skip
def test_elu_saturates_towards_minus_alpha_and_at_0_on_the_whole_left(alpha, told):
    assert get_activation("elu", alpha).spec.facts(alpha).saturates == told


@pytest.mark.parametrize(("name", "words"), [
    ("relu", "every framework takes 0"), ("leaky_relu", "α = 0.01 in the paper and in PyTorch; Keras starts from 0.3."),
    ("prelu", "one for each unit"), ("elu", "Smooth at 0 only for α = 1"), ("selu", "mean 0, variance 1 map to itself"),
    ("sigmoid", "divides the gradient by four or more"), ("tanh", "tanh z = 2σ(2z) − 1"),
    ("softplus", "its slope is the sigmoid"),
])  # fmt: skip
def test_notes_tell_what_is_known(name, words):
    assert words in facts_of(name).note


def test_tanh_is_the_sigmoid_stretched_as_its_note_says():
    sigma = FUNCTIONS["sigmoid"][0]
    assert [2 * sigma(2 * z, 0) - 1 for z in (-3, -0.5, 0, 2)] == pytest.approx([tanh(z) for z in (-3, -0.5, 0, 2)])


@pytest.mark.parametrize(("name", "source"), [
    ("relu", "Nair & Hinton 2010"), ("leaky_relu", "Maas, Hannun & Ng 2013"), ("prelu", "He et al. 2015"),
    ("elu", "Clevert, Unterthiner & Hochreiter 2016"), ("selu", "Klambauer et al. 2017"), ("tanh", "LeCun et al. 1998"),
    ("sigmoid", "logistic function, Verhulst 1838"), ("gelu", "Hendrycks & Gimpel 2016"),
    ("silu", "Elfwing et al. 2018; Ramachandran et al. 2017"), ("softplus", "Dugas et al. 2001"),
])  # fmt: skip
def test_sources_are_those_of_the_literature(name, source):
    assert facts_of(name).source == source
