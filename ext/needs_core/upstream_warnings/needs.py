"""The warnings of sphinx-needs about needs and links."""

from __future__ import annotations

import re
from dataclasses import replace

from sphinx.locale import get_translation

from needs_core.lint.placeholder_values import is_placeholder
from needs_core.suggestions import NameIndex, did_you_mean
from needs_core.upstream_warnings.markup import unknown_block
from needs_core.upstream_warnings.message import Message, Vocabulary, pattern

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
            match["field"],
        )
    if match["target"] in vocabulary.left_out():
        return Message(
            match["id"],
            _("“%(target)s” in %(field)s is not shown in this build.") % match.groupdict(),
            _("Put both under the same condition (only), or remove the link."),
            match["field"],
        )
    known, target = vocabulary.ids(), match["target"]
    if known.closest(target) == target:  # what stands behind it was taken for a part
        target += "."
    fault = _("“%(target)s” in %(field)s does not exist.")
    fault %= {"target": target, "field": match["field"]}
    ids = _ids_in(target, known)
    if is_placeholder(target):
        remedy = _("Remove the line: what is not written is shown as not stated.")
    elif ids and ids != [target]:
        remedy = _("Write the ids with a comma between them and nothing else: %s")
        remedy %= ", ".join(ids)
    else:
        fault += _likely(target, known)
        remedy = _("Correct the id, or take it out; or write the item it is to point at.")
    return Message(match["id"], fault, remedy, match["field"])


def _ids_in(target: str, known: NameIndex) -> list[str]:
    """Return the ids in a text that is none: of a list, an address, a span of ids.

    Where the text is one in other letters and marks, that is the one.
    """
    for signs in (r"[^\s,;/|&+#:→\[\](){}`'\"“”.]+", r"[^\s,;/|&+#:→\[\](){}`'\"“”.–—-]+"):
        words = re.findall(signs, target)
        if ids := [word for word in words if known.closest(word) == word]:
            return ids
    meant = re.sub(r"[\s._–—-]+", "_", target.strip()).upper()
    return [meant] if known.closest(meant) == meant != target.upper() else []


def _likely(target: str, known: NameIndex) -> str:
    """Suggest an id, if it has the same numbers: with others, it is another item."""
    found = known.closest(target)
    same = found and re.findall("[0-9]+", found) == re.findall("[0-9]+", target)
    return did_you_mean(target, known) if same else ""


