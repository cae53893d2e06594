"""``make ny`` at a pseudo-terminal: the questions, and a hand at the keys."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

import pytest

from tests.needs_history.conftest import A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Project

SPAWN = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
"""Runs a command at a terminal of its own, and passes on what is typed and shown."""
PATIENCE = 60
CTRL_C, CTRL_D = "\x03", "\x04"


class Terminal:
    """Somebody at a terminal: waits for words, and types."""

    def __init__(self, example: Project, *arguments: str) -> None:
        command = [sys.executable, "-m", "needs_history", "--work", "build", *arguments]
        self.shown = ""
        self._seen = 0
        self._decoder = getincrementaldecoder("utf-8")()
        self._process = subprocess.Popen(
            [sys.executable, "-c", SPAWN, *command],
            cwd=example.conf,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "SOURCE_DATE_EPOCH": A_DAY,
                "LC_ALL": "C.UTF-8",
                "TERM": "dumb",
            },
        )

    def wait(self, words: str) -> None:
        """Wait until some words are shown, after those waited for before."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown[self._seen :]:
            assert time.monotonic() < end, f"{words!r} is not in {self.shown!r}"
            assert self._read(), f"{words!r} is not in {self.shown!r}"
        self._seen = self.shown.index(words, self._seen) + len(words)

    def press(self, key: str, words: str) -> None:
        """Press a key until its answer is shown.

        A signal that comes before the line is waited for is seen with the next key only.
        """
        for _again in range(20):
            self.type(key)
            end = time.monotonic() + 3
            while words not in self.shown and time.monotonic() < end:
                if not self._read(patience=0.1) and self._process.poll() is not None:
                    break
            if words in self.shown:
                return
        raise AssertionError(self.shown)

    def type(self, text: str) -> None:
        """Type something; a line ends with Enter."""
        assert self._process.stdin
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()

    def answer(self, question: str, text: str) -> None:
        """Wait for a question and answer it."""
        self.wait(question)
        self.type(f"{text}\n")

    def end(self) -> int:
        """Read the rest and return the exit code."""
        while self._read():
            pass
        assert "Traceback" not in self.shown
        return self._process.wait(PATIENCE)

    def _read(self, patience: float = PATIENCE) -> bool:
        assert self._process.stdout
        pipe = self._process.stdout.fileno()
        if not select.select([pipe], [], [], patience)[0]:
            return False
        part = os.read(pipe, 65536)
        self.shown += self._decoder.decode(part)
        return bool(part)

    def close(self) -> None:
        """Leave nothing running."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


@pytest.fixture
def terminal(example: Project) -> Iterator[Terminal]:
    made = Terminal(example, "new")
    yield made
    made.close()


def pages(example: Project) -> dict[str, bytes]:
    """Return every file of the sources and the history."""
    kept = ("*.md", "*.json")
    found = [path for kind in kept for path in example.conf.rglob(kind)]
    return {
        path.relative_to(example.conf).as_posix(): path.read_bytes()
        for path in found
        if "build" not in path.relative_to(example.conf).parts
    }


def test_wrong_answers_are_asked_again_until_all_is_known(
    example: Project, terminal: Terminal
) -> None:
    before = pages(example)
    terminal.answer("Type (", "indsat")
    terminal.wait("Mente du ”indsats”?")
    terminal.answer("Type (", "Indsats")
    terminal.answer("Titel: ", "")
    terminal.answer("Titel: ", "Ungeråd på skolen")
    terminal.answer("Status (idé, besluttet, i gang, afsluttet, stoppet): ", "måske")
    terminal.wait("”måske” dur ikke i status. Vælg en af: idé")
    terminal.answer("Status (", "BESLUTTET")
    terminal.answer("Ejer [Enter: ikke oplyst]: ", "")
    terminal.answer("Startdato [Enter: ikke oplyst]: ", "1. maj")
    terminal.wait("”1. maj” i begynder er ikke en dato. Skriv den som 2027-03-31.")
    terminal.answer("Startdato", "2027-05-01")
    terminal.answer("Slutdato", "")
    terminal.answer("Prioritet (", "")
    terminal.answer("Støtter [Enter: ikke oplyst]: ", "MAAL_66")
    terminal.wait("”MAAL_66” i stoetter er ikke et id")
    terminal.answer("Støtter", "MAAL_6")
    terminal.answer("En eller to sætninger", "De unge mødes hver måned.")
    assert terminal.end() == 0
    assert "docs/handleplan.md:" in terminal.shown
    assert "IND_10 er skrevet" in terminal.shown
    after = pages(example)
    assert {name for name in after if after[name] != before.get(name)} == {
        "docs/handleplan.md"
    }
    plan = after["docs/handleplan.md"].decode()
    assert plan.startswith(before["docs/handleplan.md"].decode())
    assert plan.endswith(
        ":::{indsats} Ungeråd på skolen\n:id: IND_10\n:status: besluttet\n"
        ":begynder: 2027-05-01\n:stoetter: MAAL_6\n\nDe unge mødes hver måned.\n:::\n"
    )
    assert example.build().warnings == ""


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("steps", [0, 2, 3])
def test_who_stops_in_the_middle_leaves_nothing_behind(
    example: Project, terminal: Terminal, key: str, steps: int
) -> None:
    before = pages(example)
    said = [("Type (", "opfølgning"), ("Titel: ", "Ny"), ("Status (", "i gang")]
    for question, text in said[:steps]:
        terminal.answer(question, text)
    terminal.wait([*said, ("Halvår", "")][steps][0])
    terminal.press(key, "Stoppet. Der er ikke skrevet noget.")
    assert terminal.end() == 1
    assert pages(example) == before
    assert not [x for x in example.source.rglob("*") if x.name.startswith(".")]
