"""No sentence on the stage contradicts the run that it stands beside: each claim is recomputed by plain loops."""

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relu_viz.stage import ViewConfig, plane, view_extent
from relu_viz.stage.packing import with_first_reel
from relu_viz.stage.reel import ReelHead, pack_layout, pack_reel, plane_side
from relu_viz.training import Change, Frames, Trainer, TrainingConfig, active_share

READER = Path(__file__).with_name("say.mjs")
pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
HUGE = 1e4  # beyond it there is no telling what single precision makes of the plane
NEARLY = 1e-4  # the browser computes in single precision: what is so near to 0 may be on either side


class Run:
    """A run with the parameters of every epoch in double precision, and what the stage says of each."""

    def __init__(self, folder: Path, epochs: int, **chosen):
        self.trainer = Trainer(TrainingConfig(**chosen))
        self.thetas, parts = [self.trainer.network.theta[0].copy()], [self.trainer.first_frame]
        while self.trainer.epoch < epochs and self.trainer.diverged_at[0] < 0:
            parts.append(self.trainer.run(1))
            self.thetas.append(self.trainer.network.theta[0].copy())
        end = int(self.trainer.diverged_at[0])
        frames = Frames.joined(parts) if end < 0 else Frames.joined(parts).until(end)
        self.told = said(folder, self.trainer, frames, ended=end >= 0)

    def zs(self, epoch: int, points: np.ndarray) -> list[list[np.ndarray]]:
        """The pre-activations layer by layer, unit by unit, each of all points; the last layer's are the logits."""
        theta, spec, sizes = self.thetas[epoch].tolist(), self.trainer.network.spec, self.trainer.layer_sizes
        at, inputs, layers = 0, list(points.T), []
        for before, units in pairwise(sizes):
            z = [theta[at + before * units + j] + 0 * points[:, 0] for j in range(units)]
            for i in range(before):
                for j in range(units):
                    z[j] = z[j] + inputs[i] * theta[at + i * units + j]
            at += (before + 1) * units
            layers.append(z)
            inputs = [np.where(v > 0, v, 0) if spec.name == "relu" else np.tanh(v) for v in z]
        return layers

    def active(self, epoch: int, points: np.ndarray, beyond: float = 0.0) -> list[bool]:
        """Of every hidden unit whether it is active on any of the points, by a share of its largest |z| to spare."""
        zs = [z for layer in self.zs(epoch, points)[:-1] for z in layer]
        spared = [beyond * (1 + np.abs(z).max()) for z in zs]
        if self.trainer.network.spec.name == "tanh":  # its slope is 1 − tanh²
            edge = np.arctanh(np.sqrt(0.95)) - 0.01 * np.sign(beyond)  # the browser has a table of slopes
            return [bool((np.abs(z) <= edge - spare).any()) for z, spare in zip(zs, spared, strict=True)]
        return [bool((z > spare).any()) for z, spare in zip(zs, spared, strict=True)]

    def answers(self, epoch: int, points: np.ndarray) -> np.ndarray:
        """The class that is the answer to each point."""
        logits = self.zs(epoch, points)[-1]
        return (logits[0] > 0).astype(int) if len(logits) == 1 else np.argmax(logits, axis=0)

    @property
    def places(self) -> np.ndarray:
        side = plane_side(self.trainer.network.theta.shape[1])
        return self.trainer.inputs(plane(view_extent(self.trainer), side))

    @np.errstate(all="ignore")  # of a run that diverges
    def check(self, epoch: int) -> None:
        """Every claim of what is said at an epoch."""
        (news, rest), data, trainer = self.told[epoch], self.trainer.data, self.trainer
        train, held_out = trainer.inputs(data.x_train), trainer.inputs(data.x_test)
        word, units = trainer.network.spec.inactive_everywhere, trainer.network.hidden_units
        if news == "Training diverged.":
            assert trainer.diverged_at[0] == epoch or trainer.diverged_at[0] == len(self.thetas) - 1
            return
        if " ReLU says 0 " in rest:
            self.check_silent_output(epoch, rest)
        elif trainer.config.output == "relu" and epoch:
            assert (self.zs(epoch, train)[-1][0] > -NEARLY).any(), "a silent output is told"
        on_train = self.active(epoch, train)
        silent = [unit for unit in range(units) if not on_train[unit]]
        if re.match(r"All of layer \d is dead\.$|Layers \d.* are dead\.$", news):
            if "ReLU says 0" not in rest:
                self.check_dead_layers(epoch, [int(digit) for digit in re.findall(r"\d", news)], rest, on_train)
            return
        if news == "The output is silent.":
            return
        if match := re.match(r"(\d+) of (\d+) units? (?:is|are) (\w+)\.$", news):
            assert (int(match[1]), int(match[2]), match[3]) == (len(silent), units, word)
            self.check_where(epoch, silent, held_out, rest)
        elif news.endswith("active."):
            assert not silent
        if match := re.search(r"It answers class (\d) all over the plane\.", rest):
            others = (self.answers(epoch, self.places) != int(match[1])).mean()
            assert others < 0.001, "the browser computes in single precision"
        if match := re.search(r"Accuracy (\d+) % on the points it learns from\.", rest):
            right = (self.answers(epoch, train) == data.y_train).mean()
            assert 100 * right == pytest.approx(int(match[1]), abs=0.501)
        if match := re.search(r"([Uu])nit #(\d+) came back (?:in|at) epoch (\d+)", rest):
            before, now = (self.active(at, train)[int(match[2])] for at in (int(match[3]) - 1, int(match[3])))
            assert (before, now) == (False, True)
        if match := re.search(r"last to go was unit #(\d+), (?:in|at) epoch (\d+)", rest):
            before, now = (self.active(at, train)[int(match[1])] for at in (int(match[2]) - 1, int(match[2])))
            assert (before, now) == (True, False)

    def check_where(self, epoch: int, silent: list[int], held_out: np.ndarray, rest: str) -> None:
        if np.abs(self.thetas[epoch]).max() > HUGE:
            return
        on_held_out = self.active(epoch, held_out) if len(held_out) else []
        also = [unit for unit in silent if not len(held_out) or not on_held_out[unit]]
        surely, perhaps = self.active(epoch, self.places, NEARLY), self.active(epoch, self.places, -NEARLY)
        least = sum(not perhaps[unit] for unit in also)  # of these no place is even near to being active
        most = sum(not surely[unit] for unit in also)
        if rest.startswith("Active nowhere on the plane."):
            assert most >= len(silent)
        elif rest.startswith("On all points, but not all over the plane."):
            assert (len(silent), len(also), least) == (1, 1, 0)
        elif rest.startswith("On the training points, but not on those held out."):
            assert (len(silent), len(also)) == (1, 0)
        else:
            number = r"(\d+|none|all of them)"
            held_out_too = f"(?:, {number} on those held out too)?"
            match = re.match(rf"On the training points{held_out_too}, {number} all over the plane\.", rest)
            assert match, rest
            count = {"none": 0, "all of them": len(silent)}
            assert match[1] is None or count.get(match[1], match[1]) in (len(also), str(len(also)))
            assert least <= int(count.get(match[2], match[2])) <= most

    def again(self, epoch: int) -> Trainer:
        """The same run, as far as an epoch."""
        trainer = Trainer(self.trainer.config, data=self.trainer.data)
        trainer.run(epoch)
        return trainer

    def check_silent_output(self, epoch: int, rest: str) -> None:
        assert self.trainer.config.output == "relu"
        if np.abs(self.thetas[epoch]).max() <= HUGE:
            z = self.zs(epoch, self.places)[-1][0]
            spare = NEARLY * (1 + np.abs(z).max())
            assert z.max() > -spare if "not all over the plane" in rest else z.max() <= spare
        again = self.again(epoch)
        x, y = again.inputs(again.data.x_train), again.data.y_train
        assert (self.zs(epoch, x)[-1][0] <= 0).all()
        assert not again.network.gradient(x, y)[1].any()
        before = again.network.theta.copy()
        again.run(1)
        by_hand = any(change.epoch == epoch + 1 for change in again.config.changes)
        assert np.array_equal(before, again.network.theta) or "nothing learns" not in rest or by_hand

    def check_dead_layers(self, epoch: int, layers: list[int], rest: str, on_train: list[bool]) -> None:
        hidden = self.trainer.config.hidden
        starts = np.cumsum([0, *hidden])
        assert layers == [n for n, (a, b) in enumerate(pairwise(starts), 1) if not any(on_train[a:b])]
        assert all(np.ptp(z) == 0 for z in self.zs(epoch, self.trainer.inputs(self.trainer.data.x_train))[-1])
        over_plane = np.array(self.zs(epoch, self.places)[-1])
        if self.trainer.config.output == "relu":
            over_plane = np.maximum(over_plane, 0)
        spread = float(np.ptp(over_plane, axis=1).max())
        if "same everywhere" in rest:
            assert spread <= NEARLY * (1 + np.abs(over_plane).max())
        else:
            assert "though not all over the plane" in rest
            assert spread > 0
        again = self.again(epoch)
        gradient = again.network.gradient(again.inputs(again.data.x_train), again.data.y_train)[1]
        biases = r"the biases of layer (\d)(?:'s active units and what is active| and what comes) after them"
        claimed = re.search(rf"Only (?:{biases}|the output's bias(?:es)?) ", rest)
        assert claimed, rest
        learner = int(claimed[1] or len(hidden) + 1)
        assert learner == layers[-1] + 1

        def others() -> list[np.ndarray]:
            return [*again.network.weights[: learner - 1], again.network.weights[learner - 1][:, :-1]]

        still = again.network.weight_views(gradient)
        assert not any(view.any() for view in [*still[: learner - 1], still[learner - 1][:, :-1]])
        if learner <= len(hidden):
            shares = active_share(again.network, again.inputs(again.data.x_train))[0]
            assert ("active units" in rest) == (shares[starts[learner - 1] :] == 0).any()
            for layer in range(learner, len(hidden) + 1):
                is_dead = shares[starts[layer - 1] : starts[layer]] == 0
                assert not still[layer - 1][0][:, is_dead].any()
        before, theta = [view.copy() for view in others()], again.network.theta.copy()
        later = [change for change in again.config.changes if change.epoch > epoch]
        if "never moves again by itself" in rest and not later:
            again.run(10)
            assert all(np.array_equal(a, b) for a, b in zip(before, others(), strict=True))
            if again.config.output != "relu":
                assert not np.array_equal(theta, again.network.theta), "what is said to learn does"


