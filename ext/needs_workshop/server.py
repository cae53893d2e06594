"""Starts the workshop of a project, and serves it until it is stopped."""

from __future__ import annotations

import socket
import sys
import webbrowser
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from sphinx.locale import get_translation

from needs_core.atomic_write import BusyError, folder_lock
from needs_workshop.guard import Guard, Session
from needs_workshop.handlers import Workshop
from needs_workshop.need_edits import EditingError, PageEditor
from needs_workshop.project_reader import ProjectReader, WorkshopError
from needs_workshop.site_build import BUILDING, SiteBuild
from needs_workshop.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_workshop.project_reader import WorkshopFolders
    from needs_workshop.site_build import BuildState
    from needs_workshop.tasks import Task

_ = get_translation("needs_workshop")

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class OpenWorkshop:
    """A workshop that is being served."""

    workshop: Workshop
    server: uvicorn.Server
    listener: socket.socket

    def run(self) -> None:
        """Serve until the server is told to stop, or the key for it is pressed."""
        self.server.run(sockets=[self.listener])


@contextmanager
def open_workshop(
    folders: WorkshopFolders,
    language: str,
    port: int = 0,
    *,
    tasks: tuple[Task, ...] = (),
    quiet: bool = False,
) -> Iterator[OpenWorkshop]:
    """Open the workshop of a project; ``port`` 0 takes a free one.

    The building of its site has begun. Raises ``WorkshopError``.
    """
    folders.work.mkdir(parents=True, exist_ok=True)
    try:
        with folder_lock(folders.work, wait=0), _listener(port) as listener:
            session = Session(listener.getsockname()[1])
            editor = PageEditor(folders, ProjectReader(folders))
            build = SiteBuild(folders, None if quiet else _tell_state)
            offered = Tasks(tasks)
            workshop = Workshop(folders, editor, build, session, language, offered)
            config = uvicorn.Config(
                Guard(workshop.application, session),
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                timeout_graceful_shutdown=2,
            )
            build.ask()
            try:
                yield OpenWorkshop(workshop, uvicorn.Server(config), listener)
            finally:
                offered.stop()
                build.stop()
    except BusyError:
        text = _("The workshop of this project is open already.")
        raise WorkshopError(text) from None


def serve(
    folders: WorkshopFolders,
    language: str,
    port: int = 0,
    *,
    tasks: tuple[Task, ...] = (),
    browser: bool = True,
) -> None:
    """Open the workshop in the browser, and serve it until it is stopped.

    Raises ``WorkshopError``.
    """
    _say(_("The site is being built. The first time takes a while."))
    with open_workshop(folders, language, port, tasks=tasks) as opened:
        reading = Thread(target=_read, args=(opened.workshop.editor,), daemon=True)
        reading.start()
        while opened.workshop.build.wait(1.0).running:
            pass
        reading.join()
        session = opened.workshop.session
        session.on_ticket = _show_address
        address = session.new_ticket()
        if browser:
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        opened.run()


def _read(editor: PageEditor) -> None:
    """Read the project while its site is built, so that the first form is there at once."""
    try:
        _project = editor.project
    except EditingError as error:
        _say(str(error))


@contextmanager
def _listener(port: int) -> Iterator[socket.socket]:
    try:
        listener = socket.create_server((_LOOPBACK, port))
    except (OSError, OverflowError):
        text = _("Port %d is taken. Choose another one, or leave it out.")
        raise WorkshopError(text % port) from None
    with listener:
        yield listener


def _show_address(address: str) -> None:
    _say(_("Open this address. It holds once, and then there is a new one here:"))
    _say(f"  {address}")
    _say(_("Stop the workshop with Ctrl+C."))


def _tell_state(state: BuildState) -> None:
    """Show on a terminal how far the build is, and what it has to tell."""
    if state.state == BUILDING:
        if sys.stdout.isatty():
            print(f"\r{state.percent:3} %", end="", flush=True)  # noqa: T201 (a terminal)
        return
    if sys.stdout.isatty():
        print("\r     \r", end="")  # noqa: T201
    for line in state.messages:
        _say(line)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 (a terminal)
