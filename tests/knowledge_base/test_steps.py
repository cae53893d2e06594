"""The steps of the goals, found again from needs.json by other code, in every output."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import REPO, Built, for_authors
from tests.needs_coverage.read_back import sheet
from tests.needs_plan.outputs import found_by_step

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSURE = "⚠\N{NO-BREAK SPACE}kun usikre koblinger"
"""Nobody has confirmed any link yet."""
PLURALS = {"kandidat": "kandidater", "planlagt": "planlagte"}


@pytest.fixture(scope="module")
def told(site: Built) -> Mapping[str, str]:
    """Return step and distribution of each goal, as they follow from needs.json.

    The sources hold candidates only: whatever is not is a mistake of this test, too.
    """
    loaded = json.loads(site.read("needs.json"))
    needs: dict[str, dict[str, Any]] = loaded["versions"][loaded["current_version"]][
        "needs"
    ]
    found: dict[str, Counter[str]] = {
        id_: Counter() for id_, need in needs.items() if need["type"] == "målsætning"
    }
    for need in needs.values():
        for goal in need.get("bidrager_til", ()) if need["type"] == "tiltag" else ():
            found[goal][need["status"]] += 1
    steps = {}
    for id_, states in found.items():
        assert set(states) == {"kandidat"}
        count = states["kandidat"]
        name = "kandidat" if count == 1 else PLURALS["kandidat"]
        steps[id_] = f"◇ foreslået · {count} {name} · {UNSURE}"
    return steps


def test_every_output_says_the_step_of_every_goal(
    site: Built, told: Mapping[str, str]
) -> None:
    assert len(told) == 14
    name = "coverage/matrix-maalsaetninger"
    matrix = json.loads(site.read(f"{name}.json"))
    assert {row["id"]: row["step"] for row in matrix["rows"]} == told
    text = (site.out / f"{name}.csv").read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {line[1]: line[-1] for line in lines[1:-1]} == told
    book = sheet((site.out / f"{name}.xlsx").read_bytes())
    rows = [[str(cell.value or "") for cell in row] for row in book.iter_rows()]
    assert {x[1]: x[-1] for x in rows if x[1] in told} == told
    page = for_authors(site.read("daekning.html"))
    table = page.select_one("#matrix-maalsaetninger")
    assert table is not None
    shown = {}
    for row in table.select("tbody tr:not(.coverage-group)"):
        head = row.select_one("th")
        assert head is not None
        id_, step = head.select_one(".coverage-id"), head.select_one(".coverage-step")
        assert id_ is not None
        assert step is not None
        shown[id_.text.strip()] = step.text.replace("◇\N{NO-BREAK SPACE}", "◇ ")
    assert shown == told
    map_ = for_authors(site.read("strategikort.html"))
    outline = map_.get_text(" ", strip=True)
    for goal, words in told.items():
        assert re.search(rf"{goal} .*?{re.escape(words)}", outline), goal
    cards = [
        BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.out.glob("pejlemaerker/*.html")
    ]
    for goal, words in told.items():
        card = next(x for page in cards if (x := page.find(id=goal)))
        assert words in card.get_text(" "), goal
    poster = BeautifulSoup(site.read("plakat.html"), "html.parser")
    on_poster = [x.get_text() for x in poster.select("p.needs-poster-step")]
    counts = Counter(id_.split("_")[1] for id_ in told)
    assert on_poster == [
        f"{n} foreslåede · {UNSURE.replace('kun', f'{n} med kun')}" for n in counts.values()
    ]
    of_goals = [
        x.get_text().replace("\N{NO-BREAK SPACE}", " ")
        for x in poster.select("li .needs-poster-step")
    ]
    assert of_goals == [words.split(" · ")[0] for words in told.values()]
    assert dict(found_by_step(site)) == {
        goal: words.split(" · ")[0].removeprefix("◇ ") for goal, words in told.items()
    }
    package = for_authors(site.read("opfoelgning/halvaarspakke.html"))
    section = package.select_one("section#endnu-ikke-daekket")
    assert section is not None
    assert "Målsætninger, mindst besluttet: 0 af 14 (0\N{NO-BREAK SPACE}%)" in section.text
    goals = [row.get_text(" · ", strip=True) for row in section.select("tbody tr")]
    for line, (goal, words) in zip(goals, told.items(), strict=True):
        assert line.startswith(goal)
        assert line.endswith(words)


def test_the_summary_and_the_first_page_count_the_same(
    site: Built, told: Mapping[str, str]
) -> None:
    needs: dict[str, dict[str, Any]]
    (needs,) = (
        x["needs"] for x in json.loads(site.read("needs.json"))["versions"].values()
    )
    actions = {id_: need for id_, need in needs.items() if need["type"] == "tiltag"}
    linked: dict[str, set[str]] = {}
    for id_, need in actions.items():
        for goal in need["bidrager_til"]:
            linked.setdefault(needs[goal]["under"][0], set()).add(id_)
    summary = for_authors(site.read("daekning.html"))
    front = BeautifulSoup(site.read("index.html"), "html.parser")
    rows = [
        [x.get_text() for x in row.select("th, td")]
        for row in summary.select("table.coverage-summary")[0].select("tr")
    ][1:]
    everything = set().union(*linked.values())
    groups = [*linked.items(), ("I alt", everything)]
    for (head, of_goals, columns, *stated), (group, ids) in zip(rows, groups, strict=True):
        count = sum(x.startswith(group.replace("PM", "MS")) for x in told) or len(told)
        assert head.startswith(group)
        assert of_goals == (
            f"Mindst besluttet: 0 af {count} (0\N{NO-BREAK SPACE}%) · {count} foreslåede"
            f" · {UNSURE.replace('kun', f'{count} med kun')}"
        )
        several = sum(sum(id_ in x for x in linked.values()) > 1 for id_ in ids)
        words = [f"{len(ids)} kandidater"] + [f"heraf {several} under flere"] * (
            several > 0
        )
        if ids is everything and len(actions) > len(ids):
            words.append(f"{len(actions) - len(ids)} uden målsætning")
        assert columns == ", ".join(words)
        assert stated == [
            f"{sum(bool(actions[x][name]) for x in ids)} af {len(ids)}"
            for name in ("ansvarlig", "frist")
        ]
    of_groups = Counter(x.split("_")[1] for x in told)
    assert [x.get_text() for x in front.select(".needs-step-goals")] == [
        f"Mindst besluttet: 0 af {count} målsætninger" for count in of_groups.values()
    ]
    assert [x.get_text() for x in front.select(".needs-step")] == ["◇ foreslået"] * 4
    text = " ".join(front.get_text().split())
    for said in (
        f"0 af {len(actions)} tiltag er besluttet",
        f"0 af {len(told)} målsætninger har et besluttet tiltag",
        *(
            f"{sum(bool(x[name]) for x in actions.values())} af 25 tiltag har en {name}"
            for name in ("ansvarlig", "frist")
        ),
    ):
        assert said in text


def test_numbers_name_what_they_count(site: Built, told: Mapping[str, str]) -> None:
    numbers = json.loads(site.read("coverage/matrix-maalsaetninger.json"))["numbers"]
    assert numbers[:2] == [
        "Målsætninger, mindst besluttet: 0 af 14 (0\N{NO-BREAK SPACE}%)",
        "Målsætninger efter trin: 14 foreslåede",
    ]
    assert "Målsætninger med tiltag: 14 af 14" in numbers
    assert "Tiltag med målsætning: 24 af 25" in numbers
    cells = sum(int(words.split(" · ")[1].split()[0]) for words in told.values())
    needs = json.loads(site.read("needs.json"))["versions"]
    (needs,) = (version["needs"] for version in needs.values())
    shared = sum(len(x.get("bidrager_til", ())) > 1 for x in needs.values())
    count = f"Tiltag i dem: 24, heraf {shared} til flere målsætninger"
    assert f"Celler, der dækker: {cells}. {count}" in numbers
    assert "Målsætninger: ⚠\N{NO-BREAK SPACE}14 med kun usikre koblinger" in numbers
    percentages = [x for x in numbers if "%" in x]
    assert percentages == numbers[:1], "no percentage without its step"
    by_way = json.loads(site.read("coverage/matrix-noegleord-omvej.json"))["numbers"]
    direct = json.loads(site.read("coverage/matrix-noegleord.json"))["numbers"]
    assert by_way[1] == direct[1], "a keyword has one step, whichever table it stands in"
    assert not any("20 af 20" in x for x in by_way), "what follows by itself is no coverage"


def test_no_matrix_has_a_percentage_without_its_step(site: Built) -> None:
    found = {
        number
        for path in (site.out / "coverage").glob("*.json")
        for number in json.loads(path.read_text("utf-8")).get("numbers", ())
        if "%" in number
    }
    assert [x for x in found if ", mindst besluttet: " not in x] == []
    assert len(found) > 1
    by_owner = json.loads(site.read("coverage/matrix-ansvarlig.json"))["numbers"]
    assert by_owner[0] == "Tiltag med ansvarlig: 0 af 25"


def test_the_declared_steps_are_those_the_pages_explain(site: Built) -> None:
    model = tomllib.loads((REPO / "ubproject.toml").read_text("utf-8"))
    page = BeautifulSoup(site.read("daekning.html"), "html.parser")
    listed = page.select_one("ul.coverage-steps")
    assert listed is not None
    assert [item.get_text(strip=True) for item in listed.select("li")] == [
        f"{step['symbol']} {name}: {step['meaning']}"
        for name, step in model["needs_core"]["steps"].items()
    ]


def test_both_ends_of_a_weak_link_say_so_and_why(site: Built) -> None:
    plan = BeautifulSoup(site.read("udviklingsplan.html"), "html.parser")
    goals = BeautifulSoup(
        site.read("pejlemaerker/helhed-og-fremtidssikring.html"), "html.parser"
    )
    for page, card in ((plan, "TI_303"), (goals, "MS_4_3")):
        said = [x.text for x in page.select(f"#{card} .need-confidence")]
        reason = (
            "arbejdsmarkedsområdet er en del af omverdenen, "
            "men sætningen handler mest om inklusion"
        )
        assert f"≈\N{NO-BREAK SPACE}svag kobling: {reason}" in said, card
    assert "Koblingernes sikkerhed" not in plan.select(".need-card")[0].text
