"""The warnings of MyST, docutils and Sphinx about what an author writes on a page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from unicodedata import is_normalized, normalize

from sphinx.locale import get_translation

from needs_core.messages import no_value
from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import (
    WRITTEN,
    Message,
    Rewrite,
    Vocabulary,
    as_written,
    pattern,
)

_ = get_translation("needs_core")


def unknown_block(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    """Rewrite that a directive or a need type does not exist."""
    name = match["name"]
    if not is_normalized("NFC", name):  # in an included file: pages are composed
        return Message(
            normalize("NFC", name),
            _("A letter is written as two characters (a letter and its accent)."),
            _("Type the word again, or save the page with composed letters (NFC)."),
        )
    return Message(
        name,
        _("There is no such block, and what stands in it is left out.")
        + did_you_mean(name, vocabulary.types),
        _("Correct the word that begins the block (small letters)."),
    )


def _unknown_option(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["directive"],
        _("There is no option %s.") % match["name"],
        _("Correct the name, or remove the line."),
        option=True,
    )


def _comment(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    """Rewrite that a line holds a comment: only a text can be kept with its #."""
    model, found = vocabulary.model(), _FIELD.match(vocabulary.source())
    name, before, after = found.groups() if found else ("", "", "")
    remedy = _("Remove it, or put quotation marks around the whole value.")
    if name == "id" or name in {*model.links, *model.allowed, *model.dates, *model.numbers}:
        remedy = _("Remove it.") if before else _("Write it without #: %s") % after
    fault = _("What stands after # in the line is a comment, and is not read.")
    return Message(match["directive"], fault, remedy)


_FIELD = re.compile(r"\s*:([\w-]+):\s*([^#]*?)\s*#+\s*(.*?)\s*$")


def _not_readable(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["directive"],
        _("The lines of the block cannot be read."),
        _("Write each as :name: value, right below the first line, and no other text."),
    )


def _two_names(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("Two things on the page have this name."),
        _("Give one of them another."),
    )


def _label_twice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("A place in %s has this name, too.") % PurePath(match["file"]).name,
        _("Give one of them another."),
    )


