"""Every figure on a unit's card, recomputed by plain loops over the data."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relu_viz.stage import StudentsSeat, ViewConfig
from relu_viz.stage.packing import with_first_reel
from relu_viz.stage.post_mortem import post_mortem
from relu_viz.stage.reel import ReelHead, pack_layout, pack_reel
from relu_viz.stage.want import Want
from relu_viz.training import Frames, Trainer, TrainingConfig, layer_of_unit
from relu_viz.training.changes import read_changes
from tests.apart import run_apart
from tests.pieces import finished

READER = Path(__file__).with_name("card.mjs")
pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
NEARLY = 1e-4  # the browser computes in single precision: what is so near to 0 may be on either side


class Run:
    """A run, what its parameters were after each epoch, and what the card says of each unit then."""

    def __init__(self, folder: Path, epochs: int, **chosen):
        self.trainer = Trainer(TrainingConfig(**chosen))
        self.thetas, parts = [self.trainer.network.theta[0].tolist()], [self.trainer.first_frame]
        while self.trainer.epoch < epochs and self.trainer.diverged_at[0] < 0:
            parts.append(self.trainer.run(1))
            self.thetas.append(self.trainer.network.theta[0].tolist())
        end = int(self.trainer.diverged_at[0])
        frames = Frames.joined(parts) if end < 0 else Frames.joined(parts).until(end)
        layout = pack_layout(self.trainer, ViewConfig(), "a seat", undoable=False)
        self.frames, files = frames, [folder / "run", folder / "step"]
        files[0].write_bytes(with_first_reel(layout, pack_reel(ReelHead(1, 0), frames, self.trainer)))
        self.cause = next((each for each in reversed(frames.causes) if each.step), None)
        if self.cause:
            want = Want(1, 0, self.cause.epoch - 1, 1, batch=self.cause.step, unit=self.cause.unit)
            files[1].write_bytes(finished(post_mortem(self.trainer, want)))
        there = files if self.cause else files[:1]
        said = subprocess.run(["node", READER, *there], capture_output=True, text=True, check=True).stdout
        self.told, self.of = json.loads(said)["told"], json.loads(said).get("of")

    def z(self, epoch: int, unit: int) -> list[float]:
        """A unit's pre-activations on the training points."""
        config, spec, theta = self.trainer.config, self.trainer.network.spec.name, self.thetas[epoch]
        layer, column = layer_of_unit(unit, config.hidden)
        slopes = {"relu": 0.0, "leaky_relu": 0.01}
        found = []
        for x in self.trainer.inputs(self.trainer.data.x_train).tolist():
            inputs, at, number = x, 0, 0
            for depth, units in enumerate(config.hidden):
                z = [sum(inputs[i] * theta[at + i * units + j] for i in range(len(inputs)))
                     + theta[at + len(inputs) * units + j] for j in range(units)]  # fmt: skip
                if depth == layer:
                    found.append(z[column])
                    break
                at += (len(inputs) + 1) * units
                learned = [theta[self.slopes_at + number + j] for j in range(units)] if spec == "prelu" else []
                number += units
                inputs = [value if value > 0 else value * (learned[j] if learned else slopes[spec])
                          for j, value in enumerate(z)]  # fmt: skip
        return found

    @property
    def slopes_at(self) -> int:
        return len(self.thetas[0]) - sum(self.trainer.config.hidden)

    def own_weights(self, epoch: int, unit: int) -> list[float]:
        """What leads into a unit, in single precision as the browser has it."""
        layer, column = layer_of_unit(unit, self.trainer.config.hidden)
        return self.trainer.network.weight_views(self.frames.theta[epoch])[layer][0, :, column].tolist()

    def teach(self, epoch: int, layer: int, who: str) -> str:
        """Who can teach a unit, or which later layer, dead on all points, keeps every gradient from it."""
        first, spec = 0, self.trainer.network.spec.name
        for number, units in enumerate(self.trainer.config.hidden, 1):
            shares = self.frames.active[epoch, 0, first : first + units]
            first += units
            if spec == "relu" and number > layer + 1 and not any(shares):
                return f", but layer {number} is dead: no gradient reaches it."
        return f" → {who} can teach it"

    def check(self, epoch: int, unit: int) -> None:
        now, life = self.told[epoch][unit]
        z, layer = self.z(epoch, unit), layer_of_unit(unit, self.trainer.config.hidden)[0]
        count, of = map(int, re.match(r"Answers (\d+) of (\d+) points", now).groups())
        spare = NEARLY * (1 + max(map(abs, z)))
        assert of == len(z)
        assert sum(value > spare for value in z) <= count <= sum(value > -spare for value in z)
        assert (count == 0) == (self.frames.active[epoch, 0, unit] == 0)
        spec = self.trainer.network.spec.name
        if count == of:
            assert f"slope 1 on each{self.teach(epoch, layer, 'each')}" in now
            return
        if spec != "relu":
            told = re.search(r"slope (?:1 there, and )?([−\d.e]+) on (?:the other|each)", now)
            slope = float(told[1].replace("−", "-"))
            expected = self.thetas[epoch][self.slopes_at + unit] if spec == "prelu" else 0.01
            assert slope == pytest.approx(expected, abs=0.0051)
            assert now.endswith("each can teach it.")
            return
        if count:
            assert f"0 on the other {of - count}{self.teach(epoch, layer, f'only these {count}')}" in now
            return
        nearest = float(re.search(r"nearest to waking it is at z = (−?[\d.]+(?:e−\d+)?)", now)[1].replace("−", "-"))
        assert nearest == pytest.approx(max(z), abs=0.0051 + spare)
        since = re.search(r"unchanged(?: to seven digits)? since (?:epoch (\d+)|the start)", now)
        own = [self.own_weights(at, unit) for at in range(epoch + 1)]
        if since:
            first = int(since[1] or 0)
            assert all(each == own[epoch] for each in own[first:])
            assert first == 0 or own[first - 1] != own[epoch]
        else:
            assert epoch == 0 or own[epoch] != own[epoch - 1]
        moves = self.trainer.config.moves_without_gradient
        assert ("to seven digits" in now) == (moves and since is not None)
        barred = ", but " in self.teach(epoch, layer - 1, "")
        still = layer == 0 or barred
        assert ("what comes in never changes, so no step can wake it" in now) == (still and not moves)
        assert re.search(r"Active on none of the points now; .*(from the start|died in epoch \d+)\.$", life)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    activation=st.sampled_from(["relu", "relu", "relu", "leaky_relu", "prelu"]),
    hidden=st.sampled_from([(2,), (3, 2), (2, 2, 2)]),
    optimizer=st.sampled_from(["sgd", "sgd", "momentum", "adam"]),
    learning_rate=st.sampled_from([0.3, 1.0, 3.0]),
    l2=st.sampled_from([0.0, 0.0, 0.01]),
    bias_shift=st.sampled_from([0.0, 0.0, -3.0]),
    held_out=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 10**5),
)
def test_every_figure_is_that_of_a_plain_loop(tmp_path, **chosen):
    run = Run(tmp_path, 12, samples=40, **chosen)
    last = len(run.told) - 1
    for epoch in {0, last // 2, last}:
        if max(map(abs, run.thetas[min(epoch, len(run.thetas) - 1)])) < 1e4:
            for unit in range(sum(run.trainer.config.hidden)):
                run.check(epoch, unit)


def test_who_is_held_by_hand_is_told_and_does_not_move(tmp_path):
    run = Run(tmp_path, 10, hidden=(3, 2), samples=40, changes=read_changes("4:freeze2:1,6:remove1.2:1"))
    for epoch, of_units in enumerate(run.told):
        for unit, (now, _) in enumerate(of_units):
            since = {1: 6, 3: 4, 4: 4}.get(unit, 99)
            assert now.endswith("no step moves its weights.") == (epoch >= since)
            assert ("It is removed" in now) == (unit == 1 and epoch >= 6)
            if epoch > since and epoch != 6:  # then what leads out of the removed unit became 0
                assert run.own_weights(epoch, unit) == run.own_weights(epoch - 1, unit)


@pytest.fixture(scope="module")
def default(tmp_path_factory):
    return Run(tmp_path_factory.mktemp("run"), 186)


def test_the_step_of_a_death_in_words_and_what_else_was_tried(default):
    cause, trainer = default.cause, default.trainer
    past = trainer.replayed(cause.epoch - 1)
    order = past.random[0].random(len(trainer.data.x_train), dtype=np.float32).argsort()
    batch = order[10 * (cause.step - 1) : 10 * cause.step]
    words = default.of["words"]
    assert words.startswith(f"In epoch 181: step {cause.step} of 20")
    assert "The step looked at 10 points, ringed here, of which " in words
    told = re.search(r"gradient of length ([\d.]+)\. The step moved these by ([\d.]+)\.$", words)
    assert float(told[1]) == pytest.approx(float(told[2])), "at rate 1 plain gradient descent moves by the gradient"
    seen = finished(post_mortem(trainer, Want(1, 0, 180, 1, batch=cause.step, unit=cause.unit)))
    assert json.dumps(batch.tolist()) in seen.decode(errors="replace")
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td><td>([^<]+)</td>', default.of["rows"])
    assert [row[0] for row in rows] == ["The same again", "Learning rate 0.5", "Learning rate 0.1",
                                        "Gradient clipped at 0.1", "Leaky ReLU, α = 0.01", "Leaky ReLU, α = 0.3",
                                        "ELU, α = 1"]  # fmt: skip
    assert rows[0][1:] == ("✕ dead", "✕ dead")
    assert all(re.fullmatch(r"✓ \d+ of 200|– only leaks|✕ (dead|saturated)", row[1]) for row in rows)


@pytest.mark.parametrize(
    ("want", "reason"),
    [
        ({"unit": 16}, "there are sixteen units, from 0"),
        ({"batch": 0}, "steps are counted from 1"),
        ({"batch": 21}, "an epoch has twenty steps"),
        ({"epoch": 187}, "nobody has trained so far"),
    ],
)
def test_a_step_that_there_is_not(default, want, reason):
    told = Want(**{"generation": 1, "request": 0, "epoch": 180, "epochs": 1, "batch": 8, "unit": 8} | want)
    assert b'"none": true' in finished(post_mortem(default.trainer, told)), reason


def test_a_seat_that_was_made_anew_trains_up_to_the_step():
    seat = StudentsSeat(Trainer(TrainingConfig(hidden=(2,), learning_rate=3.0, seed=126)))
    want = Want(seat.number, 0, 28, 1, batch=8, unit=0)
    while b'"done"' in (answer := run_apart(seat.answer(want))):
        pass
    assert b'"batch"' in answer
    assert seat.trainer.epoch == 28


@pytest.mark.parametrize(("optimizer", "can"), [("sgd", "no step can"), ("momentum", "only momentum or a penalty can")])
def test_over_frozen_layers_what_comes_in_never_changes(tmp_path, optimizer, can):
    chosen = {"optimizer": optimizer, "learning_rate": 0.3, "samples": 60, "changes": read_changes("0:freeze1:1")}
    run = Run(tmp_path, 3, hidden=(3, 2), bias_shift=-3.0, **chosen)
    assert not run.frames.active[-1, 0, 3:].any()
    for now, _ in run.told[-1][3:]:
        assert now.endswith(f"as layer 1 is frozen, what comes in never changes, so {can} wake it.")
    assert all("Layer 1 is frozen: no step moves its weights." in now for now, _ in run.told[-1][:3])
