"""The warnings and errors of sphinx-needs about its other blocks, options and roles."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import (
    WRITTEN,
    Message,
    Vocabulary,
    pattern,
    told,
)
from needs_core.upstream_warnings.needs_views import unknown_need

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


def _template(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault, remedy = _("There is no such file."), _("Correct the name of the file.")
    if "render" in match[0]:
        fault = _("The file is no template that can be filled in.")
        remedy = _("Correct it, or remove the line to have the usual report.")
    return Message(PurePath(match["name"]).name, fault, remedy, "template")


_CORRECT_VALUE = _("Correct the value, or remove the line.")
_CORRECT_NAME = _("Correct the name, or remove the line.")

PATTERNS = (
    # needreport
    pattern(
        r"^No options specified to generate need report",
        told(
            "needreport",
            _("The block says nothing of what it shows, and is left out."),
            _("Write one or more of the lines :types:, :links:, :options: and :usage:."),
        ),
    ),
    pattern(
        r"^Could not (?:load|render) needs report template file (?P<name>[^\n]*?)"
        r"(?:; |: |$)",
        _template,
    ),
    # list2need
    pattern(
        r"^(?P<block>list2need): (?:'presentation' must be 'nested' or 'standalone')",
        told(
            "block",
            _("The value of presentation cannot be used."),
            _("Choose one of: %s."),
            "presentation",
            "nested, standalone",
        ),
    ),
    pattern(
        r"^(?P<block>list2need): types must be set",
        told(
            "block",
            _("The line %s is missing, and nothing is drawn."),
            _("Write a line :%s: with a value."),
            of="types",
        ),
    ),
    pattern(
        r"^(?P<block>list2need): Unknown (?P<what>type|link) configured: (?P<value>\S+?)\. "
        r"Allowed are (?P<choices>.*)$",
        told(
            "block",
            _("“%(value)s” cannot be used."),
            _("Choose one of: %(choices)s."),
        ),
    ),
    pattern(
        r"^(?P<block>list2need): Indentation for list must be",
        told(
            "block",
            _("A line of the list is indented by an odd number of spaces."),
            _("Indent each level by two."),
        ),
    ),
    pattern(
        r"^(?P<block>list2need): (?:No need type|Not enough links-down) defined for "
        r"indentation level",
        told(
            "block",
            _("The list has more levels than types or links-down name."),
            _("Name one more, or write the list with fewer levels."),
        ),
    ),
    # needextend, needextract, needtable
    pattern(
        r"^Empty ID/filter argument in (?P<name>needextend)",
        told(
            "name",
            _("The block names no item."),
            _("Write the id behind the name of the block."),
        ),
    ),
    pattern(
        r"^Unknown option '(?P<sign>[+-]?)(?P<name>[^']*)'$",
        lambda match, vocabulary: Message(
            match["name"],
            _("There is no such field.") + did_you_mean(match["name"], vocabulary.fields),
            str(_CORRECT_NAME),
            f"{match['sign']}{match['name']}",
        ),
    ),
    pattern(
        r"^(?:Option '(?P<name>[^']*)' does not support extend|Cannot append to option"
        r" '(?P<bare>[^']*)')",
        lambda match, _vocabulary: Message(
            (match["name"] or match["bare"]).lstrip("+-"),
            _("The field cannot be changed in this way."),
            _("Correct it at the item itself, and remove the line."),
            match["name"] or match["bare"],
        ),
    ),
    pattern(
        r"^delete option '(?P<name>[^']*)' should not have a value",
        told(
            "name",
            _("A line that empties a field has no value."),
            _("Write the line without one."),
            "name",
        ),
    ),
    pattern(
        r"^filter arguments and option filter at the same time are disallowed",
        told(
            "filter",
            _("The filter stands both on the first line and on a line of its own."),
            _("Keep one of them."),
            "filter",
        ),
    ),
    pattern(
        r"^Content for requested need '(?P<id>[^']*)' not found",
        told(
            "id",
            _("The text of the item cannot be shown here."),
            _("Take it out of the block, or link to it."),
        ),
    ),
    pattern(
        r"^(?:needtable: )?Amount of elements in colwidths and columns do not match",
        told(
            "needtable",
            _("There are not as many widths as columns."),
            _("Write one number a column, as 20,80, or remove the line."),
            "colwidths",
        ),
    ),
    pattern(
        r"^The '(?P<name>style_col)' option has never had any effect",
        told("name", _("The line does nothing."), _("Remove the line."), "name"),
    ),
    # Options, of any block
    pattern(
        r"^Invalid value for '(?P<name>[^']*)' option: (?P<value>[^\n]*)",
        lambda match, _vocabulary: Message(
            match["name"],
            _("The value cannot be used."),
            str(_CORRECT_VALUE),
            match["name"],
        ),
    ),
    pattern(
        rf"^Invalid '(?P<option>[^']*)' value {WRITTEN}, allowed values: (?P<choices>.*?);",
        told(
            "option",
            _("“%(name)s” cannot be used."),
            _("Choose one of: %(choices)s."),
            "option",
        ),
    ),
    pattern(
        r"^title_from_content set to True, but (?:a title was|no content) provided",
        told(
            "title_from_content",
            _("The title is to be taken from the text, and that cannot be done."),
            _("Write either a title or that line, and a text below it."),
            "title_from_content",
        ),
    ),
    # Roles
    pattern(
        r"Got too many filter elements",
        told(
            "need_count",
            _("More than two filters stand in it."),
            _("Write one, or two with a question mark between: a ? b."),
        ),
    ),
    pattern(r"^need (?P<name>\S+) not found$", unknown_need),
    pattern(rf"^need(?:incoming|outgoing): {WRITTEN}$", unknown_need),
    pattern(
        r"^Service (?P<name>\S+) could not be found",
        told("name", _("There is no service of this name."), _CORRECT_NAME),
    ),
    pattern(
        r"^Need part not associated with a need",
        told(
            "need_part",
            _("The part stands in no item, and cannot be pointed at."),
            _("Move it into the text of an item."),
        ),
    ),
    # needimport
    pattern(
        r"^Needs import file (?P<file>.*?) has no needs with the ids \[(?P<ids>.*)\]",
        told(
            "ids",
            _("The file has no items with these ids."),
            _("Correct them, or take them out."),
            "ids",
        ),
    ),
    # Functions
    pattern(
        r"^(?:Error while executing function|Return value(?: item \S+)? of function) "
        r"'(?P<name>[^']*)'",
        told(
            "name",
            _("The function in double square brackets cannot be carried out."),
            _("Correct what stands within the brackets, or write the value itself."),
        ),
    ),
)
"""The wordings of sphinx-needs 9.1; before a colon stands the block an error comes from."""
