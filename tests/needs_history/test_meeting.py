"""A meeting gone through in a real browser, and its file taken in by the import."""

from __future__ import annotations

import csv
import json
import random
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.browser.conftest import SIZES
from tests.browser.keys import tab_to
from tests.browser.test_accessibility import OPEN, RULES, axe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Dialog, Page

    from tests.conftest import Project, Windows
    from tests.needs_history.conftest import Example

PAGE = "opfoelgning/halvaarspakke.html"
TOP = "document.querySelector('.meeting-bar').getBoundingClientRect().top"
BOX = "document.activeElement.getBoundingClientRect().toJSON()"
STATES = ("idé", "besluttet", "i gang", "afsluttet", "stoppet")
WORDS = (
    "Vi venter",
    "=1+1",
    "a; b, c: d",
    "Æ <b>ø</b> & å",
    '”citat” "x"',
    "# ikke en titel",
)
BLOCKED = """
const refuse = () => { throw new DOMException("blocked", "SecurityError"); };
Object.defineProperty(window, "localStorage", { get: refuse, configurable: true });
"""


def opened(page: Page, site: Path) -> Page:
    page.goto((site / PAGE).as_uri())
    page.wait_for_selector(".meeting-started")
    return page


def occasion(page: Page, forum: str = "ledermøde", day: str = "2026-12-10") -> None:
    page.get_by_label("Forum", exact=True).select_option(forum)
    page.get_by_label("Dato", exact=True).fill(day)


def saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem mødets fil").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def line(page: Page, id_: str) -> Any:
    found = page.locator("details.meeting-line").filter(has_text=f"{id_} ").first
    found.evaluate("fold => { fold.open = true }")
    return found


def needs(project: Project) -> dict[str, dict[str, Any]]:
    found = json.loads(project.build("needs", doctrees="import").read("needs.json"))
    made = found["versions"][found["current_version"]]["needs"]
    names = {
        *("title", "status", "ejer", "slut", "halvaar", "forum", "dato", "beslutning"),
        *("naeste_skridt", "vedroerer", "docname", "begynder", "stoetter", "content"),
    }
    return {id_: {x: need.get(x) for x in names} for id_, need in made.items()}


def taken_in(project: Project, file: Path, *, write: bool, code: int = 0) -> str:
    built = project.build(
        "plan-import",
        doctrees="import",
        needs_exchange_file=str(file),
        needs_exchange_write=write,
    )
    assert built.app.statuscode == code, built.read("import.txt")
    return built.read("import.txt")


Decided = tuple[dict[str, Any], str | None, str | None]
"""An action as it is to be, the decision on it and its next step."""


def decided(page: Page, draw: random.Random, id_: str, old: dict[str, Any]) -> Decided:
    """Set at random what a line is to say."""
    form, said = line(page, id_), old.copy()
    if id_.startswith("IND"):  # a goal has no status and no end
        said["status"] = draw.choice(STATES)
        form.get_by_label("Status").select_option(said["status"])
    else:
        assert form.get_by_label("Status").count() == 0
    if id_.startswith("IND") and draw.choice([True, True, False]):
        said["slut"] = f"2027-0{draw.randint(1, 9)}-15"
        form.get_by_label("Slutdato").fill(said["slut"])
    if draw.choice([True, True, False]):
        owner = draw.choice(["Lederen af Æ", "Lederen af Kommunikation", ""])
        form.get_by_label("Ejer").fill(owner)
        said["ejer"] = owner or None
    decision, following = draw.choice([*WORDS, ""]), draw.choice([*WORDS, ""])
    form.get_by_label("Beslutning").fill(decision)
    form.get_by_label("Næste skridt").fill(following)
    form.get_by_label("Behandlet", exact=True).check()
    return said, decision or None, following or None


@pytest.fixture
def project(example: Project) -> Project:
    return example


