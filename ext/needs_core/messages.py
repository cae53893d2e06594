"""Warnings and what stops a build: each has a place, a subject, a fault and a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util import logging

if TYPE_CHECKING:
    from needs_core.items import Item

_ = get_translation("needs_core")

_logger = logging.getLogger("needs_core")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake of an author, with what is wrong and how to correct it."""

    docname: str | None
    line: int | None
    subject: str
    """The id of the need, or the name of the directive."""
    fault: str
    """A whole sentence."""
    remedy: str
    """A whole sentence."""
    type: str
    """The extension that found it: the first half of the warning's type."""
    subtype: str
    file: str | None = None
    """The file it is in, when that is no page: ``line`` is a line of it."""
    field: str = ""
    """The field of a need it is about, when ``line`` is where the need begins."""

    @classmethod
    def at(  # noqa: PLR0913 (what a problem is)
        cls,
        item: Item,
        fault: str,
        remedy: str,
        *,
        type_: str,
        subtype: str,
        field: str = "",
    ) -> Problem:
        """Return a problem of a need, at its place or at the line of one of its fields."""
        place = (item.docname, item.line, item.id)
        return cls(*place, fault, remedy, type_, subtype, item.file, field)

    @property
    def text(self) -> str:
        """The message without its place.

        >>> Problem("a", 1, "TI_1", "Den mangler.", "Skriv den.", "t", "s").text
        'TI_1: Den mangler. Skriv den.'
        """
        return f"{self.subject}: {self.fault} {self.remedy}"


def printable(text: str, other: str = "\N{REPLACEMENT CHARACTER}") -> str:
    r"""Return a text from elsewhere as a message may repeat it, on one line.

    ``other`` stands for what cannot be seen.

    >>> printable("\x1b[2J a")
    '�[2J a'
    """
    return "".join(x if x.isprintable() else other for x in text)


def no_value(name: str) -> tuple[str, str]:
    """Return fault and remedy for a line of a block that has no value."""
    fault = _("The line %s has no value.") % name
    return fault, _("Write one, or remove the line where it is not to be used.")


class BuildStoppedError(SphinxError):
    """A mistake that stops the build."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def warn(problem: Problem) -> None:
    """Log a problem as one Sphinx warning, with its place and its type."""
    place: tuple[str, int | None] | str | None = None
    if problem.file:
        place = f"{problem.file}:{problem.line or 1}"
    elif problem.docname:
        place = (problem.docname, problem.line)
    _logger.warning(
        # As an argument, so that a % in a page's text is a percent sign.
        "%s",
        problem.text,
        location=place,
        type=problem.type,
        subtype=problem.subtype,
        extra={"field": problem.field},
    )
