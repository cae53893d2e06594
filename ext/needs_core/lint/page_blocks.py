"""Mistakes in the blocks and the front matter of a page, told at their lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils.parsers.rst.languages.en import directives
from sphinx.locale import get_translation
from sphinx.util.docutils import is_directive_registered

from needs_core.lint import block_faults, field_lines, front_matter, line_faults
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model
from needs_core.myst_internals import block_parser, reads_as_front_matter
from needs_core.settings import value
from needs_core.sphinx_internals import is_markdown

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_core")

BLOCK_MESSAGES = {
    block_faults.UNCLOSED: (
        _("The block never ends, and the rest of the page is read as a part of it."),
        _("Write %s on a line of its own where it is to end."),
    ),
    block_faults.RUNS_ON: (
        _("Another block begins before this one has ended, and is read as a part of it."),
        _("Write %s on a line of its own where it is to end, or more of them around both."),
    ),
    block_faults.NO_BRACES: (
        _("The word after the colons lacks its curly brackets, and the block is not read."),
        _("Write it as %s{word}."),
    ),
    block_faults.SURPLUS: (
        _("There is no block for this line to end."),
        _("Remove it, or begin the block above with %s and a word in curly brackets."),
    ),
    block_faults.TWICE: (
        _("The line %s is there twice, and only the last is read."),
        _("Remove one of them."),
    ),
    block_faults.SPACE: (
        _("There is a space inside the curly brackets."),
        _("Remove it."),
    ),
    block_faults.INDENTED: (
        _("The block is indented by four or more spaces and is read as code."),
        _("Remove the spaces before its lines."),
    ),
    block_faults.LATE_FIELD: (
        _("The line :%s: stands below the text of the item and is read as text."),
        _("Move it up to the other lines below the first line of the block."),
    ),
    block_faults.NO_FIELD: (
        _("The line is no field, and stands right below the field %s."),
        _(
            "If it belongs to the field, write both on one line; if not, move it below "
            "all fields, with an empty line above it."
        ),
    ),
    block_faults.INLINE: (
        _("A block begins within the line, and is read as text."),
        _("Begin a new line with %s; in a table or a heading there can be no block."),
    ),
    block_faults.RST: (
        _("The block is written as in reStructuredText, and is read as text."),
        _("Write %s{word}, the fields below it, and %s where it is to end."),
    ),
    line_faults.ROLE: (
        _("The link in the line is not written as it is read here, and is shown as text."),
        _("Write it as {need}`id`: the word, and the rest between two of the same marks."),
    ),
    line_faults.LINK: (
        _("The link in the line is not written as it is read here, and is shown as text."),
        _("Write it as [text](page.md), with no space in or before the round brackets."),
    ),
    line_faults.PICTURE: (
        _("A picture in the line is not written as it is read here; it is shown as text."),
        _("Write it as ![text](file.png), with no space in the name of the file."),
    ),
    line_faults.HEADING: (
        _("The heading has no space after its marks, and is read as text."),
        _("Write # marks, a space, and the text."),
    ),
    line_faults.DEEP: (
        _("The heading has more than six marks, and is read as text."),
        _("Write six of them or fewer: one more than the heading above it."),
    ),
    block_faults.REFERENCE: (
        _("The link leads to a name that the page gives no address of; it is plain text."),
        _("Write it as [text](page.md), or [name]: and the address on a line of its own."),
    ),
    block_faults.ONE_LINE: (
        _("The block ends in the line that opens it."),
        _("Write its fields on the lines below, and %s on a line of its own below them."),
    ),
    block_faults.FIELD_IN_TITLE: (
        _("The line :%s: stands in the title, and is read as a part of it."),
        _("Write it on a line of its own below the first line of the block."),
    ),
    block_faults.EMPTY_FIRST: (
        _("An empty line stands above the lines of the item, and they are read as text."),
        _("Remove the empty line."),
    ),
    block_faults.TARGET_TWICE: (
        _("The line names %s twice."),
        _("Remove one of them."),
    ),
    block_faults.TABLE: (
        _("The table has no line below its first, and is read as text."),
        _("Write a line with | --- | for each column below the first line."),
    ),
    block_faults.ROW_APART: (
        _("The row stands in no table, and is read as text."),
        _("Remove the empty line between it and its table, or write \\| for each mark."),
    ),
    block_faults.CELLS: (
        _("The row has more cells than the first of the table, and the last are lost."),
        _("Remove one, add one to the first line, or write \\| where it is text."),
    ),
    block_faults.TOO_SHORT: (
        _("A block begins with three colons; this one is read as plain text."),
        _("Write three colons before the curly bracket, and nothing between them."),
    ),
    block_faults.NOT_ENABLED: (
        _("Blocks with colons are not enabled in this project; this one is plain text."),
        _("Write three backticks, or add colon_fence to myst_enable_extensions."),
    ),
}
"""Fault and remedy of each kind; ``%s`` is the field, or the marks."""

_MISTYPED = {
    field_lines.EQUALS: _("The line of %s has = where a colon is to stand."),
    field_lines.COLON: _("The line of %s has a colon that is not that of the keyboard."),
    field_lines.SPACING: _("The line of %s has a tab or a special space in it."),
    field_lines.MARKS: _("The line of %s has marks in it that do not belong to a field."),
    field_lines.FIRST: _("The line of %s does not begin with a colon."),
    field_lines.SECOND: _("The line of %s has no colon after the name."),
    field_lines.DOUBLE: _("The line of %s begins with more than one colon."),
    field_lines.NO_SPACE: _("The line of %s has no space before the value."),
    field_lines.SPACES: _("The line of %s has a space around the name."),
    field_lines.CAPITALS: _("The name of %s is in small letters."),
    field_lines.TWO: _("The line of %s holds another line, too."),
    field_lines.QUOTES: _("The marks around the value of %s do not fit each other."),
}
_ON_LINES = _("Write each on a line of its own.")
_AS_MEANT = _("Write the line as: %s")
_FIRST_LINES = {block_faults.SPACE, block_faults.ONE_LINE, block_faults.NO_BRACES}
"""Mistakes in the line that opens a block."""

_FRONT_MATTER = {
    front_matter.OPENING: (
        _("The lines about the page do not stand between two lines of three hyphens."),
        _("Write --- and nothing else in the first line of the page and below the lines."),
    ),
    front_matter.UNCLOSED: (
        _("The lines about the page never end, and are not read."),
        _("Write --- on a line of its own below them."),
    ),
    front_matter.TWICE: (
        _("The line is there twice, and only the last is read."),
        _("Remove one of them."),
    ),
    front_matter.NAME: (
        _("No line about a page has this name, and it is not read."),
        _("Correct the name, or remove the line."),
    ),
    front_matter.UNKNOWN: (
        _("No line about a page has this name, and it is not read."),
        _("Correct the name, or remove the line."),
    ),
    front_matter.NUMBER: (
        _("The value is not a number, and the line is not read."),
        _("Write a number, as in tocdepth: 2."),
    ),
    front_matter.DENIED: (
        _("The line holds by standing there, whatever its value is."),
        _("Remove the line."),
    ),
    front_matter.ENTRY: (
        _("The line about the page cannot be read."),
        _("Write a name, a colon, a space and a value, or remove the line."),
    ),
}


def check_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of mistakes in the lines about a page (``source-read``); Markdown only."""
    if is_markdown(app, docname):
        names = value(app.config, "needs_core_page_names")
        source[0], faults = front_matter.checked(source[0], reads_as_front_matter, names)
        for fault in faults:
            what, remedy = _FRONT_MATTER[fault.kind]
            if fault.meant:
                remedy = str(_AS_MEANT) % fault.meant
            at = (docname, fault.line, fault.name or "---")
            warn(Problem(*at, what, remedy, "needs_core", "front_matter"))


