"""The needs of a build as frozen values, and conditions on them.

Nothing here knows Sphinx or sphinx-needs.

A condition is ``field = value, value; field = value``. It is plain data: nothing in it is
evaluated. A value that holds a comma, a semicolon or an equals sign stands in double
quotes, and a quote inside it is doubled.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from needs_core.dates import DayUse, build_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from needs_core.views import Value_co, View


_NUMBERS = re.compile("([0-9]+)")


_QUOTED = re.compile(r'"(?:[^"]|"")*"')


_QUOTED_OR_SIGN = re.compile(rf"{_QUOTED.pattern}|.", re.DOTALL)


ORIGINS = ("is_external", "is_import")
"""What conditions call the origin of a need, as sphinx-needs does: true or false."""


SEPARATOR = ";"
"""Stands between the values of a field that holds one text, as several owners."""


@dataclass(frozen=True, slots=True)
class Label:
    """Id, title and place of an item: all that a link to it needs."""

    id: str
    title: str
    type: str
    status: str | None
    docname: str | None
    url: str | None
    hidden: bool = False
    """Whether it is not drawn on its page, so that links lead to the page itself."""
    number: str | None = None
    """What readers see in place of the id; empty: the title alone; ``None``: the id."""

    @property
    def name(self) -> str:
        """What readers call it: number or id, and title."""
        before = self.id if self.number is None else self.number
        return f"{before} {self.title}" if before else self.title

    @property
    def short(self) -> str:
        """The shortest that readers know it by: number or id, else the title."""
        return self.id if self.number is None else self.number or self.title

    def __repr__(self) -> str:
        """Return every field, three times as fast as a dataclass: digests use it."""
        names = (self.id, self.title, self.type, self.status)
        return f"Label{(*names, self.docname, self.url, self.hidden, self.number)!r}"


@dataclass(frozen=True, slots=True)
class Item:
    """One need, resolved."""

    id: str
    type: str
    title: str
    status: str | None = None
    docname: str | None = None
    """The page it stands on; ``None`` for a need of another project."""
    line: int | None = None
    file: str | None = None
    """The path of the file it stands in, where the page includes that."""
    url: str | None = None
    """Where it is read, when it stands in another project."""
    parent: str | None = None
    """The need it is nested in."""
    first_line: str = ""
    """The first line of its text."""
    text: str = ""
    """What its author wrote below the fields, as it stands on the page."""
    hidden: bool = False
    external: bool = False
    """Whether it was written in another project."""
    imported: bool = False
    """Whether it is one of those that stand on a page of this one (``needimport``)."""
    origin: str = ""
    """That it was written in another project, in words; else empty."""
    layout: tuple[str, ...] = ()
    """The other values sphinx-needs draws it from: layout, style and the like."""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The declared fields that have a value, as text: one, or several of a list."""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Link type to the ids it points at, in the author's order, each once.

    Without links that do not count: to the item itself, to a part that does not exist,
    or with a condition that is not met.
    """
    to_itself: tuple[str, ...] = ()
    """The link types by which its author let it point at itself."""
    placeholders: tuple[tuple[str, str], ...] = ()
    """Fields, with their text, that only say that nothing is stated."""
    parts: tuple[tuple[str, str, str], ...] = ()
    """Link type, id and part of each link that points at a part of another need, and
    not at all of it as well."""
    missing: tuple[tuple[str, str], ...] = ()
    """Link type and target, as written, of each link that leads nowhere."""
    unmet: tuple[tuple[str, str], ...] = ()
    """Link type and id of each link whose condition the other need does not meet."""
    several: tuple[str, ...] = ()
    """Fields whose text holds several values, with ``SEPARATOR`` between: the owners."""
    number: str | None = None
    """What readers see in place of the id: see ``Label``."""

    @property
    def label(self) -> Label:
        """The item as others show it."""
        place = (self.docname, self.url, self.hidden, self.number)
        title = f"{self.title} ({self.origin})" if self.origin else self.title
        return Label(self.id, title, self.type, self.status, *place)

    def values(self, name: str) -> tuple[str, ...]:
        """Return what a field, ``status``, ``id``, ``type`` or ``title`` holds."""
        if name in {"id", "type", "title", "status"}:
            own: str | None = getattr(self, name)
            return (own,) if own else ()
        if name in ORIGINS:
            is_so = self.imported if name == "is_import" else self.is_elsewhere
            return ("true" if is_so else "false",)
        found = self.fields.get(name, ())
        return split_values(found) if name in self.several else found

    @property
    def is_elsewhere(self) -> bool:
        """Whether it stands in another project, and on no page of this one."""
        return self.external and not self.imported

    def value(self, name: str) -> str | None:
        """Return the same as one text, as its author wrote it; ``None``: there is none."""
        if name in self.several:
            return f"{SEPARATOR} ".join(self.fields.get(name, ())) or None
        return ", ".join(self.values(name)) or None


class ConditionError(ValueError):
    """A condition cannot be parsed; the text is the part that is wrong."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Field names and their allowed values; an item must meet every pair."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Conditions:
        """Parse ``modality = will; status = planned, "on hold, again"``.

        Raises ``ConditionError`` where a field, the ``=`` or a value is missing, or a
        quote is not closed.

        >>> Conditions.parse('status = planned, "a, b"').pairs
        (('status', ('planned', 'a, b')),)
        """
        pairs = []
        for part in _split(text, ";"):
            name, sign, values = part.partition("=")
            allowed = tuple(v for v in map(_unquoted, _split(values, ",")) if v)
            doubled = values.startswith("=")  # as a language for programs writes it
            if not name.strip() or '"' in name or not sign or not allowed or doubled:
                raise ConditionError(part.strip())
            pairs.append((name.strip(), allowed))
        return cls(tuple(pairs))

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that are compared."""
        return tuple(name for name, _ in self.pairs)

    def select(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items that meet every condition, in the order given."""
        return tuple(item for item in items if self.hold(item))

    def hold(self, item: Item) -> bool:
        """Tell whether an item meets every condition."""
        return all(
            any(value in allowed for value in item.values(name))
            for name, allowed in self.pairs
        )


