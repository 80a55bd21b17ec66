"""What README shows runs as it is written there."""

import re

import pytest

from tests.contributing import PROJECT

PROGRAMS = re.findall(r"^```python\n(.*?)^```$", (PROJECT / "README.md").read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.split()[1])
def test_its_programs_run(program):
    exec(compile(program, "README.md", "exec"), {})


def test_the_files_that_documents_name_are_there():
    documents = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").glob("*.md")]
    links = [
        (document.name, link)
        for document in documents
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]
    assert links == []
