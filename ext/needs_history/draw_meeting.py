"""A meeting as the form of a page, and as a sheet of the package's workbook.

The script of the page makes the form from JSON; without it, and on paper, the page is the
package. Everything that comes from a page is a value of the JSON, and the script makes it
text. The sheet can be sent back: a hidden one says
what each field was, and which header is of what. The import of ``needs_exchange`` reads
both, and takes them as it takes the file of the page.
"""

from __future__ import annotations

import json
from datetime import date
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_authoring.values import FieldRule
from needs_core.core_settings import FollowUpFields, Roles, command_line
from needs_core.declarations import type_declarations
from needs_core.html_tables import HtmlNode
from needs_core.model import plural_title
from needs_core.settings import read
from needs_core.spreadsheet import A4, excel_day
from needs_history.core import meeting
from needs_history.core.meeting import changeable
from needs_history.draw_package import decision_text
from needs_history.nodes import capitalized, half_year_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinx.config import Config

    from needs_core.items import Label
    from needs_core.spreadsheet import SheetWriter, WorkbookWriter
    from needs_history.core.meeting import Meeting, MeetingLine
    from needs_history.nodes import HistoryContext

_ = get_translation("needs_history")

SCRIPTS = ("needs_meeting_file.js", "needs_meeting.js")


def draw_meeting(
    found: Meeting,
    config: Config,
    docname: str,
    address: Callable[[Label], str | None],
    context: HistoryContext,
) -> HtmlNode:
    """Return the place of the form, with its data."""
    data = meeting_data(found, config, address, context)
    key = f"{config.project}: {docname}: {found.period}"
    text = json.dumps({"key": key, **data}, ensure_ascii=False, separators=(",", ":"))
    html = f'<div class="history-meeting" data-meeting="{escape(text)}"></div>\n'
    return HtmlNode("", html=html)


def meeting_data(
    found: Meeting,
    config: Config,
    address: Callable[[Label], str | None],
    context: HistoryContext,
) -> dict[str, Any]:
    """Return lines, choices and words of a meeting."""
    roles, names = read(config, Roles), read(config, FollowUpFields)
    rules = {
        type_: {
            x.name: FieldRule.from_declared(x) for x in type_declarations(config, type_)
        }
        for type_ in dict.fromkeys((roles.actions, roles.goals, names.type))
        if type_
    }
    own = rules[roles.actions]
    if meeting.STATUS not in own:  # every need of sphinx-needs has one
        schema = {"enum": list(context.states.names)} if context.states.all else {}
        own[meeting.STATUS] = FieldRule(meeting.STATUS, _("Status"), schema=schema)
    forum = rules[names.type].get(names.forum)
    planned = found.planned
    fields = {
        type_: [_field(own[name], context) for name in changeable(roles) if name in own]
        for type_, own in rules.items()
        if type_ != names.type and _can_be_followed_up(own, rules[names.type])
    }
    return {
        "type": roles.actions,
        "types": [[x, capitalized(plural_title(context.model, x))] for x in fields],
        "fields": fields,
        "owner": roles.owner,
        "followUp": {
            "type": names.type,
            "names": {
                "link": names.link,
                "period": names.period,
                "forum": names.forum,
                "date": names.date,
                "decision": names.decision,
                "next": names.next,
                "status": meeting.STATUS,
            },
            "forums": list(forum.choices) if forum else [],
        },
        "planned": {
            "date": (planned.date or "") if planned else "",
            "forum": (planned.forum or "") if planned else "",
        },
        "lines": [
            _line(x, fields[x.label.type], roles, address, context)
            for x in found.lines
            if x.label.type in fields
        ],
        "words": _words(found, config, context, forum, names),
    }


def _can_be_followed_up(
    rules: Mapping[str, FieldRule], follow_up: Mapping[str, FieldRule]
) -> bool:
    """Tell whether a follow-up has the state it needs: what it is about may have none."""
    status = follow_up.get(meeting.STATUS)
    return meeting.STATUS in rules or status is None or status.nullable


def _field(rule: FieldRule, context: HistoryContext) -> dict[str, Any]:
    states = {x: context.state(x) for x in rule.choices} if rule.name == "status" else {}
    return {
        "name": rule.name,
        "label": rule.label,
        "date": rule.date,
        "needed": not rule.nullable,
        "choices": [[x, states.get(x, x)] for x in rule.choices],
    }


