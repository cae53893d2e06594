"""Two invented years: four half-years with their meetings, and a plan that changes itself.

What is decided at each meeting is drawn at random, set in a real browser, saved and taken
in. What the pages then say of the past, of steps and of consequences is worked out again
here, from ``needs.json`` and the half-years on disk alone.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.needs_history.conftest import copied, run
from tests.needs_history.test_example import text
from tests.needs_history.test_meeting import (
    decided,
    needs,
    occasion,
    opened,
    saved,
    taken_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest
    from playwright.sync_api import Page

    from tests.conftest import Built, Project, Windows

    Needs = dict[str, dict[str, Any]]

HALF_YEARS = {
    "2027-1": ("2027-05-20", 1810771200),
    "2027-2": ("2027-11-18", 1826496000),
    "2028-1": ("2028-05-18", 1842220800),
    "2028-2": ("2028-11-16", 1857945600),
}
"""Half-year to the day of its meeting, and that day at noon."""
STATES = ("idé", "besluttet", "i gang", "afsluttet", "stoppet")
NEXT_STRATEGY = """# Mål for 2031–2034

Eksempelkommunen findes ikke. Alt på siden er opdigtet.

:::{mål} Borgeren får svar samme dag
:id: MAAL_14
:hoerer_til: VI_1
:periode: 2031-2034
:udspringer_af: MAAL_8

Fristen er sat ned igen.
:::

