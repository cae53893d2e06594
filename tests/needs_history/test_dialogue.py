"""``new`` at a pseudo-terminal: the questions, and a hand at the keys."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
import traceback
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

import pytest
from sphinx.locale import translators

from needs_core.atomic_write import LOCK
from needs_history.__main__ import main
from tests.needs_history.conftest import A_DAY, copied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Project

PATIENCE = 60
CTRL_C, CTRL_D = "\x03", "\x04"


class Terminal:
    """Somebody at a terminal: waits for words, and types."""

    def __init__(self, example: Project) -> None:
        self.shown = ""
        self._seen = 0
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._process, self._terminal = pty.fork()
        if not self._process:
            # A test run in the background ignores it, and its children would, too.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os._exit(_new(example))

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
                self._read(patience=0.1)
            if words in self.shown:
                return
        raise AssertionError(self.shown)

    def type(self, text: str) -> None:
        """Type something; a line ends with Enter."""
        os.write(self._terminal, text.encode())

    def answer(self, question: str, text: str) -> None:
        """Wait for a question and answer it."""
        self.wait(question)
        self.type(f"{text}\n")

    def end(self) -> int:
        """Read the rest and return the exit code."""
        while self._read():
            pass
        assert "Traceback" not in self.shown
        _process, status = os.waitpid(self._process, 0)
        self._process = 0
        return os.waitstatus_to_exitcode(status)

    def _read(self, patience: float = PATIENCE) -> bool:
        if not select.select([self._terminal], [], [], patience)[0]:
            return False
        try:
            part = os.read(self._terminal, 65536)
        except OSError:  # nobody is at the other end any more
            return False
        self.shown += self._decoder.decode(part)
        return bool(part)

    def close(self) -> None:
        """Leave nothing running."""
        if self._process:
            os.kill(self._process, 9)
            os.waitpid(self._process, 0)
        os.close(self._terminal)


def _new(example: Project) -> int:
    """Run the command in a process that has its modules already."""
    code = 99
    try:
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        os.environ |= {"SOURCE_DATE_EPOCH": A_DAY, "TERM": "dumb"}
        os.chdir(example.conf)
        translators.clear()
        code = main(["--language", "da", "--work", "build", "new"])
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


@pytest.fixture
def terminal(example: Project) -> Iterator[Terminal]:
    made = Terminal(example)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the example in which nothing is to be written."""
    return copied(tmp_path_factory.mktemp("dialogue"))


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
    terminal.wait("”måske” kan ikke stå her. Skriv en af: idé")
    terminal.answer("Status (", "BESLUTTET")
    terminal.answer("Ejer [Enter: ikke oplyst]: ", "")
    terminal.answer("Startdato [Enter: ikke oplyst]: ", "1. maj")
    terminal.wait("”1. maj” er ikke en dato. Skriv den som")
    terminal.answer("Startdato", "2027-05-01")
    terminal.answer("Slutdato", "")
    terminal.answer("Prioritet (", "")
    terminal.answer("Støtter [Enter: ikke oplyst]: ", "MAAL_66")
    terminal.wait("”MAAL_66” findes ikke")
    terminal.answer("Støtter", "MAAL_6")
    terminal.answer("Milepæle [", "")
    terminal.answer("Intern note [", "")
    terminal.answer("Udspringer af [", "")
    terminal.answer("Afhænger af [", "")
    terminal.answer("En eller to sætninger", "De unge mødes hver måned.")
    assert terminal.end() == 0
    assert "docs/handleplan.md:" in terminal.shown
    assert "IND_12 er skrevet" in terminal.shown
    after = pages(example)
    assert {name for name in after if after[name] != before.get(name)} == {
        "docs/handleplan.md"
    }
    plan = after["docs/handleplan.md"].decode()
    written = (
        ":::{indsats} Ungeråd på skolen\n:id: IND_12\n:status: besluttet\n"
        ":begynder: 2027-05-01\n:stoetter: MAAL_6\n\nDe unge mødes hver måned.\n:::\n\n"
    )
    assert plan.replace(written, "") == before["docs/handleplan.md"].decode()
    assert example.build().warnings == ""


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("steps", [0, 2, 3])
def test_who_stops_in_the_middle_leaves_nothing_behind(
    shared: Project, key: str, steps: int
) -> None:
    before = pages(shared)
    terminal = Terminal(shared)
    try:
        said = [("Type (", "opfølgning"), ("Titel: ", "Ny"), ("Status (", "i gang")]
        for question, text in said[:steps]:
            terminal.answer(question, text)
        terminal.wait([*said, ("Halvår", "")][steps][0])
        terminal.press(key, "Stoppet. Der er ikke skrevet mere.")
        assert terminal.end() == 1
    finally:
        terminal.close()
    assert pages(shared) == before
    hidden = {x.name for x in shared.conf.rglob(".*") if "build" not in x.parts}
    assert hidden <= {LOCK}


def test_nothing_is_asked_that_the_type_does_not_have(shared: Project) -> None:
    terminal = Terminal(shared)
    try:
        terminal.answer("Type (", "mål")
        terminal.answer("Titel: ", "Ny")
        terminal.answer("Ejer [", "")
        terminal.answer("Prioritet (", "")
        terminal.answer("Periode (", "")
        terminal.answer("Hører til", "VI_1")
        terminal.answer("Milepæle [", "")
        terminal.answer("Intern note [", "")
        terminal.answer("Udspringer af [", "")
        terminal.answer("Afhænger af [", "")
        terminal.wait("En eller to sætninger")
        assert "Status" not in terminal.shown
        terminal.press(CTRL_C, "Stoppet. Der er ikke skrevet mere.")
        assert terminal.end() == 1
    finally:
        terminal.close()
