"""The race opened as twins: the link of the page opens the very networks that race, and says how many of them."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.lessons import live_race
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.experiments import Shown
from tests.experiments.synthetic import result
from tests.pages.test_claims import link, page
from tests.pieces import finished


def links(app: AppTest) -> dict[str, dict[str, str]]:
    """The page's links to the Playground: what each is called, and its parameters."""
    found = [each.proto for each in app.get("page_link") if "in the Playground" in each.proto.label]
    return {each.label: dict(parse_qsl(each.query_string, strict_parsing=True)) for each in found}


def opened(query: dict[str, str]) -> tuple[TrainingConfig, ...]:
    """The configs of the runs that the Playground trains when it is opened so."""
    app = page("playground", **query)
    assert not app.exception
    assert not app.info
    assert link(app) == query
    kind = "twins" if "compare" in query else "seat"
    seat = app.session_state[f"playground.{kind}"]
    return seat.configs if kind == "twins" else (seat.config,)


def captions(app: AppTest) -> str:
    return " ".join(each.value for each in app.caption)


@pytest.mark.parametrize(
    ("activations", "racing", "label"),
    [
        ("relu,elu,tanh,sigmoid", ["relu", "elu", "tanh", "sigmoid"], "Open as twins in the Playground"),
        ("prelu,leaky_relu,relu", ["prelu", "leaky_relu", "relu"], "Open as twins in the Playground"),
        ("gelu,selu,silu,linear,relu,elu", ["gelu", "selu", "silu", "linear"], "Open as twins in the Playground"),
        ("tanh", ["tanh"], "Open in the Playground"),
    ],
)
def test_who_races_is_who_is_opened(activations, racing, label):
    app = page(
        "race", live__activations=activations, live__dataset="circles", live__hidden="5,3",
        live__initializer="he_normal", live__learning_rate="0.7", live__seed="4", live__frame="9",
    )  # fmt: skip
    assert opened(links(app)[label]) == tuple(
        TrainingConfig(
            dataset="circles", hidden=(5, 3), activation=each, initializer="he_normal", learning_rate=0.7,
            batch_size=20, seed=4,
        )
        for each in racing
    )  # fmt: skip
    chosen = activations.count(",") + 1
    said = f"Of the {chosen} chosen the first 4 race, and the link opens these."
    assert (said in captions(app)) == (chosen > 4)


def test_what_is_opened_has_the_losses_of_the_race():
    lesson = live_race.Lesson(hidden=(3,), seed=2)
    *panels, clock = finished(live_race.book(lesson, 8)).panels
    configs = opened(links(page("race", live__hidden="3", live__seed="2"))["Open as twins in the Playground"])
    assert [panel.titles[0].partition(":")[0] for panel in panels] == ["ReLU", "ELU", "Tanh", "Sigmoid"]
    for config, curve in zip(configs, clock.curves[:4], strict=True):
        np.testing.assert_allclose(curve.y[-1, 1:], Trainer(config).run(7).train_loss[:, 0], rtol=1e-9)


def test_a_changed_race_is_another_link():
    app = page("race")
    app.number_input(key="field.live.seed").set_value(7).run()
    assert {each.seed for each in opened(links(app)["Open as twins in the Playground"])} == {7}


def test_everybody_at_the_best_rate_of_the_table_is_opened_in_the_network_of_the_first_seed():
    app = page("race")
    (table,) = app.dataframe
    rows = table.value.to_dict("records")
    for depth, label in ((1, "1 hidden layer"), (5, "5 hidden layers")):
        rates = [float(row["best rate"].split()[0]) for row in rows if row["hidden layers"] == depth]
        assert opened(links(app)[f"Open as twins in the Playground: {label}"]) == tuple(
            TrainingConfig(
                hidden=(8,) * depth, activation=each, initializer="glorot_normal", learning_rate=rate, batch_size=20,
                seed=0,
            )
            for each, rate in zip(("relu", "elu", "tanh", "sigmoid"), rates, strict=True)
        )  # fmt: skip
    said = "Opened are ReLU, ELU, Tanh, Sigmoid, each at its own best rate: the networks of the first seed, 0."
    assert said in captions(app)
    assert "fit side by side" not in captions(app)


def test_of_more_than_four_that_were_measured_the_first_four_are_opened():
    runners, epochs = ("tanh", "relu", "sigmoid", "softplus", "elu"), np.full((5, 8, 2), np.inf)
    epochs[0, :, 1] = epochs[1, :, 0] = 3.0
    measured = result(
        "race", {"epochs": epochs}, runs=8, activations=runners, depths=(2,), width=3, rates=2, lowest_rate=0.5,
        highest_rate=4, seed=30,
    )  # fmt: skip
    app = page("race")
    app.session_state["experiment.race.shown"] = Shown(measured, "By hand.")
    app.run()
    configs = opened(links(app)["Open as twins in the Playground: 2 hidden layers"])
    assert [each.activation for each in configs] == ["tanh", "relu", "sigmoid", "softplus"]
    assert [each.learning_rate for each in configs[:2]] == [4, 0.5]
    assert {(each.hidden, each.seed) for each in configs} == {((3, 3), 30)}
    assert "Opened are Tanh, ReLU, Sigmoid, Softplus, each at its own best rate" in captions(app)
    assert "the networks of the first seed, 30. No more than 4 fit side by side." in captions(app)
