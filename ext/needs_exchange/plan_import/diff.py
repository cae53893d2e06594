"""Three-way diff of a file and the pages: as exported, as the pages are, as the file says.

A field the file leaves as it was exported is left as the pages have it now. One that was
changed in both is a conflict, unless both say the same. A row without a need is a new one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.ids import next_id
from needs_authoring.new import AuthoringError, named_page, page_file
from needs_authoring.sheet_control import fingerprint
from needs_authoring.values import TITLE, UNKNOWN_ID, split_list
from needs_core.spreadsheet import cut
from needs_exchange.plan_import.parse import Refusal
from needs_exchange.plan_sheets import ID, PAGE, item_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needs_authoring.project import AuthoringProject
    from needs_authoring.values import FieldRule, ValueJudge
    from needs_core.items import Item
    from needs_exchange.plan_import.parse import (
        ParsedFile,
        ParsedRow,
        ParsedValue,
        SheetPosition,
    )
    from needs_exchange.plan_sheets import TypeSheet

_ = get_translation("needs_exchange")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a need that the file changes."""

    id: str
    column: FieldRule
    old: str
    new: str
    position: SheetPosition


@dataclass(frozen=True, slots=True)
class NeedAddition:
    """A need that the file adds."""

    type: str
    id: str
    title: str
    docname: str
    values: tuple[tuple[FieldRule, str], ...]
    position: SheetPosition


@dataclass
class PlanDiff:
    """What a file changes, and why it may not be taken in."""

    changes: list[FieldChange] = field(default_factory=list)
    additions: list[NeedAddition] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)
    """Needs whose rows are gone."""
    notes: list[str] = field(default_factory=list)


def quoted(value: str) -> str:
    """Return a value as messages quote it."""
    return _("“%s”") % value.replace("\n", " ⏎ ") if value else _("not stated")


def diff_file(
    parsed: ParsedFile,
    sheets: Sequence[TypeSheet],
    project: AuthoringProject,
    siblings: str,
) -> PlanDiff:
    """Compare the rows of a file with the pages.

    ``siblings`` is the link whose target parts ids into rows of numbers; empty: none does.
    """
    diff = PlanDiff(refusals=list(parsed.refusals), notes=list(parsed.notes))
    if not diff.refusals:
        _Comparison(parsed, project, siblings, diff).compare(sheets)
    return diff


