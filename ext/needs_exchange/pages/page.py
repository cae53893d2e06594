"""One page: read once, changed in one go, and read again to see that it is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from needs_exchange.pages import adding, editing, myst, rst
from needs_exchange.pages.blocks import Block, CannotWriteError, by_id, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from markdown_it import MarkdownIt

    from needs_exchange.pages.adding import NewNeed

MARKDOWN, RESTRUCTURED = "markdown", "restructuredtext"

Values = Mapping[str, str]


@dataclass(frozen=True)
class Syntax:
    """How the pages of a project are read."""

    parser: MarkdownIt | None
    """The parser of Markdown, as the build has it; none: the project has no Markdown."""
    types: AbstractSet[str]
    mark: str = ":::"
    """What opens a new block where a page has none to learn from."""


@dataclass(frozen=True)
class Page:
    """A page as it lies on the disk."""

    docname: str
    path: Path
    kind: str
    raw: bytes
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def read(cls, docname: str, path: Path, kind: str, syntax: Syntax) -> Page:
        """Read a page. Raises ``OSError`` and ``UnicodeDecodeError``."""
        raw = path.read_bytes()
        return cls.of(docname, path, kind, raw, syntax)

    @classmethod
    def of(cls, docname: str, path: Path, kind: str, raw: bytes, syntax: Syntax) -> Page:
        """Read a page from its bytes."""
        lines = lines_of(raw.decode("utf-8"))
        return cls(
            docname, path, kind, raw, tuple(lines), tuple(_find(lines, kind, syntax))
        )

    def block(self, id_: str) -> Block | None:
        """Return the one block of an id; none when there is none, or more than one."""
        found = self._by_id.get(id_, [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_id(self) -> dict[str, list[Block]]:
        return by_id(self.blocks)


@dataclass(frozen=True)
class Edits:
    """What is to be different on one page."""

    changed: Mapping[str, Values] = field(default_factory=dict)
    """Id to field to its new value; ``title`` is the title."""
    added: tuple[tuple[str | None, NewNeed], ...] = ()
    """New needs, each with the id of the one it goes below; none: the end of the page."""


def edited(page: Page, edits: Edits, order: Sequence[str], syntax: Syntax) -> bytes:
    """Return the page as it is to be.

    The result is read again: every need on it must be what it was, or what it was to
    become. Raises ``CannotWriteError`` where that cannot be had.
    """
    patches: list[editing.Patch] = []
    for id_, values in edits.changed.items():
        block = page.block(id_)
        if block is None:
            raise CannotWriteError(id_)
        patches += editing.patches(page.lines, block, values, order)
    patches += [_added(page, anchor, new, syntax) for anchor, new in edits.added]
    raw = "".join(editing.patched(page.lines, patches)).encode()
    again = Page.of(page.docname, page.path, page.kind, raw, syntax)
    _verify(page, again, edits)
    return raw


def _added(page: Page, anchor: str | None, new: NewNeed, syntax: Syntax) -> editing.Patch:
    if anchor is None:
        rst_ = page.kind == RESTRUCTURED
        return adding.at_the_end(page.lines, rst=rst_, mark=syntax.mark, new=new)
    block = page.block(anchor)
    if block is None or not block.closed:
        raise CannotWriteError(anchor)
    return adding.below(page.lines, block, new)


def _verify(page: Page, again: Page, edits: Edits) -> None:
    """See that what was to change changed, and nothing else did."""
    new = {need.id for _, need in edits.added}
    anchors = [anchor for anchor, _ in edits.added if anchor]
    touched = [page.block(id_) for id_ in dict.fromkeys((*edits.changed, *anchors))]
    around = {
        outer.first
        for inner in touched
        if inner
        for outer in page.blocks
        if outer.first < inner.first <= outer.last
    }
    kept = [block for block in again.blocks if block.id not in new]
    if len(kept) != len(page.blocks):
        raise CannotWriteError(page.docname)
    for old, now in zip(page.blocks, kept, strict=True):
        same_text = old.first in around or old.body == now.body
        if not same_text or now.head != _expected(old, edits.changed):
            raise CannotWriteError(old.id)
    for _, need in edits.added:
        block = again.block(need.id)
        wanted = {"id": need.id, **need.values}
        if block is None or (block.title, block.values) != (need.title, wanted):
            raise CannotWriteError(need.id)


def _expected(block: Block, changed: Mapping[str, Values]) -> tuple[object, ...]:
    asked = changed.get(block.id, {})
    fields = {**block.values, **asked}
    title = (
        fields.pop(editing.TITLE, block.title) if editing.TITLE in asked else block.title
    )
    kept = {name: value for name, value in fields.items() if value or name not in asked}
    return (block.type, block.id, title, kept)


def _find(lines: Sequence[str], kind: str, syntax: Syntax) -> list[Block]:
    if kind == RESTRUCTURED:
        return rst.find(lines, syntax.types)
    if syntax.parser is None:
        return []
    return myst.find(lines, syntax.parser, syntax.types)
