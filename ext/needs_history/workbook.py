"""The meeting package as a workbook and as a document beside the site.

A hidden sheet says what the needs and the cells were, so that the import of a plan takes
the workbook back when a meeting has written in it. Text is never a formula. The document
is for the agenda system of a council.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from needs_authoring.project import need_types
from needs_authoring.sheet_control import CONTROL, CellControl, RowControl
from needs_authoring.values import TITLE
from needs_core.core_settings import FollowUpFields, Roles
from needs_core.extras import missing_for
from needs_core.links import absolute_reference
from needs_core.model_reader import read_model, read_steps
from needs_core.nodes import paragraph
from needs_core.output_files import OutputFile, has_site_files
from needs_core.page_views import shown_views
from needs_core.progress_text import (
    computed_text,
    distribution_text,
    remarks_text,
    state_text,
)
from needs_core.reader import look, read_items
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_core.spreadsheet import A4, WorkbookWriter, excel_day
from needs_core.views import digest
from needs_history.core import changes
from needs_history.core.meeting import MeetingView
from needs_history.draw_meeting import meeting_data, write_meeting
from needs_history.draw_package import (
    PARTS,
    decision_text,
    draw_part,
    end_title,
    owner_title,
    part_title,
)
from needs_history.nodes import HistoryContext, capitalized, half_year_name
from needs_history.transforms import FOLDER
from needs_history.views import MeetingPackageView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from needs_core.dates import HalfYear
    from needs_history.core.package import MeetingPackage, NeedStatus
    from needs_history.core.shown_follow_ups import FollowUp

_ = get_translation("needs_history")

Part = tuple[str, Sequence[nodes.Node]]
"""A heading, and what stands below it."""


def package_file(
    app: Sphinx, found: MeetingPackage, docname: str, name: str, context: HistoryContext
) -> OutputFile:
    """Return the document of a package."""
    config, roles = app.config, read(app.config, Roles)
    linked = replace(context, link_to=partial(absolute_reference, app.builder))
    title = f"{config.project}: {capitalized(half_year_name(found.period))}"
    head = [paragraph(computed_text(found.day, config.language))] if found.day else []
    shown = PARTS if context.steps.declared else [x for x in PARTS if x != "goals"]
    parts: list[Part] = [
        ("", head),
        *((part_title(x), [*draw_part(x, found, roles, linked)]) for x in shown),
    ]
    drawn = [(heading, [node.pformat() for node in body]) for heading, body in parts]
    key = digest([title, config.language, config.author, drawn])
    return OutputFile(name, key, partial(_document, title, parts, config), docname)


def _document(title: str, parts: Sequence[Part], config: Config) -> bytes:
    from needs_core.word_document import WordDocument  # its library is slow to import

    document = WordDocument(title, config.language, config.author)
    for heading, body in parts:
        if heading:
            document.heading(heading)
        document.add(body, level=2)
    return document.data()


_WIDTHS = (14, 46, 20, 30, 18, 20, 50, 50)

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "day": {"valign": "top", "align": "left", "num_format": "dd-mm-yyyy"},
}

SheetRow = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook."""

    name: str
    head: SheetRow
    rows: Sequence[SheetRow]
    empty: str
    """What stands in place of the rows, where there are none."""

    @property
    def all_rows(self) -> Sequence[SheetRow]:
        """The rows, or the one in their place."""
        return self.rows or [(self.empty,)]


def file_name(period: HalfYear) -> str:
    """Return the name of the workbook of a half-year."""
    return _("meeting-package-%s.xlsx") % period


def document_name(period: HalfYear) -> str:
    """Return the name of the document of a half-year."""
    return f"{file_name(period).removesuffix('.xlsx')}.docx"


