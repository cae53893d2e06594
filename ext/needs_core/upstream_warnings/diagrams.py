"""The warnings and errors of sphinx-needs about diagrams and charts."""

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
    told,
)
from needs_core.upstream_warnings.needs_views import unknown_link, unknown_need

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


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
        told(
            "name",
            _("The line %s is missing, and nothing is drawn."),
            _("Write a line :%s: with a value."),
            of="start",
        ),
    ),
    pattern(
        r"^(?:\w+: )?Given (?P<name>\S+) in needsequence unknown",
        unknown_need,
    ),
    pattern(
        r"^needsequence: '(?P<name>\w+)'$",  # what follows: the same message is told once
        unknown_link,
    ),
    # needuml, needarch
    pattern(
        r"^(?P<name>needuml): (?:syntax error|undefined value|invalid operation|.*\(in <)",
        told(
            "name",
            _("What stands between {{ and }} cannot be carried out."),
            _("Correct it, or take it out."),
        ),
    ),
    pattern(
        r"^Need could not be created: Error while rendering content",
        told(
            "jinja_content",
            _("What stands between {{ and }} cannot be carried out."),
            _("Correct it, or take it out."),
        ),
    ),
    pattern(
        r"^(?:plantuml: failed to get image size|error while running plantuml)",
        told(
            "PlantUML",
            _("The drawing cannot be made."),
            _("Correct what stands in the block."),
        ),
    ),
    pattern(
        r"^(?P<name>plantuml|epstopdf) command (?P<value>.*) cannot be run",
        told(
            "name",
            _("The program that draws the pictures cannot be run."),
            _("Correct the setting plantuml, or install the program."),
        ),
    ),
    pattern(
        r"^\w+: Directive (?P<name>needarch) can only be used inside a need",
        told(
            "name",
            _("The block stands in no item, and is left out."),
            _("Put it within the item it is about, or write needuml in place of it."),
        ),
    ),
    pattern(
        r"Jinja function '?(?:uml|flow|ref)(?:\(\)|')? is called with undefined need_id"
        rf"(?: part)?: {WRITTEN}",
        unknown_need,
    ),
    pattern(
        r"Jinja function '(?P<name>\w+)\(\)' is not supported in needuml",
        told(
            "name",
            _("It can be used in a block needarch only."),
            _("Take it out, or put a block needarch within an item."),
        ),
    ),
    pattern(
        r"Option key name: (?P<name>.*?) does not exist in need (?P<id>\S+?)\.?$",
        told(
            "name",
            _("%(id)s has no drawing of this key."),
            _("Correct the key, or take it out."),
        ),
    ),
    pattern(
        r"Given save path: (?P<value>.*), is not a relative posix path",
        told(
            "save",
            _("“%(value)s” is no path from the folder of the output."),
            _("Write it without a drive or a first stroke, as folder/name.puml."),
            "save",
        ),
    ),
    pattern(
        r"Needuml option key name can't be: (?P<value>\S+)",
        told(
            "key",
            _("“%(value)s” is a name of its own, and no key."),
            _("Write another word."),
            "key",
        ),
    ),
    pattern(
        r"Inside need: (?P<id>.*?), found duplicate Needuml option key name: (?P<name>.*)$",
        told(
            "id",
            _("Two drawings in the item have the key “%(name)s”."),
            _("Give one of them another."),
        ),
    ),
    pattern(
        rf"^config name {WRITTEN} is not defined in (?P<setting>needs_flow_configs)",
        told(
            "name",
            _("%(setting)s has nothing of this name."),
            _CORRECT_NAME,
            "config",
        ),
    ),
    pattern(
        rf"^extra option {WRITTEN} is not a 'key:value' pair",
        told(
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
        told(
            "id",
            _("A link in the drawing has no text, or two."),
            _("Write either option= or text= in ref()."),
        ),
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
        told(
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
        told(
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
        told(
            "name",
            _("Items that do not say how long they last are left out of the drawing."),
            _("Write their number of days, or leave them out by a filter."),
        ),
    ),
    # needpie, needbar
    pattern(
        r"^(?:needpie: )?(?:filter_func and content can't be used at the same time"
        r"|Both filter_func and content are not used) for (?P<name>needpie)",
        told(
            "name",
            _("It counts nothing, or in two ways."),
            _("Write filters in the block, or the line :filter-func:, and not both."),
        ),
    ),
    pattern(
        r"length of (?P<name>[xy]labels): (?P<have>\d+) is not equal with sum of \w+: "
        r"(?P<need>\d+)",
        told(
            "name",
            _("There are %(have)s names for %(need)s."),
            _("Write %(need)s, with commas between."),
            "name",
        ),
    ),
    pattern(
        r"^(?P<name>needbar): .*each content line must have the same length",
        told(
            "name",
            _("The lines of the block do not have the same number of cells."),
            _("Write as many in each, with commas between."),
        ),
    ),
    # Drawing
    pattern(
        r"^graphviz code failed to render",
        told(
            "graphviz",
            _("The drawing cannot be made."),
            _("Correct what the block says of its looks, or remove those lines."),
        ),
    ),
    pattern(
        rf"^Unknown (?:node|link|link start/end) style {WRITTEN} for graphviz",
        told("name", _("There is no line or shape of this name."), _CORRECT_VALUE),
    ),
)
"""The wordings of sphinx-needs 9.1; before a colon stands the block an error comes from."""
