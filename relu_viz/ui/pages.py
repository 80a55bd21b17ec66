"""Every page there is: the scripts in pages/, in folders that are the sections of the navigation.

A page says in its own file how it is listed: ``TITLE, ICON, PLACE = "Cost", "timer", 3``, the place being that within
its section. So a page is one file.
"""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "pages"
SECTIONS = {"explore": "", "claims": "Claims", "uses": "In use"}  # folder → its title, in the navigation's order
HOME = "activations"


@dataclass(frozen=True)
class Listed:
    """A page as the navigation lists it; ``icon`` is the name of a Material symbol, ``file`` the page's script."""

    name: str
    section: str
    title: str
    icon: str
    place: int
    file: Path


@cache
def all_pages() -> dict[str, Listed]:
    """Name → page, in the navigation's order.

    Raises
    ------
    ValueError
        If a page's file does not say how it is listed.
    """
    listed = [
        _read(file, section)
        for folder, section in SECTIONS.items()
        for file in sorted((FOLDER / folder).glob("[!_]*.py"))
    ]
    order = list(SECTIONS.values())
    listed.sort(key=lambda page: (order.index(page.section), page.place))
    return {page.name: page for page in listed}


def _read(file: Path, section: str) -> Listed:
    """A page's own words about itself, read without running it."""
    for line in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "(TITLE, ICON, PLACE)":
            title, icon, place = ast.literal_eval(line.value)
            return Listed(file.stem, section, title, icon, place, file)
    raise ValueError(f"{file.name} must say TITLE, ICON, PLACE = ..., as the other pages do.")
