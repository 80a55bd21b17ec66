"""What is told of a moment, of many seeds, of points and of times is recomputed from what it speaks of."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.data.own_points import encode_points
from relu_viz.stage import StudentsSeat, plane, plane_side, tell_cause, view_extent
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.repeats import _spread

CONFIG = TrainingConfig(hidden=(4, 4), seed=0)  # units die, and one comes back
MOMENT = """
import streamlit as st
from relu_viz.ui.study import show_moment
show_moment(st.session_state["seat"], st.session_state["epoch"])
"""


def opened(script: str, **state) -> AppTest:
    app = AppTest.from_string(script, default_timeout=30)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def seat():
    seat = StudentsSeat(Trainer(CONFIG))
    seat.trainer.run(30)
    return seat


@pytest.fixture(scope="module")
def past():
    """The same run, as it was at epoch 20."""
    trainer = Trainer(CONFIG)
    trainer.run(20)
    return trainer


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def right(trainer: Trainer) -> float:
    logits = trainer.network.forward(trainer.inputs(trainer.data.x_train))[0, :, 0]
    return sum((logit > 0) == (y == 1) for logit, y in zip(logits, trainer.data.y_train, strict=True)) / len(logits)


def test_a_moment_is_told_with_its_own_numbers_and_not_those_of_now(seat, past):
    app = opened(MOMENT, seat=seat, epoch=20)
    assert app.subheader[0].value == "Epoch 20 in depth"
    assert alts(app) == [f"The output over the plane at epoch 20. Accuracy on the training points: {right(past):.2f}."]


def test_units_are_told_with_how_many_are_silent_and_when_each_fell_silent(seat, past):
    app = opened(MOMENT, seat=seat, epoch=20, **{"study.tabs": "Units"})
    active = past.history.active[:, 0].tolist()
    silent = sum(share == 0 for share in active[-1])
    assert alts(app) == [f"Heatmap of units by epochs. {silent} of 8 units are active on no training point."]
    data, extent = past.data, view_extent(past)
    counts, still = [], list(range(8))
    for points in (data.x_train, data.x_test, plane(extent, 96)):
        z = past.network.pre_activations(past.inputs(points))
        still = [unit for unit in still if not any(value > 0 for value in z[unit // 4][0, :, unit % 4].tolist())]
        counts.append(len(still))
    assert [each.value for each in app.markdown if "active nowhere" in each.value] == [
        "A unit is active where z is above 0, and dead where it is active nowhere. At this epoch "
        f"{counts[0]} of 8 units are active on no training point, {counts[1]} of them on no held-out point either, "
        f"{counts[2]} nowhere on the plane."
    ]
    told = [(f"{unit // 4 + 1}.{unit % 4 + 1}", 0, "born dead", "") for unit in range(8) if active[0][unit] == 0]
    for at in range(1, len(active)):
        for unit, (before, now) in enumerate(zip(active[at - 1], active[at], strict=True)):
            if (before > 0) != (now > 0):
                name, what = f"{unit // 4 + 1}.{unit % 4 + 1}", "revived" if now else "died"
                told.append((name, int(past.history.epoch[at]), what, f"{before:.1%}"))
    (table,) = app.dataframe
    rows = table.value.to_dict("records")
    assert [(row["unit"], row["epoch"], row["what"], row["active one record before"]) for row in rows] == told
    assert {what for _, _, what, _ in told} == {"born dead", "died", "revived"}
    causes = {(cause.unit, cause.epoch): cause for cause in past.history.causes}
    numbers = [4 * int(row["unit"][0]) + int(row["unit"][2]) - 5 for row in rows]
    assert [row["why"] for row in rows] == [
        tell_cause(causes[number, row["epoch"]], past) for number, row in zip(numbers, rows, strict=True)
    ]


def test_curves_and_gradients_are_told_with_their_last_numbers(seat, past):
    app = opened(MOMENT, seat=seat, epoch=20, **{"study.tabs": "Loss and accuracy"})
    loss = float(past.history.train_loss[-1, 0])
    assert alts(app) == [
        f"Loss over 20 epochs, now {loss:.3g} on the training points.",
        f"Accuracy over 20 epochs, now {right(past):.3g} on the training points.",
    ]
    app = opened(MOMENT, seat=seat, epoch=20, **{"study.tabs": "Gradients"})
    gradient = past.network.gradient(past.inputs(past.data.x_train), past.data.y_train)[1]
    norms = [np.sqrt((layer[0] ** 2).sum()) for layer in past.network.weight_views(gradient)]
    assert alts(app) == ["Gradient norms by layer: " + ", ".join(f"{norm:.3g}" for norm in norms)]


@pytest.mark.parametrize("tab", ["Boundary", "Units", "Loss and accuracy", "Gradients", "Take away"])
def test_a_network_without_hidden_layers_can_be_studied(tab):
    seat = StudentsSeat(Trainer(TrainingConfig(hidden=())))
    seat.trainer.run(20)
    app = opened(MOMENT, seat=seat, epoch=20, **{"study.tabs": tab})
    words = [each.value for each in app.markdown]
    assert any("no hidden units" in each for each in words) == (tab == "Units")
    if tab == "Gradients":
        assert re.fullmatch(r"Gradient norms by layer: [\d.e-]+", alts(app)[0])


def test_over_64_seeds_a_network_without_hidden_layers_has_no_units_to_count():
    script = SEEDS.replace("hidden=(2,)", "hidden=()")
    app = opened(script, epoch=3)
    next(each for each in app.button if each.label == "Train 64 seeds").click().run()
    assert not app.exception
    assert [each.split(".")[0] for each in alts(app)] == ["A dot for each seed"] * 2
    assert "Units" not in app.markdown[1].value


SEEDS = """
import streamlit as st
from relu_viz.training import TrainingConfig
from relu_viz.ui.repeats import repeats_panel
repeats_panel(TrainingConfig(hidden=(2,), samples=20, batch_size=20, seed=7), st.session_state["epoch"])
"""


def between(values: list[float], share: float) -> float:
    """A quantile: the place on the straight line between the two sorted values beside it."""
    place = share * (len(values) - 1)
    low, rest = int(place), place % 1
    ordered = sorted(values)
    return ordered[low] + rest * (ordered[min(low + 1, len(values) - 1)] - ordered[low])


@pytest.mark.parametrize(("epoch", "trained"), [(99, 100), (101, 101), (501, 500)])
def test_seeds_train_as_long_as_the_stage_has_but_100_epochs_at_least_and_500_at_most(epoch, trained):
    app = opened(SEEDS, epoch=epoch)
    assert app.subheader[0].value == "The same over 64 seeds"
    assert app.markdown[0].value.endswith(
        f"All 64 train side by side for {trained} epochs, or as far as 60 seconds of work go."
    )


def test_what_came_of_64_seeds_is_told_by_the_median_and_the_middle_nine_tenths():
    app = opened(SEEDS, epoch=3)
    next(each for each in app.button if each.label == "Train 64 seeds").click().run()
    assert not app.exception
    trainer = Trainer(TrainingConfig(hidden=(2,), samples=20, batch_size=20, seed=7), 64)
    trainer.run(100)
    last, told = trainer.history, ["After 100 epochs."]
    dead = [sum(share == 0 for share in shares) for shares in last.active[-1].tolist()]
    for label, values in (
        ("Loss, held out", last.test_loss[-1].tolist()),
        ("Accuracy, held out", last.test_accuracy[-1].tolist()),
        ("Units that are dead", dead),
    ):
        low, middle, high = (between(values, share) for share in (0.05, 0.5, 0.95))
        told.append(f"{label}: median {middle:.3g}, 9 in 10 between {low:.3g} and {high:.3g}.")
    assert app.markdown[1].value == " ".join(told)
    assert app.markdown[2].value == told_of_silence(trainer)
    assert alts(app) == [f"A dot for each seed. {each}" for each in told[1:]]
    losses = last.test_loss[-1].tolist()
    worst_first = sorted(range(64), key=lambda run: -losses[run])
    assert app.selectbox(key="repeats.seed").options == [str(7 + run) for run in worst_first]


def test_of_seeds_that_diverged_it_is_told_how_many():
    script = SEEDS.replace("hidden=(2,), samples=20, batch_size=20, seed=7", "hidden=(8,), learning_rate=1000.0")
    app = opened(script, epoch=3)
    next(each for each in app.button if each.label == "Train 64 seeds").click().run()
    assert not app.exception
    trainer = Trainer(TrainingConfig(hidden=(8,), learning_rate=1000.0), 64)
    trainer.run(100)
    losses = sorted(trainer.history.test_loss[-1].tolist())
    count = sum(epoch >= 0 for epoch in trainer.diverged_at.tolist())
    assert 0 < count < 64
    low, middle, high = (between(losses, share) for share in (0.05, 0.5, 0.95))
    assert app.markdown[1].value.startswith(
        f"After 100 epochs. {count} of the 64 networks diverged on the way; what follows counts them as they were just "
        f"before. Loss, held out: median {middle:.3g}, 9 in 10 between {low:.3g} and {high:.3g}. "
    )


def test_a_loss_beyond_all_numbers_is_told_as_that_and_has_no_half_way():
    ranked = np.array([*range(60), np.inf, np.inf, np.inf, np.nan])
    assert _spread("Loss", ranked) == "Loss: median 31, 9 in 10 between 3 and 59."
    assert _spread("Loss", ranked[40:]) == "Loss: median 51, 9 in 10 between 41 and beyond 1e308."
    assert _spread("R²", -ranked[40:]) == "R²: median −51, 9 in 10 between below −1e308 and −41."


def test_of_few_points_of_ones_own_none_is_held_out_and_none_is_spoken_of():
    points = encode_points(2.0, np.array([[-1, -1], [1, 1], [1, -1], [-1, 1]]), np.array([0, 0, 1, 1]))
    script = SEEDS.replace("hidden=(2,), samples=20", f"dataset='own', points={points!r}, hidden=(2,)")
    app = opened(script, epoch=3)
    next(each for each in app.button if each.label == "Train 64 seeds").click().run()
    assert "Loss, train" in app.markdown[1].value
    assert re.fullmatch(
        r"Of all 128 units \d+ (is|are) dead on the training points, \d+ all over the plane that is shown\.",
        app.markdown[2].value,
    )


def told_of_silence(trainer: Trainer) -> str:
    """Unit by unit, with the network's own weights: silent on which of the three?"""
    side = plane_side(trainer.network.theta.shape[1])
    parts = [
        [trainer.network.pre_activations(trainer.inputs(points))[0] for points in points_of]
        for points_of in ([trainer.data.x_train], [trainer.data.x_test], [plane(view_extent(trainer), side)])
    ]
    counts = [0, 0, 0]
    for run in range(trainer.runs):
        for unit in range(2):
            for number, (z,) in enumerate(parts):
                if any(value > 0 for value in z[run, :, unit].tolist()):
                    break
                counts[number] += 1
    return (
        f"Of all 128 units {counts[0]} are dead on the training points, {counts[1]} of them on the held-out points "
        f"too, {counts[2]} all over the plane that is shown."
    )


