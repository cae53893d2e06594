"""From needs and pages to entries, in the order a reader would meet them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.reader import read_items, read_model
from needs_search.collecting import passages_of
from needs_search.entries import Entry, Facet
from needs_search.facets import Values, facets
from needs_search.synonyms import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from needs_core.model import Item, Items, Model
    from needs_search.entries import Passage

_ = get_translation("needs_search")

_TEXT_WEIGHT = 0.75
"""What an ordinary section counts against a need: the item and not the page."""

_PROSE = 6
"""A field of so many words is a text to read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the index is made of."""

    entries: tuple[Entry, ...]
    facets: tuple[Facet, ...]
    everyday: tuple[Group, ...]
    """A word of the glossary with the everyday words for it, and so for each."""


def gather(app: Sphinx) -> Gathered:
    """Return everything that can be found; in the write phase only."""
    items, model = read_items(app), read_model(app.config)
    labels = {"type": _("Type"), "status": _("Status")}
    labels = {k: v for k, v in labels.items() if k not in model.fields}
    chosen = facets(items, model, app.config.needs_search_facets, labels)
    make = _Make(app, items, model, Values(items, model, chosen))
    passages = passages_of(app.env)
    found, everyday = list[Entry](), list[Group]()
    for docname in _reading_order(app):
        for passage in passages.get(docname, ()):
            found += make.entries(docname, passage)
            if passage.everyday:
                everyday.append(Group((passage.title, *passage.everyday)))
    found += make.rest()
    return Gathered(tuple(found), chosen, tuple(everyday))


def _reading_order(app: Sphinx) -> Iterator[str]:
    """Yield every page as the menu has them, then those in no menu."""
    seen = set[str]()
    waiting = [app.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname in seen:
            continue
        seen.add(docname)
        yield docname
        waiting += reversed(app.env.toctree_includes.get(docname, []))
    yield from sorted(app.env.found_docs - seen)


class _Make:
    """Makes the entries of one build; knows which needs it has made."""

    def __init__(self, app: Sphinx, items: Items, model: Model, values: Values) -> None:
        self._app, self._items, self._model, self._values = app, items, model, values
        self._made: set[str] = set()
        self._shared = Counter(
            value for item in items for values in item.fields.values() for value in values
        )

    def entries(self, docname: str, passage: Passage) -> Iterator[Entry]:
        """Yield the entry of a passage, if there is one."""
        if passage.kind != "need":
            yield self._text(docname, passage)
            return
        item = self._items.by_id.get(passage.key)
        if item and item.docname == docname and item.id not in self._made:
            yield self._need(item, passage.text, passage.under)

    def rest(self) -> Iterator[Entry]:
        """Yield the needs that stand on no page, or unseen."""
        quiet = {
            name
            for name in self._app.env.found_docs
            if name not in passages_of(self._app.env)
        }
        for item in self._items:
            if item.id not in self._made and item.docname not in quiet:
                title = self._app.env.titles.get(item.docname or "")
                place = (title.astext(),) if title is not None else ()
                yield self._need(item, item.first_line, place)

    def _need(self, item: Item, text: str, place: tuple[str, ...]) -> Entry:
        self._made.add(item.id)
        values = tuple(v for name in sorted(item.fields) for v in item.fields[name])
        prose = tuple(v for v in values if self._tells(v) and v not in text)
        return Entry(
            id=item.id,
            kind="need",
            type=self._model.types.get(item.type, item.type),
            title=item.title,
            text=" ".join(filter(None, (text, *prose))),
            url=self._url(item),
            place=place,
            # A heading over needs alone is no find of its own: its words are theirs.
            also=tuple(v for v in values if v not in prose)
            + item.values("status")
            + place[1:][-1:],
            facets=self._values.of(item),
            weight=self._app.config.needs_search_weights.get(item.type, 1.0),
        )

    def _tells(self, value: str) -> bool:
        """Tell whether a field says something of this need alone: a quote, a reason."""
        return len(value.split()) >= _PROSE and self._shared[value] == 1

    def _url(self, item: Item) -> str:
        if item.url is not None:
            return item.url
        page = self._app.builder.get_target_uri(item.docname or "")
        return page if item.hidden else f"{page}#{item.id}"

    def _text(self, docname: str, passage: Passage) -> Entry:
        kind = _("Glossary") if passage.kind == "term" else _("Page")
        page = self._app.builder.get_target_uri(docname)
        return Entry(
            id=f"{docname}#{passage.key}" if passage.key else docname,
            kind=passage.kind,
            type=kind,
            title=passage.title,
            text=passage.text,
            url=f"{page}#{passage.key}" if passage.key else page,
            place=passage.under,
            facets=self._values.of_text(kind),
            weight=_TEXT_WEIGHT,
        )
