"""scikit-learn without pandas: for those who only want toy data, and nobody else is kept from pandas."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest

from relu_viz.data.lean import not_importing


def test_toy_data_load_no_pandas_and_leave_it_to_who_wants_it():
    code = """
import sys, relu_viz.data.datasets, relu_viz.uses.digits
relu_viz.data.datasets.make_dataset('moons', 60, 0.2, 0.3, 0)
relu_viz.uses.digits.load_digits()
print([m for m in ('sklearn', 'pandas', 'pyarrow') if m in sys.modules])
import pandas
print(pandas.DataFrame({'x': [1]}).shape)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split("\n")[:2] == ["['sklearn']", "(1, 1)"]


def test_only_the_thread_that_asks_for_it_goes_without(monkeypatch):
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    with not_importing("wave"), ThreadPoolExecutor(1) as elsewhere:
        with pytest.raises(ModuleNotFoundError, match="wave is left out here"):
            import_module("wave")
        assert elsewhere.submit(import_module, "wave").result().__name__ == "wave"
    monkeypatch.delitem(sys.modules, "wave")
    assert import_module("wave").__name__ == "wave"
