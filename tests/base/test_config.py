"""Configs check themselves with one clear sentence; their links bring back what they say, whatever else is in them."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relu_viz.activations import ACTIVATIONS, ExplorerConfig
from relu_viz.training import TrainingConfig
from relu_viz.uses import AgentConfig

NONSENSE = [
    "",
    " ",
    "nonsense",
    "nan",
    "inf",
    "-1e999",
    "1e400",
    "-5",
    "💥",
    "x" * 10_000,
    "9" * 10_000,
    "8,8,",
    "1;2",
    "٣",
]


@pytest.mark.parametrize("name", [each.name for each in fields(TrainingConfig)])
def test_nonsense_in_any_field_of_a_link_is_left_out_with_a_short_sentence(name):
    for text in NONSENSE:
        config, ignored = TrainingConfig.from_link({name: text, "samples": "100"})
        valid = config != TrainingConfig(samples=100) or name in ("points", "changes")  # an empty text means none
        assert config.samples in (100, 3), text
        assert valid or ignored or name == "samples", text
        for sentence in ignored:
            assert len(sentence) < 300
            assert sentence.endswith(".")


def test_unknown_settings_are_named():
    _, ignored = TrainingConfig.from_link({"colour": "red"})
    assert ignored == ["There is no setting 'colour'."]


def test_alpha_belongs_to_its_activation_whatever_the_order():
    config, ignored = TrainingConfig.from_link({"alpha": "0.1", "activation": "leaky_relu"})
    assert (config.alpha, ignored) == (0.1, [])
    _, ignored = TrainingConfig.from_link({"alpha": "0.1", "activation": "relu"})
    assert "no alpha" in ignored[0]


configs = st.builds(
    TrainingConfig,
    hidden=st.lists(st.integers(1, 64), max_size=6).map(tuple),
    learning_rate=st.floats(1e-6, 1e6),
    noise=st.floats(0, 2),
    samples=st.integers(10, 2000),
    activation=st.sampled_from(list(ACTIVATIONS)),
    seed=st.integers(0, 10**6),
)


@given(configs)
def test_a_link_restores_its_config(config):
    restored, ignored = TrainingConfig.from_link(config.to_link())
    assert not ignored
    assert restored.to_link() == config.to_link()
    assert restored.learning_rate == pytest.approx(config.learning_rate, rel=1e-11)
    assert restored.hidden == config.hidden


def test_no_hidden_layers_are_an_empty_text_and_any_other_empty_text_is_refused():
    config, ignored = TrainingConfig.from_link({"hidden": " ", "seed": ""})
    assert (config.hidden, config.to_link(), len(ignored)) == ((), {"hidden": ""}, 1)
    for text in (",", "8,", "none"):
        assert TrainingConfig.from_link({"hidden": text})[0].hidden == (8, 8)
    assert AgentConfig.from_link({"hidden": ""})[0] == AgentConfig()


def test_a_relu_at_the_output_is_for_values_to_fit_and_elsewhere_a_sentence_says_so():
    config, ignored = TrainingConfig.from_link({"output": "relu", "dataset": "plane"})
    assert (config.output, ignored, config.to_link()) == ("relu", [], {"dataset": "plane", "output": "relu"})
    for classes in ({}, {"dataset": "blobs"}):
        config, ignored = TrainingConfig.from_link({"output": "relu"} | classes)
        assert (config, config.to_link()) == (TrainingConfig(**classes), classes)
        assert ignored == ["A ReLU at the output (output) is for values to fit; classes are told apart without it."]
    moved, ignored = TrainingConfig(dataset="plane", output="relu").edited({"dataset": "moons"})
    assert (moved, ignored) == (TrainingConfig(), [])


def test_the_default_has_an_empty_link():
    assert TrainingConfig().to_link() == {}
    assert ExplorerConfig().to_link() == {}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("learning_rate", 0, "Learning rate (learning_rate) must be a number from 1e-06 to 1e+06, not 0"),
        ("learning_rate", "fast", "not 'fast'"),
        ("samples", 10.5, "a whole number from 10 to 2000"),
        ("hidden", (65,), "0 to 6 whole numbers from 1 to 64"),
        ("hidden", 8, "0 to 6 whole numbers"),
        ("dataset", "iris", "moons, circles"),
        ("optimizer", "lion", "sgd, momentum"),
        ("seed", True, "whole number"),
        ("alpha", 5, "no alpha"),
    ],
)
def test_what_is_not_accepted_is_said_in_one_sentence(field, value, words):
    with pytest.raises(ValueError, match=r".") as problem:
        TrainingConfig(**{field: value})
    assert words in str(problem.value)


@given(
    alpha=st.floats(-1, 2), mean=st.floats(-5, 5), depth=st.integers(1, 50),
    shown=st.lists(st.sampled_from(list(ACTIVATIONS)), min_size=1, unique=True),
)  # fmt: skip
def test_an_explorers_link_restores_it(alpha, mean, depth, shown):
    config = ExplorerConfig(tuple(shown), shown[0], {"leaky_relu": alpha}, mean=mean, depth=depth)
    restored, ignored = ExplorerConfig.from_link(config.to_link())
    assert not ignored
    assert restored.to_link() == config.to_link()


@pytest.mark.parametrize("name", ["activations", "focus", "leaky_relu", "relu", "mean", "spread", "depth", "more"])
def test_nonsense_in_an_explorers_link_is_left_out(name):
    for text in NONSENSE:
        config, ignored = ExplorerConfig.from_link({name: text, "elu": "0.5"})
        assert config.alphas.get("elu") == 0.5, text
        assert all(len(sentence) < 300 for sentence in ignored)
