"""The command ``new``: writes a need, and asks for what is not given.

The pages are edited by ``needs_authoring``, which judges every value and reads back what
it wrote. Nothing that stands on a page is changed.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.new import NO_PAGE, AuthoringError, new_need
from needs_authoring.project import project_of
from needs_core.atomic_write import write_files
from needs_core.command_line import CommandError
from needs_core.core_settings import LineageFields, command_line
from needs_core.settings import read
from needs_core.suggestions import did_you_mean
from needs_history.project import (
    HistoryProject,
    ProjectFolders,
    read_project,
    write_lock,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from needs_authoring.project import AuthoringProject, NeedType
    from needs_authoring.values import FieldRule

_ = get_translation("needs_history")

_NAME = re.compile(r"(?:^|[;\n])\s*(?P<name>[^\W\d][\w-]*)\s*=")
"""Where a value begins in ``name=value; name=value``."""
_COMMON = frozenset({"links", "tags"})
"""Every need has them, whether a project uses them or not."""


def new(  # noqa: PLR0913 (what a need is made of)
    folders: ProjectFolders,
    type_: str,
    values: str = "",
    *,
    title: str = "",
    text: str = "",
    page: str = "",
) -> str:
    """Write a new need and return a message. Raises ``CommandError``.

    ``values`` are ``name=value; name=value``. What is not given is asked for, where
    somebody sits at a terminal.
    """
    try:
        with write_lock(folders) as lock:
            project = read_project(folders)
            authoring = project_of(project.app)
            dialogue = _Dialogue(project, authoring, asks=sys.stdin.isatty())
            kind = dialogue.need_type(type_)
            title, given, text = dialogue.answers(kind, _parse(values), title, text)
            made = new_need(
                authoring,
                kind.name,
                title,
                given,
                text=text,
                page=page,
                used_ids={x.id for y in project.history.snapshots for x in y.items},
            )
            write_files(lock, [made.write])
    except AuthoringError as error:
        raise CommandError(_authoring_error(project, error)) from None
    place = f"{folders.display(made.path)}:{made.line}"
    names = {"place": place, "id": made.id}
    if made.new_page:
        text = _(
            "%(place)s: %(id)s is written. The page is new: the build tells you where no"
            " menu has it."
        )
        return text % names
    names["command"] = _command_name(project, "build", "sphinx-build")
    return _("%(place)s: %(id)s is written. See it with %(command)s.") % names


class _Dialogue:
    """Asks for what is missing; refuses it where nobody can be asked."""

    def __init__(
        self, project: HistoryProject, authoring: AuthoringProject, *, asks: bool
    ) -> None:
        self._project, self._types = project, authoring.types
        self._judge, self._asks = authoring.judge(), asks
        lineage = read(project.app.config, LineageFields)
        # What is new holds, and nothing has come in its place.
        self._later = {lineage.field, lineage.since, lineage.replaced_by}
        if asks:
            with suppress(ImportError):  # Windows has its own
                import readline  # noqa: F401 (arrow keys move, and are not written down)

    def need_type(self, given: str) -> NeedType:
        """Return the type, given by its name or its title."""
        by_title = {x.title.casefold(): name for name, x in self._types.items()}
        asks = self._asks and not given
        while True:
            if asks:
                given = _ask(_("Type"), needed=True, choices=list(self._types))
            if kind := self._types.get(by_title.get(given.casefold(), given)):
                return kind
            if given:
                fault = _("“%s” is no type.") % given + did_you_mean(given, self._types)
            else:
                fault = _("Write a type: %s.") % self._option("type", "new TYPE")
            text = f"{fault} " + _("Choose one of: %s.") % ", ".join(self._types)
            if not asks:
                raise CommandError(text)
            print(text)  # noqa: T201 (a terminal)

    def answers(
        self, kind: NeedType, given: Mapping[str, str], title: str, text: str
    ) -> tuple[str, dict[str, str], str]:
        """Return title, values and text, all that are needed."""
        names = [rule.name for rule in kind.rules]
        for name in given:
            if name not in names:
                fault = _(
                    "There is no “%(name)s” in %(type)s.%(near)s Choose one of: %(all)s."
                )
                near, known = did_you_mean(name, names), ", ".join(names)
                details = {"name": name, "type": kind.name, "near": near, "all": known}
                raise CommandError(fault % details)
        title = " ".join(title.split())
        if not title and self._asks:
            title = _ask(_("Title"), needed=True)
        values = {rule.name: self._value(rule, given) for rule in kind.rules}
        title_option = self._option("title", "--title=…")
        missing = [
            *([] if title else [title_option.partition("=")[0]]),
            *(x.name for x in kind.rules if _is_needed(x) and not values[x.name]),
        ]
        if missing:
            fault = _("Missing: %(names)s. Write %(title)s and %(set)s.")
            option = self._option("set", "--set=“name=value; name=value”")
            listed = ", ".join(missing)
            details = {"names": listed, "title": title_option, "set": option}
            raise CommandError(fault % details)
        if self._asks and not text:
            text = _ask(_("A sentence or two about it"), needed=False)
        return title, values, text

    def _value(self, rule: FieldRule, given: Mapping[str, str]) -> str:
        if rule.name in given or not self._is_asked(rule):
            return rule.read(given.get(rule.name, ""))
        while True:
            answer = _ask(rule.label, needed=_is_needed(rule), choices=rule.choices)
            answer = rule.read(answer)
            fault = self._judge.fault(rule, answer) if answer else None
            if fault is None:
                return answer
            print(fault.text)  # noqa: T201 (a terminal)

    def _is_asked(self, rule: FieldRule) -> bool:
        return self._asks and rule.name not in self._later and _is_asked(rule)

    def _option(self, name: str, default: str) -> str:
        return _command_name(self._project, name, default)


def _is_asked(rule: FieldRule) -> bool:
    """Tell whether a need of the type has a field of its own accord."""
    undeclared = rule.name == "status" and not rule.schema
    return rule.name not in _COMMON and not undeclared


def _is_needed(rule: FieldRule) -> bool:
    return bool(rule.schema.get("minItems")) if rule.many else not rule.nullable


def _parse(values: str) -> dict[str, str]:
    """Read ``name=value; name=value``. Raises ``CommandError``.

    A value goes on up to the next ``; name=``, so it may hold semicolons itself.

    >>> _parse("status=idé; beslutning=Vent; og se; ejer=A = B")
    {'status': 'idé', 'beslutning': 'Vent; og se', 'ejer': 'A = B'}
    """
    found: dict[str, str] = {}
    starts = [*_NAME.finditer(values)]
    before = values[: starts[0].start()] if starts else values
    ends = [*(x.start() for x in starts), len(values)][1:]
    text = _("“%s” cannot be read. Write each name once, as name=value.")
    if before.strip(" ;\n"):
        raise CommandError(text % before.strip(" ;\n"))
    for start, end in zip(starts, ends, strict=True):
        if start["name"] in found:
            raise CommandError(text % values[start.start() : end].strip(" ;\n"))
        found[start["name"]] = values[start.end() : end].strip(" ;\n")
    return found


def _ask(label: str, *, needed: bool, choices: Sequence[str] = ()) -> str:
    """Ask until there is an answer; Enter leaves out what is not needed."""
    question = label[:1].upper() + label[1:]
    if choices:
        question += f" ({', '.join(choices)})"
    if not needed:
        question += " " + _("[Enter: not stated]")
    while True:
        answer = input(f"{question}: ").strip()
        if answer or not needed:
            return answer


def _authoring_error(project: HistoryProject, error: AuthoringError) -> str:
    if error.kind == NO_PAGE:
        return f"{error} {_command_name(project, 'page', '--page=…')}"
    subject = error.subject
    return f"{subject}: {error}" if subject and subject not in str(error) else str(error)


def _command_name(project: HistoryProject, name: str, default: str) -> str:
    """Return what a command or an option is called in the project."""
    return command_line(project.app.config, f"needs_history.new.{name}", default)
