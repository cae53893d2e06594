"""The words and symbols of coverage, the same in every output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.matrix import Matrix, MatrixSpec, percent

if TYPE_CHECKING:
    from needs_items.items import Model

_ = get_translation("needs_coverage")

HIT, MISS = "●", "○"


@dataclass(frozen=True, slots=True)
class Words:
    """What one matrix says of itself."""

    rows: str
    """Title of the row type."""
    columns: str
    relation: str
    """The words of a hit, as in "bidrager til"."""
    total: str
    legend: str
    none: str
    """What a total of nothing means."""

    @classmethod
    def of(cls, spec: MatrixSpec, matrix: Matrix, model: Model) -> Words:
        """Take the names from the project's model."""
        rows, columns = model.types[spec.rows], model.types[spec.columns]
        link = model.links[spec.link].outgoing
        first, second = (columns, rows) if matrix.from_columns else (rows, columns)
        return cls(
            rows=rows,
            columns=columns,
            relation=link,
            total=_("Total"),
            legend=_("%(hit)s %(first)s %(link)s %(second)s. %(miss)s None.")
            % {
                "hit": HIT,
                "first": first,
                "link": link,
                "second": second.lower(),
                "miss": MISS,
            },
            none=_("nothing"),
        )


def numbers(matrix: Matrix, words: Words) -> tuple[str, ...]:
    """Return coverage in numbers: a line for the rows, a line for the columns."""
    rows, columns = len(matrix.rows), len(matrix.columns)
    return (
        _share(
            _("%(kind)s with %(other)s: %(part)d of %(whole)d"),
            (words.rows, words.columns),
            (rows - len(matrix.uncovered), rows),
        ),
        _share(
            _("%(kind)s with %(other)s: %(part)d of %(whole)d"),
            (words.columns, words.rows),
            (columns - len(matrix.orphans), columns),
        ),
    )


def gap_heading(kind: str, other: str, part: int, whole: int) -> str:
    """Return the heading of a list of items that lack a counterpart."""
    return _("%(kind)s without %(other)s: %(part)d of %(whole)d") % {
        "kind": kind,
        "other": other.lower(),
        "part": part,
        "whole": whole,
    }


def nothing_at_all(kind: str) -> str:
    """Return what stands where a list has no items to speak of."""
    return _("There are no items of the type %s.") % kind.lower()


def _share(text: str, kinds: tuple[str, str], counts: tuple[int, int]) -> str:
    kind, other = kinds
    part, whole = counts
    said = text % {"kind": kind, "other": other.lower(), "part": part, "whole": whole}
    share = percent(part, whole)
    return said if share is None else f"{said} ({share}\N{NO-BREAK SPACE}%)"
