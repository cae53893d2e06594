"""The warnings of MyST, docutils and Sphinx about what an author writes on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import Message, Rewrite, Vocabulary, pattern

if TYPE_CHECKING:
    import re

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
    )


def _comment(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["directive"],
        _("What stands after # in the line is a comment, and is not read."),
        _("Remove it, or put quotation marks around the whole value."),
    )


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


def _unknown_role(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        match["name"],
        _("There is no such role."),
        _("Correct the word in the curly brackets."),
    )


def _missing(fault: str, remedy: str) -> Rewrite:
    """Return the rewriting of a message that ``name`` is linked to and does not exist.

    The texts are translated when a message is rewritten: no language is set at import.
    """

    def rewrite(match: re.Match[str], _vocabulary: Vocabulary) -> Message:
        return Message(match["name"], str(fault), str(remedy))

    return rewrite


def _no_menu(_match: re.Match[str], _vocabulary: Vocabulary) -> Message:
    return Message(
        _("The page"),
        _("It stands in no menu, and readers do not find it."),
        _("Add its name to a toctree, as on the front page."),
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
        r"^'(?P<directive>[^']*)': (?:Has content, but none permitted|Invalid options)",
        _not_readable,
    ),
    pattern(
        r'^Error in "(?P<directive>[^"]*)" directive:\n(?:no content permitted'
        r"|invalid option block|invalid option data|duplicate option|maximum [0-9]+ arg)",
        _not_readable,
    ),
    pattern(r'^Duplicate explicit target name: "(?P<name>[^"]*)"', _two_names),
    pattern(r'^Unknown interpreted text role "(?P<name>[^"]*)"', _unknown_role),
    pattern(
        r"^(?:'myst' cross-reference target not found|undefined label|unknown document):"
        r" '(?P<name>[^']*)'",
        _missing(
            _("A link points at a place that does not exist."), _("Correct the link.")
        ),
    ),
    pattern(
        r"^toctree contains reference to nonexisting document '(?P<name>[^']*)'",
        _missing(_("The menu names a page that does not exist."), _("Correct the name.")),
    ),
    pattern(
        r"^term not in glossary: '(?P<name>[^']*)'",
        _missing(_("The word is not in the glossary."), _("Correct it, or add it there.")),
    ),
    pattern(
        r"^image file not readable: (?P<name>.*)$",
        _missing(_("There is no such picture."), _("Correct the name of the file.")),
    ),
    pattern(r"^document isn't included in any toctree", _no_menu),
)
"""The wordings of MyST 5 and Sphinx 9.0."""
