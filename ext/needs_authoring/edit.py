"""Change fields of needs on a page and add new needs, leaving everything else alone.

Whatever was made is read again: every need must be what it was or what was asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import dedent
from typing import TYPE_CHECKING

from needs_authoring import myst, rst
from needs_authoring.blocks import (
    COLON,
    RST,
    YAML,
    CannotWriteError,
    FieldEntry,
    NeedBlock,
    TextSpan,
    end_of,
    split_lines,
    text_place,
    without_end,
)
from needs_authoring.values import TITLE, normalized
from needs_core.myst_internals import TokenizeError, options_to_tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from markdown_it import MarkdownIt

MARKDOWN, RESTRUCTURED = "markdown", "restructuredtext"

_LEAVES_THE_TEXT = re.compile(r"\s*(:{3,}|`{3,}|~{3,}|:[^\s:]+:|\.\. |---)")
"""A line that would end the block it stands in, or begin a field or another block."""


@dataclass(frozen=True)
class PageSyntax:
    """How the pages of a project are read."""

    parser: MarkdownIt | None
    """The Markdown parser as the build has it; ``None``: there are no Markdown pages."""
    types: AbstractSet[str]
    """The directives that make needs."""
    mark: str = ":::"
    """The fence of a new need on a page without any."""

    def blocks(self, lines: Sequence[str], kind: str) -> tuple[NeedBlock, ...]:
        """Return the needs of a page; ``kind`` is ``MARKDOWN`` or ``RESTRUCTURED``."""
        if kind == RESTRUCTURED:
            return tuple(rst.find_blocks(lines, self.types))
        if self.parser is None:
            return ()
        return tuple(myst.find_blocks(lines, self.parser, self.types))


@dataclass(frozen=True)
class Page:
    """A page as it lies on the disk."""

    path: Path
    kind: str
    raw: bytes
    lines: tuple[str, ...]
    blocks: tuple[NeedBlock, ...]

    @classmethod
    def read(cls, path: Path, kind: str, syntax: PageSyntax) -> Page:
        """Read a page. Raises ``OSError`` and ``UnicodeDecodeError``."""
        return cls.from_bytes(path, kind, path.read_bytes(), syntax)

    @classmethod
    def from_bytes(cls, path: Path, kind: str, raw: bytes, syntax: PageSyntax) -> Page:
        """Read a page from its bytes."""
        lines = split_lines(raw.decode("utf-8"))
        return cls(path, kind, raw, tuple(lines), syntax.blocks(lines, kind))

    def block(self, id_: str) -> NeedBlock | None:
        """Return the one block of an id; ``None`` for none, and for more than one."""
        found = self._by_id.get(id_, [])
        return found[0] if len(found) == 1 else None

    def text(self, id_: str) -> str | None:
        """Return the text of a need; ``None`` where it cannot be told."""
        block = self.block(id_)
        place = text_place(self.lines, self.blocks, block) if block else None
        return place.text if place else None

    def anchor(self, type_: str, siblings: Collection[str]) -> str | None:
        """Return the id of the need that a new one goes below: the last sibling here.

        Without a sibling, the last need of its type; ``None``: the end of the page.
        """
        own = [
            x.id for x in self.blocks if x.type == type_ and self.block(x.id) and x.closed
        ]
        found = [id_ for id_ in own if id_ in siblings] or own
        return found[-1] if found else None

    @cached_property
    def _by_id(self) -> dict[str, list[NeedBlock]]:
        found: dict[str, list[NeedBlock]] = {}
        for block in self.blocks:
            if block.id:
                found.setdefault(block.id, []).append(block)
        return found


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """A need that is to be written."""

    type: str
    id: str
    title: str
    values: Mapping[str, str]
    """Its fields and links in the order they are to stand, ``id`` not among them."""
    text: str = ""
    """The text below its fields."""


@dataclass(frozen=True)
class PageEdits:
    """What is to be different on one page."""

    changed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Id to field to its new value, empty to remove it; ``title`` is the title."""
    added: tuple[tuple[str | None, NeedDraft], ...] = ()
    """New needs, each with the id of the one it goes below; ``None``: the page's end."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Id to its new text, in the markup of the page; empty to remove it."""


