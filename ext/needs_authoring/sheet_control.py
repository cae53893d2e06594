"""What a workbook remembers of the needs it shows, so that it can be sent back.

Its hidden sheet ``_control`` says what each need was when the workbook was made. One that
shows only some of the needs, as the package of a meeting, also says what its cells were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING

from needs_authoring.values import normalized
from needs_core.spreadsheet import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from needs_authoring.values import FieldRule
    from needs_core.items import Item

CONTROL = "_control"
"""The hidden sheet."""
FORMAT = 1
"""The version of the sheets: a file of another one may mean something else."""
_CELLS = f"v{FORMAT}-cells"
_CELLS_A_LINE = 500


def fingerprint(value: str) -> str:
    """Return a short digest of a value; none of an empty one."""
    return blake2b(value.encode(), digest_size=6).hexdigest() if value else "-"


def field_value(item: Item, rule: FieldRule) -> str:
    """Return what a need has in a field or link, in canonical form."""
    if rule.link:
        return rule.canonical(", ".join(item.links.get(rule.name, ())))
    if rule.many:
        return rule.canonical(", ".join(item.values(rule.name)))
    return rule.canonical(item.value(rule.name) or "")


@dataclass(frozen=True, slots=True)
class RowControl:
    """What a need was when it was exported."""

    type: str
    id: str
    prints: Mapping[str, str] = field(default_factory=dict)
    """Field to the digest of its value."""

    @classmethod
    def from_values(
        cls, type_: str, id_: str, values: Iterable[tuple[str, str]]
    ) -> RowControl:
        """Take the digest of every value."""
        return cls(type_, id_, {name: fingerprint(value) for name, value in values})

    @classmethod
    def of_item(cls, item: Item, rules: Iterable[FieldRule]) -> RowControl:
        """Take the digest of some fields of a need, as cells hold them."""
        values = ((rule.name, cut(field_value(item, rule))) for rule in rules)
        return cls.from_values(item.type, item.id, values)

    @property
    def text(self) -> str:
        """The control as it stands in a cell."""
        prints = (f"{name}={digest}" for name, digest in self.prints.items())
        return " ".join((f"v{FORMAT}", self.type, self.id, *prints))

    @classmethod
    def read(cls, text: str) -> RowControl | None:
        """Read what ``text`` gave; none for anything else, another version too.

        >>> RowControl.read(RowControl.from_values("tiltag", "T_1", [("a", "x")]).text).id
        'T_1'
        """
        version, *rest = text.split()[:3] or [""]
        if version != f"v{FORMAT}" or len(rest) != 2:  # noqa: PLR2004 (type and id)
            return None
        pairs = [x.partition("=") for x in text.split()[3:]]
        if not all(equals for _, equals, _ in pairs):
            return None
        return cls(rest[0], rest[1], {name: digest for name, _, digest in pairs})


@dataclass(frozen=True, slots=True)
class CellControl:
    """The cells of a workbook when it was made, wherever its rows have gone since.

    Headers are cells of the row ``id``.

    >>> made = CellControl.of_rows(("Id", "Status"), [("T_1", "planned")])
    >>> read = CellControl.read(made.lines)
    >>> read.has("T_1", "Status", "planned"), read.has("T_1", "Status", "done")
    (True, False)
    """

    prints: frozenset[str] = frozenset()

    @classmethod
    def of_rows(cls, head: Sequence[str], rows: Iterable[Sequence[str]]) -> CellControl:
        """Take the digest of every cell; the id of a row stands first."""
        whole = [("id", head), *((row[0], row) for row in rows)]
        return cls(
            frozenset(
                _cell_print(id_, header, text)
                for id_, row in whole
                for header, text in zip_longest(head, row, fillvalue="")
            )
        )

    def __or__(self, other: CellControl) -> CellControl:
        """Return the cells of both."""
        return CellControl(self.prints | other.prints)

    @property
    def lines(self) -> Iterator[str]:
        """The control as it stands in cells, one below the other."""
        prints = sorted(self.prints)
        for at in range(0, len(prints), _CELLS_A_LINE):
            yield " ".join((_CELLS, *prints[at : at + _CELLS_A_LINE]))

    @classmethod
    def read(cls, lines: Iterable[str]) -> CellControl:
        """Read what ``lines`` gave; other lines say nothing of cells."""
        words = (line.split() for line in lines if line.startswith(_CELLS))
        return cls(frozenset(x for line in words for x in line[1:]))

    def has(self, id_: str, header: str, text: str) -> bool:
        """Tell whether the workbook was made with a cell of this text."""
        return _cell_print(id_, header, text) in self.prints


def _cell_print(id_: str, header: str, text: str) -> str:
    return fingerprint("\n".join(normalized(x) for x in (id_, header, cut(text))))
