"""The Activations page's link: what is accepted, from the least to the most, and what comes back from it."""

from dataclasses import replace

import pytest

from relu_viz.activations import ExplorerConfig

BOUNDS = [
    ("mean", -5.0, 5.0, 0.01, "Mean (mean) must be from -5 to 5, not"),
    ("spread", 0.1, 5.0, 0.01, "Spread (spread) must be from 0.1 to 5, not"),
    ("depth", 1, 50, 1, "Depth (depth) must be from 1 to 50, not"),
]
DEFAULT = ("relu", "leaky_relu", "elu", "sigmoid", "tanh")


@pytest.mark.parametrize(("name", "low", "high", "step", "told"), BOUNDS)
def test_a_setting_is_accepted_from_the_least_to_the_most_and_not_beyond(name, low, high, step, told):
    for value in (low, high):
        config, ignored = ExplorerConfig.from_link({name: str(value)})
        assert (getattr(config, name), ignored) == (value, [])
    for value in (low - step, high + step):
        with pytest.raises(ValueError, match=r"must be from") as problem:
            replace(ExplorerConfig(), **{name: value})
        assert str(problem.value) == f"{told} {value}."
        config, (sentence,) = ExplorerConfig.from_link({name: str(value)})
        assert (config, sentence) == (ExplorerConfig(), f"{told} {value}.")


def test_it_opens_with_five_and_a_standard_gaussian_through_ten_layers():
    config = ExplorerConfig()
    assert (config.activations, config.focus, dict(config.alphas)) == (DEFAULT, "elu", {})
    assert (config.mean, config.spread, config.depth) == (0, 1, 10)
    assert config.to_link() == {}


def test_what_differs_from_the_default_is_in_the_link_and_comes_back():
    alphas = {"elu": 0.5, "prelu": 0.25, "leaky_relu": -0.123456}
    config = ExplorerConfig(("gelu", "relu"), "gelu", alphas, -1.5, 2.25, 33)
    link = config.to_link()
    assert link == {
        "activations": "gelu,relu", "focus": "gelu", "elu": "0.5", "leaky_relu": "-0.123456", "mean": "-1.5",
        "spread": "2.25", "depth": "33",
    }  # fmt: skip
    back, ignored = ExplorerConfig.from_link(link)
    assert ignored == []
    assert back == replace(config, alphas={name: alpha for name, alpha in alphas.items() if name != "prelu"})
    assert [back.get(name).alpha for name in alphas] == list(alphas.values())


def test_what_is_written_carelessly_is_read_and_what_is_said_twice_counts_once():
    config, ignored = ExplorerConfig.from_link({"activations": " relu , elu,relu", "mean": " 2 ", "depth": "7"})
    assert (config.activations, config.mean, config.depth, ignored) == (("relu", "elu"), 2, 7, [])


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"mean": "far"}, "mean must be a number, not 'far'."),
        ({"mean": "nan"}, "Mean (mean) must be from -5 to 5, not nan."),
        ({"depth": "2.5"}, "depth must be a whole number, not '2.5'."),
        ({"elu": "steep"}, "elu must be a number, not 'steep'."),
        ({"elu": "9"}, "ELU's alpha must be a number from -1 to 3, not 9.0."),
        ({"relu": "1"}, "ReLU has no alpha; leave it out."),
        ({"x" * 50: "1"}, f"There is no setting '{'x' * 40}'."),
        ({"mean": "y" * 50}, f"mean must be a number, not '{'y' * 40}'."),
        ({"depth": "y" * 50}, f"depth must be a whole number, not '{'y' * 40}'."),
    ],
)
def test_what_is_not_understood_is_left_out_with_a_sentence_and_the_rest_counts(link, told):
    config, ignored = ExplorerConfig.from_link(link | {"spread": "3"})
    assert ignored == [told]
    assert config == ExplorerConfig(spread=3.0)


def test_there_is_at_least_one_activation():
    with pytest.raises(ValueError, match="must name at least one activation"):
        ExplorerConfig(activations=())
