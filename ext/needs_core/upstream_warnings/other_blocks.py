"""The warnings of Sphinx, docutils, MyST and sphinx-design about blocks of their own."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.upstream_warnings.message import (
    WRITTEN,
    Message,
    Vocabulary,
    as_written,
    pattern,
    told,
)

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


def _no_lines(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    """Rewrite that a block names lines that there are not, or no lines at all."""
    fault = _("There are no such lines.")
    remedy = _("Write the numbers of lines there are.")
    if match[0].startswith("invalid"):
        fault = _("It is no list of lines.")
        remedy = _("Write their numbers, as 1,3-5.")
    of_file = "literalinclude" in vocabulary.source()
    option = "lines" if of_file else "emphasize-lines"
    return Message(as_written(match["name"]), fault, remedy, option)


def _equation_twice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("A formula in %s has this name, too.") % PurePath(match["file"]).name,
        _("Give one of them another."),
        "label",
    )


def _menu_twice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name = match["name"]
    fault, remedy = _("The menu names the page twice."), _("Remove one of the lines.")
    return Message(name, fault, remedy, last=name)


def _no_match(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    site, *_kinds, name = as_written(match["name"]).split(":")
    return Message(
        name or site,
        _("No list of places of another site has this name."),
        _("Correct the link, or write the whole address of the page."),
    )


def _choose(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("The block is not made as it is to be, and is left out."),
        _(
            "Write a block {choose}, and in it blocks {when} with a condition each, and "
            "at last {otherwise} without one."
        ),
    )


_NOT_THERE = _("Correct it, or remove the line.")
_BLOCK_REMEDY = _("Correct it, or remove the block.")

PATTERNS = (
    # Tables and pictures
    pattern(
        r'^"(?P<name>[\w-]+)" widths do not match the number of columns in table'
        r" \((?P<number>[0-9]+)\)",
        told(
            "name",
            _("There are not as many widths as columns."),
            _("Write %(number)s numbers, or remove the line."),
            "widths",
        ),
    ),
    pattern(
        r"^(?P<rows>[0-9]+) header row\(s\) specified but only (?P<number>[0-9]+) row\(s\) "
        r'of data supplied \("(?P<name>[\w-]+)" directive\)',
        told(
            "name",
            _("The table has only %(number)s rows, and %(rows)s are to be its head."),
            _("Write more rows, or a smaller number."),
            "header-rows",
        ),
    ),
    pattern(
        r"^(?P<columns>[0-9]+) stub column\(s\) specified but only (?P<number>[0-9]+) "
        r'columns\(s\) of data supplied \("(?P<name>[\w-]+)" directive\)',
        told(
            "name",
            _("The table has only %(number)s columns, and %(columns)s are to be its head."),
            _("Write more columns, or a smaller number."),
            "stub-columns",
        ),
    ),
    pattern(
        r"^Insufficient data supplied \([^)]*\(s\)\); no data remaining for table body, "
        r'required by "(?P<name>[\w-]+)" directive',
        told(
            "name",
            _("The table has a head and nothing below it."),
            _("Write more rows, or a smaller number of rows or columns of its head."),
        ),
    ),
    pattern(
        r'^The "(?P<name>[\w-]+)" directive (?:is empty; content req|requires content)',
        told("name", _("The block is empty."), _("Write its text, or remove the block.")),
    ),
    pattern(
        r'^"(?P<name>[\w-]+)" directive may not both specify an external file and have',
        told(
            "name",
            _("The block names a file and has a text of its own."),
            _("Remove one of them."),
        ),
    ),
    pattern(
        r"^Figure caption must be a paragraph or empty comment",
        told(
            "figure",
            _("The text below a picture begins with its caption, and this is none."),
            _("Write the caption as one paragraph first, and the rest below it."),
        ),
    ),
    pattern(
        r"^(?:content should be one image, followed by a single paragraph caption"
        r"|figure-md)",
        told(
            "figure-md",
            _("The block holds one picture, and its caption below, and nothing else."),
            _("Write both, with an empty line between them."),
        ),
    ),
    # Files that are shown
    pattern(rf"^Line spec {WRITTEN}: no lines pulled from include file", _no_lines),
    pattern(rf"^line number spec is out of range\([^)]*\): {WRITTEN}", _no_lines),
    pattern(rf"^invalid line number spec: {WRITTEN}", _no_lines),
    pattern(
        r"^(?P<option>start-after|start-at|end-at|end-before) pattern not found: "
        r"(?P<name>.*)$",
        told("name", _("The file has no such text."), _NOT_THERE, "option"),
    ),
    pattern(
        r'^Directive "[\w-]+"; option "(?P<option>[\w-]+)": text not found '
        r'"(?P<name>.*)"\.',
        told("name", _("The file has no such text."), _NOT_THERE, "option"),
    ),
    pattern(
        r'^Problem with "(?P<option>[\w-]+)" option of "[\w-]+" directive:\nText not found',
        told("option", _("The file has no such text."), _NOT_THERE, "option"),
    ),
    pattern(
        rf"^Object named {WRITTEN} not found in include file",
        told("name", _("The file has nothing of this name."), _NOT_THERE, "pyobject"),
    ),
    pattern(
        r"^non-whitespace stripped by (?P<option>dedent)",
        told(
            "option",
            _("So many signs are taken from each line that some of the text is lost."),
            _("Write a smaller number, or remove the line."),
            "option",
        ),
    ),
    # Formulas, numbers and the index
    pattern(
        r"^duplicate label of equation (?P<name>\S+), other instance in (?P<file>.*)$",
        _equation_twice,
    ),
    pattern(
        r"^equation not found: (?P<name>.*)$",
        told("name", _("There is no formula of this name."), _("Correct the link.")),
    ),
    pattern(
        r"^Failed to create a cross reference\. Any number is not assigned: (?P<name>.*)$",
        told(
            "name",
            _("What the link points at has no number."),
            _("Point at it with {ref}, or have its page stand in a menu (toctree)."),
        ),
    ),
    pattern(
        r"^(?P<name>numfig) is disabled",
        told(
            "name",
            _("Tables and pictures have no numbers in this project."),
            _("Point at them with {ref}."),
        ),
    ),
    pattern(
        r"^(?:the link has no caption|invalid numfig_format): (?P<name>.*?)(?: \(.*\))?$",
        told(
            "name",
            _("The link cannot be written in this form."),
            _("Write it as {numref}`name`, without a text of its own."),
        ),
    ),
    pattern(
        r"^(?:invalid (?P<name>RFC|PEP|CVE|CWE) number|(?P<other>RFC|PEP) number must be)",
        lambda match, _vocabulary: Message(
            str(match["name"] or match["other"]).lower(),
            str(_("It is no number.")),
            str(_("Write the number alone.")),
        ),
    ),
    pattern(
        rf"^invalid (?P<kind>\w+) index entry {WRITTEN}",
        told(
            "name",
            _("An entry of the index of kind %(kind)s has more than one word."),
            _("Write them with a semicolon between, or single in place of %(kind)s."),
        ),
    ),
    pattern(
        rf"^unknown index entry type {WRITTEN}",
        told(
            "name",
            _("There is no kind of entries of the index of this name."),
            _("Choose one of: %s."),
            of="single, pair, triple, see, seealso",
        ),
    ),
    # Menus and lists
    pattern(r"^duplicated entry found in toctree: (?P<name>.*)$", _menu_twice),
    pattern(
        r"^\.\. (?P<name>hlist|acks) content is not a list",
        told(
            "name",
            _("The block holds a list, and this is none."),
            _("Write it as one, each point on a line with a hyphen."),
        ),
    ),
    # Where a block may stand
    pattern(
        r'^Invalid context: the "(?P<name>[\w-]+)" directive can only be used within a'
        r" substitution definition",
        told(
            "name",
            _("The block is of no use here, and is left out."),
            _("Remove it, and write the text itself."),
        ),
    ),
    pattern(
        r"^Directive '(?P<name>[^']*)' cannot be mocked",
        told(
            "name",
            _("The block is of no use in Markdown, and is left out."),
            _("Remove it."),
        ),
    ),
    pattern(
        r'^The "(?P<name>[\w-]+)" directive may not be used within',
        told(
            "name",
            _("The block cannot stand within another, and is left out."),
            _("Move it out, between two paragraphs."),
        ),
    ),
    pattern(
        r'^"(?P<name>role)" directive requires arguments on the first line',
        told("name", _("The block is of no use here, and is left out."), _("Remove it.")),
    ),
    pattern(
        r'^Invalid class attribute value for "(?P<block>[\w-]+)" directive: "(?P<name>.*)"',
        told(
            "name",
            _("It cannot be the name of a class in a style sheet."),
            _("Let it begin with a letter."),
        ),
    ),
    # sphinx-design
    pattern(
        r"^Invalid directive argument: argument must be 1 or 4",
        told(
            "grid",
            _("The number of columns cannot be used."),
            _("Write a number from 1 to 12, or four of them, after {grid}."),
        ),
    ),
    pattern(
        r"^Invalid (?P<role>[\w-]+?)(?: icon)? content:.*?Unrecognised [\w-]+(?: icon)?:"
        r" (?P<name>[^'\"]*)",
        told("name", _("There is no icon of this name."), _("Correct it, or remove it.")),
    ),
    pattern(
        r"^Invalid (?P<name>[\w-]+?)(?: icon)? content:",
        told(
            "name",
            _("The icon cannot be drawn."),
            _("Write its name alone, or name;1em, with its height."),
        ),
    ),
    # Text from elsewhere
    pattern(
        r'^Undefined substitution referenced: "(?P<name>[^"]*)"',
        told(
            "name",
            _("Nothing says what is to stand in place of it."),
            _("Write the text itself."),
        ),
    ),
    pattern(rf"^No matches for {WRITTEN}", _no_match),
    pattern(
        rf"^(?:unknown (?:keyword|document|option)|citation not found):? {WRITTEN}",
        told(
            "name",
            _("A link points at a place that does not exist."),
            _("Correct the link."),
        ),
    ),
    # Parts of a page that depend on variants
    pattern(
        r"^'(?P<name>\w+)' (?:directive|role) used but (?:needs_variant_data is not"
        r" configured|no variant data is available)",
        told(
            "name",
            _("It asks for variants, and the project has none."),
            _("Remove it, or write the variants in needs_variant_data."),
        ),
    ),
    pattern(
        r"^'(?P<name>if|elif|else)' directive expression (?:failed|did not return a bool)",
        told("name", _("The condition of the block cannot be read."), _BLOCK_REMEDY),
    ),
    pattern(
        rf"^'variant' role could not resolve {WRITTEN}",
        told("name", _("There is no such variant."), _("Correct it, or remove it.")),
    ),
    pattern(r"^'(?P<name>choose|when|otherwise|if|elif|else)' directive ", _choose),
)
"""The wordings of Sphinx 9.0, docutils 0.22, MyST 5 and sphinx-design 0.8."""
