"""The registry of activations: what an entry says of itself, and how one is had by its name.

An activation is one call of ``register``; it then appears in every control, plot, link, network and test. The entries
stand in ``family`` (ReLU and its variants) and ``others``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Alpha:
    """The parameter of an activation: its default, the range that is accepted, and whether training changes it.

    One that is ``learned`` is the slope of a hinge's left side: the picture in the browser counts on it.
    """

    default: float
    low: float
    high: float
    learned: bool = False


@dataclass(frozen=True)
class Proposal:
    """The learning rates and first weights at which small networks with an activation train, whatever their seed.

    ``learning_rate`` is for telling classes apart, ``fitting_rate`` for fitting values, whose squared errors bear less.
    ``initializer`` is a name of the registry of ``networks``. The defaults are those of the Playground, good for ReLU.
    """

    learning_rate: float = 1.0
    fitting_rate: float = 0.1
    initializer: str = "he_normal"

    def rate(self, fitting: bool) -> float:
        """The learning rate for a problem: values to fit, or classes."""
        return self.fitting_rate if fitting else self.learning_rate


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

    ``value(z, alpha)`` and ``slope(z, alpha)`` take an array of pre-activations and an alpha that broadcasts against it
    (ignored by activations without one). ``formula(alpha)`` is LaTeX. ``slope_by_alpha`` is ∂f/∂α, given where alpha is
    learned. ``is_rectifier``: its two sides are the two pieces of a hinge, so a unit is active where z > 0; of the
    others a unit is active where its slope is not nearly zero. ``inactive_everywhere`` is what a unit is called that is
    active on no point. ``proposal`` is what choosing it sets. The ``…_code`` are expressions of z in a framework, empty
    where there is none; {alpha} in it is a number, or for a learned alpha an array with one for each unit.

    Raises
    ------
    ValueError
        In one sentence, if alpha is learned and the function is no hinge, or code leaves out an alpha that there is.
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
    proposal: Proposal = Proposal()
    facts: Callable[[float], Facts] = field(default=lambda alpha: Facts())
    numpy_code: str = ""
    torch_code: str = ""
    keras_code: str = ""

    def __post_init__(self) -> None:
        if self.alpha is None:
            return
        if self.alpha.learned and not self._is_hinge():
            raise ValueError(
                f"{self.label}'s alpha is learned, so it must be the slope of a hinge's left side: a rectifier with "
                "f(z) = z above 0 and alpha·z below, and what follows from it as slope and slope_by_alpha."
            )
        for code in (self.numpy_code, self.torch_code, self.keras_code):
            if code and "{alpha}" not in code:
                raise ValueError(f"{self.label} has an alpha, so its code must name {{alpha}}: {code}")

    def _is_hinge(self) -> bool:
        assert self.alpha is not None
        if not self.is_rectifier or self.slope_by_alpha is None:
            return False
        z = np.array([-1e3, -2.5, -1.0, -1e-3, 1e-3, 1.0, 2.5, 1e3])
        for alpha in (self.alpha.low, self.alpha.default, self.alpha.high):
            found = self.value(z, alpha), self.slope(z, alpha), self.slope_by_alpha(z, alpha)
            hinge = np.where(z > 0, z, alpha * z), np.where(z > 0, 1, alpha), np.minimum(z, 0)
            if not all(np.allclose(one, other, 1e-12, 0) for one, other in zip(found, hinge, strict=True)):
                return False
        return True

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
            raise ValueError(f"{accepted}, not {str(alpha)[:40]}.")
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

    @property
    def inactive_everywhere(self) -> str:
        """What a unit is called that is active on no point: dead, too, where an alpha of 0 makes a hinge of it."""
        learned = self.spec.alpha is not None and self.spec.alpha.learned
        is_flat = self.spec.is_rectifier and not learned and float(self.derivative(-1.0)) == 0
        return "dead" if is_flat else self.spec.inactive_everywhere

    def largest_slope(self) -> float:
        """max |f′(z)|, found on a fine grid over [−16, 16]; what saturation is measured against."""
        return float(np.abs(self.derivative(np.linspace(-16, 16, 6401))).max())

    def sides(self) -> tuple[float, float] | None:
        """The slopes left and right of 0 of what is straight on either side and 0 between, found on [−16, 16].

        None where it bends anywhere else. Networks of what has such sides cut the plane into pieces on which they are
        linear.
        """
        z = np.linspace(-16, 16, 6401)
        left, right = -float(self(-1.0)), float(self(1.0))
        return (left, right) if np.allclose(self(z), np.where(z > 0, right * z, left * z), 1e-12, 1e-12) else None

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
