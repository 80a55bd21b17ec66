"""Numbers as people write them."""

import re

_HYPHEN = re.compile(r"(?<![\w.)\]}`-])-(?=\.?\d)")


def with_minus(sentence: str) -> str:
    """A sentence whose numbers below 0 have a minus sign (U+2212) in place of Python's hyphen."""
    return _HYPHEN.sub("−", sentence)
