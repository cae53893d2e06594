"""The sheets of the plan: the columns of each type, their rows, and the control of each.

A column is a ``FieldRule`` of ``needs_authoring``: one field or link of the type.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.sheet_control import RowControl, field_value
from needs_authoring.values import TITLE, FieldRule
from needs_core.declarations import declared_types, type_declarations
from needs_core.settings import value
from needs_core.spreadsheet import cut, distinct_headers, sheet_name, suffixed_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.config import Config

    from needs_core.declarations import Declared
    from needs_core.items import Item, Items

_ = get_translation("needs_exchange")

ID, PAGE, STATUS = "id", "page", "status"
"""Columns beside the title; ``page`` says where a need stands."""


@dataclass(frozen=True, slots=True)
class TypeSheet:
    """A type of need as a sheet."""

    type: str
    title: str
    columns: tuple[FieldRule, ...]
    named_page: bool = False
    """Whether the project names the page of a new need: nobody chooses one."""

    @property
    def name(self) -> str:
        """The name of the sheet, as Excel allows it."""
        return sheet_name(self.title)

    @property
    def fields(self) -> tuple[FieldRule, ...]:
        """The columns that are written on a page: all but id and page."""
        return tuple(column for column in self.columns if is_editable(column))


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A need: a value for each column, and what it was at the export."""

    values: tuple[str, ...]
    control: RowControl


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet with its rows."""

    sheet: TypeSheet
    rows: tuple[FilledRow, ...]


@dataclass(frozen=True, slots=True)
class PlanContents:
    """All that the files of a plan hold."""

    title: str
    sheets: tuple[FilledSheet, ...]
    lookups: tuple[tuple[str, str, str], ...]
    """What links may point at: the title of its type, its id, its own title."""
    ids: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Type to the ids it has, for the lists one chooses from."""
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Type to the pages it stands on, where one is chosen for a new need."""


def is_editable(column: FieldRule) -> bool:
    """Tell whether a sheet may change a column for a need that exists."""
    return column.name not in {ID, PAGE}


def type_titles(config: Config) -> dict[str, str]:
    """Return the title of each type, in the order of the configuration.

    Types whose sheets would have one name have the name of their block behind the title.
    """
    titles = {kind["directive"]: kind["title"] for kind in declared_types(config)}
    names = Counter(sheet_name(title).casefold() for title in titles.values())
    return {
        name: suffixed_name(title, f" ({name})")
        if names[sheet_name(title).casefold()] > 1
        else title
        for name, title in titles.items()
    }


def type_sheets(
    config: Config, items: Items, types: Iterable[str]
) -> tuple[TypeSheet, ...]:
    """Return a sheet for each of some types."""
    titles = type_titles(config)
    declared = {kind: type_declarations(config, kind) for kind in titles}
    # Where types say which of them have a state, the others have none.
    says = any(one.name == STATUS for found in declared.values() for one in found)
    pages = dict(value(config, "needs_authoring_pages"))
    sheets = (
        type_sheet(kind, titles[kind], declared[kind], items.every(kind), status=not says)
        for kind in types
    )
    return tuple(replace(sheet, named_page=sheet.type in pages) for sheet in sheets)


def type_sheet(
    type_: str,
    title: str,
    declared: Iterable[Declared],
    items: Iterable[Item],
    *,
    status: bool = True,
) -> TypeSheet:
    """Return the sheet of a type.

    Its own fields and links come first, then those of all types that it uses. sphinx-needs
    has ``status`` and ``tags`` without their being declared: ``tags`` are there where any
    of the needs has one, a status then or with ``status``.
    """
    items = tuple(items)
    used = {name for item in items for name in (*item.links, *item.fields)}
    # What all types share, and none of this one bears, would be columns of nothing.
    declared = [one for one in declared if one.own or one.name in used]
    names = {one.name for one in declared}
    status = STATUS not in names and (status or any(item.status for item in items))
    columns = [
        FieldRule(ID, "Id"),
        FieldRule(TITLE, str(_("Title")), nullable=False),
        *([FieldRule(STATUS, str(_("Status")))] if status else []),
        *map(FieldRule.from_declared, declared),
    ]
    if "tags" not in names and any(item.values("tags") for item in items):
        columns.append(FieldRule("tags", str(_("Tags")), many=True))
    columns.append(FieldRule(PAGE, str(_("Page"))))
    headers = distinct_headers({column.name: column.label for column in columns})
    told_apart = (replace(column, label=headers[column.name]) for column in columns)
    return TypeSheet(type_, title, tuple(told_apart))


def item_value(item: Item, column: FieldRule) -> str:
    """Return what a need has in a column, in canonical form."""
    if column.name == PAGE:
        return item.docname or ""
    return field_value(item, column)


def plan_contents(
    title: str, sheets: Iterable[TypeSheet], items: Items, titles: Mapping[str, str]
) -> PlanContents:
    """Fill the sheets. ``titles`` is the title of each type."""
    sheets = tuple(sheets)
    targets = {t for sheet in sheets for c in sheet.columns for t in c.targets}
    kinds = [kind for kind in titles if kind in targets]
    own = {sheet.type: _own(items, sheet.type) for sheet in sheets}
    choosing = [sheet.type for sheet in sheets if not sheet.named_page]
    return PlanContents(
        title=title,
        sheets=tuple(FilledSheet(x, tuple(_rows(x, own[x.type]))) for x in sheets),
        lookups=tuple(
            (titles[kind], item.id, item.title)
            for kind in kinds
            for item in items.every(kind)
        ),
        ids=tuple((kind, tuple(x.id for x in items.every(kind))) for kind in kinds),
        pages=tuple(
            (kind, tuple(dict.fromkeys(x.docname or "" for x in own[kind])))
            for kind in choosing
        ),
    )


def plan_sources(sheets: Iterable[TypeSheet], items: Items) -> list[object]:
    """Return all that ``plan_contents`` reads of the needs, without filling a sheet."""
    sheets = tuple(sheets)
    targets = {t for sheet in sheets for c in sheet.columns for t in c.targets}
    return [
        (x.id, x.type, x.title, x.status, x.docname, x.external, x.fields, x.links)
        for kind in sorted(targets | {sheet.type for sheet in sheets})
        for x in items.of_type(kind)
    ]


def _own(items: Items, kind: str) -> list[Item]:
    return [item for item in items.every(kind) if not item.external]


def _rows(sheet: TypeSheet, items: Iterable[Item]) -> Iterator[FilledRow]:
    for item in items:
        # What a cell cannot hold is cut, and the control is of what it does hold.
        values = tuple(cut(item_value(item, column)) for column in sheet.columns)
        names = (column.name for column in sheet.columns)
        pairs = [x for x in zip(names, values, strict=True) if x[0] != ID]
        yield FilledRow(values, RowControl.from_values(sheet.type, item.id, pairs))
