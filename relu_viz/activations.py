"""The activation functions: value, slope, parameter, formula and facts of each, in one registry.

An activation is one call of ``register``; it then appears in every control, plot, link, network and test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import pi, sqrt

import numpy as np

SELU_SCALE = 1.0507009873554804934193349852946  # λ and α of Klambauer et al. 2017, equation 14
SELU_ALPHA = 1.6732632423543772848170429916717


@dataclass(frozen=True)
class Alpha:
    """The parameter of an activation: its default, the range that is accepted, and whether training changes it."""

    default: float
    low: float
    high: float
    learned: bool = False


@dataclass(frozen=True)
class Facts:
    """What a textbook says of an activation, in words; ``kinks`` are the places where the slope jumps."""

    range: str = "not stated"
    zero_centred: str = "not stated"
    monotone: str = "not stated"
    saturates: str = "not stated"
    kinks: tuple[float, ...] = ()
    note: str = ""
    source: str = "not stated"


@dataclass(frozen=True)
class ActivationSpec:
    """One entry of the registry.

    ``value(z, alpha)`` and ``slope(z, alpha)`` take an array of pre-activations and an alpha that broadcasts against
    it (ignored by activations without one). ``formula(alpha)`` is LaTeX. ``slope_by_alpha`` is ∂f/∂α, given where
    alpha is learned. ``is_rectifier``: its two sides are the two pieces of a hinge, so a unit is active where z > 0;
    of the others a unit is active where its slope is not nearly zero. ``inactive_everywhere`` is what a unit is
    called that is active on no point.
    """

    name: str
    label: str
    value: Callable[..., np.ndarray]
    slope: Callable[..., np.ndarray]
    formula: Callable[[float], str] = lambda alpha: ""
    alpha: Alpha | None = None
    slope_by_alpha: Callable[..., np.ndarray] | None = None
    is_rectifier: bool = False
    inactive_everywhere: str = "saturated"
    facts: Callable[[float], Facts] = field(default=lambda alpha: Facts())
    numpy_code: str = ""
    torch_code: str = ""
    keras_code: str = ""

    @property
    def has_negative_slope(self) -> bool:
        """Whether alpha is the slope of a straight negative side, which He's gain takes into account."""
        return self.is_rectifier and self.alpha is not None

    def check_alpha(self, alpha: float | None) -> float:
        """The alpha to use: the given one, or the default for None.

        Raises
        ------
        ValueError
            If this activation has no alpha and one is given, or the given one is out of range.
        """
        if self.alpha is None:
            if alpha is not None:
                raise ValueError(f"{self.label} has no alpha; leave it out.")
            return 0.0
        if alpha is None:
            return self.alpha.default
        accepted = f"{self.label}'s alpha must be a number from {self.alpha.low:g} to {self.alpha.high:g}"
        if not isinstance(alpha, (int, float, np.number)) or isinstance(alpha, bool):
            raise ValueError(f"{accepted}, not {alpha!r}.")
        if not self.alpha.low <= alpha <= self.alpha.high:
            raise ValueError(f"{accepted}, not {alpha:g}.")
        return float(alpha)


@dataclass(frozen=True)
class Activation:
    """A function of the registry with its alpha filled in: ``elu(z)`` and ``elu.derivative(z)``."""

    spec: ActivationSpec
    alpha: float

    @property
    def name(self) -> str:
        return self.spec.name

    def __call__(self, z: np.ndarray | float) -> np.ndarray:
        """f(z): the shape and dtype of z; at ±inf the limit, never nan."""
        return self._evaluate(self.spec.value, z)

    def derivative(self, z: np.ndarray | float) -> np.ndarray:
        """f′(z): the shape and dtype of z. At a kink it is the slope on the left, as the frameworks choose."""
        return self._evaluate(self.spec.slope, z)

    def largest_slope(self) -> float:
        """max |f′(z)|, found on a fine grid over [−16, 16]; what saturation is measured against."""
        return float(np.abs(self.derivative(np.linspace(-16, 16, 6401))).max())

    def _evaluate(self, function: Callable[..., np.ndarray], z: np.ndarray | float) -> np.ndarray:
        z = np.asarray(z)
        if not np.issubdtype(z.dtype, np.floating):
            z = z.astype(float)
        with np.errstate(all="ignore"):  # overflow to ±inf and underflow to 0 are the limits that are meant
            return np.asarray(function(z, self.alpha), dtype=z.dtype)


