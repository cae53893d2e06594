"""The matrix of objectives and plans: what acts on each objective, common and local."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from needs_core.items import Label, natural_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from needs_core.items import Item, Items, Mark


@dataclass(frozen=True, slots=True)
class LocalNeed:
    """A need of another plan, and what it points at."""

    label: Label
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalPlan:
    """A plan of others; its needs are ``None`` when it could not be read."""

    name: str
    needs: tuple[LocalNeed, ...] | None


@dataclass(frozen=True, slots=True)
class RollupRow:
    """An objective, with the needs of each plan that are linked to it."""

    label: Label
    common: tuple[Label, ...]
    marks: tuple[Mark | None, ...]
    """The mark of each of these links, such as "to be confirmed"; ``None``: no mark."""
    local: tuple[tuple[Label, ...] | None, ...]

    @property
    def is_local(self) -> bool:
        """Whether any of the others acts on it."""
        return any(self.local)


@dataclass(frozen=True, slots=True)
class StrayLink:
    """A link of another plan that leads to nothing of ours."""

    plan: str
    label: Label
    target: str


@dataclass(frozen=True, slots=True)
class PlanRollupView:
    """The matrix of objectives and plans; a view of the needs."""

    rows: str
    """The type of the objectives."""
    columns: str
    """The type of what acts on them."""
    link: str
    plans: tuple[LocalPlan, ...]
    lost: frozenset[str] = frozenset()
    """States that do not count."""

    def look(self, items: Items) -> tuple[tuple[RollupRow, ...], tuple[StrayLink, ...]]:
        """Return every row, and every link of the others that leads to nothing."""
        own = [item for item in items.of_type(self.rows) if not item.external]
        # What is retired is no row, and what points at it is told.
        ids = {item.id for item in own}
        rows = tuple(self._row(item, items) for item in own)
        return rows, tuple(self._strays(ids))

    def _row(self, item: Item, items: Items) -> RollupRow:
        found = items.incoming.get(item.id, {}).get(self.link, ())
        common = [
            one.label
            for one in items.get(found)
            if one.type == self.columns
            and not (one.external or one.status in self.lost or items.is_retired(one))
        ]
        return RollupRow(
            item.label,
            tuple(common),
            tuple(items.marks.get((x.id, self.link, item.id)) for x in common),
            tuple(self._cell(item.id, x) for x in self.plans),
        )

    def _cell(self, id_: str, plan: LocalPlan) -> tuple[Label, ...] | None:
        if plan.needs is None:
            return None
        return tuple(
            need.label
            for need in plan.needs
            if id_ in need.targets and need.label.status not in self.lost
        )

    def _strays(self, ids: set[str]) -> Iterator[StrayLink]:
        for plan in self.plans:
            for need in plan.needs or ():
                for target in need.targets:
                    if target not in ids:
                        yield StrayLink(plan.name, need.label, target)


def local_needs(
    needs: Mapping[str, Mapping[str, Any]],
    kind: str,
    link: str,
    address: Callable[[str, str], str],
) -> tuple[LocalNeed, ...]:
    """Return the needs of a type in another plan, in natural order of their ids.

    ``address`` returns where a need stands, by its page and its id.
    """
    return tuple(
        LocalNeed(
            _label(id_, needs[id_], address), tuple(map(str, needs[id_].get(link) or ()))
        )
        for id_ in sorted(needs, key=natural_key)
        if needs[id_]["type"] == kind and not needs[id_].get("is_external")
    )


def _label(id_: str, need: Mapping[str, Any], address: Callable[[str, str], str]) -> Label:
    docname = need.get("docname")
    place = address(docname, id_) if docname else None
    status = need.get("status")
    return Label(id_, str(need.get("title", "")), str(need["type"]), status, None, place)
