"""What the house promises: the numerics alone are light, and one registration makes an activation appear everywhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz import experiments
from relu_viz.activations import ExplorerConfig
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.figures.experiments import pictures_of
from relu_viz.laboratory import run
from relu_viz.laboratory.shards import finished
from relu_viz.stage.explorer import pack_tables
from relu_viz.training import Trainer, TrainingConfig
from relu_viz.ui.pages import all_pages
from tests.contributing import examples


@pytest.mark.parametrize("module", ["relu_viz.networks.mlp", "relu_viz.training.trainer"])
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


def test_every_file_of_the_app_is_read_in_one_sitting():
    root = Path(__file__).parents[1]
    files = [root / "app.py", *(file for folder in ("relu_viz", "pages") for file in (root / folder).rglob("*.py"))]
    files += (root / "static").rglob("*.js")
    assert [file.name for file in files if len(file.read_text().splitlines()) > 300] == []


def test_no_button_of_a_picture_is_nameless_before_its_first_frame():
    modules = (Path(__file__).parents[1] / "static").glob("**/*.js")
    assert [
        name for each in modules for name in re.findall(r"<button(?![^>]*aria-label)[^>]*></button>", each.read_text())
    ] == []


def test_no_picture_goes_by_the_width_of_the_window():
    files = [each for each in (Path(__file__).parents[1] / "static").rglob("*") if each.suffix in (".css", ".js")]
    by_window = re.compile(r"@media[^{]*width|matchMedia\([^)]*width|innerWidth|\d[sldv]*vw\b")
    assert len(files) > 50
    assert [each.name for each in files if by_window.search(each.read_text(encoding="utf-8"))] == []


@pytest.fixture
def new_experiment(tmp_path, monkeypatch):
    """CONTRIBUTING.md's file among the experiments, for one test."""
    (tmp_path / "gradients_die.py").write_text(examples()["experiment"].code, encoding="utf-8")
    monkeypatch.setattr(experiments, "__path__", [*experiments.__path__, str(tmp_path)])
    all_experiments.cache_clear()
    yield all_experiments()["gradients_die"]
    all_experiments.cache_clear()
    sys.modules.pop("relu_viz.experiments.gradients_die", None)


def test_one_new_file_is_an_experiment_on_its_page_and_in_the_overview(new_experiment):
    result = finished(run(new_experiment, new_experiment.config(runs=8)))
    assert pictures_of(new_experiment, result)[0].alt.startswith("left: ")
    app = AppTest.from_file("../relu_viz/ui/navigation.py", default_timeout=60).run()
    for page in ("signal_flow", "overview"):
        app.switch_page(str(all_pages()[page].file)).run()
        assert not app.exception
        assert "Gradients survive" in " ".join(each.value for each in app.markdown)
    app.switch_page(str(all_pages()["signal_flow"].file)).run()
    assert app.number_input(key="field.gradients_die.depth").value == 10
    assert not app.button(key="experiment.gradients_die.run").disabled
