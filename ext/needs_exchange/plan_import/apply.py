"""From a diff to pages as they are to be, without writing any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.blocks import CannotWriteError
from needs_authoring.edit import NeedDraft, Page, PageEdits, edit_page
from needs_authoring.ids import is_sibling
from needs_authoring.new import AuthoringError, page_file, page_or_new
from needs_authoring.values import TITLE, split_list
from needs_core.atomic_write import FileWrite
from needs_exchange.plan_import.diff import FieldChange
from needs_exchange.plan_import.parse import Refusal
from needs_exchange.plan_sheets import item_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_authoring.project import AuthoringProject
    from needs_exchange.plan_import.diff import NeedAddition, PlanDiff
    from needs_exchange.plan_sheets import TypeSheet

_ = get_translation("needs_exchange")

_TRIED = 20
"""How many edits of a page are tried alone, to say which cannot be written."""


def page_writes(
    diff: PlanDiff, project: AuthoringProject, sheets: Sequence[TypeSheet], siblings: str
) -> tuple[list[FileWrite], list[Refusal]]:
    """Return every page as it is to be, in order, and what cannot be written.

    ``siblings`` is the link that tells below which needs a new one goes.
    """
    order = ["id", *(column.name for sheet in sheets for column in sheet.fields)]
    applied = _PageWriter(project, siblings, order)
    changed = {project.items.by_id[change.id].docname or "" for change in diff.changes}
    docnames = changed | {addition.docname for addition in diff.additions}
    writes = [x for name in sorted(docnames) if (x := applied.write(name, diff))]
    return writes, applied.refusals


class _PageWriter:
    def __init__(
        self, project: AuthoringProject, siblings: str, order: Sequence[str]
    ) -> None:
        self._project, self._siblings, self._order = project, siblings, order
        self.refusals: list[Refusal] = []

    def write(self, docname: str, diff: PlanDiff) -> FileWrite | None:
        """Return a page as it is to be; ``None`` for an unchanged or refused one."""
        items = self._project.items.by_id
        changes = [x for x in diff.changes if items[x.id].docname == docname]
        additions = [x for x in diff.additions if x.docname == docname]
        try:
            page, before = self._page(docname, additions)
        except (OSError, UnicodeDecodeError, AuthoringError):
            first = changes[0] if changes else additions[0]
            text = _("The page %s cannot be read.") % docname
            self.refusals.append(Refusal(first.position, first.id, text))
            return None
        faults = [x for change in changes if (x := self._fault(page, docname, change))]
        if faults:
            self.refusals += faults
            return None
        try:
            raw = self._edited(page, changes, additions)
        except CannotWriteError:
            self.refusals += self._unwritable(page, docname, changes, additions)
            return None
        return FileWrite(page.path, before, raw) if raw != page.raw else None

    def _page(
        self, docname: str, additions: Sequence[NeedAddition]
    ) -> tuple[Page, bytes | None]:
        """Return a page, and what its file holds; ``None`` for one that is to be made."""
        if docname in self._project.paths:
            page = self._project.page(docname)
            return page, page.raw
        kind = self._project.types[additions[0].type]
        return page_or_new(self._project, page_file(self._project, docname), kind)

    def _edited(
        self,
        page: Page,
        changes: Sequence[FieldChange],
        additions: Sequence[NeedAddition],
    ) -> bytes:
        changed: dict[str, dict[str, str]] = {}
        for change in changes:
            changed.setdefault(change.id, {})[change.column.name] = _value(page, change)
        added = tuple((self._anchor(page, new), _draft(new)) for new in additions)
        edits = PageEdits(changed, added)
        return edit_page(page, edits, self._order, self._project.syntax)

    def _unwritable(
        self,
        page: Page,
        docname: str,
        changes: Sequence[FieldChange],
        additions: Sequence[NeedAddition],
    ) -> list[Refusal]:
        """Find what cannot be written by trying each edit alone."""
        text = _("This cannot be written on the page %s. Write it there by hand.") % docname
        edits: list[FieldChange | NeedAddition] = [*changes[:_TRIED], *additions[:_TRIED]]
        found = []
        for edit in edits:
            try:
                if isinstance(edit, FieldChange):
                    self._edited(page, [edit], [])
                else:
                    self._edited(page, [], [edit])
            except CannotWriteError:
                found.append(Refusal(edit.position, edit.id, text))
        return found or [Refusal(edits[0].position, "", text)]

    def _fault(self, page: Page, docname: str, change: FieldChange) -> Refusal | None:
        """Return why a block does not say what the build read, if it does not."""
        block, item = page.block(change.id), self._project.items.by_id[change.id]
        column = change.column
        if block is None:
            text = _(
                "Its block cannot be found on the page %s, or is there more than once."
                " Change it there by hand."
            )
        else:
            raw = block.title if column.name == TITLE else block.values.get(column.name, "")
            if column.canonical(raw) == item_value(item, column):
                return None
            text = _(
                "What stands here is computed, or set elsewhere than in its block on the"
                " page %s. Change it there by hand."
            )
        return Refusal(change.position, change.id, text % docname)

    def _anchor(self, page: Page, new: NeedAddition) -> str | None:
        """Return the need that a new one goes below: the last of its siblings."""
        values = {column.name: value for column, value in new.values}
        parents = {self._siblings: split_list(values.get(self._siblings, ""))}
        own = self._project.own.values()
        return page.anchor(new.type, {x.id for x in own if is_sibling(x, parents)})


def _value(page: Page, change: FieldChange) -> str:
    """Return the new value; ids that stay keep the order the page has them in."""
    block = page.block(change.id)
    if not change.column.link or block is None:
        return change.new
    asked = split_list(change.new)
    now = split_list(block.values.get(change.column.name, ""))
    return ", ".join(dict.fromkeys([*(x for x in now if x in asked), *asked]))


def _draft(new: NeedAddition) -> NeedDraft:
    values = {column.name: value for column, value in new.values}
    return NeedDraft(new.type, new.id, new.title, values)
