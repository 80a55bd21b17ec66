"""Array types that name their shapes: ``Float[np.ndarray, "runs samples outputs"]``.

jaxtyping checks them in the tests, where its import hook has loaded it before anything else; the app runs without it,
and then they are plain arrays.
"""

import sys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING or "jaxtyping" in sys.modules:
    from jaxtyping import Bool, Float, Int, UInt8
else:

    class _Plain:
        def __class_getitem__(cls, item):
            return np.ndarray

    Bool = Float = Int = UInt8 = _Plain

__all__ = ["Bool", "Float", "Int", "UInt8"]