ACTIVATIONS: dict[str, ActivationSpec] = {}


def register(spec: ActivationSpec) -> ActivationSpec:
    """Add an activation to the registry, at the end of the teaching order."""
    ACTIVATIONS[spec.name] = spec
    return spec


def get_activation(name: str, alpha: float | None = None) -> Activation:
    """The activation of that name, with the given or its default alpha.

    Raises
    ------
    ValueError
        If the name is unknown or alpha is not accepted; the message says what is.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"There is no activation {str(name)[:40]!r}; there are {', '.join(ACTIVATIONS)}.")
    spec = ACTIVATIONS[name]
    return Activation(spec, spec.check_alpha(alpha))


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + e⁻ᶻ), to full relative precision on both sides; e⁻ᶻ may overflow to inf, which gives 0."""
    return 1 / (1 + np.exp(-z))


def normal_cdf(z: np.ndarray) -> np.ndarray:
    """Φ(z), the standard normal distribution function."""
    from scipy.special import ndtr  # comes with scikit-learn; imported late, for only GELU needs it

    return ndtr(z)


def _hinge(z, slope):
    slope = np.asarray(slope, z.dtype)
    # 0 · (−inf) is nan, but the limit of a flat side is 0.
    return np.where(z > 0, z, np.where(slope == 0, 0, slope * np.minimum(z, 0)))


def _gelu_slope(z, _):
    z = np.clip(z, -40, 40)  # beyond, Φ and φ are 0 or 1 in double precision, and inf · 0 is not met
    return normal_cdf(z) + z * np.exp(-z * z / 2) / sqrt(2 * pi)


def _silu_slope(z, _):
    z = np.clip(z, -800, 800)  # beyond, σ is 0 or 1 in double precision, and inf · 0 is not met
    return sigmoid(z) * (1 + z * sigmoid(-z))


def _hinge_facts(alpha: float, source: str, note: str) -> Facts:
    if alpha < 0:
        reach, monotone = "[0, ∞)", "no: a negative α folds the left side up"
    elif alpha == 0:
        reach, monotone = "[0, ∞)", "yes (flat on the left)"
    else:
        reach, monotone = "(−∞, ∞)", "yes"
    return Facts(
        range=reach,
        zero_centred="no" if alpha <= 0 else "nearer to it than ReLU: negative values pass, scaled",
        monotone=monotone,
        saturates="nowhere" if alpha else "on the whole negative side (slope 0)",
        kinks=() if alpha == 1 else (0.0,),
        note=note,
        source=source,
    )


