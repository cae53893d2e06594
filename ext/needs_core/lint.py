"""Blocks that begin or end wrongly: MyST reads on without a word, and needs are lost.

Follows CommonMark: a block ends at the first line of at least as many of the same marks
and nothing else; what stands between is its own affair. So a block inside another needs
fewer marks than the one around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet


import unicodedata
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn
from needs_core.reader import read_model
from needs_core.sphinx_internals import leave_out_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Items, Model

_FENCE = re.compile(r"^ {0,3}(?P<marks>:{3,}|`{3,}|~{3,})(?P<rest>.*)$")
_SHORT = re.compile(r"^ {0,3}:{1,2} ?:{0,2} ?\{(?P<name>[^}]+)\}")

_MARKS = frozenset(":`~")
"""What either begins with: most lines begin with something else."""

UNCLOSED = "unclosed"
"""The block is still open at the end of the page."""
RUNS_ON = "runs_on"
"""Another block begins before it has ended."""
NO_BRACES = "no_braces"
"""What it is stands after the marks without the curly brackets."""
SURPLUS = "surplus"
"""There is nothing for it to end."""
TOO_SHORT = "too_short"
"""There are fewer than three colons, and it is no block at all."""
TWICE = "twice"
"""A field is given twice: only the last is read."""
NO_COLON = "no_colon"
"""A field lacks its first colon, and is read as text."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a block: where (from 1), what, of which marks and name."""

    line: int
    kind: str
    marks: str
    name: str
    field: str = ""
    """The field it is about."""


def faults(
    text: str, need_types: Iterable[str] = (), fields: Iterable[str] = ()
) -> Iterator[Fault]:
    """Yield what is wrong with the blocks of a page, in their order.

    Needs that run on into other needs are told by those who know the needs.

    >>> list(faults(":::{tiltag} A" + chr(10) + ":id: TI_101" + chr(10) + "Tekst"))
    [Fault(line=1, kind='unclosed', marks=':::', name='TI_101', field='')]
    """
    types = {f"{{{name}}}" for name in need_types}
    lines = _without_comments(text.split("\n"))
    known = frozenset(fields)
    opened: Fault | None = None
    told = False
    for number, line in _marked(lines):
        found = _FENCE.match(line)
        if found is None or _is_code(found):
            if opened is None and (short := _SHORT.match(line)):
                opened, told = Fault(number, UNCLOSED, ":::", short["name"]), True
                yield Fault(number, TOO_SHORT, ":::", _name(lines, number))
            continue
        marks, rest = found["marks"], found["rest"].strip()
        if opened is None:
            opened, told = Fault(number, UNCLOSED, marks, _name(lines, number)), False
            if marks[0] == ":" and not rest.startswith("{"):
                kind = NO_BRACES if rest else SURPLUS
                yield Fault(number, kind, marks, opened.name)
                told = True
                opened = opened if rest else None
            elif marks[0] == ":":
                yield from _field_faults(lines, opened, known)
        elif not rest and marks.startswith(opened.marks):
            opened = None
        elif _runs_on(opened, marks, rest, types) and not told:
            yield Fault(opened.line, RUNS_ON, opened.marks, opened.name)
            told = True
    if opened is not None and not told:
        yield opened


