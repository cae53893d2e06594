"""A plan that is exported, changed by somebody, and taken in again.

The project is built once for all tests of a file; what a test changes is put back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sphinx.locale import init

from tests.conftest import REPO, ROOTS, Built, Project, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

CONF = """
extensions.append("needs_exchange")
needs_exchange_types = ["tiltag", "målsætning"]
needs_exchange_siblings = "under"
"""


@dataclass
class Plan:
    """The project, and the workbook it exports."""

    project: Project
    file: Path
    _import: Built | None = None
    """The last build of an import, and the pages it has read."""
    _read: dict[str, bytes] = field(default_factory=dict)

    def build(self, builder: str = "html", **more: Any) -> Built:
        """Build with the doctrees that all builds share."""
        return self.project.build(builder, doctrees="doctrees", **more)

    def pages(self) -> dict[str, bytes]:
        """Return every page, byte for byte."""
        return {x.name: x.read_bytes() for x in sorted(self.project.source.glob("*.md"))}

    def changed_pages(self, before: dict[str, bytes]) -> set[str]:
        """Return the names of the pages that are not what they were."""
        return {name for name, raw in self.pages().items() if before.get(name) != raw}

    def edit(self, change: Callable[[Any], None]) -> Path:
        """Have somebody change the workbook."""
        book = openpyxl.load_workbook(self.file)
        change(book)
        path = self.file.with_name("rettet.xlsx")
        book.save(path)
        return path

    def set(self, *cells: tuple[str, str, object]) -> Path:
        """Have somebody write cells: id, header, value."""

        def change(book: Any) -> None:
            for id_, header, value in cells:
                sheet = book["Tiltag" if id_.startswith("TI") else "Målsætning"]
                cell(sheet, id_, header).value = value

        return self.edit(change)

    def add(self, **values: object) -> Path:
        """Have somebody write a new row; underscores are spaces."""
        return self.edit(lambda book: append(book["Tiltag"], values))

    def take_in(self, file: Path, *, write: bool = False) -> str:
        """Run the import; return what it says."""
        values = {"needs_exchange_file": str(file), "needs_exchange_write": write}
        if self._import is None or self._read != self.pages():
            self._import = self.build("plan-import", **values)
            self._read = self.pages()
        else:  # the pages are those that were read: only the file is another
            for name in ("needs_core", "needs_authoring", "needs_exchange"):
                init([str(REPO / "ext" / name / "locale")], "da", name)
            app = self._import.app
            app.config.needs_exchange_file, app.config.needs_exchange_write = (
                str(file),
                write,
            )
            app.statuscode = 0
            app.builder.write_documents(set())
        text = self._import.read("import.txt")
        refused = "ikke læst ind" in text
        assert self._import.app.statuscode == (1 if refused else 0)
        if write:
            self._import = None
        return text


def put_back(folder: Path, files: dict[Path, bytes]) -> None:
    """Let a folder hold just these files; what is as it was is not touched."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, content in files.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def files_in(folder: Path) -> dict[Path, bytes]:
    """Return every file of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def append(sheet: Worksheet, values: dict[str, object]) -> None:
    """Write a row below the last."""
    at = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value) + 1
    while any(sheet.cell(at, column).value for column in range(1, 6)):
        at += 1
    for name, value in values.items():
        sheet.cell(at, headers(sheet)[name.replace("_", " ")]).value = value  # type: ignore[assignment]


def headers(sheet: Worksheet) -> dict[str, int]:
    """Return the column of each header."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.column}


def row_of(sheet: Worksheet, id_: str) -> int:
    """Return the row of an id."""
    rows = range(2, sheet.max_row + 1)
    return next(row for row in rows if sheet.cell(row, 1).value == id_)


def cell(sheet: Worksheet, id_: str, header: str) -> Any:
    """Return the cell of an id below a header."""
    return sheet.cell(row_of(sheet, id_), headers(sheet)[header])


@pytest.fixture(scope="module")
def _exported(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("plan"))
    copy_model(made.source)
    with (made.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(CONF)
    built = made.build(doctrees="doctrees")
    return Plan(made, built.out / "plan" / "plan.xlsx")


@pytest.fixture
def exported(_exported: Plan) -> Iterator[Plan]:
    """Return a plan that was exported; pages and files are put back after the test."""
    source, folder = _exported.project.source, _exported.file.parent
    pages, files = files_in(source), files_in(folder)
    yield _exported
    put_back(source, pages)
    put_back(folder, files)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Build the examples as they are, once."""
    names = ("center-nord", "center-syd", "eksempelkommune")
    work = tmp_path_factory.mktemp("examples")
    folders = {name: REPO / "examples" / name for name in names}
    return {
        name: Project(folder / "docs", folder, work / name).build(nitpicky=True)
        for name, folder in folders.items()
    }
