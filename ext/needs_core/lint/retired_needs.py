"""Checks of needs that do not hold any more, and of what still points at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import display_value, today
from needs_core.lineage import has_ended, holding_now, is_in_circle, successors
from needs_core.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.core_settings import LineageFields, Roles
    from needs_core.items import Item, Items
    from needs_core.states import States

_ = get_translation("needs_core")


def retired_problems(
    items: Items, names: LineageFields, roles: Roles, states: States, language: str
) -> Iterator[Problem]:
    """Yield every mistake in what is retired, and every link that has to be moved."""
    if not names.field:
        return
    for item in (x for x in items if not x.external):
        if items.is_retired(item):
            yield from _retired(item, items, names)
            continue
        yield from _still_holds(item, names)
        if _is_open(item, roles, states):
            yield from _links_to_retired(item, items, names, roles, language)


def retired_text(item: Item, items: Items, names: LineageFields, language: str) -> str:
    """Return that a need is retired, since when, and what holds now, as a sentence.

    It is that of the messages: the day in words, ids without titles.
    """
    since = item.value(names.since) if names.since else None
    now = [x.id for x in holding_now(item, items, names)]
    values = {
        "id": item.id,
        "standing": item.value(names.field),
        "day": display_value(since or "", language),
        "now": ", ".join(now),
    }
    if since and now:
        return _("%(id)s is %(standing)s since %(day)s; now %(now)s.") % values
    if since:
        return _("%(id)s is %(standing)s since %(day)s; nothing has replaced it.") % values
    if now:
        return _("%(id)s is %(standing)s; now %(now)s.") % values
    return _("%(id)s is %(standing)s; nothing has replaced it.") % values


def _is_open(item: Item, roles: Roles, states: States) -> bool:
    """Tell whether a need is still to be worked on; what is over keeps its links."""
    return item.type != roles.actions or states.is_open(item.status)


def _links_to_retired(
    item: Item, items: Items, names: LineageFields, roles: Roles, language: str
) -> Iterator[Problem]:
    for link in names.links or ((roles.link,) if roles.link else ()):
        for target in items.get(item.links.get(link, ())):
            if not items.is_retired(target):
                continue
            now = [x.id for x in holding_now(target, items, names)]
            remedy = (
                _("Read both, and let :%(link)s: point at %(now)s instead.")
                % {"link": link, "now": ", ".join(now)}
                if now
                else _("Take it out of :%s:, or let it point at what holds.") % link
            )
            yield Problem.at(
                item,
                retired_text(target, items, names, language),
                remedy,
                type_="needs_core",
                subtype="retired",
                field=link,
            )


def _retired(item: Item, items: Items, names: LineageFields) -> Iterator[Problem]:
    values = {"standing": item.value(names.field), "field": names.field}
    if is_in_circle(item, items, names):
        fault = _("What replaces it leads back to itself.")
        remedy = _("Correct one of the links, so that the newest is replaced by nothing.")
        yield _lineage_problem(item, fault, remedy, names.replaced_by)
    elif names.replaced in item.values(names.field) and not successors(item, items, names):
        fault = _("It is %(standing)s, and it is not said by what.") % values
        remedy = _("Write a line :%s: with the id of what holds now.") % names.replaced_by
        yield _lineage_problem(item, fault, remedy, names.field)


def _still_holds(item: Item, names: LineageFields) -> Iterator[Problem]:
    retired = " / ".join(names.retired)
    remedy = _("Write :%(field)s: %(retired)s, or remove the line :%(line)s:.")
    if names.replaced_by and item.links.get(names.replaced_by):
        fault = _("It is replaced, and it still holds.")
        line = names.replaced_by
    elif has_ended(item, names, today()):
        fault = _("The day from which it does not hold has come, and it still holds.")
        line = names.since
    else:
        return
    values = {"field": names.field, "retired": retired, "line": line}
    yield _lineage_problem(item, fault, remedy % values, line)


def _lineage_problem(item: Item, fault: str, remedy: str, field: str) -> Problem:
    return Problem.at(
        item, fault, remedy, type_="needs_core", subtype="lineage", field=field
    )