def _is_directive(app: Sphinx, name: str) -> bool:
    """Tell whether docutils, Sphinx or an extension has a directive of a name."""
    of_sphinx = app.env.domains.standard_domain.directives
    return name in directives or name in of_sphinx or is_directive_registered(name)


def check_blocks(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of blocks that begin or end wrongly (``source-read``); Markdown only."""
    parser = block_parser(app)
    if parser is None or not is_markdown(app, docname):
        return
    model = read_model(app.config)
    fields = {*model.fields, *model.links, "id", "status", "tags"}
    known = block_faults.KnownNames(
        model.types, fields, model.links, partial(_is_directive, app)
    )
    for fault in [*block_faults.block_faults(source[0], parser, known)]:
        if fault.mistyped:
            remedy = _ON_LINES if fault.mistyped == field_lines.TWO else _AS_MEANT
            what, filling = _MISTYPED[fault.mistyped], fault.meant[0]
        else:
            (what, remedy), filling = BLOCK_MESSAGES[fault.kind], fault.marks
        at = (docname, fault.line, fault.name or _("“%s”") % fault.marks)
        fault_text = str(what).replace("%s", fault.field)
        remedy = str(remedy).replace("%s", filling)
        warn(Problem(*at, fault_text, remedy, "needs_core", fault.kind))
        if fault.meant:
            lines = source[0].split("\n")
            begin, end = fault.line - 1, fault.line - 1 + len(fault.meant)
            # In a list the fields are indented; in a quotation they stay as they are.
            is_first = fault.kind in _FIRST_LINES
            above = ":" if is_first else lines[begin - 1]
            indent, colon, _rest = above.partition(":")
            if colon and not indent.strip():
                lines[begin:end] = [f"{indent}{line}" for line in fault.meant]
                source[0] = "\n".join(lines)
