"""How long and how large an experiment is, by hand numbers, and what is just small enough to be accepted."""

from dataclasses import fields

import pytest

from relu_viz.laboratory import DOES_NOT, HOLDS, ONLY_WHEN, Evidence, ExperimentConfig, Interval, training_cost
from tests.laboratory.plain import Config, experiment

ACCEPTED = "; at most 2 minutes and 500 MB are accepted: ask for fewer runs or a smaller network."


def refusal(of, runs: int, workers: int = 1, conditions: int = 2) -> str | None:
    try:
        of.check_size(Config(runs=runs, conditions=conditions), workers)
    except ValueError as problem:
        return str(problem)
    return None


@pytest.mark.parametrize(
    ("timed", "workers", "seconds"),
    [(False, 1, 24), (False, 2, 12), (False, 3, 8), (True, 1, 24), (True, 2, 24), (True, 3, 24)],
)
def test_every_run_of_every_condition_takes_its_time_and_workers_share_it_unless_time_is_measured(
    timed, workers, seconds
):
    of = experiment(seconds=0.5, timed=timed)
    assert of.seconds(Config(runs=16, conditions=3), workers) == pytest.approx(seconds)


def test_unless_said_otherwise_one_core_measures_and_no_time():
    assert experiment(seconds=0.5).seconds(Config(runs=16, conditions=3)) == pytest.approx(24)
    assert not experiment().timed


@pytest.mark.parametrize(
    ("seconds", "working", "runs", "of_a_shard"),
    [
        (0.1, 1, 100, 5),  # half a second
        (0.0999, 1, 100, 5),
        (0.101, 1, 100, 4),
        (0.5, 1, 100, 1),
        (30.0, 1, 100, 1),  # one run that takes longer is a shard of its own
        (0.001, 1, 100, 100),  # no more than there are
        (0.001, 1, 1000, 500),
        (1e-9, 20e6, 100, 3),  # 60 MB
        (1e-9, 20.1e6, 100, 2),
        (1e-9, 60e6, 100, 1),
        (1e-9, 900e6, 100, 1),
        (0.1, 20e6, 100, 3),  # whichever is less
        (0.25, 20e6, 100, 2),
        (1e-9, 0, 100, 100),
        (0.1, 1, 1, 1),
    ],
)
def test_a_shard_takes_half_a_second_and_at_most_60_mb(seconds, working, runs, of_a_shard):
    found = experiment(seconds, working).runs_of_a_shard(Config(runs=runs))
    assert found == of_a_shard
    assert type(found) is int


@pytest.mark.parametrize(("timed", "workers", "most"), [(False, 1, 60), (False, 2, 120), (True, 1, 60), (True, 2, 60)])
def test_two_minutes_are_accepted_and_a_second_more_is_not(timed, workers, most):
    of = experiment(seconds=1.0, working=0, stored=0, timed=timed)
    assert refusal(of, most, workers) is None
    assert refusal(of, most + 1, workers) == f"This would take about 2 minutes and 0 MB{ACCEPTED}"


def test_500_mb_of_results_are_accepted_and_no_more():
    of = experiment(seconds=0.595, working=0, stored=2.5e6)
    assert refusal(of, 100) is None
    # 101 runs of 2 conditions
    assert refusal(of, 101, workers=2) == f"This would take about 60 seconds and 505 MB{ACCEPTED}"


def test_the_memory_of_every_worker_counts():
    # A shard of one run takes 200 MB in each worker, and what is kept takes 1 MB for each run of 2 conditions.
    of = experiment(seconds=0.6, working=200e6, stored=1e6)
    assert refusal(of, 50, workers=2) is None
    assert refusal(of, 51, workers=2) == f"This would take about 31 seconds and 502 MB{ACCEPTED}"
    assert refusal(of, 99, workers=1) is None


def test_the_memory_of_every_run_of_a_shard_counts():
    # 60 runs fit in a shard of 60 MB and half a second: with 8 workers 480 MB, and with 9 too much.
    of = experiment(seconds=1e-3, working=1e6, stored=0)
    assert refusal(of, 100, workers=8) is None
    assert refusal(of, 100, workers=9) == f"This would take about 0 seconds and 540 MB{ACCEPTED}"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (119.4, "119 seconds"),
        (120.0, "2 minutes"),
        (150.1, "3 minutes"),
        (5400, "90 minutes"),
        (60e4, "10,000 minutes"),
    ],
)
def test_the_refusal_tells_how_long_it_would_take(seconds, told):
    of = experiment(seconds=seconds, working=0, stored=1.2345e9)
    assert refusal(of, 1, conditions=1) == f"This would take about {told} and 1,234 MB{ACCEPTED}"


def test_what_training_costs_is_added_up_layer_by_layer():
    sizes, samples, batch, epochs = (2, 3, 1), 250, 20, 60
    units, parameters = 3 + 1, (2 + 1) * 3 + (3 + 1) * 1
    seconds = 2e-4
    for _ in range(epochs):
        for _ in range(13):  # batches: twelve of 20 and one of 10
            seconds += 0.4e-6 + 0.4e-6  # for each of two layers
        for _ in range(samples):
            seconds += parameters * 0.1e-9 + units * 4e-9
    cost = training_cost(sizes, samples, batch, epochs)
    assert cost.seconds == pytest.approx(seconds)
    # numbers of 8 bytes: 6 arrays like the parameters, 4 of every unit and of 4 more on every sample
    assert cost.working_bytes == 8 * (6 * 13 + 250 * 4 * (4 + 4))
    assert cost.result_bytes == 64
    three = training_cost(sizes, samples, batch, epochs, networks=3, result_bytes=8)
    assert three.seconds == pytest.approx(3 * seconds)
    assert (three.working_bytes, three.result_bytes) == (3 * cost.working_bytes, 8)


def test_batches_that_divide_the_samples_are_not_counted_one_too_many():
    per_step = 0.4e-6 * 2
    whole, more = (training_cost((2, 3, 1), samples, 20, 1).seconds for samples in (240, 241))
    assert more - whole == pytest.approx(per_step + 13 * 0.1e-9 + 4 * 4e-9)


@pytest.mark.parametrize(("name", "low", "high", "default"), [("runs", 8, 10**6, 64), ("seed", 0, 10**6, 0)])
def test_every_experiment_takes_from_eight_to_a_million_runs_and_any_seed_up_to_a_million(name, low, high, default):
    assert {each.name for each in fields(ExperimentConfig)} == {"runs", "seed"}
    assert getattr(ExperimentConfig(), name) == default
    for value in (low, high):
        assert getattr(ExperimentConfig(**{name: value}), name) == value
    for value in (low - 1, high + 1, low + 0.5):
        with pytest.raises(ValueError, match=rf"\({name}\) must be a whole number from {low} to 1e\+06, not"):
            ExperimentConfig(**{name: value})


def test_the_three_words_of_a_verdict():
    assert (HOLDS, ONLY_WHEN, DOES_NOT) == ("holds here", "holds only when …", "does not hold here")


def test_evidence_reads_with_its_label_and_in_its_own_format():
    interval = Interval(0.128, 0.05, 0.2)
    assert str(Evidence("left", interval)) == "left: 0.13 (0.05 to 0.20)"
    assert str(Evidence("dead", interval, ".1%", 0.5)) == "dead: 12.8% (5.0% to 20.0%)"
    assert Evidence("left", interval).reference is None
