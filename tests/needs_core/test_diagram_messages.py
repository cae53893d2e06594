"""Blocks and roles of sphinx-needs that draw, report and import: Danish, at the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Project

HEAD = "---\norphan: true\n---\n\n# Side\n\n"
MISTAKES = {
    ":::{needarch}\nA -> B\n:::": (0, "needarch: Blokken står ikke i et element"),
    ":::{needuml}\n{{ flow('TI_9') }}\n:::": (0, "TI_9: Der er intet element"),
    ":::{needuml}\n{{ import('x') }}\n:::": (0, "import: Den kan kun bruges i en blok"),
    ":::{needuml}\n{{ x( }}\n:::": (0, "needuml: Det, der står mellem {{ og }}"),
    ":::{needuml}\n:key: diagram\n\nA->B\n:::": (1, "key: ”diagram” er et optaget navn"),
    ":::{needuml}\n:config: x\n\nA->B\n:::": (1, "x: needs_flow_configs har intet"),
    ":::{needuml}\n:extra: x\n\nA->B\n:::": (1, "x: Det er ikke navn, kolon og værdi"),
    ":::{needsequence}\n:link_types: under\n:::": (0, "needsequence: Linjen start mangler"),
    ":::{needsequence}\n:start: TI_9\n:::": (1, "TI_9: Der er intet element"),
    ":::{needsequence}\n:start: PM_1\n:link_types: xx\n:::": (2, "xx: Linket findes ikke."),
    ":::{needreport}\n:::": (0, "needreport: Blokken siger ikke, hvad den skal vise"),
    ":::{needreport}\n:types:\n:template: x.txt\n:::": (2, "x.txt: Filen findes ikke."),
    ":::{needgantt}\n:timeline: month\n:::": (1, "timeline: ”month” kan ikke bruges."),
    ":::{needgantt}\n:start_date: 1. maj\n:::": (1, "start_date: ”1. maj” er ikke en dato"),
    ":::{needgantt}\n:starts_with_links: xx\n:::": (0, "xx: Linket findes ikke."),
    ":::{needflow}\n:engine: graphviz\n:root_id: TI_9\n:::": (2, "TI_9: Der er intet el"),
    ":::{list2need}\n* (A_1) a\n:::": (0, "list2need: Linjen types mangler"),
    ":::{list2need}\n:types: xx\n\n* (A_1) a\n:::": (0, "list2need: ”xx” kan ikke bruges."),
    ":::{list2need}\n:types: tiltag\n\n* a\n   * b\n:::": (0, "list2need: En linje i list"),
    ":::{needextend} TI_101\n:-status: x\n:::": (1, "-status: En linje, der tømmer et"),
    ":::{needextend} status = 'x'\n:status: planlagt\n:::": (0, "Filteret kan ikke læses."),
    ":::{needextract} PM_1\n:filter: type\n:::": (1, "filter: Filteret står både på"),
    ":::{needtable}\n:columns: id\n:colwidths: 10,9\n:::": (
        2,
        "needtable: Der er ikke",
    ),
    "{need_count}`a ? b ? c`": (0, "need_count: Der står mere end to filtre"),
    "{need_incoming}`TI_9`": (0, "TI_9: Der er intet element"),
    "{need_part}`(1) x`": (0, "need_part: Delen står ikke i et element"),
    ":::{needservice} github\n:::": (0, "github: Der er ingen tjeneste"),
}


@pytest.mark.parametrize("parallel", [1, 4])
def test_each_is_told_once_in_danish_at_its_line(plan: Project, parallel: int) -> None:
    plan.edit("conf.py", ('"needs_search"]', '"needs_search", "sphinxcontrib.plantuml"]'))
    text, expected = HEAD, {}
    for written, (below, message) in MISTAKES.items():
        expected[text.count("\n") + 1 + below] = message
        text += f"{written}\n\n"
    plan.write("side.md", text)
    told = plan.build(jobs=parallel).warnings.splitlines()
    found = [x.split(": ", 2) for x in told if x.startswith("side.md:")]
    lines = [int(place.split(":")[1]) for place, _level, _words in found]
    assert sorted(lines) == sorted(expected)
    for line, (_place, _level, words) in zip(lines, found, strict=True):
        assert expected[line] in words
        assert "engelsk" not in words


def test_without_plantuml_a_drawing_is_left_out_and_told(plan: Project) -> None:
    plan.write("side.md", f"{HEAD}:::{{needflow}}\n:::\n\n:::{{needgantt}}\n:::\n")
    built = plan.build()
    told = [x for x in built.warnings.splitlines() if x.startswith("side.md:")]
    assert [x.split(":")[1] for x in told] == ["7", "10"]
    assert all("er ikke installeret, og billedet er udeladt" in x for x in told)
    assert "PlantUML" not in (built.out / "side.html").read_text("utf-8")
