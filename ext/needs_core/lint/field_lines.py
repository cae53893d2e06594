"""The lines of a need's fields as an author types them. No Sphinx here.

A field is ``:name: value``. MyST reads a line that is nearly one as text, as part of the
value above it, or not at all; here it is recognised, with what it was meant to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.myst_internals import TokenizeError, options_to_tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

EQUALS = "equals"
COLON = "colon"
"""A colon of another script, as some keyboards write it."""
SPACING = "spacing"
"""A tab, a space that does not break, or one that is not seen."""
MARKS = "marks"
"""Marks of Markdown, as in ``**name:** value`` or ``- name: value``."""
FIRST = "first"
SECOND = "second"
DOUBLE = "double"
NO_SPACE = "no_space"
SPACES = "spaces"
CAPITALS = "capitals"
"""The name of a field is in capitals."""
TWO = "two"
"""Another field stands in the value of one."""
QUOTES = "quotes"
"""A value whose quotation marks, or ``|`` or ``>``, cannot be read."""

_LOOSE = re.compile(
    r"(?P<before>\W*)(?P<name>\w+(?:-\w+)*)(?P<between>[\W_]*?)(?P<mark>[:=：])"
    r"(?P<after>[\s\u200b-\u200f\ufeff*]*)(?P<value>.*)"
)
_ONE_COLON = re.compile(r"(?P<before>:)(?P<name>\w+)(?P<after>\s+)(?P<value>[^:]*)")
_STRANGE = re.compile("[^\\S \n]|[\u200b-\u200f\ufeff\u00ad]")
_FIELD = re.compile(r":(?P<name>[\w-]+):(?:[ ]+(?P<value>.*)|$)")
_WITHIN = re.compile(r"(?<=\s):(?P<name>[\w-]+):(?=\s)")
_LIST = re.compile(r"\[[^\[\]]*\]")
_QUOTE = re.compile(r"(?<!\w)[“”„«»‘’](?=\w)|(?<=\w)[“”„«»‘’](?!\w)")
"""A mark around an id, as Word writes it."""
_END = re.compile(r"\s*$|\s*(:::|```|~~~)")
MOST_LINES = 30
"""Lines within which the fields of a block stand."""


@dataclass(frozen=True, slots=True)
class MistypedField:
    """A line that is nearly a field."""

    at: int
    """Its place among the lines, from 0."""
    kind: str
    field: str
    meant: str
    """The line as it is to be written."""


def mistyped_fields(
    lines: Sequence[str], fields: Collection[str], links: Collection[str] = ()
) -> Iterator[MistypedField]:
    """Yield the lines at the head of a block that are nearly fields.

    ``fields`` are the names of fields and links; a value of ``links`` needs no quotes.

    >>> list(mistyped_fields([":due=2027-03-31"], {"due"}))
    [MistypedField(at=0, kind='equals', field='due', meant=':due: 2027-03-31')]
    """
    inside = False  # a value over several lines
    for at, line in enumerate(lines):
        text = line.strip(" \t")
        if _END.match(text) or (at == 0 and text.startswith("---")):
            return
        well = _FIELD.fullmatch(text)
        if inside and not well and text.startswith(": "):
            continue
        inside = bool(well and (well["value"] or "").lstrip()[:1] in {"|", ">", '"', "'"})
        if well and well["name"] in fields:
            if others := _others(well, fields):
                yield MistypedField(at, TWO, well["name"], text[: others.start()].rstrip())
                continue
            below = lines[at + 1].strip() if at + 1 < len(lines) else ""
            goes_on = below and not _END.match(below) and not _FIELD.match(below)
            meant = None if goes_on else _unquoted(well, links)
            if meant is not None:
                yield MistypedField(at, QUOTES, well["name"], meant)
            continue
        found = _other_letters(well, fields) if well else _mistyped(text, fields)
        if found:
            yield MistypedField(at, *found)


def _others(well: re.Match[str], fields: Collection[str]) -> re.Match[str] | None:
    """Return where another field begins in the line of one."""
    found = _WITHIN.finditer(well[0], well.end("name") + 1)
    return next((x for x in found if x["name"] in fields), None)


def _other_letters(
    well: re.Match[str], fields: Collection[str]
) -> tuple[str, str, str] | None:
    """Return the field that is meant by its name in capitals, as of a form."""
    meant = well["name"].casefold()
    if meant == well["name"] or meant not in fields:
        return None
    return CAPITALS, meant, f":{meant}: {well['value'] or ''}".rstrip()


def _mistyped(text: str, fields: Collection[str]) -> tuple[str, str, str] | None:
    found = _LOOSE.match(text) or _ONE_COLON.fullmatch(text)
    if not found:
        return None
    parts = {"between": "", "mark": "", **found.groupdict()}
    before, name = parts["before"], parts["name"]
    by_folded = {_folded(field): field for field in fields}
    field = name if name in fields else by_folded.get(_folded(name)) if before else None
    if field is None or (len(parts["between"]) > len(" **") and not parts["mark"]):
        return None
    value = parts["value"].strip().strip("\u200b\u00ad\ufeff*").strip()
    value = value.lstrip(":：").strip() if before.count(":") > 1 else value
    meant = f":{field}: {value}".rstrip()
    return _kind(parts), field, meant


def _kind(parts: dict[str, str]) -> str:
    before, after = parts["before"], parts["between"] + parts["after"]
    marks = "".join(x for x in before + after if not x.isspace() and x not in ":：")
    rules = (
        (COLON, "：" in before + parts["mark"]),
        (EQUALS, parts["mark"] == "="),
        (SPACING, bool(_STRANGE.search(before + after))),
        (MARKS, bool(marks)),
        (FIRST, ":" not in before),
        (DOUBLE, before.count(":") > 1),
        (SECOND, not parts["mark"]),
        (NO_SPACE, before == ":" and not parts["between"] and not parts["after"]),
    )
    return next((kind for kind, holds in rules if holds), SPACES)


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_")


def _unquoted(field: re.Match[str], links: Collection[str]) -> str | None:
    """Return a field whose value cannot be read as it can; ``None`` for one that can."""
    value = (field["value"] or "").strip()
    if field["name"] in links and _LIST.fullmatch(value):
        return f":{field['name']}: {value[1:-1].strip()}"
    if field["name"] in links and "[" not in value and _QUOTE.search(value):
        return f":{field['name']}: {_QUOTE.sub('', value)}"
    if value[:1] not in {'"', "'", "|", ">"} or _read(value) is not None:
        return None
    mark = value[0]
    if field["name"] in links:
        inner = value.strip("|>").translate({ord('"'): None, ord("'"): None}).strip()
    elif mark == ">":
        inner = value  # more than
    elif mark == "|" or not value.endswith(mark) or len(value) == 1:
        inner = value if value.count(mark) > 1 else value[1:].strip()
    elif mark in value[1:-1] and value.count(mark) % 2 == 0:
        inner = value  # several words, each with marks around it
    else:
        inner = value[1:-1]
    doubled = inner.replace("'", "''")
    for written in (inner, f'"{inner}"', f"'{doubled}'"):
        if _read(written) == inner:
            return f":{field['name']}: {written}".rstrip()
    return None


def _read(value: str) -> str | None:
    """Return what MyST reads a value as; ``None`` where it cannot."""
    try:
        tokens, _state = options_to_tokens(f"x: {value}")
    except TokenizeError:
        return None
    read = [token.value for _key, token in tokens if token is not None]
    return read[0] if len(read) == 1 else None


def field_line(lines: Sequence[str], opening: int, name: str) -> int:
    """Return the line of a need's field (from 1), or that of the need where it has none.

    ``opening`` is the line that opens the need, from 1.

    >>> field_line(["Text", ":::{act} Title", ":id: A_1", ":::"], 2, "id")
    3
    """
    pattern = re.compile(rf"[\s>*-]*:?{re.escape(name)}\s*:")
    for at in range(opening, min(len(lines), opening + MOST_LINES)):
        if pattern.match(lines[at]):
            return at + 1
        if lines[at].lstrip(" \t>").startswith(":::"):
            break
    return opening
