"""Forests and bars in numbers: lists of lists and tables, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import folded, paragraph, table, table_body
from needs_overview.overview_page import warn_if_empty
from needs_overview.text import LevelText
from needs_overview.tree import states_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_overview.overview_page import OverviewPage
    from needs_overview.tree import Branch, Forest, ProgressBar

_ = get_translation("needs_overview")


def draw_outline(forest: Forest, place: ViewNode, page: OverviewPage) -> None:
    """Draw a forest as a list, folded away below a picture of the same."""
    view = place["view"]
    wording = LevelText.for_types(view.levels, page.model)
    drawn = _outline(forest, wording, page, rooted=view.root is not None)
    if place["fold"]:
        place.replace_self(folded(drawn, _("The same as a list"), html=page.html))
    else:
        warn_if_empty(forest.branches, place, page, view.root or view.levels[0])
        place.replace_self(drawn)


def _outline(
    forest: Forest, wording: LevelText, page: OverviewPage, *, rooted: bool
) -> list[nodes.Node]:
    """Return the numbers in a paragraph, and the needs in a list of lists.

    Of a forest with a single root, the root itself is not listed: it is what the page
    is about.
    """
    numbers = " ".join(wording.count_sentences(forest, first=1 if rooted else 0))
    drawn: list[nodes.Node] = [paragraph(numbers, classes=["needs-outline-numbers"])]
    tops, stray = forest.branches, forest.loose
    if rooted:
        tops = tuple(x for branch in forest.branches for x in branch.next_level)
        stray = tuple(x for branch in forest.branches for x in branch.deeper_levels)
    if tops:
        drawn.append(_branch_list(tops, wording, page, ["needs-outline"]))
    if stray:
        drawn.append(_stray(stray, wording, page))
    return drawn


def _branch_list(
    branches: Iterable[Branch], wording: LevelText, page: OverviewPage, classes: list[str]
) -> nodes.bullet_list:
    items = (_branch_item(branch, wording, page) for branch in branches)
    return nodes.bullet_list("", *items, bullet="-", classes=classes)


def _branch_item(branch: Branch, wording: LevelText, page: OverviewPage) -> nodes.list_item:
    line = paragraph(page.link(branch.label))
    if note := wording.note(branch):
        kind = "needs-outline-gap" if branch.gap else "needs-outline-note"
        line += [nodes.Text(" "), nodes.inline("", note, classes=[kind])]
    item = nodes.list_item("", line, classes=[f"needs-outline-{branch.level}"])
    if branch.next_level:
        item += _branch_list(branch.next_level, wording, page, [])
    if branch.deeper_levels:
        item += _stray(branch.deeper_levels, wording, page)
    return item


def _stray(
    branches: Sequence[Branch], wording: LevelText, page: OverviewPage
) -> nodes.Element:
    """Return what stands below nothing of the level before, under its own heading."""
    name = wording.levels[min(branch.level for branch in branches) - 1]
    text = _("Without %s:") % (name[:1].lower() + name[1:])
    heading = paragraph(nodes.strong("", text))
    listed = _branch_list(branches, wording, page, [])
    return nodes.container("", heading, listed, classes=["needs-outline-stray"])


def draw_bars_table(
    bars: Sequence[ProgressBar], place: ViewNode, page: OverviewPage
) -> None:
    """Draw the figures of the bars: a row a need, a column a state."""
    wording = LevelText.for_types(place["view"].tree.levels, page.model)
    states = states_of(bars)
    head = (wording.levels[0], *map(wording.state_name, states), wording.many[1])
    rows: list[tuple[Content, ...]] = []
    for bar in bars:
        counts = dict(bar.parts)
        numbers = [counts.get(state, 0) for state in states]
        rows.append((page.link(bar.label), *map(str, (*numbers, bar.total))))
    widths = [40, *(20 for _name in head[1:])]
    classes = ["needs-bars-table", "colwidths-given"]
    drawn = table(table_body(head, rows, widths), classes)
    place.replace_self(folded([drawn], _("The same as a table"), html=page.html))
