"""Mistakes that show when all needs are read. Returns problems, reports nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_items.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_items.items import Item, Items, Model

_ = get_translation("needs_items")


def problems(items: Items, model: Model) -> Iterator[Problem]:
    """Find every mistake there is a check for."""
    yield from _plurals(model)
    yield from _swallowed(items)
    yield from _stray_lines(items, model)


def _plurals(model: Model) -> Iterator[Problem]:
    """Find the plurals of types there are none of."""
    for name in model.plurals:
        if name not in model.types:
            fault = _("needs_items_plurals: there is no type “%s”.") % name
            remedy = _("Choose one of: %s.") % ", ".join(model.types)
            yield Problem(None, None, name, fault, remedy, "needs_items", "plural")


def _stray_lines(items: Items, model: Model) -> Iterator[Problem]:
    """Find text that begins with a field: an empty line stands above it.

    MyST and reStructuredText end the fields at the first empty line, and read what
    follows as text without a word.
    """
    for item in (item for item in items if not item.foreign):
        found = re.match(r":([\w-]+):", item.opening)
        if found and found[1] in {*model.fields, *model.links, "id", "status", "tags"}:
            yield Problem.at(
                item,
                _("The line :%s: stands below an empty line and is read as text.")
                % found[1],
                _("Remove the empty line above it."),
                type_="needs_items",
                subtype="stray_line",
            )


def _swallowed(items: Items) -> Iterator[Problem]:
    """Find needs that stand inside another: its end is missing.

    MyST closes a forgotten ``:::`` silently at the end of the page, and every need
    after it becomes a child of the open one. One problem for each open need, at the
    first need it swallows. A project that nests on purpose suppresses
    ``needs_items.nested``.
    """
    children: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        # sphinx-needs takes what stands before a hidden need for what is around it.
        if item.parent and not item.hidden and not item.foreign:
            children[item.parent].append(item)
    for parent, nested in sorted(children.items()):
        first = min(nested, key=lambda item: (item.docname or "", item.line or 0))
        more = len(nested) - 1
        fault = (
            _("It is swallowed by %(parent)s, and so are %(more)d more.")
            if more
            else _("It is swallowed by %(parent)s.")
        )
        names = {"parent": parent, "child": first.id, "more": more}
        yield Problem.at(
            first,
            fault % names,
            _(
                "Write ::: on a line of its own after %(parent)s (in reStructuredText:"
                " move %(child)s out to the margin)."
            )
            % names,
            type_="needs_items",
            subtype="nested",
        )