def test_what_is_decided_in_the_browser_is_on_the_pages_cell_by_cell(
    unchanged: Example, windows: Windows, project: Project, tmp_path: Path
) -> None:
    draw = random.Random(20)
    page = opened(windows.page(accept_downloads=True), unchanged.site.out)
    before = needs(project)
    occasion(page)
    lines = page.locator(
        "details.meeting-line > summary > span:first-child"
    ).all_inner_texts()
    ids = [x.split()[0] for x in lines]
    actions = [x for x in ids if x.startswith("IND")]
    assert actions == [
        *("IND_02", "IND_05", "IND_03", "IND_04", "IND_08", "IND_09", "IND_06")
    ]
    goals = [x for x in ids if x.startswith("MAAL")]
    # What does not hold is no line.
    assert sorted(goals) == sorted(f"MAAL_{n}" for n in range(1, 14) if n != 7)
    chosen = [*draw.sample(actions, 4), *draw.sample(goals, 3)]
    wanted = {id_: decided(page, draw, id_, before[id_]) for id_ in chosen}
    file = saved(page, tmp_path)
    assert file.name == "moede-2026-12-10-ledermøde.json"

    preview = taken_in(project, file, write=False)
    assert needs(project) == before
    assert "Intet er skrevet endnu." in preview
    assert not (project.conf / "indlaest.csv").exists()
    taken_in(project, file, write=True)
    after = needs(project)
    new = {id_: need for id_, need in after.items() if id_ not in before}
    assert {id_: after[id_] for id_ in before} == {
        id_: wanted[id_][0] if id_ in wanted else need for id_, need in before.items()
    }
    told = {
        need["vedroerer"][0]: (need["status"], need["beslutning"], need["naeste_skridt"])
        for need in new.values()
    }
    assert told == {
        id_: (said["status"], decision, following)
        for id_, (said, decision, following) in wanted.items()
    }
    for need in new.values():
        assert (need["halvaar"], need["forum"]) == ("2026-2", "ledermøde")
        assert need["dato"] == "2026-12-10"
        assert need["docname"] == "opfoelgning/2026-2"

    log = (project.conf / "indlaest.csv").read_text("utf-8-sig")
    rows = [
        [x.removeprefix("'") for x in r] for r in csv.reader(log.split("\n"), delimiter=";")
    ]
    noted = [(row[2], row[4], row[5], row[6]) for row in rows[1:] if row]
    for id_, (said, _decision, _next) in wanted.items():
        for field, label in (("status", "Status"), ("slut", "Slutdato"), ("ejer", "Ejer")):
            change = (id_, label, before[id_][field] or "", said[field] or "")
            assert (change in noted) == (said[field] != before[id_][field])
    assert len({row[2] for row in noted}) >= len(new)

    # The same file again has nothing to write, and one line decided otherwise is told.
    assert "Der er ikke noget at skrive." in taken_in(project, file, write=True)
    assert needs(project) == after
    again = file.read_text("utf-8").replace('"Vi venter"', '"Vi venter ikke"')
    again = again.replace('"a; b, c: d"', '"Noget andet"').replace('"=1+1"', '"Et tredje"')
    other = tmp_path / "igen.json"
    other.write_text(again, encoding="utf-8")
    refused = taken_in(project, other, write=True, code=1)
    assert "Den findes allerede som OPF_0" in refused
    assert needs(project) == after


