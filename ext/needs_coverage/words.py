"""The words and symbols of coverage, the same in every output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.by_field import FieldSpec
from needs_coverage.matrix import Hit, Matrix, percent
from needs_coverage.spec import MatrixSpec
from needs_items.states import PLAIN, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_coverage.stated import Lack
    from needs_items.items import Label, Model

_ = get_translation("needs_coverage")

COVERED, MISS, INDIRECT = "●", "○", "⤳"
LINK_SYMBOLS = "▲■◆★▼"
"""What tells several links in one matrix apart, in the order they are asked for."""

Spec = MatrixSpec | FieldSpec


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: one or more lines, each a symbol and words."""

    lines: tuple[tuple[str, str], ...]
    covers: bool

    @property
    def text(self) -> str:
        """The cell on one line."""
        return ", ".join(f"{symbol} {words}" for symbol, words in self.lines)


@dataclass(frozen=True, slots=True)
class Words:
    """What one matrix says of itself."""

    rows: str
    """Title of the row type."""
    columns: str
    """Title of the column type, or label of the field."""
    relations: Mapping[str, str]
    """Link type to its words, as in "bidrager til", in the order asked for."""
    stateful: bool
    """Whether the project has states, and cells tell them."""
    two_sided: bool = True
    """Whether the columns are items too, and can lack a counterpart."""
    total: str = field(default_factory=lambda: _("Total"))
    none: str = field(default_factory=lambda: _("none"))

    @classmethod
    def of(cls, spec: Spec, model: Model) -> Words:
        """Take the names from the project's model."""
        rows = model.types[spec.rows.type]
        stateful = bool(spec.states.all)
        if isinstance(spec, FieldSpec):
            label = model.fields.get(spec.field, spec.field.capitalize())
            return cls(rows, label, {spec.field: label.lower()}, stateful, two_sided=False)
        relations = {
            name: model.links[name].outgoing for name in (*spec.links, *spec.via_links)
        }
        return cls(rows, model.types[spec.columns.type], relations, stateful)

    def cell(self, hit: Hit) -> Cell:
        """Say a hit: its state, which links if there are several, and what it is over."""
        lines = []
        direct = [way.link for way in hit.ways if way.via is None]
        if self.stateful:
            lines.append((hit.state.symbol, state_name(hit.state)))
        if len(self.relations) > 1 or not self.stateful:
            lines += [(self.symbol(link), self.relations[link]) for link in direct]
        if not direct:
            over = ", ".join(way.via.id for way in hit.ways if way.via)
            lines.append((INDIRECT, _("by way of %s") % over))
        return Cell(tuple(lines), hit.covers)

    def joint(self, hit: Hit) -> str:
        """Return the words between a cell and its row that the cell does not show."""
        if self.stateful and len(self.relations) == 1 and hit.direct:
            return f"{self.relations[hit.ways[0].link]} "
        return ""

    def symbol(self, link: str) -> str:
        """Return what stands for a link: a dot for the only one."""
        names = list(self.relations)
        return COVERED if len(names) == 1 else LINK_SYMBOLS[names.index(link) % 5]

    def script(self) -> dict[str, str]:
        """Return the words of filters and folds."""
        kinds = {"rows": self.rows.lower(), "columns": self.columns.lower()}
        return {
            "all": _("All"),
            "unknown": _("not stated"),
            "reset": _("Show all"),
            "filters": _("Choose what the table shows"),
            "fold": _("Fold or unfold"),
            # {0} of {1} rows and {2} of {3} columns, filled in by the script.
            "count": _("Shows {0} of {1} %(rows)s and {2} of {3} %(columns)s.") % kinds,
        }

    def legend(self, matrix: Matrix) -> tuple[tuple[str, str], ...]:
        """Return every symbol that may need a word, with its words."""
        entries = {
            (state.symbol, state_name(state)): None
            for state in sorted(matrix.states, key=lambda state: state.rank)
            if state != PLAIN
        }
        ways = [way for row in matrix.rows for hit in row.hits for way in hit.ways]
        used = {way.link for way in ways if way.via is None}
        if len(self.relations) > 1 or not self.stateful:
            for link in self.relations:
                if link in used:
                    entries[self.symbol(link), self.relations[link]] = None
        if any(way.via for way in ways):
            entries[INDIRECT, _("indirect, by way of another item")] = None
        return (*entries, (MISS, self.none))


def state_name(state: State) -> str:
    """Return the name of a state; that of none is "not stated"."""
    return state.name or _("not stated")


def label_text(label: Label) -> tuple[str, str]:
    """Return id and title of a header; the value of a field has no id."""
    if label.docname is None and label.url is None and label.id == label.title:
        return ("", label.title or _("not stated"))
    return (label.id, label.title)


def numbers(matrix: Matrix, words: Words) -> tuple[str, ...]:
    """Return coverage in numbers: the rows, how many only indirectly, the columns."""
    rows, columns = len(matrix.rows), len(matrix.columns)
    lines = [_share(words.rows, words.columns, rows - len(matrix.uncovered), rows)]
    if matrix.only_indirect:
        lines.append(
            _("of these only by way of another item: %d") % len(matrix.only_indirect)
        )
    if words.two_sided:
        used = columns - len(matrix.orphans)
        lines.append(_share(words.columns, words.rows, used, columns))
    return tuple(lines)


def gap_heading(kind: str, other: str, part: int, whole: int) -> str:
    """Return the heading of a list of items that lack a counterpart."""
    return _("%(kind)s without %(other)s: %(part)d of %(whole)d") % {
        "kind": kind,
        "other": other.lower(),
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


def _share(kind: str, other: str, part: int, whole: int) -> str:
    said = _("%(kind)s with %(other)s: %(part)d of %(whole)d") % {
        "kind": kind,
        "other": other.lower(),
        "part": part,
        "whole": whole,
    }
    share = percent(part, whole)
    return said if share is None else f"{said} ({share}\N{NO-BREAK SPACE}%)"
