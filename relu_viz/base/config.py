"""Frozen, validated configs that are their own links: what TrainingConfig and every experiment's config are made of.

A config is a frozen dataclass that inherits from ``Config``; each field is made by one of the functions here, which
says what it accepts, what it is called and what it is for. Checks, links and the page's controls all read that.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from math import isfinite
from typing import Any, Self


def number(default: float, low: float, high: float, label: str, help: str) -> Any:
    """A field for one number from low to high; whole if the field's type is int."""
    return field(default=default, metadata={"low": low, "high": high, "label": label, "help": help})


def slider(default: int, low: int, high: int, label: str, help: str) -> Any:
    """A field for a whole number that is worth sliding through."""
    bounds = {"low": low, "high": high, "slider": True}
    return field(default=default, metadata={**bounds, "label": label, "help": help})


def name(default: str, get: Callable[[str], Any], label: str, help: str) -> Any:
    """A field for one name of a registry; ``get`` raises for names that it does not have."""
    return field(default=default, metadata={"get": get, "label": label, "help": help})


def names(
    default: tuple[str, ...], get: Callable[[str], Any], label: str, help: str, needed: tuple[str, ...] = ()
) -> Any:
    """A field for several different names of a registry, those ``needed`` among them; none only if none is default."""
    return field(default=default, metadata={"get_each": get, "needed": needed, "label": label, "help": help})


def numbers(default: tuple, low: float, high: float, most: int, label: str, help: str, least: int = 1) -> Any:
    """A field for ``least`` to ``most`` numbers from low to high, whole if the defaults are."""
    bounds = {"low": low, "high": high, "most": most, "least": least}
    return field(default=default, metadata={**bounds, "label": label, "help": help})


def text(default: Any, read: Callable[[str], Any], label: str, help: str) -> Any:
    """A field without a widget of its own, whose value ``read`` makes from a link's text, or raises."""
    return field(default=default, metadata={"read": read, "label": label, "help": help, "hidden": True})


def switch(default: bool, label: str, help: str) -> Any:
    """A field that is on or off; in a link yes or no."""
    return field(default=default, metadata={"switch": True, "label": label, "help": help})


def place(default: int, high: int) -> Any:
    """A field for the frame at which a flipbook is open: it has no widget of its own."""
    metadata = {"low": 0, "high": high, "label": "Frame", "help": "Where the slider stands.", "hidden": True}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Config:
    """What every config has: checked fields, and a link that brings it back.

    Raises
    ------
    ValueError
        When made with a value that is not accepted: one sentence with the field, the value and what is accepted.
    """

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if "get" in each.metadata:
                each.metadata["get"](str(value))
            elif "switch" in each.metadata and not isinstance(value, bool):
                raise ValueError(f"{_called(each)} must be yes or no, not {_shown(value)}.")
            elif "get_each" in each.metadata:
                object.__setattr__(self, each.name, _checked_names(each, value))
            elif "most" in each.metadata:
                object.__setattr__(self, each.name, _checked_numbers(each, value))
            elif "low" in each.metadata:
                _check_number(each, value)

    @classmethod
    def from_link(cls, query: Mapping[str, str]) -> tuple[Self, list[str]]:
        """The config that a link's parameters describe, and a sentence for each that had to be left out."""
        return cls().edited(query)

    def edited(self, query: Mapping[str, str]) -> tuple[Self, list[str]]:
        """This config with what a link's parameters say, and a sentence for each that had to be left out."""
        config, ignored = self, []
        for each in fields(self):  # in this order, so that a field can be checked against those before it
            if each.name not in query:
                continue
            try:
                config = replace(config, **{each.name: parse(each, query[each.name])})
            except ValueError as problem:
                ignored.append(str(problem))
        known = {each.name for each in fields(self)}
        ignored += [f"There is no setting {name[:40]!r}." for name in query if name not in known]
        return config, ignored

    def to_link(self) -> dict[str, str]:
        """The link's parameters: those fields that differ from their defaults, as text."""
        return {
            each.name: as_text(getattr(self, each.name))
            for each in fields(self)
            if getattr(self, each.name) != each.default
        }


def check_field(config: Config, name: str, value: float) -> None:
    """Raise a ValueError, in one sentence, unless the number field of that name accepts the value."""
    _check_number(next(each for each in fields(config) if each.name == name), value)


def is_whole(each: Field) -> bool:
    """Whether a number field takes whole numbers only."""
    if "most" in each.metadata:
        return all(isinstance(value, int) for value in tuple(each.default))  # pyright: ignore[reportArgumentType]
    return each.type is int


def parse(each: Field, text: str) -> Any:
    """The value that text stands for; text that is no such value is handed on for the check to refuse."""
    text = text.strip()
    if "get" in each.metadata:
        return text
    if "read" in each.metadata:
        return each.metadata["read"](text)
    if "switch" in each.metadata:
        return {"yes": True, "no": False}.get(text, text)
    parts = [part.strip() for part in text.split(",")]
    if "get_each" in each.metadata:
        return tuple(part for part in parts if part)
    if not text and each.metadata.get("least") == 0:
        return ()
    convert = int if is_whole(each) else float
    try:
        return tuple(convert(part) for part in parts) if "most" in each.metadata else convert(text)
    except ValueError:
        if each.default is None:
            raise ValueError(f"{each.metadata['label']} ({each.name}) must be a number, not {_shown(text)}.") from None
        return text


def as_text(value: Any) -> str:
    """A value as a link holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(map(as_text, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _check_number(each: Field, value: Any) -> None:
    low, high, whole = each.metadata["low"], each.metadata["high"], is_whole(each)
    if not _is_number(value, low, high, whole):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{_called(each)} must be {kind} from {low:g} to {high:g}, not {_shown(value)}.")


def _checked_numbers(each: Field, value: Any) -> tuple:
    low, high, least, most = (each.metadata[bound] for bound in ("low", "high", "least", "most"))
    whole, is_several = is_whole(each), isinstance(value, (tuple, list))
    several = tuple(value) if is_several else ()
    right = is_several and least <= len(several) <= most and all(_is_number(one, low, high, whole) for one in several)
    if not right:
        raise ValueError(
            f"{_called(each)} must be {least} to {most} {'whole ' if whole else ''}numbers from {low:g} to {high:g} "
            f"with commas between, such as {as_text(each.default)}; not {_shown(value)}."
        )
    return several


def _checked_names(each: Field, value: Any) -> tuple[str, ...]:
    several = tuple(dict.fromkeys(value)) if isinstance(value, (tuple, list)) else ()
    if not several and each.default:
        raise ValueError(
            f"{_called(each)} must be names with commas between, such as {as_text(each.default)}; not {_shown(value)}."
        )
    for one in several:
        each.metadata["get_each"](str(one))
    missing = [one for one in each.metadata["needed"] if one not in several]
    if missing:
        raise ValueError(f"{_called(each)} must include {' and '.join(missing)}, which the claim is about.")
    return several


def _is_number(value: Any, low: float, high: float, whole: bool) -> bool:
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and low <= value <= high  # first: a whole number of hundreds of digits is no float
        and isfinite(value)
        and (not whole or value == int(value))
    )


def _called(each: Field) -> str:
    return f"{each.metadata['label']} ({each.name})"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:36]}…"