def test_of_five_that_died_in_one_epoch_the_last_is_the_one_whose_step_came_last(tmp_path):
    trainer = Trainer(TrainingConfig())
    frames = trainer.run(185)
    rest = said(tmp_path, trainer, Frames.joined([Trainer(TrainingConfig()).first_frame, frames]), ended=False)[181][1]
    assert "The last to go was unit #10, in epoch 181: step 14 of 20, at learning rate 1, took it from 12 % of" in rest


def said(folder: Path, trainer: Trainer, frames: Frames, ended: bool) -> list[tuple[str, str]]:
    """What the browser says of each frame."""
    layout = pack_layout(trainer, ViewConfig(), "a seat", undoable=False)
    file = folder / "run.stage"
    file.write_bytes(with_first_reel(layout, pack_reel(ReelHead(1, 0, ended=ended), frames, trainer)))
    told = subprocess.run(["node", READER, file], capture_output=True, text=True, check=True).stdout
    return json.loads(told)[0]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    activation=st.sampled_from(["relu", "relu", "relu", "tanh"]),
    hidden=st.sampled_from([(2,), (3, 2), (4, 4), (2, 2, 2)]),
    dataset=st.sampled_from(["moons", "circles", "blobs", "plane"]),
    output=st.sampled_from(["linear", "relu"]),
    optimizer=st.sampled_from(["sgd", "sgd", "momentum", "adam"]),
    learning_rate=st.sampled_from([0.1, 1.0, 3.0]),
    l2=st.sampled_from([0.0, 0.0, 0.01, 10.0]),
    bias_shift=st.sampled_from([0.0, 0.0, -1.0, -10.0]),
    held_out=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 10**5),
    by_hand=st.sampled_from([(), (), (Change(4, "b1.1", -99.0),), (Change(0, "b1.2", -9.0), Change(6, "w1.1.2", 9.0))]),
)
def test_nothing_that_is_said_contradicts_the_run(tmp_path, by_hand, **chosen):
    run = Run(tmp_path, 12, samples=40, changes=by_hand, **chosen)
    for epoch in (0, 1, 4, 6, len(run.told) - 1):
        if epoch < len(run.told):
            run.check(epoch)