class _Comparison:
    def __init__(
        self, parsed: ParsedFile, project: AuthoringProject, siblings: str, diff: PlanDiff
    ) -> None:
        self._parsed, self._project, self._diff = parsed, project, diff
        self._siblings = siblings
        exported = {id_ for _type, id_ in parsed.controls or ()}
        self._in_file = {x.id for x in parsed.rows} | exported
        # A number that was used is not used again, though the need is gone.
        self._used = set(project.items.by_id) | exported
        self._given: dict[tuple[str, frozenset[str]], list[str]] = {}
        """Type and parents to the ids that new rows got."""
        self._written: set[str] = set()
        """Needs that a new row turned out to be: the same file is taken in twice."""

    def compare(self, sheets: Sequence[TypeSheet]) -> None:
        rows = [row for row in self._unique_rows() if not self._was_written(row)]
        new = [(row, self._new_id(row)) for row in rows if self._item(row) is None]
        types = {id_: row.sheet.type for row, id_ in new if id_}
        judge = self._project.judge(types)
        ids = {row.position: id_ for row, id_ in new}
        for row in rows:
            if item := self._item(row):
                self._compare_row(row, item, judge)
            else:
                self._add(row, ids[row.position], judge)
        for sheet in sheets:
            self._diff.gone += self._gone(sheet)

    def _item(self, row: ParsedRow) -> Item | None:
        item = self._project.own.get(row.id)
        return item if item and item.type == row.sheet.type else None

    def _refuse(self, row: ParsedRow, text: str, value: ParsedValue | None = None) -> None:
        position = value.position if value else row.position
        self._diff.refusals.append(Refusal(position, row.id, text))

    def _unique_rows(self) -> list[ParsedRow]:
        """Return the rows whose ids are their own; refuse the others."""
        counts = Counter((x.sheet.type, x.id) for x in self._parsed.rows if x.id)
        rows = []
        for row in self._parsed.rows:
            if counts[row.sheet.type, row.id] > 1:
                fault = _("The id is there more than once. Give each its own.")
            elif row.control and row.control.id != row.id:
                fault = _(
                    "The id was %s at the export. Write it again; for a new need,"
                    " empty the control cell, too."
                )
                fault %= row.control.id
            else:
                fault = row.values[ID].fault
            if fault:
                self._refuse(row, fault, row.values[ID])
            else:
                rows.append(row)
        return rows

    # Rows of needs that exist.

    def _compare_row(self, row: ParsedRow, item: Item, judge: ValueJudge) -> None:
        self._compare_page(row, item)
        for column in row.sheet.fields:
            if value := row.values.get(column.name):
                self._compare_field(row, item, column, value, judge)

    def _compare_page(self, row: ParsedRow, item: Item) -> None:
        value = row.values.get(PAGE)
        if value is None or value.text in {"", item.docname}:
            return
        base = row.control.prints.get(PAGE) if row.control else None
        if fingerprint(value.text) != base:
            text = _("A need is not moved by a sheet. Move its block from the page %s.")
            self._refuse(row, text % item.docname, value)

    def _compare_field(
        self,
        row: ParsedRow,
        item: Item,
        column: FieldRule,
        value: ParsedValue,
        judge: ValueJudge,
    ) -> None:
        ours = cut(item_value(item, column))
        base = row.control.prints.get(column.name) if row.control else None
        as_exported = fingerprint(value.exported or value.text) == base
        if not value.fault and (value.text == ours or as_exported):
            return
        fault = (
            value.fault
            or _conflict(ours, value.text, base)
            or _value_fault(judge, column, value.text)
        )
        if fault:
            self._refuse(row, fault, value)
        else:
            change = FieldChange(item.id, column, ours, value.text, value.position)
            self._diff.changes.append(change)

    def _gone(self, sheet: TypeSheet) -> Iterator[Item]:
        """Yield the needs of a sheet that were exported and are in the file no more."""
        if sheet.type not in self._parsed.types:
            return
        there = {row.id for row in self._parsed.rows if row.sheet is sheet} | self._written
        controls = self._parsed.controls
        for item in self._project.items.every(sheet.type):
            exported = controls is None or (sheet.type, item.id) in controls
            if not item.external and exported and item.id not in there:
                yield item

    # Rows that are no need yet.

    def _was_written(self, row: ParsedRow) -> bool:
        """Tell whether a new row was written before: the same file is taken in twice."""
        title = row.values.get(TITLE)
        if row.id or title is None:
            return False
        rule = next(column for column in row.sheet.columns if column.name == TITLE)
        for item in self._project.items.every(row.sheet.type):
            free = item.id not in self._in_file | self._written
            same = free and item_value(item, rule) == title.text
            if same and item.id in self._project.own:
                if self._parsed.from_meeting and self._differs(row, item):
                    return True
                self._written.add(item.id)
                text = _("%(place)s: “%(title)s” is there already as %(id)s.")
                at = {"place": row.position.text, "title": item.title, "id": item.id}
                self._diff.notes.append(text % at)
                return True
        return False

    def _differs(self, row: ParsedRow, item: Item) -> bool:
        """Refuse a follow-up that is there already and says something else."""
        for column in row.sheet.fields:
            value = row.values.get(column.name)
            if value and value.text != item_value(item, column):
                text = _(
                    "It is there already as %(id)s, which says %(ours)s, and the file says"
                    " %(theirs)s. Change it on the page."
                )
                ours = quoted(item_value(item, column))
                names = {"id": item.id, "ours": ours, "theirs": quoted(value.text)}
                self._refuse(row, text % names, value)
                return True
        return False

    def _new_id(self, row: ParsedRow) -> str | None:
        """Return the id a row gets; ``None``, and a refusal, where it cannot have one."""
        if not row.id:
            return self._next_id(row)
        kind = self._project.types[row.sheet.type]
        rule = self._project.id_rule
        fault = ""
        if item := self._project.items.by_id.get(row.id):
            title = self._project.types[item.type].title.lower()
            fault = _("The id belongs to a %s already. Leave the cell empty.") % title
        elif row.id in self._used:
            fault = _(
                "The need was exported, but is no longer on the pages. Delete the row, or"
                " leave the id empty to write it anew."
            )
        elif not re.match(rule, row.id) or not row.id.startswith(kind.prefix):
            fault = _("The id does not have the form of ids here. Leave the cell empty.")
        if fault:
            self._refuse(row, fault, row.values[ID])
            return None
        self._used.add(row.id)
        return row.id

    def _next_id(self, row: ParsedRow) -> str | None:
        """Return the next id of its row of numbers: of those with the same parents."""
        kind = self._project.types[row.sheet.type]
        value = row.values.get(self._siblings)
        parents = frozenset(split_list(value.text)) if value else frozenset()
        given = self._given.setdefault((kind.name, parents), [])
        own = [item for item in self._project.own.values() if item.type == kind.name]
        divided = any(column.name == self._siblings for column in row.sheet.columns)
        orphan = divided and not parents
        if orphan:  # it counts on from those without parents, if there are any
            own = [item for item in own if not item.links.get(self._siblings)]
        id_ = None
        if own or not orphan:
            id_ = next_id(
                own,
                self._used,
                prefix=kind.prefix,
                rule=self._project.id_rule,
                parents={self._siblings: parents} if parents else {},
                also=given,
            )
        if id_ is None:
            text = _("There is no id to count on from. Write one in the column Id.")
            self._refuse(row, text, row.values[ID])
            return None
        self._used.add(id_)
        given.append(id_)
        return id_

    def _add(self, row: ParsedRow, id_: str | None, judge: ValueJudge) -> None:
        """Take a row in as a new need, or say why not."""
        values, faults = [], 0
        for column in row.sheet.fields:
            value = row.values.get(column.name)
            text = value.text if value else ""
            fault = value.fault if value else ""
            if fault := fault or _value_fault(judge, column, text):
                self._refuse(row, fault, value)
                faults += 1
            elif text:
                values.append((column, text))
        docname = self._page(row, {x.name: text for x, text in values}, faults)
        if not faults and docname is not None and id_ is not None:
            title, kind = row.values[TITLE].text, row.sheet.type
            given = tuple(x for x in values if x[0].name != TITLE)
            added = NeedAddition(kind, id_, title, docname, given, row.position)
            self._diff.additions.append(added)

    def _page(self, row: ParsedRow, values: Mapping[str, str], faults: int) -> str | None:
        """Return the page a new need goes to: the one it says, or that of its type."""
        value = row.values.get(PAGE)
        if value and value.text:
            if value.text in self._project.paths:
                return value.text
            text = _("There is no page %s. Choose one from the list.") % quoted(value.text)
            self._refuse(row, text, value)
            return None
        kind = row.sheet.type
        if kind in self._project.pages:  # and its fields may be part of the name
            return None if faults else self._named_page(row, values)
        own = {x.docname for x in self._project.own.values() if x.type == kind}
        if len(own) == 1:
            return own.pop()
        text = _("It is not said which page the new need goes to. Choose one.")
        self._refuse(row, text, value)
        return None

    def _named_page(self, row: ParsedRow, values: Mapping[str, str]) -> str | None:
        """Return the page that the project names for a type; it may have to be made."""
        try:
            name = named_page(self._project, row.sheet.type, values)
            path = page_file(self._project, name)
        except AuthoringError as error:
            self._refuse(row, str(error))
            return None
        for docname, known in self._project.paths.items():
            if known.resolve() == path:
                return docname
        text = _("The page %s is new. The build tells you where no menu has it.") % name
        if text not in self._diff.notes:
            self._diff.notes.append(text)
        return name


def _conflict(ours: str, theirs: str, base: str | None) -> str:
    """Return why two changes of a field exclude each other; empty when they do not.

    ``base`` is the fingerprint of the field at the export.
    """
    if base is None:
        return _(
            "The file does not say what the field was at the export, so nobody can"
            " tell who changed it. Download the plan again, and change that one."
        )
    if fingerprint(ours) != base:
        text = _(
            "Two have changed this since the export. The page says %(ours)s, the"
            " file says %(theirs)s. Agree on one, download the plan again, and"
            " write it there."
        )
        return text % {"ours": quoted(ours), "theirs": quoted(theirs)}
    return ""


def _value_fault(judge: ValueJudge, column: FieldRule, value: str) -> str:
    """Return why a value may not stand in a column, in the words of a sheet."""
    fault = judge.fault(column, value)
    if fault and fault.kind == UNKNOWN_ID:
        text = _("“%s” does not exist. Look the id up in the sheet of ids.")
        return text % fault.value
    return fault.text if fault else ""
