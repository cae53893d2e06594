"""One value, whoever typed it: in a cell, at a command, in answer to a question."""

from __future__ import annotations

import pytest

from needs_authoring.values import (
    NOT_A_DATE,
    NOT_A_NUMBER,
    NOT_LISTED,
    FieldRule,
    ValueJudge,
)
from needs_exchange.plan_import.parse import SheetPosition, parse_cell
from needs_exchange.sheets.sheet_file import SheetCell

LINK = FieldRule("under", "Under", link=True, many=True)
STATES = ["i gang", "opgivet"]
STATUS = FieldRule("status", "Status", schema={"type": "string", "enum": STATES})
LIST = FieldRule("tags", "Tags", many=True, schema={"type": "array"})
DAY = FieldRule("frist", "Frist", schema={"type": "string", "format": "date"})
FLAG = FieldRule("kendt", "Kendt", schema={"type": "boolean"})
NUMBER = FieldRule("antal", "Antal", schema={"type": "number"})
TEXT = FieldRule("ejer", "Ejer", schema={"type": "string"})
JUDGE = ValueJudge({"MS_1": "mål", "MS_2": "mål"}, {"mål": "Mål"})


@pytest.mark.parametrize(
    ("rule", "typed", "read", "fault"),
    [
        (STATUS, "I gang", "i gang", ""),
        (STATUS, " I  GANG ", "i gang", ""),
        (STATUS, "gang", "gang", NOT_LISTED),
        (LINK, "MS_2;MS_1", "MS_2, MS_1", ""),
        (LINK, "MS_1 MS_2", "MS_1, MS_2", ""),
        (LINK, "MS_1,\nMS_2, ", "MS_1, MS_2", ""),
        (LIST, "en to; tre", "en to, tre", ""),
        (DAY, "31-12-2026", "2026-12-31", ""),
        (DAY, "1.2.2026", "2026-02-01", ""),
        (DAY, "31/12/2026", "2026-12-31", ""),
        (DAY, "31-02-2026", "2026-02-31", NOT_A_DATE),
        (DAY, "31/3 2027", "31/3 2027", NOT_A_DATE),
        (FLAG, "TRUE", "true", ""),
        (NUMBER, "nan", "nan", NOT_A_NUMBER),
        (NUMBER, "1e400", "1e400", NOT_A_NUMBER),
        (NUMBER, "3.5", "3.5", ""),
        (TEXT, "I gang", "I gang", ""),
        (TEXT, "31-12-2026", "31-12-2026", ""),
    ],
)
def test_a_value_is_read_the_same_in_a_cell_and_at_a_command(
    rule: FieldRule, typed: str, read: str, fault: str
) -> None:
    assert rule.read(typed) == read
    assert rule.read(read) == read
    found = JUDGE.fault(rule, read)
    assert (found.kind if found else "") == fault
    cell = parse_cell(rule, SheetCell(typed), SheetPosition())
    assert (cell.text, cell.fault) == (rule.canonical(read), "")
