"""Every type that is exported comes back: actions, goals, indicators and follow-ups.

Cells of all sheets are changed at random. What is on the pages then is compared with what
was written in the cells, and the rest of the pages byte for byte.
"""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.needs_exchange.conftest import append, files_in, headers, put_back
from tests.needs_history.conftest import A_DAY, copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Built, Project

NOTHING = "Der er ikke noget at skrive."
SHEETS = ["Indsats", "Mål", "Indikator", "Opfølgning"]
FIELDS = {
    "Titel": "title",
    "Status": "status",
    "Ejer": "ejer",
    "Startdato": "begynder",
    "Slutdato": "slut",
    "Prioritet": "prioritet",
    "Støtter": "stoetter",
    "Milepæle": "milepaele",
    "Periode": "periode",
    "Hører til": "hoerer_til",
    "Værdi": "vaerdi",
    "Enhed": "enhed",
    "Målt": "maalt",
    "God retning": "retning",
    "Udgangspunkt": "udgangspunkt",
    "Måltal": "maaltal",
    "Målår": "maalaar",
    "Måler": "maaler",
    "Forum": "forum",
    "Dato": "dato",
    "Beslutning": "beslutning",
    "Næste skridt": "naeste_skridt",
    "Følger op på": "vedroerer",
}
"""Header to the name of a field: what is changed at random."""
FREE = {
    "Ejer",
    "Værdi",
    "Enhed",
    "Udgangspunkt",
    "Måltal",
    "Beslutning",
    "Næste skridt",
    "Milepæle",
}
"""Texts that may be anything, and nothing."""
CHOICES = {
    "Status": ["idé", "besluttet", "i gang", "afsluttet", "stoppet"],
    "Prioritet": ["høj", "middel", "lav"],
    "Periode": ["2024-2026", "2027-2030"],
    "Hører til": ["VI_1", "VI_2"],
    "God retning": ["op", "ned"],
    "Forum": ["ledermøde", "OMU"],
    "Målår": ["2027", "2030"],
    "Støtter": ["MAAL_1", "MAAL_2, MAAL_4", "MAAL_10, MAAL_9"],
    "Måler": ["MAAL_3", "MAAL_1, MAAL_2"],
    "Følger op på": ["IND_01", "IND_02, IND_03", "MAAL_1"],
}
TEXTS = [
    "62,5",
    "1.234",
    "=1+1",
    "-3",
    "Æ & å",
    '”citat” "x"',
    "# x",
    "a; b, c: d",
    "1. maj",
]
DAYS = {"Startdato", "Slutdato", "Målt", "Dato"}
BLOCK = re.compile(
    r"^:::\{[^\W\d][\w-]*\} (?P<title>.*)\n(?P<body>(?:.*\n)*?):::$", re.MULTILINE
)


class Plan:
    """The example, and the workbook that it exports."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.file = self.build("html").out / "plan" / "plan.xlsx"

    def build(self, builder: str, **more: Any) -> Built:
        """Build with the doctrees that all builds share."""
        return self.project.build(builder, doctrees="doctrees", **more)

    def pages(self) -> dict[str, str]:
        """Return every page."""
        found = self.project.source.rglob("*.md")
        return {
            x.relative_to(self.project.source).as_posix(): x.read_bytes().decode()
            for x in sorted(found)
        }

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
        return self.build("plan-import", **values).read("import.txt")


@pytest.fixture(scope="module")
def _plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        return Plan(copied(tmp_path_factory.mktemp("kept")))


@pytest.fixture
def plan(_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plan]:
    """Return the plan; its pages and its log are put back after the test."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", A_DAY)
    files = files_in(_plan.project.conf)
    yield _plan
    put_back(_plan.project.conf, files)


def blocks(pages: dict[str, str]) -> dict[str, dict[str, str]]:
    """Read the needs of pages, in a way of its own: id to fields, as they are written."""
    found = {}
    for text in pages.values():
        for block in BLOCK.finditer(text):
            fields = dict(re.findall(r"^:(\w+): *(.*)$", block["body"], re.MULTILINE))
            if id_ := fields.get("id"):
                found[id_] = {**fields, "title": block["title"]}
    return found


