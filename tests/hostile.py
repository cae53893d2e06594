"""Hostile inputs by the thousand, from a seed: texts, values, cells, workbooks, answers.

Each function tries inputs of one kind and returns how many ended how. Anything that is
neither taken as it is nor refused fails. ``make test`` tries some, ``make stress`` many.
"""

from __future__ import annotations

import json
import re
import resource
import zipfile
from collections import Counter
from contextlib import contextmanager
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from needs_authoring.blocks import CannotWriteError
from needs_authoring.edit import PageEdits, edit_page
from needs_authoring.new import AuthoringError, new_need
from needs_authoring.values import normalized
from needs_core.edit_links import is_template
from needs_core.safe_addresses import is_dangerous
from needs_exchange.plan_import.apply import page_writes
from needs_exchange.plan_import.diff import diff_file
from needs_exchange.plan_import.parse import parse_file
from needs_exchange.plan_sheets import item_value
from needs_exchange.plans.needs_file import UnreadablePlanError, needs_in
from needs_exchange.sheets.csv_format import read_csv
from needs_exchange.sheets.sheet_file import XLSX, UnusableFileError, file_kind
from needs_exchange.sheets.xlsx_read import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from random import Random

    from needs_authoring.edit import Page
    from needs_authoring.project import AuthoringProject
    from needs_exchange.plan_sheets import TypeSheet
    from tests.conftest import Project

MOST_SECONDS, MOST_KILOBYTES = 5.0, 300_000
"""What a file may cost, in time of the processor and in memory beside what there was."""

PIECES = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=a()>",
    "<b", "[x](javascript:alert(1))", "[x](JaVa\tScRiPt:a)", "<javascript:a()>",
    "![x](data:,a)", "{{ 7*7 }}", "{% raw %}", "{% include '/etc/passwd' %}",
    "{{ config }}", "${7*7}", "#{x}", "[[echo('x')]]", "[[x]]", "[[", "]]", "<<x>>",
    "<{x}>", ":ndf:`echo('x')`", "{ndf}`x`", "$(touch x)", "`touch x`", "; rm x",
    "| cat", "$X", "%X%", "\\", "\\\\", "&amp;", "&#0;", "=1+1", '=HYPERLINK("x")', "+1",
    "-1", "@x", "'", '"', '"""', "''", "#", " # x", ": ", "|", "|-", ">", "> x", "- x",
    "* x", "1. x", "? x", "~", "null", "true", "---", "...", "{}", "[]", "[x", "{x",
    "!x", "!!python/object:os.system", "&a", "*a", "%x", "@", "`", "``", "```", ":::",
    ":::{note}", ":id: Z_1", ":status: x", "(x)=", "^[x]", "[^1]", "$$", "$x$", "{x}`y`",
    "\x00", "\x01", "\x07", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff",
    "\ufffe", "\u202e", "\u2066", "\u200b", "\u00ad", "\ud800", "\udfff", "\U0001f600",
    "e\u0301", "a\u030a", "\n", "\r", "\r\n", "\t", "\v", "\f", "\n\n", "  ", "\u00a0",
    ",", ";", ", ,", "æøå", "10.000", "MS_1_1", "MS_9_9", "TI_101", "MS_1_1.9",
    "2027-02-30", "31-12-2026", "1e999", "NaN", "0x1", "_x0041_", "../../x", "C:\\x",
    "//x", "file:///etc/passwd", "a" * 300, "a" * 40_000,
)  # fmt: skip
"""What means something to a parser, a template, a shell, a sheet or a terminal."""
WORDS = ("plan", "mål", "Støtte til borgeren", "OMU", "5", "ø", "A-1")


def text(chance: Random) -> str:
    """Return a text of a few pieces and words."""
    parts = [
        chance.choice(WORDS if chance.random() < 0.4 else PIECES)
        for _ in range(chance.randint(1, 4))
    ]
    return chance.choice(("", " ", "")).join(parts)