def _unmet_condition(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault = _(
        "The condition on %(target)s in %(field)s is not met; the link does not count."
    )
    return Message(
        match["id"],
        fault % match.groupdict(),
        _("Remove the condition, the square brackets and what they hold, if it counts."),
        match["field"],
    )


def _bad_condition(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault = _("The condition on %(target)s in %(field)s cannot be read.")
    return Message(
        match["id"],
        fault % match.groupdict() + _(" The link does not count."),
        _("Correct the condition, or remove the square brackets and what they hold."),
        match["field"],
    )


def _wrong_target(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    wanted = match["wanted"].replace("'", "")
    return Message(
        match["id"],
        _("“%(target)s” in %(field)s is a %(kind)s.") % match.groupdict(),
        _("Let %(field)s point at: %(wanted)s.")
        % {"field": match["field"], "wanted": wanted},
        match["field"],
    )


def _unknown_reference(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    target = match["target"].strip() or "need"
    if target in vocabulary.left_out():
        return Message(
            target,
            _("The text points at an item that is not shown in this build."),
            _("Put both under the same condition (only), or remove the link."),
        )
    if target in vocabulary.internal():
        return Message(
            target,
            _("The text points at an internal item, and this is the public edition."),
            _("Put the sentence into a block {internal}, or remove the link."),
        )
    return Message(
        target,
        _("The text points at an item that does not exist.")
        + _likely(target, vocabulary.ids()),
        _("Correct the id, or add the missing item."),
    )


def _unknown_part(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        f"{match['target']}.{match['part']}",
        _("%(target)s has no part “%(part)s”.") % match.groupdict(),
        _("Correct the part, or write %s alone.") % match["target"],
    )


def _unknown_field(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = match["name"]
    return Message(
        name,
        _("There is no such field.") + did_you_mean(name, vocabulary.fields),
        _("Correct the name, or remove the line; what stands in it is not read."),
        name,
    )


def _foreign_field(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["id"],
        _("%(field)s does not belong to the type %(kind)s.") % match.groupdict(),
        _("Remove the line; what stands in it is not read."),
        match["field"],
    )


def _no_id(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        "id",
        _("The item has no id and is left out."),
        _("Write a line with :id: and the next free id."),
    )


def _empty_id(_match: re.Match[str], vocabulary: Vocabulary) -> Message:
    return replace(_no_id(_match, vocabulary), field="id")


def _bad_id(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    found = _TYPE.search(vocabulary.source())
    form = vocabulary.model().id_forms.get(found[1] or found[2] if found else "")
    remedy = _("Write the id as the others of its kind.")
    if form:
        remedy = _("Write it in the form of %s.") % form.example
    return Message(
        match["id"],
        _("The id does not have the agreed form, and the item is left out."),
        remedy,
        "id",
    )


def _double_id(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["id"],
        _("The id is already used (%s), and this item is left out.")
        % (match["where"] or _("on another page")),
        _("Give one of the two the next free id."),
        "id",
    )


def _no_title(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("Title"),
        _("The item has no title and is left out."),
        _("Write the title on the first line, after the type."),
    )


def _program(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    groups = match.groupdict()
    field = groups.get("field") or "title"
    return Message(
        groups.get("id") or field,
        _("Text in double square brackets is a program, and this one cannot be run."),
        _("Remove the square brackets."),
        field,
    )


def _not_made(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    field = match["field"].lower()
    return Message(
        field,
        _("The value cannot be used, and the item is left out."),
        _("Correct it, or remove the line."),
        field,
    )


def _no_boolean(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    fault = _("“%(value)s” is neither true nor false, and the item is left out.")
    return Message(
        match["field"],
        fault % match.groupdict(),
        _("Write true or false, or remove the line."),
        match["field"],
    )


def _no_flag(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["field"],
        _("The value is neither true nor false, and the block is left out."),
        _("Write true or false, or remove the line."),
        match["field"],
    )


def _part_twice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["id"],
        _("Two parts of the item are called %s.") % match["part"],
        _("Give one of them another number."),
    )


def _unknown_item(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    fault = _("The block names an item that does not exist.")
    return Message(
        match["id"],
        fault + _likely(match["id"], vocabulary.ids()),
        _("Correct the id, or remove the block."),
    )


def _bad_filter(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["filter"],
        _("The filter cannot be read."),
        _("Write a condition of Python, as type == 'x'."),
        "filter",
    )


def _bad_import(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["file"].strip("'").rpartition("/")[2],
        _("The file cannot be read."),
        _("Correct its name, or have it made again."),
    )


def _unknown_function(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("There is no such function."),
        _("Correct its name, or remove it."),
    )


def _no_call(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        "ndf",
        _("What stands here is a program, and this one cannot be run."),
        _("Remove it, or write it as code, without {ndf}."),
    )


def _bad_model(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("The model"),
        _("The file of the model cannot be read (%s).") % match["detail"],
        _("Correct it; until then no type of item is known."),
    )


_TYPE = re.compile(r"\{([^}]+)\}|\.\. ([\w-]+)::")
"""The name of a directive in the line that opens it."""

PATTERNS = (
    pattern(r"^Invalid value for 'id' option: 'id' must not be empty", _empty_id),
    pattern(
        r"^Error while resolving dynamic values for field '(?P<field>[^']*)',"
        r" of need '(?P<id>[^']*)'",
        _program,
    ),
    pattern(
        r"^Need could not be created: (?:Field )?'(?P<field>[^']*)' (?:value )?is invalid:"
        r" Error parsing dynamic function",
        _program,
    ),
    pattern(
        r"^Need could not be created: (?:Field )?'(?P<field>[^']*)' (?:value )?is invalid:"
        r" Cannot convert '(?P<value>[^']*)' to boolean",
        _no_boolean,
    ),
    pattern(
        r"^Need could not be created: (?:Field )?'(?P<field>[^']*)' (?:value )?is invalid:",
        _not_made,
    ),
    pattern(
        r"^Need could not be created: (?P<field>Template|Constraints)\b",
        _not_made,
    ),
    pattern(
        r"^part_need id (?P<part>.*) in need (?P<id>\S+) is already taken",
        _part_twice,
    ),
    pattern(
        r"^(?P<filter>need\w+): (?:invalid syntax|.* \(<string>, line [0-9]+\)$)",
        _bad_filter,
    ),
    pattern(
        r"^Invalid value for '(?P<field>[^']*)' option: not a flag",
        _no_flag,
    ),
    pattern(r"^Requested need '(?P<id>[^']*)' not found", _unknown_item),
    pattern(r"^Provided id '(?P<id>[^']*)' for needextend does not exist", _unknown_item),
    pattern(
        r"^Could not load external needs from '(?P<file>[^']*)'",
        lambda match, vocabulary: replace(
            _bad_import(match, vocabulary), setting=("needs_external_needs",)
        ),
    ),
    pattern(r"^Could not load needs import file (?P<file>[^:]*)", _bad_import),
    pattern(r"^Unknown function '(?P<name>[^']*)'", _unknown_function),
    pattern(r"^Error parsing dynamic function:", _no_call),
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
    pattern(r"^linked need part (?P<target>.*)\.(?P<part>[^.]*) not found$", _unknown_part),
    pattern(r"^linked need (?P<target>.*) not found$", _unknown_reference),
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
