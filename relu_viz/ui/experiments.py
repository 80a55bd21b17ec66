"""An experiment on a page: its verdict, pictures, settings, Run and Cancel, the words, and what to take away."""

import csv
import io
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from relu_viz.base import Config, with_minus
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import (
    DOES_NOT,
    HOLDS,
    ONLY_WHEN,
    WORKERS,
    Claim,
    Experiment,
    ExperimentConfig,
    Job,
    Queue,
    Result,
    shipped,
)
from relu_viz.stage import drawing, is_there, refused, watch
from relu_viz.ui.catching_up import all_drawn, catch_up, catch_up_in_a_part
from relu_viz.ui.downloads import PLOTLY_CONFIG, download_file
from relu_viz.ui.fields import config_widgets, forget_widgets
from relu_viz.ui.links import open_parts, part_config, set_part, show_ignored, write_parts
from relu_viz.ui.words import plain

ICONS = {HOLDS: ":material/check_circle:", ONLY_WHEN: ":material/rule:", DOES_NOT: ":material/cancel:"}


@dataclass(frozen=True)
class Shown:
    """The result that a visitor sees of an experiment, and where it comes from."""

    result: Result
    source: str


@dataclass(frozen=True)
class Visitor:
    """Who asks for an experiment, as the queue knows them: a session, by a name that nobody else has."""

    name: str
    session: str


@cache
def queue() -> Queue:
    """The one queue that all sessions of this server ask; it has the Dask cluster that the environment names."""
    return Queue(os.environ.get("RELU_VIZ_DASK"), lambda visitor: is_there(visitor.session))


watch("experiments", "Experiments that wait, or are measured.", lambda: queue().waiting)


def _visitor() -> Visitor:
    context = get_script_run_ctx()
    name = st.session_state.setdefault("visitor", secrets.token_urlsafe(8))
    return Visitor(name, context.session_id if context else "")


@cache
def _shipped(experiment: Experiment) -> Shown | None:
    stored = shipped(experiment)
    return stored and Shown(stored.result, f"Shipped: measured on {stored.measured} with version {stored.version}.")


def shown(experiment: Experiment) -> Shown | None:
    """The visitor's own last result, or the shipped one, or None for an experiment that is new."""
    job = running(experiment)
    if job and job.over:
        del st.session_state[_key(experiment, "job")]
        if job.result:
            by = " by the cluster" if job.on_cluster else ""
            source = f"Measured here in {job.seconds:.1f} s{by}, {job.config.runs} runs."
            st.session_state[_key(experiment, "shown")] = Shown(job.result, source)
        elif job.problem:
            st.session_state[_key(experiment, "problem")] = job.problem
    return st.session_state.get(_key(experiment, "shown")) or _shipped(experiment)


def running(experiment: Experiment) -> Job | None:
    """What the visitor has asked for and not seen the end of."""
    return st.session_state.get(_key(experiment, "job"))


def ask(experiment: Experiment, config: ExperimentConfig) -> None:
    """Queue an experiment for this visitor."""
    st.session_state.pop(_key(experiment, "problem"), None)
    try:
        st.session_state[_key(experiment, "job")] = queue().ask(experiment, config, _visitor())
    except ValueError as problem:
        refused("experiment", "too much is asked for, or too many wait")
        st.session_state[_key(experiment, "problem")] = str(problem)


def show_progress(experiment: Experiment) -> None:
    """How far the visitor's job is, with Cancel; nothing where there is none."""
    job = running(experiment)
    if job:
        _watch(experiment, job)
    problem = st.session_state.get(_key(experiment, "problem"))
    if problem:
        st.error(plain(problem))


@st.fragment(run_every=0.5)
@drawing.turn()
def _watch(experiment: Experiment, job: Job) -> None:
    if job.over or running(experiment) is not job:
        st.rerun()
    before = queue().ahead_of(job)
    left, right = st.columns([5, 1], vertical_alignment="center")
    if before:
        left.progress(0.0, text=f"Waiting: {before} {'experiment goes' if before == 1 else 'experiments go'} first.")
    else:
        done = job.progress.done / job.progress.total
        left.progress(done, text=f"{done:.0%}, about {max(job.seconds_left(), 1):.0f} s left.")
    right.button(
        "Cancel", key=_key(experiment, "cancel"), on_click=_leave, args=(experiment, job), width="stretch",
        icon=":material/stop_circle:",
    )  # fmt: skip


def _leave(experiment: Experiment, job: Job) -> None:
    # Others may still want the job: this visitor is out at once, whether it stops or not.
    queue().cancel(job, _visitor())
    st.session_state.pop(_key(experiment, "job"), None)


def show_verdict(claim: Claim, current: Shown | None) -> None:
    """The claim, the word, and the sentence with its figures."""
    with st.container(border=True):
        st.markdown(told_claim(claim, current))


def told_claim(claim: Claim, current: Shown | None, number: str = "") -> str:
    """The claim with its verdict's word and sentence, as Markdown."""
    if current is None:
        return f"**{number}{claim.statement}**: not measured yet. Press the button, and this server measures it."
    verdict = current.result.once(claim.verdict)
    return f"**{number}{claim.statement}**: {ICONS[verdict.word]} **{verdict.word}**\n\n{with_minus(verdict.sentence)}"


def open_page(page: str, live: type[Config] | None = None) -> list[Experiment]:
    """Take the link's settings for a page of experiments, and say what was not understood; returns its experiments."""
    experiments = [each for each in all_experiments().values() if each.page == page]
    parts = {each.name: each.config for each in experiments} | ({"live": live} if live else {})
    catch_up()
    if open_parts(page, parts):
        for part, config in parts.items():
            forget_widgets(config, _field_key(part))
    show_ignored(page)
    return experiments