def edit_page(
    page: Page, edits: PageEdits, order: Sequence[str], syntax: PageSyntax
) -> bytes:
    """Return the page with the edits made.

    ``order`` names fields in the order new ones are to stand. The result is read again.

    Raises:
        CannotWriteError: a need is not once on the page, a value cannot be written in its
            syntax, or what was written reads differently.
    """
    patches: list[LinePatch] = []
    for id_, values in edits.changed.items():
        block = page.block(id_)
        if block is None:
            raise CannotWriteError(id_)
        patches += _patches(page.lines, block, values, order)
    patches += [_rewritten(page, id_, text) for id_, text in edits.texts.items()]
    patches += [_added(page, anchor, draft, syntax) for anchor, draft in edits.added]
    raw = "".join(_patched(page.lines, patches)).encode()
    _verify(page, Page.from_bytes(page.path, page.kind, raw, syntax), edits)
    return raw


@dataclass(frozen=True, slots=True)
class LinePatch:
    """Lines to put in place of others; ``last`` before ``first`` puts them in between."""

    first: int
    last: int
    lines: tuple[str, ...]


def _patched(lines: Sequence[str], patches: Iterable[LinePatch]) -> list[str]:
    """Return the lines with every patch put in; patches of one place keep their order."""
    done = list(lines)
    # What goes in between lines goes in after the line below it was replaced.
    ordered = sorted(patches, key=lambda patch: (patch.first, patch.last >= patch.first))
    for patch in reversed(ordered):
        done[patch.first : patch.last + 1] = patch.lines
    return done


def _verify(page: Page, again: Page, edits: PageEdits) -> None:
    """Check that what was to change changed, and nothing else did."""
    new = {draft.id for _, draft in edits.added}
    anchors = [anchor for anchor, _ in edits.added if anchor]
    ids = dict.fromkeys((*edits.changed, *edits.texts, *anchors))
    touched = [page.block(id_) for id_ in ids]
    around = {
        outer.first
        for inner in touched
        if inner
        for outer in page.blocks
        if outer.first < inner.first <= outer.last
    }
    kept = [block for block in again.blocks if block.id not in new]
    if len(kept) != len(page.blocks):
        raise CannotWriteError(page.path.name)
    for old, now in zip(page.blocks, kept, strict=True):
        other = old.first in around or old.id in edits.texts
        same_text = other or old.body == now.body
        if not same_text or now.head != _expected(old, edits.changed):
            raise CannotWriteError(old.id)
    for id_, text in edits.texts.items():
        if again.text(id_) != text:
            raise CannotWriteError(id_)
    for _, draft in edits.added:
        block = again.block(draft.id)
        wanted = (draft.title, {"id": draft.id, **draft.values}, _text_lines(draft.text))
        if block is None or (block.title, block.values, _body(block)) != wanted:
            raise CannotWriteError(draft.id)


def _expected(
    block: NeedBlock, changed: Mapping[str, Mapping[str, str]]
) -> tuple[object, ...]:
    asked = changed.get(block.id, {})
    fields = {**block.values, **asked}
    title = fields.pop(TITLE, block.title) if TITLE in asked else block.title
    kept = {name: value for name, value in fields.items() if value or name not in asked}
    return (block.type, block.id, title, kept)


def _body(block: NeedBlock) -> list[str]:
    """Return the lines of a block's text, without indentation and empty lines around."""
    return _plain_lines("\n".join(block.body))


# Changing a block.


def _patches(
    lines: Sequence[str],
    block: NeedBlock,
    values: Mapping[str, str],
    order: Sequence[str],
) -> list[LinePatch]:
    """Return what it takes to give a block new values; an empty one is taken away."""
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(values.items(), key=lambda pair: places.get(pair[0], len(places)))
    found = [
        _changed(lines, block, entry, value)
        if (entry := block.entry(name))
        else _new_field(lines, block, name, value, order)
        for name, value in ordered
        if name != TITLE and (value or block.entry(name))
    ]
    if TITLE in values:
        found.append(_titled(lines, block, values[TITLE]))
    return found