def _line(
    line: MeetingLine,
    fields: Sequence[Mapping[str, Any]],
    roles: Roles,
    address: Callable[[Label], str | None],
    context: HistoryContext,
) -> dict[str, Any]:
    last, own = line.last, {field["name"] for field in fields}
    told = [half_year_name(last.period)] if last else []
    if last and last.decision:
        told.append(f"{_('Decision')}: {last.decision}")
    if last and last.next_step:
        told.append(f"{_('Next step')}: {last.next_step}")
    return {
        "id": line.label.id,
        "type": line.label.type,
        "title": line.label.title,
        "name": line.label.name,
        "href": address(line.label) or "",
        "parts": list(line.parts),
        "reasons": [decision_text(x, roles, context) for x in line.reasons],
        "owners": list(line.owners),
        "forum": (last.forum or "") if last else "",
        "last": " · ".join(told),
        "values": {name: text for name, text in line.values if name in own},
    }


def _words(
    found: Meeting,
    config: Config,
    context: HistoryContext,
    forum: FieldRule | None,
    names: FollowUpFields,
) -> dict[str, Any]:
    fields = context.model.fields
    own = "sphinx-build -b plan-import -D needs_exchange_file={file} docs out"
    command = command_line(config, "needs_exchange.import", own)
    parts = {
        meeting.TO_DECIDE: _("To be decided"),
        meeting.PRIORITY: _("Priority"),
        meeting.LATE: _("Overdue"),
        meeting.DUE: _("Due before the next meeting"),
    }
    return {
        "title": _("Go through the meeting"),
        "about": _(
            "Open a line, set what is decided, and save the file at the end. Nothing is"
            " sent anywhere: the file lies where your browser puts downloads."
        ),
        "computed": _(
            "The lines are of %(day)s. The next meeting is taken to be by %(until)s."
        )
        % {
            "day": context.date(found.day.isoformat()),
            "until": context.date(found.until.isoformat()),
        },
        "parts": [[part, parts[part]] for part in meeting.PARTS],
        "part": _("Show"),
        "kind": _("Kind"),
        "owner": fields.get(read(config, Roles).owner, ""),
        "forum": forum.label if forum else _("Forum"),
        "lastForum": _("Forum of the last follow-up"),
        "date": fields.get(names.date, _("Date")) or _("Date"),
        "decision": fields.get(names.decision, "") or _("Decision"),
        "next": fields.get(names.next, "") or _("Next step"),
        "all": _("all"),
        "none": _("not stated"),
        "last": _("Last followed up"),
        "never": _("never"),
        "done": _("Dealt with"),
        "nextLine": _("Dealt with, and on to the next"),
        "shown": _("Lines: {0} of {1}. Dealt with: {2}."),
        "save": _("Save the file of the meeting"),
        "load": _("Open a saved file"),
        "clear": _("Empty the draft"),
        "sure": _("Empty everything that is entered here?"),
        "file": _("meeting"),
        "saved": _("%s is saved. Take it in with:") % "{0}",
        "command": command,
        "needForum": _("Choose forum and date first."),
        "needLine": _("No line is dealt with yet: there is nothing to save."),
        "badFile": _("{0} is no file of a meeting, or of another plan."),
        "loaded": _("{0} is opened. Lines: {1}."),
        "gone": _("No longer lines here, and left out: {0}."),
        "draft": _("What you enter stays in this browser until you empty it."),
        "noDraft": _(
            "This browser keeps nothing: save the file before you close the page."
        ),
        "wasSaved": _("This draft was saved for %s. Empty it before another meeting.")
        % "{0}",
        "other": _(
            "This draft was saved for %s. Are its lines to be saved for another meeting,"
            " too?"
        )
        % "{0}",
        "minutes": _("Decided at the meeting"),
        "nothing": _("Nothing yet."),
        "unchanged": _("unchanged"),
    }


HIDDEN = "_meeting"
FORMAT, VERSION = "needs-meeting", 2
_HEAD = 4
"""The row of the headers, below forum and date, from 0."""
_SPARE = 1000
"""How far lists and days reach."""


