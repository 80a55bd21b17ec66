"""A small network trained in scalar Python, written from the formulas: what the array program is held against.

Nothing of relu_viz is used here. Numbers are Python's floats, points and weights are lists, a layer is three loops.
NumPy draws the random numbers, whose streams are part of the contract: the weights of seed s come layer by layer from
``default_rng(s)``; the order of the points in every epoch is that of float32 keys from ``default_rng((s, 1))``.
"""

from dataclasses import dataclass, field
from math import erf, exp, expm1, inf, isfinite, log, log1p, pi, sqrt, tanh

import numpy as np


def safe_exp(z: float) -> float:
    return exp(z) if z < 709 else inf


def sigmoid(z: float) -> float:
    return 1 / (1 + safe_exp(-z))


def phi(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2


SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
# name: f(z, a), f′(z, a)
FUNCTIONS = {
    "relu": (lambda z, a: max(z, 0.0), lambda z, a: float(z > 0)),
    "leaky_relu": (lambda z, a: z if z > 0 else a * z, lambda z, a: 1 if z > 0 else a),
    "prelu": (lambda z, a: z if z > 0 else a * z, lambda z, a: 1 if z > 0 else a),
    "elu": (lambda z, a: z if z > 0 else a * expm1(z), lambda z, a: 1 if z > 0 else a * exp(z)),
    "selu": (
        lambda z, a: SELU_SCALE * (z if z > 0 else SELU_ALPHA * expm1(z)),
        lambda z, a: SELU_SCALE * (1 if z > 0 else SELU_ALPHA * exp(z)),
    ),
    "sigmoid": (lambda z, a: sigmoid(z), lambda z, a: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (lambda z, a: tanh(z), lambda z, a: 1 - tanh(z) ** 2),
    "linear": (lambda z, a: z, lambda z, a: 1.0),
    "gelu": (lambda z, a: z * phi(z), lambda z, a: phi(z) + z * exp(-z * z / 2) / sqrt(2 * pi)),
    "silu": (lambda z, a: z * sigmoid(z), lambda z, a: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
    "softplus": (lambda z, a: max(z, 0.0) + log1p(exp(-abs(z))), lambda z, a: sigmoid(z)),
}
ALPHAS = {"leaky_relu": 0.01, "prelu": 0.25, "elu": 1.0}
HINGES = ("leaky_relu", "prelu")  # whose alpha is the slope of a straight left side, which He's gain counts


@dataclass
class PlainNetwork:
    """Layers of weights [source][unit], the bias last; with PReLU a slope for every hidden unit."""

    sizes: tuple[int, ...]
    activation: str
    loss: str  # "logistic", "softmax", "squared" or "squared_relu"
    seed: int
    scale: float = 1.0
    bias_shift: float = 0.0
    alpha: float | None = None
    layers: list = field(default_factory=list)

    def __post_init__(self) -> None:
        self.alpha = ALPHAS.get(self.activation, 0.0) if self.alpha is None else self.alpha
        a = self.alpha if self.activation in HINGES else 0.0
        rng = np.random.default_rng(self.seed)
        for layer in range(len(self.sizes) - 1):
            fan_in, fan_out = self.sizes[layer], self.sizes[layer + 1]
            spread = sqrt(2 / ((1 + a * a) * fan_in))  # He et al. 2015
            drawn = rng.standard_normal((fan_in, fan_out))
            bias = self.bias_shift if layer < len(self.sizes) - 2 else 0.0
            weights = [[self.scale * spread * float(drawn[i, j]) for j in range(fan_out)] for i in range(fan_in)]
            self.layers.append([*weights, [bias] * fan_out])
        self.slopes = [[self.alpha] * units for units in self.sizes[1:-1]]

    def flat(self) -> list[float]:
        """All parameters in the order of theta."""
        slopes = [slope for layer in self.slopes for slope in layer] if self.activation == "prelu" else []
        return [value for layer in self.layers for row in layer for value in row] + slopes

    def put(self, flat: list[float]) -> None:
        values = iter(flat)
        self.layers = [[[next(values) for _ in row] for row in layer] for layer in self.layers]
        if self.activation == "prelu":
            self.slopes = [[next(values) for _ in layer] for layer in self.slopes]

    def is_weight(self) -> list[bool]:
        """For each parameter whether L1 and L2 act on it."""
        of_layers = [row < len(layer) - 1 for layer in self.layers for row in range(len(layer)) for _ in layer[row]]
        return of_layers + [False] * (len(self.flat()) - len(of_layers))

    def pre_activations(self, x: list[float]) -> list[list[float]]:
        h, found = list(x), []
        for number, layer in enumerate(self.layers):
            inputs = [*h, 1.0]
            z = [sum(inputs[i] * layer[i][j] for i in range(len(inputs))) for j in range(len(layer[0]))]
            found.append(z)
            if number < len(self.slopes):
                f = FUNCTIONS[self.activation][0]
                h = [f(value, slope) for value, slope in zip(z, self.slopes[number], strict=True)]
        return found

    def loss_of(self, z: list[float], y: float) -> float:
        if self.loss == "squared":
            return (z[0] - y) * (z[0] - y)
        if self.loss == "squared_relu":
            return (z[0] - y) * (z[0] - y) if z[0] > 0 else y * y
        if self.loss == "logistic":
            away = z[0] if y == 0 else -z[0]
            return max(away, 0.0) + log1p(exp(-abs(away)))
        highest = max(z)
        return highest + log(sum(exp(value - highest) for value in z)) - z[int(y)]

    def loss_slope(self, z: list[float], y: float) -> list[float]:
        if self.loss == "squared":
            return [2 * (z[0] - y)]
        if self.loss == "squared_relu":
            return [2 * (z[0] - y) if z[0] > 0 else 0.0]
        if self.loss == "logistic":
            return [sigmoid(z[0]) - y]
        total = sum(exp(value - max(z)) for value in z)
        return [exp(value - max(z)) / total - (number == y) for number, value in enumerate(z)]

    def gradient(self, xs: list[list[float]], ys: list[float]) -> list[float]:
        """Of the mean loss over these points, in the order of ``flat``."""
        f, slope = FUNCTIONS[self.activation]
        into = [[[0.0 for _ in row] for row in layer] for layer in self.layers]
        into_slopes = [[0.0 for _ in layer] for layer in self.slopes]
        for x, y in zip(xs, ys, strict=True):
            z = self.pre_activations(x)
            delta = [each / len(xs) for each in self.loss_slope(z[-1], y)]
            for number in reversed(range(len(self.layers))):
                before = [f(v, a) for v, a in zip(z[number - 1], self.slopes[number - 1], strict=True)] if number else x
                for i, value in enumerate([*before, 1.0]):
                    for j, each in enumerate(delta):
                        into[number][i][j] += value * each
                if number == 0:
                    break
                layer, alphas = self.layers[number], self.slopes[number - 1]
                back = [sum(w * d for w, d in zip(layer[i], delta, strict=True)) for i in range(len(layer) - 1)]
                for i, value in enumerate(z[number - 1]):
                    into_slopes[number - 1][i] += back[i] * min(value, 0.0)
                delta = [back[i] * slope(z[number - 1][i], alphas[i]) for i in range(len(back))]
        slopes = [each for layer in into_slopes for each in layer] if self.activation == "prelu" else []
        return [value for layer in into for row in layer for value in row] + slopes


@dataclass
class PlainTraining:
    """A run: its network, the optimizer's two memories a parameter, its order of the points, epoch by epoch."""

    network: PlainNetwork
    optimizer: str
    rate: float
    batch: int
    l1: float = 0.0
    l2: float = 0.0
    clip: float = inf
    held: set = field(default_factory=set)  # places of parameters that no step moves
    boosts: list = field(default_factory=list)  # a factor of the rate for each of the next steps
    diverged_at: int = -1

    def __post_init__(self) -> None:
        count = len(self.network.flat())
        self.first, self.second, self.steps, self.epoch = [0.0] * count, [0.0] * count, 0, 0
        self.random = np.random.default_rng((self.network.seed, 1))

    def run(self, epochs: int, xs: list[list[float]], ys: list[float]) -> None:
        for _ in range(epochs):
            keys = self.random.random(len(xs), dtype=np.float32).tolist()
            order = sorted(range(len(xs)), key=lambda point: keys[point])
            self.epoch += 1
            if self.diverged_at >= 0:
                continue
            before = self.network.flat()
            for start in range(0, len(order), self.batch):
                chosen = order[start : start + self.batch]
                self.step([xs[n] for n in chosen], [ys[n] for n in chosen])
            losses = [self.network.loss_of(self.network.pre_activations(x)[-1], y) for x, y in zip(xs, ys, strict=True)]
            if not isfinite(sum(losses)) or not all(map(isfinite, self.network.flat())):
                self.network.put(before)
                self.diverged_at = self.epoch

    def step(self, xs: list[list[float]], ys: list[float]) -> None:
        values, gradient = self.network.flat(), self.network.gradient(xs, ys)
        for p, is_weight in enumerate(self.network.is_weight()):
            if is_weight:
                gradient[p] += self.l1 * ((values[p] > 0) - (values[p] < 0)) + self.l2 * values[p]
        for p in self.held:
            gradient[p] = 0.0
        norm = sqrt(sum(g * g for g in gradient))
        if norm > self.clip:
            gradient = [g * self.clip / norm for g in gradient]
        self.steps += 1
        rate = self.rate
        if self.boosts:
            self.rate *= self.boosts.pop(0)
        moved = [self.moved(p, value, gradient[p]) for p, value in enumerate(values)]
        self.network.put([value if p in self.held else moved[p] for p, value in enumerate(values)])
        self.rate = rate

    def moved(self, p: int, value: float, g: float) -> float:
        """One parameter after one step."""
        m, s = self.first, self.second
        if self.optimizer == "sgd":
            return value - self.rate * g
        if self.optimizer in ("momentum", "nesterov"):
            m[p] = 0.9 * m[p] + g
            return value - self.rate * (g + 0.9 * m[p] if self.optimizer == "nesterov" else m[p])
        if self.optimizer == "rmsprop":
            s[p] = 0.99 * s[p] + 0.01 * g * g
            return value - self.rate * g / (sqrt(s[p]) + 1e-8)
        m[p], s[p] = 0.9 * m[p] + 0.1 * g, 0.999 * s[p] + 0.001 * g * g
        return value - self.rate * (m[p] / (1 - 0.9**self.steps)) / (sqrt(s[p] / (1 - 0.999**self.steps)) + 1e-8)
