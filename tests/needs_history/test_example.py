"""The example in full use: it builds, says it is invented, and stays fresh."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup

from tests.conftest import REPO, for_authors
from tests.needs_history.conftest import EXAMPLE, Example

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built, Project

PAGES = sorted(EXAMPLE.glob("docs/**/*.md"))


def text(html: str) -> str:
    """Return what is read of a page, without the hyphens of ends of lines."""
    main = html[html.index("<article") : html.index("</article>")].replace("\xad", "")
    return " ".join(unescape(re.sub("<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_page_says_that_it_is_invented(page: Path) -> None:
    said = "Eksempelkommunen findes ikke. Alt på siden er opdigtet."
    assert said in page.read_text("utf-8").partition("\n\n")[2][:120]


def test_the_example_has_no_code_of_its_own_and_builds_without_a_word(
    unchanged: Example,
) -> None:
    conf = (EXAMPLE / "conf.py").read_text("utf-8")
    assert not re.search(r"^(import|from|def|class) |sys\.path", conf, re.MULTILINE)
    assert unchanged.site.warnings == ""


def test_parallel_is_serial_and_twice_is_once(unchanged: Example) -> None:
    serial = unchanged.site.files()
    parallel = unchanged.project.build(out="parallel", jobs=2).files()
    assert {n for n in serial if serial[n] != parallel.get(n)} <= {"searchindex.js"}
    assert unchanged.project.build(nitpicky=True).files() == serial


def other(example: Example, builder: str) -> Built:
    """Build for another output from the pages as they were read for the first one."""
    own = "messages" if builder == "gettext" else "read"  # it keeps pages in its own way
    return example.project.build(
        builder, out="other", doctrees=own, suppress_warnings=["epub"]
    )


@pytest.mark.parametrize(
    "builder",
    ["dirhtml", "singlehtml", "text", "latex", "epub", "man", "xml", "gettext", "dummy"],
)
def test_every_builder_draws_it(unchanged: Example, builder: str) -> None:
    built = other(unchanged, builder)
    ours = [x for x in built.warnings.splitlines() if "needs_history" in x or "hist" in x]
    assert ours == []


def test_the_same_is_said_on_paper(unchanged: Example) -> None:
    said = other(unchanged, "text").read("opfoelgning/aendringer.txt")
    words = " ".join(said.split())
    assert "Breve fra kommunen [udgået: er til at læse][nyt: kan læses af alle]" in words


def test_a_need_shows_its_follow_ups_and_its_suspect_links(unchanged: Example) -> None:
    built = unchanged.site
    plan = text(built.read("handleplan.html"))
    assert plan.index("Første halvår 2026 · ledermøde · 11. juni 2026 · ● afsluttet") > 0
    assert "Koblingen skal bekræftes: ordlyden er ændret siden 15. januar 2026" in plan
    assert "En kobling skal bekræftes" in text(built.read("maal.html"))
    cell = "IND_03 ◑ i gang ⚠ skal bekræftes støtter MAAL_2"
    assert cell in text(built.read("daekning.html"))


def test_only_what_is_decided_and_open_lacks_a_follow_up(unchanged: Example) -> None:
    told = {
        card["id"]: "Ikke fulgt op endnu." in card.text
        for page in ("handleplan.html", "maal.html")
        for card in for_authors(unchanged.site.read(page)).select(".need-card[id]")
    }
    assert {x for x, said in told.items() if said} == {"IND_04"}
    for idea in ("IND_08", "IND_09"):
        assert not told[idea]


def test_numbers_recomputed_from_the_files_by_other_code(unchanged: Example) -> None:
    """Count states and coverage from the snapshots' JSON alone."""
    said = text(unchanged.site.read("opfoelgning/index.html"))
    for path in sorted((EXAMPLE / "historik").glob("*.json")):
        loaded = json.loads(path.read_text("utf-8"))["needs"]
        needs = [x for x in loaded if "gyldighed" not in x.get("fields", {})]
        acts = [x for x in needs if x["type"] == "indsats"]
        goals = {x["id"] for x in needs if x["type"] == "mål"}
        acted = {
            goal
            for x in acts
            if x["status"] != "stoppet"
            for goal in x.get("links", {}).get("stoetter", [])
        }
        year, half = path.stem.split("-")
        name = f"{'Første' if half == '1' else 'Andet'} halvår {year}"
        states = [
            sum(x["status"] == state for x in acts)
            for state in ("idé", "besluttet", "i gang", "afsluttet", "stoppet")
        ]
        start = f"{name} {len(goals & acted)} af {len(goals)}"
        steps, counts = r"([0-9]+ [^0-9]+)+", " ".join(map(str, states))
        assert re.search(rf"{start} {steps} {counts}", said), path.name