def _marked(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that may begin or end a block, with their numbers from 1."""
    for number, line in enumerate(lines, start=1):
        if line.lstrip(" ")[:1] in _MARKS:
            yield number, line


def _field_faults(
    lines: list[str], opened: Fault, known: AbstractSet[str]
) -> Iterator[Fault]:
    """Yield what is wrong with the fields right below the line that opens a block."""
    seen: set[str] = set()
    for at, line in enumerate(lines[opened.line :], start=opened.line + 1):
        name, colon, _ = line.removeprefix(":").partition(":")
        if line.startswith(":") and not line.startswith(":::"):
            if name in seen:
                yield Fault(at, TWICE, ":", opened.name, name)
            seen.add(name)
            continue
        if seen and colon and name in known:
            yield Fault(at, NO_COLON, ":", opened.name, name)
        return


def _runs_on(opened: Fault, marks: str, rest: str, types: set[str]) -> bool:
    """Tell whether a block begins in one that its own end would close."""
    if marks[0] != ":" or not marks.startswith(opened.marks) or not rest.startswith("{"):
        return False
    return rest.partition("}")[0] + "}" not in types


def _is_code(found: re.Match[str]) -> bool:
    """Tell a line of inline code from a block: CommonMark allows it no more backticks."""
    return found["marks"][0] == "`" and "`" in found["rest"]


def _without_comments(lines: list[str]) -> list[str]:
    """Return the lines with those inside an HTML comment emptied."""
    kept, inside = [], False
    if not any("<!--" in line for line in lines):
        return lines
    for line in lines:
        starts = line.lstrip().startswith("<!--")
        inside = inside or starts
        kept.append("" if inside else line)
        if inside and "-->" in line:
            inside = False
    return kept


def _name(lines: list[str], number: int) -> str:
    """Return the id of the need that opens in a line, or else what the line says."""
    for line in lines[number : number + 30]:
        if not line.startswith(":") or line.startswith(":::"):
            break
        if line.startswith(":id:") and (found := line.removeprefix(":id:").strip()):
            return found
    return lines[number - 1].strip().lstrip(":`~").strip()


_ = get_translation("needs_core")

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: they come with pasted text, and no XML may hold them."""


def leave_out_unreadable(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell of pages that are not UTF-8 and go on without (``env-before-read-docs``).

    A page that was read before stays as it was; a new one is not there yet.
    """
    for docname in tuple(docnames):
        path = env.doc2path(docname)
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            fault = _("The page is not saved as UTF-8 and is not read.")
            remedy = _("Save it again with the encoding UTF-8.")
            at = (docname, line, path.name)
            warn(Problem(*at, fault, remedy, "needs_core", "encoding"))
            docnames.remove(docname)
            if docname not in env.all_docs:
                leave_out_page(env, docname)


def first_decomposed(text: str) -> tuple[int, str] | None:
    """Return line (from 1) and word of the first letter that is not composed.

    >>> first_decomposed("ok" + chr(10) + "ma" + chr(778) + "l er sat")
    (2, 'mål')
    """
    for number, line in enumerate(text.split("\n"), start=1):
        for word in line.split() if not unicodedata.is_normalized("NFC", line) else ():
            if not unicodedata.is_normalized("NFC", word):
                return number, unicodedata.normalize("NFC", word).strip("`:{}[](),.\"'")
    return None


def clean(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Compose a page's letters and drop invisible characters (``source-read``).

    Some editors and PDF readers write å as a and a ring: a directive named so is not
    found, and a word written so is not found by search. Nothing is lost: the page is
    read as meant, and the author is told to mend the file.
    """
    if found := first_decomposed(source[0]):
        fault = _("A letter is written as two characters (a letter and its accent).")
        remedy = _("Type the word again, or save the page with composed letters (NFC).")
        warn(Problem(docname, *found, fault, remedy, "needs_core", "letters"))
        source[0] = unicodedata.normalize("NFC", source[0])
    if invisible := _INVISIBLE.search(source[0]):
        line = source[0].count("\n", 0, invisible.start()) + 1
        name = f"U+{ord(invisible[0]):04X}"
        fault = _("There is an invisible character, often from pasted text.")
        remedy = _("Write the words around it again; it is left out.")
        warn(Problem(docname, line, name, fault, remedy, "needs_core", "letters"))
        source[0] = _INVISIBLE.sub("", source[0])


def check_blocks(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of blocks that begin or end wrongly (``source-read``); Markdown only."""
    suffix = app.env.doc2path(docname).suffix
    if app.config.source_suffix.get(suffix) != "markdown":
        return
    model = read_model(app.config)
    fields = {*model.fields, *model.links, "id", "status", "tags"}
    for fault in faults(source[0], model.types, fields):
        what, remedy = _SAID[fault.kind]
        at = (docname, fault.line, fault.name or f"”{fault.marks}”")
        fault_said = str(what).replace("%s", fault.field)
        remedy = str(remedy).replace("%s", fault.marks)
        warn(Problem(*at, fault_said, remedy, "needs_core", fault.kind))


_SAID = {
    UNCLOSED: (
        _("The block never ends, and the rest of the page is read as a part of it."),
        _("Write %s on a line of its own where it is to end."),
    ),
    RUNS_ON: (
        _("Another block begins before this one has ended, and is read as a part of it."),
        _("Write %s on a line of its own where it is to end, or more of them around both."),
    ),
    NO_BRACES: (
        _("The word after the colons lacks its curly brackets, and the block is not read."),
        _("Write it as %s{word}."),
    ),
    SURPLUS: (
        _("There is no block for this line to end."),
        _("Remove it, or begin the block above with %s and a word in curly brackets."),
    ),
    TWICE: (
        _("The line %s is there twice, and only the last is read."),
        _("Remove one of them."),
    ),
    NO_COLON: (
        _("The line %s lacks its first colon and is read as text."),
        _("Write %s first in the line."),
    ),
    TOO_SHORT: (
        _("A block begins with three colons; this one is read as plain text."),
        _("Write three colons before the curly bracket, and nothing between them."),
    ),
}
"""What is wrong and what to do about it; translated when it is said."""


_ = get_translation("needs_core")


def problems(items: Items, model: Model) -> Iterator[Problem]:
    """Find every mistake there is a check for."""
    yield from _swallowed(items)
    yield from _stray_lines(items, model)


def _stray_lines(items: Items, model: Model) -> Iterator[Problem]:
    """Find text that begins with a field: an empty line stands above it.

    MyST and reStructuredText end the fields at the first empty line, and read what
    follows as text without a word.
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


def _swallowed(items: Items) -> Iterator[Problem]:
    """Find needs that stand inside another because its end is missing.

    MyST ends a block at the first end it meets: that of the need it swallows, which
    then is open in the text of the other. Who nests on purpose, by more colons or by
    indentation, leaves none open.
    """
    unclosed: dict[str, bool] = {}  # the text of a need is looked through once
    for item in sorted(items, key=lambda item: (item.docname or "", item.line or 0)):
        # sphinx-needs takes what stands before a hidden need for what is around it.
        around = items.by_id.get(item.parent or "")
        if around is None or item.hidden or item.external:
            continue
        if around.id not in unclosed:
            unclosed[around.id] = any(x.kind == UNCLOSED for x in faults(around.text))
        if unclosed[around.id]:
            yield Problem.at(
                item,
                _("It is swallowed by %s.") % around.id,
                _("Write ::: on a line of its own after %s.") % around.id,
                type_="needs_core",
                subtype="nested",
            )
