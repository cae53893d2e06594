"""What the documentation shows works: its snippets are the input of these tests."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from needs_coverage.gates.rules import KINDS
from needs_coverage.options import (
    GAPS,
    MATRIX,
    OPTIONS,
    OVERVIEW,
    SUMMARY,
    TARGETS,
    options_table,
)
from tests.conftest import REPO, Project

README = REPO / "ext" / "needs_coverage" / "README.md"
BLOCKS = re.findall(
    r"^(`{3,})(\w+)\n(.*?)^\1$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE
)
CONF = [text for _, kind, text in BLOCKS if kind == "python"]
SNIPPETS = [(kind, text) for _, kind, text in BLOCKS if kind in {"md", "rst"}]

MYST = 'myst_enable_extensions = ["colon_fence"]\n'
NEEDS = """
Page
====

.. req:: A group
   :id: R_000

.. req:: First
   :id: R_001
   :of: R_000

.. test:: Checks it
   :id: T_001
   :status: open
   :owner: The team
   :due: 2999-12-31
   :verifies: R_001

.. spec:: Details it
   :id: S_001
   :details: R_001

.. report:: Still open
   :id: P_001
   :on: T_001
   :half: 2026-1
   :status: open

.. toctree::

"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with the configuration of the documentation, a page a snippet."""
    work = tmp_path_factory.mktemp("snippets")
    source = work / "source"
    source.mkdir()
    conf = "\n".join((*CONF, 'extensions += ["myst_parser"]', MYST))
    (source / "conf.py").write_text(conf, "utf-8")
    pages = [f"snippet-{number}" for number in range(len(SNIPPETS))]
    (source / "index.rst").write_text(NEEDS + "".join(f"   {x}\n" for x in pages), "utf-8")
    for name, (kind, text) in zip(pages, SNIPPETS, strict=True):
        title = "# Snippet\n\n" if kind == "md" else "Snippet\n=======\n\n"
        # Each has the name of its own that a page of a whole project has.
        own = text.replace("requirements-and-tests", name)
        (source / f"{name}.{kind}").write_text(title + own, "utf-8")
    return Project(source, source, work)


def test_the_snippets_of_the_documentation_build(project: Project) -> None:
    built = project.build()
    assert built.warnings == ""
    for number in range(len(SNIPPETS)):
        assert "Test case" in built.read(f"snippet-{number}.html")


def test_one_table_has_a_column_for_each_type_that_covers(project: Project) -> None:
    built = project.build()
    (number,) = (n for n, (_, text) in enumerate(SNIPPETS) if "coverage-targets" in text)
    page = BeautifulSoup(built.read(f"snippet-{number}.html"), "html.parser")
    lines = [
        [" ".join(x.get_text().split()) for x in row.select("th, td")]
        for row in page.select("table.coverage-targets tr")
    ]
    head, first, second, total = lines
    assert head == ["Requirement", "Specification", "Test case", "With each"]
    assert first[0].startswith("R_000 A group (○ nothing")
    assert first[1:] == ["○ none", "○ none", "○ without specification, test case"]
    assert second[0].startswith("R_001 First (◔ planned")
    assert second[1:] == ["S_001", "T_001 ◔ open", "● yes"]
    assert total == ["Total", "1 of 2", "1 of 2", "1 of 2"]


def test_the_documentation_has_a_snippet_for_each_directive() -> None:
    text = "".join(text for _, text in SNIPPETS)
    assert "coverage-matrix" in text
    assert "coverage-gaps" in text


def test_the_gates_of_the_documentation_work(project: Project) -> None:
    built = project.build("coverage-report")
    assert (built.warnings, built.app.statuscode) == ("", 0)
    gates = built.app.config.needs_coverage_gates
    assert {gate["kind"] for gate in gates} == set(KINDS)
    said = built.read("coverage.txt")
    for gate in gates:
        assert f"{gate['name']}: {gate['text']}" in said
    assert said.count("broken: 1") == 3
    assert said.count("holds, looked at") == 6


def test_the_documentation_has_every_option_of_every_directive() -> None:
    text = README.read_text("utf-8")
    for names in (MATRIX, OVERVIEW, TARGETS, SUMMARY, GAPS):
        assert options_table(names) in text
    assert {*MATRIX, *TARGETS, *SUMMARY, *GAPS} == set(OPTIONS)