def test_the_document_says_what_the_page_says(unchanged: Example) -> None:
    built = unchanged.site
    page = text(built.read("opfoelgning/halvaarspakke.html"))
    document = docx.Document(str(built.out / "history" / "halvaarspakke-2026-2.docx"))
    lines = [(x.style.name if x.style else "", x.text) for x in document.paragraphs]
    assert lines[0] == ("Title", "Eksempelkommunens strategi: Andet halvår 2026")
    headings = [said for style, said in lines if style == "Heading 1"]
    assert headings[0] == "Skal besluttes"
    assert len(headings) == 7
    listed = [said for style, said in lines if style == "List Bullet"]
    assert len(listed) > 30
    cells = [x.text for table in document.tables for row in table.rows for x in row.cells]
    assert "IND_02 Kø-tavle i Modtagelsen" in cells
    for said in (*headings, *listed, *cells):
        assert "".join(said.partition("[")[0].split()) in "".join(page.split())


def test_the_workbook_says_what_the_page_says(unchanged: Example) -> None:
    built = unchanged.site
    page = text(built.read("opfoelgning/halvaarspakke.html"))
    book = openpyxl.load_workbook(built.out / "history" / "halvaarspakke-2026-2.xlsx")
    sheets = {
        sheet.title: [[str(c.value or "") for c in row] for row in sheet.iter_rows()]
        for sheet in book
    }
    late = sheets["5 Over fristen"][1:]
    assert [row[0] for row in late] == ["IND_02"]
    end = book["5 Over fristen"]["E2"]
    assert end.is_date
    assert isinstance(end.value, datetime)
    assert end.value.date() == date(2026, 9, 30)
    decisions = sheets["6 Skal besluttes"][1:]
    assert len(decisions) >= 8
    for id_, title, said in decisions:
        many = sum(row[2] == said for row in decisions)
        line = f"{id_} {title}" if many > 5 else f"{id_} {title} – {said}"
        assert line in page
        assert f"{said} ({many})" in page or many < 6
    every = [cell for rows in sheets.values() for row in rows for cell in row]
    assert not [
        cell.coordinate for x in book for row in x for cell in row if cell.data_type == "f"
    ]
    assert "ikke oplyst" in every


def test_an_edit_is_seen_wherever_it_is_told(example: Project) -> None:
    """Each change is built on; the result is what a clean build gives."""
    example.build()
    history = example.conf / "historik" / "2026-1.json"
    confirmed = example.conf / "bekraeftet.json"
    changes: list[Callable[[], None]] = [
        lambda: example.edit("maal.md", ("én indgang", "en eneste indgang")),
        lambda: example.edit("opfoelgning/2026-2.md", ("forum: ledermøde", "forum: OMU")),
        lambda: example.edit("handleplan.md", (":slut: 2026-09-30", ":slut: 2027-09-30")),
        confirmed.unlink,
        history.unlink,
        lambda: example.edit("maal.md", ("en eneste indgang", "én indgang")),
    ]
    for number, change in enumerate(changes):
        change()
        after = example.build().files()
        clean = example.build(out=f"clean{number}").files()
        ignored = {"searchindex.js"}
        assert {n for n in clean if after.get(n) != clean[n]} <= ignored, number
        assert set(after) == set(clean)


