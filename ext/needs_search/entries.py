"""What can be found: needs, sections and words of the glossary, with their facets.

A page keeps its passages (``collector.py``); when all pages are read, passages and needs
become entries, in the order a reader would meet them. Knows no Sphinx.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from needs_core.generated_pages import GeneratedPage
    from needs_core.items import Item, Items
    from needs_core.model import Model

_SECTION_WEIGHT = 0.75
"""What an ordinary section counts against a need: the item and not the page."""

_GENERATED_WEIGHT = 2.0
"""What a page that gathers needs counts against each of them."""

_RETIRED_WEIGHT = 0.5
"""What a need that does not hold any more counts against one that does."""

_PROSE_WORDS = 6
"""A field of so many words is a text to read."""

_MOST_VALUES = 12
"""A field of more different values is no help to choose by."""

_MOST_FACETS = 5
"""So many facets are shown at most, when the project does not choose."""


@dataclass(frozen=True)  # pickled by the thousand: without slots, in C
class Passage:
    """A piece of a page as its author wrote it, before anything is drawn into it."""

    kind: str
    """``need``, ``section`` or ``term``."""
    key: str
    """The id of the need, else the anchor on its page; empty for the page itself."""
    title: str
    text: str
    under: tuple[str, ...] = ()
    """The titles of the sections it stands in, the page's first."""
    everyday: tuple[str, ...] = ()
    """Everyday words for a word of the glossary."""
    conditions: tuple[str, ...] = ()
    """The conditions of ``only`` it stands under."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Something that can be found, with all that a reader is told of it."""

    id: str
    """The id of a need; page and anchor of what has none."""
    kind: str
    type: str
    """The title of its type."""
    title: str
    text: str
    url: str
    place: tuple[str, ...] = ()
    """Where it belongs: the titles of page and sections."""
    menu: tuple[str, ...] = ()
    """The titles of the pages over its page in the menu, but for the root."""
    also: tuple[str, ...] = ()
    """More text it is found by: its fields."""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """SearchFacet name to its values."""
    weight: float = 1.0
    """How much it counts against others that fit as well."""
    number: str | None = None
    """What readers see of a need in place of its id; ``None``: its id."""
    everyday: tuple[str, ...] = ()
    """What people call it; it is found by that, and never shown with it."""


@dataclass(frozen=True, slots=True)
class SearchFacet:
    """A property that results can be narrowed by: type, status, a field or a link."""

    name: str
    label: str


STEP = "step"
"""The facet of the step of a goal, in a project that has steps."""

PLACE = "place"
"""The facet of the part of the site: what the root's menu names."""

# Facets ------------------------------------------------------------------------------


def choose_facets(
    items: Items,
    model: Model,
    chosen: Sequence[str] | None,
    labels: Mapping[str, str],
) -> tuple[SearchFacet, ...]:
    """Return the project's facets: those it chose, or those that tell its needs apart.

    ``labels`` are names of facets that are not the model's.
    """
    names = _telling_fields(items, model) if chosen is None else chosen
    return tuple(
        SearchFacet(name, labels.get(name) or _label(name, model)) for name in names
    )


def _telling_fields(items: Items, model: Model) -> list[str]:
    """Return type and status, then fields and links of few values that many needs have."""
    names = ["type", "status"]
    for name in (*model.fields, *model.links):
        if name in {"type", "status", "id", "title"}:
            continue
        values = [value for item in items for value in _values(item, name)]
        if 1 < len(set(values)) <= _MOST_VALUES and len(values) >= 2 * len(set(values)):
            names.append(name)
    return names[:_MOST_FACETS]


def _values(item: Item, name: str) -> tuple[str, ...]:
    return item.values(name) or item.links.get(name, ())


def _label(name: str, model: Model) -> str:
    """Return the label of a facet; a link to one type has that type's title."""
    link = model.links.get(name)
    if link is not None:
        titles = [model.types.get(target, target) for target in sorted(link.targets)]
        return titles[0] if len(titles) == 1 else link.outgoing
    return model.fields.get(name, name)


