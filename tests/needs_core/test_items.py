"""The ground floor's values."""

from __future__ import annotations

import pickle
from random import Random

from needs_core.items import Item, Items, natural_key
from needs_core.views import EveryNeed, OneNeed, digest


def item(id_: str, **links: tuple[str, ...]) -> Item:
    return Item(id=id_, type="t", title=f"Title of {id_}", docname="page", links=links)


def test_order_is_natural_and_never_that_of_arrival() -> None:
    ids = [f"T_{n}" for n in (1, 2, 9, 10, 11, 100)]
    shuffled = ids.copy()
    Random(7).shuffle(shuffled)
    assert [i.id for i in Items.sort(map(item, shuffled))] == ids


def test_order_is_total_for_ids_that_read_alike() -> None:
    alike = ["T_01", "T_1", "T_001", "t_1"]
    assert len({natural_key(id_) for id_ in alike}) == len(alike)
    assert sorted(alike, key=natural_key) == sorted(alike, key=natural_key)


def test_incoming_links_are_found_by_target_and_type() -> None:
    items = Items.sort(
        [item("A"), item("B", helps=("A",)), item("C", helps=("A",), of=("A",))]
    )
    assert items.incoming["A"] == {"helps": ("B", "C"), "of": ("C",)}


def test_a_need_looks_different_when_a_neighbour_does() -> None:
    one, other = item("A"), item("B", helps=("A",))
    renamed = Item(id="B", type="t", title="New", docname="page", links=other.links)
    view = OneNeed("A")
    assert view.look(Items.sort([one, other])) != view.look(Items.sort([one, renamed]))


def test_a_need_looks_the_same_when_a_stranger_changes() -> None:
    view = OneNeed("A")
    assert view.look(Items.sort([item("A"), item("Z")])) == view.look(
        Items.sort([item("A")])
    )


def test_a_need_that_is_gone_looks_like_nothing() -> None:
    assert OneNeed("A").look(Items.sort([])) is None


def test_views_are_kept_with_pages_between_builds() -> None:
    for view in (OneNeed("A"), EveryNeed()):
        assert pickle.loads(pickle.dumps(view)) == view  # noqa: S301 (our own bytes)


def test_digests_tell_looks_apart() -> None:
    assert digest(["a", "b"]) != digest(["ab"])
    assert digest(["a"]) == digest(["a"])
