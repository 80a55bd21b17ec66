"""What the first visitor would otherwise wait for, done before the server answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streamlit.starlette import App

from relu_viz.stage import classroom, keep_small
from relu_viz.training import Trainer, TrainingConfig


@asynccontextmanager
async def ready(app: App) -> AsyncIterator[None]:
    """The server's life: everything is loaded before it begins."""
    await asyncio.to_thread(_warm_up)
    yield


def _warm_up() -> None:
    """Import scikit-learn and make the default run once, in the thread that trains; then hold on to what is loaded."""
    trainer = Trainer(TrainingConfig())
    classroom().train(trainer, 1)
    keep_small()