def live_widgets(page: str) -> Any:
    """Widgets for the page's live part; returns its config, which is also in the link."""
    catch_up_in_a_part()
    config = config_widgets(part_config(page, "live"), _field_key("live"))
    set_part(page, "live", config)
    write_parts(page)
    all_drawn()
    return config


@st.fragment
@drawing.turn()
def show_experiment(experiment: Experiment, page: str, beside: Callable[[Result], None] = lambda result: None) -> None:
    """The whole of an experiment: verdicts, Run, pictures, what a page puts ``beside`` them, words, data."""
    catch_up_in_a_part()
    current = shown(experiment)
    for claim in experiment.claims:
        show_verdict(claim, current)
    _controls(experiment, page, current)
    if current:
        _pictures(experiment, current.result)
        beside(current.result)
    _words(experiment, current)


def show_experiments(experiments: Sequence[Experiment], page: str, **beside: Callable[[Result], None]) -> None:
    """Each of a page's experiments; ``beside`` is what goes beside the pictures of the one so named."""
    st.header("The experiment" if len(experiments) == 1 else "The experiments", anchor=False)
    places = st.tabs([each.title for each in experiments]) if len(experiments) > 1 else [st.container()]
    for place, experiment in zip(places, experiments, strict=True):
        with place:
            show_experiment(experiment, page, beside.get(experiment.name, lambda result: None))


def picture_key(experiment: Experiment, number: int = 0) -> str:
    """The key of one of an experiment's pictures: what was selected in it is in the session's state under it."""
    return _key(experiment, f"picture.{number}")


def _pictures(experiment: Experiment, result: Result) -> None:
    from relu_viz.figures.experiments import pictures_of  # late: Plotly takes half a second

    for number, picture in enumerate(pictures_of(experiment, result)):
        st.plotly_chart(
            picture.figure, key=picture_key(experiment, number), config=PLOTLY_CONFIG, alt=with_minus(picture.alt),
            on_select="rerun" if picture.selectable else "ignore", selection_mode="points",
        )  # fmt: skip


def _words(experiment: Experiment, current: Shown | None) -> None:
    """What is claimed, what is done, what would count against it, the limits, the thresholds; and the data."""
    about = experiment.about
    with st.expander("What is claimed, how it is tested, and what this does not show", icon=":material/science:"):
        st.markdown(
            f"**Claimed.** {about.claimed}\n\n**What we do.** {about.method}\n\n**What would count against it.** "
            f"{about.against}\n\n**What this does not show.** {about.limits}"
        )
        if current:
            for claim in experiment.claims:
                turns = current.result.once(claim.verdict).thresholds
                st.markdown(f"**Where the verdict turns: {claim.statement}.** {with_minus(turns)}")
        st.markdown("Intervals are 95 %: Wilson's for shares, the bootstrap for medians.")
    if current is None:
        return
    download_file(
        f"{experiment.title}: data (CSV)", lambda: "".join(csv_lines(experiment, current.result)),
        f"{experiment.name}.csv", "text/csv",
    )  # fmt: skip


def csv_lines(experiment: Experiment, result: Result) -> Iterator[str]:
    """A result as lines of CSV, one number each: array, condition, run, places on the array's other axes, value."""
    out = io.StringIO()
    writer = csv.writer(out)
    for name, about in experiment.columns.items():
        out.write(f"# {name}: {about}\n")
    writer.writerow(["array", "condition", "run", "place", "value"])
    labels = [
        " ".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in experiment.parts(result.config)
    ]
    for name, array in result.arrays.items():
        for place, value in np.ndenumerate(array):
            writer.writerow([name, labels[place[0]], place[1], " ".join(map(str, place[2:])), value])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _controls(experiment: Experiment, page: str, current: Shown | None) -> None:
    config: Any = part_config(page, experiment.name)
    field_key = _field_key(experiment.name)
    with st.expander("Settings", icon=":material/tune:"):
        config = config_widgets(config, field_key)
        st.button(
            "Default settings", key=_key(experiment, "reset"), on_click=_reset, args=(experiment, page),
            icon=":material/restart_alt:",
        )  # fmt: skip
    set_part(page, experiment.name, config)
    write_parts(page)
    all_drawn()
    left, right = st.columns([1, 5], vertical_alignment="center")
    problem = _too_large(experiment, config)
    left.button(
        "Run", key=_key(experiment, "run"), on_click=ask, args=(experiment, config),
        disabled=running(experiment) is not None or problem is not None, width="stretch", icon=":material/play_arrow:",
    )  # fmt: skip
    about = f"{config.runs} runs of each condition, about {max(experiment.seconds(config, WORKERS), 1):.0f} s."
    if current:
        same = current.result.config == config
        about += f" {current.source}" + ("" if same else " The settings are others than those of the result shown.")
    right.markdown(plain(problem) if problem else about)
    show_progress(experiment)


def _too_large(experiment: Experiment, config: ExperimentConfig) -> str | None:
    try:
        experiment.check_size(config, WORKERS)
    except ValueError as problem:
        return str(problem)
    return None


def _reset(experiment: Experiment, page: str) -> None:
    set_part(page, experiment.name, experiment.config())
    forget_widgets(experiment.config, _field_key(experiment.name))


def _key(experiment: Experiment, what: str) -> str:
    return f"experiment.{experiment.name}.{what}"


def _field_key(part: str) -> str:
    return f"field.{part}"
