"""StratML as the schemas ask for, with every id once, and nothing that is not known."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from needs_exchange.stratml import PART_1, PART_2, identifiers
from tests.conftest import ROOTS, Built, Project, copy_model, project
from tests.needs_exchange.conftest import files_in, put_back

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMAS = Path(os.environ.get("STRATML_SCHEMAS", "stratml-schemas"))
"""Their licence is not clear, so they are not in the project; at hand, they count."""
FILES = {
    "strategic-plan.xml": (PART_1, "StrategicPlanISOVersion20140401.xsd"),
    "performance-plan.xml": (PART_2, "PerformancePlanOrReport20160216.xsd"),
    "performance-report.xml": (PART_2, "PerformancePlanOrReport20160216.xsd"),
}
CONF = """
extensions.append("needs_exchange")
needs_core_roles = {
    "actions": "tiltag", "goals": "målsætning", "link": "bidrager_til",
    "owner": "ansvarlig", "start": "start", "end": "frist",
}
needs_exchange_stratml = {
    "name": "En strategi & mere", "organization": "En <kommune>", "goals": "pejlemærke",
    "goals_are_vision": True, "objective_of": "under", "words": "citat",
    "keywords": "nøgleord", "keyword_of": "under",
}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Built]:
    """Build a strategy with StratML, for tests that only read."""
    plan = project(ROOTS / "plan", tmp_path_factory.mktemp("stratml"))
    copy_model(plan.source)
    with (plan.source / "conf.py").open("a", encoding="utf-8") as file:
        file.write(CONF)
    return plan, plan.build()


@pytest.fixture
def built(made: tuple[Project, Built]) -> Built:
    """Return the strategy as it was built."""
    return made[1]


@pytest.fixture
def plan(made: tuple[Project, Built]) -> Iterator[Project]:
    """Return a strategy that may be edited; its pages are put back."""
    source = made[0].source
    files = files_in(source)
    yield made[0]
    put_back(source, files)


def rebuilt(plan: Project, **more: Any) -> Built:
    """Build into another output, with the doctrees there are."""
    return plan.build(out="b", doctrees="out-html-doctrees", **more)


def roots(made: Built) -> dict[str, ET.Element]:
    folder = made.out / "stratml"
    return {name: ET.fromstring((folder / name).read_bytes()) for name in FILES}  # noqa: S314


def texts(root: ET.Element, path: str) -> list[str]:
    space = root.tag.partition("}")[0].removeprefix("{")
    return [x.text or "" for x in root.findall(path, {"": space})]


def test_every_objective_and_action_has_its_place(built: Built) -> None:
    found = roots(built)
    for name, root in found.items():
        assert root.tag.startswith(f"{{{FILES[name][0]}}}")
    part_1 = found["strategic-plan.xml"]
    assert texts(part_1, ".//Goal/Identifier") == ["PM_1", "PM_2"]
    assert "MS_1_1" in texts(part_1, ".//Objective/Identifier")
    assert texts(part_1, "Name") == ["En strategi & mere"]
    plan_2 = found["performance-plan.xml"]
    assert plan_2.get("Type") == "Performance_Plan"
    assert "MS_1_1" in texts(plan_2, ".//Goal/Identifier")
    assert "TI_101" in texts(plan_2, ".//Objective/Identifier")
    assert "MS_1_10" in texts(plan_2, ".//ReferentIdentifier")
    assert texts(plan_2, ".//TargetResult/EndDate")[0] == "2027-01-01"
    assert texts(plan_2, ".//ActualResult") == [], "a plan tells no results"
    report = found["performance-report.xml"]
    assert "kandidat" in texts(report, ".//ActualResult/Descriptor/DescriptorValue")


def test_ids_are_unique_and_the_same_in_every_file(built: Built) -> None:
    for root in roots(built).values():
        ids = texts(root, ".//Identifier")
        assert len(ids) == len(set(ids))
    assert len(set(identifiers(["a b", "a-b", "a_b", "a.b", "1", "_1"]).values())) == 6


