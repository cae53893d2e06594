"""Lists, tables and posters as plain docutils nodes, for every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_overview.bars import states_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from needs_core.model import Label
    from needs_overview.bars import Bar
    from needs_overview.poster import Column
    from needs_overview.tree import Branch, Forest
    from needs_overview.words import Words

    Lead = Callable[[Label, str | None], nodes.Node]
    """Names a need, or a text of it, and leads to it."""

_ = get_translation("needs_overview")


def outline(forest: Forest, words: Words, lead: Lead, *, rooted: bool) -> list[nodes.Node]:
    """Return the numbers in a paragraph, and the needs in a list of lists.

    Of a forest with a single root, the root itself is not listed: it is what the page
    is about.
    """
    told = " ".join(words.numbers(forest, first=1 if rooted else 0))
    numbers = nodes.paragraph("", told, classes=["needs-outline-numbers"])
    tops = forest.branches
    if rooted:
        tops = tuple(x for branch in forest.branches for x in branch.near)
        stray = tuple(x for branch in forest.branches for x in branch.far)
    else:
        stray = forest.loose
    drawn: list[nodes.Node] = [numbers]
    if tops:
        drawn.append(_list(tops, words, lead, ["needs-outline"]))
    if stray:
        drawn.append(_stray(stray, words, lead))
    return drawn


def _list(
    branches: Iterable[Branch], words: Words, lead: Lead, classes: list[str]
) -> nodes.bullet_list:
    items = (_entry(branch, words, lead) for branch in branches)
    return nodes.bullet_list("", *items, bullet="-", classes=classes)


def _entry(branch: Branch, words: Words, lead: Lead) -> nodes.list_item:
    line = nodes.paragraph("", "", lead(branch.label, None))
    if note := words.note(branch):
        kind = "needs-outline-gap" if branch.gap else "needs-outline-note"
        line += [nodes.Text(" "), nodes.inline("", note, classes=[kind])]
    entry = nodes.list_item("", line, classes=[f"needs-outline-{branch.level}"])
    if branch.near:
        entry += _list(branch.near, words, lead, [])
    if branch.far:
        entry += _stray(branch.far, words, lead)
    return entry


def _stray(branches: Sequence[Branch], words: Words, lead: Lead) -> nodes.Element:
    """Return what stands below nothing of the level before, under its own words."""
    above = min(branch.level for branch in branches) - 1
    name = words.levels[above]
    said = _("Without %s:") % (name[:1].lower() + name[1:])
    heading = nodes.paragraph("", "", nodes.strong("", said))
    listed = _list(branches, words, lead, [])
    return nodes.container("", heading, listed, classes=["needs-outline-stray"])


def bars_table(bars: Sequence[Bar], words: Words, lead: Lead) -> nodes.table:
    """Return the figures of the bars: a row a need, a column a state."""
    states = states_of(bars)
    names = (words.levels[0], *map(words.state_of, states), words.many[1])
    rows = [
        _row(
            lead(bar.label, None),
            *(nodes.Text(str(dict(bar.parts).get(state, 0))) for state in states),
            nodes.Text(str(bar.total)),
        )
        for bar in bars
    ]
    widths = [40, *(20 for _name in names[1:])]
    columns = [nodes.colspec(colwidth=wide) for wide in widths]
    columns[0]["stub"] = 1
    head = nodes.thead("", _row(*map(nodes.Text, names)))
    body = nodes.tbody("", *rows)
    group = nodes.tgroup("", *columns, head, body, cols=len(names))
    return nodes.table("", group, classes=["needs-bars-table", "colwidths-given"])


def _row(*cells: nodes.Node) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", c)) for c in cells))


def poster(
    columns: Sequence[Column], title: str, names: Sequence[str], lead: Lead
) -> nodes.container:
    """Return a poster: a heading, then a container a column.

    The first list of a column counts, the others have bullets: goals are referred to
    by number.
    """
    drawn = [_column(n, column, names, lead) for n, column in enumerate(columns, start=1)]
    heading = nodes.rubric("", title, classes=["needs-poster-title"])
    heading["heading-level"] = 2
    inner = nodes.container("", *drawn, classes=["needs-poster-columns", "side-by-side"])
    return nodes.container("", heading, inner, classes=["needs-poster"])


def _column(
    number: int, column: Column, names: Sequence[str], lead: Lead
) -> nodes.container:
    heading = nodes.rubric("", "", lead(column.label, column.label.title))
    heading["heading-level"] = 3
    said = f"”{column.sentence}”" if column.sentence else _("not stated")
    kinds = ["needs-poster-sentence"] + ([] if column.sentence else ["needs-unknown"])
    parts: list[nodes.Node] = [heading, nodes.paragraph("", said, classes=kinds)]
    for place, (name, labels) in enumerate(zip(names, column.lists, strict=True)):
        below = nodes.rubric("", name)
        below["heading-level"] = 4
        parts += [below, _poster_list(labels, lead, counted=place == 0)]
    classes = ["needs-poster-column", f"needs-poster-{number}"]
    return nodes.container("", *parts, classes=classes)


def _poster_list(labels: Sequence[Label], lead: Lead, *, counted: bool) -> nodes.Element:
    if not labels:
        return nodes.paragraph("", _("none"), classes=["needs-unknown"])
    items = [nodes.list_item("", nodes.paragraph("", "", lead(x, x.title))) for x in labels]
    if counted:
        plain = {"enumtype": "arabic", "prefix": "", "suffix": "."}
        return nodes.enumerated_list("", *items, **plain)
    return nodes.bullet_list("", *items, bullet="-")
