"""The lines of a meeting as a sheet of the package's workbook, which can be sent back.

A hidden sheet says what each field was, and which header is of what: the import of
``needs_exchange`` reads both, and takes them as it takes the file of the page.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.spreadsheet import A4, excel_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.spreadsheet import SheetWriter, WorkbookWriter

_ = get_translation("needs_history")

HIDDEN = "_meeting"
FORMAT, VERSION = "needs-meeting", 2
_HEAD = 4
"""The row of the headers, below forum and date, from 0."""
_SPARE = 1000
"""How far lists and days reach."""


def write_meeting(book: WorkbookWriter, data: Mapping[str, Any]) -> None:
    """Add the sheet of a meeting, and the hidden one; ``data`` is that of the page."""
    columns, words = _columns(data), data["words"]
    writer = book.add_sheet(_("Meeting"))
    names = data["followUp"]["names"]
    writer.text(0, 0, _("Write forum and date, and then what is decided on each line."))
    if names["forum"]:
        writer.text(1, 0, words["forum"], "head")
        writer.text(1, 1, data["planned"]["forum"])
        _take(writer, 1, 1, 1, choices=data["followUp"]["forums"])
    writer.text(2, 0, words["date"], "head")
    _value(writer, 2, 1, data["planned"]["date"], is_date=True)
    _take(writer, 2, 2, 1, is_date=True)
    writer.text(3, 0, words["computed"])
    writer.columns([x["width"] for x in columns])
    for number, column in enumerate(columns):
        writer.text(_HEAD, number, column["label"], "head")
        choices, is_date = column.get("choices", ()), column.get("date", False)
        _take(writer, _HEAD + 1, _SPARE, number, choices=choices, is_date=is_date)
    for row, line in enumerate(data["lines"], start=_HEAD + 1):
        texts = {
            **line["values"],
            "id": line["id"],
            "title": line["title"],
            "reasons": "\n".join(line["reasons"]),
        }
        for number, column in enumerate(columns):
            text = texts.get(column["key"], "")
            _value(writer, row, number, text, is_date=column.get("date", False))
    writer.sheet.freeze_panes(_HEAD + 1, 2)
    writer.sheet.repeat_rows(_HEAD)
    writer.print_across(A4)
    hidden = book.add_sheet(HIDDEN).sheet
    for row, content in enumerate([_about(data, columns), *map(_line, data["lines"])]):
        hidden.write_string(row, 0, json.dumps(content, ensure_ascii=False))
    hidden.very_hidden()


def _columns(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what each column is of; each header is there once."""
    words, names = data["words"], data["followUp"]["names"]
    columns: list[dict[str, Any]] = [
        {"key": "id", "label": "Id", "width": 12},
        {"key": "title", "label": _("Title"), "width": 36},
        {"key": "reasons", "label": words["parts"][0][1], "width": 36},
        *(
            {
                "key": x["name"],
                "label": x["label"],
                "width": 16 if x["date"] or x["choices"] else 26,
                "date": x["date"],
                "choices": [value for value, _label in x["choices"]],
            }
            for x in {x["name"]: x for x in chain(*data["fields"].values())}.values()
        ),
        *(
            {"key": f"{name}()", "label": words[name], "width": 36}
            for name in ("decision", "next")
            if names[name]
        ),
        {"key": "done()", "label": words["done"], "width": 12, "choices": ["x"]},
    ]
    return list({x["label"].casefold(): x for x in reversed(columns)}.values())[::-1]


def _about(data: Mapping[str, Any], columns: list[dict[str, Any]]) -> dict[str, Any]:
    follow_up = data["followUp"]
    return {
        "format": FORMAT,
        "version": VERSION,
        "type": data["type"],
        "followUpType": follow_up["type"],
        "names": follow_up["names"],
        "sheet": _("Meeting"),
        "forum": data["words"]["forum"],
        "date": data["words"]["date"],
        "headers": {x["label"]: x["key"] for x in columns},
    }


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "type", "title")
    return {**{name: line[name] for name in names}, "exported": line["values"]}


def _value(
    writer: SheetWriter, row: int, column: int, text: str, *, is_date: bool = False
) -> None:
    if is_date and (day := excel_day(text)):
        writer.day(row, column, day, "day")
    else:
        writer.text(row, column, text, "day" if is_date else "text")


def _take(  # noqa: PLR0913 (a range and what it takes)
    writer: SheetWriter,
    first: int,
    last: int,
    column: int,
    *,
    choices: list[str] | tuple[str, ...] = (),
    is_date: bool = False,
) -> None:
    """Say what cells take: one of a list, or a day."""
    if is_date:
        options = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 1, 1),
            "maximum": date(9999, 12, 31),
        }
    elif choices and len(",".join(choices)) < 255:  # noqa: PLR2004 (the most Excel takes)
        options = {"validate": "list", "source": list(choices)}
    else:
        return
    writer.sheet.data_validation(first, column, last, column, options)
