"""The gates in real builds: messages, exit code, known gaps and the files."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from pydantic import ValidationError
from pydantic_sarif.model import (
    StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif,
)
from sphinx.cmd.build import build_main
from sphinx.locale import translators

from tests.conftest import REPO
from tests.needs_core.test_atomic_write import kill_reports

if TYPE_CHECKING:
    from tests.conftest import Built, Project

COVERED: dict[str, Any] = {
    "name": "maal-daekket",
    "text": "Hver målsætning har et tiltag.",
    "kind": "covered",
    "rows": "målsætning",
    "columns": "tiltag",
    "link": "bidrager_til",
}
STATED: dict[str, Any] = {
    "name": "i-gang-oplyst",
    "kind": "stated",
    "items": "tiltag",
    "where": "status = i gang",
    "fields": ["ansvarlig", "frist"],
}
ON_TIME: dict[str, Any] = {
    "name": "frist-holdt",
    "kind": "on_time",
    "items": "tiltag",
    "date": "frist",
    "fails": False,
}
GATES = [COVERED, STATED, ON_TIME]
JUNIT = REPO / "tests" / "data" / "junit-10.xsd"
"""Of Jenkins' xunit plugin, as pytest 9.2.0 has it among its examples; MIT."""
KNOWN = "daekning-kendt.json"
MISSING = "MS_1_3"
JOIN = "Skriv en linje :bidrager_til:, der knytter det til et af typen tiltag."
UNCOVERED = "Intet af typen tiltag dækker det."
PASSED = "er overskredet (i dag er 2027-04-01)."
WARNINGS = f"""\
maal-b.md:10: WARNING: MS_1_3: {UNCOVERED} {JOIN} [needs_coverage.maal-daekket]
maal-b.md:17: WARNING: MS_1_4: {UNCOVERED} {JOIN} [needs_coverage.maal-daekket]
tiltag-3.md:3: WARNING: TI_103: Ansvarlig er ikke oplyst. \
Skriv en linje :ansvarlig: med en værdi. [needs_coverage.i-gang-oplyst]
"""


@pytest.fixture(autouse=True)
def _a_day_in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1806537600")  # 2027-04-01


def report(plan: Project, **more: Any) -> Built:
    more = {"needs_coverage_gates": GATES} | more
    return plan.build("coverage-report", **more)


def cover(plan: Project, *ids: str) -> None:
    """Have a tiltag contribute to some more goals."""
    plan.edit(
        "tiltag-1.md",
        (":bidrager_til: MS_1_1\n", f":bidrager_til: MS_1_1, {', '.join(ids)}\n"),
    )


@pytest.mark.parametrize("jobs", [1, 4])
def test_every_breach_is_one_warning_in_natural_order(plan: Project, jobs: int) -> None:
    built = plan.build(jobs=jobs, needs_coverage_gates=GATES)
    assert built.warnings == WARNINGS
    again = plan.build(jobs=jobs, needs_coverage_gates=GATES)
    assert again.warnings == WARNINGS, "a build with nothing to do tells it, too"


def test_a_gate_that_only_reports_does_not_warn(plan: Project) -> None:
    gates = [{**COVERED, "fails": False}, {**STATED, "fails": False}]
    assert plan.build(needs_coverage_gates=gates).warnings == ""
    built = report(plan, needs_coverage_gates=gates)
    assert (built.warnings, built.app.statuscode) == ("", 0)
    assert "brudt: 2, set på: 5, kun meldt" in built.read("coverage.txt")


def test_a_gate_can_be_suppressed_by_its_name(plan: Project) -> None:
    quiet = ["needs_coverage.maal-daekket", "needs_coverage.i-gang-oplyst"]
    assert plan.build(needs_coverage_gates=GATES, suppress_warnings=quiet).warnings == ""


def test_gates_are_checked_again_without_a_page_being_read(plan: Project) -> None:
    assert plan.build().warnings == ""
    built = plan.build(needs_coverage_gates=GATES)
    assert built.warnings == WARNINGS
    assert "0 added, 0 changed, 0 removed" in built.status


def summary(built: Built) -> list[str]:
    text = built.read("coverage.txt")
    return text[text.index("Kontroller") :].splitlines()