@contextmanager
def limits() -> Iterator[None]:
    """Fail where a file costs more than it may."""
    start = resource.getrusage(resource.RUSAGE_SELF)
    yield
    end = resource.getrusage(resource.RUSAGE_SELF)
    assert end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime < MOST_SECONDS
    assert end.ru_maxrss - start.ru_maxrss < MOST_KILOBYTES


# Values and titles.


def try_values(project: AuthoringProject, chance: Random, number: int) -> Counter[str]:
    """Write values into a field and a title; each is read back as sent, or refused."""
    found, page = Counter[str](), project.page("tiltag-1")
    for _ in range(number):
        value = text(chance)
        if chance.random() < 0.5:
            found["new needs, " + _try_new(project, value)] += 1
        else:
            found["changed fields, " + _try_change(project, page, value)] += 1
    return found


def _try_new(project: AuthoringProject, value: str) -> str:
    values = {"status": "planlagt", "under": "PM_1", "ansvarlig": value}
    try:
        need = new_need(project, "tiltag", f"En {value}", values, text=f"Tekst {value}")
    except AuthoringError:
        return "refused"
    kind = project.page_at(need.path).kind
    page = type(project.page_at(need.path)).from_bytes(
        need.path, kind, need.write.after, project.syntax
    )
    block, old = page.block(need.id), project.page_at(need.path)
    assert block is not None, repr(value)
    assert block.values.get("ansvarlig", "") == normalized(value), repr(value)
    assert block.title == " ".join(normalized(f"En {value}").split()), repr(value)
    others = {x.id: x.values for x in page.blocks if x.id != need.id}
    assert others == {x.id: x.values for x in old.blocks}, repr(value)
    return "read back as sent"


def _try_change(project: AuthoringProject, page: Page, value: str) -> str:
    judge, rule = project.judge(), project.types["tiltag"].rule("ansvarlig")
    assert rule is not None
    wanted = rule.read(value)
    if judge.fault(rule, wanted):
        return "refused"
    edits = PageEdits({"TI_101": {"ansvarlig": wanted}})
    try:
        raw = edit_page(page, edits, (), project.syntax)
    except CannotWriteError:
        return "refused"
    after = type(page).from_bytes(page.path, page.kind, raw, project.syntax)
    for block in page.blocks:
        now, values = after.block(block.id), dict(block.values)
        if block.id == "TI_101":
            values["ansvarlig"] = wanted
        assert now is not None, repr(value)
        assert now.values == {k: v for k, v in values.items() if v}, repr(value)
        assert now.title == block.title, repr(value)
    return "read back as sent"


# Cells of workbooks and of CSV files.


def try_cells(
    project: AuthoringProject,
    sheets: Sequence[TypeSheet],
    workbook: Path,
    chance: Random,
    number: int,
) -> Counter[str]:
    """Fill cells of an exported plan; each is a change that is written, or refused."""
    found, left = Counter[str](), number
    while left > 0:
        book = _opened(workbook)
        cells = min(left, chance.randint(1, 3))
        for _ in range(cells):
            _fill(book["Tiltag"], chance)
        left -= cells
        path = workbook.with_name("fyldt.xlsx")
        book.save(path)
        with limits():
            found[_taken_in(project, sheets, path)] += cells
    return found