:::{lineage-table}
:type: mål
:old: periode = 2027-2030
:new: periode = 2031-2034
:::
"""


def test_two_years_are_lived_through(
    tmp_path: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, draw = copied(tmp_path), random.Random(27)
    for half_year, (day, noon) in HALF_YEARS.items():
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(noon))
        CHANGES[half_year](project)
        built = project.build()
        assert "needs_lineage" not in built.warnings
        page = windows.page(accept_downloads=True)
        meet(project, built, page, draw, half_year)
        # One truth: what was decided is what the actions say.
        said = run(project, "settle")
        assert not re.search(r"IND_\d\d", said), said
        run(project, "status", half_year)
        after = project.build()
        found = all_needs(after)
        for id_ in draw.sample([x for x in found if x.startswith(("MAAL", "IND"))], 3):
            assert told_consequence(project, id_) == consequence(found, id_, day), id_
        judge_steps(after, found, day)
        judge_trend(project, after)
    clean = project.build(out="clean", jobs=2)
    assert (after.files(), after.warnings) == (clean.files(), clean.warnings)


def meet(
    project: Project, built: Built, page: Page, draw: random.Random, half_year: str
) -> None:
    """Hold the meeting of a half-year, and compare what is written cell by cell."""
    day = HALF_YEARS[half_year][0]
    opened(page, built.out)
    page.evaluate("localStorage.clear()")
    opened(page, built.out)
    occasion(page, draw.choice(["ledermøde", "OMU"]), day)
    before = needs(project)
    names = page.locator("details.meeting-line > summary > span:first-child")
    ids = [x.split()[0] for x in names.all_inner_texts()]
    chosen = draw.sample(ids, min(6, len(ids)))
    wanted = {id_: decided(page, draw, id_, before[id_]) for id_ in chosen}
    file = saved(page, project.work)
    assert "Intet er skrevet endnu." in taken_in(project, file, write=False)
    assert needs(project) == before
    taken_in(project, file, write=True)
    after = needs(project)
    assert {id_: after[id_] for id_ in before} == {
        id_: wanted[id_][0] if id_ in wanted else need for id_, need in before.items()
    }
    new = [need for id_, need in after.items() if id_ not in before]
    assert {x["halvaar"] for x in new} == {half_year}
    assert {
        x["vedroerer"][0]: (x["status"], x["beslutning"], x["naeste_skridt"]) for x in new
    } == {id_: (said["status"], *texts) for id_, (said, *texts) in wanted.items()}


# How the plan itself changes, half-year by half-year, as the guide says it -------------


def reword(project: Project) -> None:
    """A goal is reworded: what acts on it is to be confirmed, and is."""
    old, new = "Breve fra kommunen kan læses af alle", "Alle kan læse kommunens breve"
    project.edit("maal.md", (f"{{mål}} {old}", f"{{mål}} {new}"))
    assert "IND_03" in run(project, "confirm")
    run(project, "confirm", "--all", "yes")
    assert "IND_03" not in run(project, "confirm")


def merge(project: Project) -> None:
    """Two goals are merged into one; what is open is told, and follows."""
    for id_ in ("MAAL_3", "MAAL_5"):
        replaced = ":gyldighed: erstattet\n:gyldig_til: 2027-06-30\n:afloest_af: MAAL_10"
        project.edit("maal.md", (f":id: {id_}\n", f":id: {id_}\n{replaced}\n"))
    moved(project, {"MAAL_3": "MAAL_10", "MAAL_5": "MAAL_10"})


def split(project: Project) -> None:
    """A goal is split into two."""
    replaced = ":gyldighed: erstattet\n:gyldig_til: 2027-12-31"
    replaced += "\n:afloest_af: MAAL_11, MAAL_12"
    project.edit("maal.md", (":id: MAAL_4\n", f":id: MAAL_4\n{replaced}\n"))
    moved(project, {"MAAL_4": "MAAL_11"})


def renew(project: Project) -> None:
    """A goal is dropped, and a new strategy begins."""
    dropped = ":gyldighed: udgået\n:gyldig_til: 2028-06-30"
    project.edit("maal.md", (":id: MAAL_6\n", f":id: MAAL_6\n{dropped}\n"))
    model = project.conf / "ubproject.toml"
    periods = model.read_text("utf-8").replace('"2027-2030"]', '"2027-2030", "2031-2034"]')
    model.write_text(periods, "utf-8")
    project.write("strategi-2031.md", NEXT_STRATEGY)
    project.edit("index.md", ("naeste-periode\n", "naeste-periode\nstrategi-2031\n"))
    page = text(project.build().read("strategi-2031.html"))
    assert "omformuleret MAAL_14 Borgeren får svar samme dag" in page
    assert "ikke afgjort: 5" in page


CHANGES = {"2027-1": reword, "2027-2": merge, "2028-1": split, "2028-2": renew}


def moved(project: Project, now: dict[str, str]) -> None:
    """Have every open action that is told of follow a goal that was replaced."""
    warnings = project.build().warnings
    told = set(re.findall(r"(IND_\d\d): ", warnings))
    found = all_needs(project.build())
    open_ = {
        id_
        for id_, need in found.items()
        if need["type"] == "indsats" and not need["gyldighed"]
        if need["status"] not in {"afsluttet", "stoppet"}
        and not now.keys().isdisjoint(need["stoetter"])
    }
    assert open_ <= told
    plan = (project.source / "handleplan.md").read_text("utf-8")
    blocks = re.split(r"(?m)^(?=:::\{indsats\})", plan)
    for at, block in enumerate(blocks):
        id_ = re.search(r"(?m)^:id: (\S+)", block)
        if id_ and id_[1] in open_:
            ids = re.search(r"(?m)^:stoetter: (.*)$", block)
            assert ids
            new = dict.fromkeys(now.get(x, x) for x in ids[1].split(", "))
            blocks[at] = block.replace(ids[0], f":stoetter: {', '.join(new)}")
    project.write("handleplan.md", "".join(blocks))


# What the pages say, worked out again -------------------------------------------------


def all_needs(built: Built) -> Needs:
    """Return the needs as sphinx-needs has written them."""
    loaded = json.loads(built.read("needs.json"))
    found: Needs = loaded["versions"][loaded["current_version"]]["needs"]
    return found


def holds(need: dict[str, Any]) -> bool:
    return need.get("gyldighed") not in {"udgået", "erstattet"}


def pointing(found: Needs, link: str, id_: str) -> set[str]:
    return {x for x, need in found.items() if id_ in need.get(link, ()) and holds(need)}


def step(found: Needs, goal: str, day: str, without: str = "") -> str:
    """Return the step of a goal, by the words of the model."""
    year, second = day[:4], day[5:7] > "06"
    halves = {f"{year}-{1 + second}", f"{year}-1" if second else f"{int(year) - 1}-2"}
    acts = [found[x] for x in pointing(found, "stoetter", goal) if x != without]
    live = [x for x in acts if x["status"] != "stoppet"]
    states = {x["status"] for x in live}
    if "afsluttet" in states and not states & {"besluttet", "i gang"}:
        return "afsluttet"
    for act in live:
        told = (found[x] for x in pointing(found, "vedroerer", act["id"]))
        fresh = any(x["halvaar"] in halves and x["dato"] <= day for x in told)
        late = act["slut"] and act["slut"] < day
        if act["status"] == "i gang" and act["ejer"] and not late and fresh:
            return "i gang"
    decided_on = [x for x in live if x["ejer"] and x["slut"] and x["status"] != "idé"]
    if decided_on or "afsluttet" in states:
        return "besluttet"
    return "foreslået" if live else "intet"


def consequence(found: Needs, id_: str, day: str) -> dict[str, set[str]]:
    """Return what is touched when a need is retired, part by part."""
    incoming = {
        "Støttes af": "stoetter",
        "Måles af": "maaler",
        "Trues af": "truer",
        "Er fulgt op i": "vedroerer",
        "Er forudsætning for": "afhaenger_af",
    }
    parts = {head: pointing(found, link, id_) for head, link in incoming.items()}
    alone = set()
    for link in ("stoetter", "maaler", "truer", "afhaenger_af"):
        for source in pointing(found, link, id_):
            others = [x for x in found[source][link] if x != id_ and holds(found[x])]
            alone |= set() if others else {source}
    parts["Står uden noget, hvis det udgår"] = alone
    waiting, ahead = set[str](), [id_]
    while ahead:
        more = pointing(found, "afhaenger_af", ahead.pop()) - waiting - {id_}
        waiting |= more
        ahead += more
    parts["Venter på det"] = waiting
    goals = [x for x, need in found.items() if need["type"] == "mål" and holds(need)]
    is_open = holds(found[id_])
    parts["Ville stå på et andet trin uden det"] = {
        goal
        for goal in goals
        if is_open and goal != id_ and step(found, goal, day) != step(found, goal, day, id_)
    }
    return {head: ids for head, ids in parts.items() if ids}


def told_consequence(project: Project, id_: str) -> dict[str, set[str]]:
    """Return the same as the command says it."""
    built = project.build("consequence-report", doctrees="read", needs_lineage_id=id_)
    found: dict[str, set[str]] = {}
    head = ""
    for line in built.read("consequence.txt").splitlines():
        if heading := re.fullmatch(r"(\S.*) \(\d+\)", line):
            head = heading[1]
        elif entry := re.match(r"  ((?:IND|MAAL|IK|OPF|RI)_\d+) ", line):
            found.setdefault(head, set()).add(entry[1])
    own = {
        *("Støttes af", "Måles af", "Trues af", "Er fulgt op i", "Er forudsætning for"),
        *("Står uden noget, hvis det udgår", "Venter på det"),
        "Ville stå på et andet trin uden det",
    }
    return {name: ids for name, ids in found.items() if name in own}


def judge_steps(built: Built, found: Needs, day: str) -> None:
    """Compare the steps of the matrices with those worked out here."""
    for name in ("matrix-maal", "matrix-2027"):
        for row in json.loads(built.read(f"coverage/{name}.json"))["rows"]:
            assert holds(found[row["id"]])
            said = row["step"].split(" · ")[0].split()[1:]
            assert " ".join(said) == step(found, row["id"], day), row["id"]


def judge_trend(project: Project, built: Built) -> None:
    """Compare the table over time with the half-years on disk."""
    said = text(built.read("opfoelgning/index.html"))
    today = all_needs(built)
    period = {x for x, need in today.items() if need.get("periode") == "2024-2026"}
    kept = sorted((project.conf / "historik").glob("*.json"))
    assert len(kept) > 4
    for path in kept:
        loaded = json.loads(path.read_text("utf-8"))["needs"]
        items = [x for x in loaded if not told_retired(x)]
        goals = {x["id"] for x in items if x["type"] == "mål"} & period
        acts = [x for x in items if goals.intersection(targets(x))]
        acted = goals_acted_on(acts) & goals
        year, half = path.stem.split("-")
        name = f"{'Første' if half == '1' else 'Andet'} halvår {year}"
        counts = Counter(x["status"] for x in acts)
        states = [str(counts[x]) for x in STATES]
        start = f"{name} {len(acted)} af {len(goals)}"
        steps = r"([0-9]+ [^0-9]+)+"
        assert re.search(f"{start} {steps} {' '.join(states)}", said), name


def told_retired(need: dict[str, Any]) -> bool:
    found = need.get("fields", {}).get("gyldighed", [])
    return bool({"udgået", "erstattet"}.intersection(found))


def goals_acted_on(acts: Iterable[dict[str, Any]]) -> set[str]:
    live = (x for x in acts if x["status"] != "stoppet")
    return {goal for x in live for goal in targets(x)}


def targets(need: dict[str, Any]) -> list[str]:
    found: list[str] = need.get("links", {}).get("stoetter", [])
    return found
