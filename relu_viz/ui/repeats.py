"""The Playground's run over 64 seeds at once: how much of what one sees is chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from relu_viz.activations import get_activation
from relu_viz.base import with_minus
from relu_viz.stage import SEEDS, is_done, plane, plane_side, started, view_extent, wait_for
from relu_viz.training import Pieces, TooLongError, TrainingConfig, TrainingState, at_the_end, silent_units, train_seeds
from relu_viz.ui.downloads import PLOTLY_CONFIG, download_csv
from relu_viz.ui.playground_state import go_to
from relu_viz.ui.words import plain

LEAST_EPOCHS, MOST_EPOCHS = 100, 500
SECONDS = 60  # of the server's work; then they are as far as they are
SECONDS_BETWEEN_LOOKS = 0.2
_KEY, _SEED = "repeats", "repeats.seed"


@dataclass(frozen=True)
class Repeats:
    """How the runs of several seeds ended, an entry for each."""

    config: TrainingConfig
    epochs: int
    seeds: np.ndarray
    measures: dict[str, np.ndarray]
    silent: np.ndarray  # (seeds, 3): see silent_units
    units: int  # of one network
    diverged: int  # how many of the seeds, which are then as they were just before


def repeats_panel(config: TrainingConfig, epoch: int) -> None:
    """A button that trains the run over 64 seeds, what came of them, and a way to put one on the stage."""
    st.subheader(f"The same over {SEEDS} seeds", anchor=False)
    epochs = int(np.clip(epoch, LEAST_EPOCHS, MOST_EPOCHS))
    st.markdown(
        f"Other first weights and another order of the points, all else the same: is what you see typical? "
        f"All {SEEDS} train side by side for {epochs} epochs, or as far as {SECONDS} seconds of work go."
    )
    if st.button(f"Train {SEEDS} seeds", icon=":material/casino:"):
        _train(config, epochs)
    repeats: Repeats | None = st.session_state.get(_KEY)
    if repeats is not None:
        _show(repeats, config)


def _train(config: TrainingConfig, epochs: int) -> None:
    """Train, say how far it is, and keep what came of it; it ends with this run of the script."""
    progress, stop = st.progress(0.0, f"Training {SEEDS} networks …"), st.empty()
    stop.button("Stop", key="repeats.stop")  # whatever reruns this part of the page stops it
    try:
        with started(train_seeds(config, SEEDS, epochs, SECONDS)) as job:
            while not is_done(job, SECONDS_BETWEEN_LOOKS):
                progress.progress(min(1.0, job.done), f"Training {SEEDS} networks: {job.done:.0%} done")
            groups = wait_for(job)
    except TooLongError as problem:
        st.warning(plain(str(problem)))
    else:
        with started(_count_silent(groups)) as job:
            st.session_state[_KEY] = _measured(config, groups, wait_for(job))
    progress.empty()
    stop.empty()


def _count_silent(groups: Sequence[TrainingState]) -> Pieces[np.ndarray]:
    """How many units are silent on the training points, on those held out too, all over the plane: (seeds, 3)."""
    lead, counts = groups[0], []
    train, held_out = lead.inputs(lead.data.x_train), lead.inputs(lead.data.x_test)
    places = lead.inputs(plane(view_extent(lead), plane_side(lead.network.theta.shape[1])))
    for group in groups:
        counts.append(silent_units(group.network, train, held_out, places))
        group.network.drop_large_buffers()
        yield len(counts) / len(groups)
    return np.concatenate(counts)


def _measured(config: TrainingConfig, groups: Sequence[TrainingState], silent: np.ndarray) -> Repeats:
    lead, held_out = groups[0], len(groups[0].data.x_test) > 0
    part, recorded = ("held out", "test") if held_out else ("train", "train")

    measures = {
        f"Loss, {part}": at_the_end(groups, f"{recorded}_loss"),
        f"{'Accuracy' if lead.data.classes else 'R²'}, {part}": at_the_end(groups, f"{recorded}_accuracy"),
    }
    if lead.network.hidden_units:
        measures[f"Units that are {lead.network.activation_of(0).inactive_everywhere}"] = at_the_end(groups, "dead")
    diverged = sum(int((group.diverged_at >= 0).sum()) for group in groups)
    return Repeats(
        config, lead.epoch, config.seed + np.arange(SEEDS), measures, silent, lead.network.hidden_units, diverged
    )


def _show(repeats: Repeats, config: TrainingConfig) -> None:
    told = [_spread(label, values) for label, values in repeats.measures.items()]
    st.markdown(f"After {repeats.epochs} epochs. {_tell_diverged(repeats.diverged)}" + " ".join(told))
    if repeats.units:
        st.markdown(_tell_silent(repeats))
    if repeats.config.to_link() | {"seed": ""} != config.to_link() | {"seed": ""}:
        st.markdown("These seeds were trained with the settings from before; train them again for those of now.")
    for column, label, words in zip(st.columns(len(told)), repeats.measures, told, strict=True):
        with column:
            _show_measure(repeats, label, words, config.seed)
    worst_first = repeats.seeds[np.argsort(-next(iter(repeats.measures.values())), kind="stable")]
    choice, button = st.columns([3, 2], vertical_alignment="bottom")
    choice.selectbox("Seed, the largest loss first", worst_first.tolist(), key=_SEED)
    button.button("Put it on the stage", on_click=_stage_chosen, args=(repeats,), icon=":material/play_circle:")
    columns = {"seed": repeats.seeds} | repeats.measures
    if repeats.units:
        if repeats.config.count_points()[1]:
            columns |= {"on held-out points too": repeats.silent[:, 1]}
        columns |= {"all over the plane": repeats.silent[:, 2]}
    download_csv("Seeds (CSV)", "seeds.csv", list(columns), np.column_stack(list(columns.values())))


def _tell_diverged(count: int) -> str:
    """How many of the seeds went no further than a part of the way."""
    if not count:
        return ""
    which = f"{count} of the {SEEDS} networks" if count < SEEDS else f"All {SEEDS} networks"
    return f"{which} diverged on the way; what follows counts them as they were just before. "


def _tell_silent(repeats: Repeats) -> str:
    """Of all networks' units together: silent on the training points is one thing, all over the plane another."""
    word = get_activation(repeats.config.activation, repeats.config.alpha).inactive_everywhere
    train, held_out, everywhere = repeats.silent.sum(axis=0)
    too = f" {held_out} of them on the held-out points too," if repeats.config.count_points()[1] else ""
    verb = "is" if train == 1 else "are"
    return (
        f"Of all {SEEDS * repeats.units:,} units {train} {verb} {word} on the training points,{too} "
        f"{everywhere} all over the plane that is shown."
    )