def test_what_is_not_known_is_left_out_and_losses_are_told(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":frist: 2027-01-01\n", ":start: 2027-05-01\n"))
    made = rebuilt(plan)
    for name in FILES:
        raw = made.read(f"stratml/{name}")
        assert "<EndDate/>" not in raw
        assert "<StartDate/>" not in raw
        assert "needs.json" in raw
        assert "AdministrativeInformation" not in raw
        assert "ikke oplyst" not in raw
    plan.write(
        "løs.md",
        "# Løs\n\n:::{tiltag} Løs\n:id: TI_199\n:status: kandidat\n:under: PM_1\n:::\n",
    )
    told = rebuilt(plan).read("stratml/performance-plan.xml")
    assert "Udeladt, fordi" in told
    assert "TI_199 Løs" in told


def test_hostile_texts_are_texts(plan: Project) -> None:
    hostile = 'x</Name><!ENTITY a "b">&lt;]]>'
    plan.edit("maal-a.md", ("Mål nummer 1\n", f"{hostile}\n"))
    root = roots(rebuilt(plan))["strategic-plan.xml"]
    assert hostile in texts(root, ".//Objective/Name")


def test_twice_and_in_parallel_the_same_bytes(plan: Project, built: Built) -> None:
    first = {name: built.read(f"stratml/{name}") for name in FILES}
    again = plan.build(out="again", jobs=2)
    assert first == {name: again.read(f"stratml/{name}") for name in FILES}


def test_follow_ups_are_results_with_their_days(examples: dict[str, Built]) -> None:
    made = examples["eksempelkommune"]
    root = roots(made)["performance-report.xml"]
    assert len(texts(root, ".//ActualResult/EndDate")) >= 5
    validate(made)


def test_no_namespace_is_registered_for_the_whole_process(built: Built) -> None:
    """Another program's XML keeps its own prefixes (ElementTree has one register)."""
    assert PART_1 in built.read("stratml/strategic-plan.xml")
    assert not {PART_1, PART_2} & set(ET._namespace_map)  # type: ignore[attr-defined]
    assert b"<ns0:a" in ET.tostring(ET.Element(f"{{{PART_1}}}a"))


@pytest.mark.parametrize(
    ("change", "said", "written"),
    [
        (
            ('"goals": "pejlemærke"', '"goals": "mangler"'),
            "needs_exchange_stratml, goals: ”mangler” er ikke en type",
            False,
        ),
        (
            ('"words": "citat"', '"words": "mangler"'),
            "needs_exchange_stratml, words: ”mangler” er ikke et felt",
            True,
        ),
        (
            ('"link": "bidrager_til"', '"link": ""'),
            "needs_exchange_stratml: Det er ikke sagt, hvad der virker på hvad",
            False,
        ),
    ],
)
def test_a_mapping_that_names_nothing_is_told_and_the_build_goes_on(
    plan: Project, change: tuple[str, str], said: str, *, written: bool
) -> None:
    plan.edit("conf.py", change)
    built = rebuilt(plan)
    told = [line for line in built.warnings.splitlines() if "needs_exchange" in line]
    assert len(told) == 1
    assert said in told[0]
    assert "conf.py:" in told[0]
    assert (built.out / "stratml" / "strategic-plan.xml").is_file() == written


def validate(made: Built) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas are not at hand: STRATML_SCHEMAS= names their folder")
    for name, (_, schema) in FILES.items():
        xmlschema.XMLSchema(str(SCHEMAS / schema)).validate(made.out / "stratml" / name)


def test_the_files_are_valid(built: Built) -> None:
    validate(built)


def test_the_files_of_the_knowledge_base_are_valid(site: Built) -> None:
    assert len(texts(roots(site)["strategic-plan.xml"], ".//Objective")) == 14
    validate(site)
