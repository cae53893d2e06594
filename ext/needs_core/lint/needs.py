"""Checks of the needs of a build: blocks, fields and links that are not what they seem."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.confidence import entries
from needs_core.dates import read_day
from needs_core.follow_ups import stated_outcomes
from needs_core.lint.block_faults import UNCLOSED, block_faults
from needs_core.messages import Problem
from needs_core.milestones import entries as milestone_entries
from needs_core.milestones import read_milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt

    from needs_core.core_settings import (
        ConfidenceFields,
        FollowUpFields,
        MilestoneFields,
        Roles,
    )
    from needs_core.declarations import Declared
    from needs_core.items import Item, Items
    from needs_core.model import IdForm, Model
    from needs_core.states import States
    from needs_core.steps import Steps

_ = get_translation("needs_core")


def problems(  # noqa: PLR0913 (what needs are held against)
    items: Items,
    model: Model,
    steps: Steps,
    roles: Roles,
    parser: MarkdownIt | None,
    *,
    is_markdown: Callable[[str], bool] = lambda _page: True,
    demanded: Mapping[str, Iterable[Declared]] = MappingProxyType({}),
) -> Iterator[Problem]:
    """Yield every mistake that is found in the needs of a build.

    ``parser`` finds blocks in Markdown; ``None``: the project has none. ``is_markdown``
    tells whether a page is of Markdown.
    """
    states = steps.states
    if parser:
        # sphinx-needs takes the need before a hidden need for its parent.
        nested = (x for x in items if x.parent and not (x.hidden or x.external))
        written = (x for x in nested if is_markdown(x.docname or ""))
        yield from _swallowed(items, parser, written)
    yield from _stray_lines(items, model)
    yield from _links_to_itself(items)
    yield from _statuses_without_states(items, model, states)
    yield from _states_without_meaning(items, model, states)
    if steps.confidence and steps.confidence.field:
        yield from _link_confidences(items, model, steps.confidence)
    if steps.follow_ups and steps.follow_ups.outcomes:
        yield from _outcomes(items, states, steps.follow_ups)
    own = [item for item in items if not item.external]
    for item in own:
        yield from _placeholders(item, demanded.get(item.type, ()))
        yield from _marks(item, roles.owner)
        yield from _days_reversed(item, roles)
        if form := model.id_forms.get(item.type):
            yield from _other_form(item, form, items, model)


def unknown_layouts(
    items: Items, unknown: Mapping[str, str], known: Iterable[str]
) -> Iterator[Problem]:
    """Yield the needs that ask for a layout there is not (``unknown``: by their ids)."""
    for item in (items.by_id[id_] for id_ in unknown if id_ in items.by_id):
        fault = _("There is no layout “%s”.") % unknown[item.id]
        remedy = _("Remove the line, or choose one of: %s.") % ", ".join(sorted(known))
        at = {"type_": "needs_core", "subtype": "layout", "field": "layout"}
        yield Problem.at(item, fault, remedy, **at)


def lacking(
    items: Items,
    demanded: Mapping[str, Iterable[Declared]],
    lines: Callable[[Item], Sequence[str]],
) -> Iterator[Problem]:
    """Yield needs without a field that their type demands.

    sphinx-needs takes what is not written for an empty text, and holds that against
    nothing. A field that is written (``lines``: of a need, from its first) and cannot be
    read is told of as what it is.
    """
    for item in (item for item in items if not item.external):
        said = {name for name, _text in item.placeholders}
        for field in demanded.get(item.type, ()):
            if item.value(field.name) or field.name in said:
                continue
            if any(_is_about(line, field.name) for line in lines(item)):
                continue
            fault = _("“%s” is missing.") % field.name
            at = {"type_": "needs_core", "subtype": "not_given"}
            yield Problem.at(item, fault, _to_be_given(field), **at)


def _to_be_given(field: Declared) -> str:
    remedy = _("Write a line :%s: with a value.") % field.name
    allowed = ", ".join(map(str, field.schema.get("enum", ())))
    choices = _("Choose one of: %s.") % allowed
    return f"{remedy} {choices}" if allowed else remedy


def _is_about(line: str, field: str) -> bool:
    """Tell whether a line seems to say a field, in whatever way.

    >>> [_is_about(x, "status") for x in (":status:", "**Status** = x", "statusmøde")]
    [True, True, False]
    """
    begins = re.match(rf"\W*{re.escape(field)}\b", line, re.IGNORECASE)
    return bool(begins) or f" :{field}: " in line


def _placeholders(item: Item, demanded: Iterable[Declared]) -> Iterator[Problem]:
    needed = {field.name: field for field in demanded}
    for name, text in item.placeholders:
        remedy = _("Remove the line: what is not written is shown as not stated.")
        if name in needed:
            remedy = _to_be_given(needed[name])
        fault = _("“%(text)s” in %(field)s says nothing, and counts as not stated.")
        yield Problem.at(
            item,
            fault % {"text": text, "field": name},
            remedy,
            type_="needs_core",
            subtype="placeholder",
            field=name,
        )


_MARKED = re.compile(r"\*\*[^\s*][^*]*\*\*|\{\{\s*\w[\w .-]*\}\}")
_MARKED_TITLE = re.compile(
    rf"{_MARKED.pattern}|!?\[(?P<text>[^\[\]]+)\]\([^()\s]+\)|\{{\w+\}}`(?P<role>[^`]+)`"
)
"""A field may be a quotation, of what was written in Markdown."""
_AROUND = re.compile(r"(?P<mark>[*_`“”„»«]+)(?P<name>[^*_`“”„»«]+)[*_`“”„»«]+")

_BEFORE_COMMA = re.compile(r"(?P<name>.*?\w)\s*[,;]\s*")


def _marks(item: Item, owner: str) -> Iterator[Problem]:
    """Yield values with marks of Markdown: a value is shown as it is written.

    An owner with marks around it would be another one than without.
    """
    for name in ("title", *item.fields):
        text = item.value(name) or ""
        found = (_MARKED_TITLE if name in {"title", owner} else _MARKED).search(text)
        said = found.groupdict() if found else {}
        inner = said.get("text") or said.get("role")
        meant = inner or found[0].strip("*") if found else ""
        if name == owner and (around := _AROUND.fullmatch(text)):
            found, meant = around, around["name"].strip()
        elif name == owner and (around := _BEFORE_COMMA.fullmatch(text)):
            found, meant = around, around["name"]
        if found and meant.startswith("{{"):
            remedy = _("Write what is to stand there, or remove it.")
        elif found:
            remedy = _("Write it without them: %s") % meant
        else:
            continue
        fault = _("“%(text)s” in %(field)s is shown with its marks.")
        names = {"text": found[0], "field": _("the title") if name == "title" else name}
        at = {"type_": "needs_core", "subtype": "marks"}
        yield Problem.at(item, fault % names, remedy, **at, field=name)


def _days_reversed(item: Item, roles: Roles) -> Iterator[Problem]:
    begin, end = (read_day(item.value(name)) for name in (roles.start, roles.end))
    if begin and end and begin > end:
        names = {"start": roles.start, "end": roles.end}
        fault = _("%(start)s is later than %(end)s.") % names
        yield Problem.at(
            item,
            fault,
            _("Correct one of them, so that %(start)s is the first of the two days.")
            % names,
            type_="needs_core",
            subtype="days_reversed",
            field=roles.start,
        )


def _other_form(item: Item, form: IdForm, items: Items, model: Model) -> Iterator[Problem]:
    """Yield that an id has not the form of its type, or the number of another need."""
    for link in form.links:
        targets = [items.by_id[x] for x in item.links.get(link, ()) if x in items.by_id]
        allowed = model.links[link].targets if link in model.links else ()
        if allowed and any(target.type not in allowed for target in targets):
            return  # sphinx-needs tells of that, and the number means nothing
    numbers = {
        link: found[-1]
        for link in form.links
        for target in item.links.get(link, ())[:1]
        if (found := re.findall("[0-9]+", target))
    }
    if re.fullmatch(form.pattern(numbers), item.id):
        return
    if re.fullmatch(form.pattern({}), item.id):
        links = ", ".join(form.links)
        fault = _("The id has another number than what %s points at.") % links
        remedy = _("Correct the number in the id, or the line :%s:.") % links
    else:
        fault = _("The id does not have the form of the type %s.") % item.type
        remedy = _("Write it in the form of %s.") % form.example
    yield Problem.at(item, fault, remedy, type_="needs_core", subtype="id_form", field="id")


def _links_to_itself(items: Items) -> Iterator[Problem]:
    for item in (item for item in items if not item.external):
        for link in item.to_itself:
            yield Problem.at(
                item,
                _("It points at itself in %s, and that link does not count.") % link,
                _("Let it point at another item, or take its own id out of the line."),
                type_="needs_core",
                subtype="link_to_itself",
                field=link,
            )


def _link_confidences(
    items: Items, model: Model, names: ConfidenceFields
) -> Iterator[Problem]:
    """Yield every entry on the confidence of a link that means nothing."""
    allowed = model.allowed.get(names.overall, ())
    for item in (item for item in items if not item.external):
        linked = {x for name in names.links for x in item.links.get(name, ())}
        for target, level, _reason in entries(item.value(names.field) or ""):
            if not target:
                fault = _("“%s” is no entry on the confidence of a link.") % level
                remedy = _("Write id, colon and confidence, as G_1: %s, and then a reason.")
                remedy %= next(iter(allowed), names.weak[0])
            elif target not in linked:
                fault = _("The confidence of a link to %s is stated, and there is none.")
                fault %= target
                remedy = _("Link to it, or choose one of: %s.") % ", ".join(sorted(linked))
            elif allowed and level not in allowed:
                fault = _("“%s” is no confidence.") % level
                remedy = _("Choose one of: %s.") % ", ".join(allowed)
            else:
                continue
            yield Problem.at(item, fault, remedy, type_="needs_core", subtype="confidence")


def _outcomes(items: Items, states: States, names: FollowUpFields) -> Iterator[Problem]:
    """Yield every entry of a follow-up that says nothing of what it reports on."""
    for item in (item for item in items if not item.external):
        linked = item.links.get(names.link, ())
        for target, state, _decision in stated_outcomes(item, names):
            if not target:
                fault = _("“%s” does not say which need it is about.") % state
                remedy = _(
                    "Write id, colon and state, as %(id)s: %(state)s,"
                    " and then the decision."
                )
                example = {"id": next(iter(linked), "A_1")}
                remedy %= {**example, "state": next(iter(states.names), "…")}
            elif target not in linked:
                fault = _("Something is decided on %s, which it does not report on.")
                fault %= target
                remedy = _("Link to it, or choose one of: %s.") % ", ".join(sorted(linked))
            elif state and states.all and state not in states.names:
                fault = _("“%s” is no state.") % state
                remedy = _("Choose one of: %s.") % ", ".join(states.names)
            else:
                continue
            yield Problem.at(item, fault, remedy, type_="needs_core", subtype="outcome")


def _statuses_without_states(
    items: Items, model: Model, states: States
) -> Iterator[Problem]:
    """Yield every status of a type that has none, where the project says which have.

    Every need of sphinx-needs may state one; nothing would show or count it.
    """
    types = {name for name, fields in model.own_fields.items() if "status" in fields}
    if not (states.all and types):
        return
    for item in (item for item in items if not item.external):
        if item.status and item.type in model.own_fields and item.type not in types:
            fault = _("The type %(type)s has no status, and “%(status)s” counts nowhere.")
            yield Problem.at(
                item,
                fault % {"type": item.type, "status": item.status},
                _("Remove the line :status:."),
                type_="needs_core",
                subtype="status_without_states",
                field="status",
            )


def _states_without_meaning(
    items: Items, model: Model, states: States
) -> Iterator[Problem]:
    """Yield each status that is not among the declared states, once, at its first need.

    sphinx-needs tells of one that the field may not hold.
    """
    types = {name for name, fields in model.own_fields.items() if "status" in fields}
    allowed = model.allowed.get("status", ())
    seen = {*states.names, None, ""}
    for item in (item for item in items if states.all and not item.external):
        known = not allowed or item.status in allowed
        if known and item.status not in seen and (item.type in types or not types):
            seen.add(item.status)
            yield Problem.at(
                item,
                _("It is not said what the status “%s” means.") % item.status,
                _("Add it to needs_core_states, with its symbol and whether it covers."),
                type_="needs_core",
                subtype="state_without_meaning",
                field="status",
            )


def _stray_lines(items: Items, model: Model) -> Iterator[Problem]:
    """Yield text that begins with a field: an empty line stands above it.

    MyST and reStructuredText end the fields at the first empty line, and read what
    follows as text, without a warning.
    """
    for item in (item for item in items if not item.external):
        found = re.match(r":([\w-]+):", item.first_line)
        if found and found[1] in {*model.fields, *model.links, "id", "status", "tags"}:
            yield Problem.at(
                item,
                _("The line :%s: stands below an empty line and is read as text.")
                % found[1],
                _("Remove the empty line above it."),
                type_="needs_core",
                subtype="stray_line",
                field=found[1],
            )


def _swallowed(
    items: Items, parser: MarkdownIt, written: Iterable[Item]
) -> Iterator[Problem]:
    """Yield needs that stand inside another because its end is missing.

    MyST ends a block at the first end it meets: that of the need it swallows, which
    then is open in the text of the other. Nesting on purpose, by more colons or by
    indentation, leaves no block open.
    """
    unclosed: dict[str, bool] = {}  # by id; the text of each need is checked once
    for item in sorted(written, key=lambda item: (item.docname or "", item.line or 0)):
        around = items.by_id.get(item.parent or "")
        if around is None:
            continue
        if around.id not in unclosed:
            faults = block_faults(around.text, parser)
            unclosed[around.id] = any(fault.kind == UNCLOSED for fault in faults)
        if unclosed[around.id]:
            yield Problem.at(
                item,
                _("It is swallowed by %s.") % around.id,
                _("Write ::: on a line of its own after %s.") % around.id,
                type_="needs_core",
                subtype="nested",
            )


def milestone_problems(items: Items, names: MilestoneFields) -> Iterator[Problem]:
    """Yield every entry that is no milestone."""
    for item in (x for x in items if not x.external):
        for entry in milestone_entries(item, names):
            if read_milestone(entry, names) is None:
                remedy = _("Write day, colon and text, as 2027-03-31: %s.")
                example = _("The plan is sent")
                if names.reached:
                    example += f", {names.reached} 2027-03-20"
                yield Problem.at(
                    item,
                    _("“%s” is no milestone, and is left out.") % entry,
                    remedy % example,
                    type_="needs_core",
                    subtype="milestone",
                    field=names.field,
                )