CASES = {
    "dead on the points, not on the plane": ({"hidden": (2,), "learning_rate": 3.0, "seed": 126}, 50),
    "the layer after it still learns": ({"hidden": (4, 4), "learning_rate": 3.0, "seed": 112}, 60),
    "a penalty brings it back": ({"hidden": (4, 4), "learning_rate": 2.0, "l2": 0.01, "seed": 111}, 40),
    "momentum brings it back": ({"hidden": (4,), "optimizer": "momentum", "learning_rate": 0.3, "seed": 133}, 6),
    "a hand": ({"hidden": (4,), "changes": (Change(5, "b1.1", -100.0),)}, 8),
    "two layers are dead": ({"hidden": (4, 4), "bias_shift": -10.0}, 5),
    "what comes after two dead layers": (
        {"hidden": (3, 3, 3), "changes": tuple(Change(2, f"b{b}", -99.0) for b in (1.1, 1.2, 1.3, 2.1, 2.2, 2.3))},
        4,
    ),
    "a silent output": ({"dataset": "wave", "output": "relu", "seed": 1, "learning_rate": 0.5}, 30),
    "all dead at birth": ({"bias_shift": -10.0}, 0),
    "the penalty diverges": ({"dataset": "spiral", "activation": "tanh", "learning_rate": 0.3, "l2": 10.0}, 400),
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    return {name: Run(tmp_path_factory.mktemp("run"), epochs, **chosen) for name, (chosen, epochs) in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_true_at_its_end(cases, name):
    run = cases[name]
    run.check(len(run.told) - 1)


def test_what_is_said_of_each_case(cases):
    news, rest = cases["dead on the points, not on the plane"].told[50]
    assert news == "All of layer 1 is dead."
    assert rest.startswith("The output is the same on all points it learns from, though not all over the plane.")
    dead = [rest for news, rest in cases["the layer after it still learns"].told if news.startswith("All of layer")]
    assert dead
    assert all("still learn" in rest and "never moves again by itself" in rest for rest in dead)
    assert cases["a silent output"].told[30] == [
        "The output is silent.",
        "Its ReLU says 0 on all points it learns from, though not all over the plane, "
        "so nothing is passed back, and nothing learns.",
    ]
    news, rest = cases["two layers are dead"].told[5]
    assert news == "Layers 1 and 2 are dead."
    assert "Only the output's bias still learns; all else gets no gradient and never moves again by itself." in rest
    told = cases["a penalty brings it back"].told
    assert "moves only by momentum or a penalty" in told[34][1]
    assert told[36][1].endswith(
        "Unit #6 came back in epoch 36: step 13 of 20 woke it. It had no gradient: the penalty moved its weights."
    )
    assert (
        cases["momentum brings it back"]
        .told[3][1]
        .endswith(
            "Unit #2 came back in epoch 3: step 1 of 20 woke it. "
            "It had no gradient: Momentum went on moving its weights by what it remembers of earlier steps."
        )
    )
    assert re.search(
        r"unit #0, in epoch 5: what was changed by hand took it from \d+ % of the points to none\.$",
        cases["a hand"].told[5][1],
    )
    assert cases["all dead at birth"].told[0][1].startswith("All 16 ReLU units are dead before the first step.")
    news, rest = cases["the penalty diverges"].told[-1]
    assert news == "Training diverged."
    assert rest == (
        f"In epoch {cases['the penalty diverges'].trainer.diverged_at[0]} the numbers grew beyond what a computer can "
        "hold. The penalty alone does that: at learning rate 0.3 and L2 10 it throws every weight at least as far to "
        "the other side as it was. Make one of the two smaller."
    )
