"""The pieces into which the browser cuts the plane, against four computations that know nothing of polygons.

Sign patterns that linear programs find feasible, sign patterns on a grid of 2,000² places, the regions that
``relucent`` finds (where it is installed), and the forward pass of the networks themselves.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from math import comb
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from relu_viz.activations import get_activation
from relu_viz.data import straight_feature
from relu_viz.stage import ViewConfig
from relu_viz.stage.reel import pack_layout
from relu_viz.training import Trainer, TrainingConfig
from tests.stage.test_reel import unpack

READER = Path(__file__).with_name("cut.mjs")
pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
EXTENT = 1.5
GRID = 2000  # places a side
NETWORKS = 100
ALL = "RELU_VIZ_ALL_NETWORKS" in os.environ  # a quarter of an hour
FEW = 12  # of them for every day


@dataclass
class Drawn:
    """A network at random, in single precision as it travels, whose activation has these slopes left and right of 0."""

    hidden: tuple[int, ...]
    sides: tuple[float, float]
    slopes: list[float]  # learned ones of every hidden unit, or none
    layers: list[np.ndarray]  # each (fan_in + 1, fan_out), biases last
    rectified: bool = False

    @classmethod
    def at_random(cls, seed: int, widest: int = 8, rectifier: bool = False) -> "Drawn":
        rng = np.random.default_rng(seed)
        hidden = tuple(int(n) for n in rng.integers(1, widest + 1, rng.integers(1, 4)))
        sizes = (2, *hidden, int(rng.integers(1, 4)))
        layers = [
            np.vstack([rng.normal(0, np.sqrt(2 / a), (a, b)), rng.normal(0, 0.5, (1, b))]) for a, b in pairwise(sizes)
        ]
        kind = 0 if rectifier else seed % 4
        slopes = rng.uniform(-1, 2, sum(hidden)).astype(np.float32).tolist() if kind == 2 else []
        sides = [(0.0, 1.0), (0.01, 1.0), (0.25, 1.0), (-1.0, 1.0)][kind]
        return cls(hidden, sides, slopes, [layer.astype(np.float32).astype(float) for layer in layers])

    @property
    def sizes(self) -> tuple[int, ...]:
        return (2, *self.hidden, self.layers[-1].shape[1])

    def layout(self, **more) -> dict:
        weights = [weight for layer in self.layers for weight in layer.ravel().tolist()]
        return {
            "theta": weights + self.slopes,
            "sizes": self.sizes,
            "hidden": self.hidden,
            "units": sum(self.hidden),
            "weights": len(weights),
            "extent": EXTENT,
            "sides": self.sides,
            "learned_slopes": bool(self.slopes),
            "straight_inputs": [[1, 0, 0], [0, 1, 0]],
            "rectified_output": self.rectified,
        } | more

    def left_slopes(self) -> list[list[float]]:
        """Of every layer that bends, of every unit, the slope where it is asleep."""
        flat = iter(self.slopes)
        hidden = [[next(flat, self.sides[0]) for _ in range(n)] for n in self.hidden]
        return hidden + ([[0.0] * self.sizes[-1]] if self.rectified else [])

    def forward(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the outputs are at places (places, 2), and which units are awake there, (places, units)."""
        awake = []
        for layer, slopes in zip(self.layers, [*self.left_slopes(), None][: len(self.layers)], strict=True):
            x = x @ layer[:-1] + layer[-1]
            if slopes is not None:
                awake.append(x > 0)
                x = np.where(x > 0, x, x * slopes)
        return x, np.hstack(awake)

    def feasible_patterns(self, extent: float = EXTENT) -> set[str]:
        """All patterns for which linear programs find room, unit by unit."""
        found: list[tuple[str, list, list, np.ndarray]] = [("", [], [], np.array([[1, 0, 0], [0, 1, 0]], float))]
        for layer, slopes in zip(self.layers, self.left_slopes(), strict=False):
            after = []
            for pattern, normals, limits, rows in found:  # rows: of each input (a, b, c)
                z = layer[:-1].T @ rows + np.column_stack([np.zeros((layer.shape[1], 2)), layer[-1]])
                branches = [(pattern, normals, limits)]
                for a, b, c in z:
                    branches = [
                        (before + awake, [*n, [sign * a, sign * b]], [*m, -sign * c])
                        for before, n, m in branches
                        for awake, sign in (("0", 1), ("1", -1))
                        if (a or b or (c > 0) == (sign < 0))
                        and has_room([*n, [sign * a, sign * b]], [*m, -sign * c], extent)
                    ]
                for whole, n, m in branches:
                    own = np.array([bit == "1" for bit in whole[len(pattern) :]])
                    after.append((whole, n, m, np.where(own[:, None], z, z * np.array(slopes)[:, None])))
            found = after
        return {pattern for pattern, *_ in found}


