"""The warnings of sphinx-needs about needs and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.markup import unknown_block
from needs_core.upstream_warnings.message import Message, Vocabulary, pattern

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


def _unknown_link(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    whole, dot, part = match["target"].partition(".")
    if dot and vocabulary.ids().closest(whole) == whole:
        names = {"target": whole, "part": part, "field": match["field"]}
        return Message(
            match["id"],
            _("%(target)s in %(field)s has no part “%(part)s”; the link does not count.")
            % names,
            _("Correct the part, or write %s alone.") % whole,
        )
    if match["target"] in vocabulary.left_out():
        return Message(
            match["id"],
            _("“%(target)s” in %(field)s is not shown in this build.") % match.groupdict(),
            _("Put both under the same condition (only), or remove the link."),
        )
    fault = _("“%(target)s” in %(field)s does not exist.")
    return Message(
        match["id"],
        fault % match.groupdict() + did_you_mean(match["target"], vocabulary.ids()),
        _("Correct the id, or add the missing item."),
    )


def _unmet_condition(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault = _(
        "The condition on %(target)s in %(field)s is not met; the link does not count."
    )
    return Message(
        match["id"],
        fault % match.groupdict(),
        _("Remove the condition, the square brackets and what they hold, if it counts."),
    )


def _bad_condition(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault = _("The condition on %(target)s in %(field)s cannot be read.")
    return Message(
        match["id"],
        fault % match.groupdict() + _(" The link does not count."),
        _("Correct the condition, or remove the square brackets and what they hold."),
    )


def _wrong_target(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    wanted = match["wanted"].replace("'", "")
    return Message(
        match["id"],
        _("“%(target)s” in %(field)s is a %(kind)s.") % match.groupdict(),
        _("Let %(field)s point at: %(wanted)s.")
        % {"field": match["field"], "wanted": wanted},
    )


def _unknown_reference(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    target = match["target"]
    if target in vocabulary.left_out():
        return Message(
            target,
            _("The text points at an item that is not shown in this build."),
            _("Put both under the same condition (only), or remove the link."),
        )
    return Message(
        target,
        _("The text points at an item that does not exist.")
        + did_you_mean(target, vocabulary.ids()),
        _("Correct the id, or add the missing item."),
    )


def _unknown_field(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = match["name"]
    return Message(
        name,
        _("There is no such field.") + did_you_mean(name, vocabulary.fields),
        _("Correct the name, or remove the line; what stands in it is not read."),
    )


def _foreign_field(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["id"],
        _("%(field)s does not belong to the type %(kind)s.") % match.groupdict(),
        _("Remove the line; what stands in it is not read."),
    )


def _no_id(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        "id",
        _("The item has no id and is left out."),
        _("Write a line with :id: and the next free id."),
    )


def _bad_id(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["id"],
        _("The id does not have the agreed form, and the item is left out."),
        _("Write the id as the others of its kind; the rule is %s.") % match["regex"],
    )


def _double_id(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["id"],
        _("The id is already used (%s), and this item is left out.")
        % (match["where"] or _("on another page")),
        _("Give one of the two the next free id."),
    )


def _no_title(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("Title"),
        _("The item has no title and is left out."),
        _("Write the title on the first line, after the type."),
    )


def _bad_model(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("The model"),
        _("The file of the model cannot be read (%s).") % match["detail"],
        _("Correct it; until then no type of item is known."),
    )


PATTERNS = (
    pattern(r"^Error loading 'needs_from_toml' file: (?P<detail>.*)$", _bad_model),
    pattern(
        r"^Need '(?P<id>[^']*)' has unknown outgoing link '(?P<target>.*?)'"
        r" in field '(?P<field>[^']*)'",
        _unknown_link,
    ),
    pattern(
        r"^Need '(?P<id>[^']*)' link '(?P<target>.*?)' in field '(?P<field>[^']*)':"
        r" condition .* not satisfied by target need '[^']*'$",
        _unmet_condition,
    ),
    pattern(
        r"^Need '(?P<id>[^']*)' link '(?P<target>.*?)' in field '(?P<field>[^']*)':"
        r" invalid condition syntax ",
        _bad_condition,
    ),
    pattern(
        r"^Need '(?P<id>[^']*)' link '(?P<target>.*?)' in field '(?P<field>[^']*)':"
        r" target need type '(?P<kind>[^']*)' is not one of"
        r" (?P<wanted>.*?)(?: \(or a type .*)?$",
        _wrong_target,
    ),
    pattern(r"^linked need (?P<target>\S+) not found$", _unknown_reference),
    pattern(r"^Unknown option '(?P<name>[^']*)'$", _unknown_field),
    pattern(
        r"^(?:Field|Link type) '(?P<field>[^']*)' is not declared on need type"
        r" '(?P<kind>[^']*)' and cannot be set in need '(?P<id>[^']*)'",
        _foreign_field,
    ),
    pattern(r"^Need could not be created: No ID defined", _no_id),
    pattern(r"^No title given, but title is required", _no_title),
    pattern(
        r"^Need could not be created: Given ID ['\"](?P<id>.*?)['\"] does not match"
        r" configured regex '(?P<regex>.*)'$",
        _bad_id,
    ),
    pattern(
        r"^(?:Need could not be created: )?A need with ID '?(?P<id>[^' ]*?)'?"
        r" already exists(?:.*?\(?defined at (?P<where>[^)]*)\)?)?",
        _double_id,
    ),
    pattern(
        r"^Need could not be created: Unknown need type '(?P<name>[^']*)'",
        unknown_block,
    ),
)
"""The wordings of sphinx-needs 9.1, asserted by the bad inputs in the tests."""
