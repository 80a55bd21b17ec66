"""What the first visitor would otherwise wait for, done before the server answers."""

import asyncio
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import numpy as np
from streamlit.starlette import App

from relu_viz import ui
from relu_viz.activations import ACTIVATIONS
from relu_viz.data import pandas
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.stage import allow_many, classroom, keep_small, kept, tell_before_the_end
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.experiments import queue


@asynccontextmanager
async def ready(app: App) -> AsyncIterator[None]:
    """The server's life: everything is loaded before it begins, and no process of ours outlives it."""
    await asyncio.to_thread(_warm_up)
    tell_before_the_end()
    yield
    await asyncio.to_thread(queue().close)


def _warm_up() -> None:
    """Import what pages import, scikit-learn included, and train the default run; then hold on to what is loaded."""
    allow_many()
    for module in pkgutil.iter_modules(ui.__path__):
        if module.name != "navigation":  # that is a script, run for every visitor
            import_module(f"{ui.__name__}.{module.name}")
    all_experiments()
    pandas()  # Plotly looks whether it is there, and would meet it half made while somebody's table has it imported
    kept()  # is there as much as is asked for?
    for spec in ACTIVATIONS.values():
        spec.value(np.zeros(1), 1.0)  # some have SciPy loaded
    classroom().train(Trainer(TrainingConfig()), 1)
    keep_small()
