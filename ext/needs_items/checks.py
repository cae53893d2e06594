"""Mistakes that show when all needs are read. Returns problems, reports nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_items.fences import UNCLOSED, faults
from needs_items.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_items.items import Items, Model

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
    """Find needs that stand inside another because its end is missing.

    MyST ends a block at the first end it meets: that of the need it swallows, which
    then is open in the text of the other. Who nests on purpose, by more colons or by
    indentation, leaves none open.
    """
    for item in sorted(items, key=lambda item: (item.docname or "", item.line or 0)):
        # sphinx-needs takes what stands before a hidden need for what is around it.
        around = items.by_id.get(item.parent or "")
        if around is None or item.hidden or item.foreign:
            continue
        if any(fault.kind == UNCLOSED for fault in faults(around.text)):
            yield Problem.at(
                item,
                _("It is swallowed by %s.") % around.id,
                _("Write ::: on a line of its own after %s.") % around.id,
                type_="needs_items",
                subtype="nested",
            )
