"""The log of imports: a line for every field that was written, in a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.values import TITLE
from needs_core.atomic_write import FileWrite
from needs_core.spreadsheet import csv_bytes, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from needs_core.model import Items
    from needs_exchange.plan_import.diff import PlanDiff

_ = get_translation("needs_exchange")


def log_write(
    path: Path, diff: PlanDiff, items: Items, file: str, day: date
) -> FileWrite | None:
    """Return the log with what an import changes at its end; ``None``: it changes nothing.

    ``file`` is the name of the file that is taken in. Raises ``OSError``.
    """
    rows = [
        [day.isoformat(), *(plain(text) for text in (file, *row))]
        for row in _rows(diff, items)
    ]
    if not rows:
        return None
    before = path.read_bytes() if path.exists() else None
    head = [_("Day"), _("File"), "Id", _("Title"), _("Field"), _("Before"), _("After")]
    lines = csv_bytes(rows)
    if before is None:
        return FileWrite(path, None, csv_bytes([head]) + _without_mark(lines))
    gap = b"" if before.endswith(b"\n") else b"\r\n"
    return FileWrite(path, before, before + gap + _without_mark(lines))


def _rows(diff: PlanDiff, items: Items) -> Iterator[list[str]]:
    for change in diff.changes:
        title, label = items.by_id[change.id].title, change.column.label
        yield [change.id, title, label, change.old, change.new]
    for new in diff.additions:
        yield [new.id, new.title, _("Title"), "", new.title]
        for column, value in new.values:
            if column.name != TITLE:
                yield [new.id, new.title, column.label, "", value]


def _without_mark(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf")
