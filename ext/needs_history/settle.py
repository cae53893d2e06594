"""The command ``settle``: gives needs the states that their last follow-ups decided."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_authoring.blocks import CannotWriteError
from needs_authoring.edit import PageEdits, edit_page
from needs_authoring.project import project_of
from needs_core.atomic_write import FileWrite, write_files
from needs_core.command_line import CommandError
from needs_core.core_settings import command_line
from needs_core.follow_ups import disagreements
from needs_history.project import ProjectFolders, read_project, write_lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_authoring.project import AuthoringProject
    from needs_core.follow_ups import Outcome
    from needs_core.items import Item
    from needs_history.project import HistoryProject

_ = get_translation("needs_history")

_STATUS = "status"


def settle(folders: ProjectFolders, ids: Sequence[str], *, every: bool = False) -> str:
    """Write the states that follow-ups decided, of some needs or all; return a message.

    Without either, return what does not agree. Raises ``CommandError``.
    """
    if not ids and not every:
        return _overview(read_project(folders))
    with write_lock(folders) as lock:
        project = read_project(folders)
        found = _disagreements(project)
        known = {item.id for item, _outcome in found}
        for id_ in ids:
            if id_ not in known:
                text = _("No follow-up says another state of “%s” than it says itself.")
                raise CommandError(text % id_)
        wanted = [pair for pair in found if every or pair[0].id in ids]
        write_files(lock, list(_writes(project_of(project.app), wanted)))
    return "\n".join([_("Written: %d") % len(wanted), *map(_line, wanted)])


def _disagreements(project: HistoryProject) -> tuple[tuple[Item, Outcome], ...]:
    settings, day = project.history.settings, project.history.day
    names, actions = settings.follow_ups, settings.roles.actions
    if not (names.type and actions):
        name = "needs_core_follow_ups"
        raise CommandError(
            _("conf.py does not say how a follow-up is written (%s).") % name
        )
    found = disagreements(project.items, actions, names, day)
    return tuple(pair for pair in found if not pair[0].external)


def _overview(project: HistoryProject) -> str:
    found = _disagreements(project)
    heading = _("Where a need and its last follow-up say different states: %d")
    lines = [heading % len(found), *map(_line, found)]
    if found:
        own = "python -m needs_history settle ID … | --all yes"
        command = command_line(project.app.config, "needs_history.settle", own)
        lines.append(_("Write what the follow-ups say with %s.") % command)
    return "\n".join(lines)


def _line(pair: tuple[Item, Outcome]) -> str:
    item, outcome = pair
    old = item.status or _("not stated")
    return f"  {item.id}: {old} → {outcome.status} ({outcome.follow_up}) {item.title}"


def _writes(
    project: AuthoringProject, wanted: Sequence[tuple[Item, Outcome]]
) -> list[FileWrite]:
    """Return every page as it is to be. Raises ``CommandError``."""
    by_page: dict[str, dict[str, str]] = defaultdict(dict)
    judge = project.judge()
    for item, outcome in wanted:
        kind, state = project.types[item.type], outcome.status or ""
        rule = kind.rule(_STATUS)
        if rule and (fault := judge.fault(rule, state)):
            text = f"{outcome.follow_up}: {fault.text}"
            raise CommandError(text)
        by_page[item.docname or ""][item.id] = state
    writes = []
    for docname, states in sorted(by_page.items()):
        cannot = _("This cannot be written on the page %s. Write it there by hand.")
        try:
            page = project.page(docname)
            for id_ in states:
                block = page.block(id_)
                now = block.values.get(_STATUS, "") if block else None
                if now != (project.own[id_].status or ""):
                    raise CannotWriteError(id_)  # noqa: TRY301 (one way out)
            changed = {id_: {_STATUS: state} for id_, state in states.items()}
            raw = edit_page(page, PageEdits(changed), ("id", _STATUS), project.syntax)
        except (OSError, UnicodeDecodeError):
            raise CommandError(_("The page %s cannot be read.") % docname) from None
        except CannotWriteError as error:
            text = f"{error}: {cannot % docname}"
            raise CommandError(text) from None
        writes.append(FileWrite(page.path, page.raw, raw))
    return writes
