"""ReLU and its variants, in teaching order: ReLU, Leaky ReLU, PReLU, ELU, SELU."""

import numpy as np

from relu_viz.activations.registry import ActivationSpec, Alpha, Facts, Proposal, register

SELU_SCALE = 1.0507009873554804934193349852946  # λ and α of Klambauer et al. 2017, equation 14
SELU_ALPHA = 1.6732632423543772848170429916717


def _hinge(z, slope):
    slope = np.asarray(slope, z.dtype)
    # 0 · (−inf) is nan, but the limit of a flat side is 0.
    return np.where(z > 0, z, np.where(slope == 0, 0, slope * np.minimum(z, 0)))


def _hinge_facts(alpha: float, source: str, note: str) -> Facts:
    if alpha < 0:
        reach, monotone = "[0, ∞)", "no: a negative α folds the left side up"
    elif alpha == 0:
        reach, monotone = "[0, ∞)", "yes (flat on the left)"
    else:
        reach, monotone = "(−∞, ∞)", "yes"
    nearer = "yes: it is linear" if alpha == 1 else "nearer to it than ReLU: negative values pass, scaled"
    return Facts(
        range=reach,
        zero_centred=nearer if alpha > 0 else "no",
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
        proposal=Proposal(learning_rate=0.1, fitting_rate=0.03),
        facts=lambda a: _hinge_facts(
            a, "He et al. 2015", "The slope a is learned, one for each unit; what you set is where it starts."
        ),
        numpy_code="np.where(z > 0, z, {alpha} * z)",
        torch_code="torch.nn.functional.prelu(z, weight=torch.as_tensor({alpha}))",
        keras_code="keras.ops.where(z > 0, z, {alpha} * z)",
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
        proposal=Proposal(fitting_rate=0.03),
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
        proposal=Proposal(learning_rate=0.3, fitting_rate=0.03, initializer="lecun_normal"),
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
