"""The warnings and errors of sphinx-needs about diagrams, charts, reports and imports."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import (
    WRITTEN,
    Message,
    Rewrite,
    Vocabulary,
    as_written,
    pattern,
)
from needs_core.upstream_warnings.needs_views import unknown_link

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


def _told(subject: str, fault: str, remedy: str, field: str = "", of: str = "") -> Rewrite:
    """Return the rewriting of a message; its texts name what was found, or ``of``.

    ``subject`` is a group's name, or what the message is about. The texts are translated
    when a message is rewritten: no language is set at import.
    """

    def rewrite(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
        found = match.groupdict(default="")
        groups = {name: " ".join(as_written(text).split()) for name, text in found.items()}
        about = groups.get(subject, subject)
        at = groups.get(field, field)
        fills = [of if "%s" in str(text) else groups for text in (fault, remedy)]
        return Message(about, str(fault) % fills[0], str(remedy) % fills[1], at)

    return rewrite


def _unknown_need(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = as_written(match["name"])
    return Message(
        name,
        _("There is no item with this id.") + did_you_mean(name, vocabulary.ids()),
        _("Correct the id, or write the item."),
        "start" if "needsequence" in match[0] else "",
    )


def _template(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault, remedy = _("There is no such file."), _("Correct the name of the file.")
    if "render" in match[0]:
        fault = _("The file is no template that can be filled in.")
        remedy = _("Correct it, or remove the line to have the usual report.")
    return Message(PurePath(match["name"]).name, fault, remedy, "template")


def _unknown_field(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = as_written(match["name"])
    return Message(
        name,
        _("There is no such field.") + did_you_mean(name, vocabulary.fields),
        _("Correct the name, or remove the line."),
        match.groupdict().get("field") or "",
    )


_CORRECT_VALUE = _("Correct the value, or remove the line.")
_CORRECT_NAME = _("Correct the name, or remove the line.")
_DAY = _("Write a day, as 2027-03-31, or remove the line.")

PATTERNS = (
    # needsequence
    pattern(
        r"^(?P<name>needsequence): No (?:valid start option|start-id)",
        _told(
            "name",
            _("The line %s is missing, and nothing is drawn."),
            _("Write a line :%s: with a value."),
            of="start",
        ),
    ),
    pattern(
        r"^(?:\w+: )?Given (?P<name>\S+) in needsequence unknown",
        _unknown_need,
    ),
    pattern(
        r"^needsequence: '(?P<name>\w+)'$",  # what follows: the same message is told once
        unknown_link,
    ),
    # needuml, needarch
    pattern(
        r"^(?P<name>needuml): (?:syntax error|undefined value|invalid operation|.*\(in <)",
        _told(
            "name",
            _("What stands between {{ and }} cannot be carried out."),
            _("Correct it, or take it out."),
        ),
    ),
    pattern(
        r"^Need could not be created: Error while rendering content",
        _told(
            "jinja_content",
            _("What stands between {{ and }} cannot be carried out."),
            _("Correct it, or take it out."),
        ),
    ),
    pattern(
        r"^(?:plantuml: failed to get image size|error while running plantuml)",
        _told(
            "PlantUML",
            _("The drawing cannot be made."),
            _("Correct what stands in the block."),
        ),
    ),
    pattern(
        r"^(?P<name>plantuml|epstopdf) command (?P<value>.*) cannot be run",
        _told(
            "name",
            _("The program that draws the pictures cannot be run."),
            _("Correct the setting plantuml, or install the program."),
        ),
    ),
    pattern(
        r"^\w+: Directive (?P<name>needarch) can only be used inside a need",
        _told(
            "name",
            _("The block stands in no item, and is left out."),
            _("Put it within the item it is about, or write needuml in place of it."),
        ),
    ),
    pattern(
        r"Jinja function '?(?:uml|flow|ref)(?:\(\)|')? is called with undefined need_id"
        rf"(?: part)?: {WRITTEN}",
        _unknown_need,
    ),
    pattern(
        r"Jinja function '(?P<name>\w+)\(\)' is not supported in needuml",
        _told(
            "name",
            _("It can be used in a block needarch only."),
            _("Take it out, or put a block needarch within an item."),
        ),
    ),
    pattern(
        r"Option key name: (?P<name>.*?) does not exist in need (?P<id>\S+?)\.?$",
        _told(
            "name",
            _("%(id)s has no drawing of this key."),
            _("Correct the key, or take it out."),
        ),
    ),
    pattern(
        r"Given save path: (?P<value>.*), is not a relative posix path",
        _told(
            "save",
            _("“%(value)s” is no path from the folder of the output."),
            _("Write it without a drive or a first stroke, as folder/name.puml."),
            "save",
        ),
    ),
    pattern(
        r"Needuml option key name can't be: (?P<value>\S+)",
        _told(
            "key",
            _("“%(value)s” is a name of its own, and no key."),
            _("Write another word."),
            "key",
        ),
    ),
    pattern(
        r"Inside need: (?P<id>.*?), found duplicate Needuml option key name: (?P<name>.*)$",
        _told(
            "id",
            _("Two drawings in the item have the key “%(name)s”."),
            _("Give one of them another."),
        ),
    ),
    pattern(
        rf"^config name {WRITTEN} is not defined in (?P<setting>needs_flow_configs)",
        _told(
            "name",
            _("%(setting)s has nothing of this name."),
            _CORRECT_NAME,
            "config",
        ),
    ),
    pattern(
        rf"^extra option {WRITTEN} is not a 'key:value' pair",
        _told(
            "name",
            _("It is no name, colon and value."),
            _("Write it as name:value, with commas between more of them."),
            "extra",
        ),
    ),
    pattern(
        rf"Option value for {WRITTEN} is not (?:a list of need ids|iterable)"
        r"|Jinja function import\(\) is called with option name '(?P<bare>[^']*)'",
        lambda match, _vocabulary: Message(
            as_written(match["name"] or match["bare"]),
            _("It names no links of the item."),
            _("Write the name of a kind of links, or take it out."),
        ),
    ),
    pattern(
        r"^Jinja function ref\(\) was given (?:both|neither) .* for need_id "
        r"'(?P<id>[^']*)'",
        _told(
            "id",
            _("A link in the drawing has no text, or two."),
            _("Write either option= or text= in ref()."),
        ),
    ),
    # needreport
    pattern(
        r"^No options specified to generate need report",
        _told(
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
    # needgantt
    pattern(
        r"^(?:\w+: )?(?:start_date \"(?P<name>.*?)\"\s*for needgantt is invalid"
        r"|Given start date (?P<bare>.*?) is not valid)",
        lambda match, _vocabulary: Message(
            "start_date",
            _("“%s” is no day.") % (match["name"] or match["bare"]),
            str(_DAY),
            "start_date",
        ),
    ),
    pattern(
        r"^(?:\w+: )?Given scale value (?P<value>.*?) is invalid\. "
        r"Please use: (?P<choices>.*)$",
        _told(
            "timeline",
            _("“%(value)s” cannot be used."),
            _("Choose one of: %(choices)s."),
            "timeline",
        ),
    ),
    pattern(
        rf"^Option {WRITTEN} used in needgantt is not defined",
        _unknown_field,
    ),
    pattern(
        rf"^Schema for option {WRITTEN} is not 'integer' or 'number'",
        _told(
            "name",
            _("The field holds text, and the drawing needs a number."),
            _("Name a field of numbers."),
        ),
    ),
    pattern(
        r"^(?:\w+: )?(?P<name>\S+) does not exist in configuration option needs_links",
        lambda match, vocabulary: Message(
            match["name"],
            _("There is no such link.")
            + did_you_mean(match["name"], [*vocabulary.model().links]),
            _("Choose one of: %s.") % ", ".join(vocabulary.model().links),
        ),
    ),
    pattern(
        r"^Duration not set or invalid for (?P<name>needgantt) chart",  # a message each
        _told(
            "name",
            _("Items that do not say how long they last are left out of the drawing."),
            _("Write their number of days, or leave them out by a filter."),
        ),
    ),
    # needpie, needbar
    pattern(
        r"^(?:needpie: )?(?:filter_func and content can't be used at the same time"
        r"|Both filter_func and content are not used) for (?P<name>needpie)",
        _told(
            "name",
            _("It counts nothing, or in two ways."),
            _("Write filters in the block, or the line :filter-func:, and not both."),
        ),
    ),
    pattern(
        r"length of (?P<name>[xy]labels): (?P<have>\d+) is not equal with sum of \w+: "
        r"(?P<need>\d+)",
        _told(
            "name",
            _("There are %(have)s names for %(need)s."),
            _("Write %(need)s, with commas between."),
            "name",
        ),
    ),
    pattern(
        r"^(?P<name>needbar): .*each content line must have the same length",
        _told(
            "name",
            _("The lines of the block do not have the same number of cells."),
            _("Write as many in each, with commas between."),
        ),
    ),
    # list2need
    pattern(
        r"^(?P<block>list2need): (?:'presentation' must be 'nested' or 'standalone')",
        _told(
            "block",
            _("The value of presentation cannot be used."),
            _("Choose one of: %s."),
            "presentation",
            "nested, standalone",
        ),
    ),
    pattern(
        r"^(?P<block>list2need): types must be set",
        _told(
            "block",
            _("The line %s is missing, and nothing is drawn."),
            _("Write a line :%s: with a value."),
            of="types",
        ),
    ),
    pattern(
        r"^(?P<block>list2need): Unknown (?P<what>type|link) configured: (?P<value>\S+?)\. "
        r"Allowed are (?P<choices>.*)$",
        _told(
            "block",
            _("“%(value)s” cannot be used."),
            _("Choose one of: %(choices)s."),
        ),
    ),
    pattern(
        r"^(?P<block>list2need): Indentation for list must be",
        _told(
            "block",
            _("A line of the list is indented by an odd number of spaces."),
            _("Indent each level by two."),
        ),
    ),
    pattern(
        r"^(?P<block>list2need): (?:No need type|Not enough links-down) defined for "
        r"indentation level",
        _told(
            "block",
            _("The list has more levels than types or links-down name."),
            _("Name one more, or write the list with fewer levels."),
        ),
    ),
    # needextend, needextract, needtable
    pattern(
        r"^Empty ID/filter argument in (?P<name>needextend)",
        _told(
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
        _told(
            "name",
            _("A line that empties a field has no value."),
            _("Write the line without one."),
            "name",
        ),
    ),
    pattern(
        r"^filter arguments and option filter at the same time are disallowed",
        _told(
            "filter",
            _("The filter stands both on the first line and on a line of its own."),
            _("Keep one of them."),
            "filter",
        ),
    ),
    pattern(
        r"^Content for requested need '(?P<id>[^']*)' not found",
        _told(
            "id",
            _("The text of the item cannot be shown here."),
            _("Take it out of the block, or link to it."),
        ),
    ),
    pattern(
        r"^(?:needtable: )?Amount of elements in colwidths and columns do not match",
        _told(
            "needtable",
            _("There are not as many widths as columns."),
            _("Write one number a column, as 20,80, or remove the line."),
            "colwidths",
        ),
    ),
    pattern(
        r"^The '(?P<name>style_col)' option has never had any effect",
        _told("name", _("The line does nothing."), _("Remove the line."), "name"),
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
        _told(
            "option",
            _("“%(name)s” cannot be used."),
            _("Choose one of: %(choices)s."),
            "option",
        ),
    ),
    pattern(
        r"^title_from_content set to True, but (?:a title was|no content) provided",
        _told(
            "title_from_content",
            _("The title is to be taken from the text, and that cannot be done."),
            _("Write either a title or that line, and a text below it."),
            "title_from_content",
        ),
    ),
    # Roles
    pattern(
        r"Got too many filter elements",
        _told(
            "need_count",
            _("More than two filters stand in it."),
            _("Write one, or two with a question mark between: a ? b."),
        ),
    ),
    pattern(r"^need (?P<name>\S+) not found$", _unknown_need),
    pattern(rf"^need(?:incoming|outgoing): {WRITTEN}$", _unknown_need),
    pattern(
        r"^Service (?P<name>\S+) could not be found",
        _told("name", _("There is no service of this name."), _CORRECT_NAME),
    ),
    pattern(
        r"^Need part not associated with a need",
        _told(
            "need_part",
            _("The part stands in no item, and cannot be pointed at."),
            _("Move it into the text of an item."),
        ),
    ),
    # needimport
    pattern(
        r"^Needs import file (?P<file>.*?) has no needs with the ids \[(?P<ids>.*)\]",
        _told(
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
        _told(
            "name",
            _("The function in double square brackets cannot be carried out."),
            _("Correct what stands within the brackets, or write the value itself."),
        ),
    ),
    # Drawing
    pattern(
        r"^graphviz code failed to render",
        _told(
            "graphviz",
            _("The drawing cannot be made."),
            _("Correct what the block says of its looks, or remove those lines."),
        ),
    ),
    pattern(
        rf"^Unknown (?:node|link|link start/end) style {WRITTEN} for graphviz",
        _told("name", _("There is no line or shape of this name."), _CORRECT_VALUE),
    ),
)
"""The wordings of sphinx-needs 9.1; before a colon stands the block an error comes from."""
