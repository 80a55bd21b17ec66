"""What ReLU is held against, and its smooth relatives: sigmoid, tanh, linear; GELU, SiLU, softplus."""

from math import pi, sqrt

import numpy as np

from relu_viz.activations.registry import ActivationSpec, Facts, Proposal, register


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + e⁻ᶻ), to full relative precision on both sides; e⁻ᶻ may overflow to inf, which gives 0."""
    return 1 / (1 + np.exp(-z))


def normal_cdf(z: np.ndarray) -> np.ndarray:
    """Φ(z), the standard normal distribution function."""
    from scipy.special import ndtr  # comes with scikit-learn; imported late, for only GELU needs it

    return ndtr(z)


def _gelu_slope(z, _):
    z = np.clip(z, -40, 40)  # beyond, Φ and φ are 0 or 1 in double precision, and inf · 0 is not met
    return normal_cdf(z) + z * np.exp(-z * z / 2) / sqrt(2 * pi)


def _silu_slope(z, _):
    z = np.clip(z, -800, 800)  # beyond, σ is 0 or 1 in double precision, and inf · 0 is not met
    return sigmoid(z) * (1 + z * sigmoid(-z))


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
        # No side is cut off, so He's factor of 2 is not needed. Two moons are learned as one line can: to 86 %.
        proposal=Proposal(learning_rate=0.1, fitting_rate=0.03, initializer="lecun_normal"),
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
