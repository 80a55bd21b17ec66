"""What an operator is told: whether the server is well, what it does, and a line for each refusal."""

import logging
import threading

import pytest
from starlette.applications import Starlette

from relu_viz.stage import health, memory
from relu_viz.stage.batching import Classroom, classroom
from relu_viz.stage.routes import routes
from relu_viz.stage.turns import NOBODY, Turns
from relu_viz.training import Trainer, TrainingConfig
from tests.stage.test_routes import call


def measured() -> dict[str, float]:
    told = call(Starlette(routes=routes("")), "/metrics", method="GET")[2].decode()
    lines = [line for line in told.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_server_is_well_unless_somebody_waits_and_nothing_is_done():
    for path, base, stuck, told in (
        ("/healthz", "", 0.0, (200, b"ok")),
        ("/base/healthz", "/base", 12.4, (503, b"The training thread has not turned for 12 seconds.")),
    ):
        status, _, body = call(Starlette(routes=health.health_routes(base, lambda s=stuck: s)), path, method="GET")
        assert (status, body) == told
    assert call(Starlette(routes=routes("relu")), "/relu/healthz", method="GET")[0] == 200


def test_turns_are_stuck_from_when_the_last_one_began(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("relu_viz.stage.turns.monotonic", lambda: now[0])
    turns, begun, go_on = Turns(), threading.Event(), threading.Event()
    now[0] = 500.0
    assert turns.seconds_stuck == 0, "nobody waits"
    job = turns.do(NOBODY, lambda: begun.set() or go_on.wait(30))
    begun.wait(30)
    now[0] = 512.0
    assert turns.seconds_stuck == 12
    go_on.set()
    job.result.result(30)


def test_metrics_tell_what_is_there_and_count_what_was_done():
    before = measured()
    Classroom(classroom().turns).train(Trainer(TrainingConfig(samples=20, hidden=(2,))), 7)
    after = measured()
    assert after["relu_viz_epochs_total"] - before["relu_viz_epochs_total"] == 7
    assert after["relu_viz_memory_limit_bytes"] == 600 * 2**20
    assert after["relu_viz_memory_bytes"] > 5e7
    for name in ("waiting", "visitors", "kept_bytes"):
        assert after[f"relu_viz_{name}"] >= 0


@pytest.mark.parametrize(
    ("method", "body", "why"),
    [("GET", b"", "method"), ("POST", b"x" * 9000, "too large")],
)
def test_a_refusal_is_counted_and_leaves_a_line_without_what_was_said(caplog, method, body, why):
    before = measured().get('relu_viz_refusals_total{what="request"}', 0)
    with caplog.at_level(logging.WARNING, "relu_viz"):
        assert call(Starlette(routes=routes("")), "/live/secret-name", body, method)[0] >= 400
    assert [record.getMessage() for record in caplog.records] == [f"refused: request ({why})"]
    assert measured()['relu_viz_refusals_total{what="request"}'] == before + 1


@pytest.mark.parametrize(("told", "most"), [(None, 600), ("50", 50), ("2000", 2000)])
def test_the_limit_is_what_the_environment_says(monkeypatch, told, most):
    if told is None:
        monkeypatch.delenv("RELU_VIZ_MEMORY", raising=False)
    else:
        monkeypatch.setenv("RELU_VIZ_MEMORY", told)
    assert memory.most_memory() == most * 2**20


@pytest.mark.parametrize("told", ["", "49", "-600", "6e2", "much", "9" * 400, "600 MB"])
def test_a_limit_that_is_none_is_told_in_one_sentence(monkeypatch, told):
    monkeypatch.setenv("RELU_VIZ_MEMORY", told)
    with pytest.raises(ValueError, match=r"RELU_VIZ_MEMORY is a whole number of MB from 50 up"):
        memory.most_memory()


def test_the_server_is_full_when_it_has_grown_by_all_that_it_may(monkeypatch):
    monkeypatch.setattr(memory, "_at_the_start", memory.resident())
    assert not memory.is_full()
    monkeypatch.setattr(memory, "resident", lambda: memory._at_the_start + 600 * 2**20 + 1)
    assert memory.is_full()
    monkeypatch.setattr(memory, "_at_the_start", None)
    assert not memory.is_full(), "before it is ready nobody is refused"