def test_the_summary_tells_every_gate_with_places(plan: Project) -> None:
    built = report(plan)
    assert built.warnings == "", "what the summary tells is not told twice"
    assert built.app.statuscode == 1
    assert summary(built) == [
        "Kontroller (i dag er 2027-04-01)",
        "  ○ maal-daekket: Hver målsætning har et tiltag.",
        "    brudt: 2, set på: 5",
        f"      maal-b.md:10  MS_1_3: {UNCOVERED}",
        f"      maal-b.md:17  MS_1_4: {UNCOVERED}",
        "  ○ i-gang-oplyst",
        "    brudt: 1, set på: 2",
        "      tiltag-3.md:3  TI_103: Ansvarlig er ikke oplyst.",
        "  ○ frist-holdt",
        "    brudt: 3, set på: 5, kun meldt",
        f"      tiltag-1.md:3  TI_101: Frist 2027-01-01 {PASSED}",
        f"      tiltag-2.md:3  TI_102: Frist 2027-02-01 {PASSED}",
        f"      tiltag-3.md:3  TI_103: Frist 2027-03-01 {PASSED}",
        "  ○ Kontrollen fejler. Brudte eller ugyldige kontroller: 2.",
    ]
    for line in summary(built):
        assert line in built.status, "printed, too"


def test_a_project_that_keeps_its_gates_is_told_so(plan: Project) -> None:
    cover(plan, "MS_1_3", "MS_1_4")
    built = report(plan, needs_coverage_gates=[COVERED])
    assert built.app.statuscode == 0
    assert summary(built) == [
        "Kontroller (i dag er 2027-04-01)",
        "  ● maal-daekket: Hver målsætning har et tiltag.",
        "    holder, set på: 5",
        "  ● Kontrollen holder.",
    ]


def sphinx_build(plan: Project, builder: str, *options: str) -> tuple[int, str]:
    folders = [str(plan.source), str(plan.work / f"cli-{builder}")]
    translators.clear()  # kept by the process, from one language to the next
    with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()):
        code = build_main(["-E", "-b", builder, *options, *folders])
    return code, said.getvalue()


def test_the_exit_code_tells_whether_the_gates_hold(plan: Project) -> None:
    conf = (plan.source / "conf.py").read_text("utf-8")
    plan.write("conf.py", f"{conf}\nneeds_coverage_gates = {[COVERED]}\n")
    code, said = sphinx_build(plan, "coverage-report")
    assert code == 1
    assert "Kontrollen fejler." in said
    assert sphinx_build(plan, "html")[0] == 0, "an ordinary build warns"
    assert sphinx_build(plan, "html", "-W", "--keep-going")[0] == 1
    cover(plan, "MS_1_3", "MS_1_4")
    code, said = sphinx_build(plan, "coverage-report", "-W")
    assert code == 0
    assert "Kontrollen holder." in said
    assert sphinx_build(plan, "html", "-W")[0] == 0


def test_known_gaps_do_not_fail_new_ones_do_and_closed_ones_are_told(
    plan: Project,
) -> None:
    conf: dict[str, Any] = {"needs_coverage_gates": GATES, "needs_coverage_baseline": KNOWN}
    written = plan.build("coverage-baseline", **conf)
    assert (written.warnings, written.app.statuscode) == ("", 0)
    assert json.loads((plan.source / KNOWN).read_text("utf-8")) == {
        "format": "needs-coverage-baseline",
        "version": 1,
        "known": [
            {"gate": "i-gang-oplyst", "id": "TI_103", "detail": "ansvarlig"},
            {"gate": "maal-daekket", "id": "MS_1_3"},
            {"gate": "maal-daekket", "id": "MS_1_4"},
        ],
    }
    assert plan.build(**conf).warnings == ""
    built = report(plan, **conf)
    assert built.app.statuscode == 0
    assert "    holder, kendt: 2, set på: 5" in summary(built)
    assert f"      maal-b.md:10  [kendt]  MS_1_3: {UNCOVERED}" in summary(built)
    # One gap is closed, and a new one opens.
    plan.edit("tiltag-3.md", (":bidrager_til: MS_1_2\n", ":bidrager_til: MS_1_3\n"))
    assert plan.build(**conf).warnings == (
        f"maal-a.md:18: WARNING: MS_1_2: {UNCOVERED} {JOIN} [needs_coverage.maal-daekket]\n"
        "maal-b.md:10: WARNING: MS_1_3: Lukket: den kendte mangel (maal-daekket) er der"
        f" ikke mere. Fjern den fra {KNOWN}. [needs_coverage.baseline_closed]\n"
    )
    built = report(plan, **conf)
    assert built.app.statuscode == 1
    assert "    brudt: 1, kendt: 1, lukket: 1, set på: 5" in summary(built)
    assert "      maal-daekket  MS_1_3" in summary(built)
    # The list is written anew: nothing is new, nothing is closed.
    plan.build("coverage-baseline", **conf)
    assert plan.build(**conf).warnings == ""


