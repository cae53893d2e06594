"""Marks in the text of a page of Markdown that nothing is made of: readers would see them.

A mark of emphasis without its other half, a list without a space after its hyphens, a
placeholder of a form letter, a table of tabs: Markdown has no errors, and shows all of it
as it was typed. Some of it is what a page on programs may mean, so it is told only where
messages are rewritten.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from needs_core.core_settings import ORIGINAL, wording
from needs_core.lint.line_faults import HEADING, ROLE, markup_fault
from needs_core.lint.mark_faults import (
    CODE,
    DEFINITION,
    EMPHASIS,
    FOOTNOTE,
    FORM,
    HALF_PROTOCOL,
    HARD_HEADING,
    INDENTED_TEXT,
    LABEL,
    LIST,
    NO_FILE,
    NO_PROTOCOL,
    OWN_COMPUTER,
    SECOND_TITLE,
    SPACE_IN_MARKS,
    STRUCK,
    TABLE_MARKS,
    UNDERLINED,
    UNKNOWN_ROLE,
    WIKI_LINK,
    mark_faults,
)
from needs_core.lint.page_blocks import BLOCK_MESSAGES
from needs_core.lint.page_source import code_lines
from needs_core.messages import Problem, warn
from needs_core.myst_internals import block_parser, inline_parser
from needs_core.sphinx_internals import app_of, is_markdown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_NO_OTHER_HALF = (
    _("The mark has no other half, and is shown as it is written."),
    _("Write it on both sides of the words, or \\ before it when it is text."),
)

_MESSAGES = {
    EMPHASIS: _NO_OTHER_HALF,
    SPACE_IN_MARKS: (
        _("There is a space inside the marks, and they are shown as they are written."),
        _("Remove the space between the marks and the words."),
    ),
    CODE: _NO_OTHER_HALF,
    FORM: (
        _("The placeholder is shown as it is written."),
        _("Write what is to stand there, or remove it."),
    ),
    LIST: (
        _("The lines are no list, and are shown as one line of text."),
        _("Begin each with a hyphen, or a number and a full stop, and an ordinary space."),
    ),
    TABLE_MARKS: (
        _("The lines are no table, and are shown as one line of text."),
        _(
            "Write each row as | a | b |, and below the first a line with | --- | for each"
            " column."
        ),
    ),
    STRUCK: (
        _("The marks mean nothing here, and are shown as they are written."),
        _("Remove them, or what stands in them."),
    ),
    WIKI_LINK: (
        _("It is a link of a wiki, and is shown as it is written."),
        _("Write it as [text](page.md), or \\ before it when it is text."),
    ),
    DEFINITION: (
        _("The line begins with a colon, and is read as the rest of the line above."),
        _("Write word and meaning in one line, or both in a block {glossary}."),
    ),
    FOOTNOTE: (
        _("The name of a footnote has a space in it, and is shown as it is written."),
        _("Write it without one, here and at the footnote."),
    ),
    LABEL: (
        _("The line gives no place a name, and is shown as it is written."),
        _("Write (name)= on a line of its own above the heading, and nothing behind it."),
    ),
    UNKNOWN_ROLE: (
        _("There is no such role."),
        _("Correct the word in the curly brackets."),
    ),
    INDENTED_TEXT: (
        _("The text is indented by four or more spaces, or a tab, and is read as code."),
        _("Remove the spaces before it, or write ``` above and below it."),
    ),
    UNDERLINED: (
        _("The line of hyphens right below the text makes a heading of it."),
        _("Write an empty line between them, or remove the hyphens."),
    ),
    SECOND_TITLE: (
        _("The page has more than one title."),
        _("Write this heading with ##, or make a page of its own of it."),
    ),
    NO_FILE: (
        _("The picture has no file."),
        _("Write the name of the file in the round brackets, or remove the picture."),
    ),
    OWN_COMPUTER: (
        _("The file is on your own computer, where no reader gets it."),
        _("Put it beside the page, and write its name alone."),
    ),
    NO_PROTOCOL: (
        _("The address does not begin as that of another site, and is no link."),
        _("Write https:// before it."),
    ),
    HALF_PROTOCOL: (
        _("The address does not begin as that of another site, and is no link."),
        _("Let it begin with https://, two slashes and all."),
    ),
}
"""Fault and remedy of each kind."""

_WORDS = 3
"""So many words are text, where a block of code might be meant."""
_GLUED_TITLE = re.compile(r" {0,3}#(?=[^\s#])")
_TITLE = re.compile(r" {0,3}#(?: |$)|[^\n]*\n {0,3}=+ *$")
_DRIVE = re.compile(r"[A-Za-z]:(?:[\\/]|%5C)")

# Sphinx

_parsers: WeakKeyDictionary[Sphinx, MarkdownIt] = WeakKeyDictionary()


def setup(app: Sphinx) -> None:
    """Add the transform, and what mends headings before a page is parsed."""
    app.add_transform(TextMarks)
    app.connect("source-read", _mend_headings, priority=190)


def _mend_headings(app: Sphinx, docname: str, source: list[str]) -> None:
    """Read headings as they are meant (``source-read``); Markdown only.

    A space that does not break, as Word has it, makes no heading; nor does none. A page
    without its title would be in no menu, and that is no fault of its own.
    """
    text = source[0]
    if not is_markdown(app, docname) or wording(app.config) == ORIGINAL:
        return
    if "\u00a0" not in text and not re.search(r"^ {0,3}#[^\s#]", text, re.MULTILINE):
        return
    lines = text.split("\n")
    code = code_lines(lines, block_parser(app))
    prose = [(at, line) for at, line in enumerate(lines) if at not in code]
    glued = [at for at, line in prose if _GLUED_TITLE.match(line)]
    if any(_TITLE.match(f"{line}\n{after}") for line, after in _pairs(lines)):
        glued = []  # it has a title
    for at, line in prose:
        mended = line
        if found := HARD_HEADING.match(line):
            mended = f"{found[0][:-1]} {line[found.end() :].lstrip()}"
        elif glued[:1] == [at]:
            mended = _GLUED_TITLE.sub("# ", line)
        if mended != line:
            lines[at] = mended
            fault, remedy = BLOCK_MESSAGES[HEADING]
            where = (docname, at + 1, line.strip())
            warn(Problem(*where, str(fault), str(remedy), "needs_core", HEADING))
    source[0] = "\n".join(lines)


def _pairs(lines: list[str]) -> zip[tuple[str, str]]:
    return zip(lines, [*lines[1:], ""], strict=True)


class TextMarks(SphinxTransform):
    """Looks at the paragraphs and headings of a page as soon as it is parsed."""

    default_priority = 90
    """Before HTML that was typed is made a paragraph."""

    def apply(self, **_kwargs: Any) -> None:
        """Warn of the marks on a page of Markdown."""
        page = self.env.current_document.docname
        app = app_of(self.env)
        if not is_markdown(app, page) or wording(self.config) == ORIGINAL:
            return
        if app not in _parsers and (made := inline_parser(app)):
            _parsers[app] = made
        parser = _parsers.get(app)
        if parser is None:
            return
        self._lines: dict[str, list[str]] = {}
        for node in [*self.document.findall(_is_looked_at)]:
            if isinstance(node, nodes.literal_block):
                self._check_code(node)
            elif isinstance(node, _LINKED):
                self._check_address(node)
            elif isinstance(node, nodes.TextElement):
                self._check_text(node, parser)

    def _check_text(self, node: nodes.TextElement, parser: MarkdownIt) -> None:
        if not node.rawsource or not node.line:
            return
        around = _ancestors(node)
        in_list = isinstance(node.parent, nodes.list_item)
        in_block = not all(isinstance(x, _OF_MARKDOWN) for x in around)
        where = {"in_list": in_list, "in_block": in_block}
        is_title = isinstance(node, nodes.title)
        for fault in mark_faults(node.rawsource, parser, **where):
            if fault.kind == CODE and self._is_told(node, fault.line):
                continue
            if not (is_title and fault.kind in {LIST, TABLE_MARKS}):
                self._warn(node, fault.line, fault.kind, fault.words)
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            self._check_heading(node)

    def _is_told(self, node: nodes.TextElement, offset: int) -> bool:
        """Tell whether the line is told of for what stands within the mark."""
        lines, at = self._source(node), (node.line or 1) - 1 + offset
        line = lines[at] if at < len(lines) else ""
        is_divided = isinstance(node.parent, nodes.entry) and line.count("`") % 2 == 0
        return is_divided or markup_fault(line) == ROLE

    def _check_heading(self, title: nodes.title) -> None:
        lines = self._source(title)
        begin = (title.line or 1) - 1
        end = begin + title.rawsource.count("\n") + 1
        if end < len(lines) and re.fullmatch(r" {0,3}-+\s*", lines[end]):
            is_text = title.rawsource.rstrip()[-1:] in ".,:;" or end > begin + 1
            if is_text and not lines[begin].lstrip().startswith("#"):
                words = " ".join(title.rawsource.split()[:6])
                self._warn(title, 0, UNDERLINED, words)
                return
        section = title.parent
        others = [x for x in self.document.children if isinstance(x, nodes.section)]
        if section in others[1:] and title.source == others[0].children[0].source:
            self._warn(title, 0, SECOND_TITLE, title.astext())

    def _check_code(self, node: nodes.literal_block) -> None:
        lines = self._source(node)
        line = lines[node.line - 1] if node.line and node.line <= len(lines) else ""
        words = line.split()
        is_text = len(words) >= _WORDS and not re.search(r"[{}<>=;]|:::|^\s*:", line)
        if re.match(r" {4}|\t", line) and is_text and not _is_in_list(node):
            self._warn(node, 0, INDENTED_TEXT, " ".join(words[:6]))

    def _check_address(self, node: nodes.Element) -> None:
        """Warn of an address that leads nowhere, and remove the link."""
        named = (node.get(name) for name in ("uri", "reftarget", "refuri"))
        address = str(next(filter(None, named), ""))
        kind = OWN_COMPUTER if _DRIVE.match(address) else ""
        if not address and isinstance(node, nodes.image):
            kind = NO_FILE
        if node.get("reftype") == "myst" and address.startswith("www."):
            kind = NO_PROTOCOL
        if re.match(r"https?:(?!//)", address):
            kind = HALF_PROTOCOL
        if kind and node.get("reftype", "myst") in {"myst", "download"}:
            self._warn(node, 0, kind, unquote(address) or "![]()")
            instead = node.children or [nodes.Text(node.get("alt", ""))]
            node.replace_self(instead)

    def _source(self, node: nodes.Element) -> list[str]:
        path = self._path(node)
        if path not in self._lines:
            text = Path(path).read_text(encoding="utf-8", errors="replace")
            self._lines[path] = text.split("\n")
        return self._lines[path]

    def _path(self, node: nodes.Element) -> str:
        source = next((x.source for x in (node, *_ancestors(node)) if x.source), "")
        page = str(self.env.doc2path(self.env.current_document.docname))
        return source if source and Path(source).is_file() else page

    def _warn(self, node: nodes.Element, offset: int, kind: str, words: str) -> None:
        page = self.env.current_document.docname
        first = next((x.line for x in (node, *_ancestors(node)) if x.line), 1)
        path = self._path(node)
        file = path if path != str(self.env.doc2path(page)) else None
        at = (page, first + offset, words)
        fault, remedy = _MESSAGES.get(kind) or BLOCK_MESSAGES[kind]
        warn(Problem(*at, str(fault), str(remedy), "needs_core", kind, file))


_OF_MARKDOWN = (
    nodes.document,
    nodes.section,
    nodes.list_item,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.block_quote,
    nodes.paragraph,
    *(nodes.table, nodes.tgroup, nodes.thead, nodes.tbody, nodes.row, nodes.entry),
)
"""What Markdown makes by itself, outside any block."""

_LINKED = (nodes.image, nodes.reference, addnodes.pending_xref)
_LOOKED_AT = (
    nodes.paragraph,
    nodes.title,
    nodes.rubric,
    nodes.literal_block,
    *_LINKED,
)


def _is_looked_at(node: nodes.Node) -> bool:
    return isinstance(node, _LOOKED_AT)


def _ancestors(node: nodes.Node) -> list[nodes.Element]:
    found: list[nodes.Element] = []
    parent = node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def _is_in_list(node: nodes.Element) -> bool:
    """Tell whether a block of code stands in a list, where more spaces are usual."""
    return any(isinstance(x, nodes.list_item) for x in _ancestors(node))
