"""The workbook of a meeting comes back: what was written in it, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.needs_exchange.conftest import cell, files_in, put_back
from tests.needs_history.conftest import A_DAY, copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Built, Project

NOTHING = "Der er ikke noget at skrive."
FIRST, OPEN, CHANGES, LATE, FOLLOW_UPS = (
    "1 Prioriteret",
    "2 Åbne",
    "3 Ændringer",
    "5 Over fristen",
    "7 Opfølgninger",
)
DAY = datetime(2027, 3, 31, tzinfo=UTC).replace(tzinfo=None)


class Meeting:
    """The example, and the workbook of its meeting."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.file = self._build("html").out / "history" / "halvaarspakke-2026-2.xlsx"

    def write(self, *cells: tuple[str, str, str, object]) -> Path:
        """Have somebody write cells: sheet, id, header, value."""

        def change(book: Any) -> None:
            for sheet, id_, header, value in cells:
                cell(book[sheet], id_, header).value = value

        return self.edit(change)

    def edit(self, change: Callable[[Any], None]) -> Path:
        """Have somebody change the workbook."""
        book = openpyxl.load_workbook(self.file)
        change(book)
        path = self.file.with_name("rettet.xlsx")
        book.save(path)
        return path

    def take_in(self, file: Path, *, write: bool = False) -> str:
        """Run the import; return what it says."""
        values = {"needs_exchange_file": str(file), "needs_exchange_write": write}
        built = self._build("plan-import", **values)
        said = built.read("import.txt")
        assert built.app.statuscode == (1 if "ikke læst ind" in said else 0)
        return said

    def _build(self, builder: str, **more: Any) -> Built:
        return self.project.build(builder, doctrees="doctrees", **more)