def test_a_closed_gap_does_not_fail_the_report(plan: Project) -> None:
    conf: dict[str, Any] = {
        "needs_coverage_gates": [COVERED],
        "needs_coverage_baseline": KNOWN,
    }
    plan.build("coverage-baseline", **conf)
    cover(plan, "MS_1_3", "MS_1_4")
    built = report(plan, **conf)
    assert built.app.statuscode == 0
    assert "    holder, lukket: 2, set på: 5" in summary(built)


def test_killed_at_any_operation_the_baseline_is_old_or_new(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf: dict[str, Any] = {"needs_coverage_gates": GATES, "needs_coverage_baseline": KNOWN}
    file = plan.conf / KNOWN
    for _time in range(2):  # the first time there is none
        build = partial(plan.build, "coverage-baseline", **conf)
        assert kill_reports(monkeypatch, file, build) > 15
        assert MISSING in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(MISSING, "MS_9_9"), "utf-8")


def test_a_baseline_is_not_written_where_gates_cannot_be_read(plan: Project) -> None:
    conf: dict[str, Any] = {"needs_coverage_baseline": KNOWN}
    plan.build("coverage-baseline", needs_coverage_gates=GATES, **conf)
    before = (plan.source / KNOWN).read_bytes()
    wrong = [COVERED, {**STATED, "kind": "said"}]
    built = plan.build("coverage-baseline", needs_coverage_gates=wrong, **conf)
    assert built.app.statuscode == 1
    assert "”said” er ikke en tilladt værdi" in built.warnings
    assert (plan.source / KNOWN).read_bytes() == before
    shown = plan.build(needs_coverage_gates=wrong, **conf).warnings
    assert "Lukket" not in shown, "what is not judged is not closed"


def test_a_baseline_needs_a_file_to_be_written_in(plan: Project) -> None:
    built = plan.build("coverage-baseline", needs_coverage_gates=GATES)
    assert built.app.statuscode == 1
    assert built.warnings == (
        "WARNING: needs_coverage_baseline: Der er ingen fil at skrive de kendte mangler i."
        " Skriv navnet på en fil i conf.py. [needs_coverage.bad_baseline]\n"
    )


def test_a_gate_that_cannot_be_read_does_not_hold(plan: Project) -> None:
    cover(plan, "MS_1_3", "MS_1_4")
    built = report(plan, needs_coverage_gates=[COVERED, {**STATED, "items": "tltag"}])
    assert built.app.statuscode == 1
    assert built.warnings.count("WARNING") == 1
    assert "  Kan ikke bruges:" in summary(built)
    root = ET.fromstring(built.read("gates.junit.xml"))  # noqa: S314 (our own file)
    (error,) = root.iter("error")
    assert "Mente du ”tiltag”?" in error.attrib["message"]
    (run,) = json.loads(built.read("gates.sarif"))["runs"]
    (invocation,) = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert len(invocation["toolConfigurationNotifications"]) == 1


