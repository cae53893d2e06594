"""Drawn below the text of a need: its follow-ups and its suspect links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_history.core.following import held
from needs_history.pens import (
    Pen,
    bullets,
    half_year,
    heading,
    moment,
    paragraph,
    plain_table,
    tgroup,
    upper,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from needs_history.core.following import Around, FollowUp
    from needs_history.views import Suspect

_ = get_translation("needs_history")


def of_need(
    id_: str,
    shown: tuple[bool, tuple[FollowUp, ...], tuple[Suspect, ...]],
    pen: Pen,
) -> Iterator[nodes.Node]:
    """Yield what is told of a need; nothing where there is nothing to tell."""
    expected, told, suspect = shown
    for found in suspect:
        yield from _doubt(id_, found, pen)
    if told:
        yield heading(_("Follow-up"))
        yield timeline(told, pen)
    if expected and not held(told):
        yield paragraph(_("Not followed up yet."), kind="history-none")


def timeline(told: Iterable[FollowUp], pen: Pen) -> nodes.definition_list:
    """Return follow-ups as a list, the latest first."""
    entries = [
        nodes.definition_list_item(
            "",
            nodes.term("", _when(found, pen)),
            nodes.definition("", *_account(found, pen)),
        )
        for found in told
    ]
    return nodes.definition_list("", *entries, classes=["history-timeline"])


def coming(found: Around, pen: Pen) -> Iterator[nodes.Node]:
    """Yield when the next follow-up is, and when the last was, each with the way there."""
    for name, told, none in (
        (_("Next time"), found.next, _("not stated")),
        (_("Last time"), found.last, _("nothing has been followed up yet")),
    ):
        said: list[nodes.Node | str] = [nodes.strong("", name), ": "]
        if told:
            forum = f" · {told.forum}" if told.forum else ""
            said += [f"{pen.date(told.date)}{forum} · ", pen.item(told.label)]
        else:
            said.append(none)
        yield paragraph(*said)


def _when(found: FollowUp, pen: Pen) -> str:
    period = half_year(found.period)
    parts = [_("Planned"), period] if found.planned else [upper(period)]
    if found.forum:
        parts.append(found.forum)
    if found.date:
        parts.append(pen.date(found.date))
    if found.status and not found.planned:  # what it will find, nobody knows
        parts.append(pen.state(found.status))
    return " · ".join(parts)


def _account(found: FollowUp, pen: Pen) -> Iterator[nodes.Node]:
    yield paragraph(pen.item(found.label))
    if found.account:
        yield paragraph(found.account)
    if found.decision:
        yield paragraph(nodes.strong("", _("Decision")), f": {found.decision}")
    if found.next:
        yield paragraph(nodes.strong("", _("Next step")), f": {found.next}")


def _doubt(id_: str, found: Suspect, pen: Pen) -> Iterator[nodes.Node]:
    other = found.target if id_ == found.source.id else found.source
    said = (
        _("The link is to be confirmed: the wording has changed since %s.")
        if id_ == found.source.id
        else _("A link is to be confirmed: the wording has changed since %s.")
    )
    since = since_when(found, pen)
    yield nodes.admonition(
        "",
        nodes.title("", f"⚠ {said % since}"),
        paragraph(_link_name(found, pen), " ", pen.item(other)),
        paragraph(*wording(found, pen)),
        classes=["warning", "history-suspect"],
    )


def since_when(found: Suspect, pen: Pen) -> str:
    """Return when the wording was known to be as it was."""
    if found.link.confirmed:
        return pen.date(found.link.since)
    return moment(found.link.since)


def _link_name(found: Suspect, pen: Pen) -> str:
    source, link, _target = found.link.link
    return f"{source} {pen.model.links[link].outgoing} {found.target.id}:"


def wording(found: Suspect, pen: Pen) -> Sequence[nodes.Node]:
    """Return the old and the new wording as one, with the words marked."""
    shown: list[nodes.Node] = []
    for old, new in zip(found.link.old, found.link.new, strict=False):
        if old != new:
            shown += [nodes.Text(" ")] if shown else []
            shown += pen.marked(old, new)
    return shown


def suspects(
    shown: tuple[tuple[Suspect, ...], tuple[tuple[str, int], ...]], pen: Pen
) -> Iterator[nodes.Node]:
    """Yield the suspect links, and how many there are of each kind."""
    found, counts = shown[0], dict(shown[1])
    total = sum(counts.values())
    if not total:
        yield paragraph(_("There are no links to confirm."))
        return
    confirmed, opened = counts.get("sound", 0), counts.get("open", 0)
    lines = [
        _("Confirmed: %(part)d of %(whole)d") % {"part": confirmed, "whole": total},
        _("Not confirmed by anybody yet: %(part)d of %(whole)d")
        % {"part": opened, "whole": total},
        _("To be confirmed, because the wording has changed: %(part)d of %(whole)d")
        % {"part": len(found), "whole": total},
    ]
    yield bullets([[paragraph(line)] for line in lines])
    if found:
        head = (_("Link"), _("Since"), _("Wording"))
        rows = [
            (
                paragraph(
                    pen.item(x.source),
                    f" {pen.model.links[x.link.link[1]].outgoing} ",
                    pen.item(x.target),
                ),
                since_when(x, pen),
                paragraph(*wording(x, pen)),
            )
            for x in found
        ]
        yield plain_table(tgroup(head, rows, (3, 1, 4)))
