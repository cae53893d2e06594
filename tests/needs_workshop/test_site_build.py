"""The site of the workshop is built by a process that was started ahead."""

from __future__ import annotations

import subprocess
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from needs_workshop.project_reader import WorkshopFolders
from needs_workshop.site_build import SiteBuild
from tests.conftest import ROOTS, Project, copy_model, project
from tests.left_running import left_running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "tiltag-1.md"
SLOW = """
import time
from pathlib import Path

def linger(app, page, source):
    Path(__file__).with_name("begun").touch()
    time.sleep(2)
    app.env.much = "x" * 1_000_000  # more than a pipe holds

def setup(app):
    app.connect("source-read", linger)
"""
"""Pages are read slowly, and the processes of a parallel build have much to hand over."""


@pytest.fixture
def made(tmp_path: Path) -> Project:
    found = project(ROOTS / "plan", tmp_path)
    copy_model(found.source)
    return found


@pytest.fixture
def build(made: Project) -> Iterator[SiteBuild]:
    """Return the building of a site that is built, and ready for the next time."""
    found = SiteBuild(WorkshopFolders(made.conf, made.source, made.work / "workshop"))
    built(found)
    yield found
    found.stop()


def built(build: SiteBuild) -> tuple[str, ...]:
    """Have the site built; return the messages when the next process is started."""
    build.ask()
    state = build.wait(120)
    assert state.state == "built", state
    until = time.monotonic() + 30
    while build.ready is None and time.monotonic() < until:
        time.sleep(0.05)
    return state.messages


def pages(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "schema_violations.json"  # it holds times
    }


def clean(made: Project) -> tuple[dict[str, bytes], str]:
    """Build the site anew with the plain command; return its files and messages."""
    out = made.work / "clean"
    words = ("-q", "--no-color", "-c", str(made.conf), "-d", str(made.work / "clean-trees"))
    done = subprocess.run(
        [sys.executable, "-m", "needs_core", *words, str(made.source), str(out)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return pages(out), done.stderr


def test_what_the_ready_process_builds_is_what_a_clean_build_makes(
    made: Project, build: SiteBuild
) -> None:
    page = made.source / PAGE
    ready = build.ready
    assert ready is not None
    text = page.read_text("utf-8").replace(":status: kandidat", ":status: i gang", 1)
    page.write_text(f"{text}\n[Et sted](findes-ikke.md)\n", "utf-8", newline="\n")
    said = built(build)
    assert ready.poll() == 0  # it was this one that built
    assert build.ready not in {None, ready}
    files, told = clean(made)
    assert pages(made.work / "workshop" / "site") == files
    assert [x for x in said if "findes-ikke" in x] == [
        x for x in told.splitlines() if "findes-ikke" in x
    ]


def test_settings_and_modules_changed_meanwhile_are_read_anew(
    made: Project, build: SiteBuild
) -> None:
    conf = made.conf / "conf.py"
    own = made.conf / "own_words.py"
    own.write_text("TITLE = 'Først'\n", "utf-8")
    lines = (
        "\nimport sys\nsys.path.insert(0, {})\nfrom own_words import TITLE as html_title\n"
    )
    conf.write_text(conf.read_text("utf-8") + lines.format(repr(str(made.conf))), "utf-8")
    site = made.work / "workshop" / "site"
    built(build)
    assert "Først" in (site / "index.html").read_text("utf-8")
    time.sleep(3)  # the next process has imported it
    own.write_text("TITLE = 'Bagefter'\n", "utf-8")
    built(build)
    assert "Bagefter" in (site / "index.html").read_text("utf-8")


def test_a_process_that_has_ended_is_replaced(made: Project, build: SiteBuild) -> None:
    assert build.ready is not None
    build.ready.kill()
    build.ready.wait()
    (made.source / PAGE).write_bytes((made.source / PAGE).read_bytes() + b"\nMere.\n")
    built(build)
    site = made.work / "workshop" / "site"
    assert "Mere." in (site / "tiltag-1.html").read_text("utf-8")


def test_no_process_is_left_behind(made: Project) -> None:
    found = SiteBuild(WorkshopFolders(made.conf, made.source, made.work / "workshop"))
    built(found)
    ready = found.ready
    assert ready is not None
    found.stop()
    assert ready.poll() is not None
    assert found.ready is None


def test_a_parallel_build_is_ended_with_all_its_processes(made: Project) -> None:
    """They would wait for ever to hand over what they have read to one that is gone."""
    conf = made.conf / "conf.py"
    conf.write_text(conf.read_text("utf-8") + SLOW, "utf-8")
    found = SiteBuild(WorkshopFolders(made.conf, made.source, made.work / "workshop"))
    before = set(left_running())
    found.ask()
    until = time.monotonic() + 60
    while not (made.conf / "begun").exists() and time.monotonic() < until:
        time.sleep(0.05)
    ending = Thread(target=found.stop, daemon=True)
    ending.start()
    ending.join(30)
    assert not ending.is_alive()
    assert set(left_running()) <= before