def without(pages: dict[str, str], changed: dict[str, set[str]]) -> dict[str, str]:
    """Return the pages without the lines of what is changed."""

    def blank(block: re.Match[str]) -> str:
        found = re.search(r"^:id: (\w+)$", block[0], re.MULTILINE)
        names = changed.get(found[1], set()) if found else set()
        text = block[0]
        if "title" in names:
            text = text.replace(block["title"], "", 1)
        for name in names:
            text = re.sub(rf"^:{name}:.*\n", "", text, flags=re.MULTILINE)
        return text

    return {name: BLOCK.sub(blank, text) for name, text in pages.items()}


def plain(value: str) -> str:
    """Return a written value without its quotes, as YAML reads them."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        double = value[0] == '"'
        inner = value[1:-1]
        return inner.replace('\\"', '"') if double else inner.replace("''", "'")
    return value


def new_value(draw: random.Random, header: str) -> object:
    if header in DAYS:
        start = datetime(2026, 1, 1)  # noqa: DTZ001 (a day of a sheet)
        return start + timedelta(days=draw.randint(0, 900))
    if header in CHOICES:
        return draw.choice(CHOICES[header])
    value: object = draw.choice(TEXTS) if header in FREE else f"Ny titel {draw.random()}"
    return draw.choice([value, 62.5, 7, None]) if header in {"Værdi", "Måltal"} else value


def written(value: object) -> str:
    """Return what a page is to say of a value in a cell."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


@pytest.mark.parametrize("seed", range(4))
def test_cells_of_all_types_are_on_the_pages_and_nothing_else(
    plan: Plan, seed: int
) -> None:
    draw = random.Random(seed)
    before = plan.pages()
    wanted: dict[str, dict[str, str]] = {}

    def change(book: Any) -> None:
        assert [x.title for x in book][: len(SHEETS)] == SHEETS
        for name in SHEETS:
            sheet = book[name]
            columns = {x: at for x, at in headers(sheet).items() if x in FIELDS}
            for row in draw.sample(range(2, sheet.max_row + 1), min(3, sheet.max_row - 1)):
                id_ = sheet.cell(row, 1).value
                for header in draw.sample(sorted(columns), 4):
                    value = new_value(draw, header)
                    cell = sheet.cell(row, columns[header])
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"  # what begins with = is no formula
                    wanted.setdefault(id_, {})[FIELDS[header]] = written(value)

    file = plan.edit(change)
    preview = plan.take_in(file)
    assert "Intet er skrevet endnu" in preview, preview
    assert plan.pages() == before
    assert "Siderne er skrevet" in plan.take_in(file, write=True)

    after, was = plan.pages(), blocks(before)
    now = blocks(after)
    assert now.keys() == was.keys()
    for id_, fields in wanted.items():
        for name, value in fields.items():
            found = plain(now[id_].get(name, ""))
            assert set(found.split(", ")) == set(value.split(", ")), (id_, name)
    changed = {
        id_: {x for x in fields if now[id_].get(x) != was[id_].get(x)}
        for id_, fields in wanted.items()
    }
    assert any(changed.values())
    assert without(after, changed) == without(before, changed)
    assert NOTHING in plan.take_in(file, write=True), "twice is once"


def test_an_unchanged_workbook_of_all_types_changes_nothing(plan: Plan) -> None:
    before = plan.pages()
    for file in (plan.file, plan.edit(lambda _: None), *plan.file.parent.glob("*.csv")):
        assert NOTHING in plan.take_in(file, write=True)
    assert plan.pages() == before


def test_a_sheet_has_what_its_type_has(plan: Plan) -> None:
    book = openpyxl.load_workbook(plan.file)
    found = {name: list(headers(book[name])) for name in SHEETS}
    assert "Status" in found["Indsats"]
    assert "Status" in found["Opfølgning"]
    assert "Status" not in found["Mål"], "only those have a state that say so"
    assert "Status" not in found["Indikator"]
    assert found["Indikator"][2:8] == [
        "Værdi",
        "Enhed",
        "Målt",
        "God retning",
        "Udgangspunkt",
        "Måltal",
    ]
    lists = {
        (name, str(x.sqref)[0]): x.formula1
        for name in SHEETS
        for x in book[name].data_validations.dataValidation
        if x.type == "list"
    }
    columns = {
        name: {h: c for c, h in zip("ABCDEFGHIJKLMN", found[name], strict=False)}
        for name in SHEETS
    }
    assert ("Opfølgning", columns["Opfølgning"]["Forum"]) in lists
    assert ("Mål", columns["Mål"]["Hører til"]) in lists
    # The project names the page of a follow-up, so nobody is to choose one.
    assert ("Opfølgning", columns["Opfølgning"]["Side"]) not in lists
    assert ("Indikator", columns["Indikator"]["Side"]) in lists
    same = [lists["Indsats", columns["Indsats"]["Status"]],
            lists["Opfølgning", columns["Opfølgning"]["Status"]]]  # fmt: skip
    assert same[0] == same[1]


