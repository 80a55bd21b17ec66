"""The deeper views of a paused moment: boundary, units, loss and gradients, each with its data to take away."""

import numpy as np
import streamlit as st

from relu_viz.base import with_minus
from relu_viz.stage import StudentsSeat, plane, tell_cause, view_extent
from relu_viz.training import (
    History,
    LifeEvent,
    Trainer,
    frameworks_for,
    gradient_norms,
    life_events,
    network_zip,
    silent_units,
    unit_name,
    weights_npz,
)
from relu_viz.ui.downloads import PLOTLY_CONFIG, download_csv, download_file
from relu_viz.ui.tables import show_table

# Plotly is imported late, by the views that draw with it: it takes half a second, and the stage must not wait for it.

PLANE_SIDE = 96
USUAL_HEIGHT = 590  # px of a view: what is kept free until one comes


def show_moment(seat: StudentsSeat, epoch: int | None) -> None:
    """A seat's trainer as it was at an epoch, computed from its replay; only the view whose tab is open is made.

    None while a new run has taken the picture's place and is not at rest: the picture comes first.
    """
    moment = None if epoch is None else seat.past(epoch)
    st.subheader("In depth" if moment is None else f"Epoch {moment[0].epoch} in depth", anchor=False)
    tabs = st.tabs([title for title, _ in VIEWS], key="study.tabs", on_change="rerun")
    tab, show = next((tab, show) for tab, (_, show) in zip(tabs, VIEWS, strict=True) if tab.open)
    with tab:
        if moment is None:
            st.container(height=USUAL_HEIGHT, border=False).markdown("When the picture rests, its moment opens here.")
        else:
            show(*moment)


def _show_boundary(past: Trainer, history: History) -> None:
    from relu_viz.figures.training import boundary_figure

    extent = view_extent(past)
    places = plane(extent, PLANE_SIDE)
    logits = past.network.answer(past.inputs(places))[0]
    st.plotly_chart(
        boundary_figure(logits, extent, past.data), key="study.boundary", config=PLOTLY_CONFIG,
        alt=with_minus(
            f"The output over the plane at epoch {past.epoch}. {_measure(past)} on the training points: "
            f"{history.train_accuracy[-1, 0]:.2f}."
        ),
    )  # fmt: skip
    header = ["x1", "x2", *(f"logit_{k}" for k in range(logits.shape[1]))]
    download_csv("Output over the plane (CSV)", "boundary.csv", header, np.column_stack([places, logits]))


def _show_units(past: Trainer, history: History) -> None:
    from relu_viz.figures.training import activity_figure

    if not past.network.hidden_units:
        st.markdown("This network has no hidden units: its output weighs up the inputs, and nothing in it can die.")
        return
    names = [unit_name(unit, past.config.hidden) for unit in range(past.network.hidden_units)]
    st.plotly_chart(
        activity_figure(history.epoch, history.active[:, 0], names), key="study.units", config=PLOTLY_CONFIG,
        alt=f"Heatmap of units by epochs. {history.dead[-1, 0]} of {len(names)} units are active on no training point.",
    )  # fmt: skip
    st.markdown(_tell_silent(past))
    _tell_events(past, history, names)
    header = ["epoch", *(f"unit_{name}" for name in names)]
    download_csv("Active shares (CSV)", "active.csv", header, np.column_stack([history.epoch, history.active[:, 0]]))


def _show_curves(past: Trainer, history: History) -> None:
    from relu_viz.figures.training import curves_figure

    for label, train, test in (
        ("Loss", history.train_loss, history.test_loss),
        (_measure(past), history.train_accuracy, history.test_accuracy),
    ):
        st.plotly_chart(
            curves_figure(history.epoch, train[:, 0], test[:, 0], label), key=f"study.{label}", config=PLOTLY_CONFIG,
            alt=with_minus(f"{label} over {past.epoch} epochs, now {train[-1, 0]:.3g} on the training points."),
        )  # fmt: skip
    header = ["epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    columns = [getattr(history, name).reshape(len(history.epoch)) for name in header]
    download_csv("Loss and accuracy (CSV)", "history.csv", header, np.column_stack(columns))


def _show_gradients(past: Trainer, history: History) -> None:
    from relu_viz.figures.training import gradient_figure

    norms = gradient_norms(past.network, past.inputs(past.data.x_train), past.data.y_train)[0]
    st.plotly_chart(
        gradient_figure(norms), key="study.gradients", config=PLOTLY_CONFIG,
        alt="Gradient norms by layer: " + ", ".join(f"{norm:.3g}" for norm in norms),
    )  # fmt: skip
    st.markdown("A layer whose bar is 0 learns nothing at this moment; what dead units pass back is exactly 0.")
    download_csv("Gradient norms (CSV)", "gradients.csv", ["norm"], norms[:, None])


def _show_code(past: Trainer, history: History) -> None:
    labels = ", ".join(framework.label for framework in frameworks_for(past))
    scripts = f"scripts that run it ({labels})" if labels else "no scripts, as its activation has no code to copy"
    st.markdown(f"The network as it is at this epoch: its weights, and {scripts}.")
    download_file("Network: code and weights (ZIP)", lambda: network_zip(past), "network.zip", "application/zip")
    download_file("Weights alone (NPZ)", lambda: weights_npz(past), "weights.npz", "application/octet-stream")


VIEWS = (
    ("Boundary", _show_boundary),
    ("Units", _show_units),
    ("Loss and accuracy", _show_curves),
    ("Gradients", _show_gradients),
    ("Take away", _show_code),
)


def _measure(trainer: Trainer) -> str:
    return "Accuracy" if trainer.data.classes else "R²"


def _tell_silent(past: Trainer) -> str:
    """What it is to be silent, and how many units are: on the training points, on those held out, on the plane."""
    spec, data = past.network.spec, past.data
    places = plane(view_extent(past), PLANE_SIDE)
    train, held_out, everywhere = silent_units(past.network, *map(past.inputs, (data.x_train, data.x_test, places)))[0]
    word = past.network.activation_of(0).inactive_everywhere
    asked = "z is above 0" if spec.is_rectifier else "its slope is not nearly 0"
    too = f" {held_out} of them on no held-out point either," if len(data.x_test) else ""
    return (
        f"A unit is active where {asked}, and {word} where it is active nowhere. At this epoch {train} of "
        f"{past.network.hidden_units} units are active on no training point,{too} {everywhere} nowhere on the plane."
    )


def _why(event: LifeEvent, past: Trainer, history: History) -> str:
    """The cause in words, where it was worked out; it lies between the record before an event and its own."""
    before = history.epoch[history.epoch < event.epoch].max(initial=-1)
    causes = [
        cause
        for cause in history.causes
        if (cause.unit, cause.died) == (event.unit, event.kind != "revived") and before < cause.epoch <= event.epoch
    ]
    return tell_cause(causes[-1], past) if causes else ""


def _tell_events(past: Trainer, history: History, names: list[str]) -> None:
    word = past.network.activation_of(0).inactive_everywhere
    events = life_events(history.epoch, history.active[:, 0])
    if not events:
        st.markdown(f"No unit has been {word} so far.")
        return
    show_table(
        {
            "unit": [names[event.unit] for event in events],
            "epoch": [event.epoch for event in events],
            "what": [event.kind.replace("dead", word) for event in events],
            "active one record before": ["" if e.share_before is None else f"{e.share_before:.1%}" for e in events],
            "why": [_why(event, past, history) for event in events],
        },
        height=min(240, 38 + 35 * len(events)),
    )
