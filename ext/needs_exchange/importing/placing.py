"""From what is to change to what the pages are to be, without writing any of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.columns import TITLE, one_way, value_of
from needs_exchange.importing.said import Refusal
from needs_exchange.pages.adding import NewNeed
from needs_exchange.pages.blocks import CannotWriteError
from needs_exchange.pages.page import Edits, Page, edited
from needs_exchange.pages.storing import Write
from needs_exchange.values import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needs_core.model import Items
    from needs_exchange.columns import Sheet
    from needs_exchange.importing.known import Found
    from needs_exchange.importing.said import Addition, Change
    from needs_exchange.pages.page import Syntax

_ = get_translation("needs_exchange")

_TRIED = 20
"""How many changes of a page are tried alone, to say which cannot be written."""


@dataclass
class Placer:
    """Finds the blocks of what is to change; what cannot be written is refused."""

    items: Items
    sheets: Sequence[Sheet]
    siblings: str
    syntax: Syntax
    load: Callable[[str], Page]
    """Reads a page by its docname. Raises ``OSError`` and ``UnicodeDecodeError``."""
    refusals: list[Refusal] = field(default_factory=list)

    def writes(self, found: Found) -> list[Write]:
        """Return every page as it is to be, in their order."""
        made = []
        for docname in sorted({*self._changed_pages(found), *self._new_pages(found)}):
            try:
                page = self.load(docname)
            except (OSError, UnicodeDecodeError):
                self._refuse_page(found, docname)
                continue
            changed = [x for x in found.changes if self._docname(x.id) == docname]
            added = [x for x in found.additions if x.docname == docname]
            after = self._page(page, changed, added)
            if after is not None and after != page.raw:
                made.append(Write(page.path, page.raw, after))
        return made

    def _page(
        self, page: Page, changed: list[Change], added: list[Addition]
    ) -> bytes | None:
        fine = [change for change in changed if self._is_written_here(page, change)]
        if len(fine) < len(changed):
            return None
        edits = Edits(
            {
                id_: {x.column.name: _new(page, x) for x in fine if x.id == id_}
                for id_ in dict.fromkeys(x.id for x in fine)
            },
            tuple((self._anchor(page, new), _need(new)) for new in added),
        )
        order = ["id", *(c.name for sheet in self.sheets for c in sheet.fields)]
        try:
            return edited(page, edits, order, self.syntax)
        except CannotWriteError:
            self._blame(page, fine, added, order)
            return None

    def _blame(
        self, page: Page, changed: list[Change], added: list[Addition], order: list[str]
    ) -> None:
        """Find what cannot be written by trying each alone."""
        before = len(self.refusals)
        said = _("This cannot be written on the page %s. Write it there by hand.")
        for change in changed[:_TRIED]:
            edits = Edits({change.id: {change.column.name: _new(page, change)}})
            if not self._can(page, edits, order):
                self._refuse(Refusal(change.place, change.id, said % page.docname))
        for new in added[:_TRIED]:
            edits = Edits(added=((self._anchor(page, new), _need(new)),))
            if not self._can(page, edits, order):
                self._refuse(Refusal(new.place, new.id, said % page.docname))
        if len(self.refusals) == before:
            place = changed[0].place if changed else added[0].place
            self._refuse(Refusal(place, "", said % page.docname))

    def _can(self, page: Page, edits: Edits, order: list[str]) -> bool:
        try:
            edited(page, edits, order, self.syntax)
        except CannotWriteError:
            return False
        return True

    def _is_written_here(self, page: Page, change: Change) -> bool:
        """See that the block says what the build read: then changing it changes that."""
        block, item = page.block(change.id), self.items.by_id[change.id]
        column = change.column
        if block is None:
            said = _(
                "Its block cannot be found on the page %s, or is there more than once."
                " Change it there by hand."
            )
        else:
            raw = block.title if column.name == TITLE else block.values.get(column.name, "")
            if one_way(raw, column) == value_of(item, column):
                return True
            said = _(
                "What stands here is computed, or set elsewhere than in its block on the"
                " page %s. Change it there by hand."
            )
        self._refuse(Refusal(change.place, change.id, said % page.docname))
        return False

    def _anchor(self, page: Page, new: Addition) -> str | None:
        """Return the need that a new one goes below: the last of its siblings."""
        own = [x for x in page.blocks if x.type == new.type and page.block(x.id)]
        group = next((v for c, v in new.values if c.name == self.siblings), "")
        near = [
            x
            for x in own
            if set(listed(x.values.get(self.siblings, ""))) == set(listed(group))
        ]
        found = (near or own)[-1:]
        return found[0].id if found else None

    def _docname(self, id_: str) -> str | None:
        return self.items.by_id[id_].docname

    def _changed_pages(self, found: Found) -> Iterator[str]:
        return (x for change in found.changes if (x := self._docname(change.id)))

    def _new_pages(self, found: Found) -> Iterator[str]:
        return (new.docname for new in found.additions)

    def _refuse_page(self, found: Found, docname: str) -> None:
        here = [x for x in found.changes if self._docname(x.id) == docname]
        new = [x for x in found.additions if x.docname == docname]
        said = _("The page %s cannot be read.") % docname
        where = [(x.place, x.id) for x in here] or [(x.place, x.id) for x in new]
        self._refuse(Refusal(*where[0], said))

    def _refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)


def _new(page: Page, change: Change) -> str:
    """Return the new value; ids that stay keep the order the page has them in."""
    block = page.block(change.id)
    if not change.column.link or block is None:
        return change.new
    asked = listed(change.new)
    kept = [x for x in listed(block.values.get(change.column.name, "")) if x in asked]
    return ", ".join(dict.fromkeys([*kept, *asked]))


def _need(new: Addition) -> NewNeed:
    values = {column.name: value for column, value in new.values}
    return NewNeed(new.type, new.id, new.title, values)
