"""Parse the file of a meeting: actions and goals changed, follow-ups new.

It says what each field was on the page, so it is compared as a workbook is, three ways.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from sphinx.locale import get_translation

from needs_authoring.sheet_control import RowControl
from needs_authoring.values import TITLE
from needs_core.json_text import parse_json
from needs_exchange.plan_import.parse import (
    ParsedFile,
    ParsedRow,
    ParsedValue,
    Refusal,
    SheetPosition,
)
from needs_exchange.plan_sheets import ID
from needs_exchange.sheets.sheet_file import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_exchange.plan_sheets import TypeSheet

_ = get_translation("needs_exchange")

_SCHEMA = Path(__file__).with_name("meeting.schema.json")


def parse_meeting(
    content: Any, sheets: Sequence[TypeSheet], follow_ups: TypeSheet
) -> ParsedFile:
    """Parse the file of a meeting.

    ``content`` is what ``load_meeting`` or the workbook says. ``sheets`` are those of the
    actions and, in a project that has any, of the goals. Raises ``UnusableFileError`` for
    any other file.
    """
    found = _checked(content)
    by_type = {sheet.type: sheet for sheet in sheets}
    types = {line["type"] for line in found["lines"]}
    plan = (found["type"], found["followUpType"])
    if plan != (sheets[0].type, follow_ups.type) or not types <= set(by_type):
        text = _("The file is of a meeting on another plan.")
        raise UnusableFileError(text)
    own = {*by_type, follow_ups.type}
    parsed = ParsedFile(controls={}, types=own, from_meeting=True)
    assert parsed.controls is not None  # noqa: S101 (just given)
    for number, line in enumerate(found["lines"], start=1):
        id_, sheet = line["id"], by_type[line["type"]]
        values = _canonical(sheet, line["exported"])
        control = RowControl.from_values(sheet.type, id_, values)
        parsed.controls[sheet.type, id_] = control
        position = SheetPosition(sheet.name, number)
        texts = {ID: id_, **line["values"]}
        _add_row(parsed, sheet, position, texts, control)
        texts = {TITLE: line["title"], ID: "", **line["followUp"]}
        _add_row(parsed, follow_ups, SheetPosition(follow_ups.name, number), texts)
    return parsed


def load_meeting(path: Path) -> Any:
    """Load the file that the page saves. Raises ``UnusableFileError``."""
    try:
        return parse_json(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise UnusableFileError(_("The file is broken. Save it again.")) from error


def _checked(found: Any) -> dict[str, Any]:
    if not _validator().is_valid(found):
        text = _(
            "The file is not one that the page of a meeting saves. Save it there again."
        )
        raise UnusableFileError(text)
    return dict(found)


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(json.loads(_SCHEMA.read_text("utf-8")))


def _canonical(sheet: TypeSheet, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    columns = {column.name: column for column in sheet.columns}
    return [
        (name, columns[name].canonical(text))
        for name, text in texts.items()
        if name in columns
    ]


def _add_row(
    parsed: ParsedFile,
    sheet: TypeSheet,
    position: SheetPosition,
    texts: Mapping[str, str],
    control: RowControl | None = None,
) -> None:
    """Add a row of a sheet; refuse it where it names a field that the sheet lacks."""
    columns = {column.name: column for column in sheet.columns}
    values = {}
    for name, text in texts.items():
        column = columns.get(name)
        if column is None:
            fault = _("There is no field %s.") % name
            parsed.refusals.append(Refusal(position, texts[ID], fault))
            return
        at = SheetPosition(position.sheet, position.row, header=column.label)
        values[name] = ParsedValue(column.canonical(column.read(text)), at)
    parsed.rows.append(ParsedRow(sheet, position, texts[ID], values, control))