def _titled(lines: Sequence[str], block: NeedBlock, title: str) -> LinePatch:
    _check_title(title, block.mark)
    if "\n" in block.title:
        raise CannotWriteError(title)
    space = "" if block.title else " "
    return _inline(lines, block.title_span, f"{space}{title}")


def _check_title(title: str, mark: str) -> None:
    """Raise ``CannotWriteError`` for a title that the first line cannot hold."""
    ends = ("`" in mark and "`" in title) or (not mark and title.startswith(":"))
    if ends or "\n" in title or title != title.strip():
        raise CannotWriteError(title)


def _inline(lines: Sequence[str], span: TextSpan, text: str) -> LinePatch:
    line = lines[span.line]
    return LinePatch(span.line, span.line, (line[: span.start] + text + line[span.end :],))


def _changed(
    lines: Sequence[str], block: NeedBlock, entry: FieldEntry, value: str
) -> LinePatch:
    if not value:
        return _removed(lines, block, entry)
    first, *more = _encoded(block.form, value, entry.style)
    if entry.inline and not more:
        line, span = lines[entry.inline.line], entry.inline
        space = "" if line[: span.start].endswith((" ", "\t")) else " "
        return _inline(lines, span, f"{space}{first}")
    assert entry.key is not None  # noqa: S101 (every entry that was read has one)
    line = lines[entry.first]
    head, end = f"{line[: entry.key.end]} {first}", end_of(line)
    rest = (f"{block.before}{text}{end}" for text in more)
    return LinePatch(entry.first, entry.last, (f"{head}{end}", *rest))


def _removed(lines: Sequence[str], block: NeedBlock, entry: FieldEntry) -> LinePatch:
    """Take a field away; a comment behind its value stays, on the line it was on."""
    if entry.inline and block.form != RST:
        line = without_end(lines[entry.first])
        if comment := line[entry.inline.end :].strip():
            kept = f"{block.before}{comment}{end_of(lines[entry.first])}"
            return LinePatch(entry.first, entry.last, (kept,))
    return LinePatch(entry.first, entry.last, ())


def _new_field(
    lines: Sequence[str], block: NeedBlock, name: str, value: str, order: Sequence[str]
) -> LinePatch:
    """Put a new field below the last of those that come before it in the order."""
    names = list(order)
    before = {*(names[: names.index(name)] if name in names else names), "id"}
    above = [entry for entry in block.entries if entry.name in before]
    at = max((entry.last for entry in above or block.entries), default=block.first) + 1
    end = end_of(lines[at - 1])
    new = tuple(f"{x}{end}" for x in _field_lines(block, name, value))
    return LinePatch(at, at - 1, new)


def _rewritten(page: Page, id_: str, text: str) -> LinePatch:
    """Put another text below the fields of a need."""
    block = page.block(id_)
    place = text_place(page.lines, page.blocks, block) if block else None
    if block is None or place is None:
        raise CannotWriteError(id_)
    end = end_of(page.lines[block.first])
    new = [f"{line}{end}" for line in place.lines(text)]
    if new and not page.lines[place.first - 1].endswith(("\n", "\r")):
        new.insert(0, end)  # the last line of the page
    return LinePatch(place.first, place.end - 1, tuple(new))


# Adding a block.


def _added(
    page: Page, anchor: str | None, draft: NeedDraft, syntax: PageSyntax
) -> LinePatch:
    """Put a new need below another in the form of that one, or at the end of the page."""
    lines = page.lines
    if anchor is not None:
        block = page.block(anchor)
        if block is None or not block.closed:
            raise CannotWriteError(anchor)
        end = end_of(lines[block.first])
        first = "" if lines[block.last].endswith(("\n", "\r")) else end
        texts = ["", *_block_lines(block, draft)]
        at = block.last + 1
    else:
        end = end_of(lines[0]) if lines else "\n"
        first = end if lines and not lines[-1].endswith(("\n", "\r")) else ""
        gap = bool(lines) and bool(lines[-1].strip())
        texts = [*([""] if gap else []), *_block_lines(_model(page, syntax), draft)]
        at = len(lines)
    new = (*((first,) if first else ()), *(f"{text}{end}" for text in texts))
    return LinePatch(at, at - 1, new)


