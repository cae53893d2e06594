"""A file of JSON that cannot be read: which line, what is wrong, in every reader of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.json_text import JsonTextError, parse_json
from needs_coverage.gates.evaluate import parse_baseline
from needs_exchange.plans import load
from needs_history.core import confirmation, snapshot
from needs_history.core.snapshot import HistoryFileError
from needs_sources import lock

if TYPE_CHECKING:
    from pathlib import Path

CONFLICT = b'{\n<<<<<<< HEAD\n "a": 1\n=======\n "a": 2\n>>>>>>> other\n}\n'
TWICE = "The name “%s” is there twice, and only the last would count."
MERGE = "Two versions of the text stand here; the merge was never finished."


@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        (CONFLICT, 2, MERGE),
        (CONFLICT.replace(b"\n", b"\r\n"), 2, MERGE),
        (b'{\n "a": 1,\n}\n', 3, "The line, or the one above it, cannot be read."),
        (b'{\n "a": "\xe5"\n}\n', 2, "The file is not saved as UTF-8."),
        (b" \n", 1, "The file is empty."),
        (b'{\n "a": {"b:": 1},\n "c": {"b:": 1,\n "b:": 2}\n}', 4, TWICE % "b:"),
        (b'[\n {"\\u0061": "a:"\n, "a" : {}}]', 3, TWICE % "a"),
        (b"[" * 100_000, 1, "There are too many brackets within brackets."),
    ],
)
def test_a_text_that_is_no_json_is_told_with_its_line(
    content: bytes, line: int, fault: str
) -> None:
    with pytest.raises(JsonTextError) as raised:
        parse_json(content)
    assert (raised.value.line, str(raised.value)) == (line, fault)


def test_a_text_that_is_json_may_begin_with_a_mark_and_hold_the_signs_of_a_merge() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": "<<<<<<< b"}') == {"a": "<<<<<<< b"}


def test_every_file_that_is_merged_names_the_line_of_a_conflict(tmp_path: Path) -> None:
    for parse in (lock.parse, parse_baseline):
        with pytest.raises(JsonTextError, match="merge") as raised:
            parse(CONFLICT)
        assert raised.value.line == 2
    plans = tmp_path / "plans.json"
    plans.write_bytes(CONFLICT)
    with pytest.raises(JsonTextError, match="merge"):
        load.read_lock(plans)
    with pytest.raises(HistoryFileError) as half_year:
        snapshot.parse(CONFLICT, "2026-1")
    with pytest.raises(HistoryFileError) as confirmed:
        confirmation.parse(CONFLICT)
    for found in (half_year.value, confirmed.value):
        assert (found.reason, found.detail, found.line) == ("text", MERGE, 2)
