"""The next free id of a type, after those of its siblings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from needs_core.items import natural_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from needs_core.items import Item

_LAST_NUMBER = re.compile(r"[0-9]+(?!.*[0-9])")


def next_id(  # noqa: PLR0913 (what an id depends on)
    items: Sequence[Item],
    used: Collection[str],
    *,
    prefix: str = "",
    rule: str = "",
    parents: Mapping[str, Collection[str]] | None = None,
    also: Collection[str] = (),
) -> str | None:
    """Return the highest number among the siblings plus one, as wide as it is.

    ``items`` are the needs of the type, ``used`` every id there is or ever was: a number is
    never used again. ``parents`` maps link types to the ids that the new need points at:
    its siblings point at one of them, too; without siblings the id is made as those of
    other parents are (TI_101 belongs to PM_1, so TI_401 to PM_4). ``also`` are ids just
    given to siblings. ``prefix`` begins the first id of a type; ``rule`` is the pattern of
    every id.

    ``None`` where no id fits the rule, or the next number belongs to another row.

    >>> from needs_core.items import Item
    >>> next_id([Item("TI_106", "t", "")], {"TI_106"}, rule="^TI_[0-9]{3}$")
    'TI_107'
    >>> next_id([Item("TI_199", "t", "")], {"TI_199", "TI_200"}) is None
    True
    """
    wanted = {link: ids for link, ids in (parents or {}).items() if ids}
    siblings = [item.id for item in items if is_sibling(item, wanted)] if wanted else []
    row = [*siblings, *also] or list(_row_of_parent(items, wanted))
    row = row or [item.id for item in items]
    if row:
        heads = {_head(id_) for id_ in row}
        # What is gone from the pages, but known from the past, keeps its number.
        past = (id_ for id_ in used if _head(id_) in heads)
        candidates = _after(max({*row, *past}, key=natural_key))
    else:
        candidates = (id_ for id_ in _first(prefix) if id_ not in used)
    fitting = (id_ for id_ in candidates if re.match(rule, id_))
    found = next(fitting, None)
    return None if found in used else found


def is_sibling(item: Item, parents: Mapping[str, Collection[str]]) -> bool:
    """Tell whether an item points at one of some parents over the link given."""
    return any(set(ids) & set(item.links.get(link, ())) for link, ids in parents.items())


def _head(id_: str) -> tuple[str, int]:
    """Return what the ids of one row have in common, and how many digits differ.

    Of TI_101 and TI_102 it is TI_1: TI_201 is of another row.
    """
    found = _LAST_NUMBER.search(id_)
    if found is None:
        return id_, 0
    width = min(len(found[0]), 2)
    return id_[: found.end() - width] + id_[found.end() :], width


def _after(id_: str) -> Iterator[str]:
    found = _LAST_NUMBER.search(id_)
    if found:
        number = f"{int(found[0]) + 1:0{len(found[0])}}"
        yield f"{id_[: found.start()]}{number}{id_[found.end() :]}"


def _first(prefix: str) -> Iterator[str]:
    for number in range(1, 1000):
        for width in range(1, 7):
            yield f"{prefix}{number:0{width}}"


def _row_of_parent(
    items: Iterable[Item], parents: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Yield the id before the first of a new row, made as the rows of other parents are."""
    for link, ids in parents.items():
        parent = min(ids, key=natural_key)
        new = re.search("[0-9]+", parent)
        for item in items if new else ():
            for target in item.links.get(link, ()):
                old, first = re.search("[0-9]+", target), re.search("[0-9]+", item.id)
                if not (old and first and new and first[0].startswith(old[0])):
                    continue
                if _shape(target) != _shape(parent):
                    continue
                at = first.start()
                rest = item.id[at + len(old[0]) :]
                if zero := _LAST_NUMBER.sub(lambda x: "0" * len(x[0]), rest):
                    yield f"{item.id[:at]}{new[0]}{zero}"
                    return


def _shape(id_: str) -> str:
    return re.sub("[0-9]+", "#", id_)