def test_new_rows_of_all_types_find_their_pages(plan: Plan) -> None:
    follow_up = {
        "Titel": "Vi talte om det",
        "Status": "i gang",
        "Halvår": "2027-1",
        "Forum": "OMU",
        "Dato": datetime(2027, 2, 1),  # noqa: DTZ001 (a day of a sheet)
        "Følger_op_på": "IND_02",
    }

    def change(book: Any) -> None:
        append(book["Opfølgning"], follow_up)
        append(book["Opfølgning"], {**follow_up, "Halvår": "2026-2", "Titel": "Igen"})
        append(book["Indikator"], {"Titel": "Ny måling", "Værdi": 3.5, "Måler": "MAAL_1"})
        append(book["Mål"], {"Titel": "Nyt mål", "Hører_til": "VI_2", "Side": "maal"})

    before = plan.pages()
    file = plan.edit(change)
    said = plan.take_in(file, write=True)
    assert "0 ændret, 4 nye, 0 rækker væk" in said
    assert "Siden opfoelgning/2027-1 er ny." in said
    after = plan.pages()
    assert {x for x in after if after[x] != before.get(x)} == {
        "opfoelgning/2027-1.md",
        "opfoelgning/2026-2.md",
        "indikatorer.md",
        "maal.md",
    }
    assert ":vaerdi: 3,5\n" in after["indikatorer.md"]
    assert NOTHING in plan.take_in(file, write=True)


def test_what_breaks_a_rule_is_refused_on_every_sheet(plan: Plan) -> None:
    before = plan.pages()
    for sheet, header, value, said in (
        ("Mål", "Periode", "2031-2034", "arket Mål, række 2, kolonne E (Periode): MAAL_1"),
        ("Mål", "Hører til", "VI_1, VI_2", "Der er for mange"),
        ("Indikator", "Målår", "snart", "”snart” er ikke skrevet, som"),
        ("Indikator", "Målt", "31/3", "”31/3” er ikke en dato"),
        ("Indikator", "Måler", "IND_01", "IND_01 er af typen indsats"),
        ("Opfølgning", "Forum", "MED", "”MED” kan ikke stå her. Skriv en af: ledermøde"),
        ("Opfølgning", "Følger op på", None, "Følger op på mangler"),
    ):

        def change(book: Any, at: tuple[str, str, object] = (sheet, header, value)) -> None:
            page = book[at[0]]
            page.cell(2, headers(page)[at[1]]).value = at[2]

        assert said in plan.take_in(plan.edit(change), write=True)

    def lonely(book: Any) -> None:
        append(book["Opfølgning"], {"Titel": "Uden halvår", "Forum": "OMU"})

    said = plan.take_in(plan.edit(lonely), write=True)
    assert "Halvår mangler" in said
    assert "hvilken side" not in said
    assert plan.pages() == before


def test_two_who_change_a_goal_are_told(plan: Plan) -> None:
    def change(book: Any) -> None:
        sheet = book["Mål"]
        sheet.cell(2, headers(sheet)["Prioritet"]).value = "lav"
        sheet.cell(2, headers(sheet)["Ejer"]).value = "Lederen af Æ"

    file = plan.edit(change)
    plan.project.edit("maal.md", (":prioritet: høj", ":prioritet: middel"))
    before = plan.pages()
    assert "På siden står ”middel”, i filen står ”lav”" in plan.take_in(file, write=True)
    assert plan.pages() == before
    plan.project.edit("maal.md", (":prioritet: middel", ":prioritet: lav"))
    assert "1 ændret" in plan.take_in(file, write=True)
    assert ":ejer: Lederen af Æ\n:prioritet: lav\n" in plan.pages()["maal.md"]
