"""What has become of needs, in words and as plain nodes for every builder.

Notices, tables, and what a change of a need touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import display_value
from needs_core.nodes import bullets, paragraph, table_body
from needs_core.progress_text import state_text
from needs_lineage.successions import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needs_core.items import Label
    from needs_core.lineage import Lineage
    from needs_core.model import Model
    from needs_core.nodes import Content
    from needs_lineage.consequence import Consequence, OpenDecision
    from needs_lineage.successions import SuccessionTable

_ = get_translation("needs_lineage")


def fate_text(fate: Fate) -> str:
    """Return what has become of a need, in words."""
    return str(
        {
            Fate.CARRIED_ON: _("carried on"),
            Fate.REWORDED: _("reworded"),
            Fate.MERGED: _("merged"),
            Fate.SPLIT: _("split"),
            Fate.DROPPED: _("dropped"),
            Fate.UNDECIDED: _("not decided yet"),
            Fate.NEW: _("new"),
        }[fate]
    )


def counts_text(found: SuccessionTable) -> str:
    """Return how many have each fate, as a sentence."""
    shares = [f"{fate_text(fate)}: {count}" for fate, count in found.counts]
    return " · ".join(shares)


def standing_text(found: Lineage, language: str) -> str:
    """Return that a need does not hold any more, and since when."""
    values = {
        "standing": (found.standing or "")[:1].upper() + (found.standing or "")[1:],
        "day": display_value(found.since or "", language),
    }
    if found.since:
        return str(_("%(standing)s since %(day)s") % values)
    return str(_("%(standing)s; since when is not stated") % values)


def decision_text(found: OpenDecision) -> str:
    """Return what is open of a follow-up."""
    if found.planned:
        return str(_("planned"))
    return str(_("next step: %s") % found.next_step)


Line = tuple[str, "Label | None", str]
"""What stands before a link, what is linked to, and what stands after it."""


def consequence_parts(
    found: Consequence, model: Model, language: str
) -> Iterator[tuple[str, list[Line]]]:
    """Yield every part that has something: its heading and its lines."""
    for linked in found.linked:
        link = model.links[linked.link]
        if linked.incoming:
            yield (
                link.incoming[:1].upper() + link.incoming[1:],
                [("", x, "") for x in linked.labels],
            )
        else:
            heading = link.outgoing[:1].upper() + link.outgoing[1:]
            yield heading, [("", x, "") for x in linked.labels]
    if found.alone:
        names = [(model.links[x.link].outgoing, x.labels) for x in found.alone]
        yield (
            _("Left with nothing, if it is retired"),
            [("", x, f" – {name}") for name, labels in names for x in labels],
        )
    if found.waiting:
        yield _("Waits for it"), [("", x, "") for x in found.waiting]
    if found.steps:
        yield (
            _("Would be on another step without it"),
            [
                ("", x.label, f": {state_text(x.before)} → {state_text(x.after)}")
                for x in found.steps
            ],
        )
    if found.wording:
        yield (
            _("Words of a source, that a new wording departs from"),
            [(f"{model.fields.get(x, x)}: {text}", None, "") for x, text in found.wording],
        )
    if found.decisions:
        yield (
            _("Open decisions"),
            [("", x.label, f" – {decision_text(x)}") for x in found.decisions],
        )
    if found.elsewhere:
        yield (
            _("In the plans of others"),
            [(f"{x.plan}: ", x.source, "") for x in found.elsewhere],
        )


@dataclass(frozen=True)
class LineagePage:
    """The links, the model and the language of one page."""

    link_to: Callable[[Label], nodes.Node]
    page_link: Callable[[str], nodes.Node]
    """Returns a link to a page by its docname."""
    model: Model
    language: str

    def links(self, labels: Sequence[Label], none: str) -> Content:
        """Return links one below the other."""
        if not labels:
            return none
        if len(labels) == 1:
            return [paragraph(self.link_to(labels[0]))]
        return bullets([paragraph(self.link_to(x))] for x in labels)


def notice(found: Lineage, page: LineagePage) -> nodes.Element:
    """Return what a reader of a retired need is told first."""
    title = nodes.title("", standing_text(found, page.language))
    body: list[nodes.Node] = []
    if found.now:
        body = [paragraph(_("Now holds:")), bullets([page.link_to(x)] for x in found.now)]
    else:
        body = [paragraph(_("Nothing has replaced it."))]
    return nodes.admonition("", title, *body, classes=["note", "lineage-notice"])


def succession_body(found: SuccessionTable, page: LineagePage) -> nodes.tgroup:
    """Return a row for each need of the old, and for what is new."""
    head = (_("Before"), _("What has become of it"), _("After"))
    rows = (
        (
            page.link_to(row.old) if row.old else _("none"),
            fate_text(row.fate),
            page.links(row.new, _("none")),
        )
        for row in found.rows
    )
    return table_body(head, rows, (4, 2, 4))


def succession_below(found: SuccessionTable) -> nodes.paragraph:
    """Return how many have each fate."""
    return paragraph(counts_text(found), classes=["lineage-counts"])


def consequence(found: Consequence, page: LineagePage) -> Iterator[nodes.Node]:
    """Yield what is touched: the need, then a heading and a list for each part."""
    yield paragraph(_("If this is reworded or retired:"), " ", page.link_to(found.label))
    if found.lineage.retired:
        yield notice(found.lineage, page)
    entries = [
        _entry(heading, [_line(line, page) for line in lines])
        for heading, lines in consequence_parts(found, page.model, page.language)
    ]
    if found.pages:
        entries.append(_entry(_("Pages that show it"), map(page.page_link, found.pages)))
    if entries:
        yield nodes.definition_list("", *entries, classes=["lineage-consequence"])
    else:
        yield paragraph(_("Nothing else is touched."))


def _entry(
    heading: str, lines: Sequence[Content] | Iterator[Content]
) -> nodes.definition_list_item:
    listed = list(lines)
    term = nodes.term("", f"{heading} ({len(listed)})")
    return nodes.definition_list_item("", term, nodes.definition("", bullets(listed)))


def _line(line: tuple[str, Label | None, str], page: LineagePage) -> Content:
    before, label, after = line
    content: list[nodes.Node] = [nodes.Text(before)] if before else []
    if label:
        content.append(page.link_to(label))
    if after:
        content.append(nodes.Text(after))
    return [paragraph(*content)]
