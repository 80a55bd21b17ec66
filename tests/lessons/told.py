"""The numbers that a text tells, in digits or in words, in the order in which it tells them."""

import re

WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "sixteen": 16,
    "twenty": 20, "first epoch": 1, "second layer": 2, "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2,
    "tenth": 0.1,
}  # fmt: skip
NUMBER = re.compile(rf"(?<![\w.])[−-]?[0-9]+(?:\.[0-9]+)?(?: ?%)?|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


def numbers_in(text: str) -> list[float]:
    """Every number; a percentage as a share of 1."""
    return [_value(found.lower()) for found in NUMBER.findall(text)]


def _value(found: str) -> float:
    if found in WORDS:
        return WORDS[found]
    number = float(found.rstrip(" %").replace("−", "-"))
    return number / 100 if found.endswith("%") else number