def test_a_file_that_cannot_be_used_is_told_and_left_out(example: Project) -> None:
    (example.conf / "historik" / "2026-1.json").write_text(
        '{\n<<<<<<< HEAD\n"a": 1\n=======\n>>>>>>> other\n}', encoding="utf-8"
    )
    (example.conf / "historik" / "2026-2.json").write_text(
        '{"format": "needs-history-snapshot", "version": 7}', encoding="utf-8"
    )
    (example.conf / "bekraeftet.json").write_text("[]", encoding="utf-8")
    warnings = example.build().warnings
    assert warnings.count("WARNING") == 3
    place = example.conf / "historik" / "2026-1.json"
    fault = "Her står to udgaver af teksten; fletningen blev ikke gjort færdig."
    assert f"{place}:2: WARNING: historik/2026-1.json: {fault}" in warnings
    assert "historik/2026-2.json: Filen er af version 7, og kun 1 er kendt." in warnings
    assert "bekraeftet.json: Filen er ikke af den slags, der hører til her." in warnings


WRONG_OPTIONS = {
    ":::{history-changes}\n:from: snart\n:::": (1, "”snart” i from er ikke et halvår"),
    ":::{history-pace}\n:most: mange\n:::": (1, "”mange” i most er ikke et helt tal"),
    ":::{history-values}\n:type: indikator\n:::": (0, "Linjen field mangler"),
    ":::{history-values}\n:type: indikato\n:field: vaerdi\n:::": (
        1,
        "Mente du ”indikator”?",
    ),
    ":::{history-package}\n:period: 2026-3\n:::": (1, "”2026-3” i period er ikke"),
}
"""What is written, to its line that is wrong and what is said of it."""


def test_an_option_that_cannot_be_is_told_at_its_place(example: Project) -> None:
    example.write("daekning.md", "\n\n".join(["# D", *WRONG_OPTIONS, ""]))
    built = example.build("text", only="daekning.md")
    warnings = [x for x in built.warnings.splitlines() if "history" in x]
    assert len(warnings) == len(WRONG_OPTIONS)
    line = 3
    for (written, (at, said)), warning in zip(WRONG_OPTIONS.items(), warnings, strict=True):
        assert warning.startswith(f"daekning.md:{line + at}: WARNING: history-")
        assert said in warning
        line += written.count("\n") + 2
    assert built.read("daekning.txt").split() == ["D", "*"]


def test_a_setting_that_cannot_be_is_told(example: Project) -> None:
    warnings = example.build(
        "dummy",
        needs_core_follow_ups={"type": "opfølgning"},
        needs_history_confirmation={"links": "stotter", "file": "a/b.json"},
        needs_authoring_pages={"indsat": "handleplan"},
        needs_history_folder=3,
    ).warnings
    assert "needs_core_follow_ups: Nøglen ”link” mangler" in warnings
    assert "needs_core_follow_ups: Nøglen ”period” mangler" in warnings
    assert "needs_history_confirmation, links: ”stotter” er ikke" in warnings
    assert "Mente du ”stoetter”?" in warnings
    assert "needs_history_confirmation, file: " in warnings
    assert "needs_authoring_pages, indsat: ”indsat” er ikke" in warnings
    assert "needs_history_folder: Værdien er ikke en tekst" in warnings
    assert warnings.count("[needs_history.bad_setting]") == 3


