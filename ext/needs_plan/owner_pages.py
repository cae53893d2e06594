"""A page for each owner, without a source: what is open, and what it waits for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from docutils.nodes import make_id
from sphinx.locale import get_translation

from needs_core.collector import PerPage
from needs_core.computed_day import computed_html
from needs_core.core_settings import Roles
from needs_core.extras import missing_for
from needs_core.generated_pages import (
    GeneratedPage,
    page_context,
    page_menu,
    value_address,
)
from needs_core.html_tables import PAGE_FILES
from needs_core.model_reader import read_model
from needs_core.need_numbers import name_html
from needs_core.output_addresses import file_from_page, items_from_page
from needs_core.output_files import OutputFile, OutputPage
from needs_core.reader import look, read_items
from needs_core.rebuild.freshness import menu_digest
from needs_core.settings import read
from needs_core.views import digest
from needs_plan import calendars
from needs_plan.directives import (
    PlanOwnersNode,
    due_days_spec,
    owners_spec,
    read_rules,
    standard_columns,
)
from needs_plan.draw_html import TABLE_END, Addresses, table_body, table_start
from needs_plan.letter import letter_bytes, letter_text
from needs_plan.owners import OPEN, concerning
from needs_plan.table import Column, Kind, PlanRow, PlanTable, PlanTableSpec, Standing
from needs_plan.text import PlanText, standing_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_plan.owners import DueDay, Owner

_ = get_translation("needs_plan")

FOLDER = "owners"
"""The folder of the pages, in the folder of the output."""

_LONGEST_NAME = 60


def _read_lists(_app: Sphinx, doctree: nodes.document) -> bool | None:
    return True if any(doctree.findall(PlanOwnersNode)) else None


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """What the page of an owner shows."""

    owner: Owner
    tables: tuple[tuple[Standing, PlanTable], ...]
    days: tuple[DueDay, ...]
    letter: str
    """The text to send to the owner; empty: there is nobody to send it to."""
    day: date | None
    """The day that what is open depends on; ``None``: on none."""

    @property
    def name(self) -> str:
        """The name of the page."""
        return page_name(self.owner.name)


lists = PerPage("needs_plan_owner_lists", _read_lists)
"""The pages that list all owners; an owner's page belongs to the first of them."""


def owner_field(config: Config) -> str:
    """Return the field with the owner; empty: there are no pages."""
    roles = read(config, Roles)
    return roles.owner if roles.actions else ""


def page_name(owner: str) -> str:
    """Return the name of an owner's page, which no other owner's is; "" is nobody's.

    >>> page_name("Unit A") == page_name("unit a"), page_name("")
    (False, 'owners/not-stated')
    """
    if not owner:
        return f"{FOLDER}/not-stated"
    distinct = hashlib.blake2b(owner.encode(), digest_size=3).hexdigest()
    return f"{FOLDER}/{make_id(owner)[:_LONGEST_NAME]}-{distinct}".replace("/-", "/")


def _owner_spec(app: Sphinx, owner: str) -> PlanTableSpec:
    """Return the table of what an owner is responsible for, in the order of deadlines."""
    config, roles = app.config, read(app.config, Roles)
    shown = tuple(
        x
        for x in standard_columns(config, roles.actions)
        if x.name not in {roles.owner, Kind.ID.value}
    )
    end = Column(Kind.FIELD, roles.end)
    return PlanTableSpec(
        roles.actions,
        (Column(Kind.STANDING, "standing"), Column(Kind.ID, "id"), *shown),
        read_rules(config),
        sort=(end, False) if roles.end else None,
        owner=owner,
    )


def owner_tables(app: Sphinx, owner: str) -> Iterator[tuple[Standing, PlanTable]]:
    """Yield what an owner is responsible for, what is most urgent first."""
    table = look(app, _owner_spec(app, owner))
    for standing in Standing:
        rows = tuple(row for row in table.rows if row.cells[0] == (standing,))
        if rows:
            yield standing, PlanTable(table.columns, rows)


def owner_pages(app: Sphinx) -> Iterator[OutputPage]:
    """Yield the page of every owner."""
    if not owner_field(app.config):
        return
    home = min(lists.pages(app.env), default=None)
    title = app.env.titles[home].astext() if home else ""
    around = (menu_digest(app), home, title)
    menu = page_menu(app, page_name(""))
    for page in _contents(app):
        key = digest([around, page, _text(app)])
        yield OutputPage(page.name, key, partial(_context, app, page, home, menu))


