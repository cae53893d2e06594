"""What changed between two states, with the words marked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_history.core.changes import FIELD, LINK, STATUS, TEXT, TITLE, Change, Part
from needs_history.pens import Pen, bullets, heading, moment, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.model import Label
    from needs_history.core.changes import Changes

_ = get_translation("needs_history")

_WORDS = 3
"""From how many words on a value is a text, in which single words change."""


def changes(found: Changes | None, pen: Pen) -> Iterator[nodes.Node]:
    """Yield all that differs, or that there is nothing to compare with."""
    if found is None:
        yield paragraph(_("There is no snapshot to compare with yet."), kind="history-none")
        return
    names = {"old": moment(found.old), "new": moment(found.new)}
    yield paragraph(_("From the snapshot of %(old)s to %(new)s.") % names)
    if found.apart:
        said = _("Not compared, because the model has changed: %s.")
        yield paragraph(said % ", ".join(found.apart), kind="history-apart")
    if not found.count:
        yield paragraph(_("Nothing has changed."))
        return
    yield from _labels(_("New: %d"), found.added, pen)
    yield from _labels(_("Gone: %d"), found.gone, pen, there=False)
    closed = tuple(x for x in found.changed if x.closed)
    yield from _changed(_("Finished or given up: %d"), closed, pen)
    rest = tuple(x for x in found.changed if not x.closed)
    yield from _changed(_("Changed: %d"), rest, pen)


def _labels(
    said: str, labels: tuple[Label, ...], pen: Pen, *, there: bool = True
) -> Iterator[nodes.Node]:
    """Yield a list by type; what is gone has no place to lead to."""
    if not labels:
        return
    yield heading(said % len(labels))
    by_type: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_type[label.type].append(label)
    for type_, members in sorted(by_type.items(), key=lambda x: pen.kind(x[0])):
        entries = (
            [paragraph(pen.item(x) if there else f"{x.id} {x.title}")] for x in members
        )
        yield paragraph(nodes.strong("", pen.kinds(type_, len(members))))
        yield bullets(entries)


def _changed(said: str, found: tuple[Change, ...], pen: Pen) -> Iterator[nodes.Node]:
    if found:
        yield heading(said % len(found))
        yield bullets(
            [
                paragraph(pen.item(change.label)),
                bullets([[line] for line in _lines(change, pen)]),
            ]
            for change in found
        )


def _lines(change: Change, pen: Pen) -> Iterator[nodes.paragraph]:
    for part in change.parts:
        yield paragraph(f"{_name(part, pen)}: ", *_values(part, pen))
    if change.moved:
        names = {"old": change.moved[0], "new": change.moved[1]}
        yield paragraph(_("Moved from the page %(old)s to %(new)s") % names)


def _name(part: Part, pen: Pen) -> str:
    names = {TITLE: _("Title"), STATUS: _("Status"), TEXT: _("Text")}
    if part.kind in {FIELD, LINK}:
        return pen.name(part.name)
    return names.get(part.kind, _("Type"))


def _values(part: Part, pen: Pen) -> Iterable[nodes.Node]:
    if part.kind in {TITLE, TEXT}:
        return pen.marked(part.old, part.new)
    if part.kind == STATUS:
        old, new = pen.state(part.old or None), pen.state(part.new or None)
        return [nodes.Text(_("from %(old)s to %(new)s") % {"old": old, "new": new})]
    if not part.old:
        return [nodes.Text(_("now %s (not stated before)") % pen.date(part.new))]
    if not part.new:
        return [nodes.Text(_("no longer stated (was %s)") % pen.date(part.old))]
    if part.kind == LINK or min(len(part.old.split()), len(part.new.split())) >= _WORDS:
        return pen.marked(part.old, part.new)
    # A date or a number is one thing: it does not change digit by digit.
    names = {"old": pen.date(part.old), "new": pen.date(part.new)}
    return [nodes.Text(_("from %(old)s to %(new)s") % names)]