OWN = """
import streamlit as st
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.own_data import tell_about_own_points
for points in st.session_state["points"]:
    tell_about_own_points(Trainer(TrainingConfig(dataset="own", points=points)))
"""


def test_about_as_many_points_fit_a_link_as_is_said():
    counts = (299, 300)  # 2000 letters are 1500 bytes: 4 for the extent, 5 a point
    x = np.random.default_rng(0).uniform(-1, 1, (300, 2))
    app = opened(OWN, points=[encode_points(1.0, x[:count], np.arange(count) % 2) for count in counts])
    (told,) = [each.value for each in app.info]
    assert told.startswith("300 points do not fit in a link: ")
    assert "About 300 fit" in told


TIMES = """
from relu_viz.ui.experiments import open_page
from relu_viz.ui.stopwatch import Lesson, show_stopwatch
open_page("cost", Lesson)
show_stopwatch("cost")
"""


def test_the_stopwatch_tells_each_time_and_names_the_shortest():
    app = AppTest.from_string(TIMES, default_timeout=30)
    app.query_params["live.elements"] = "2000"
    app.query_params["live.activations"] = "relu,tanh,gelu"
    app.run()
    assert not app.exception
    (alt,) = alts(app)
    words = app.markdown[-1].value
    fastest, told = re.fullmatch(r"Fastest just now: \*\*(.*)\*\*\. (f and f′ of 2,000 numbers: .*\.)", words).groups()
    assert alt == told
    times = {label: int(each) for label, each in re.findall(r"(ReLU|Tanh|GELU) (\d+) µs", told)}
    assert list(times) == ["ReLU", "Tanh", "GELU"]
    assert times[fastest] == min(times.values())