def _split(text: str, separator: str) -> list[str]:
    """Split a text at a separator that stands outside double quotes."""
    parts = [""]
    for run in _QUOTED_OR_SIGN.findall(text):
        if run == separator:
            parts.append("")
        else:
            parts[-1] += run
    return parts


def _unquoted(value: str) -> str:
    """Return a value without its quotes; raises ``ConditionError`` for a lone quote."""
    value = value.strip()
    if '"' not in value:
        return value
    if not _QUOTED.fullmatch(value):
        raise ConditionError(value)
    return value[1:-1].replace('""', '"')


ALL = Conditions()
"""No condition: every item is selected."""


@dataclass(frozen=True, slots=True)
class Retirement:
    """How a need says that it does not hold any more: a field and some of its values."""

    field: str = ""
    """Empty: every need holds."""
    values: tuple[str, ...] = ()

    def is_of(self, item: Item) -> bool:
        """Tell whether a need is retired.

        >>> retirement = Retirement("standing", ("retired", "replaced"))
        >>> retirement.is_of(Item("G_1", "goal", "", fields={"standing": ("replaced",)}))
        True
        """
        return bool(self.field) and any(x in self.values for x in item.values(self.field))


@dataclass(frozen=True)
class Items:
    """All needs of a build, in natural order of their ids.

    What is retired, and what stands in another project, is among them; whatever counts
    or compares asks for what holds here, by ``of_type`` or ``select``.

    >>> [item.id for item in Items.sort([Item("TI_10", "t", ""), Item("TI_2", "t", "")])]
    ['TI_2', 'TI_10']
    """

    all: tuple[Item, ...]
    extra: Mapping[str, object] = field(default_factory=dict)
    """Data that extensions read beside the pages (``extra_data``), by extension."""
    marks: Mapping[tuple[str, str, str], Mark] = field(default_factory=dict)
    """Annotations of links, keyed by source id, link type and target id."""
    unconfirmed: frozenset[tuple[str, str, str]] = frozenset()
    """The links that somebody is to confirm and nobody has, by the same key."""
    confirmed: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """The day on which somebody confirmed a link, by the same key."""
    retirement: Retirement = Retirement()

    @classmethod
    def sort(cls, items: Iterable[Item]) -> Items:
        """Return items in natural order of their ids."""
        return cls(tuple(sorted(items, key=lambda item: natural_key(item.id))))

    def __iter__(self) -> Iterator[Item]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Every item under its id."""
        return {item.id: item for item in self.all}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Id to its index in natural order: quicker to compare than the ids."""
        return {item.id: place for place, item in enumerate(self.all)}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each type that has any."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.all:
            found[item.type].append(item)
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def incoming(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Target id to link type to the ids that point there, in natural order."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for item in self.all:
            for link, targets in item.links.items():
                for target in targets:
                    found[target][link].append(item.id)
        return {
            target: {link: tuple(ids) for link, ids in sorted(links.items())}
            for target, links in found.items()
        }

    @cached_property
    def unmet_incoming(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The same of links whose condition is not met."""
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for item in self.all:
            for link, target in item.unmet:
                found[target][link] = (*found[target].get(link, ()), item.id)
        return found

    def linked_ids(self, item: Item, links: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return the ids that an item is linked with, whichever way the links run.

        Each once; ``links`` are the link types, ``None``: all.

        >>> one = Item("A_1", "a", "", links={"of": ("B_1",)})
        >>> two = Item("B_1", "b", "", links={"next": ("A_1", "B_2")})
        >>> items = Items.sort([one, two])
        >>> items.linked_ids(one), items.linked_ids(two), items.linked_ids(two, ["of"])
        (('B_1',), ('A_1', 'B_2'), ('A_1',))
        """
        incoming = self.incoming.get(item.id, {})
        names = dict.fromkeys((*item.links, *incoming)) if links is None else links
        ids = (
            id_
            for name in names
            for id_ in (*item.links.get(name, ()), *incoming.get(name, ()))
        )
        return tuple(dict.fromkeys(ids))

    @cached_property
    def _looks(self) -> dict[object, tuple[Any, bool]]:
        return {}

    def look(self, view: View[Value_co]) -> Value_co:
        """Return what a view shows of these items; computed once for each view."""
        known = self._looks.get(view)
        if known is None:
            before = DayUse.times
            value = view.look(self)
            known = self._looks[view] = value, DayUse.times > before
        value, dated = known
        if dated:  # and so does what this look is part of
            DayUse.note()
        found: Value_co = value
        return found

    def day_of(self, view: View[object]) -> date | None:
        """Return the day that the look of a view depends on; ``None``: on none."""
        self.look(view)
        return build_day() if self._looks[view][1] else None

    @cached_property
    def _holding(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each type that are not retired and stand in this project."""
        return {
            name: tuple(x for x in items if not (x.is_elsewhere or self.is_retired(x)))
            for name, items in self.by_type.items()
        }

    def is_retired(self, item: Item) -> bool:
        """Tell whether an item does not hold any more."""
        return self.retirement.is_of(item)

    def of_type(self, name: str) -> tuple[Item, ...]:
        """Return the items of one type that hold here, in natural order; none is fine."""
        return self._holding.get(name, ())

    def every(self, name: str) -> tuple[Item, ...]:
        """Return the items of one type, wherever and however, in natural order."""
        return self.by_type.get(name, ())

    def select(
        self, name: str, where: Conditions = ALL, *, elsewhere: bool = False
    ) -> tuple[Item, ...]:
        """Return the items of one type that meet conditions, in natural order.

        Retired ones are among them only where a condition asks how an item holds; those
        of other projects where one asks for the origin, or with ``elsewhere``.
        """
        retired = self.retirement.field in where.fields
        elsewhere = elsewhere or any(name in where.fields for name in ORIGINS)
        return tuple(
            item
            for item in where.select(self.every(name))
            if (retired or not self.is_retired(item))
            and (elsewhere or not item.is_elsewhere)
        )

    def narrow(self, name: str, where: Conditions) -> tuple[Item, ...]:
        """Return the same, by the conditions on fields that any item of the type has.

        So one condition narrows several types: those it says something of.
        """
        own = self.every(name)
        told = (x for x in where.pairs if any(item.values(x[0]) for item in own))
        return self.select(name, replace(where, pairs=tuple(told)))

    def get(self, ids: Iterable[str]) -> tuple[Item, ...]:
        """Return the items of these ids in the order given; unknown ids are left out."""
        return tuple(self.by_id[id_] for id_ in ids if id_ in self.by_id)


def natural_key(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key that reads digits as numbers and is total: equal only for equal text.

    >>> sorted(["TI_10", "TI_2", "A"], key=natural_key)
    ['A', 'TI_2', 'TI_10']
    """
    parts = _NUMBERS.split(text)
    key = [(-1, part) for part in parts]
    key[1::2] = [(int(number), "") for number in parts[1::2]]
    return (*key, (-1, text))


def split_values(values: Iterable[str]) -> tuple[str, ...]:
    """Return each of the values of a field once; one text may hold several.

    >>> split_values(["Unit A; Unit B", "Unit A"])
    ('Unit A', 'Unit B')
    """
    parts = [part.strip() for value in values for part in value.split(SEPARATOR)]
    return tuple(dict.fromkeys(filter(None, parts)))


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation of a link: a symbol, and the words that say the same."""

    symbol: str
    text: str