def test_text_from_pages_is_text(example: Project) -> None:
    evil = "<script>alert(1)</script> =1+1 **x** {math}`y`"
    example.edit(
        "opfoelgning/2026-2.md", (":naeste_skridt: Find en ejer", f":naeste_skridt: {evil}")
    )
    example.edit("maal.md", ("{mål} Breve fra kommunen", f"{{mål}} {evil}"))
    built = example.build()
    for page in ("opfoelgning/halvaarspakke", "opfoelgning/aendringer", "handleplan"):
        assert "<script>alert" not in built.read(f"{page}.html")
    book = openpyxl.load_workbook(built.out / "history" / "halvaarspakke-2026-2.xlsx")
    assert not [c for x in book for row in x for c in row if c.data_type == "f"]


def test_readers_are_shown_dates_in_words_and_machines_as_they_are_written(
    unchanged: Example,
) -> None:
    built = unchanged.site
    for page in sorted(built.out.rglob("*.html")):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        for tag in soup.select("script, style, code, pre"):
            tag.decompose()
        assert not re.findall(r"\b\d{4}-\d{2}-\d{2}\b", soup.get_text(" ")), page
    plan = text(built.read("handleplan.html"))
    assert "Startdato 15. januar 2025 Slutdato 31. marts 2026" in plan
    (version,) = json.loads(built.read("needs.json"))["versions"].values()
    assert version["needs"]["IND_01"]["slut"] == "2026-03-31"


def test_what_is_several_is_told_as_several(unchanged: Example) -> None:
    built = unchanged.site
    assert "Indsatser uden mål (periode: 2024-2026): 1 af 9" in text(
        built.read("daekning.html")
    )
    assert "Indsatser uden ejer: 3 af 9" in text(built.read("daekning.html"))
    assert "Nye: 8 Indsats IND_09" in text(built.read("opfoelgning/aendringer.html"))
    assert "Opfølgninger OPF_007" in text(built.read("opfoelgning/aendringer.html"))
    wrong = {**built.app.config.needs_core_plurals, "indsat": "indsatte"}
    warnings = unchanged.project.build(
        "dummy", out="plurals", needs_core_plurals=wrong
    ).warnings
    assert "needs_core_plurals, indsat: ”indsat” er ikke en type" in warnings


def test_the_front_page_tells_the_last_follow_up(unchanged: Example) -> None:
    front = text(unchanged.site.read("index.html"))
    assert "Næste gang : ikke oplyst" in front
    assert "Sidste gang : 8. oktober 2026 · ledermøde · OPF_011" in front