def _model(page: Page, syntax: PageSyntax) -> NeedBlock:
    """Return a block to write a need like, on a page that has none."""
    is_rst = page.kind == RESTRUCTURED
    return NeedBlock(
        type="",
        id="",
        title="",
        title_span=TextSpan(0, 0, 0),
        first=0,
        last=0,
        closed=True,
        form=RST if is_rst else COLON,
        entries=(),
        before="   " if is_rst else ":",
        mark="" if is_rst else syntax.mark,
        indent="",
        body=(),
    )


def _block_lines(model: NeedBlock, draft: NeedDraft) -> list[str]:
    """Return the lines of a need without their ends, in the form of a model."""
    _check_title(draft.title, model.mark)
    fields = [
        line
        for name, value in {"id": draft.id, **draft.values}.items()
        for line in _field_lines(model, name, value)
    ]
    text = _text_lines(draft.text) if draft.text else []
    if model.form == RST:
        body = [f"{model.before}{line}".rstrip() for line in text]
        head = f"{model.indent}.. {draft.type}:: {draft.title}"
        return [head, *fields, *([""] if body else []), *body]
    fence = [f"{model.indent}---"] if model.form == YAML else []
    body = [f"{model.indent}{line}" for line in text]
    return [
        f"{model.indent}{model.mark}{{{draft.type}}} {draft.title}",
        *fence,
        *fields,
        *fence,
        *([model.indent.rstrip()] if body else []),
        *body,
        f"{model.indent}{model.mark}",
    ]


def _text_lines(text: str) -> list[str]:
    r"""Return the lines of a text, with ``\`` before what would not be text."""
    lines = _plain_lines(normalized(text))
    return [f"\\{line}" if _LEAVES_THE_TEXT.match(line) else line for line in lines]


def _plain_lines(text: str) -> list[str]:
    return [line.rstrip() for line in dedent(text).strip("\n").split("\n")]


# Writing a value.


def _field_lines(block: NeedBlock, name: str, value: str) -> list[str]:
    """Return the lines of a new field, without their ends."""
    head = f":{name}:" if block.form == RST else f"{name}:"
    first, *more = _encoded(block.form, value, None)
    return [f"{block.before}{head} {first}", *(f"{block.before}{x}" for x in more)]


def _encoded(form: str, value: str, style: str | None) -> list[str]:
    """Return a value as the lines it is written on, in the first form that reads back."""
    if form == RST:
        lines = value.split("\n")
        if any(not x or x != x.strip() for x in lines):
            raise CannotWriteError(value)
        return [lines[0], *(f"   {line}" for line in lines[1:])]
    for lines in _candidates(value, style):
        if _reads_back("\n".join(lines), value):
            return lines
    raise CannotWriteError(value)


def _candidates(value: str, style: str | None) -> list[list[str]]:
    single = ["'" + value.replace("'", "''") + "'"]
    double = [json.dumps(value, ensure_ascii=False)]
    if "\n" in value:
        lines = value.split("\n")
        literal = ["|-", *(f"  {line}" for line in lines)]
        # A line of the value must not be taken for the end of the block.
        ends = any(x.lstrip().startswith((":::", "```", "~~~", "---")) for x in lines)
        return [double] if ends else [literal, double]
    first = {"'": [single], '"': [double]}.get(style or "", [])
    return [*first, [value], double]


def _reads_back(text: str, value: str) -> bool:
    try:
        tokens, state = options_to_tokens(f"k: {text}\nnext: 1")
    except TokenizeError:
        return False
    read = [(key.value, token.value if token else "") for key, token in tokens]
    return read == [("k", value), ("next", "1")] and not state.has_comments