def test_two_who_change_the_same_are_told_and_nothing_is_half_written(
    unchanged: Example, windows: Windows, project: Project, tmp_path: Path
) -> None:
    page = opened(windows.page(accept_downloads=True), unchanged.site.out)
    occasion(page, "OMU", "2027-02-01")
    line(page, "IND_02").get_by_label("Status").select_option("stoppet")
    line(page, "IND_06").get_by_label("Beslutning").fill("Den fortsætter.")
    file = saved(page, tmp_path)
    project.edit(
        "handleplan.md", (":slut: 2026-09-30\n:prioritet", ":slut: 2026-12-31\n:prioritet")
    )
    said = taken_in(project, file, write=False)  # another field of the same need
    assert "IND_02" in said
    assert "docs/opfoelgning/2027-1.md" in said
    assert "Siden opfoelgning/2027-1 er ny." in said
    text = (project.source / "handleplan.md").read_text("utf-8")
    first = text.replace(":id: IND_02\n:status: i gang", ":id: IND_02\n:status: afsluttet")
    project.write("handleplan.md", first)
    said = taken_in(project, file, write=True, code=1)
    assert "IND_02: To har ændret" in said
    assert (project.source / "handleplan.md").read_text("utf-8") == first
    assert not (project.source / "opfoelgning" / "2027-1.md").exists()
    project.write("handleplan.md", text)
    taken_in(project, file, write=True)
    assert "# Opfølgning 2027-1" in (project.source / "opfoelgning/2027-1.md").read_text(
        "utf-8"
    )
    assert ":slut: 2026-12-31\n:prioritet" in (project.source / "handleplan.md").read_text(
        "utf-8"
    )

    good = json.loads(file.read_text("utf-8"))
    row, other = good["lines"]
    bad = {
        "er fra et møde om en anden plan": {**good, "type": "vision"},
        "ikke en, som mødets side gemmer": {**good, "version": 1},
        "Der er intet felt uhyre.": {**good, "lines": [{**row, "values": {"uhyre": "x"}}]},
        "”færdig” kan ikke stå her": {
            **good,
            "lines": [{**other, "values": {**other["values"], "status": "færdig"}}],
        },
        "”../../uden” er ikke skrevet, som det skal": {
            **good,
            "lines": [
                {
                    **row,
                    "title": "Ny",
                    "followUp": {**row["followUp"], "halvaar": "../../uden"},
                }
            ],
        },
    }
    pages = {x: x.read_bytes() for x in project.source.rglob("*.md")}
    for fault, content in bad.items():
        file.write_text(json.dumps(content), encoding="utf-8")
        assert fault in taken_in(project, file, write=True, code=1)
    for raw in ("{", "{" * 100_000, "{}", '{"format": "needs-meeting"}'):
        file.write_text(raw, encoding="utf-8")
        assert "er ikke læst ind" in taken_in(project, file, write=True, code=1)
    assert {x: x.read_bytes() for x in project.source.rglob("*.md")} == pages


def test_the_workbook_of_the_package_can_be_sent_back(
    unchanged: Example, project: Project, tmp_path: Path
) -> None:
    path = unchanged.site.out / "history" / "halvaarspakke-2026-2.xlsx"
    before = needs(project)
    assert "Der er ikke noget at skrive." in taken_in(project, path, write=True)
    assert needs(project) == before
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Møde"]
    heads = {cell.value: cell.column for cell in sheet[5]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=6)}

    def put(id_: str, head: str, value: object) -> None:
        sheet.cell(rows[id_], heads[head]).value = value

    put("IND_02", "Status", "Stoppet")  # as it is typed
    put("IND_02", "Slutdato", datetime(2026, 12, 31))  # noqa: DTZ001 (a day of a sheet)
    put("IND_06", "Beslutning", "Den fortsætter.")
    put("IND_08", "Ejer", "Lederen af Modtagelsen")
    put("IND_09", "Behandlet", "x")
    put("MAAL_1", "Ejer", "Lederen af Æ")
    put("MAAL_1", "Beslutning", "Målet har en ny ejer.")
    sheet.delete_cols(heads["Næste skridt"])
    file = tmp_path / "retur.xlsx"
    book.save(file)
    assert "Skriv mødets forum og dato" in taken_in(project, file, write=True, code=1)
    sheet["B2"], sheet["B3"] = "OMU", "18-12-2026"
    book.save(file)
    preview = taken_in(project, file, write=False)
    assert "3 ændret, 5 nye" in preview
    assert needs(project) == before
    taken_in(project, file, write=True)
    after = needs(project)
    wanted = {id_: need.copy() for id_, need in before.items()}
    wanted["IND_02"] |= {"status": "stoppet", "slut": "2026-12-31"}
    wanted["IND_08"]["ejer"] = "Lederen af Modtagelsen"
    wanted["MAAL_1"]["ejer"] = "Lederen af Æ"
    assert {id_: after[id_] for id_ in before} == wanted
    new = [need for id_, need in after.items() if id_ not in before]
    assert {(x["vedroerer"][0], x["status"], x["beslutning"], x["dato"]) for x in new} == {
        ("IND_02", "stoppet", None, "2026-12-18"),
        ("IND_06", "i gang", "Den fortsætter.", "2026-12-18"),
        ("IND_08", "idé", None, "2026-12-18"),
        ("IND_09", "idé", None, "2026-12-18"),
        ("MAAL_1", None, "Målet har en ny ejer.", "2026-12-18"),
    }
    assert "Der er ikke noget at skrive." in taken_in(project, file, write=True)
    for place, value, fault in (
        ((rows["IND_02"], 1), "IND_99", "Id'et er ikke en linje på dette møde."),
        ((rows["IND_03"], heads["Status"]), "=A1", "Cellen har en formel."),
        ((rows["MAAL_1"], heads["Status"]), "i gang", "MAAL_1 har ikke det felt."),
    ):
        worse = openpyxl.load_workbook(file)
        changed: Any = worse["Møde"]
        changed.cell(*place).value = value
        worse.save(tmp_path / "vaerre.xlsx")
        assert fault in taken_in(project, tmp_path / "vaerre.xlsx", write=True, code=1)
    assert needs(project) == after


