"""Rows that are no need yet: their ids, their pages, their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.columns import ID, PAGE, TITLE, value_of
from needs_exchange.importing.known import shown
from needs_exchange.importing.numbering import next_id
from needs_exchange.importing.said import Addition
from needs_exchange.values import listed

if TYPE_CHECKING:
    from needs_exchange.importing.judging import Judge
    from needs_exchange.importing.known import Found, Known
    from needs_exchange.importing.rows import Given, Reading

_ = get_translation("needs_exchange")


class NewNeeds:
    """Numbers, places and judges the new rows of one file."""

    def __init__(self, reading: Reading, known: Known, found: Found) -> None:
        self._reading, self._known, self._found = reading, known, found
        self._exported = {id_ for _type, id_ in reading.controls or ()}
        self.there: set[str] = set()
        """Needs that a new row turned out to be: they were written before."""
        self._in_file = {x.id for x in reading.rows} | set(self._exported)
        self._series: dict[tuple[str, frozenset[str]], list[str]] = {}
        # A number that was used is not used again, though the need is gone.
        self._used = set(known.items.by_id) | self._exported

    def is_there(self, row: Given) -> bool:
        """Tell whether a new row was written before: the same file is taken in twice."""
        title = row.values.get(TITLE)
        if row.id or title is None:
            return False
        for item in self._known.items.of_type(row.sheet.type):
            same = item.id in self._known.own and item.id not in self._in_file | self.there
            if same and value_of(item, row.sheet.column(TITLE)) == title.text:
                self.there.add(item.id)
                said = _("%(place)s: ”%(title)s” is there already as %(id)s.")
                names = {"place": row.place.text, "title": item.title, "id": item.id}
                self._found.notes.append(said % names)
                return True
        return False

    def id_of(self, row: Given) -> str | None:
        """Return the id a row gets; none, and a refusal, where it cannot have one."""
        if not row.id:
            return self._count_on(row)
        fault = ""
        if row.id in self._known.items.by_id:
            item = self._known.items.by_id[row.id]
            kind = self._known.titles.get(item.type, item.type).lower()
            fault = _("The id belongs to a %s already. Leave the cell empty.") % kind
        elif row.id in self._used:
            fault = _(
                "The need was exported, but is no longer on the pages. Delete the row, or"
                " leave the id empty to write it anew."
            )
        elif not self._id_fits(row):
            fault = _("The id does not have the form of ids here. Leave the cell empty.")
        if fault:
            self._found.refuse(row, fault, row.values[ID])
            return None
        self._used.add(row.id)
        return row.id

    def _id_fits(self, row: Given) -> bool:
        prefix = self._known.prefixes.get(row.sheet.type, "")
        fits = re.match(self._known.rule or "", row.id)
        return bool(fits) and row.id.startswith(prefix)

    def _count_on(self, row: Given) -> str | None:
        """Return the next id of its series: of those with the same sibling link."""
        link = self._known.siblings
        own = row.values.get(link)
        group = (row.sheet.type, frozenset(listed(own.text)) if own else frozenset())
        series = self._series.setdefault(
            group,
            [
                item.id
                for item in self._known.own.values()
                if item.type == row.sheet.type
                and (not link or frozenset(item.links.get(link, ())) == group[1])
            ],
        )
        id_ = next_id(series, self._used, self._known.rule)
        if id_ is None:
            said = _("There is no id to count on from. Write one in the column Id.")
            self._found.refuse(row, said, row.values[ID])
            return None
        self._used.add(id_)
        series[:] = [id_]  # the highest is all that the next one counts on
        return id_

    def add(self, row: Given, id_: str | None, judge: Judge) -> None:
        """Take a row in as a new need, or say why not."""
        docname = self._page(row)
        values, fine = [], docname is not None
        for column in row.sheet.fields:
            given = row.values.get(column.name)
            text = given.text if given else ""
            fault = given.wrong if given and given.wrong else ""
            if fault := fault or judge.fault(column, text):
                self._found.refuse(row, fault, given)
                fine = False
            elif text and column.name != TITLE:
                values.append((column, text))
        if fine and docname is not None and id_ is not None:
            title = row.values[TITLE].text
            kind = row.sheet.type
            added = Addition(kind, id_, title, docname, tuple(values), row.place)
            self._found.additions.append(added)

    def _page(self, row: Given) -> str | None:
        """Return the page a new need goes to: the one it says, or the only one."""
        given = row.values.get(PAGE)
        own = {x.docname for x in self._known.own.values() if x.type == row.sheet.type}
        if given and given.text:
            if given.text in self._known.pages:
                return given.text
            said = _("There is no page %s. Choose one from the list.") % shown(given.text)
        elif len(own) == 1:
            return own.pop()
        else:
            said = _("It is not said which page the new need goes to. Choose one.")
        self._found.refuse(row, said, given)
        return None