def file_link(env: BuildEnvironment, period: HalfYear) -> Iterator[nodes.Node]:
    """Yield links to the workbook and the document, where the builder makes a site."""
    builder = app_of(env).builder
    if has_site_files(builder):
        page = _page_file(builder, env.current_document.docname)
        for name, words in (
            (file_name(period), _("The sheet as a workbook (Excel)")),
            (document_name(period), _("The sheet as a document (Word)")),
        ):
            if missing_for(name):
                continue
            address = relative_uri(page, f"{FOLDER}/{name}")
            text = nodes.inline("", "", nodes.Text(words))
            link = nodes.reference("", "", text, internal=True, refuri=address)
            yield paragraph(link, classes=["history-file"])


def output_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the workbook and the document of every package that a page shows."""
    packages, meetings = {}, {}
    for docname, view in shown_views(app):
        if isinstance(view, MeetingPackageView):
            package = look(app, view)
            packages[file_name(package.period)] = package, docname
        elif isinstance(view, MeetingView):
            meeting = look(app, view)
            meetings[file_name(meeting.period)] = meeting
    context = HistoryContext(
        lambda label: nodes.Text(label.id),
        lambda owner: [nodes.Text(owner)],
        read(app.config, Roles).owner,
        read_model(app.config),
        read_steps(app.config),
        html=False,
        language=app.config.language,
    )
    for name, (found, docname) in packages.items():
        title = _("The sheet of the %s") % half_year_name(found.period)
        sheets = tuple(package_sheets(found, read(app.config, Roles), context))
        control = tuple(_control(app, sheets))
        data = None
        if name in meetings:
            data = meeting_data(meetings[name], app.config, lambda _label: "", context)
        make = partial(workbook, title, sheets, control, data)
        key = digest([title, *control, *sheets, json.dumps(data, ensure_ascii=False)])
        yield OutputFile(name, key, make, docname)
        yield package_file(app, found, docname, document_name(found.period), context)


def _control(app: Sphinx, sheets: Iterable[Sheet]) -> Iterator[str]:
    """Yield what the hidden sheet says: of each need, and of all cells."""
    config, items = app.config, read_items(app)
    roles, names = read(config, Roles), read(config, FollowUpFields)
    fields = (TITLE, "status", roles.owner, roles.end, names.decision, names.next)
    types, cells, ids = need_types(config), CellControl(), dict[str, None]()
    for sheet in sheets:
        rows = [tuple(map(_as_read, row)) for row in sheet.all_rows]
        cells |= CellControl.of_rows(sheet.head, rows)
        ids |= dict.fromkeys(row[0] for row in rows)
    for item in items.get(ids):
        if not item.external:
            rules = map(types[item.type].rule, dict.fromkeys(fields))
            yield RowControl.of_item(item, filter(None, rules)).text
    yield from cells.lines


def _as_read(text: str) -> str:
    """Return what is read of the cell that a text is written to."""
    return str(excel_day(text) or text)


def workbook(
    title: str,
    sheets: Iterable[Sheet],
    control: Iterable[str] = (),
    meeting: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the XLSX file of some sheets, that of a meeting last.

    ``control`` is what the hidden sheet says.
    """
    book = WorkbookWriter(title, _FORMATS)
    for number, content in enumerate(sheets, start=1):
        writer = book.add_sheet(f"{number} {content.name}")
        writer.columns(_WIDTHS[: len(content.head)])
        for column, text in enumerate(content.head):
            writer.text(0, column, text, "head")
        for at, row in enumerate(content.all_rows, start=1):
            for column, text in enumerate(row):
                if day := excel_day(text):
                    writer.day(at, column, day, "day")
                else:
                    writer.text(at, column, text)
        writer.sheet.freeze_panes(1, 0)
        if content.rows:
            writer.sheet.autofilter(0, 0, len(content.rows), len(content.head) - 1)
        writer.sheet.repeat_rows(0)
        writer.print_across(A4)
    if meeting is not None:
        write_meeting(book, meeting)
    hidden = book.add_sheet(CONTROL).sheet
    for at, line in enumerate(control):
        hidden.write_string(at, 0, line)
    hidden.very_hidden()
    return book.data()


