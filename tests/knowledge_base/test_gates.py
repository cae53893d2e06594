"""The gates of the knowledge base, and the page that tells what is checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conftest import REPO, Project
from tests.knowledge_base.test_guide import add, block

if TYPE_CHECKING:
    import pytest

PAGE = (REPO / "docs" / "vejledning" / "kontroller.md").read_text("utf-8")
SHORT, WHOLE, _QUOTE = (
    " ".join(x.split()) for x in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
)


def test_the_strategy_keeps_its_gates_and_the_page_tells_them_all(pages: Project) -> None:
    built = pages.build("coverage-report")
    assert (built.warnings, built.app.statuscode) == ("", 0)
    gates = built.app.config.needs_coverage_gates
    said = built.read("coverage.txt")
    assert len(gates) == PAGE.count("* - ") - 1
    for gate in gates:
        result = (
            "Det bliver kun meldt" if gate.get("fails") is False else "Kontrollen fejler"
        )
        row = f"* - {gate['text']}\n  - `{gate['name']}`\n  - {result}\n"
        assert row in PAGE
        symbol = "○" if gate["kind"] == "step" else "●"
        assert f"{symbol} {gate['name']}: {gate['text']}" in said
    assert "brudt: 14, set på: 14, kun meldt" in said
    assert "MS_1_1: Den er endnu ikke besluttet: ◇ foreslået · 3 kandidater" in said
    assert "holder, set på: 14\n" in said
    assert "holder, set på: 20, kun meldt\n" in said


def test_the_messages_of_the_page_are_those_an_author_meets(pages: Project) -> None:
    going = block().replace("planlagt", "i gang")
    without = re.sub(":ansvarlig:.*\n", "", going)
    warnings = add(pages, without)
    _, _, message = WHOLE.partition("WARNING: ")
    assert message in warnings
    assert warnings.count("WARNING") == 1
    report = pages.build("coverage-report").read("coverage.txt")
    assert SHORT.split(maxsplit=1)[1] in report


def test_a_passed_deadline_is_told(pages: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1806537600")  # 2027-04-01
    assert "Frist 2027-03-31 er overskredet" in add(pages, block())
    done = block().replace("TI_107", "TI_108").replace("planlagt", "gennemført")
    assert "TI_108" not in add(pages, done)
