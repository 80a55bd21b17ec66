"""What a constructor or a call does not accept gets one sentence, in a program that checks no types."""

import json
import subprocess
import sys

import pytest

CALLS = {
    "MLPEnsemble((2, float('inf'), 1))": "each of layer_sizes must be a whole number from 1 up, not inf.",
    "MLPEnsemble((2, 9 * 10**400, 1))": f"each of layer_sizes must be a whole number from 1 up, not {9 * 10**39}.",
    "MLPEnsemble((2, float('nan'), 1))": "each of layer_sizes must be a whole number from 1 up, not nan.",
    "MLPEnsemble((2, 'many', 1))": "each of layer_sizes must be a whole number from 1 up, not 'many'.",
    "MLPEnsemble((2, 2.5, 1))": "each of layer_sizes must be a whole number from 1 up, not 2.5.",
    "MLPEnsemble((2, True, 1))": "each of layer_sizes must be a whole number from 1 up, not True.",
    f"MLPEnsemble((2, '{'x' * 60}', 1))": f"each of layer_sizes must be a whole number from 1 up, not '{'x' * 39}.",
    "MLPEnsemble((2,))": "layer_sizes must be two or more whole numbers, not (2,).",
    "MLPEnsemble((2, 3, 1), seed=1.5)": "seed must be a whole number from 0 up, not 1.5.",
    "MLPEnsemble((2, 3, 1), seed=-1)": "seed must be a whole number from 0 up, not -1.",
    "MLPEnsemble((2, 3, 1), runs=0)": "runs must be a whole number from 1 up, not 0.",
    "MLPEnsemble((2, 3, 1), runs=1.5)": "runs must be a whole number from 1 up, not 1.5.",
    "MLPEnsemble((2, 3, 1), dtype=int)": "dtype must be float64 or float32, not <class 'int'>.",
    "MLPEnsemble((2, 3, 1), 'elu', alpha=[1, 2, 3], runs=2)":
        "alpha must be one number, or one for each of 2 runs, not [1, 2, 3].",
    "MLPEnsemble((2, 3, 1), scale=[1, 2, 3], runs=2)":
        "scale must be one number, or one for each of 2 runs, not [1, 2, 3].",
    "MLPEnsemble((2, 3, 1), bias_shift='low')": "bias_shift must be one number, or one for each of 1 runs, not 'low'.",
    "ConvEnsemble((1, 'two', 10))": "each of layer_sizes must be a whole number from 1 up, not 'two'.",
    "send_signal(MLPEnsemble((2, 1)), np.zeros((3, 2)))":
        "A signal is followed through hidden layers; these networks have none.",
    "Trainer(TrainingConfig()).run(-1)": "epochs must be a whole number from 0 up, not -1.",
    "Trainer(TrainingConfig()).run(1.5)": "epochs must be a whole number from 0 up, not 1.5.",
    "Trainer(TrainingConfig()).run(3, 0)": "evaluate_every must be a whole number from 1 up, not 0.",
}  # fmt: skip
PROGRAM = """
import json, sys
import numpy as np
from relu_viz.networks import ConvEnsemble, MLPEnsemble, send_signal
from relu_viz.training import Trainer, TrainingConfig
told = {}
for call in json.load(sys.stdin):
    try:
        eval(call)
    except ValueError as problem:
        told[call] = str(problem)
    except Exception as problem:
        told[call] = repr(problem)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(list(CALLS)), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("call", CALLS)
def test_what_is_not_accepted_gets_one_sentence(told, call):
    assert told.get(call) == CALLS[call]
