"""A plan that is exported, changed by somebody, and taken in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.conftest import Project

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
        built = self.project.build(
            "plan-import", needs_exchange_file=str(file), needs_exchange_write=write
        )
        text = built.read("import.txt")
        refused = "ikke læst ind" in text
        assert built.app.statuscode == (1 if refused else 0)
        return text


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


@pytest.fixture
def exported(plan: Project) -> Plan:
    """Return a plan that was exported."""
    with (plan.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(CONF)
    return Plan(plan, plan.build().out / "plan" / "plan.xlsx")
