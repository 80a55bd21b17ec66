"""A trained network to take away: its weights, and code in NumPy, PyTorch and Keras that runs it."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np

from relu_viz.activations import ACTIVATIONS
from relu_viz.data import FEATURES
from relu_viz.training.trainer import Trainer

WEIGHTS = "weights.npz"


@dataclass(frozen=True)
class Framework:
    """How a framework spells what a forward pass needs; ``activate`` is the spec's field with the activation's code."""

    label: str
    file: str
    imports: str
    ops: str
    activate: str
    array: str
    stack: str


FRAMEWORKS = (
    Framework(
        "NumPy", "network_numpy.py", "import numpy as np", "np", "numpy_code",
        "{}", "np.column_stack([{}])",
    ),
    Framework(
        "PyTorch", "network_torch.py", "import numpy as np\nimport torch", "torch", "torch_code",
        "torch.as_tensor({})", "torch.stack([{}], dim=1)",
    ),
    Framework(
        "Keras", "network_keras.py", "import keras\nimport numpy as np", "keras.ops", "keras_code",
        'keras.ops.convert_to_tensor({}, "float32")', "keras.ops.stack([{}], axis=1)",
    ),
)  # fmt: skip

TEMPLATE = '''"""A network that was trained in relu_viz, to run with {label}.

{link}

x are places of the drawn plane, (places, 2): the data are standardized there. {answer}
"""

from pathlib import Path

{imports}

with np.load(Path(__file__).with_name("{weights}")) as saved:
    parameters = {{name: {array} for name, value in saved.items()}}
LAYERS = {layers}


def activation(z, layer):
    return {activation}


def network(x):
    """The logits, (places, {outputs})."""
    x1, x2 = x[:, 0], x[:, 1]
    h = {features}
    for layer in range(1, LAYERS + 1):
        z = h @ parameters[f"weights_{{layer}}"] + parameters[f"biases_{{layer}}"]
        h = activation(z, layer) if layer < LAYERS else {output}
    return h


if __name__ == "__main__":
    print(network({array_of_example}))
'''


def weights_npz(trainer: Trainer) -> bytes:
    """Every layer's ``weights_1`` (fan-in, fan-out) and ``biases_1`` (fan-out,), and learned ``slopes_1``."""
    arrays = {}
    for layer, weights in enumerate(trainer.network.weights, 1):
        arrays[f"weights_{layer}"], arrays[f"biases_{layer}"] = weights[0, :-1], weights[0, -1]
    for layer, slopes in enumerate(trainer.network.slopes, 1):
        arrays[f"slopes_{layer}"] = slopes[0]
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def code_for(framework: Framework, trainer: Trainer) -> str:
    """A script that runs a trainer's network with a framework, beside the weights."""
    classes = trainer.data.classes
    return TEMPLATE.format(
        label=framework.label,
        link="&".join(f"{name}={text}" for name, text in trainer.config.to_link().items() if name != "points")
        + f" · epoch {trainer.epoch}",
        answer={0: "It answers with the value.", 2: "Above 0 it says class 1."}.get(
            classes, "The largest is the class."
        ),
        imports=framework.imports + ("\nimport scipy.special" if "scipy" in _activation(framework, trainer) else ""),
        weights=WEIGHTS,
        array=framework.array.format("value"),
        layers=len(trainer.network.weights),
        activation=_activation(framework, trainer),
        output=getattr(ACTIVATIONS[trainer.config.output], framework.activate),
        outputs=trainer.layer_sizes[-1],
        features=framework.stack.format(
            ", ".join(FEATURES[name].code.format(ops=framework.ops) for name in trainer.config.features)
        ),
        array_of_example=framework.array.format("np.array([[0.0, 0.0], [1.0, -1.0]])"),
    )


def frameworks_for(trainer: Trainer) -> list[Framework]:
    """The frameworks in which a trainer's activation can be written."""
    return [framework for framework in FRAMEWORKS if _activation(framework, trainer)]


def network_zip(trainer: Trainer) -> bytes:
    """The weights and the code for every framework that the activation has code for, as one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(WEIGHTS, weights_npz(trainer))
        for framework in frameworks_for(trainer):
            archive.writestr(framework.file, code_for(framework, trainer))
    return out.getvalue()


def _activation(framework: Framework, trainer: Trainer) -> str:
    """The registry's code for the activation, with the alpha that the network has or the slopes it has learned."""
    network = trainer.network
    alpha = 'parameters[f"slopes_{layer}"]' if network.slopes else repr(float(network.alpha[0]))
    return getattr(network.spec, framework.activate).replace("{alpha}", alpha)
