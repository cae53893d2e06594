"""The columns of a sheet: what stands in each, and what may stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.model import natural_key
from needs_exchange.values import canonical, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_core.model import Item
    from needs_core.schema import Declared

_ = get_translation("needs_exchange")

ID, TITLE, PAGE = "id", "title", "page"
"""The columns every sheet has; ``page`` only says where a need stands."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, and the field or link of a need that it holds."""

    name: str
    header: str
    link: bool = False
    many: bool = False
    """Whether it holds a list, with commas between."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    nullable: bool = True
    targets: frozenset[str] = frozenset()

    @property
    def date(self) -> bool:
        """Whether it holds a day."""
        return self.schema.get("format") == "date"

    @property
    def choices(self) -> tuple[str, ...]:
        """The only values it may hold; none: any."""
        return tuple(map(str, self.schema.get("enum", ())))

    @property
    def editable(self) -> bool:
        """Whether a sheet may change it for a need that exists."""
        return self.name not in {ID, PAGE}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A type of need as a sheet."""

    type: str
    title: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The name of the sheet, as Excel allows it."""
        return "".join(" " if x in "[]:*?/\\'" else x for x in self.title)[:31].strip()

    def column(self, name: str) -> Column:
        """Return the column of a field. Raises ``StopIteration`` for another."""
        return next(column for column in self.columns if column.name == name)

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns that are written on a page: all but id and page."""
        return tuple(column for column in self.columns if column.editable)


def sheet_of(
    type_: str, title: str, declared: Iterable[Declared], items: Iterable[Item]
) -> Sheet:
    """Return the sheet of a type.

    Its own fields and links come first, then those of all types that it uses. ``status`` is
    always there, and ``tags`` where any of the needs has one: sphinx-needs has both
    without their being declared.
    """
    items = tuple(items)
    used = {name for item in items for name in (*item.links, *item.fields)}
    # What all types share, and none of this one bears, would be columns of nothing.
    declared = [one for one in declared if one.own or one.name in used]
    names = {one.name for one in declared}
    columns = [
        Column(ID, "Id"),
        Column(TITLE, str(_("Title")), nullable=False),
        *([] if "status" in names else [Column("status", str(_("Status")))]),
        *(_column(one) for one in declared),
    ]
    if "tags" not in names and any(item.values("tags") for item in items):
        columns.append(Column("tags", str(_("Tags")), many=True))
    columns.append(Column(PAGE, str(_("Page"))))
    return Sheet(type_, title, tuple(_told_apart(columns)))


def one_way(text: str, column: Column) -> str:
    """Return a value in the one way it is compared; links have no order."""
    if column.link:
        return ", ".join(sorted(dict.fromkeys(listed(text)), key=natural_key))
    return canonical(text, many=column.many)


def value_of(item: Item, column: Column) -> str:
    """Return what an item has in a column, in the one way we write it."""
    if column.name == PAGE:
        return item.docname or ""
    if column.link:
        return one_way(", ".join(item.links.get(column.name, ())), column)
    return one_way(", ".join(item.values(column.name)), column)


def _column(one: Declared) -> Column:
    many = one.link or one.schema.get("type") == "array"
    header = one.label[:1].upper() + one.label[1:]
    return Column(one.name, header, one.link, many, one.schema, one.nullable, one.targets)


def _told_apart(columns: list[Column]) -> Iterator[Column]:
    """Yield the columns; of two called alike, both say their name as well."""
    headers = [column.header.casefold() for column in columns]
    for column in columns:
        if headers.count(column.header.casefold()) == 1:
            yield column
        else:
            header = f"{column.header} ({column.name})"
            yield Column(
                column.name,
                header,
                column.link,
                column.many,
                column.schema,
                column.nullable,
                column.targets,
            )
