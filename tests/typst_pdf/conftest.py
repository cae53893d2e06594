"""PDF files to look into: our own book, and a foreign project that uses everything.

Each is built once a worker. What is asked of the book on the site is built from the same
doctrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPO, ROOTS, Built, Project, project
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the knowledge base as PDF, once a worker.

    Without the readers' numbers: needs are told apart by their ids.
    """
    work = tmp_path_factory.mktemp("book")
    made = Project(REPO / "docs", REPO, work)
    return made.build("typst_pdf", doctrees="shared", needs_core_numbers={})


@pytest.fixture(scope="session")
def book(built_book: Built) -> Pdf:
    """Return the archive of all pages."""
    return Pdf(built_book.out / "vidensbase.pdf")


@pytest.fixture(scope="session")
def strategy(built_book: Built) -> Pdf:
    """Return the strategy that a council is handed."""
    return Pdf(built_book.out / "strategi.pdf")


@pytest.fixture(scope="session")
def coverage_page(built_book: Built) -> str:
    """Return the page with the matrices as it is on the site, of the book's doctrees."""
    made = Project(REPO / "docs", REPO, built_book.out.parent)
    built = made.build(doctrees="shared", only="daekning.md", needs_core_numbers={})
    return built.read("daekning.html")


@pytest.fixture(scope="session")
def built_everything(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a project in English that has every kind of node, once a worker."""
    work: Path = tmp_path_factory.mktemp("everything")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        return project(ROOTS / "everything", work).build("typst_pdf")


@pytest.fixture(scope="session")
def everything(built_everything: Built) -> Pdf:
    """Return that project's PDF."""
    return Pdf(built_everything.out / "everything.pdf")


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Return a project of one page to make mistakes in."""
    source = tmp_path / "source"
    source.mkdir()
    made = Project(source, source, tmp_path)
    made.write(
        "conf.py", 'project = "Small"\nlanguage = "en"\nextensions = ["typst_pdf"]\n'
    )
    return made
