"""A workshop that is really served, and a browser or a plain client at it."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from needs_workshop.__main__ import use_language
from needs_workshop.project_reader import WorkshopFolders
from needs_workshop.server import OpenWorkshop, open_workshop
from needs_workshop.tasks import read_tasks
from tests.conftest import ROOTS, Project, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LATE = "import time; print('Det går godt: æøå'); time.sleep(1); print('Færdig')"
TASKS = read_tasks(
    json.dumps(
        [
            ["Lav det", [sys.executable, "-c", _LATE]],
            ["Lav det ikke", [sys.executable, "-c", "raise SystemExit('Der er en fejl')"]],
            ["Findes ikke", ["dette-program-findes-ikke"]],
        ]
    )
)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of its form."""
        return {x: unescape(y) for x, y in _HIDDEN.findall(self.text)}


@dataclass(frozen=True)
class Served:
    """A workshop that is served, and the project whose it is."""

    opened: OpenWorkshop
    project: Project

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.opened.workshop.session.port

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def built(self) -> None:
        """Wait until the site is built."""
        state = self.opened.workshop.build.wait(120)
        assert state.state == "built", state

    def ask(
        self,
        path: str,
        form: Mapping[str, str] | None = None,
        *,
        method: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **more: str,
    ) -> Answer:
        """Ask as a browser that is let in does; an empty header is left out."""
        session = self.opened.workshop.session
        given = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": f"{session.cookie}={session.key}",
        }
        if form is not None:
            given |= {
                "Origin": self.root,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = body if body is not None else urlencode(form).encode()
        named = {name.replace("_", "-"): text for name, text in more.items()}
        given |= {**named, **(headers or {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        verb = method or ("GET" if form is None else "POST")
        connection.putrequest(verb, path, skip_host=True)
        for name, text in given.items():
            if text:
                connection.putheader(name, text)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        try:
            text = answer.read().decode("utf-8", "replace")
        except ConnectionResetError:  # it refused before it had read all that was sent
            text = ""
        connection.close()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)

    def form(self, path: str, **answers: str) -> Answer:
        """Fill in a form, and ask to see the difference."""
        shown = self.ask(path)
        assert shown.status == 200, shown.text
        return self.ask(path, {**self.asked(shown), **answers, ":step": "preview"})

    def asked(self, shown: Answer) -> dict[str, str]:
        """Return what a form sends when nothing in it is changed."""
        hidden = shown.hidden
        was = {x.removeprefix("was:"): y for x, y in hidden.items() if x[:4] == "was:"}
        return {**was, **hidden}


@contextmanager
def served(made: Project) -> Iterator[Served]:
    """Serve the workshop of a project in a thread."""
    folders = WorkshopFolders(made.conf, made.source, made.work / "workshop")
    with open_workshop(folders, "da", tasks=TASKS, quiet=True) as opened:
        use_language("da")
        thread = Thread(target=opened.run, daemon=True)
        thread.start()
        try:
            yield Served(opened, made)
        finally:
            opened.server.should_exit = True
            thread.join(60)
            assert not thread.is_alive(), "the server does not stop"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the workshop of a small plan in Danish; one for all tests of a module."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("plan"))
    copy_model(made.source)
    with served(made) as found:
        found.built()
        yield found


@pytest.fixture(autouse=True)
def _danish(_no_language: None) -> None:
    """Have the messages of the workshop in Danish, whatever a test before left."""
    use_language("da")
