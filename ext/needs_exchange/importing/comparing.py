"""Three ways: what was exported, what the pages say now, what the file says.

A field the file leaves as it was exported is left as the pages have it now. One that was
changed in both is a conflict, unless both say the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.spreadsheet import cut
from needs_exchange.columns import ID, PAGE, value_of
from needs_exchange.importing.judging import Judge
from needs_exchange.importing.known import Found, Known, shown
from needs_exchange.importing.new_needs import NewNeeds
from needs_exchange.importing.said import Change
from needs_exchange.values import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_core.model import Item
    from needs_exchange.columns import Column, Sheet
    from needs_exchange.importing.given import Value
    from needs_exchange.importing.rows import Given, Reading

_ = get_translation("needs_exchange")


def compare(reading: Reading, sheets: Sequence[Sheet], known: Known) -> Found:
    """Compare a file with the pages."""
    found = Found(refusals=list(reading.refusals), notes=list(reading.notes))
    if not found.refusals:
        _Comparer(reading, known, found).compare(sheets)
    return found


class _Comparer:
    def __init__(self, reading: Reading, known: Known, found: Found) -> None:
        self._reading, self._known, self._found = reading, known, found
        self._new = NewNeeds(reading, known, found)

    def compare(self, sheets: Sequence[Sheet]) -> None:
        rows = [row for row in self._told_apart() if not self._new.is_there(row)]
        new = [row for row in rows if not self._exists(row)]
        ids = {row.place: self._new.id_of(row) for row in new}
        types = {x.id: x.type for x in self._known.items}
        types |= {id_: row.sheet.type for row in new if (id_ := ids[row.place])}
        self._judge = Judge(types, self._known.titles)
        for row in rows:
            if self._exists(row):
                self._compare_row(row, self._known.own[row.id])
            else:
                self._new.add(row, ids[row.place], self._judge)
        for sheet in sheets:
            self._ask(sheet)

    def _exists(self, row: Given) -> bool:
        item = self._known.own.get(row.id)
        return item is not None and item.type == row.sheet.type

    def _told_apart(self) -> list[Given]:
        """Return the rows whose ids are their own; tell of the others."""
        counts = Counter((x.sheet.type, x.id) for x in self._reading.rows if x.id)
        rows = []
        for row in self._reading.rows:
            if counts[row.sheet.type, row.id] > 1:
                said = _("The id is there more than once. Give each its own.")
                self._found.refuse(row, said, row.values[ID])
            elif row.control and row.control.id != row.id:
                said = _(
                    "The id was %s at the export. Write it again; for a new need,"
                    " empty the control cell, too."
                )
                self._found.refuse(row, said % row.control.id, row.values[ID])
            elif wrong := row.values[ID].wrong:
                self._found.refuse(row, wrong, row.values[ID])
            else:
                rows.append(row)
        return rows

    def _compare_row(self, row: Given, item: Item) -> None:
        self._compare_page(row, item)
        for column in row.sheet.fields:
            if given := row.values.get(column.name):
                self._compare_field(row, item, column, given)

    def _compare_page(self, row: Given, item: Item) -> None:
        given = row.values.get(PAGE)
        if given is None or given.text in {"", item.docname}:
            return
        base = row.control.prints.get(PAGE) if row.control else None
        if fingerprint(given.text) != base:
            said = _("A need is not moved by a sheet. Move its block from the page %s.")
            self._found.refuse(row, said % item.docname, given)

    def _compare_field(self, row: Given, item: Item, column: Column, given: Value) -> None:
        ours = cut(value_of(item, column))
        if given.text == ours and not given.wrong:
            return
        base = row.control.prints.get(column.name) if row.control else None
        if fingerprint(given.text) == base and not given.wrong:
            return
        if given.wrong:
            self._found.refuse(row, given.wrong, given)
        elif base is None:
            said = _(
                "The file does not say what the field was at the export, so nobody can"
                " tell who changed it. Download the plan again, and change that one."
            )
            self._found.refuse(row, said, given)
        elif fingerprint(ours) != base:
            said = _(
                "Two have changed this since the export. The page says %(ours)s, the"
                " file says %(theirs)s. Agree on one, download the plan again, and"
                " write it there."
            )
            both = {"ours": shown(ours), "theirs": shown(given.text)}
            self._found.refuse(row, said % both, given, conflict=True)
        elif fault := self._judge.fault(column, given.text):
            self._found.refuse(row, fault, given)
        else:
            change = Change(item.id, column, ours, given.text, given.place)
            self._found.changes.append(change)

    def _ask(self, sheet: Sheet) -> None:
        if sheet.type not in self._reading.types:
            return
        given = {row.id for row in self._reading.rows if row.sheet is sheet}
        controls = self._reading.controls
        for item in self._known.items.of_type(sheet.type):
            exported = controls is None or (sheet.type, item.id) in controls
            if not item.external and exported and item.id not in given | self._new.there:
                self._found.questions.append(item)
