"""Coverage said in lines: the numbers, and the headings of what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.matrix import percent

if TYPE_CHECKING:
    from needs_coverage.matrix import Matrix
    from needs_coverage.stated import Lack
    from needs_coverage.words import Words

_ = get_translation("needs_coverage")


def numbers(matrix: Matrix, words: Words) -> tuple[str, ...]:
    """Return coverage in numbers: the rows, how many only indirectly, the columns."""
    rows, columns = len(matrix.rows), len(matrix.columns)
    down, across = words.sides
    lines = [_share(down[0], across[1], rows - len(matrix.uncovered), rows)]
    if matrix.only_indirect:
        lines.append(
            _("of these only by way of another item: %d") % len(matrix.only_indirect)
        )
    if words.two_sided:
        used = columns - len(matrix.orphans)
        lines.append(_share(across[0], down[1], used, columns))
    return tuple(lines)


def gap_heading(kind: str, other: str, part: int, whole: int) -> str:
    """Return the heading of a list of items that lack a counterpart."""
    return _("%(kind)s without %(other)s: %(part)d of %(whole)d") % {
        "kind": kind,
        "other": other,
        "part": part,
        "whole": whole,
    }


def lack_heading(kind: str, field: str, lack: Lack) -> str:
    """Return the heading of a list of items that lack a value or are overdue."""
    names = {"kind": kind, "other": field, "part": len(lack.labels), "whole": lack.whole}
    if lack.passed:
        return _("%(kind)s whose %(other)s has passed: %(part)d of %(whole)d") % names
    return _("%(kind)s without %(other)s: %(part)d of %(whole)d") % names


def nothing_at_all(kind: str) -> str:
    """Return what stands where a list has no items to speak of."""
    return _("There are no items of the type %s.") % kind.lower()


def share(part: int, whole: int) -> str:
    """Return a part of a whole, as "25 af 28 (89 %)"."""
    said = _("%(part)d of %(whole)d") % {"part": part, "whole": whole}
    return _with_percent(said, part, whole)


def _share(kind: str, other: str, part: int, whole: int) -> str:
    said = _("%(kind)s with %(other)s: %(part)d of %(whole)d") % {
        "kind": kind,
        "other": other,
        "part": part,
        "whole": whole,
    }
    return _with_percent(said, part, whole)


def _with_percent(said: str, part: int, whole: int) -> str:
    percentage = percent(part, whole)
    if percentage is None:
        return said
    return f"{said} ({percentage}\N{NO-BREAK SPACE}%)"
