"""scikit-learn without pandas.

scikit-learn imports pandas, and with it PyArrow, wherever they are installed, though toy data need neither. On a server
that is 62 MB more for everybody, and 0.3 s more for the first visitor (measured with scikit-learn 1.9, pandas 3.1).
"""

import importlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import ModuleType

_importing_pandas = threading.Lock()


def sklearn_datasets() -> ModuleType:
    """The module ``sklearn.datasets``; whoever is the first to want it has it imported without pandas."""
    with not_importing("pandas"):
        return importlib.import_module("sklearn.datasets")


def pandas() -> ModuleType:
    """The module ``pandas``, imported by one thread while others wait: two at once would meet it half made."""
    with _importing_pandas:
        return importlib.import_module("pandas")


@contextmanager
def not_importing(name: str) -> Iterator[None]:
    """Within it, this thread imports as if a module were not installed; other threads, and later imports, find it."""
    finder = _NotFound(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _NotFound(MetaPathFinder):
    def __init__(self, name: str):
        self.name, self.thread = name, threading.get_ident()

    def find_spec(self, fullname, path, target=None):  # noqa: ARG002
        if fullname == self.name and threading.get_ident() == self.thread:
            raise ModuleNotFoundError(f"{self.name} is left out here", name=self.name)
