"""What the house promises: the numerics alone are light, and one registration makes an activation appear everywhere."""

import subprocess
import sys

import pytest

from relu_viz.explorer import ExplorerConfig
from relu_viz.stage.explorer import pack_tables
from relu_viz.training import Trainer, TrainingConfig


@pytest.mark.parametrize("module", ["relu_viz.network", "relu_viz.training"])
def test_the_engine_loads_no_streamlit_no_plotly_no_scikit_learn(module):
    code = f"import sys, {module}; print([m for m in ('streamlit', 'plotly', 'sklearn', 'scipy') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_one_registration_trains_packs_and_links(squareplus):
    trainer = Trainer(TrainingConfig(activation="squareplus", samples=60, learning_rate=0.1))
    loss = trainer.history.train_loss[0, 0]
    trainer.run(20)
    assert trainer.history.train_loss[-1, 0] < loss
    assert b"Squareplus" in pack_tables(ExplorerConfig(("squareplus",), "squareplus"))
    assert TrainingConfig.from_link({"activation": "squareplus"})[1] == []
