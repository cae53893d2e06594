"""The site in Firefox, from its files and under the strict policy: no page says a word.

Firefox is driven by WebDriver BiDi, which it speaks itself. The tests are skipped where it
is not installed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from functools import partial
from http.server import ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from websockets.sync.client import connect

from tests.browser.test_policy import BLOCK, WATCH, Strict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

    from tests.conftest import Built

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 60
MOVED = 'http-equiv="refresh"'
QUIET = """
user_pref("app.normandy.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
"""
"""Settings with which the browser asks nothing of the network for itself."""


class Firefox:
    """One tab of a Firefox that nothing is allowed to store anything in."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, count(1)
        self.said: list[str] = []
        self.do("session.new", capabilities={})
        self.do("session.subscribe", events=["log.entryAdded"])
        script = f"() => {{ {WATCH} {BLOCK} }}"
        self.do("script.addPreloadScript", functionDeclaration=script)
        self._tab = self.do("browsingContext.getTree")["contexts"][0]["context"]

    def do(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result; note what is said in the meantime."""
        number = next(self._numbers)
        sent = {"id": number, "method": method, "params": parameters}
        self._socket.send(json.dumps(sent))
        while True:
            answer = json.loads(self._socket.recv(timeout=SECONDS))
            said = answer["params"] if answer.get("method") == "log.entryAdded" else {}
            if said.get("level") in {"warn", "error"}:
                self.said.append(said["text"])
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, address: str) -> list[str]:
        """Open a page, and return what it said and what the policy did not allow."""
        self.said.clear()
        tab = self._tab
        self.do("browsingContext.navigate", context=tab, url=address, wait="complete")
        asked = {"expression": "violations.join('; ')", "awaitPromise": False}
        found = self.do("script.evaluate", target={"context": tab}, **asked)
        blocked = found["result"]["value"]
        return [*self.said, *([blocked] if blocked else [])]


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    if PROGRAM is None:
        pytest.skip("no Firefox on this machine")
    profile = tmp_path_factory.mktemp("firefox")
    command = [
        PROGRAM,
        "--headless",
        "--remote-debugging-port=0",
        "--profile",
        str(profile),
    ]
    log = profile / "log"
    with log.open("wb") as told, subprocess.Popen(command, stderr=told) as process:
        try:
            with connect(_address(process, log), max_size=None) as socket:
                yield Firefox(socket)
        finally:
            process.kill()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return where the browser listens, when it says so."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"BiDi listening on (ws://\S+)", log.read_text("utf-8")):
            return f"{found[1]}/session"
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def addresses(site: Built, root: str) -> list[str]:
    """Return every page but those that lead on at once: they have moved."""
    pages = {x.relative_to(site.out).as_posix(): x for x in site.out.rglob("*.html")}
    stays = [x for x, file in pages.items() if MOVED not in file.read_text("utf-8")]
    return [f"{root}/{page}" for page in sorted(stays)]


def test_every_page_is_silent_from_its_files(firefox: Firefox, site: Built) -> None:
    told = {x: firefox.open(x) for x in addresses(site, site.out.as_uri())}
    assert len(told) > 50
    assert {x: said for x, said in told.items() if said} == {}


def test_every_page_is_silent_under_the_strict_policy(
    firefox: Firefox, site: Built
) -> None:
    handler = partial(Strict, directory=str(site.out))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        told = {x: firefox.open(x) for x in addresses(site, root)}
        server.shutdown()
    assert {x: said for x, said in told.items() if said} == {}


def test_what_the_policy_blocks_is_seen(firefox: Firefox, site: Built) -> None:
    """The tests above would notice it."""
    (site.out / "inline.htm").write_text("<body onload='x()'><script>y()</script>")
    handler = partial(Strict, directory=str(site.out))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        told = firefox.open(f"http://127.0.0.1:{server.server_port}/inline.htm")
        server.shutdown()
    (site.out / "inline.htm").unlink()
    assert any("script-src" in x for x in told)
