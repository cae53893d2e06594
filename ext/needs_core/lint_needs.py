"""Checks of the needs of a build: needs inside others by mistake, fields read as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.lint_text import UNCLOSED, block_faults
from needs_core.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

    from needs_core.model import Items, Model

_ = get_translation("needs_core")


def problems(items: Items, model: Model, parser: MarkdownIt | None) -> Iterator[Problem]:
    """Yield every mistake that is found in the needs of a build.

    ``parser`` finds blocks in Markdown; ``None``: the project has none.
    """
    if parser:
        yield from _swallowed(items, parser)
    yield from _stray_lines(items, model)


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
            )


def _swallowed(items: Items, parser: MarkdownIt) -> Iterator[Problem]:
    """Yield needs that stand inside another because its end is missing.

    MyST ends a block at the first end it meets: that of the need it swallows, which
    then is open in the text of the other. Nesting on purpose, by more colons or by
    indentation, leaves no block open.
    """
    unclosed: dict[str, bool] = {}  # by id; the text of each need is checked once
    for item in sorted(items, key=lambda item: (item.docname or "", item.line or 0)):
        # sphinx-needs takes the need before a hidden need for its parent.
        around = items.by_id.get(item.parent or "")
        if around is None or item.hidden or item.external:
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
