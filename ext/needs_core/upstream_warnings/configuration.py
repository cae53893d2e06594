"""The warnings of Sphinx, MyST and sphinx-needs about ``conf.py`` and the model."""

from __future__ import annotations

import re
from pathlib import PurePath

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import Message, Vocabulary, pattern

_ = get_translation("needs_core")

_KINDS = {
    "str": _("a text in quotation marks"),
    "bool": _("True or False (in TOML true or false)"),
    "int": _("a number"),
    "dict": _("a table in curly brackets"),
}


def wrong_kind(name: str, expected: str) -> Message:
    """Return that a setting has a value of another kind than one of Python's types."""
    found = next((str(x) for kind, x in _KINDS.items() if kind in expected), "")
    return Message(
        name,
        _("The value is not of the kind it must be."),
        _("Write %s.") % (found or _("a list in square brackets")),
        setting=(name,),
    )


def _config_value(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return wrong_kind(match["name"], match["expected"])


def _declaration(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    type_, group, name = match["type"], match["group"], match["field"]
    rest = match["rest"]
    path = ("needs", "types", type_, *((group, name) if name else ()))
    subject = ", ".join(x for x in (type_, name) if x)
    if key := match["key"]:
        fault = _("There is no such key: %s.") % key
        remedy = _("Choose one of: %s.") % match["keys"]
    elif target := match["target"]:
        fault = _("“%s” is no type of item.") % target
        fault += did_you_mean(target, vocabulary.types)
        remedy = _("Correct it.")
    else:
        fault, remedy = _fault_of_declaration(rest)
    return Message(subject, fault, remedy, setting=path, stops="entry is" in rest)


def _fault_of_declaration(said: str) -> tuple[str, str]:
    """Return fault and remedy for what sphinx-needs says of a type or a field of one."""
    for regex, fault, remedy in _DECLARED:
        if found := re.match(regex, said):
            name = found[1] if found.groups() else ""
            text = fault % name if "%s" in fault else str(fault)
            return text, remedy % name if "%s" in remedy else str(remedy)
    quoted = " ".join(said.partition("; the ")[0].split())
    fault = _("It cannot be used: “%s” (from a program in English).") % quoted
    return fault, _("Correct it, or remove it.")


_DECLARED = (
    (r"has no '(\w+)'", _("The key %s is missing."), _("Write it.")),
    (
        r"has an? '(\w+)' that is not a boolean",
        _("The value of %s is not of the kind it must be."),
        _("Write true or false (in conf.py True or False)."),
    ),
    (
        r"has an? '(\w+)' that is not a string",
        _("The value of %s is not of the kind it must be."),
        _("Write a text in quotation marks."),
    ),
    (
        r"has an? '(\w+)' that is not",
        _("The value of %s is not of the kind it must be."),
        _("Write it as the others of the file."),
    ),
    (
        r".*Invalid schema",
        _("What stands in schema cannot be used."),
        _('Write it as the others of the file, as schema = { type = "string" }.'),
    ),
    (
        r"widens the field",
        _("The value in default is not one that the field may have."),
        _("Write one of those in schema, or remove default."),
    ),
    (
        r"declares '([^']*)', which is not a field",
        _("The name %s has a meaning of its own already."),
        _("Choose another."),
    ),
    (
        r"declares '[^']*', which no needs_",
        _("Nothing says of what kind its values are."),
        _('Write schema = { type = "string" }, or what else they are.'),
    ),
)
"""What sphinx-needs says, fault and remedy."""


def _common_link(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name, target = match["field"], match["target"]
    fault = _("“%s” is no type of item.") % target
    fault += did_you_mean(target, vocabulary.types)
    return Message(name, fault, _("Correct it."), setting=("needs", "links", name))


def _common_field(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name = match["field"]
    fault, remedy = _fault_of_declaration(f"declares '{name}', which no needs_field")
    return Message(name, fault, remedy, setting=("needs", "fields", name))


def _no_file(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("There is no such file."),
        _("Correct the name of the file."),
        setting=(match["setting"] or f"html_{match['kind']}",),
    )


def _theme_option(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("The theme has no such option."),
        _("Correct its name, or remove it."),
        setting=("html_theme_options", match["name"]),
    )


def _myst(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name, detail = f"myst_{match['name']}", match["detail"]
    fault, remedy = _("The value cannot be used."), _("Correct it, or remove it.")
    if kind := re.match(r"must be of type (.*?) \(got|not iterable", detail):
        found = wrong_kind(name, kind[1] or "list")
        fault, remedy = found.fault, found.remedy
    elif unknown := re.match(r"items not recognised: \{(.*)\}", detail):
        names = ", ".join(sorted(unknown[1].replace("'", "").split(", ")))
        fault = _("MyST has nothing of this name: %s.") % names
    return Message(name, fault, remedy, setting=(name,), stops=True)


def _choice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name, choices = match["name"], sorted(match["choices"].replace("'", "").split(", "))
    return Message(
        name,
        _("“%s” is not an allowed value.") % match["value"],
        _("Choose one of: %s.") % ", ".join(choices),
        setting=(name,),
    )


def _mapping(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name = match["name"]
    return Message(
        f"intersphinx_mapping, {name}",
        _("The value is not of the kind it must be."),
        _("Write an address and None, as ('https://example.org/', None)."),
        setting=("intersphinx_mapping", name),
        stops=True,
    )


def _of_epub(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    name = match["name"]
    return Message(
        name,
        _("The value is missing, and an e-book must have one."),
        _('Write a line %s = "…".') % (match["short"] or name),
        setting=(name,),
    )


def _unknown_override(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("There is no setting of this name."),
        _("Correct what stands after -D."),
    )


def _no_page(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        PurePath(match["name"]).name,
        _("There is no such file."),
        _("Correct its name in the command."),
    )


def _unreadable_page(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("The file cannot be read, and the page is left out."),
        _("Remove it, or have it be one that you may read."),
        file=match["name"],
    )


def _page_twice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    first, *others = match["files"].split(", ")
    used = PurePath(match["used"]).name
    left_out = next((x for x in (first, *others) if PurePath(x).name != used), first)
    return Message(
        left_out,
        _("The page %s has the same name, and this one is left out.") % used,
        _("Remove one of them, or give it another name."),
        file=left_out,
    )


PATTERNS = (
    pattern(
        r"^The config value `(?P<name>\w+)` has to be a one of [^{(]*[{(]+"
        r"(?P<choices>[^})]*)[})]+, but `(?P<value>[^`]*)` is given",
        _choice,
    ),
    pattern(r"^Invalid value `.*` in intersphinx_mapping\['(?P<name>[^']*)'\]", _mapping),
    pattern(
        r'^conf value "(?P<name>\w+)"(?: \(or "(?P<short>\w+)"\))? ?should not be empty'
        r" for EPUB3",
        _of_epub,
    ),
    pattern(
        r"^unknown config value '(?P<name>[^']*)' in override, ignoring", _unknown_override
    ),
    pattern(
        r"^file \w*\(?'(?P<name>[^']*)'\)? given on command line does not exist", _no_page
    ),
    pattern(r"^Ignored unreadable document '(?P<name>[^']*)'", _unreadable_page),
    pattern(
        r'^multiple files found for the document "[^"]*": (?P<files>.*?)\s+'
        r"Use \w*\('(?P<used>[^']*)'\) for the build",
        _page_twice,
    ),
    pattern(
        r"^The config value `(?P<name>\w+)' has type `[^']*'[;,] ?(?:expected|defaults to)"
        r" (?P<expected>.*)$",
        _config_value,
    ),
    pattern(
        r"^needs_types\['(?P<type>[^']*)'\](?:\.(?P<group>fields|links)"
        r"\['(?P<field>[^']*)'\])? (?P<rest>(?:has an unknown key '(?P<key>[^']*)';"
        r" known keys are (?P<keys>[^;]*)|has a 'target_types' naming '(?P<target>[^']*)')?"
        r".*)$",
        _declaration,
    ),
    pattern(
        r"^needs_links\['(?P<field>[^']*)'\] has a 'target_types' naming"
        r" '(?P<target>[^']*)'",
        _common_link,
    ),
    pattern(
        r"^Field '(?P<field>[^']*)' \(from [^)]*\) has no 'schema', 'nullable' or",
        _common_field,
    ),
    pattern(
        r"^(?:(?P<setting>html_\w+_path) entry|(?P<kind>logo|favicon) file)"
        r" '(?P<name>[^']*)' does not exist",
        _no_file,
    ),
    pattern(r"^unsupported theme option '(?P<name>[^']*)' given", _theme_option),
    pattern(
        r"^myst configuration invalid: '?(?P<name>\w+)'?:? *(?P<detail>.*)$",
        _myst,
    ),
)
"""The wordings of Sphinx 9.0, MyST 5 and sphinx-needs 9.1."""