register(
    ActivationSpec(
        name="relu",
        label="ReLU",
        value=lambda z, _: np.maximum(z, 0),
        slope=lambda z, _: (z > 0).astype(z.dtype),
        formula=lambda _: r"f(z) = \max(0,\, z)",
        is_rectifier=True,
        inactive_everywhere="dead",
        facts=lambda _: Facts(
            range="[0, ∞)",
            zero_centred="no: never negative",
            monotone="yes (flat on the left)",
            saturates="on the whole negative side (slope 0)",
            kinks=(0.0,),
            note="At 0 there is no derivative; every framework takes 0.",
            source="Nair & Hinton 2010",
        ),
        numpy_code="np.maximum(z, 0)",
        torch_code="torch.nn.functional.relu(z)",
        keras_code="keras.ops.relu(z)",
    )
)
register(
    ActivationSpec(
        name="leaky_relu",
        label="Leaky ReLU",
        value=_hinge,
        slope=lambda z, a: np.where(z > 0, 1, a),
        formula=lambda a: rf"f(z) = \begin{{cases}} z & z > 0 \\ {a:.4g}\,z & z \le 0 \end{{cases}}",
        alpha=Alpha(default=0.01, low=-1, high=2),
        is_rectifier=True,
        inactive_everywhere="leaking",
        facts=lambda a: _hinge_facts(
            a, "Maas, Hannun & Ng 2013", "α = 0.01 in the paper and in PyTorch; Keras starts from 0.3."
        ),
        numpy_code="np.where(z > 0, z, {alpha} * z)",
        torch_code="torch.nn.functional.leaky_relu(z, negative_slope={alpha})",
        keras_code="keras.ops.leaky_relu(z, negative_slope={alpha})",
    )
)
register(
    ActivationSpec(
        name="prelu",
        label="PReLU",
        value=_hinge,
        slope=lambda z, a: np.where(z > 0, 1, a),
        formula=lambda a: rf"f(z) = \begin{{cases}} z & z > 0 \\ a\,z & z \le 0 \end{{cases}}\quad a_0 = {a:.4g}",
        alpha=Alpha(default=0.25, low=-1, high=2, learned=True),
        slope_by_alpha=lambda z, _: np.minimum(z, 0),
        is_rectifier=True,
        inactive_everywhere="leaking",
        facts=lambda a: _hinge_facts(
            a, "He et al. 2015", "The slope a is learned, one for each unit; what you set is where it starts."
        ),
        numpy_code="np.where(z > 0, z, {alpha} * z)",
        torch_code="torch.nn.functional.prelu(z, weight=torch.tensor([{alpha}]))",
        keras_code="keras.layers.PReLU(alpha_initializer=keras.initializers.Constant({alpha}))(z)",
    )
)
register(
    ActivationSpec(
        name="elu",
        label="ELU",
        value=lambda z, a: np.where(z > 0, z, a * np.expm1(np.minimum(z, 0))),
        slope=lambda z, a: np.where(z > 0, 1, a * np.exp(np.minimum(z, 0))),
        formula=lambda a: rf"f(z) = \begin{{cases}} z & z > 0 \\ {a:.4g}\,(e^z - 1) & z \le 0 \end{{cases}}",
        alpha=Alpha(default=1.0, low=-1, high=3),
        facts=lambda a: Facts(
            range=f"(−{a:.4g}, ∞)" if a > 0 else "[0, ∞)",
            zero_centred="nearer to it than ReLU" if a > 0 else "no",
            monotone="no: a negative α folds the left side up" if a < 0 else "yes",
            saturates=f"far on the left, towards {'−' if a > 0 else ''}{abs(a):.4g}" if a else "on the whole left",
            kinks=() if a == 1 else (0.0,),
            note="Smooth at 0 only for α = 1; every other α has a kink there.",
            source="Clevert, Unterthiner & Hochreiter 2016",
        ),
        numpy_code="np.where(z > 0, z, {alpha} * np.expm1(np.minimum(z, 0)))",
        torch_code="torch.nn.functional.elu(z, alpha={alpha})",
        keras_code="keras.ops.elu(z, alpha={alpha})",
    )
)
register(
    ActivationSpec(
        name="selu",
        label="SELU",
        value=lambda z, _: SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0))),
        slope=lambda z, _: SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(z, 0))),
        formula=lambda _: r"f(z) = 1.0507\cdot\begin{cases} z & z > 0 \\ 1.6733\,(e^z - 1) & z \le 0 \end{cases}",
        facts=lambda _: Facts(
            range="(−1.758, ∞)",
            zero_centred="keeps mean 0 and variance 1 from layer to layer",
            monotone="yes",
            saturates="far on the left, towards −1.758",
            kinks=(0.0,),
            note="Its two constants make mean 0, variance 1 map to itself; it wants LeCun normal weights.",
            source="Klambauer et al. 2017",
        ),
        numpy_code="1.0507009873554805 * np.where(z > 0, z, 1.6732632423543772 * np.expm1(np.minimum(z, 0)))",
        torch_code="torch.nn.functional.selu(z)",
        keras_code="keras.ops.selu(z)",
    )
)
register(
    ActivationSpec(
        name="sigmoid",
        label="Sigmoid",
        value=lambda z, _: sigmoid(z),
        slope=lambda z, _: sigmoid(z) * sigmoid(-z),
        formula=lambda _: r"f(z) = \dfrac{1}{1 + e^{-z}}",
        facts=lambda _: Facts(
            range="(0, 1)",
            zero_centred="no: never negative",
            monotone="yes",
            saturates="on both sides, towards 0 and 1",
            note="Its slope is 1/4 at most: every layer divides the gradient by four or more.",
            source="logistic function, Verhulst 1838",
        ),
        numpy_code="1 / (1 + np.exp(-z))",
        torch_code="torch.sigmoid(z)",
        keras_code="keras.ops.sigmoid(z)",
    )
)
register(
    ActivationSpec(
        name="tanh",
        label="Tanh",
        value=lambda z, _: np.tanh(z),
        slope=lambda z, _: 1 / np.cosh(z) ** 2,  # 1 − tanh² z, without its cancellation far out
        formula=lambda _: r"f(z) = \tanh z",
        facts=lambda _: Facts(
            range="(−1, 1)",
            zero_centred="yes",
            monotone="yes",
            saturates="on both sides, towards −1 and 1",
            note="A sigmoid stretched to be zero-centred: tanh z = 2σ(2z) − 1.",
            source="LeCun et al. 1998",
        ),
        numpy_code="np.tanh(z)",
        torch_code="torch.tanh(z)",
        keras_code="keras.ops.tanh(z)",
    )
)
register(
    ActivationSpec(
        name="linear",
        label="Linear",
        value=lambda z, _: +z,
        slope=lambda z, _: np.ones_like(z),
        formula=lambda _: r"f(z) = z",
        facts=lambda _: Facts(
            range="(−∞, ∞)",
            zero_centred="yes",
            monotone="yes",
            saturates="nowhere",
            note="The control: however many layers, the network stays one linear map.",
            source="none needed",
        ),
        numpy_code="z",
        torch_code="z",
        keras_code="z",
    )
)
register(
    ActivationSpec(
        name="gelu",
        label="GELU",
        value=lambda z, _: np.maximum(z, -40) * normal_cdf(z),  # Φ(−40) is 0 in double precision
        slope=_gelu_slope,
        formula=lambda _: r"f(z) = z\,\Phi(z)",
        facts=lambda _: Facts(
            range="[−0.170, ∞)",
            zero_centred="nearer to it than ReLU",
            monotone="no: it dips to −0.170 at z = −0.75",
            saturates="far on the left, towards 0",
            note="This is the exact form; a faster one with tanh is common and differs by at most 0.0005.",
            source="Hendrycks & Gimpel 2016",
        ),
        numpy_code="z * scipy.special.ndtr(z)",
        torch_code="torch.nn.functional.gelu(z)",
        keras_code="keras.ops.gelu(z, approximate=False)",
    )
)
register(
    ActivationSpec(
        name="silu",
        label="SiLU (Swish)",
        value=lambda z, _: np.maximum(z, -800) * sigmoid(z),  # σ(−800) is 0 in double precision
        slope=_silu_slope,
        formula=lambda _: r"f(z) = z\,\sigma(z)",
        facts=lambda _: Facts(
            range="[−0.278, ∞)",
            zero_centred="nearer to it than ReLU",
            monotone="no: it dips to −0.278 at z = −1.28",
            saturates="far on the left, towards 0",
            note="Found twice: as SiLU for reinforcement learning, and as Swish by an automated search.",
            source="Elfwing et al. 2018; Ramachandran et al. 2017",
        ),
        numpy_code="z / (1 + np.exp(-z))",
        torch_code="torch.nn.functional.silu(z)",
        keras_code="keras.ops.silu(z)",
    )
)
register(
    ActivationSpec(
        name="softplus",
        label="Softplus",
        value=lambda z, _: np.logaddexp(0, z),
        slope=lambda z, _: sigmoid(z),
        formula=lambda _: r"f(z) = \log(1 + e^z)",
        facts=lambda _: Facts(
            range="(0, ∞)",
            zero_centred="no: never negative",
            monotone="yes",
            saturates="far on the left, towards 0",
            note="ReLU with its corner rounded off; its slope is the sigmoid.",
            source="Dugas et al. 2001",
        ),
        numpy_code="np.logaddexp(0, z)",
        torch_code="torch.nn.functional.softplus(z)",
        keras_code="keras.ops.softplus(z)",
    )
)