def _show_measure(repeats: Repeats, label: str, words: str, shown: int) -> None:
    """Every seed's value of one measure; a seed that is clicked goes on the stage."""
    from relu_viz.figures.repeats import spread_figure  # late: Plotly takes half a second

    key = f"repeats.{label}"

    def hear() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points:
            _stage(repeats, points[0].get("customdata"))

    st.plotly_chart(
        spread_figure(repeats.seeds, label, repeats.measures[label], shown), key=key, config=PLOTLY_CONFIG,
        on_select=hear, selection_mode="points", alt=f"A dot for each seed. {words}",
    )  # fmt: skip


def _stage_chosen(repeats: Repeats) -> None:
    _stage(repeats, st.session_state[_SEED])


def _stage(repeats: Repeats, seed: object) -> None:
    """Go on with one of the seeds; what a browser makes up is none of them."""
    trained = [each for each in repeats.seeds.tolist() if each == seed]
    if trained:
        go_to(replace(repeats.config, seed=trained[0]))
        st.rerun()  # the whole page, not this part of it


def _spread(label: str, values: np.ndarray) -> str:
    method = "inverted_cdf" if np.isinf(values).any() else "linear"  # there is no half way to infinity
    low, middle, high = (_figure(value) for value in np.nanquantile(values, [0.05, 0.5, 0.95], method=method))
    return with_minus(f"{label}: median {middle}, 9 in 10 between {low} and {high}.")


def _figure(value: float) -> str:
    """Three digits; a loss that no number holds is beyond them all."""
    return f"{value:.3g}" if np.isfinite(value) else "beyond 1e308" if value > 0 else "below -1e308"