def test_a_planned_follow_up_counts_when_its_day_has_come(
    example: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same project on two days: what is planned is told, and counts for nothing."""
    example.edit("opfoelgning/2026-2.md", ("dato: 2026-10-08", "dato: 2026-12-10"))
    built = example.build()
    front = text(built.read("index.html"))
    assert "Næste gang : 10. december 2026 · ledermøde · OPF_011" in front
    plan = text(built.read("handleplan.html"))
    assert "Planlagt · andet halvår 2026 · ledermøde · 10. december 2026 OPF_011" in plan
    package = text(built.read("opfoelgning/halvaarspakke.html"))
    missing = package[package.index("Ikke fulgt op") : package.index("Over fristen #")]
    assert "Ingen af de 7 åbne indsatser er fulgt op." in missing
    assert "Fulgt op i dette halvår # ingen Planlagt senere i dette halvår" in package
    upkeep = "Fulgt op eller ændret siden første halvår 2026"
    assert upkeep in text(built.read("opfoelgning/index.html"))
    book = openpyxl.load_workbook(built.out / "history" / "halvaarspakke-2026-2.xlsx")
    rows = [[str(c.value or "") for c in row] for row in book["7 Opfølgninger"].iter_rows()]
    assert rows[1][:3] == ["OPF_011", "Nummeret er i drift i tre afdelinger", "planlagt"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796904000")  # 10 December 2026
    after = example.build()
    assert after.files() == example.build(out="clean").files()
    package = text(after.read("opfoelgning/halvaarspakke.html"))
    missing = package[package.index("Ikke fulgt op") : package.index("Over fristen #")]
    assert "IND_04" in missing
    assert "IND_05" not in missing
    assert "Planlagt" not in package
    example.edit("opfoelgning/halvaarspakke.md", ("period: 2026-2", "period: 2026-1"))
    names = [path.name for path in (example.build().out / "history").iterdir()]
    assert names == [
        f"halvaarspakke-2026-1.{x}" for x in ("docx", "xlsx")
    ]  # that of the other half-year is gone


def test_an_empty_sheet_of_the_workbook_says_why(example: Project) -> None:
    for path in (example.conf / "historik").glob("*.json"):
        path.unlink()
    built = example.build(only="opfoelgning/halvaarspakke.md")
    book = openpyxl.load_workbook(built.out / "history" / "halvaarspakke-2026-2.xlsx")
    said = "Der er endnu ingen status at sammenligne med."
    assert book["3 Ændringer"]["A2"].value == said


def test_only_marked_words_look_as_such(unchanged: Example) -> None:
    """A ``del`` or ``ins`` that an author writes is not restyled."""
    page = unchanged.site.read("opfoelgning/aendringer.html")
    soup = BeautifulSoup(page, "html.parser")
    marked = soup.select("article del, article ins")
    assert len(marked) >= 4
    assert all("needs-diff" in tag["class"] for tag in marked)
    for path in REPO.glob("ext/needs_*/static/*.css"):
        style = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}]+)\{", style):
            for selector in selectors.split(","):
                words = selector.split() or [""]
                scoped = words[-1] not in {"del", "ins"} or "." in selector
                assert scoped, f"{path.name}: {selector}"


def needs_of(site: Built) -> dict[str, dict[str, Any]]:
    """Return the needs of a site, as sphinx-needs has written them."""
    loaded = json.loads(site.read("needs.json"))
    version = loaded["versions"][loaded["current_version"]]
    found: dict[str, dict[str, Any]] = version["needs"]
    return found


def followed_up(needs: dict[str, dict[str, Any]], id_: str, today: str) -> bool:
    """Tell whether a need was followed up in the two half-years up to a day in 2026-2."""
    return any(
        id_ in need["vedroerer"]
        and need["dato"] <= today
        and need["halvaar"] in {"2026-1", "2026-2"}
        for need in needs.values()
        if need["type"] == "opfølgning"
    )


def acting_on(needs: dict[str, dict[str, Any]], goal: str) -> list[dict[str, Any]]:
    """Return what acts on a goal, without what has been replaced."""
    found = (x for x in needs.values() if goal in x.get("stoetter", ()))
    return [x for x in found if not x.get("gyldighed")]


def goals_of_the_period(needs: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the goals of 2024–2026 that hold."""
    goals = (x for x in needs.values() if x["type"] == "mål")
    return [x for x in goals if x["periode"] == "2024-2026" and not x["gyldighed"]]


def step_by_hand(needs: dict[str, dict[str, Any]], goal: str, today: str) -> str:
    """Return the step of a goal, worked out from needs.json and the words of the steps."""
    acts = acting_on(needs, goal)
    live = [x for x in acts if x["status"] != "stoppet"]
    states = {x["status"] for x in live}
    if "afsluttet" in states and not states & {"besluttet", "i gang"}:
        return "● afsluttet"
    for act in live:
        late = act.get("slut") and act["slut"] < today
        going = act["status"] == "i gang" and act.get("ejer") and not late
        if going and followed_up(needs, act["id"], today):
            return "◑ i gang"
    told = [x for x in live if x.get("ejer") and x.get("slut") and x["status"] != "idé"]
    if told or "afsluttet" in states:
        return "◔ besluttet"
    return "◇ foreslået" if live else "○ intet"


def test_the_steps_are_those_that_other_code_finds(unchanged: Example) -> None:
    needs = needs_of(unchanged.site)
    matrix = json.loads(unchanged.site.read("coverage/matrix-maal.json"))
    shown = {row["id"]: row["step"].split(" · ")[:2] for row in matrix["rows"]}
    goals = [need["id"] for need in goals_of_the_period(needs)]
    assert set(shown) == set(goals)
    assert len({step for step, *_rest in shown.values()}) > 2, "the example has several"
    for goal in goals:
        assert shown[goal][0] == step_by_hand(needs, goal, "2026-11-21"), goal
        states = Counter(x["status"] for x in acting_on(needs, goal))
        counts = {f"{count} {state}" for state, count in states.items()}
        assert {*filter(None, ", ".join(shown[goal][1:]).split(", "))} == counts, goal


def test_a_vision_is_as_far_as_the_least_of_its_goals(unchanged: Example) -> None:
    built = unchanged.project.build("coverage-report", out="report", doctrees="read")
    needs = needs_of(unchanged.site)
    order = ["○ intet", "◇ foreslået", "◔ besluttet", "◑ i gang", "● afsluttet"]
    goals = goals_of_the_period(needs)
    for vision in (x for x in needs.values() if x["type"] == "vision"):
        steps = [
            order.index(step_by_hand(needs, x["id"], "2026-11-21"))
            for x in goals
            if vision["id"] in x["hoerer_til"]
        ]
        told = f"{vision['id']}: Den er endnu ikke besluttet: {order[min(steps)]}"
        assert (told in built.read("coverage.txt")) == (min(steps) < 2), vision["id"]


def test_what_is_retired_keeps_its_page_and_is_counted_nowhere(unchanged: Example) -> None:
    built = unchanged.site
    goals, plan = text(built.read("maal.html")), text(built.read("handleplan.html"))
    assert "Udgået pr. 31. december 2025 Intet er sat i stedet." in goals
    assert "Erstattet pr. 31. januar 2026 Nu gælder: IND_05 Ét telefonnummer" in plan
    assert "IND_10 Fælles omstilling besluttet" not in plan
    assert "IND_10 Fælles omstilling ◔ besluttet (erstattet)" in plan
    for page in ("daekning", "centrenes-planer", "opfoelgning/halvaarspakke"):
        shown = text(built.read(f"{page}.html"))
        assert not re.findall("MAAL_7|IND_10|IND_11", shown), page
    search = "".join(
        path.read_text("utf-8") for path in sorted(built.out.glob("search/**/*.js"))
    )
    assert "Fælles omstilling" in search or not search


def test_two_periods_stand_side_by_side(unchanged: Example) -> None:
    built = unchanged.site
    page = text(built.read("naeste-periode.html"))
    for row in (
        "MAAL_1 Borgeren får svar inden for fem hverdage omformuleret MAAL_8",
        "MAAL_2 Breve fra kommunen kan læses af alle ført videre MAAL_9",
        "MAAL_3 Borgeren har én indgang til kommunen slået sammen MAAL_10",
        "MAAL_4 Flere borgere er med i en forening delt MAAL_11",
        "bruger ikke afgjort ingen",
        "MAAL_7 Alle borgere får et brev om året udgået ingen",
        "ingen ny MAAL_13",
    ):
        assert row in page, row
    matrices = {
        name: json.loads(built.read(f"coverage/{name}.json"))
        for name in ("matrix-maal", "matrix-2027")
    }
    rows = {name: {row["id"] for row in found["rows"]} for name, found in matrices.items()}
    assert rows["matrix-maal"] == {f"MAAL_{n}" for n in range(1, 7)}
    assert rows["matrix-2027"] == {f"MAAL_{n}" for n in range(8, 14)}
    # A poster of one list without a heading has the title of the type.
    soup = BeautifulSoup(built.read("naeste-periode.html"), "html.parser")
    headings = [x.get_text() for x in soup.select(".needs-poster h4.rubric")]
    assert headings
    assert set(headings) == {"Mål"}


def test_a_consequence_is_told_on_the_page_and_by_the_command(unchanged: Example) -> None:
    page = text(unchanged.site.read("naeste-periode.html"))
    start = page.index("Hvis det formuleres om eller udgår")
    assert "Støttes af (1) IND_05 Ét telefonnummer" in page[start:]
    built = unchanged.project.build(
        "consequence-report", out="touched", doctrees="read", needs_lineage_id="MAAL_1"
    )
    told = built.read("consequence.txt")
    for line in (
        "MAAL_1 Borgeren får svar inden for fem hverdage",
        "  Center Nord: ",
        "  Dækning (daekning)",
        "  IK_1 Ansøgninger besvaret inden fem hverdage – måler",
    ):
        assert line in told, line
    unknown = unchanged.project.build(
        "consequence-report", out="touched", doctrees="read", needs_lineage_id="MAAL_99"
    )
    assert "Der er ikke noget element med id'et ”MAAL_99”." in unknown.read(
        "consequence.txt"
    )
    assert unknown.app.statuscode == 1


def test_milestones_and_what_waits_in_vain_are_told(unchanged: Example) -> None:
    plan = text(unchanged.site.read("handleplan.html"))
    assert "31. maj 2026: Tavlen er sat op – ⚠ over datoen" in plan
    assert "1. december 2025: Tavlen er bestilt – ● nået 11. december 2025" in plan
    table = plan[plan.rindex("Milepæle") :]
    assert table.index("Tavlen er bestilt") < table.index("Alle har været på værksted")
    built = unchanged.project.build("coverage-report", out="gates", doctrees="read")
    told = built.read("coverage.txt")
    assert "IND_08: Det venter på IND_07, hvis status er ”stoppet”." in told
    assert "En milepæls dag er overskredet: 2026-05-31: Tavlen er sat op." in told


DATED = {
    *("index", "maal", "naeste-periode", "handleplan", "ansvarlige", "indikatorer"),
    *("daekning", "opfoelgning/index", "opfoelgning/bevaegelse", "opfoelgning/status"),
    "opfoelgning/halvaarspakke",
}
"""The pages of the example with anything that another day would change."""


def test_a_page_says_once_on_which_day_it_was_computed(unchanged: Example) -> None:
    out, said = unchanged.site.out, "Opgjort pr. 21. november 2026."
    counts = {
        path.relative_to(out).with_suffix("").as_posix(): path.read_text("utf-8").count(
            said
        )
        for path in out.rglob("*.html")
    }
    owners = {name for name in counts if name.startswith("owners/")}
    assert owners
    # A letter to an owner says it, too: it is sent without its page.
    letters = {name: 2 for name in owners if name != "owners/not-stated"}
    letters["owners/lederen-af-stotte-i-hjemmet-b58611"] = 1  # has goals, and no deadline
    wanted = dict.fromkeys(DATED, 1) | {"owners/not-stated": 1} | letters
    assert {name: count for name, count in counts.items() if count} == wanted
    matrix = json.loads(next(out.glob("coverage/matrix-maal.json")).read_text("utf-8"))
    assert matrix["computed"] == "2026-11-21"
    for name in ("coverage/matrix-maal", "history/halvaarspakke-2026-2"):
        book = openpyxl.load_workbook(next(out.glob(f"{name}*.xlsx")))
        cells = [str(x) for sheet in book for row in sheet.values for x in row if x]
        assert any("21. november 2026" in cell for cell in cells), name


def test_what_stands_still_is_told(unchanged: Example) -> None:
    page = text(unchanged.site.read("opfoelgning/bevaegelse.html"))
    pushed = page[page.index("Frister, der er rykket") :]
    row = "IND_02 Kø-tavle i Modtagelsen 1 30. juni 2026 30. september 2026"
    assert row in pushed
    assert "Lederen af Modtagelsen IND_02 Kø-tavle i Modtagelsen – siden første" in page
