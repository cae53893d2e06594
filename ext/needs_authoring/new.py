"""A new need: its id, its page and its place there, judged and read back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.blocks import CannotWriteError
from needs_authoring.edit import RESTRUCTURED, NeedDraft, Page, PageEdits, edit_page
from needs_authoring.ids import is_sibling, next_id
from needs_authoring.values import TITLE, TITLE_RULE, ValueFault, normalized, split_list
from needs_core.atomic_write import FileWrite
from needs_core.items import natural_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from needs_authoring.project import AuthoringProject, NeedType

_ = get_translation("needs_authoring")

NO_ID, NO_PAGE, OUTSIDE, NOT_A_PAGE = "no_id", "no_page", "outside", "not_a_page"
UNREADABLE, UNWRITABLE, UNKNOWN_FIELD = "unreadable", "unwritable", "unknown_field"
BAD_TEMPLATE = "bad_template"


class AuthoringError(Exception):
    """Why a need cannot be written: a kind, and what is wrong, translated."""

    def __init__(self, kind: str, text: str, subject: str = "") -> None:
        super().__init__(text)
        self.kind = kind
        """``NO_ID`` and so on, or the kind of the ``ValueFault``."""
        self.subject = subject
        """The field, page or type it is about."""


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need that is ready to be written; ``write_files(lock, [new.write])`` does it."""

    id: str
    path: Path
    line: int
    """The line it begins in, from 1."""
    new_page: bool
    """Whether its page is made with it."""
    write: FileWrite


def new_need(  # noqa: PLR0913 (what a need is made of)
    project: AuthoringProject,
    type_: str,
    title: str,
    values: Mapping[str, str],
    *,
    text: str = "",
    page: str = "",
    used_ids: Collection[str] = (),
) -> NewNeed:
    """Return a need with the next free id on its page, without writing it.

    ``type_`` is a type of the project. ``values`` are its fields and links as their authors
    type them. ``page`` is a file, as ``page_file`` reads it; without one it is the page
    that the project names for the type, or else that of the last sibling. ``used_ids`` are
    ids of the past, never to be given again.

    Raises:
        AuthoringError: a value may not stand in its field or cannot be written, or there is
            no id, or no page; nothing has been written.
    """
    kind = project.types[type_]
    title, wanted = _judged(project, kind, title, values, text)
    parents = {
        rule.name: split_list(wanted[rule.name])[:1]
        for rule in kind.rules
        if rule.single_target and wanted.get(rule.name)
    }
    items = [item for item in project.own.values() if item.type == type_]
    used = {*project.items.by_id, *used_ids}
    prefix, rule = kind.prefix, project.id_rule
    id_ = next_id(items, used, parents=parents, prefix=prefix, rule=rule)
    if id_ is None:
        wrong = _("No free id fits the rule for ids: %s") % project.id_rule
        raise AuthoringError(NO_ID, wrong)
    siblings = {item.id for item in items if is_sibling(item, parents)}
    page = page or named_page(project, type_, {**wanted, TITLE: title})
    path = page_file(project, page) if page else _page_of(project, kind, siblings)
    before, old = page_or_new(project, path, kind)
    draft = NeedDraft(type_, id_, title, wanted, text)
    edits = PageEdits(added=((before.anchor(type_, siblings), draft),))
    try:
        raw = edit_page(before, edits, (), project.syntax)
    except CannotWriteError as error:
        wrong = _("This cannot be written on the page %s. Write it there by hand.")
        raise AuthoringError(UNWRITABLE, wrong % path.name, str(error)) from error
    block = Page.from_bytes(path, before.kind, raw, project.syntax).block(id_)
    line = 1 + block.first if block else 1
    return NewNeed(id_, path, line, old is None, FileWrite(path, old, raw))


def named_page(project: AuthoringProject, type_: str, values: Mapping[str, str]) -> str:
    """Return the page that the project names for a need of a type; "": it names none.

    ``values`` are its title, fields and links. Raises ``AuthoringError`` for a name with
    braces of something that it lacks.
    """
    template = project.pages.get(type_, "")
    try:
        return template.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError):
        wrong = _("needs_authoring_pages says %s, and that is not the name of a page here.")
        raise AuthoringError(BAD_TEMPLATE, wrong % template, type_) from None