@pytest.fixture(scope="module")
def _meeting(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        return Meeting(copied(tmp_path_factory.mktemp("meeting")))


@pytest.fixture
def meeting(_meeting: Meeting) -> Iterator[Meeting]:
    """Return the meeting; its pages are put back after the test."""
    source = _meeting.project.source
    pages = files_in(source)
    yield _meeting
    put_back(source, pages)


def test_what_a_meeting_wrote_is_written_on_the_pages(meeting: Meeting) -> None:
    page = meeting.project.source / "handleplan.md"
    follow_ups = meeting.project.source / "opfoelgning" / "2026-2.md"
    before = page.read_text("utf-8")
    assert NOTHING in meeting.take_in(meeting.file)
    file = meeting.write(
        (FIRST, "IND_02", "Slutdato", DAY),
        (LATE, "IND_02", "Slutdato", DAY),
        (LATE, "IND_02", "Titel", "Kø-tavle i venterummet"),
        (FIRST, "IND_05", "Ejer", "Lederen af Borgerservice"),
        (FIRST, "MAAL_1", "Ejer", "Lederen af Æ"),
        (OPEN, "IND_06", "Slutdato", "ikke oplyst"),
        (OPEN, "IND_04", "Slutdato", None),
        (OPEN, "IND_08", "Status", "besluttet"),
        (OPEN, "IND_09", "Status", "✕ stoppet"),
        (FOLLOW_UPS, "OPF_011", "Beslutning", "Nummeret skal have en ejer."),
    )
    said = meeting.take_in(file, write=True)
    assert said.startswith("rettet.xlsx: 8 ændret, 0 nye, 0 rækker væk\n")
    assert "Kolonnen" not in said
    goals = (meeting.project.source / "maal.md").read_text("utf-8")
    assert ":ejer: Lederen af Æ\n" in goals
    assert ":beslutning: Nummeret skal have en ejer.\n" in follow_ups.read_text("utf-8")
    now = page.read_text("utf-8")
    wanted = before
    for old, new in (
        ("{indsats} Kø-tavle i Modtagelsen", "{indsats} Kø-tavle i venterummet"),
        (":slut: 2026-09-30", ":slut: 2027-03-31"),
        (":slut: 2027-12-31\n", ""),
        (":slut: 2026-12-31\n", ""),
        (":id: IND_05\n:status: i gang\n", None),
        (":id: IND_08\n:status: idé\n", ":id: IND_08\n:status: besluttet\n"),
        (":id: IND_09\n:status: idé\n", ":id: IND_09\n:status: stoppet\n"),
    ):
        assert old in wanted, old
        wanted = wanted if new is None else wanted.replace(old, new, 1)
    added = [line for line in now.splitlines() if line not in wanted.splitlines()]
    assert added == [":ejer: Lederen af Borgerservice"]
    assert now.replace(f"{added[0]}\n", "", 1) == wanted
    assert NOTHING in meeting.take_in(file, write=True), "twice is once"


def test_a_page_that_was_changed_since_is_a_conflict_only_there(meeting: Meeting) -> None:
    file = meeting.write((OPEN, "IND_08", "Status", "i gang"))
    meeting.project.edit("handleplan.md", (":slut: 2026-09-30", ":slut: 2026-11-30"))
    assert "”idé” → ”i gang”" in meeting.take_in(file)
    file = meeting.write((FIRST, "IND_02", "Slutdato", DAY))
    said = meeting.take_in(file, write=True)
    assert "På siden står ”2026-11-30”, i filen står ”2027-03-31”." in " ".join(
        said.split()
    )


def test_what_the_pages_cannot_take_is_told_with_its_place(meeting: Meeting) -> None:
    pages = files_in(meeting.project.source)

    def change(book: Any) -> None:
        cell(book[FIRST], "IND_02", "Slutdato").value = DAY
        cell(book[LATE], "IND_02", "Slutdato").value = "2027-04-30"
        cell(book[FIRST], "MAAL_1", "Slutdato").value = "2027-04-30"
        cell(book[OPEN], "IND_08", "Sidst fulgt op").value = "i dag"
        cell(book[CHANGES], "MAAL_2", "Nu").value = "Noget andet"
        cell(book[FOLLOW_UPS], "OPF_011", "Halvår").value = "=1+1"
        sheet = book[OPEN]
        sheet.cell(sheet.max_row + 1, 2).value = "Et nyt tiltag"
        sheet["H1"], sheet["H2"] = "Noter", "husk"
        book.create_sheet("Mine noter")["A1"] = "Husk"

    said = meeting.take_in(meeting.edit(change), write=True)
    here = "Denne celle kan ikke rettes her. Ret det på siden eller i planens regneark."
    rows = re.sub("række [0-9]+", "række N", said)
    for place, text in (
        ("arket 1 Prioriteret, række N, kolonne E (Slutdato): MAAL_1", here),
        ("arket 2 Åbne, række N, kolonne F (Sidst fulgt op): IND_08", here),
        ("arket 3 Ændringer, række N, kolonne E (Nu): MAAL_2", here),
        ("arket 7 Opfølgninger, række N, kolonne E (Halvår): OPF_011", here),
        ("arket 2 Åbne, række N", "Rækken er ikke fra denne projektmappe."),
        (
            "arket 5 Over fristen, række N, kolonne E (Slutdato): IND_02",
            "Der er skrevet noget andet her: arket 1 Prioriteret, række N",
        ),
    ):
        assert f"{place}: {text}" in rows, place
    assert said.count("rettet.xlsx, arket") == 6
    assert "arket 2 Åbne: Kolonnen ”Noter” bliver ikke læst." in said
    assert "Arket ”Mine noter” læses ikke." in said
    for value, told in (
        ("[[echo('x')]]", "ville blive kørt som en kommando"),
        ("=1", "formel"),
    ):
        file = meeting.write((OPEN, "IND_06", "Titel", value))
        assert told in meeting.take_in(file, write=True)
    assert files_in(meeting.project.source) == pages
