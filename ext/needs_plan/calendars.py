"""Calendars of the days of a plan, as iCalendar: one for each owner, one for all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils.nodes import make_id
from sphinx.locale import get_translation

from needs_core.core_settings import FollowUpFields, Roles
from needs_core.extras import missing_for
from needs_core.model_reader import read_model
from needs_core.nodes import download_line
from needs_core.output_addresses import file_from_page, item_from_file
from needs_core.output_files import OutputFile, has_site_files
from needs_core.reader import look
from needs_core.settings import read
from needs_core.spreadsheet import clean
from needs_core.views import digest
from needs_plan.directives import due_days_spec
from needs_plan.owners import DayKind, concerning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils import nodes
    from icalendar import Event
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from needs_plan.owners import DueDay

_ = get_translation("needs_plan")

FOLDER = "calendars"
"""The folder of the files, in the folder of the output."""
EVERYBODY = "all.ics"
"""The calendar with the days of the whole plan; the name of no owner's."""


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What entries are called, and where their ids hold."""

    kinds: Mapping[DayKind, str]
    domain: str
    """Ends the ids of the entries, which no other calendar's may equal."""
    language: str


def calendar_name(owner_page: str) -> str:
    """Return the name of the calendar of an owner, by the name of the owner's page."""
    return f"{owner_page.rpartition('/')[2]}.ics"


def output_files(app: Sphinx, owners: Mapping[str, str]) -> Iterator[OutputFile]:
    """Yield the calendars; ``owners`` has the page of each owner by its name."""
    days = look(app, due_days_spec(app.config))
    project = clean(app.config.project)
    named = {EVERYBODY: (project, days)}
    for owner, page in owners.items():
        name = f"{project}: {clean(owner)}"
        named[calendar_name(page)] = name, concerning(days, owner)
    words, epoch = _words(app.config), os.environ.get("SOURCE_DATE_EPOCH", "")
    for file, (name, own) in named.items():
        if own:
            addresses = {x.label.id: _address(app.builder, x) for x in own}
            key = digest([name, own, words, epoch, addresses])
            make = partial(calendar, name, own, words, addresses)
            yield OutputFile(file, key, make)


def calendar(
    name: str, days: tuple[DueDay, ...], words: CalendarWords, addresses: Mapping[str, str]
) -> bytes:
    """Return the file of some days; ``addresses`` has those of the needs, or ""."""
    from icalendar import Calendar  # slow to import

    made = Calendar()
    made.add("prodid", f"-//{name}//needs_plan//{words.language.upper() or 'EN'}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    for day in days:
        made.add_component(_event(day, words, addresses[day.label.id]))
    return bytes(made.to_ical())


def _event(due: DueDay, words: CalendarWords, address: str) -> Event:
    from icalendar import Event

    event, label = Event(), due.label
    need, kind = clean(f"{label.id} {label.title}"), words.kinds[due.kind]
    own = clean(due.text) if due.kind is DayKind.MILESTONE else ""
    event.add("uid", _uid(due, words.domain))
    event.add("dtstamp", _stamp(due.day))
    event.add("dtstart", due.day)  # without an end: that day
    event.add("transp", "TRANSPARENT")
    event.add("categories", [kind])
    event.add("summary", f"{kind}: {own} ({need})" if own else f"{kind}: {need}")
    lines = [clean(label.status or ""), "; ".join(map(clean, due.owners)), address]
    if due.kind is DayKind.FOLLOW_UP:
        lines[0] = ""
        if due.text:
            event.add("location", clean(due.text))
    if said := "\n".join(filter(None, lines)):
        event.add("description", said)
    if address:
        event.add("url", address)
    return event


def _uid(due: DueDay, domain: str) -> str:
    """Return an id that stays when the day moves; milestones are told by their texts."""
    own = ""
    if due.kind is DayKind.MILESTONE:
        own = f"-{blake2b(due.text.encode(), digest_size=4).hexdigest()}"
    return f"{due.label.id}-{due.kind.value}{own}@{domain}"


def _stamp(day: date) -> datetime:
    """Return the moment of the build where it is fixed, else the day of the entry."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(day, time(), UTC)


def _words(config: Config) -> CalendarWords:
    model, roles = read_model(config), read(config, Roles)
    follow_up = read(config, FollowUpFields).type
    kinds = {
        DayKind.DEADLINE: model.fields.get(roles.end, roles.end),
        DayKind.MILESTONE: str(_("Milestone")),
        DayKind.FOLLOW_UP: model.types.get(follow_up, follow_up),
    }
    host = urlsplit(config.html_baseurl).hostname
    domain = host or make_id(config.project) or "plan"
    return CalendarWords({k: clean(x) for k, x in kinds.items()}, domain, config.language)


def _address(builder: Builder, due: DueDay) -> str:
    """Return where the need is, if that holds wherever the calendar is read."""
    address = item_from_file(builder, due.label) or ""
    return address if urlsplit(address).scheme in {"http", "https"} else ""


def calendar_link(app: Sphinx, docname: str) -> list[nodes.Node]:
    """Return the line with the calendar of all, where the builder makes a site."""
    if not has_site_files(app.builder) or missing_for(EVERYBODY):
        return []
    address = file_from_page(app.builder, docname, f"{FOLDER}/{EVERYBODY}")
    lead, caption = _("Put the days in your calendar:"), str(app.config.project)
    return [download_line(lead, {_("All days (ICS)"): address}, caption, ["plan-files"])]
