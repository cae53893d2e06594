"""The words of the files themselves, in the language of the project."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinx.locale import get_translation

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class Titles:
    """What stands above the columns of a file, and on its sheets."""

    rows: str
    columns: str
    total: str
    group: str = field(default_factory=lambda: _("Group"))
    matrix: str = field(default_factory=lambda: _("Matrix"))
    explanation: str = field(default_factory=lambda: _("Explanation"))
    page: str = field(default_factory=lambda: _("The matrix on its page"))
    symbols: str = field(default_factory=lambda: _("Symbols"))
    numbers: str = field(default_factory=lambda: _("In numbers"))
    made: str = field(default_factory=lambda: _("Made on %s"))