def write_meeting(book: WorkbookWriter, data: Mapping[str, Any]) -> None:
    """Add the sheet of a meeting, and the hidden one; ``data`` is that of the page."""
    columns, words = _columns(data), data["words"]
    writer = book.add_sheet(_("Meeting"))
    names = data["followUp"]["names"]
    writer.text(0, 0, _("Write forum and date, and then what is decided on each line."))
    if names["forum"]:
        writer.text(1, 0, words["forum"], "head")
        writer.text(1, 1, data["planned"]["forum"])
        _take(writer, 1, 1, 1, choices=data["followUp"]["forums"])
    writer.text(2, 0, words["date"], "head")
    _value(writer, 2, 1, data["planned"]["date"], is_date=True)
    _take(writer, 2, 2, 1, is_date=True)
    writer.text(3, 0, words["computed"])
    writer.columns([x["width"] for x in columns])
    for number, column in enumerate(columns):
        writer.text(_HEAD, number, column["label"], "head")
        choices, is_date = column.get("choices", ()), column.get("date", False)
        _take(writer, _HEAD + 1, _SPARE, number, choices=choices, is_date=is_date)
    for row, line in enumerate(data["lines"], start=_HEAD + 1):
        texts = {
            **line["values"],
            "id": line["id"],
            "title": line["title"],
            "reasons": "\n".join(line["reasons"]),
        }
        for number, column in enumerate(columns):
            text = texts.get(column["key"], "")
            _value(writer, row, number, text, is_date=column.get("date", False))
    writer.sheet.freeze_panes(_HEAD + 1, 2)
    writer.sheet.repeat_rows(_HEAD)
    writer.print_across(A4)
    hidden = book.add_sheet(HIDDEN).sheet
    for row, content in enumerate(
        [_about(data, columns), *map(_about_line, data["lines"])]
    ):
        hidden.write_string(row, 0, json.dumps(content, ensure_ascii=False))
    hidden.very_hidden()


def _columns(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what each column is of; each header is there once."""
    words, names = data["words"], data["followUp"]["names"]
    columns: list[dict[str, Any]] = [
        {"key": "id", "label": "Id", "width": 12},
        {"key": "title", "label": _("Title"), "width": 36},
        {"key": "reasons", "label": words["parts"][0][1], "width": 36},
        *(
            {
                "key": x["name"],
                "label": x["label"],
                "width": 16 if x["date"] or x["choices"] else 26,
                "date": x["date"],
                "choices": [value for value, _label in x["choices"]],
            }
            for x in {x["name"]: x for x in chain(*data["fields"].values())}.values()
        ),
        *(
            {"key": f"{name}()", "label": words[name], "width": 36}
            for name in ("decision", "next")
            if names[name]
        ),
        {"key": "done()", "label": words["done"], "width": 12, "choices": ["x"]},
    ]
    return list({x["label"].casefold(): x for x in reversed(columns)}.values())[::-1]


def _about(data: Mapping[str, Any], columns: list[dict[str, Any]]) -> dict[str, Any]:
    follow_up = data["followUp"]
    return {
        "format": FORMAT,
        "version": VERSION,
        "type": data["type"],
        "followUpType": follow_up["type"],
        "names": follow_up["names"],
        "sheet": _("Meeting"),
        "forum": data["words"]["forum"],
        "date": data["words"]["date"],
        "headers": {x["label"]: x["key"] for x in columns},
    }


def _about_line(line: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "type", "title")
    return {**{name: line[name] for name in names}, "exported": line["values"]}


def _value(
    writer: SheetWriter, row: int, column: int, text: str, *, is_date: bool = False
) -> None:
    if is_date and (day := excel_day(text)):
        writer.day(row, column, day, "day")
    else:
        writer.text(row, column, text, "day" if is_date else "text")


def _take(  # noqa: PLR0913 (a range and what it takes)
    writer: SheetWriter,
    first: int,
    last: int,
    column: int,
    *,
    choices: list[str] | tuple[str, ...] = (),
    is_date: bool = False,
) -> None:
    """Say what cells take: one of a list, or a day."""
    if is_date:
        options = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1900, 1, 1),
            "maximum": date(9999, 12, 31),
        }
    elif choices and len(",".join(choices)) < 255:  # noqa: PLR2004 (the most Excel takes)
        options = {"validate": "list", "source": list(choices)}
    else:
        return
    writer.sheet.data_validation(first, column, last, column, options)
