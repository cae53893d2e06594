"""The words of the files themselves, in the language of the project."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinx.locale import get_translation

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class Titles:
    """What stands above the columns of a file, and on its sheets.

    Strings, and not what becomes one: a sheet takes nothing else.
    """

    rows: str
    columns: str
    total: str
    group: str = field(default_factory=lambda: str(_("Group")))
    matrix: str = field(default_factory=lambda: str(_("Matrix")))
    explanation: str = field(default_factory=lambda: str(_("Explanation")))
    page: str = field(default_factory=lambda: str(_("The matrix on its page")))
    symbols: str = field(default_factory=lambda: str(_("Symbols")))
    numbers: str = field(default_factory=lambda: str(_("In numbers")))
    made: str = field(default_factory=lambda: str(_("Made on %s")))