def has_room(normals: list, limits: list, extent: float) -> bool:
    """Whether a circle fits where n · x ≤ m for all of them, within the square."""
    sides = [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]
    rows, most = np.array(normals + sides), np.array(limits + [extent] * 4)
    rows = np.column_stack([rows, np.hypot(*rows.T)])
    largest = linprog([0, 0, -1], rows, most, bounds=[(None, None), (None, None), (None, 9)])
    return largest.status == 0 and -largest.fun > 1e-9


def cut(folder: Path, layouts: list[dict]) -> list[dict]:
    """What the browser makes of networks."""
    file = folder / "networks.json"
    file.write_text(json.dumps(layouts))
    return json.loads(subprocess.run(["node", READER, file], capture_output=True, text=True, check=True).stdout)


def area(corners: list[float]) -> float:
    x, y = np.reshape(corners, (-1, 2)).T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def check_areas_and_functions(drawn: Drawn, answer: dict) -> None:
    """The pieces cover the square once, each tells its own pattern, and in each the network is what is said."""
    rng, pieces = np.random.default_rng(0), answer["pieces"]
    areas = [area(piece["corners"]) for piece in pieces]
    assert min(areas) > 0
    assert sum(areas) == pytest.approx((2 * EXTENT) ** 2, rel=1e-9)
    assert len({piece["pattern"] for piece in pieces}) == len(pieces) <= answer["most"]
    for piece in pieces:
        corners = np.reshape(piece["corners"], (-1, 2))
        inside = rng.dirichlet(np.ones(len(corners)), 5) @ corners
        outputs, awake = drawn.forward(inside)
        told = np.array([[each[name] for name in "abc"] for each in piece["functions"]])
        np.testing.assert_allclose(inside @ told[:, :2].T + told[:, 2], outputs, rtol=1e-6, atol=1e-9)
        if area(piece["corners"]) > 1e-9:
            assert {"".join("01"[bit] for bit in row) for row in awake.astype(int)} == {piece["pattern"]}


def patterns_on_a_grid(drawn: Drawn) -> set[str]:
    """The patterns that are met at 2,000² places of the square."""
    across = (np.arange(GRID) + 0.5) * 2 * EXTENT / GRID - EXTENT
    met = set()
    for some in np.array_split(across, 20):
        places = np.stack(np.meshgrid(across, some), -1).reshape(-1, 2)
        awake = drawn.forward(places)[1]
        met |= {int(code) for code in np.unique(awake @ (1 << np.arange(awake.shape[1])))}
    bits = sum(drawn.hidden) + (drawn.sizes[-1] if drawn.rectified else 0)
    return {format(code, f"0{bits}b")[::-1] for code in met}


def found_in(answer: dict) -> set[str]:
    return {piece["pattern"] for piece in answer["pieces"]}


def check_networks(folder: Path, networks: list[Drawn], programs: bool) -> None:
    for drawn, answer in zip(networks, cut(folder, [each.layout() for each in networks]), strict=True):
        check_areas_and_functions(drawn, answer)
        if programs:
            assert found_in(answer) == drawn.feasible_patterns()


def test_the_pieces_are_the_patterns_for_which_there_is_room(tmp_path):
    check_networks(tmp_path, [Drawn.at_random(seed, widest=4) for seed in range(FEW)], programs=True)


def test_areas_add_up_and_the_function_of_each_piece_is_the_networks(tmp_path):
    check_networks(tmp_path, [Drawn.at_random(seed) for seed in range(NETWORKS)], programs=False)


def test_a_rectified_output_bends_as_well(tmp_path):
    networks = [Drawn.at_random(seed, widest=4) for seed in range(4)]
    for each in networks:
        each.rectified = True
    check_networks(tmp_path, networks, programs=True)


def test_no_pattern_on_the_grid_is_missing(tmp_path):
    drawn = Drawn.at_random(40)
    assert patterns_on_a_grid(drawn) <= found_in(cut(tmp_path, [drawn.layout()])[0])


@pytest.mark.slow
def test_no_pattern_on_the_grid_is_missing_and_none_has_no_room(tmp_path):
    networks = [Drawn.at_random(seed) for seed in range(NETWORKS if ALL else 1)]
    for drawn, answer in zip(networks, cut(tmp_path, [each.layout() for each in networks]), strict=True):
        assert patterns_on_a_grid(drawn) <= found_in(answer) == drawn.feasible_patterns()


