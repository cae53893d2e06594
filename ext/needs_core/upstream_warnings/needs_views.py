"""The warnings of sphinx-needs about its own tables, lists and diagrams of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import (
    WRITTEN,
    Message,
    Vocabulary,
    as_written,
    pattern,
)

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


def _unknown_field(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = as_written(match["name"])
    return Message(
        name,
        _("There is no such field.") + did_you_mean(name, vocabulary.fields),
        _("Correct the name, or remove the line."),
        "sort" if "key" in match[0] else "sort_by",
    )


def _unknown_name(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = match["name"]
    return Message(
        name,
        _("The filter names a field that there is not.")
        + did_you_mean(name, vocabulary.fields),
        _("Correct the name; a text stands in quotation marks."),
        "filter",
    )


def _bad_filter(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        as_written(match["name"]),
        _("The filter cannot be read."),
        _("Write a condition of Python, as type == 'x'."),
        "filter",
    )


def _no_number(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    option, least, most = (
        ("page_size", 1, None) if "page_size" in match[0] else ("scale", 1, 300)
    )
    remedy = _("Write a number of at least %d, or remove the line.") % least
    if most:
        remedy = _("Write a number from %(least)d to %(most)d, or remove the line.")
        remedy %= {"least": least, "most": most}
    fault = _("“%s” cannot be used.") % as_written(match["name"])
    return Message(option, fault, remedy, option)


def _widths(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("The widths of the columns are no numbers."),
        _("Write one number a column, as 20,80, or remove the line."),
        "colwidths",
    )


def unknown_need(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    """Reword that there is no need of an id, with the one nearest to it."""
    name = as_written(match["name"])
    return Message(
        name,
        _("There is no item with this id.") + did_you_mean(name, vocabulary.ids()),
        _("Correct the id, or write the item."),
        "start" if "needsequence" in match[0] else "",
    )


def unknown_link(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    """Rewrite that there is no such link."""
    name, links = match["name"].lower(), [*vocabulary.model().links]
    return Message(
        name,
        _("There is no such link.") + did_you_mean(name, links),
        _("Choose one of: %s.") % ", ".join(links),
        "link_types",
    )


def _not_installed(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        "PlantUML",
        _("What draws the picture is not installed, and it is left out."),
        _("Install %s, or remove the block.") % "sphinxcontrib-plantuml",
    )


def _no_setting(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name = as_written(match["name"])
    return Message(
        name,
        _("%s has nothing of this name.") % match["setting"],
        _("Correct the name, or remove the line."),
        "config",
    )


PATTERNS = (
    pattern(rf"^needtable sort key {WRITTEN} is not a field", _unknown_field),
    pattern(r"^Sorting parameter (?P<name>.*?) not valid", _unknown_field),
    pattern(
        r"^Filter .* not valid\. Error: name '(?P<name>\w+)' is not defined", _unknown_name
    ),
    pattern(rf"^Filter {WRITTEN} not valid\. Error:", _bad_filter),
    pattern(rf"^Invalid filter {WRITTEN}:", _bad_filter),
    pattern(
        rf"^The 'page_size' option must be a positive integer, got {WRITTEN}", _no_number
    ),
    pattern(rf"^scale value must be .*\. {WRITTEN} found", _no_number),
    pattern(r"^(?P<name>needtable): invalid literal for int\(\)", _widths),
    pattern(r"^Unknown link type (?P<name>\S+) in need(?:flow|sequence)", unknown_link),
    pattern(r"^PlantUML is not available", _not_installed),
    pattern(
        rf"^config key {WRITTEN} not in '(?P<setting>needs_\w+)'",
        _no_setting,
    ),
)
"""The wordings of sphinx-needs 9.1."""
