"""The warnings of MyST, docutils and Sphinx about what an author writes on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from sphinx.locale import get_translation

from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import Known, Said, Say, phrase

if TYPE_CHECKING:
    import re

_ = get_translation("needs_core")


def unknown_block(match: re.Match[str], known: Known) -> Said:
    """Say that a directive or a need type does not exist."""
    name = match["name"]
    if not is_normalized("NFC", name):  # in an included file: pages are composed
        return Said(
            normalize("NFC", name),
            _("A letter is written as two characters (a letter and its accent)."),
            _("Type the word again, or save the page with composed letters (NFC)."),
        )
    return Said(
        name,
        _("There is no such block, and what stands in it is left out.")
        + did_you_mean(name, known.types),
        _("Correct the word that begins the block (small letters)."),
    )


def _unknown_option(match: re.Match[str], _known: Known) -> Said:
    return Said(
        match["directive"],
        _("There is no option %s.") % match["name"],
        _("Correct the name, or remove the line."),
    )


def _not_readable(match: re.Match[str], _known: Known) -> Said:
    return Said(
        match["directive"],
        _("The lines of the block cannot be read."),
        _("Write each as :name: value, right below the first line, and no other text."),
    )


def _two_names(match: re.Match[str], _known: Known) -> Said:
    return Said(
        match["name"],
        _("Two things on the page have this name."),
        _("Give one of them another."),
    )


def _unknown_role(match: re.Match[str], _known: Known) -> Said:
    return Said(
        match["name"],
        _("There is no such role."),
        _("Correct the word in the curly brackets."),
    )


def _missing(fault: str, remedy: str) -> Say:
    """Return how to say that ``name`` is pointed at and not there.

    The texts are translated when they are said: no language is set at import.
    """

    def say(match: re.Match[str], _known: Known) -> Said:
        return Said(match["name"], str(fault), str(remedy))

    return say


def _no_menu(_match: re.Match[str], _known: Known) -> Said:
    return Said(
        _("The page"),
        _("It stands in no menu, and readers do not find it."),
        _("Add its name to a toctree, as on the front page."),
    )


PHRASES = (
    phrase(r"^Unknown directive type: '(?P<name>[^']*)'", unknown_block),
    phrase(r'^Unknown directive type "(?P<name>[^"]*)"\.', unknown_block),
    phrase(
        r"^'(?P<directive>[^']*)': Unknown option keys?: \[?'(?P<name>[^']*)'",
        _unknown_option,
    ),
    phrase(
        r'^Error in "(?P<directive>[^"]*)" directive:\nunknown option: "(?P<name>[^"]*)"',
        _unknown_option,
    ),
    phrase(
        r"^'(?P<directive>[^']*)': (?:Has content, but none permitted|Invalid options)",
        _not_readable,
    ),
    phrase(
        r'^Error in "(?P<directive>[^"]*)" directive:\n(?:no content permitted'
        r"|invalid option block|invalid option data|duplicate option|maximum [0-9]+ arg)",
        _not_readable,
    ),
    phrase(r'^Duplicate explicit target name: "(?P<name>[^"]*)"', _two_names),
    phrase(r'^Unknown interpreted text role "(?P<name>[^"]*)"', _unknown_role),
    phrase(
        r"^(?:'myst' cross-reference target not found|undefined label|unknown document):"
        r" '(?P<name>[^']*)'",
        _missing(
            _("A link points at a place that does not exist."), _("Correct the link.")
        ),
    ),
    phrase(
        r"^toctree contains reference to nonexisting document '(?P<name>[^']*)'",
        _missing(_("The menu names a page that does not exist."), _("Correct the name.")),
    ),
    phrase(
        r"^term not in glossary: '(?P<name>[^']*)'",
        _missing(_("The word is not in the glossary."), _("Correct it, or add it there.")),
    ),
    phrase(
        r"^image file not readable: (?P<name>.*)$",
        _missing(_("There is no such picture."), _("Correct the name of the file.")),
    ),
    phrase(r"^document isn't included in any toctree", _no_menu),
)
"""How MyST 5 and Sphinx 9.0 put it."""
