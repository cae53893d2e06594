"""The plan comes back: what was changed in it, and nothing else."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from needs_core import report_builder
from needs_core.atomic_write import folder_lock
from needs_core.confidence import confidence_of
from needs_core.core_settings import ConfidenceFields
from needs_core.reader import read_items
from tests.needs_core.test_atomic_write import killed
from tests.needs_exchange.conftest import Plan, cell, headers, row_of

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = "Der er ikke noget at skrive."


def csv_of(exported: Plan, name: str = "plan-tiltag.csv") -> tuple[Path, list[list[str]]]:
    path = exported.file.with_name(name)
    text = path.read_bytes().decode("utf-8-sig")
    return path, list(csv.reader(StringIO(text), delimiter=";"))


def save(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    changed = path.with_name("rettet.csv")
    changed.write_bytes(text.getvalue().encode(encoding))
    return changed


def test_a_round_trip_without_a_change_changes_nothing(exported: Plan) -> None:
    before = exported.pages()
    for file in (exported.file, *exported.file.parent.glob("*.csv")):
        assert NOTHING in exported.take_in(file, write=True)
    assert NOTHING in exported.take_in(exported.edit(lambda _: None), write=True)
    assert exported.pages() == before


def test_a_change_is_shown_and_written_when_asked_to(exported: Plan) -> None:
    before = exported.pages()
    day = datetime(2027, 3, 31, tzinfo=UTC).replace(tzinfo=None)
    file = exported.set(
        ("TI_101", "Status", "i gang"), ("TI_101", "Frist", day), ("TI_102", "Titel", "Ny")
    )
    said = exported.take_in(file)
    assert "”kandidat” → ”i gang”" in said
    assert "”2027-01-01” → ”2027-03-31”" in said
    assert exported.pages() == before, "nothing is written unasked"
    assert "Siderne er skrevet" in exported.take_in(file, write=True)
    assert exported.changed_pages(before) == {"tiltag-1.md", "tiltag-2.md"}
    now = exported.pages()["tiltag-1.md"]
    wanted = before["tiltag-1.md"].replace(b":status: kandidat", b":status: i gang")
    assert now == wanted.replace(b"2027-01-01", b"2027-03-31")
    assert exported.build().warnings == ""
    assert NOTHING in exported.take_in(file, write=True), "twice is once"


def test_a_field_is_emptied_and_links_are_lists(exported: Plan) -> None:
    file = exported.set(
        ("TI_101", "Frist", None), ("TI_102", "Bidrager til", "MS_1_2 ; MS_1_10")
    )
    exported.take_in(file, write=True)
    text = exported.pages()["tiltag-1.md"].decode()
    assert "frist" not in text
    other = exported.pages()["tiltag-2.md"].decode()
    assert ":bidrager_til: MS_1_10, MS_1_2\n" in other, "what stays keeps its place"


REASONS = "MS_1_1: høj, begge, og det er sikkert; NO_101: lav, kun et ord"
"""How sure each link of an action is, and why."""


def test_the_reasons_at_links_go_out_and_come_back(exported: Plan) -> None:
    page = exported.project.source / "tiltag-1.md"
    text = page.read_text("utf-8").replace(":frist:", f":koblinger: {REASONS}\n:frist:")
    exported.project.write(page.name, text)
    assert exported.build().warnings == ""
    before = exported.pages()
    header = "Koblingernes sikkerhed"
    book = openpyxl.load_workbook(exported.file)
    assert cell(book["Tiltag"], "TI_101", header).value == REASONS
    for file in (exported.file, csv_of(exported)[0]):
        assert NOTHING in exported.take_in(file, write=True)
    other = REASONS.replace("lav, kun et ord", "middel, to ord: ”a” = b")
    said = exported.take_in(exported.set(("TI_101", header, other)), write=True)
    assert f"”{REASONS}” → ”{other}”" in said
    assert exported.changed_pages(before) == {"tiltag-1.md"}
    built = exported.build()
    assert built.warnings == ""
    item = read_items(built.app).by_id["TI_101"]
    link = confidence_of(item, "NO_101", ConfidenceFields(field="koblinger"))
    assert (link.level, link.reason) == ("middel", "to ord: ”a” = b")


def test_new_rows_get_the_next_free_ids_on_the_page_that_is_chosen(exported: Plan) -> None:
    def change(book: Any) -> None:
        from tests.needs_exchange.conftest import append

        for title in ("Et nyt", "Et til"):
            values = {"Titel": title, "Status": "planlagt", "Hører_under": "PM_1"}
            append(book["Tiltag"], {**values, "Side": "tiltag-2"})

    before = exported.pages()
    file = exported.edit(change)
    said = exported.take_in(file, write=True)
    ids = [line.split()[1] for line in said.splitlines() if line.startswith("  + ")]
    assert exported.changed_pages(before) == {"tiltag-2.md"}
    assert len(set(ids)) == 2
    built = exported.build()
    assert built.warnings == ""
    assert all(id_ in built.read("tiltag-2.html") for id_ in ids)
    assert not {id_.encode() for id_ in ids} & set(b" ".join(before.values()).split())
    again = exported.take_in(file, write=True)
    assert NOTHING in again
    assert "findes allerede som" in again


def test_a_new_row_needs_a_page_where_there_are_several(exported: Plan) -> None:
    said = exported.take_in(exported.add(Titel="Ny", Status="planlagt", Hører_under="PM_1"))
    assert "hvilken side" in said


def test_a_new_row_is_judged_like_any(exported: Plan) -> None:
    said = exported.take_in(exported.add(Titel="Ny", Side="tiltag-1"), write=True)
    assert "Status mangler. Skriv en af: kandidat" in said
    assert "Hører under mangler" in said


def test_a_deleted_row_asks_and_deletes_nothing(exported: Plan) -> None:
    before = exported.pages()

    def change(book: Any) -> None:
        sheet = book["Tiltag"]
        sheet.delete_rows(row_of(sheet, "TI_101"))

    said = exported.take_in(exported.edit(change), write=True)
    assert "Intet bliver slettet af sig selv" in said
    assert "tiltag-1.md:3  TI_101" in said
    assert exported.pages() == before


def test_two_edits_of_one_field_are_a_conflict(exported: Plan) -> None:
    file = exported.set(("TI_101", "Status", "i gang"), ("TI_102", "Status", "opgivet"))
    exported.project.edit("tiltag-1.md", (":status: kandidat", ":status: planlagt"))
    before = exported.pages()
    said = exported.take_in(file, write=True)
    assert "På siden står ”planlagt”, i filen står ”i gang”" in said
    assert "arket Tiltag, række 2, kolonne C (Status): TI_101" in said
    assert exported.pages() == before, "all or nothing"


def test_edits_of_other_fields_and_equal_edits_are_none(exported: Plan) -> None:
    file = exported.set(("TI_101", "Status", "i gang"), ("TI_102", "Status", "opgivet"))
    exported.project.edit("tiltag-1.md", (":frist: 2027-01-01", ":frist: 2028-01-01"))
    exported.project.edit("tiltag-2.md", (":status: planlagt", ":status: opgivet"))
    exported.take_in(file, write=True)
    text = exported.pages()["tiltag-1.md"].decode()
    assert ":status: i gang" in text
    assert ":frist: 2028-01-01" in text, "an old value in the file undoes nothing"


@pytest.mark.parametrize(
    ("id_", "header", "value", "said"),
    [
        ("TI_101", "Status", "færdig", "kolonne C (Status): TI_101: ”færdig” kan ikke stå"),
        ("TI_101", "Status", None, "Status mangler. Skriv en af"),
        ("TI_101", "Frist", "31/3 2027", "”31/3 2027” er ikke en dato"),
        ("TI_101", "Frist", "2027-02-30", "er ikke en dato"),
        ("TI_101", "Bidrager til", "MS_9_9", "”MS_9_9” findes ikke"),
        ("TI_101", "Bidrager til", "PM_1", "PM_1 er af typen pejlemærke"),
        ("TI_101", "Hører under", "PM_1, PM_2", "Der er for mange"),
        ("TI_101", "Hører under", None, "Hører under mangler"),
        ("TI_101", "Ansvarlig", "=1+1", "Cellen har en formel"),
        ("TI_101", "Ansvarlig", "[[echo('x')]]", "blive kørt"),
        ("TI_101", "Titel", None, "Titlen mangler"),
        ("TI_101", "Titel", '[[calc_sum("frist")]]', "blive kørt"),
        ("TI_101", "Bidrager til", 'MS_1_1[status=="nej"]', "findes ikke"),
        ("TI_101", "Ansvarlig", True, "sandt eller falsk"),
        ("TI_101", "Id", "TI_102", "Id'et er der flere gange"),
        ("TI_101", "Id", "MS_1_1", "Id'et bruges allerede til typen målsætning"),
        ("TI_101", "Id", "Tiltag 1", "ikke skrevet, som id'er skal være"),
        ("TI_101", "Side", "tiltag-2", "Arket kan ikke flytte"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_place(
    exported: Plan, id_: str, header: str, value: object, said: str
) -> None:
    before = exported.pages()
    file = exported.set((id_, header, value), ("TI_103", "Ansvarlig", "En enhed"))
    answer = exported.take_in(file, write=True)
    assert said in answer
    assert "arket Tiltag, række 2, kolonne" in answer
    assert exported.pages() == before


def test_columns_may_be_moved_left_out_and_added(exported: Plan) -> None:
    def change(book: Any) -> None:
        sheet = book["Tiltag"]
        sheet.delete_cols(headers(sheet)["Prioritet"])
        sheet.move_range("B1:B20", cols=30)
        cell(sheet, "TI_101", "Ansvarlig").value = "En enhed"

    said = exported.take_in(exported.edit(change), write=True)
    assert "Kolonnen ”Prioritet” mangler" in said
    assert ":ansvarlig: En enhed" in exported.pages()["tiltag-1.md"].decode()


def test_a_header_that_was_changed_is_refused(exported: Plan) -> None:
    def change(book: Any) -> None:
        book["Tiltag"].cell(1, 4).value = "Ansvarilg"

    said = exported.take_in(exported.edit(change))
    assert "”Ansvarilg” kendes ikke, og der mangler: Ansvarlig" in said


def test_merged_cells_are_refused(exported: Plan) -> None:
    said = exported.take_in(exported.edit(lambda x: x["Tiltag"].merge_cells("C2:C3")))
    assert "Cellerne C2:C3 er flettet" in said


def test_a_workbook_that_somebody_made_adds_but_never_changes(exported: Plan) -> None:
    file = exported.set(("TI_101", "Status", "i gang"))

    def change(book: Any) -> None:
        del book["_control"]
        cell(book["Tiltag"], "TI_101", "Status").value = "i gang"

    file = exported.edit(change)
    assert "Hent planen igen" in exported.take_in(file, write=True)


def test_csv_comes_back_as_excel_saves_it(exported: Plan) -> None:
    path, rows = csv_of(exported)
    head = rows[0]
    rows[1][head.index("Ansvarlig")] = "Område ”Nord”"
    rows[1][head.index("Frist")] = "31-03-2027"
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        said = exported.take_in(save(path, rows, encoding))
        assert "”2027-01-01” → ”2027-03-31”" in said
        assert "Område ”Nord”" in said
        assert ("Windows-tekst" in said) == (encoding == "cp1252")
    exported.take_in(save(path, rows), write=True)
    assert ":frist: 2027-03-31" in exported.pages()["tiltag-1.md"].decode()


def test_csv_rows_may_be_sorted_but_ids_not_swapped(exported: Plan) -> None:
    path, rows = csv_of(exported)
    assert NOTHING in exported.take_in(save(path, [rows[0], *reversed(rows[1:])]))
    rows[1][0], rows[2][0] = rows[2][0], rows[1][0]
    assert "Id'et var TI_101 ved hentningen" in exported.take_in(save(path, rows))


TEXTS = ["=1+1", "'=1", "+45", "-x", "@a", "2027-1", "1. maj", "'", "a;b", 'a "b" c',
         "0012", "x\ty", "#N/A", "SAND", "1e5", "_x0041_", "æ ø å", "<b>&amp;"]  # fmt: skip


def test_any_text_of_a_page_survives_both_files(exported: Plan) -> None:
    page = exported.project.source / "tiltag-5.md"
    needs = "".join(
        f"\n:::{{tiltag}} Tekst\n:id: TI_1{20 + n}\n:status: kandidat\n:under: PM_1\n"
        + (f":ansvarlig: '{text}'" if set(text) & {'"', "\t"} else f':ansvarlig: "{text}"')
        + "\n:::\n"
        for n, text in enumerate(TEXTS)
    )
    exported.project.write(page.name, page.read_text("utf-8") + needs)
    built = exported.build()
    assert built.warnings == ""
    items = read_items(built.app)
    read = [items.by_id[f"TI_1{20 + n}"].value("ansvarlig") for n in range(len(TEXTS))]
    assert read == TEXTS
    before = exported.pages()
    for file in (
        exported.file,
        exported.edit(lambda _: None),
        exported.file.with_name("plan-tiltag.csv"),
    ):
        assert NOTHING in exported.take_in(file, write=True)
    assert exported.pages() == before


def test_what_is_computed_is_not_overwritten(exported: Plan) -> None:
    exported.project.edit(
        "tiltag-1.md",
        (":status: kandidat", ":status: kandidat\n:ansvarlig: [[copy('id', 'TI_102')]]"),
    )
    exported.build()
    said = exported.take_in(exported.set(("TI_101", "Ansvarlig", "En enhed")), write=True)
    assert "regnet ud" in said


def test_files_are_the_same_bytes_twice_and_parallel(exported: Plan) -> None:
    def made(out: str, jobs: int) -> dict[str, bytes]:
        built = exported.project.build(out=out, jobs=jobs)
        return {x.name: x.read_bytes() for x in (built.out / "plan").iterdir()}

    first = made("a", 1)
    assert set(first) == {"plan.xlsx", "plan-tiltag.csv", "plan-malsaetning.csv"}
    assert first == made("b", 2)
    exported.project.edit("tiltag-3.md", (":under:", ":ansvarlig: X\n:under:"))
    assert made("a", 1) == made("c", 2) != first


def test_nothing_is_written_while_another_process_writes(
    exported: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = partial(folder_lock, wait=0)
    monkeypatch.setattr(report_builder, "folder_lock", impatient)
    before = exported.pages()
    file = exported.set(("TI_101", "Status", "i gang"))
    with folder_lock(exported.project.source):
        assert "En anden er ved at skrive" in exported.take_in(file, write=True)
    assert exported.pages() == before
    assert "Siderne er skrevet" in exported.take_in(file, write=True)
    assert not list(exported.project.source.glob(".needs-write.j*"))


def test_a_build_puts_back_what_an_interrupted_import_left(exported: Plan) -> None:
    source, before = exported.project.source, exported.pages()
    pages = sorted(source.glob("tiltag-*.md"))
    for at in range(20, 400, 23):  # before, between and after the pages are put in place
        if killed(source, pages, ("nummer", "efter"), at) == 0:
            break
        exported.build("plan-import")
        assert exported.pages() == before, at
        assert not list(source.glob(".*needs-write-new"))
    else:
        pytest.fail("it was never killed late enough")