def _unknown_role(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    remedy = _("Correct the word between the colons.")
    if vocabulary.markdown:
        remedy = _("Correct the word in the curly brackets.")
    return Message(match["name"], _("There is no such role."), remedy)


def _missing(fault: str, remedy: str) -> Rewrite:
    """Return the rewriting of a message about what stands in the group ``name``.

    The texts are translated when a message is rewritten: no language is set at import.
    """

    def rewrite(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
        groups = match.groupdict()
        found = groups["name"] or groups.get("bare") or ""
        name = " ".join(as_written(found).split())
        return Message(name or _("The link"), str(fault), str(remedy))

    return rewrite


def _line_of_page(fault: str, remedy: str) -> Rewrite:
    """Return the rewriting of a message about one of the first lines of a page."""
    told_of = _missing(fault, remedy)
    return lambda match, vocabulary: replace(
        told_of(match, vocabulary), field=match["name"]
    )


def _no_menu(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("The page"),
        _("It stands in no menu, and readers do not find it."),
        _("Add its name to a toctree, as on the front page."),
    )


def _option_value(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    choices = match["choices"]
    if match["value"] == "None":  # what MyST and docutils call an empty line
        return Message(match["directive"], *no_value(match["name"]), match["name"])
    remedy = _("Correct the value, or remove the line.")
    if choices:
        names = choices.replace('"', "").replace(", or ", ", ").replace(" or ", ", ")
        remedy = _("Choose one of: %s.") % names
    fault = _("“%(value)s” cannot be used in %(name)s.")
    fault %= {"value": as_written(match["value"]), "name": match["name"]}
    return Message(match["directive"], fault, remedy, match["name"])


def _no_argument(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    name = match["name"]
    opening = f"{{{name}}}" if vocabulary.markdown else f".. {name}::"
    return Message(
        name,
        _("The block lacks what stands on its first line, and is left out."),
        _("Write it after %s.") % opening,
    )


def _heading(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("The heading"),
        _("It is more than one level below the one before it."),
        _("Write it with %s.") % ("#" * (int(match["above"]) + 1)),
    )


def _circle(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    pages = match["pages"].split(" <- ")
    return Message(
        pages[0],
        _("The menus go in a circle: %s.") % " → ".join(reversed(pages)),
        _("Remove one of the pages from the toctree of the page before it."),
        place=(pages[0], 1),
    )


def _no_heading(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    remedy = _("Begin it with a heading: the title, and a line of === below it.")
    if vocabulary.markdown:
        remedy = _("Begin it with a heading: # and the title.")
    return Message(
        _("The page"),
        _("It has no heading, and is left out of the menu."),
        remedy,
        place=(match["name"], 1),
    )


def _unused_footnote(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    written = re.match(r"\s*\[\^([^\]]+)\]:", vocabulary.source())
    name = written[1] if written else match["name"]
    mark = f"[^{name}]" if vocabulary.markdown else f"[{name}]_"
    return Message(
        name,
        _("Nothing in the text points at the footnote."),
        _("Point at it with %s in the text, or remove it.") % mark,
    )


def _term_twice(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("The word is in the glossary already (%s).") % match["where"],
        _("Remove one of them."),
        last=match["name"],
    )


def _misplaced(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    inner, outer = match["inner"], match["outer"]
    return Message(
        inner,
        _("A block %(outer)s holds blocks %(inner)s, and they stand nowhere else.")
        % {"outer": outer, "inner": inner},
        _("Put the text in a block %(inner)s, and that in a block %(outer)s.")
        % {"outer": outer, "inner": inner},
    )


def _rule(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        "---",
        _("A line of hyphens stands where there is no text for it to divide."),
        _("Remove the line."),
    )


def _first_heading(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("The heading"),
        _("The first heading of the page is not its title."),
        _("Write it with one #."),
    )


_LINK = _missing(_("A link points at a place that does not exist."), _("Correct the link."))
_NO_FILE = _missing(_("There is no such file."), _("Correct the name of the file."))
_LANGUAGE = _missing(
    _("The code cannot be coloured as this language."),
    _("Write text in place of it, or correct the code."),
)

PATTERNS = (
    pattern(r"^Unknown directive type: '(?P<name>[^']*)'", unknown_block),
    pattern(r'^Unknown directive type "(?P<name>[^"]*)"\.', unknown_block),
    pattern(
        r"^'(?P<directive>[^']*)': Directive options has # comments",
        _comment,
    ),
    pattern(
        r"^'(?P<directive>[^']*)': Unknown option keys?: \[?'(?P<name>[^']*)'",
        _unknown_option,
    ),
    pattern(
        r'^Error in "(?P<directive>[^"]*)" directive:\nunknown option: "(?P<name>[^"]*)"',
        _unknown_option,
    ),
    pattern(
        r"^'(?P<directive>[^']*)': Invalid option value for '(?P<name>[^']*)':"
        r" (?P<value>.*?): .*?(?:choose from (?P<choices>.*?))?\.?$",
        _option_value,
    ),
    pattern(
        r'^Error in "(?P<directive>[^"]*)" directive:\ninvalid option value: '
        r'\(option: "(?P<name>[^"]*)"; value: (?P<value>.*?)\)\n'
        r"[^\n]*?(?:choose from (?P<choices>[^\n]*?))?\.?(?:\n|$)",
        _option_value,
    ),
    pattern(
        r"^'(?P<directive>[^']*)': (?:Has content, but none permitted|Invalid options)",
        _not_readable,
    ),
    pattern(
        r'^Error in "(?P<directive>[^"]*)" directive:\n(?:no content permitted'
        r"|invalid option block|invalid option data|duplicate option|maximum [0-9]+ arg)",
        _not_readable,
    ),
    pattern(r"^Directive '(?P<name>[^']*)': [0-9]+ argument\(s\) required", _no_argument),
    pattern(
        r'^Error in "(?P<name>[^"]*)" directive:\n[0-9]+ argument\(s\) required',
        _no_argument,
    ),
    pattern(
        r'^Content block expected for the "(?P<name>[^"]*)" directive',
        _missing(_("The block is empty."), _("Write its text, or remove the block.")),
    ),
    pattern(
        r'^Error parsing content block for the "(?P<name>[^"]*)" directive',
        _missing(
            _("The text of the block is no table."),
            _(
                "Write it as one list, with a list in each point, and the same number of "
                "points in each of these."
            ),
        ),
    ),
    pattern(
        r'^Error with CSV data in "(?P<name>[^"]*)" directive',
        _missing(
            _("The text of the block is no table."),
            _("Write each row on a line, with commas between the cells, all in quotes."),
        ),
    ),
    pattern(
        r"^'(?P<name>\w+)(?:\[[^']*)?' (?:key not a dict|items not recognised|must be "
        r"|is not a |is not iterable|does not contain strings|value is not|keys? "
        r"|is a global-only)",
        _line_of_page(
            _("The line about the page cannot be used."), _("Correct it, or remove it.")
        ),
    ),
    pattern(
        r"^Unknown field: (?P<name>\w+)",
        _line_of_page(
            _("There is no such line about a page."), _("Correct the name, or remove it.")
        ),
    ),
    pattern(r'^Duplicate explicit target name: "(?P<name>[^"]*)"', _two_names),
    pattern(
        r"^duplicate label (?!of equation)(?P<name>.*), other instance in (?P<file>.*)$",
        _label_twice,
    ),
    pattern(r'^Unknown interpreted text role "(?P<name>[^"]*)"', _unknown_role),
    pattern(
        r"^(?:'myst' cross-reference target not found|undefined label"
        r"|'any' reference target not found|local id not found in doc '[^']*'"
        r"|Failed to create a cross reference. A title or caption not found):"
        rf" (?:{WRITTEN}|(?P<bare>.*))$",
        _LINK,
    ),
    pattern(
        r'^Unknown target name: "(?P<name>[^"]*)"',
        _missing(
            _("There is no footnote or place of this name on the page."),
            _("Write it, or remove the link to it."),
        ),
    ),
    pattern(r"^Footnote \[(?P<name>[^\]]*)\] is not referenced", _unused_footnote),
    pattern(
        r"^Duplicate footnote definition found for label: '(?P<name>[^']*)'",
        _missing(
            _("The footnote is there twice, and only the first is shown."),
            _("Remove one of them, or give it another name."),
        ),
    ),
    pattern(
        r"^toctree contains reference to document '(?P<name>[^']*)' that doesn't have",
        _no_heading,
    ),
    pattern(
        rf"^toctree glob pattern {WRITTEN} didn't match any documents",
        _missing(_("The menu has no page of such a name."), _("Correct it or remove it.")),
    ),
    pattern(r"^circular toctree references detected, ignoring: (?P<pages>.*)$", _circle),
    pattern(
        rf"^term not in glossary: {WRITTEN}",
        _missing(_("The word is not in the glossary."), _("Correct it, or add it there.")),
    ),
    pattern(
        r"^duplicate term description of (?P<name>.*), other instance in (?P<where>\S+)$",
        _term_twice,
    ),
    pattern(
        r"^(?P<name>glossary) (?:terms? must |seems to be misformatted)",
        _missing(
            _("The words of the glossary are not divided as they are to be."),
            _(
                "Write each word on a line, its meaning indented on the lines below, and "
                "an empty line before the next word."
            ),
        ),
    ),
    pattern(
        r"^image file not readable: (?P<name>.*)$",
        _missing(_("There is no such picture."), _("Correct the name of the file.")),
    ),
    pattern(r"^download file not readable: (?P<name>.*)$", _NO_FILE),
    pattern(rf"^Directive \"[a-z-]*\": file not found: {WRITTEN}$", _NO_FILE),
    pattern(
        r"^Directive \"[a-z-]*\": error reading file: (?P<name>[^\n]*)",
        _missing(
            _("The file cannot be read."), _("Correct its name, or have it made again.")
        ),
    ),
    pattern(
        rf"^Include file {WRITTEN} not found or reading it failed",
        _NO_FILE,
    ),
    pattern(
        rf"^Problems with \"[a-z-]*\" directive path:.*?: {WRITTEN}",
        _NO_FILE,
    ),
    pattern(
        r"^Non-consecutive header level increase; H(?P<above>[0-9]) to H[0-9]", _heading
    ),
    pattern(r"^Document headings start at H[0-9], not H1", _first_heading),
    pattern(
        r"^(?:Document or section may not begin with|Document may not end with|"
        r"At least one body element must separate) ?a? transition",
        _rule,
    ),
    pattern(
        r"^All children of a '(?P<outer>[\w-]+)' should be '(?P<inner>[\w-]+)'",
        _misplaced,
    ),
    pattern(
        r"^The parent of a '(?P<inner>[\w-]+)' should be a '(?P<outer>[\w-]+)'",
        _misplaced,
    ),
    pattern(
        r"^exception while evaluating (?P<name>only) directive expression",
        _missing(
            _("The condition of the block cannot be read, and the text is shown."),
            _("Write names of tags, with and, or, not between them."),
        ),
    ),
    pattern(r"^Pygments lexer name '(?P<name>[^']*)' is not known", _LANGUAGE),
    pattern(r"^Lexing literal_block .* as \"(?P<name>[^\"]*)\" resulted in", _LANGUAGE),
    pattern(r"^document isn't included in any toctree", _no_menu),
)
"""The wordings of MyST 5 and Sphinx 9.0."""