def test_a_draft_survives_and_a_saved_file_can_be_opened(
    unchanged: Example, windows: Windows, tmp_path: Path
) -> None:
    page = opened(windows.page(accept_downloads=True), unchanged.site.out)
    occasion(page)
    line(page, "IND_03").get_by_label("Beslutning").fill("Kladden bliver.")
    opened(page, unchanged.site.out)
    assert (
        line(page, "IND_03").get_by_label("Beslutning").input_value() == "Kladden bliver."
    )
    assert "Behandlet: 1." in page.locator(".meeting-count").inner_text()
    assert "Kladden bliver." in page.locator(".meeting-minutes").inner_text()
    file = saved(page, tmp_path)
    opened(page, unchanged.site.out)
    assert "gemt for ledermøde 2026-12-10" in page.locator(".meeting-message").inner_text()
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    occasion(page, "OMU", "2026-12-18")
    page.get_by_role("button", name="Gem mødets fil").click()
    assert "gemt for ledermøde 2026-12-10" in asked[0]
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Tøm kladden").click()
    assert "Behandlet: 0." in page.locator(".meeting-count").inner_text()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("er åbnet. Linjer: 1.").wait_for()
    assert (
        line(page, "IND_03").get_by_label("Beslutning").input_value() == "Kladden bliver."
    )
    assert page.get_by_label("Dato", exact=True).input_value() == "2026-12-10"
    wrong = tmp_path / "andet.json"
    wrong.write_text('{"lines": [1]}', encoding="utf-8")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_text("er ikke en mødefil").wait_for()