def test_hinges_through_one_point_make_two_pieces_each(tmp_path):
    """As in every network before it is trained, whose biases are 0: counted by hand, 2n for n lines through 0."""
    networks = [Drawn.at_random(seed) for seed in range(60)]
    for each in networks:
        each.hidden, each.slopes = each.hidden[:1], []
        each.layers = [each.layers[0], np.zeros((each.hidden[0] + 1, 1))]
        each.layers[0][-1] = 0
    answers = cut(tmp_path, [each.layout() for each in networks])
    assert [len(answer["pieces"]) for answer in answers] == [2 * each.hidden[0] for each in networks]


def test_rounding_makes_no_slivers_where_hinges_meet_in_a_point(tmp_path):
    """Weights are whole numbers and the point is dyadic, so that the biases are exact: 2n pieces again."""
    rng, layouts = np.random.default_rng(3), []
    for _ in range(40):
        weights, point = rng.integers(-999, 1000, (2, 8)).astype(float), rng.integers(-1000, 1000, 2) / 1024
        layer = np.vstack([weights, -(point @ weights)])
        layouts.append(Drawn((8,), (0.0, 1.0), [], [layer, np.ones((9, 1))]).layout())
    assert [len(answer["pieces"]) for answer in cut(tmp_path, layouts)] == [16] * 40


def test_what_is_possible_at_most_by_the_formula_and_by_lines_in_general_position(tmp_path):
    def most(hidden, **more):
        drawn = Drawn.at_random(0)
        layers = [np.ones((a + 1, b)) for a, b in pairwise((2, *hidden, 1))]
        return cut(tmp_path, [Drawn(hidden, (0.0, 1.0), [], layers, drawn.rectified).layout(**more)])[0]["most"]

    assert [most((n,)) for n in (1, 2, 3, 8)] == [2, 4, 7, 37] == [1 + n + comb(n, 2) for n in (1, 2, 3, 8)]
    assert most((8, 8)) == 37**2
    assert most((1, 3)) == 2 * 4  # one unit lets a line through, which three points cut into four
    assert most((3,), straight_inputs=[[0, 2, 0]], sizes=(1, 3, 1)) == 4
    assert most(()) == 1
    assert most((), rectified_output=True) == 2
    tangents = np.array([[np.cos(t), np.sin(t), 0.1] for t in np.arange(8) * 0.7]).T  # no three meet in a point
    drawn = Drawn((8,), (0.0, 1.0), [], [tangents, np.ones((9, 1))])
    assert len(cut(tmp_path, [drawn.layout(extent=1e3)])[0]["pieces"]) == 37


def test_places_lie_in_the_piece_of_their_own_pattern(tmp_path):
    drawn = Drawn.at_random(9)
    places = np.random.default_rng(1).uniform(-EXTENT, EXTENT, (200, 2))
    answer = cut(tmp_path, [drawn.layout(places=places.tolist())])[0]
    awake = drawn.forward(places)[1].astype(int)
    assert [answer["pieces"][at]["pattern"] for at in answer["at"]] == ["".join(map(str, row)) for row in awake]


def test_hinges_are_where_their_unit_is_0(tmp_path):
    drawn = Drawn.at_random(5)
    starts = np.cumsum([0, *drawn.hidden])
    for hinge in cut(tmp_path, [drawn.layout()])[0]["hinges"]:
        layer = int(np.searchsorted(starts, hinge["unit"], "right")) - 1
        ends = np.reshape(hinge["ends"], (2, 2))
        x, slopes = np.vstack([ends, ends.mean(0)]), drawn.left_slopes()
        for before in range(layer):
            z = x @ drawn.layers[before][:-1] + drawn.layers[before][-1]
            x = np.where(z > 0, z, z * slopes[before])
        own = drawn.layers[layer][:, hinge["unit"] - starts[layer]]
        np.testing.assert_allclose(x @ own[:-1] + own[-1], 0, atol=1e-9)


def test_on_the_boundary_the_output_is_0_or_the_two_largest_are_equal(tmp_path):
    networks = [Drawn.at_random(seed) for seed in range(NETWORKS)]
    answers = cut(tmp_path, [each.layout() for each in networks])
    assert {len(answer["boundary"]) > 0 for answer in answers} == {True, False}
    for drawn, answer in zip(networks, answers, strict=True):
        for ends in np.reshape(answer["boundary"], (-1, 2, 2)):
            assert np.ptp(ends, axis=0).max() > 0
            outputs = drawn.forward(np.vstack([ends, ends.mean(0)]))[0]
            lead = outputs[:, 0] if outputs.shape[1] == 1 else np.diff(np.sort(outputs), axis=1)[:, -1]
            np.testing.assert_allclose(lead, 0, atol=1e-9 * (1 + np.abs(outputs).max()))
        crossed = sum(len({*answers_in(piece, drawn).tolist()}) > 1 for piece in answer["pieces"])
        assert crossed <= len(answer["boundary"]), "each piece in which the answer changes has a part of it"


