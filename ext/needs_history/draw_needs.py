"""Drawings of follow-ups, suspect links and changes: on needs and on overview pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import bullets, paragraph, rubric
from needs_history.core.confirmation import OPEN, SOUND
from needs_history.core.shown_follow_ups import held
from needs_history.nodes import (
    HistoryContext,
    capitalized,
    half_year_name,
    moment_name,
    note,
    plain_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needs_core.items import Label
    from needs_history.core.changes import NeedChange, SnapshotChanges, ValueChange
    from needs_history.core.shown_follow_ups import FollowUp, LastAndNext, TargetOutcome
    from needs_history.views import NeedHistory, SuspectLink, SuspectLinkTable

_ = get_translation("needs_history")

HEADING = ["history-heading"]
_TEXT_WORDS = 3
"""A value from this many words on is a text: its changed words are marked one by one."""
_MARK = "\0"
"""Stands in a text for nodes; no page holds it."""


def need_history(
    id_: str, found: NeedHistory, context: HistoryContext
) -> Iterator[nodes.Node]:
    """Yield what stands below the text of a need; nothing where there is nothing."""
    for link in found.suspect_links:
        yield _suspect_warning(id_, link, context)
    if found.follow_ups:
        yield rubric(_("Follow-up"), HEADING)
        yield timeline(found.follow_ups, context)
    if found.expected and not held(found.follow_ups):
        yield note(_("Not followed up yet."))


def follow_ups(
    found: tuple[FollowUp, ...], context: HistoryContext
) -> Iterator[nodes.Node]:
    """Yield the follow-ups as a timeline, or that there are none."""
    if found:
        yield timeline(found, context)
    if not held(found):
        yield note(_("Nothing has been followed up yet."))


def timeline(found: Iterable[FollowUp], context: HistoryContext) -> nodes.definition_list:
    """Return follow-ups as a list in the order given."""
    entries = [
        nodes.definition_list_item(
            "",
            nodes.term("", _occasion(follow_up, context)),
            nodes.definition("", *_report(follow_up, context)),
        )
        for follow_up in found
    ]
    return nodes.definition_list("", *entries, classes=["history-timeline"])


def last_and_next(found: LastAndNext, context: HistoryContext) -> Iterator[nodes.Node]:
    """Yield when the next follow-up is, and when the last was, each with a link."""
    for name, follow_up, none in (
        (_("Next time"), found.next, _("not stated")),
        (_("Last time"), found.last, _("nothing has been followed up yet")),
    ):
        content: list[nodes.Node | str] = [nodes.strong("", name), ": "]
        if follow_up:
            forum = f" · {follow_up.forum}" if follow_up.forum else ""
            content.append(f"{context.date(follow_up.date)}{forum} · ")
            content.append(context.link_to(follow_up.label))
        else:
            content.append(none)
        yield paragraph(*content)


def _occasion(found: FollowUp, context: HistoryContext) -> str:
    period = half_year_name(found.period)
    parts = [_("Planned"), period] if found.planned else [capitalized(period)]
    if found.forum:
        parts.append(found.forum)
    if found.date:
        parts.append(context.date(found.date))
    if found.status and not found.planned:  # its outcome is not known
        parts.append(context.state(found.status))
    return " · ".join(parts)


def _report(found: FollowUp, context: HistoryContext) -> Iterator[nodes.Node]:
    yield paragraph(context.link_to(found.label))
    if found.report:
        yield paragraph(found.report)
    if found.outcomes:
        yield bullets([paragraph(*_outcome(x, context))] for x in found.outcomes)
    if found.decision:
        yield paragraph(nodes.strong("", _("Decision")), f": {found.decision}")
    if found.next_step:
        yield paragraph(nodes.strong("", _("Next step")), f": {found.next_step}")


def _outcome(found: TargetOutcome, context: HistoryContext) -> Iterator[nodes.Node | str]:
    yield context.link_to(found.label)
    if found.status:
        yield f": {context.state(found.status)}"
    if found.decision:
        yield f" – {found.decision}"


def _suspect_warning(
    id_: str, found: SuspectLink, context: HistoryContext
) -> nodes.admonition:
    own = id_ == found.source.id
    text = (
        _("The link is to be confirmed: the wording has changed since %s.")
        if own
        else _("A link is to be confirmed: the wording has changed since %s.")
    )
    _source, link_type, _target = found.state.link
    name = context.model.links[link_type].outgoing
    return nodes.admonition(
        "",
        nodes.title("", f"⚠ {text % _since(found, context)}"),
        paragraph(
            f"{found.source.short} {name} {found.target.short}:",
            " ",
            context.link_to(found.target if own else found.source),
        ),
        paragraph(*_wording_diff(found, context)),
        classes=["warning", "history-suspect"],
    )


def suspect_links(found: SuspectLinkTable, context: HistoryContext) -> Iterator[nodes.Node]:
    """Yield how many links are in each state, and a table of the suspect ones."""
    counts = dict(found.counts)
    total = sum(counts.values())
    if not total:
        yield paragraph(_("There are no links to confirm."))
        return
    lines = [
        _("Confirmed: %(part)d of %(whole)d")
        % {"part": counts.get(SOUND, 0), "whole": total},
        _("Not confirmed by anybody yet: %(part)d of %(whole)d")
        % {"part": counts.get(OPEN, 0), "whole": total},
        _("To be confirmed, because the wording has changed: %(part)d of %(whole)d")
        % {"part": len(found.links), "whole": total},
    ]
    yield bullets(lines)
    if found.links:
        rows = [
            (
                paragraph(
                    context.link_to(x.source),
                    f" {context.model.links[x.state.link[1]].outgoing} ",
                    context.link_to(x.target),
                ),
                _since(x, context),
                paragraph(*_wording_diff(x, context)),
            )
            for x in found.links
        ]
        yield plain_table((_("Link"), _("Since"), _("Wording")), rows, (3, 1, 4))


def _since(found: SuspectLink, context: HistoryContext) -> str:
    """Return when the old wording was known to stand."""
    since = found.state.since
    return context.date(since) if found.state.confirmed else moment_name(since)


def _wording_diff(found: SuspectLink, context: HistoryContext) -> Sequence[nodes.Node]:
    content: list[nodes.Node] = []
    for old, new in zip(found.state.old, found.state.new, strict=False):
        if old != new:
            content += [nodes.Text(" ")] if content else []
            content += context.diff(old, new)
    return content


def changes(found: SnapshotChanges | None, context: HistoryContext) -> Iterator[nodes.Node]:
    """Yield all that differs, or that there is nothing to compare with."""
    if found is None:
        yield note(_("There is no snapshot to compare with yet."))
        return
    names = {"old": moment_name(found.old), "new": moment_name(found.new)}
    yield paragraph(_("From the snapshot of %(old)s to %(new)s.") % names)
    if found.not_compared:
        text = _("Not compared, because the model has changed: %s.")
        names_ = ", ".join(found.not_compared)
        yield paragraph(text % names_, classes=["history-apart"])
    if not found.count:
        yield paragraph(_("Nothing has changed."))
        return
    yield from _labels(_("New: %d"), found.added, context)
    yield from _labels(_("Gone: %d"), found.removed, context, linked=False)
    closed = tuple(x for x in found.changed if x.closed)
    now = not found.new
    yield from _changed(_("Finished or given up: %d"), closed, context, now=now)
    rest = tuple(x for x in found.changed if not x.closed)
    yield from _changed(_("Changed: %d"), rest, context, now=now)


def _labels(
    heading: str, labels: tuple[Label, ...], context: HistoryContext, *, linked: bool = True
) -> Iterator[nodes.Node]:
    """Yield a list for each type; a need that is gone has no place to link to."""
    if not labels:
        return
    yield rubric(heading % len(labels), HEADING)
    by_type: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        by_type[label.type].append(label)
    for type_, members in sorted(
        by_type.items(), key=lambda pair: context.type_title(pair[0])
    ):
        yield paragraph(nodes.strong("", context.type_name(type_, len(members))))
        yield bullets(paragraph(context.link_to(x) if linked else x.name) for x in members)


def _changed(
    heading: str, found: tuple[NeedChange, ...], context: HistoryContext, *, now: bool
) -> Iterator[nodes.Node]:
    """Yield what changed of each need; ``now``: what is new is what the pages say."""
    if found:
        yield rubric(heading % len(found), HEADING)
        yield bullets(
            [
                paragraph(context.link_to(x.label)),
                bullets(_change_lines(x, context, now=now)),
            ]
            for x in found
        )


def _change_lines(
    change: NeedChange, context: HistoryContext, *, now: bool
) -> Iterator[nodes.paragraph]:
    for value in change.values:
        name = _value_name(value, context)
        yield paragraph(f"{name}: ", *_old_and_new(value, context, now=now))
    if change.moved:
        names = {"old": change.moved[0], "new": change.moved[1]}
        yield paragraph(_("Moved from the page %(old)s to %(new)s") % names)


def _value_name(value: ValueChange, context: HistoryContext) -> str:
    from needs_history.core.changes import FIELD, LINK, STATUS, TEXT, TITLE

    if value.kind in {FIELD, LINK}:
        return context.field_title(value.name)
    names = {TITLE: _("Title"), STATUS: _("Status"), TEXT: _("Text")}
    return names.get(value.kind, _("Type"))


def _old_and_new(
    value: ValueChange, context: HistoryContext, *, now: bool
) -> Iterable[nodes.Node]:
    from needs_history.core.changes import FIELD, LINK, STATUS, TEXT, TITLE

    if value.kind in {TITLE, TEXT}:
        return context.diff(value.old, value.new)
    if value.kind == STATUS:
        old, new = context.state(value.old or None), context.state(value.new or None)
        return [nodes.Text(_("from %(old)s to %(new)s") % {"old": old, "new": new})]
    if not value.old:
        return _around(
            _("now %s (not stated before)") % _MARK, _new(value, context, now=now)
        )
    if not value.new:
        was = context.field_value(value.name, value.old)
        return [nodes.Text(_("no longer stated (was %s)") % was)]
    words = min(len(value.old.split()), len(value.new.split()))
    owners = value.kind == FIELD and value.name == context.owner_field
    if value.kind == LINK or (words >= _TEXT_WORDS and not owners):
        return context.diff(value.old, value.new)
    # A date, a number or a name is one thing: it does not change digit by digit.
    was = context.field_value(value.name, value.old)
    text = _("from %(old)s to %(new)s") % {"old": was, "new": _MARK}
    return _around(text, _new(value, context, now=now))


def _new(value: ValueChange, context: HistoryContext, *, now: bool) -> Iterable[nodes.Node]:
    """Return a new value; who is responsible now has a page."""
    from needs_history.core.changes import FIELD

    if now and value.kind == FIELD and value.name == context.owner_field:
        return context.owner(value.new)
    return [nodes.Text(context.field_value(value.name, value.new))]


def _around(text: str, middle: Iterable[nodes.Node]) -> Iterable[nodes.Node]:
    """Return the nodes with the words of a text before and after them."""
    before, _mark, after = text.partition(_MARK)
    return [nodes.Text(before), *middle, nodes.Text(after)]