def page_file(project: AuthoringProject, name: str) -> Path:
    """Return the file a page is named by, which need not exist yet.

    ``name`` is seen from the folder of the pages, or from the current one where the file
    exists there; a suffix may be left out. Raises ``AuthoringError`` for a file outside
    the pages, and for one that is no page.
    """
    source = project.source.resolve()
    suffixes = Counter(path.suffix for path in project.paths.values())
    suffix = max(suffixes, key=suffixes.__getitem__, default="")
    known = Path(name).suffix in project.suffixes
    if not known and not (source / name).is_file():
        name = f"{name}{suffix}"
    path, here = (source / name).resolve(), Path(name).resolve()
    if not path.is_file() and here.is_relative_to(source):
        path = here
    if not path.is_relative_to(source):
        raise AuthoringError(OUTSIDE, _("“%s” lies outside the pages.") % name, name)
    if path.suffix not in project.suffixes:
        raise AuthoringError(NOT_A_PAGE, _("“%s” is not a page.") % name, name)
    return path


def _judged(
    project: AuthoringProject,
    kind: NeedType,
    title: str,
    values: Mapping[str, str],
    text: str,
) -> tuple[str, dict[str, str]]:
    """Return title and values in the form they are written in, all of them judged."""
    judge = project.judge()
    for name in values:
        if kind.rule(name) is None or name == TITLE:
            names = ", ".join(rule.name for rule in kind.rules)
            wrong = _("There is no “%(name)s” in %(type)s. Write one of: %(names)s.")
            told = {"name": name, "type": kind.name, "names": names}
            raise AuthoringError(UNKNOWN_FIELD, wrong % told, name)
    title = " ".join(normalized(title).split())
    _check(TITLE, judge.fault(TITLE_RULE, title))
    wanted = {}
    for rule in kind.rules:
        value = rule.read(values.get(rule.name, ""))
        _check(rule.name, judge.fault(rule, value))
        if value:
            wanted[rule.name] = value
    _check("text", judge.text_fault(text))
    return title, wanted


def _check(name: str, fault: ValueFault | None) -> None:
    if fault:
        raise AuthoringError(fault.kind, fault.text, name)


def _page_of(project: AuthoringProject, kind: NeedType, siblings: Collection[str]) -> Path:
    """Return the page of the last sibling, or else of the last need of the type."""
    own = [item for item in project.own.values() if item.type == kind.name]
    near = [item for item in own if item.id in siblings] or own
    last = max(near, key=lambda item: natural_key(item.id), default=None)
    if last is None or last.docname is None:
        wrong = _("There is no %s yet. Say which page it goes on.") % kind.title.lower()
        raise AuthoringError(NO_PAGE, wrong, kind.name)
    return project.paths[last.docname]


def page_or_new(
    project: AuthoringProject, path: Path, kind: NeedType
) -> tuple[Page, bytes | None]:
    """Return a page to add to, and what its file holds; ``None`` for a new file.

    Raises ``AuthoringError`` for a file that cannot be read.
    """
    try:
        page = project.page_at(path)
    except FileNotFoundError:
        syntax = project.suffixes[path.suffix]
        raw = _heading(kind.title, path.stem, syntax).encode()
        return Page.from_bytes(path, syntax, raw, project.syntax), None
    except (OSError, UnicodeDecodeError) as error:
        wrong = _("The page %s cannot be read.") % path.name
        raise AuthoringError(UNREADABLE, wrong, path.name) from error
    return page, page.raw


def _heading(title: str, stem: str, syntax: str) -> str:
    """Return a new page: its heading, made of a type and the name of its file."""
    text = f"{title} {stem if stem[:1].isdigit() else stem.replace('-', ' ')}".strip()
    if syntax == RESTRUCTURED:
        return f"{text}\n{'=' * (2 * len(text))}\n"
    return f"# {text}\n"
