"""The worked examples of CONTRIBUTING.md, as they are written there.

``python -m tests.contributing DIRECTORY`` makes a copy of the project with all of them, which is not there before.
"""

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".*", "shots", "results", "node_modules")


@dataclass(frozen=True)
class Example:
    """What is added, in which file, and the code: at the end of the file, or all of it if it is ``new``."""

    what: str
    file: str
    new: bool
    code: str

    @property
    def name(self) -> str:
        """By what it is known in links and in tests."""
        entry = re.search(r'register\((?:\s*ActivationSpec\()?\s*(?:name=)?"(\w+)"', self.code)
        return Path(self.file).stem if self.new or not entry else entry[1]

    def apply(self, project: Path) -> None:
        """Add it to a copy of the project."""
        path = project / self.file
        assert path.exists() != self.new, f"{self.file} should {'not ' if self.new else ''}be there before"
        before = "" if self.new else path.read_text(encoding="utf-8") + "\n\n"
        path.write_text(before + self.code, encoding="utf-8")


def examples() -> dict[str, Example]:
    """Every example by what it adds. The paragraph that begins with it in bold says where: the first path in it."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found: dict[str, Example] = {}
    for told, code in re.findall(r"^(\*\*An? .*?)```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        what, place = re.match(r"\*\*An? (.*?)\*\*", told), re.search(r"(the end of|the new file) `(.*?)`", told)
        assert what, told
        assert place, f"it is not said which file {what[1]} goes into"
        found[what[1]] = Example(what[1], place[2], place[1] == "the new file", code)
    return found


def copy_with_all(directory: Path) -> None:
    """A copy of the project with every example."""
    shutil.copytree(PROJECT, directory, ignore=LEFT_OUT)
    shutil.copytree(PROJECT / ".streamlit", directory / ".streamlit")
    for example in examples().values():
        example.apply(directory)


if __name__ == "__main__":
    copy_with_all(Path(sys.argv[1]))
