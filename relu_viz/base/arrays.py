"""Array types that name their shapes, ``Float[np.ndarray, "runs samples outputs"]``, and arrays in pages of their own.

jaxtyping checks the types in the tests, where its import hook has loaded it before anything else; the app runs without
it, and then they are plain arrays.
"""

import mmap
import sys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING or "jaxtyping" in sys.modules:
    from jaxtyping import Bool, Float, Int, UInt8, UInt64
else:

    class _Plain:
        def __class_getitem__(cls, item):
            return np.ndarray

    Bool = Float = Int = UInt8 = UInt64 = _Plain

__all__ = ["Bool", "Float", "Int", "UInt8", "UInt64", "in_own_pages"]


def in_own_pages(length: int, dtype: np.dtype) -> np.ndarray:
    """Zeros (length,) outside the heap: they cost what of them is written, and leave no hole in it when they go."""
    return np.frombuffer(mmap.mmap(-1, length * dtype.itemsize), dtype)
