"""``python -m needs_history status|confirm|settle|new``: the commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util.console import color_terminal, nocolor

from needs_authoring.values import read_flag
from needs_core.atomic_write import FileWrite, write_files
from needs_core.command_line import CommandError, CommandParser, run_command, use_language
from needs_core.core_settings import command_line
from needs_history.core import confirmation
from needs_history.core.confirmation import OPEN, SUSPECT
from needs_history.new import new
from needs_history.project import (
    HistoryProject,
    ProjectFolders,
    docutils_of,
    read_project,
    write_lock,
)
from needs_history.settle import settle
from needs_history.status import status
from needs_history.storage import confirmed_path

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from needs_history.core.confirmation import Link

_ = get_translation("needs_history")


def _parser() -> CommandParser:
    parser = CommandParser(prog="python -m needs_history", add_help=False)
    parser.add_argument("--conf", type=Path, default=Path())
    parser.add_argument("--source", type=Path, default=None)
    parser.add_argument("--work", type=Path, default=Path("_build"))
    parser.add_argument("--language", default="")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("status", add_help=False)
    one.add_argument("name", nargs="?", default="")
    one.add_argument("--commit", default="")
    one.add_argument("--replace", default="")
    two = commands.add_parser("confirm", add_help=False)
    two.add_argument("ids", nargs="*")
    two.add_argument("--all", default="")
    settles = commands.add_parser("settle", add_help=False)
    settles.add_argument("ids", nargs="*")
    settles.add_argument("--all", default="")
    three = commands.add_parser("new", add_help=False)
    three.add_argument("type", nargs="?", default="")
    three.add_argument("--title", default="")
    three.add_argument("--set", default="")
    three.add_argument("--text", default="")
    three.add_argument("--page", default="")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, or 1 after having printed what is wrong."""
    words = sys.argv[1:] if arguments is None else arguments

    def run() -> int:
        _set_language(words)
        print(_run(_parser().parse_args(words)))  # noqa: T201 (a terminal)
        return 0

    return run_command(run)


def _run(given: Namespace) -> str:
    source = given.source or given.conf / "docs"
    folders = ProjectFolders(*(x.resolve() for x in (given.conf, source, given.work)))
    with docutils_of(folders):
        if given.command == "status":
            replace = _yes(given.replace)
            return status(folders, given.name, given.commit, replace=replace)
        if given.command in {"confirm", "settle"}:
            ids = [x for word in given.ids for x in word.replace(",", " ").split()]
            command = confirm if given.command == "confirm" else settle
            return command(folders, ids, every=_yes(given.all))
        values = {"title": given.title, "text": given.text, "page": given.page}
        return new(folders, given.type, given.set, **values)


def _yes(text: str) -> bool:
    """Read an answer. Raises ``CommandError`` for what is neither yes nor no."""
    answer = read_flag(text)
    if answer is None:
        raise CommandError(_("“%s” is neither yes nor no.") % text)
    return answer


def _set_language(words: Sequence[str]) -> None:
    """Choose the language of messages until a project is read, which names its own."""
    parser = CommandParser(add_help=False)
    parser.add_argument("--language", default="")
    language = parser.parse_known_args(words)[0].language or None
    use_language(language, "needs_authoring", "needs_history")


def confirm(folders: ProjectFolders, ids: Sequence[str], *, every: bool = False) -> str:
    """Confirm the links at some needs, or all, and return a message.

    Without either, return what there is to confirm. Raises ``CommandError``.
    """
    if not ids and not every:
        return _overview(_confirmable(folders))
    with write_lock(folders) as lock:
        project = _confirmable(folders)
        history, settings = project.history, project.history.settings.confirmation
        found = [x.link for x in history.links]
        ends = {id_ for source, _type, target in found for id_ in (source, target)}
        for id_ in ids:
            if id_ not in ends:
                text = _("No link that is to be confirmed begins or ends at “%s”.")
                raise CommandError(text % id_)
        wanted = [link for link in found if every or {*ids} & {link[0], link[2]}]
        day = history.day.isoformat()
        entries = confirmation.confirm(
            project.items, settings, history.confirmed, wanted, day
        )
        path = confirmed_path(project.app, history.settings)
        content = confirmation.serialize(entries.values()).encode()
        write_files(lock, [FileWrite.over(path, content)])
    lines = [
        _("Confirmed: %d") % len(wanted),
        *(f"  {_link_text(project, link)}" for link in wanted),
        _("%s is written. Commit it with your changes.") % folders.display(path),
    ]
    return "\n".join(lines)


def _confirmable(folders: ProjectFolders) -> HistoryProject:
    """Read a project whose confirmed links can be read. Raises ``CommandError``."""
    project = read_project(folders)
    history, settings = project.history, project.history.settings.confirmation
    if not settings.links:
        name = "needs_history_confirmation"
        raise CommandError(_("conf.py names no links to confirm (%s).") % name)
    if any(x.name == settings.file for x in history.unusable):
        # To write it would be to lose what is in it.
        text = _("%s cannot be read. Mend it, or take it from an earlier commit.")
        path = confirmed_path(project.app, history.settings)
        raise CommandError(text % folders.display(path))
    return project


def _overview(project: HistoryProject) -> str:
    lines = []
    for state, heading in (
        (SUSPECT, _("To be confirmed, because the wording has changed: %d")),
        (OPEN, _("Not confirmed by anybody yet: %d")),
    ):
        found = [x for x in project.history.links if x.state == state]
        lines.append(heading % len(found))
        for x in found:
            lines.append(f"  {_link_text(project, x.link)}")
            if state == SUSPECT:
                lines += [f"      – {' / '.join(x.old)}", f"      + {' / '.join(x.new)}"]
    own = "python -m needs_history confirm ID … | --all yes"
    command = command_line(project.app.config, "needs_history.confirm", own)
    lines.append(_("Read both ends. Confirm with %s.") % command)
    return "\n".join(lines)


def _link_text(project: HistoryProject, link: Link) -> str:
    source, name, target = link
    title = project.items.by_id[target].title
    return f"{source} {project.model.links[name].outgoing} {target} {title}"


if __name__ == "__main__":
    if not color_terminal():  # as sphinx-build does: what is kept in a file has no colours
        nocolor()
    sys.exit(main())