def test_junit_has_a_case_for_everything_judged(plan: Project) -> None:
    page = plan.source / "maal-b.md"
    page.rename(plan.source / "maal-b.txt")
    page.write_text("```{include} maal-b.txt\n```\n", "utf-8")
    (plan.source / KNOWN).write_text(
        '{"format": "needs-coverage-baseline", "version": 1,'
        ' "known": [{"gate": "maal-daekket", "id": "MS_1_3"}]}',
        "utf-8",
    )
    built = report(plan, needs_coverage_baseline=KNOWN)
    root = ET.fromstring(built.read("gates.junit.xml"))  # noqa: S314 (our own file)
    assert root.tag == "testsuites"
    counts = [
        (suite.get("name"), *(suite.get(x) for x in ("tests", "failures", "skipped")))
        for suite in root.iter("testsuite")
    ]
    assert counts == [
        ("maal-daekket", "5", "1", "1"),
        ("i-gang-oplyst", "2", "1", "0"),
        ("frist-holdt", "5", "0", "3"),
    ]
    for suite, (_, tests, failures, skipped) in zip(root, counts, strict=True):
        assert len(suite.findall("testcase")) == int(str(tests))
        assert len(suite.findall("testcase/failure")) == int(str(failures))
        assert len(suite.findall("testcase/skipped")) == int(str(skipped))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("12", "2", "0")
    cases = [case.attrib for case in root.iter("testcase")]
    ids = [case["name"].split(" · ")[0] for case in cases[:5]]
    assert ids == ["MS_1_1", "MS_1_2", "MS_1_3", "MS_1_4", "MS_1_10"]
    places = [case.findtext("system-out") for case in root.iter("testcase")]
    assert places[3] == "maal-b.txt:17", "the file it stands in"
    allowed = {  # by junit-10.xsd of Jenkins' xunit plugin
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {"name", "time", "tests", "failures", "errors", "skipped"},
        "testcase": {"name", "time", "classname", "group"},
        **{name: {"type", "message"} for name in ("failure", "error", "skipped")},
    }
    for element in root.iter():
        assert set(element.attrib) <= allowed.get(element.tag, {"name", "value"})
    (broken,) = (c for c in root.iter("testcase") if c.get("name", "").startswith("MS_1_4"))
    failure = broken.find("failure")
    assert failure is not None
    assert failure.get("type") == "maal-daekket"
    assert failure.get("message") == f"MS_1_4: {UNCOVERED} {JOIN}"
    known = root.find("testsuite/testcase/skipped")
    assert known is not None
    assert str(known.get("message")).startswith("kendt: MS_1_3: ")