def test_without_storage_and_by_keyboard_alone(
    unchanged: Example, windows: Windows, tmp_path: Path
) -> None:
    page, problems = (
        windows.browser.new_context(accept_downloads=True).new_page(),
        list[str](),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(BLOCKED)
    opened(page, unchanged.site.out)
    assert "Denne browser gemmer ingenting." in page.locator(".meeting-note").inner_text()
    tab_to(page, page.get_by_label("Forum", exact=True))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("Dato", exact=True))
    page.keyboard.type("12102026")
    tab_to(page, page.get_by_label("Vis", exact=True))
    page.keyboard.type("Over")
    assert page.locator("details.meeting-line:visible").count() == 1
    tab_to(page, page.locator("details.meeting-line > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Beslutning"))
    page.keyboard.type("Skrevet uden mus.")
    tab_to(page, page.get_by_role("button", name="Behandlet, og videre til næste"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Gem mødets fil"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "fil.json")
    found = json.loads((tmp_path / "fil.json").read_text("utf-8"))
    assert [x["followUp"]["beslutning"] for x in found["lines"]] == ["Skrevet uden mus."]
    page.context.close()
    assert problems == []


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_saving_is_in_reach_from_every_line_and_hides_none(
    unchanged: Example, windows: Windows, width: str
) -> None:
    page = opened(windows.page(viewport=SIZES[width]), unchanged.site.out)
    form = page.locator(".meeting-form")
    form.evaluate("form => form.scrollIntoView()")
    height = page.evaluate("window.innerHeight")
    lines = page.locator("details.meeting-line > summary")
    lines.evaluate_all("all => all.forEach(one => { one.parentElement.open = true })")
    page.locator(".meeting-filters select").last.focus()
    seen = 0
    for _step in range(60):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('.meeting-line') !== null")
        save = page.locator(".meeting-save").bounding_box()
        box, top = page.evaluate(BOX), page.evaluate(TOP)
        if not inside:
            continue
        seen += 1
        assert save is not None
        assert 0 <= save["y"] <= save["y"] + save["height"] <= height
        assert box["bottom"] <= top + 1, page.evaluate("document.activeElement.outerHTML")
    assert seen > 40
    page.locator(".meeting-save").click()  # nothing is dealt with: the bar says so
    told = page.locator(".meeting-message")
    assert "Vælg først forum og dato." in told.inner_text()
    assert page.evaluate(TOP) < height
    assert told.is_visible()


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_axe_finds_nothing_whatever_the_form_says(
    unchanged: Example, windows: Windows, tmp_path: Path, size: str, theme: str
) -> None:
    page = windows.page(accept_downloads=True, viewport=SIZES[size], color_scheme=theme)
    opened(page, unchanged.site.out)
    page.evaluate("localStorage.clear()")
    opened(page, unchanged.site.out)
    message, save = page.locator(".meeting-message"), "Gem mødets fil"
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)

    def judged(said: str) -> None:
        assert said in message.inner_text()
        assert axe(page, RULES, ".history-meeting") == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"]

    judged("")
    page.get_by_role("button", name=save).click()
    judged("Vælg først forum og dato.")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    occasion(page)
    page.get_by_role("button", name=save).click()
    judged("Ingen linje er behandlet")
    page.evaluate(OPEN)
    line(page, "IND_02").get_by_label("Beslutning").fill("Vi venter")
    judged("")
    wrong = tmp_path / "andet.json"
    wrong.write_text("{}", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_text("er ikke en mødefil").wait_for()
    judged("er ikke en mødefil")
    saved(page, tmp_path)
    judged("er gemt. Læs den ind med: make import")
    page.get_by_label("Dato", exact=True).fill("2026-12-18")
    page.get_by_role("button", name=save).click()
    page.get_by_role("button", name="Tøm kladden").click()
    # What is asked is asked by the browser itself, in whole sentences.
    assert len(asked) == 2
    assert all(x.endswith("?") for x in asked)
    judged("er gemt. Læs den ind med: make import")
    page.remove_listener("dialog", refuse)


def test_lines_are_shown_by_part_owner_and_forum_and_paper_has_what_was_decided(
    unchanged: Example, windows: Windows
) -> None:
    page = opened(windows.page(accept_downloads=True), unchanged.site.out)
    lines = page.locator("details.meeting-line:visible > summary")
    every = lines.all_inner_texts()
    assert [x for x in every if x.startswith("IND")] == [
        "IND_02 Kø-tavle i Modtagelsen Skal besluttes · Prioriteret · Over fristen",
        "IND_05 Ét telefonnummer Skal besluttes · Prioriteret",
        "IND_03 Skriveværksted for sagsbehandlere Skal besluttes · Frist inden næste møde",
        "IND_04 Nye skabeloner til breve Skal besluttes",
        "IND_08 Kort til pårørende Skal besluttes",
        "IND_09 Grønne tage på kommunens huse Skal besluttes",
        "IND_06 Følgevenner til foreninger Frist inden næste møde",
    ]
    for label, value, ids in (
        ("Vis", "Frist inden næste møde", ["IND_03", "IND_06"]),
        ("Type", "Mål", [x.split()[0] for x in every if x.startswith("MAAL")]),
        ("Ejer", "Lederen af Kommunikation", ["IND_03", "IND_04", "MAAL_2"]),
        ("Ejer", "Lederen af Støtte i hjemmet", ["MAAL_5"]),
        ("Forum for seneste opfølgning", "OMU", ["IND_06", "MAAL_4"]),
    ):
        choice = page.locator(".meeting-filters").get_by_label(label, exact=True)
        choice.select_option(label=value)
        assert [x.split()[0] for x in lines.all_inner_texts()] == ids
        choice.select_option(label="alle")
    page.emulate_media(media="print")
    assert not page.locator(".meeting-minutes").is_visible()  # nothing yet
    page.emulate_media(media="screen")
    occasion(page)
    line(page, "IND_02").get_by_label("Status").select_option("stoppet")
    page.emulate_media(media="print")
    said = page.locator(".meeting-minutes").inner_text().split("\n")
    assert "Status: i gang → stoppet" in said
    assert not page.locator(".meeting-form").is_visible()
    page.emulate_media(media="screen")


def test_without_script_the_page_is_the_package(
    unchanged: Example, windows: Windows
) -> None:
    page = windows.page(java_script_enabled=False)
    page.goto((unchanged.site.out / PAGE).as_uri())
    assert page.locator(".history-meeting").inner_text() == ""
    assert page.get_by_role("heading", name="Skal besluttes").count() == 1