def _opened(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def _fill(sheet: Any, chance: Random) -> None:
    from datetime import date, datetime, time, timedelta

    texts = [x.column for x in sheet[1] if x.value in {"Titel", "Ansvarlig"}]
    column = chance.choice([*texts, *texts, *texts, chance.randint(1, 9)])
    cell = sheet.cell(chance.randint(2, sheet.max_row + 1), column)
    value: Any = chance.choice(
        [
            *(text(chance), text(chance), text(chance), text(chance)),
            *(date(1899, 12, 31), date(2027, 3, 31), datetime(2027, 3, 31, 12, 30)),  # noqa: DTZ001
            *(time(12), timedelta(days=2), True, False, 0, -1, 10**15, 1e300, 0.1, None),
        ]
    )
    if isinstance(value, str):
        # What a file of XML cannot hold is no cell of a workbook.
        value = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", value)[:32_000]
    cell.value = value
    if isinstance(value, str) and chance.random() < 0.7:
        cell.data_type = "s"


def _taken_in(project: AuthoringProject, sheets: Sequence[TypeSheet], path: Path) -> str:
    try:
        read = (read_xlsx if file_kind(str(path)) == XLSX else read_csv)(path)
    except UnusableFileError:
        return "refused as a file"
    diff = diff_file(parse_file(read, sheets), sheets, project, "under")
    if diff.refusals:
        assert all(x.text for x in diff.refusals)
        return "refused with their places"
    writes, refusals = page_writes(diff, project, sheets, "under")
    if refusals:
        return "refused with their places"
    pages = {x.path: x.after for x in writes}
    for change in diff.changes:
        item = project.items.by_id[change.id]
        path = project.paths[item.docname or ""]
        old = project.page_at(path)
        block = (
            type(old).from_bytes(path, old.kind, pages[path], project.syntax).block(item.id)
        )
        assert block is not None, change
        now = (
            block.title
            if change.column.name == "title"
            else block.values.get(change.column.name, "")
        )
        assert change.column.canonical(now) == change.new, change
        assert item_value(item, change.column) != change.new
    return "written, or as they were"


# Damaged files.


def try_damaged(workbook: Path, chance: Random, number: int) -> Counter[str]:
    """Read workbooks with bytes changed, cut, doubled, and parts exchanged."""
    found, raw = Counter[str](), workbook.read_bytes()
    path = workbook.with_name("skadet.xlsx")
    ways: Sequence[Callable[[bytes, Random], bytes]] = (
        _flipped,
        _cut,
        _doubled,
        _part_changed,
        _part_changed,
        _part_changed,
    )
    for _ in range(number):
        path.write_bytes(chance.choice(ways)(raw, chance))
        try:
            with limits():
                kind = file_kind(str(path))
                (read_xlsx if kind == XLSX else read_csv)(path)
        except UnusableFileError:
            found["refused"] += 1
        else:
            found["read"] += 1
    return found


def _flipped(raw: bytes, chance: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def _doubled(raw: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + raw[chance.randrange(len(raw)) :]


_XML = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b"<mergeCell ref='A1:XFD1048576'/>", b"<c r='XFD1048576'><v>1</v></c>",
    b"<c t='s'><v>-1</v></c>", b"<c t='s'><v>99999999999</v></c>",
    b"<c t='d'><v>x</v></c>", b"<c><f>1</f></c>", b"<c r=''/>", b"<row r='-5'/>",
    b"<row r='999999999999999999'/>", b"<c><v>1e999</v></c>", b"<c><v>NaN</v></c>",
    b"\xff\xfe", b"\0", b"</x>", b"&#0;", b"&x;",
    b"<sheet name='' sheetId='x' r:id='rId99'/>", b"<sheet name='_control'/>",
    b"<x/>" * 999, b"<definedName name='x'>[1]x!A1</definedName>", b"xmlns='urn:x'",
    b"spreadsheetml", b"<c r='A1' t='b'><v>7</v></c>",
    b"<c r='A2' s='99999'><v>44000</v></c>", b"",
)  # fmt: skip


def _part_changed(raw: bytes, chance: Random) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(made, "w", 8) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = old.read(name)
            if name == chosen:
                part = _xml_changed(part, chance)
            if name != chosen or chance.random() < 0.95:
                new.writestr(chance.choice(names) if chance.random() < 0.01 else name, part)
    return made.getvalue()


def _xml_changed(part: bytes, chance: Random) -> bytes:
    """Put something in at a tag, exchange values of attributes, or cut the part."""
    tags = [found.start() for found in re.finditer(b"<", part)] or [0]
    at, way = chance.choice(tags), chance.random()
    if way < 0.5:
        return part[:at] + chance.choice(_XML) + part[at:]
    if way < 0.8:
        value = str(chance.choice((-1, 0, 10**9, 10**30, "x", "", "A1:B2"))).encode()
        changed = b'"%s"' % value
        return re.sub(
            rb'"[^"<>]{1,40}"', lambda x: changed if chance.random() < 0.1 else x[0], part
        )
    return part[:at] if way < 0.9 or not part else _flipped(part, chance)


# Answers of a server.


def plan_answer(chance: Random) -> bytes:
    """Return what a server might send for a plan: seldom a good one."""
    need: dict[str, Any] = {"id": "I_1", "type": "indsats", "title": "Et"}
    versions: dict[str, Any] = {"1": {"needs": {"I_1": need}}}
    whole = {"current_version": "1", "versions": versions}
    for _ in range(chance.randint(0, 2)):
        _spoil(chance.choice((need, need, need, whole, versions)), chance)
    raw = json.dumps(whole, ensure_ascii=chance.random() < 0.5)
    for old, new in (
        (
            '"Et"',
            chance.choice(('"Et"', "NaN", "-Infinity", "1e999", "9" * 5000, '"\\ud800"')),
        ),
        ('"I_1":', chance.choice(('"I_1":', '"I_1":', '"I_1": {}, "I_1":', '"":', '" ":'))),
    ):
        raw = raw.replace(old, new) if chance.random() < 0.3 else raw
    sent = raw.encode("utf-8", "surrogatepass")
    way = chance.random()
    if way < 0.1:
        return _cut(sent, chance)
    if way < 0.2:
        return _flipped(sent, chance)
    if way < 0.3:
        head = (
            b"\xef\xbb\xbf",
            b"<!DOCTYPE html>",
            b"\xff\xfe",
            b")]}'\n",
            b"[" * 9_000,
            b"",
        )
        return chance.choice(head) + sent
    return sent.decode().encode("utf-16") if way < 0.33 and sent.isascii() else sent


_JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", "x", [], ["x"], [1], [None], [["x"]], {},
    {"a": 1}, ["M_1"], "M_1", {"0": {"id": "0", "content": "x"}}, "[[echo('x')]]",
    ["[[x]]"], "\x1b[2J",
)  # fmt: skip


def _spoil(table: dict[str, Any], chance: Random) -> None:
    keys = [
        *table,
        "stoetter",
        "parts",
        "content",
        "docname",
        "status",
        "tags",
        text(chance),
    ]
    key = chance.choice(keys)
    if key in table and chance.random() < 0.3:
        del table[key]
    else:
        table[key] = chance.choice((*_JUNK, text(chance)))


def try_answers(chance: Random, number: int) -> Counter[str]:
    """Judge answers; what is taken in is of the kinds that a build can use."""
    found = Counter[str]()
    for _ in range(number):
        raw = plan_answer(chance)
        try:
            _version, needs = needs_in(raw, ("stoetter",), ("indsats",))
        except UnreadablePlanError:
            found["refused"] += 1
            continue
        for id_, need in needs.items():
            assert id_.isprintable(), raw
            assert isinstance(need["title"], str), raw
            assert all(isinstance(x, str) for x in need.get("stoetter") or ()), raw
            assert "[[" not in need["title"], raw
        found["taken in"] += 1
    return found


# Addresses.

_SCHEMES = ("javascript", "vbscript", "data", "https", "mailto", "file", "JAVASCRIPT", "x")
_SPACES = ("", "", "", *" \t\n\r\x00\x01\x0b\u00a0\u2003\ufeff")


def address(chance: Random) -> str:
    """Return an address, perhaps one in disguise."""
    scheme = list(chance.choice(_SCHEMES))
    if chance.random() < 0.4:
        scheme.insert(chance.randint(0, len(scheme)), chance.choice(_SPACES))
    if chance.random() < 0.3:
        scheme = [x.upper() if chance.random() < 0.5 else x for x in scheme]
    colon = chance.choice(
        (":", ":", ":", "://", " :", "\t:", "&colon;", "%3A", "\uff1a", "")
    )
    ends = ("alert(1)", "//x%0aalert(1)", "text/html,<b>", "example.org/a", "", "{path}")
    rest = chance.choice(ends)
    return f"{chance.choice(_SPACES)}{''.join(scheme)}{colon}{rest}"


def runs_in_browser(address: str) -> bool:
    """Tell by the URL standard whether a browser would run an address."""
    plain = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", plain)
    return bool(found) and found[1].lower() in {"javascript", "vbscript", "data"}  # type: ignore[index]


def try_addresses(chance: Random, number: int) -> Counter[str]:
    """Judge addresses; what a browser would run is dangerous, and is no place to edit."""
    found = Counter[str]()
    for _ in range(number):
        one = address(chance)
        dangerous = is_dangerous(one)
        assert dangerous or not runs_in_browser(one), repr(one)
        if is_template(one):
            assert not runs_in_browser(one), repr(one)
            urlsplit(one.format(path="x"))
        found["dangerous" if dangerous else "harmless"] += 1
    return found


# Pages.


class Active(HTMLParser):
    """Collects what of a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note inline scripts, handlers and addresses that run."""
        values = dict(attrs)
        if tag == "script" and not values.get("src", ""):
            self.found.append(f"<{tag} {attrs}>")
        for name, value in attrs:
            runs = name in {"href", "src", "action"} and runs_in_browser(value or "")
            if name.startswith("on") or runs:
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        self.text.append(data)


def active(html: str) -> tuple[list[str], str]:
    """Return what of a page could run, and its text."""
    parser = Active()
    parser.feed(html)
    return parser.found, "".join(parser.text)


FRAMES = (
    "{}", "# {}", "## {}\n\nx", "- {}\n- x", "> {}", "| a | b |\n|---|---|\n| {} | x |",
    "`{}`", "```\n{}\n```", "```{{note}}\n{}\n```", ":::{{note}}\n{}\n:::",
    "[{}](https://x)", "[x]({})", "![{}](x.png)", "{{need}}`{}`", "{{ref}}`{}`",
    "{{doc}}`{}`", "({})=\n\nx", "Ord\n: {}", "```{{code-block}} python\n{}\n```",
    "~~~\n{}\n~~~", "*{}* **{}**", "```{{figure}} x.png\n{}\n```",
    "```{{include}} {}\n```", "```{{image}} {}\n```", "    {}",
)  # fmt: skip


def page(chance: Random, number: int) -> tuple[str, tuple[str, str]]:
    """Return a page with hostile passages, and the words at its two ends."""
    ends = (f"Begynd{number}a", f"Ende{number}b")
    parts = []
    for _ in range(chance.randint(1, 5)):
        frame = chance.choice(FRAMES)
        parts.append(frame.format(text(chance), text(chance)))
    body = "\n\n".join(parts).encode("utf-8", "replace").decode()
    return (
        f"---\norphan: true\n---\n\n# Side {number}\n\n{ends[0]}\n\n{body}\n\n{ends[1]}\n",
        ends,
    )


def try_pages(plan: Project, chance: Random, number: int) -> Counter[str]:
    """Build hostile pages; nothing runs, and what a page does not show is told of it."""
    found, ends = Counter[str](), {}
    for at in range(number):
        content, ends[at] = page(chance, at)
        (plan.source / f"fjendtlig-{at}.md").write_bytes(content.encode())
    built = plan.build()
    assert "Traceback" not in built.warnings
    theme, _words = active(built.read("index.html"))
    for at, words in ends.items():
        name = f"fjendtlig-{at}"
        running, shown = active(built.read(f"{name}.html"))
        told = f"{name}.md" in built.warnings
        source = (plan.source / f"{name}.md").read_text("utf-8")
        assert running == theme, (name, running, source)
        assert "{{ 7*7 }}" not in source or "49" not in shown.replace(f"{at}", ""), name
        missing = [word for word in words if word not in shown]
        assert not missing or told, (name, missing, source)
        found["told" if told else "shown"] += 1
    return found
