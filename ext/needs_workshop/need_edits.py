"""Edits a project: looks needs up, plans changes, writes them, and undoes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError
from sphinx.locale import get_translation

from needs_authoring.blocks import CannotWriteError
from needs_authoring.new import AuthoringError, new_need
from needs_authoring.values import TITLE
from needs_core.atomic_write import (
    BusyError,
    ChangedMeanwhileError,
    FileWrite,
    folder_lock,
    write_fault,
    write_files,
)
from needs_workshop.forms import (
    TEXT,
    ChangedFile,
    FieldEdits,
    FormField,
    PageChange,
    asked_rules,
    changed_page,
    field_edits,
    fingerprint,
    form_fields,
    page_values,
    with_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_authoring.edit import Page
    from needs_authoring.project import NeedType
    from needs_core.items import Item
    from needs_workshop.project_reader import ProjectReader, ReadProject, WorkshopFolders

_ = get_translation("needs_workshop")

PAGE = ":page"
"""The page a new need goes on, in a form."""


class EditingError(Exception):
    """Something cannot be edited; the text says why, and what to do."""


class PageChangedError(EditingError):
    """The page is not any more what was seen; nothing is written."""


@dataclass(frozen=True)
class EditedNeed:
    """A need as it stands on its page now."""

    item: Item
    kind: NeedType
    page: Page
    values: Mapping[str, str]
    text: str | None
    """What stands below its fields; ``None``: it is not edited here."""


@dataclass(frozen=True)
class PlannedChange:
    """What is to be written, to be seen before."""

    id: str
    what: str
    """What is done, in words."""
    writes: tuple[FileWrite, ...]
    notes: tuple[str, ...] = ()
    """What to know of it."""

    @property
    def seen(self) -> str:
        """A digest of what the files are and are to be."""
        states = [y for x in self.writes for y in (x.before, x.after)]
        return fingerprint("".join(map(fingerprint, states)).encode())


@dataclass(frozen=True)
class FormAnswer:
    """What becomes of the answers of a form: a plan, or the form again with its faults."""

    fields: tuple[FormField, ...]
    plan: PlannedChange | None = None
    fault: str = ""
    """What is wrong and is at no field."""
    text_fault: str = ""
    """What is wrong with the text."""
    text_was: str = ""
    """What stood below the fields when the form was opened."""


class PageEditor:
    """The pages of one project, and what was changed in them during this run."""

    def __init__(self, folders: WorkshopFolders, reader: ProjectReader) -> None:
        self._folders, self._reader = folders, reader
        self._lock = Lock()
        self._changes: list[PageChange] = []

    @property
    def project(self) -> ReadProject:
        """The project as its files are now. Raises ``EditingError``."""
        try:
            return self._reader.current()
        except SphinxError as error:
            text = _("The project cannot be read: %s")
            raise EditingError(text % error) from None

    @property
    def takes_files(self) -> bool:
        """Whether the project takes files in, as far as it has been read."""
        known = self._reader.known
        return known is not None and known.plan_of_file is not None

    @property
    def changes(self) -> tuple[PageChange, ...]:
        """What was written, the newest first."""
        with self._lock:
            return tuple(reversed(self._changes))

    def need(self, id_: str) -> EditedNeed:
        """Return a need as it stands on its page. Raises ``EditingError``."""
        project = self.project.authoring
        item = project.own.get(id_)
        if item is None:
            raise EditingError(_("There is no “%s” in this project.") % id_)
        path = Path(item.file) if item.file else project.paths[item.docname or ""]
        try:
            page = project.page_at(path)
        except (OSError, UnicodeDecodeError):
            raise EditingError(_("The page %s cannot be read.") % path.name) from None
        block = page.block(id_)
        if block is None:
            text = _(
                "The block of %(id)s cannot be found on the page %(page)s, or is there more"
                " than once. Change it there by hand."
            )
            raise EditingError(text % {"id": id_, "page": path.name})
        kind, values = project.types[item.type], page_values(block)
        return EditedNeed(item, kind, page, values, page.text(id_))

    def form(self, need: EditedNeed) -> tuple[FormField, ...]:
        """Return the form of a need, with what stands on its page."""
        return form_fields(need.kind, self.project.authoring.judge(), need.values)

    def answer(
        self, need: EditedNeed, was: Mapping[str, str], asked: Mapping[str, str]
    ) -> FormAnswer:
        """Return what becomes of the answers of a need's form."""
        project = self.project.authoring
        judge = project.judge()
        edits = field_edits(need.kind, judge, need.values, was, asked)
        if need.text is not None and TEXT in asked:
            texts = (need.text, was.get(TEXT, need.text), asked[TEXT])
            edits = with_text(edits, judge, *texts)
        told = {**edits.faults, **_conflict_faults(edits)}
        text_was = {**was, **edits.conflicts}.get(TEXT, "")
        fields = form_fields(
            need.kind,
            judge,
            {**was, **edits.conflicts},
            values={**was, **asked},
            faults=told,
        )
        if edits.faults or edits.conflicts:
            text_fault = told.get(TEXT, "")
            return FormAnswer(fields, text_fault=text_fault, text_was=text_was)
        if not edits.changed and edits.text is None:
            fault = _("Nothing is changed.")
            return FormAnswer(fields, fault=fault, text_was=text_was)
        labels = {
            rule.name: _label(rule.name, rule.label)
            for rule in asked_rules(need.kind, need.values)
        }
        labels[TEXT] = _("text")
        try:
            raw = changed_page(need.page, need.item.id, need.kind, edits, project.syntax)
        except CannotWriteError:
            text = _("This cannot be written on the page %s. Write it there by hand.")
            fault = text % need.page.path.name
            return FormAnswer(fields, fault=fault, text_was=text_was)
        changed = [*edits.changed, *([] if edits.text is None else [TEXT])]
        names = ", ".join(labels[name] for name in changed)
        what = f"{need.item.id}: {names}"
        notes: tuple[str, ...] = ()
        if edits.by_others:
            text = _("Somebody has changed this meanwhile, and it stays changed: %s.")
            notes = (text % ", ".join(labels[x] for x in edits.by_others),)
        write = FileWrite(need.page.path, need.page.raw, raw)
        plan = PlannedChange(need.item.id, what, (write,), notes)
        return FormAnswer(fields, plan, text_was=text_was)

    def kind(self, type_: str) -> NeedType:
        """Return a type of the project. Raises ``EditingError``."""
        kind = self.project.authoring.types.get(type_)
        if kind is None:
            raise EditingError(_("There is no type “%s” in this project.") % type_)
        return kind

    def new_form(
        self, kind: NeedType, given: Mapping[str, str], after: str = ""
    ) -> tuple[FormField, ...]:
        """Return the form of a new need.

        ``after`` is the need it goes below: it belongs to the same parents. ``given`` are
        values it begins with.
        """
        project = self.project.authoring
        beside = project.own.get(after)
        parents = {
            rule.name: ", ".join(beside.links.get(rule.name, ()))
            for rule in kind.rules
            if rule.single_target and beside and beside.type == kind.name
        }
        return form_fields(kind, project.judge(), {}, values={**parents, **given})

    def new_answer(self, kind: NeedType, asked: Mapping[str, str]) -> FormAnswer:
        """Return what becomes of the answers of a new need's form."""
        project = self.project.authoring
        judge = project.judge()
        rules = asked_rules(kind)
        faults = {}
        for rule in rules:
            value = rule.read(asked.get(rule.name, ""))
            if fault := judge.fault(rule, value):
                faults[rule.name] = fault.text
        text = asked.get(TEXT, "")
        if fault := judge.text_fault(text):
            faults[TEXT] = fault.text
        fields = form_fields(kind, judge, {}, values=asked, faults=faults)
        if faults:
            return FormAnswer(fields, text_fault=faults.get(TEXT, ""))
        values = {x.name: asked.get(x.name, "") for x in rules if x.name != TITLE}
        used = {change.id for change in self.changes}
        try:
            new = new_need(
                project,
                kind.name,
                asked.get(TITLE, ""),
                values,
                text=text,
                page=asked.get(PAGE, "").strip(),
                used_ids=used,
            )
        except (AuthoringError, ValueError, OSError) as error:
            return FormAnswer(fields, fault=str(error))
        what = _("%(id)s: new %(type)s") % {"id": new.id, "type": kind.title.lower()}
        notes = (_("The page is new: %s.") % new.path.name,) if new.new_page else ()
        return FormAnswer(fields, PlannedChange(new.id, what, (new.write,), notes))

    def write(self, plan: PlannedChange) -> PageChange:
        """Write what was planned. Raises ``EditingError``; nothing is written then."""
        with self._lock:
            self._write(plan.writes)
            files = [ChangedFile(x.path, x.before, x.after) for x in plan.writes]
            return self._noted(plan.what, files, plan.id)

    def undo(self, number: int) -> PageChange:
        """Give files what they held before a change, while they are what was written.

        Raises ``EditingError``.
        """
        with self._lock:
            found = next((x for x in self._changes if x.number == number), None)
            if found is None:
                raise EditingError(_("There is no such change."))
            for file in found.files:
                here = file.path.read_bytes() if file.path.exists() else None
                if here != file.after:
                    text = _(
                        "%s was changed after this. Undo the later changes first, or"
                        " change it by hand."
                    )
                    raise EditingError(text % file.path.name)
            self._write(
                [
                    FileWrite(x.path, x.after, x.before)
                    for x in found.files
                    if x.before is not None
                ]
            )
            self._remove([x.path for x in found.files if x.before is None])
            undone = [ChangedFile(x.path, x.after, x.before) for x in found.files]
            return self._noted(_("Undone: %s") % found.what, undone, found.id)

    def _write(self, writes: Sequence[FileWrite]) -> None:
        try:
            with folder_lock(self._folders.conf) as lock:
                write_files(lock, writes)
        except ChangedMeanwhileError as error:
            raise PageChangedError(write_fault(error)) from None
        except (BusyError, OSError) as error:
            raise EditingError(write_fault(error)) from None

    def _remove(self, paths: Sequence[Path]) -> None:
        try:
            with folder_lock(self._folders.conf):
                for path in paths:
                    path.unlink()
        except (BusyError, OSError) as error:
            raise EditingError(write_fault(error)) from None

    def _noted(self, what: str, files: Sequence[ChangedFile], id_: str) -> PageChange:
        made = PageChange(len(self._changes) + 1, what, tuple(files), id_)
        self._changes.append(made)
        return made


def _conflict_faults(edits: FieldEdits) -> dict[str, str]:
    text = _(
        "Somebody has changed this meanwhile, to ”%s”. Write what it is to be, and go on."
    )
    return {
        name: text % (value or _("not stated")) for name, value in edits.conflicts.items()
    }


def _label(name: str, label: str) -> str:
    return _("Title") if name == TITLE else label
