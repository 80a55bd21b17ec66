"""What each field of a config accepts: the least and the most, and nothing just beyond; and what it is by itself.

The tables are what the pages promise: a link that was made yesterday must mean the same tomorrow.
"""

from dataclasses import fields, replace

import pytest

from relu_viz.lessons import gain, live_race, one_step, slopes, zeros
from relu_viz.training import TrainingConfig
from relu_viz.uses import AgentConfig, ContestConfig, ConvConfig, DenseConfig

# field: default, least, most
NUMBERS = {
    TrainingConfig: {
        "samples": (250, 10, 2000), "noise": (0.2, 0, 2), "held_out": (0.2, 0, 0.9), "data_seed": (0, 0, 1_000_000),
        "scale": (1.0, 0, 100), "bias_shift": (0.0, -100, 100), "learning_rate": (1.0, 0.000001, 1_000_000),
        "batch_size": (10, 1, 2000), "l1": (0.0, 0, 10), "l2": (0.0, 0, 10), "clip_norm": (0.0, 0, 1_000_000),
        "seed": (111, 0, 1_000_000),
    },
    AgentConfig: {
        "learning_rate": (0.004, 0.00001, 100), "rounds": (150, 10, 1000), "seed": (0, 0, 1_000_000),
    },
    ContestConfig: {
        "learning_rate": (0.004, 0.00001, 100), "rounds": (150, 10, 300), "seed": (0, 0, 1_000_000),
    },
    ConvConfig: {
        "learning_rate": (0.005, 0.00001, 100), "batch_size": (32, 8, 500), "epochs": (20, 1, 60),
        "seed": (0, 0, 1_000_000),
    },
    DenseConfig: {
        "learning_rate": (0.002, 0.00001, 100), "batch_size": (32, 8, 500), "epochs": (20, 1, 60),
        "seed": (0, 0, 1_000_000), "depth": (1, 1, 20), "units": (128, 1, 256),
    },
    gain.Lesson: {"depth": (30, 2, 50), "seed": (0, 0, 1_000_000), "frame": (18, 0, 40)},
    live_race.Lesson: {"learning_rate": (0.5, 0.001, 100), "seed": (0, 0, 1_000_000), "frame": (0, 0, 100)},
    one_step.Lesson: {"target": (-1.5, -5, 5), "frame": (26, 0, 45)},
    slopes.Lesson: {"seed": (0, 0, 1_000_000), "frame": (5, 0, 20)},
    zeros.Lesson: {"seed": (0, 0, 1_000_000), "frame": (24, 0, 48)},
}  # fmt: skip
# field: default, least and most of each number, how many at least and at most
LISTS = {
    TrainingConfig: {"hidden": ((8, 8), 1, 64, 0, 6)},
    AgentConfig: {"hidden": ((16, 16), 1, 64, 1, 4)},
    ContestConfig: {"hidden": ((16, 16), 1, 32, 1, 3)},
    ConvConfig: {"filters": ((8, 16), 1, 32, 1, 3)},
    live_race.Lesson: {"hidden": ((8, 8), 1, 32, 1, 6)},
}
WORDS = {
    TrainingConfig: {"dataset": "moons", "features": ("x1", "x2"), "activation": "relu", "initializer": "he_normal",
                     "optimizer": "sgd", "output": "linear", "alpha": None, "points": "", "changes": ()},
    AgentConfig: {"activation": "relu", "initializer": "he_normal"},
    ContestConfig: {"activations": ("relu", "tanh"), "initializer": "he_normal"},
    ConvConfig: {"activation": "relu", "initializer": "he_normal", "optimizer": "adam"},
    DenseConfig: {"activation": "relu", "initializer": "he_normal", "optimizer": "adam"},
    gain.Lesson: {"activations": ("relu", "selu", "tanh", "sigmoid")},
    live_race.Lesson: {"activations": ("relu", "elu", "tanh", "sigmoid"), "dataset": "moons",
                       "initializer": "glorot_normal"},
    one_step.Lesson: {"activation": "relu"},
    slopes.Lesson: {"dataset": "moons"},
    zeros.Lesson: {"activation": "relu"},
}  # fmt: skip
EVERY_NUMBER = [(config, field, *told) for config, table in NUMBERS.items() for field, told in table.items()]
EVERY_LIST = [(config, field, *told) for config, table in LISTS.items() for field, told in table.items()]


def refused(config: type, field: str, value: object) -> bool:
    """Whether a value is refused with a sentence that names the field."""
    try:
        replace(config(), **{field: value})
    except ValueError as problem:
        return field in str(problem)
    return False


@pytest.mark.parametrize("config", WORDS)
def test_every_field_is_in_a_table_and_has_its_default(config):
    tables = WORDS[config] | {field: told[0] for field, told in {**NUMBERS[config], **LISTS.get(config, {})}.items()}
    assert {field.name: getattr(config(), field.name) for field in fields(config)} == tables


@pytest.mark.parametrize(("config", "field", "default", "least", "most"), EVERY_NUMBER)
def test_a_number_is_accepted_from_the_least_to_the_most_and_not_beyond(config, field, default, least, most):
    for value in (least, most):
        assert getattr(replace(config(), **{field: value}), field) == value
    whole = isinstance(default, int)
    below, above = (least - 1, most + 1) if whole else (least - 1e-9, most * (1 + 1e-9))
    assert refused(config, field, below)
    assert refused(config, field, above)
    assert refused(config, field, least + 0.5) == whole
    assert refused(config, field, float("nan"))


@pytest.mark.parametrize(("config", "field", "default", "least", "most", "fewest", "count"), EVERY_LIST)
def test_a_list_holds_so_many_numbers_each_within_its_bounds(config, field, default, least, most, fewest, count):
    for values in ((least,), (least,) * fewest, (most,) * count):
        assert getattr(replace(config(), **{field: values}), field) == values
    for values in ((least - 1,), (most + 1,), (least,) * (count + 1), (least, 1.5), "", 8, None):
        assert refused(config, field, values)
    assert refused(config, field, ()) == (fewest == 1)