def package_sheets(
    found: MeetingPackage, roles: Roles, context: HistoryContext
) -> Iterator[Sheet]:
    """Yield the sheets of a meeting package."""
    owner, end = owner_title(roles, context), end_title(roles, context)
    need = ("Id", _("Title"))
    status = (*need, _("Status"), owner, end, _("Last followed up"))
    none = _("none")

    def rows(needs: Sequence[NeedStatus]) -> list[SheetRow]:
        return [_status_row(x, context) for x in needs]

    priorities = rows([*found.goals, *found.priorities])
    yield Sheet(_("Priorities"), status, priorities, _("not stated"))
    yield Sheet(_("Open"), status, rows(found.others), none)
    yield Sheet(
        _("Changes"),
        (*need, _("What"), _("Before"), _("Now")),
        [*_change_rows(found, context)],
        none if found.changes else _("There is no snapshot to compare with yet."),
    )
    missing = [(x.id, x.title, context.state(x.status)) for x in found.missing]
    yield Sheet(_("Missing"), (*need, _("Status")), missing, none)
    yield Sheet(_("Overdue"), status, rows(found.late), none)
    decisions = [
        (
            x.label.id if x.label else "",
            x.label.title if x.label else "",
            decision_text(x, roles, context),
        )
        for x in found.decisions
    ]
    yield Sheet(_("To be decided"), (*need, part_title("decisions")), decisions, none)
    yield Sheet(
        _("Follow-ups"),
        (
            *(*need, _("Status"), _("Decision")),
            *(_("Half-year"), _("Of"), _("Next step"), _("Decision on each")),
        ),
        [
            _follow_up_row(x, context)
            for x in (*found.planned, *found.held, *found.next_steps)
        ],
        none,
    )
    if context.steps.declared:
        yield Sheet(
            part_title("goals"),
            (*need, _("Step"), context.type_name(roles.actions), _("Remarks")),
            [
                (
                    *(label.id, label.title, state_text(step.step)),
                    distribution_text(step.distribution) or none,
                    remarks_text(step, context.model),
                )
                for label, step in found.below
            ],
            none,
        )


def _status_row(status: NeedStatus, context: HistoryContext) -> SheetRow:
    label = status.label
    return (
        label.id,
        label.title,
        context.state(label.status) if label.status else "",
        status.owner or _("not stated"),
        status.end or _("not stated"),
        half_year_name(status.last.period) if status.last else _("never"),
    )


def _change_rows(found: MeetingPackage, context: HistoryContext) -> Iterator[SheetRow]:
    if found.changes is None:
        return
    for label in found.changes.added:
        yield label.id, label.title, _("New"), "", ""
    for label in found.changes.removed:
        yield label.id, label.title, _("Gone"), "", ""
    names = {
        changes.TITLE: _("Title"),
        changes.STATUS: _("Status"),
        changes.TEXT: _("Text"),
    }
    for change in found.changes.changed:
        for value in change.values:
            name = names.get(value.kind) or context.field_title(value.name)
            yield change.label.id, change.label.title, name, value.old, value.new
        if change.moved:
            yield change.label.id, change.label.title, _("Page"), *change.moved


def _follow_up_row(found: FollowUp, context: HistoryContext) -> SheetRow:
    status = context.state(found.status) if found.status else ""
    return (
        found.label.id,
        found.label.title,
        _("planned") if found.planned else status,
        found.decision or "",
        half_year_name(found.period),
        ", ".join(label.id for label in found.targets),
        found.next_step or "",
        "\n".join(_outcomes(found, context)),
    )


def _outcomes(found: FollowUp, context: HistoryContext) -> Iterator[str]:
    """Yield what a follow-up on several decides on each, a line each."""
    for x in found.outcomes:
        state = context.state(x.status) if x.status else ""
        yield f"{x.label.id}: {', '.join(filter(None, (state, x.decision)))}"


def _page_file(builder: Builder, docname: str) -> str:
    """Return the file that a page is part of, from the folder of the output."""
    if isinstance(builder, StandaloneHTMLBuilder) and builder.name == "singlehtml":
        return f"{builder.config.root_doc}{builder.out_suffix}"
    return builder.get_target_uri(docname)