def answers_in(piece: dict, drawn: Drawn) -> np.ndarray:
    """Which answer the network gives a little inside each corner of a piece."""
    corners = np.reshape(piece["corners"], (-1, 2))
    outputs = drawn.forward(corners + 1e-6 * (corners.mean(0) - corners))[0]
    return np.sign(outputs[:, 0]) if outputs.shape[1] == 1 else np.argmax(outputs, axis=1)


def test_numbers_beyond_a_computer_are_not_cut(tmp_path):
    drawn = Drawn.at_random(2, widest=3)
    huge = drawn.layout() | {"theta": [3e38] * len(drawn.layout()["theta"]), "extent": 1e300}
    assert cut(tmp_path, [huge])[0]["pieces"] is None


def test_a_trained_network_is_cut_as_its_layout_tells(tmp_path):
    for chosen in (
        {"activation": "prelu", "hidden": (4, 3), "features": ("x2", "x1")},
        {"activation": "leaky_relu", "alpha": 0.3, "hidden": (5,), "features": ("x2",)},
        {"activation": "relu", "hidden": (3, 3), "dataset": "plane", "output": "relu"},
        {"activation": "linear", "hidden": (3,)},
    ):
        trainer = Trainer(TrainingConfig(samples=40, learning_rate=0.1, **chosen))
        trainer.run(3)
        layout = unpack_layout(trainer)
        theta = trainer.network.theta[0].astype(np.float32)
        answer = cut(tmp_path, [layout | {"theta": theta.tolist()}])[0]
        trainer.network.theta[0] = theta
        assert sum(area(piece["corners"]) for piece in answer["pieces"]) == pytest.approx(4 * layout["extent"] ** 2)
        for piece in answer["pieces"]:
            middle = np.reshape(piece["corners"], (-1, 2)).mean(0, keepdims=True)
            output = trainer.network.forward(trainer.inputs(middle))[0, 0]
            if chosen.get("output") == "relu":
                output = np.maximum(output, 0)
            told = [each["a"] * middle[0, 0] + each["b"] * middle[0, 1] + each["c"] for each in piece["functions"]]
            np.testing.assert_allclose(told, output, rtol=1e-6, atol=1e-9)


def unpack_layout(trainer: Trainer) -> dict:
    """What the browser makes of a layout."""
    layout = unpack(pack_layout(trainer, ViewConfig(), "a seat", undoable=False))
    hidden, weights = trainer.config.hidden, sum((a + 1) * b for a, b in pairwise(trainer.layer_sizes))
    wanted = ("sizes", "extent", "sides", "learned_slopes", "straight_inputs", "rectified_output")
    return {name: layout[name] for name in wanted} | {"hidden": hidden, "units": sum(hidden), "weights": weights}


def test_straight_sides_and_straight_inputs_are_told_from_curved_ones(squareplus):
    slopes = {"relu": (0, 1), "leaky_relu": (0.01, 1), "prelu": (0.25, 1), "linear": (1, 1)}
    for name in ("relu", "leaky_relu", "prelu", "linear", "elu", "selu", "tanh", "sigmoid", "gelu", "softplus"):
        assert get_activation(name).sides() == slopes.get(name), name
    assert get_activation("elu", 0.0).sides() == (0, 1)
    assert get_activation("squareplus").sides() is None
    assert [straight_feature(name) for name in ("x1", "x2")] == [(1, 0, 0), (0, 1, 0)]
    curved = ("x1_squared", "x2_squared", "product", "sin_x1", "sin_x2")
    assert {straight_feature(name) for name in curved} == {None}


@pytest.mark.slow
@pytest.mark.skipif(not ALL, reason="takes minutes, and needs relucent: RELU_VIZ_ALL_NETWORKS=1")
def test_a_hundred_networks_have_as_many_pieces_as_relucent_finds(tmp_path):
    pytest.importorskip("gurobipy")
    relucent = pytest.importorskip("relucent")
    networks = [Drawn.at_random(seed, rectifier=True) for seed in range(NETWORKS)]
    for drawn, answer in zip(networks, cut(tmp_path, [each.layout() for each in networks]), strict=True):
        plane = relucent.Complex([(layer[:-1].T, layer[-1]) for layer in drawn.layers])
        plane.bfs(np.array([[0.01, 0.02]]), cube_radius=EXTENT, cube_mode="intersect", nworkers=1, verbose=0)
        signs = [np.ravel(polyhedron.ss) for polyhedron in plane]
        assert {"".join("01"[int(sign > 0)] for sign in each) for each in signs} == found_in(answer)
