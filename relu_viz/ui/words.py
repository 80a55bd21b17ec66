"""A stranger's words on a page: what a link, a file or a browser says is shown as text, not as Markdown."""

import re

_JOINER = "\u2060"  # shows nothing, and parts what would be an address, an emoji or an arrow
_MARKS = re.compile(r"[\\`*\[\]<>$~|#!&{}^]|(?<![^\W_])_|_(?![^\W_])")
_TOGETHER = re.compile(r"(?<=:)(?=\S)|(?<=@)|(?<=www)(?=\.)|(?<=[-<>~=])(?=[-<>=])", re.IGNORECASE)


def plain(sentence: str) -> str:
    """Markdown that shows just this sentence, on one line: no link, picture, emphasis, formula, emoji or icon.

    A backslash keeps a mark from being one. Addresses (GFM's autolinks), Streamlit's ``:icons:`` and its arrows are
    found in the text that is left, and there a joiner of no width parts them.
    """
    parted = _TOGETHER.sub(_JOINER, " ".join(sentence.split()))
    return _MARKS.sub(r"\\\g<0>", parted)