def test_sarif_places_every_breach(plan: Project) -> None:
    (plan.source / "maal-b.md").rename(plan.source / "maal-æ.md")
    (plan.source / ".git").mkdir()
    (plan.source / KNOWN).write_text(
        '{"format": "needs-coverage-baseline", "version": 1,'
        ' "known": [{"gate": "maal-daekket", "id": "MS_1_3"}]}',
        "utf-8",
    )
    log = json.loads(report(plan, needs_coverage_baseline=KNOWN).read("gates.sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [gate["name"] for gate in GATES]
    levels = [rule["defaultConfiguration"]["level"] for rule in rules]
    assert levels == ["error", "error", "note"]
    assert rules[0]["shortDescription"]["text"] == "Hver målsætning har et tiltag."
    known, new, *rest = run["results"]
    assert "suppressions" in known
    assert "suppressions" not in new
    assert len(rest) == 1 + 3
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert new["message"]["text"] == f"MS_1_4: {UNCOVERED} {JOIN}"
    (location,) = new["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "maal-%C3%A6.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 17},
    }
    prints = [result["partialFingerprints"]["gap/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


HOSTILE = 'Et <mål> & "andet" ]]> \N{SNOWMAN}'


def hostile_plan(plan: Project) -> None:
    """Give the plan titles that break what is not quoted, and gates of all outcomes."""
    plan.edit("maal-b.md", ("Mål uden pejlemærkets plads", HOSTILE))
    (plan.source / KNOWN).write_text(
        '{"format": "needs-coverage-baseline", "version": 1,'
        ' "known": [{"gate": "maal-daekket", "id": "MS_1_3"}]}',
        "utf-8",
    )


BROKEN: dict[str, Any] = {"name": "uden-slags", "kind": "ukendt"}


@pytest.mark.parametrize("gates", [GATES, [*GATES, BROKEN], []])
def test_junit_is_valid_for_jenkins(plan: Project, gates: list[dict[str, Any]]) -> None:
    hostile_plan(plan)
    built = report(plan, needs_coverage_baseline=KNOWN, needs_coverage_gates=gates)
    file = built.out / "gates.junit.xml"
    if not gates and not file.exists():
        return
    xmlschema.XMLSchema(str(JUNIT)).validate(file)
    if gates:
        assert any(HOSTILE in str(x.get("name")) for x in ET.parse(file).iter("testcase"))  # noqa: S314


@pytest.mark.parametrize("gates", [GATES, [*GATES, BROKEN]])
def test_sarif_is_valid(plan: Project, gates: list[dict[str, Any]]) -> None:
    hostile_plan(plan)
    built = report(plan, needs_coverage_baseline=KNOWN, needs_coverage_gates=gates)
    log = json.loads(built.read("gates.sarif"))
    Sarif.model_validate(log)
    log["runs"][0]["tool"]["driver"]["nam"] = log["runs"][0]["tool"]["driver"].pop("name")
    with pytest.raises(ValidationError):
        Sarif.model_validate(log)


def test_paths_start_where_the_code_does(plan: Project) -> None:
    (plan.work / ".git").mkdir()
    assert "      source/maal-b.md:10  MS_1_3" in report(plan).read("coverage.txt")


def test_the_files_are_the_same_twice_serial_and_parallel(plan: Project) -> None:
    first = report(plan).files()
    assert {"coverage.txt", "gates.junit.xml", "gates.sarif"} <= set(first)
    again = plan.build("coverage-report", out="b", jobs=4, needs_coverage_gates=GATES)
    assert again.files() == first


def test_a_title_with_what_no_xml_may_hold_is_no_trouble(plan: Project) -> None:
    plan.edit("maal-b.md", ("Mål nummer 3", "Mål \x08 & <b> \U0001f600 nummer 3"))
    root = ET.fromstring(report(plan).read("gates.junit.xml"))  # noqa: S314
    names = [str(case.get("name")) for case in root.iter("testcase")]
    assert "MS_1_3 · Mål  & <b> \U0001f600 nummer 3" in names


def test_without_gates_there_are_no_files_of_gates(plan: Project) -> None:
    assert (report(plan).out / "gates.sarif").exists()
    built = plan.build("coverage-report")
    assert built.app.statuscode == 0
    assert "Kontroller" not in built.read("coverage.txt")
    assert not (built.out / "gates.sarif").exists()
    assert not (built.out / "gates.junit.xml").exists()


def test_an_indirect_way_counts(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":omsaetter: NO_101\n", ""))
    words = {**COVERED, "rows": "nøgleord", "link": "omsaetter"}
    direct = plan.build(needs_coverage_gates=[words]).warnings
    assert ("NO_101" in direct, "NO_102" in direct) == (True, True)
    over = {**words, "via": "målsætning", "via_links": ["beskriver", "bidrager_til"]}
    shown = plan.build(needs_coverage_gates=[over]).warnings
    assert ("NO_101" in shown, "NO_102" in shown) == (False, True)
    assert ":omsaetter: eller :beskriver: eller :bidrager_til:" in shown


def test_another_project_is_spoken_to_in_its_own_language(foreign: Project) -> None:
    gate = {"name": "verified", "kind": "covered", "rows": "req", "columns": "test"}
    built = foreign.build(needs_coverage_gates=[{**gate, "link": "verifies"}])
    assert built.warnings == (
        "index.rst:7: WARNING: R_002: Nothing of the type test case covers it. Write a line"
        " :verifies: that links it with one of the type test case."
        " [needs_coverage.verified]\n"
    )


def test_the_day_is_that_of_the_build_where_no_other_is_told(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [{**ON_TIME, "fails": True, "where": "id = TI_101"}]
    assert "2027-01-01 er overskredet" in plan.build(needs_coverage_gates=late).warnings
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")  # 2027-01-01, the day itself
    assert plan.build(needs_coverage_gates=late).warnings == ""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    plan.edit("tiltag-1.md", ("2027-01-01", "2020-01-01"))
    assert "2020-01-01 er overskredet" in plan.build(needs_coverage_gates=late).warnings


def test_sarif_of_an_item_of_another_project_names_the_place_of_the_gate(
    plan: Project,
) -> None:
    (plan.source / "other.json").write_text(
        '{"project": "andet", "current_version": "1", "versions": {"1": {"needs": {'
        '"MS_9_9": {"id": "MS_9_9", "type": "målsætning", "title": "Andres mål",'
        ' "docname": "p", "content": ""}}}}}',
        "utf-8",
    )
    others = [{"base_url": "https://example.org", "json_path": "other.json"}]
    asked = [GATES[0] | {"rows_where": "is_external = true, false"}, *GATES[1:]]
    built = report(plan, needs_external_needs=others, needs_coverage_gates=asked)
    (run,) = json.loads(built.read("gates.sarif"))["runs"]
    (found,) = (x for x in run["results"] if "MS_9_9" in x["message"]["text"])
    (location,) = found["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "conf.py"
    assert place["region"]["startLine"] >= 1