def letters(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the text to send to every owner, as a file."""
    if owner_field(app.config):
        for page in _contents(app):
            if page.letter:
                make = partial(letter_bytes, page.letter)
                yield OutputFile(_letter_name(page), digest([page.letter]), make)


def owner_calendars(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the calendars of the plan and of every owner."""
    if owner_field(app.config):
        owners = look(app, owners_spec(app.config))
        named = {x.name: page_name(x.name) for x in owners if x.name}
        yield from calendars.output_files(app, named)


def _contents(app: Sphinx) -> Iterator[OwnerPage]:
    """Yield what each page shows."""
    every, text = look(app, due_days_spec(app.config)), _text(app)
    for owner in look(app, owners_spec(app.config)):
        tables = tuple(owner_tables(app, owner.name))
        days = concerning(every, owner.name)
        letter = ""
        if owner.name:
            letter = letter_text(owner, tables, days, text, app.config.project)
        day = read_items(app).day_of(_owner_spec(app, owner.name))
        yield OwnerPage(owner, tables, days, letter, day)


def _letter_name(page: OwnerPage) -> str:
    return f"{page.name.rpartition('/')[2]}.txt"


def found_pages(app: Sphinx) -> Iterator[GeneratedPage]:
    """Yield the pages of the owners as the search finds them."""
    if not owner_field(app.config):
        return
    kind = read_model(app.config).fields[owner_field(app.config)]
    text = _text(app)
    for owner in look(app, owners_spec(app.config)):
        if owner.name:
            counts = " · ".join(_counts(owner, text))
            yield GeneratedPage(page_name(owner.name), owner.name, counts, kind)


def _text(app: Sphinx) -> PlanText:
    roles = read(app.config, Roles)
    return PlanText(read_model(app.config), roles.actions, app.config.language)


def _counts(owner: Owner, text: PlanText) -> Iterator[str]:
    """Yield how much is open, and what it waits for."""
    yield f"{_('Open')}: {owner.open}"
    for standing in OPEN:
        yield f"{standing_text(standing)}: {owner.count(standing)}"
    yield f"{_('Last followed up')}: {text.last_followed_up(owner.followed_up)}"


def _context(
    app: Sphinx, page: OwnerPage, home: str | None, menu: Callable[..., str]
) -> dict[str, Any]:
    name, owner = page.name, page.owner
    kind = read_model(app.config).fields[owner_field(app.config)]
    title = owner.name or f"{kind}: {_('not stated')}"
    text = _text(app)
    counts = "".join(f"<li>{escape(line)}</li>\n" for line in _counts(owner, text))
    body = computed_html(page.day, app.config.language)
    body += f'<ul class="plan-counts">\n{counts}</ul>\n'
    body += "".join(_section(app, name, *table) for table in page.tables)
    if owner.others:
        address = items_from_page(app.builder, name)
        entries = "".join(
            f'<li><a href="{escape(address(label) or "#")}">{name_html(label)}</a></li>\n'
            for label in owner.others
        )
        heading = escape(str(_("Also responsible for")))
        body += f"<section>\n<h2>{heading}</h2>\n<ul>\n{entries}</ul>\n</section>\n"
    body += _to_take_along(app, page)
    content = f"<section>\n<h1>{escape(title)}</h1>\n{body}</section>\n"
    scripts = ["needs_plan_copy.js"] if page.letter else []
    context = page_context(app, name, title, content, home)
    return {**context, PAGE_FILES: scripts, "toctree": menu}


def _to_take_along(app: Sphinx, page: OwnerPage) -> str:
    """Return the calendar of an owner, and the text to send, as sections."""
    body = ""

    def link(file: str, text: str) -> str:
        address = escape(file_from_page(app.builder, page.name, file))
        return f'<p><a href="{address}">{escape(text)}</a></p>\n'

    file = f"{calendars.FOLDER}/{calendars.calendar_name(page.name)}"
    if page.days and page.owner.name and not missing_for(file):
        heading = escape(str(_("Calendar")))
        text = _("Deadlines, milestones and follow-ups as a calendar (ICS): %d")
        line = link(file, str(text) % len(page.days))
        body += f"<section>\n<h2>{heading}</h2>\n{line}</section>\n"
    if page.letter:
        heading, copy = escape(str(_("Text to send"))), escape(str(_("Copy the text")))
        done = escape(str(_("The text has been copied.")))
        letter = link(f"{FOLDER}/{_letter_name(page)}", str(_("The text as a file (TXT)")))
        body += (
            f'<section>\n<h2>{heading}</h2>\n<p class="plan-copy" hidden>'
            f'<button type="button" data-copied="{done}">{copy}</button>'
            '<span role="status"></span></p>\n'
            f'<pre class="plan-letter">{escape(page.letter)}</pre>\n{letter}</section>\n'
        )
    return body


def _section(app: Sphinx, page: str, standing: Standing, table: PlanTable) -> str:
    builder = app.builder
    addresses = Addresses(
        items_from_page(builder, page),
        lambda field, value: value_address(builder, page, field, value),
    )
    text = _text(app)
    # What all rows wait for is the heading; a column of nothing but blanks says nothing.
    kept = [
        n
        for n, column in enumerate(table.columns)
        if n and (text.empty(column) or any(row.cells[n] for row in table.rows))
    ]
    shown = PlanTable(
        tuple(table.columns[n] for n in kept),
        tuple(PlanRow(x.label, tuple(x.cells[n] for n in kept)) for x in table.rows),
    )
    heading = escape(f"{standing_text(standing)} ({len(table.rows)})")
    return (
        f"<section>\n<h2>{heading}</h2>\n"
        f"{table_start(standing_text(standing), '', '')}\n"
        f"{table_body(shown, text, addresses)}{TABLE_END}</section>\n"
    )
