"""Why a cell is what it is, and the overview of a matrix: values, and what is drawn."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from needs_core.confidence import LinkConfidence
from needs_core.core_settings import ConfidenceFields, FollowUpFields
from needs_core.dates import HalfYear
from needs_core.items import Item, Items, Mark
from needs_coverage.draw_reasons import ReasonsHtml, ReasonTexts
from needs_coverage.large.explorer import explorer_script, reasons_script
from needs_coverage.reasons import MOST, ReasonsView
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.summary import OverviewSpec
from needs_coverage.text import MatrixText
from tests.needs_coverage.test_matrix import NO_STEPS, acting, goal, star

if TYPE_CHECKING:
    from needs_core.items import Label

LINK = ("M_1", "helps", "G_1")
SPEC = MatrixSpec(
    Axis("goal", group_by="under"),
    Axis("measure", group_by="under"),
    ("helps",),
    steps=replace(
        NO_STEPS,
        confidence=ConfidenceFields(("helps",), "each", "sure", ("low",), "words"),
        follow_ups=FollowUpFields("report", "about", "half"),
    ),
)
ITEMS = replace(
    Items.sort(
        [
            star("S_1"),
            star("S_2"),
            goal("G_1", "S_1"),
            goal("G_2", "S_2"),
            goal("G_3", "S_2"),
            acting(
                "M_1",
                "done",
                "G_1",
                each="G_1: low, said in <passing>",
                words="All & everyone",
            ),
            acting("M_2", "left", "G_1", "G_2"),
            Item(
                "R_1",
                "Report",
                "report",
                fields={"half": ("2026-1",)},
                links={"about": ("M_1",)},
            ),
        ]
    ),
    confirmed={LINK: "2026-05-01"},
    unconfirmed=frozenset({("M_2", "helps", "G_1")}),
)


def test_a_cell_knows_the_words_the_confidence_and_the_days_of_its_links() -> None:
    first, second, third = ReasonsView(SPEC).look(ITEMS)
    assert (first.row.id, first.column.id) == ("G_1", "M_1")
    assert first.followed_up == HalfYear(2026, 1)
    (reason,) = first.reasons
    assert reason.quote == "All & everyone"
    assert reason.confidence == LinkConfidence(
        "low", "said in <passing>", weak=True, own=True
    )
    assert (reason.is_watched, reason.confirmed) == (True, "2026-05-01")
    assert reason.source is not None
    assert reason.source.id == "M_1"
    assert reason.line is None
    led = replace(ITEMS, all=tuple(replace(x, line=7) for x in ITEMS))
    assert ReasonsView(SPEC, edit_links=True).look(led)[0].reasons[0].line == 7
    (open_,) = second.reasons
    assert (open_.is_watched, open_.confirmed, open_.quote) == (True, "", "")
    assert second.followed_up is None
    assert not third.reasons[0].is_watched


def test_the_list_says_it_in_sentences_and_escapes_what_authors_wrote() -> None:
    cells = ReasonsView(SPEC).look(ITEMS)
    text = MatrixText(
        "Goal", "Measure", {"helps": ("helps", "has")}, stateful=True, steps=SPEC.steps
    )
    texts = ReasonTexts(text, "en")
    draw = ReasonsHtml(texts, lambda x: f"#{x.id}", lambda x: f"e?{x.id}&l")
    html = draw.list(cells, "m")
    first = html.split("</li>")[0]
    assert '<li id="m-G_1-M_1">' in first
    assert "<q>All &amp; everyone</q>" in first
    assert "Confidence: low (weak). Reason: said in &lt;passing&gt;." in first
    assert re.search(r"Confirmed: .*May.*2026\. Last followed up: first half", first)
    assert '<a class="coverage-edit" href="e?M_1&amp;l">' in first
    second = html.split("</li>")[1]
    assert "Confidence: not stated. Confirmed: never. Last followed up: never." in second
    assert html.count("<li ") == 3


def script(made: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(made.decode().partition("] = ")[2].strip()[:-1])
    return told


def test_the_explorer_is_told_the_same_and_which_cells_are_weak() -> None:
    text = MatrixText(
        "Goal", "Measure", {"helps": ("helps", "has")}, stateful=True, steps=SPEC.steps
    )
    view, matrix = ReasonsView(SPEC, apart=True), ITEMS.look(SPEC)

    def edit(label: Label) -> str | None:
        return f"e?{label.id}" if label.id == "M_1" else None

    texts = ReasonTexts(text, "en")
    told = script(reasons_script("m", matrix, view.look(ITEMS), texts, edit))
    assert [len(row) for row in told["cells"]] == [2, 1, 0]
    ((words, quote, facts, address),) = told["cells"][0][0]
    assert told["texts"][words] == "helps"
    assert told["texts"][quote] == "All & everyone"
    assert "Confidence: low (weak). Reason: said in <passing>." in told["texts"][facts]
    assert told["texts"][address] == "e?M_1"
    assert [x[1] for x in told["cells"][0][1]] == [-1], "no quote"
    assert [x[3] for x in told["cells"][0][1]] == [-1], "nowhere to edit"
    drawn = script(explorer_script("m", matrix, text, lambda _x: None, '{"facets":[]}'))
    tones = [drawn["kinds"][kind][0] for kind in drawn["hits"][0][1::2]]
    assert ["coverage-weak" in tone for tone in tones] == [True, False]


def test_too_many_cells_are_not_listed() -> None:
    goals = [goal(f"G_{n}") for n in range(MOST + 1)]
    many = Items.sort([*goals, acting("M_1", "done", *(x.id for x in goals))])
    assert ReasonsView(SPEC).look(many) == ()
    assert len(ReasonsView(SPEC, apart=True).look(many)) == MOST + 1


def test_a_mark_of_a_link_is_told() -> None:
    mark = Mark("!", "wording changed")
    cells = ReasonsView(SPEC).look(replace(ITEMS, marks={LINK: mark}))
    assert cells[0].reasons[0].path.mark == mark


def test_the_overview_counts_what_covers_by_row_and_by_group() -> None:
    grouped = Items.sort(
        replace(x, links={**x.links, "under": ("S_1" if x.id == "M_1" else "S_2",)})
        if x.type == "measure"
        else x
        for x in ITEMS
    )
    overview = OverviewSpec(SPEC).look(grouped)
    matrix = SPEC.look(grouped)
    rows = [row for group in overview.groups for row in group.rows]
    assert [(x.label.id, x.count) for x in rows] == [
        (x.label.id, x.count) for x in matrix.rows
    ]
    assert overview.is_grouped
    assert [x.id if x else None for x in overview.columns] == ["S_1", "S_2"]
    assert overview.total == matrix.total == sum(overview.totals)
    assert [group.counts for group in overview.groups] == [(1, 0), (0, 0)]
    assert not OverviewSpec(replace(SPEC, columns=Axis("measure"))).look(grouped).is_grouped