def _facet_values(item: Item, name: str, sources: EntrySources) -> tuple[str, ...]:
    """Return the values of one facet that a need has, as a reader reads them."""
    items, model = sources.items, sources.model
    if items.is_retired(item):
        return ()
    if name == "type":
        return (model.types.get(item.type, item.type),)
    if name == PLACE:
        return sources.part(item.docname)
    if name == STEP:
        return (sources.steps[item.id],) if item.id in sources.steps else ()
    link = model.links.get(name)
    if link is None:
        return tuple(sources.read(name, value) for value in item.values(name))
    # What others belong to belongs to itself.
    own = (item.id,) if item.type in link.targets and len(link.targets) == 1 else ()
    targets = item.links.get(name, ()) or own
    return tuple(target.title for target in items.get(targets))


# Entries -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EntrySources:
    """What entries are made from, beside the passages of the pages."""

    items: Items
    model: Model
    facets: tuple[SearchFacet, ...]
    weights: Mapping[str, float]
    """Need type to its weight."""
    uri: Callable[[str], str]
    """Docname to the address of the page, from the root of the site."""
    titles: Mapping[str, str]
    """Docname to the title of the page."""
    kinds: Mapping[str, str]
    """Titles of the types ``section`` and ``term``."""
    steps: Mapping[str, str] = field(default_factory=dict)
    """The id of each goal to the name of its step."""
    read: Callable[[str, str], str] = lambda _field, value: value
    """A field and its value to the text readers see."""
    menus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Docname to the titles over it in the menu; a page in no menu has none."""
    folders: Mapping[str, float] = field(default_factory=dict)
    """Folder of pages, or a page, to its weight."""

    def part(self, docname: str | None) -> tuple[str, ...]:
        """Return the part of the site that a page is in, by its title."""
        menu = self.menus.get(docname or "", ())
        title = self.titles.get(docname or "")
        return menu[:1] or ((title,) if title else ())

    def folder_weight(self, docname: str | None) -> float:
        """Return the weight of a page by the deepest folder that has one."""
        holding = [x for x in self.folders if f"{docname}/".startswith(f"{x}/")]
        return self.folders[max(holding, key=len)] if holding else 1.0


def make_entries(
    sources: EntrySources, pages: Iterable[str], passages: Mapping[str, Sequence[Passage]]
) -> tuple[SearchEntry, ...]:
    """Return everything that can be found, each once.

    Args:
        sources: The needs and what is known of the pages.
        pages: All docnames, in reading order.
        passages: Docname to its passages; a page without an entry is not searched.

    """
    shared = Counter(
        value for item in sources.items for value in _shown_values(item, sources)
    )
    found, made = list[SearchEntry](), set[str]()
    pages = list(pages)
    for docname in pages:
        start = len(found)
        for passage in passages.get(docname, ()):
            if passage.kind != "need":
                found.append(_text_entry(sources, docname, passage))
                continue
            item = sources.items.by_id.get(passage.key)
            if item and item.docname == docname and item.id not in made:
                made.add(item.id)
                found.append(
                    _need_entry(sources, item, passage.text, passage.under, shared)
                )
                page = _page_of(found[start:], docname, item.title)
                if page is not None:
                    found.remove(page)
                    text = " ".join(filter(None, (page.text, found[-1].text)))
                    found[-1] = replace(found[-1], text=text)
    # The needs that stand on no page, or unseen.
    unsearched = {docname for docname in pages if docname not in passages}
    for item in sources.items:
        if item.id not in made and item.docname not in unsearched:
            title = sources.titles.get(item.docname or "")
            place = () if title is None else (title,)
            found.append(_need_entry(sources, item, item.first_line, place, shared))
    return tuple(found)


def _page_of(found: Iterable[SearchEntry], docname: str, title: str) -> SearchEntry | None:
    """Return the page that is called as a need on it: the two are one thing to find."""
    pages = (x for x in found if x.id == docname and x.kind == "section")
    return next((x for x in pages if x.title.casefold() == title.casefold()), None)


def _need_entry(
    sources: EntrySources,
    item: Item,
    text: str,
    place: tuple[str, ...],
    shared: Mapping[str, int],
) -> SearchEntry:
    values = _shown_values(item, sources)
    # What a field says of this need alone is text to read: a quote, a reason.
    prose = tuple(
        value
        for value in values
        if len(value.split()) >= _PROSE_WORDS and shared[value] == 1 and value not in text
    )
    retired = _RETIRED_WEIGHT if sources.items.is_retired(item) else 1.0
    return SearchEntry(
        id=item.id,
        kind="need",
        type=sources.model.types.get(item.type, item.type),
        title=item.label.title,
        text=" ".join(filter(None, (text, *prose))),
        url=_need_url(sources, item),
        place=place,
        menu=sources.menus.get(item.docname or "", ()),
        # A heading over needs alone is no find of its own: its words are theirs.
        also=tuple(v for v in values if v not in prose)
        + item.values("status")
        + ((sources.steps[item.id],) if item.id in sources.steps else ())
        + place[1:][-1:],
        facets={
            facet.name: _facet_values(item, facet.name, sources) for facet in sources.facets
        },
        weight=sources.weights.get(item.type, 1.0)
        * retired
        * sources.folder_weight(item.docname),
        number=item.number,
    )


def _shown_values(item: Item, sources: EntrySources) -> tuple[str, ...]:
    """Return the values of all fields of a need, as readers see them."""
    return tuple(
        sources.read(name, v) for name in sorted(item.fields) for v in item.fields[name]
    )


def _need_url(sources: EntrySources, item: Item) -> str:
    if item.url is not None:
        return item.url
    page = sources.uri(item.docname or "")
    return page if item.hidden else f"{page}#{item.id}"


def _text_entry(sources: EntrySources, docname: str, passage: Passage) -> SearchEntry:
    kind = sources.kinds[passage.kind]
    page = sources.uri(docname)
    return SearchEntry(
        id=f"{docname}#{passage.key}" if passage.key else docname,
        kind=passage.kind,
        type=kind,
        title=passage.title,
        text=passage.text,
        url=f"{page}#{passage.key}" if passage.key else page,
        place=passage.under,
        menu=sources.menus.get(docname, ()),
        facets={"type": (kind,), PLACE: sources.part(docname)},
        weight=_SECTION_WEIGHT * sources.folder_weight(docname),
    )


def page_entries(
    sources: EntrySources, pages: Iterable[GeneratedPage]
) -> tuple[SearchEntry, ...]:
    """Return the pages that were made of the needs, as one for each owner.

    Such a page comes before the needs that only name what it is about.
    """
    return tuple(
        SearchEntry(
            id=page.name,
            kind="section",
            type=page.kind,
            title=page.title,
            text=page.text,
            url=sources.uri(page.name),
            facets={"type": (page.kind,)},
            weight=_GENERATED_WEIGHT,
        )
        for page in pages
    )


def with_everyday(
    entries: Iterable[SearchEntry], everyday: Mapping[str, tuple[str, ...]]
) -> tuple[SearchEntry, ...]:
    """Return the entries with what people call them, by id."""
    return tuple(
        replace(entry, everyday=everyday[entry.id]) if entry.id in everyday else entry
        for entry in entries
    )


def menu_paths(
    root: str, children: Mapping[str, Sequence[str]], titles: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the titles over each page in the menu, from below the root.

    >>> menu_paths("index", {"index": ["a"], "a": ["b"]}, {"index": "I", "a": "A"})
    {'index': (), 'a': (), 'b': ('A',)}
    """
    found = dict[str, tuple[str, ...]]({root: ()})
    waiting = [root]
    while waiting:
        docname = waiting.pop(0)
        own = () if docname == root else (titles.get(docname, docname),)
        for child in children.get(docname, ()):
            if child not in found:
                found[child] = (*found[docname], *own)
                waiting.append(child)
    return found


def reading_order(
    root: str, children: Mapping[str, Sequence[str]], pages: Iterable[str]
) -> Iterator[str]:
    """Yield every page as the menu has them, then those in no menu.

    >>> list(reading_order("index", {"index": ["b", "a"], "b": ["c"]}, "a b c d".split()))
    ['index', 'b', 'c', 'a', 'd']
    """
    seen = set[str]()
    waiting = [root]
    while waiting:
        docname = waiting.pop()
        if docname in seen:
            continue
        seen.add(docname)
        yield docname
        waiting += reversed(children.get(docname, []))
    yield from sorted(set(pages) - seen)
