"""The command line: what it measures, writes and says, and each thing that cannot be asked."""

import sys

import numpy as np
import pytest

from relu_viz.experiments.__main__ import main
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory.storage import load


def ask(monkeypatch, *words) -> None:
    monkeypatch.setattr("sys.argv", ["python -m relu_viz.experiments", *map(str, words)])
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # so that this process measures
    main()


def test_what_is_asked_is_measured_told_and_written(monkeypatch, capsys, tmp_path):
    ask(
        monkeypatch,
        "vanishing",
        "self_normalizing",
        "--set",
        "seed=3",
        "depth=4",
        "--runs",
        9,
        "--out",
        tmp_path / "new",
    )
    told = capsys.readouterr().out
    for name in ("vanishing", "self_normalizing"):
        made = all_experiments()[name]
        stored = load(made, tmp_path / "new" / f"{name}.npz").result
        assert stored.config == made.config(seed=3, depth=4, runs=9)
        part = made.parts(stored.config)[2]
        for array, values in made.measure(stored.config, part, range(4, 6)).items():
            np.testing.assert_array_equal(stored[array][2, 4:6], values)
        assert f"{name}: 9 runs in " in told
        verdict = made.claims[0].verdict(stored)
        assert f"  {made.claims[0].statement}: {verdict.word}\n    {verdict.sentence}\n" in told
        assert f"{tmp_path / 'new' / name}.npz" in told


def test_settings_are_set(monkeypatch, tmp_path):
    ask(monkeypatch, "dying_units", "--set", "widths=5,1", "deepest=7", "--runs", 8, "--out", tmp_path)
    config = load(all_experiments()["dying_units"], tmp_path / "dying_units.npz").result.config
    assert (config.widths, config.deepest, config.runs) == ((5, 1), 7, 8)


@pytest.mark.parametrize(("words", "sentence"), [
    (["races"], "there is no experiment races; there are non_linear, "),
    (["race", "races"], "there is no experiment races"),
    ([], "name the experiments, or say --all"),
    (["race", "--all"], "name the experiments, or say --all"),
    (["--all", "--runs", "9"], "--all takes the default configs; name the experiment to change one"),
    (["--all", "--set", "epochs=9"], "--all takes the default configs"),
    (["race", "--scheduler", "tcp://there:1"], "--scheduler is the address of a cluster: say --backend dask, too"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said(monkeypatch, capsys, words, sentence):
    with pytest.raises(SystemExit) as end:
        ask(monkeypatch, *words)
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(("words", "sentence"), [
    (["race", "--set", "width=99"], r"^race: Width \(width\) must be a whole number from 1 to 32, not 99\.$"),
    (["race", "--set", "wide=9"], r"^race: There is no setting 'wide'\.$"),
    (["race", "--runs", "7"], r"^race: Runs \(runs\) must be a whole number from 8 to 1e\+06, not 7\.$"),
    (["race", "--runs", "0"], r"^race: Runs \(runs\) must be a whole number from 8 to 1e\+06, not 0\.$"),
    (["phase_diagram", "--runs", "1600"], r"^phase_diagram: This would take about .* ask for fewer runs"),
])  # fmt: skip
def test_what_is_not_accepted_is_said_with_the_experiments_name(monkeypatch, tmp_path, words, sentence):
    with pytest.raises(SystemExit, match=sentence):
        ask(monkeypatch, *words, "--out", tmp_path)
    assert not list(tmp_path.iterdir())


def test_where_there_is_no_cluster_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit, match=r"^Dask is not installed \(pip install \"dask\[distributed\]\"\)\.$"):
        ask(monkeypatch, "vanishing", "--backend", "dask", "--out", tmp_path)
    assert not list(tmp_path.iterdir())
