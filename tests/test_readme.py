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


def test_the_tests_that_documents_name_are_there():
    told = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.(?:test\.mjs|py))`(?:: `(test_\w+)`)?", told)
    named += [
        (f"tests/browser/{file}", test)
        for test, file in re.findall(
            r"`(test_\w+)` \((test_\w+\.py)\)", (PROJECT / "docs/tensorflow-playground.md").read_text()
        )
    ]
    assert len(named) > 20
    for file, test in named:
        assert f"def {test}" in (PROJECT / file).read_text(encoding="utf-8") if test else (PROJECT / file).exists()
