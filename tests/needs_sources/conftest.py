"""A project with sources, quotes and everything drawn of them; its lock is written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOTS, Built, Project, project

if TYPE_CHECKING:
    from pathlib import Path

VARIANTS = """:orphan:

Variants
========

.. source-variants::

.. source-variants:: R_2
"""
STORIES = """:orphan:

Told
====

.. source-story:: R_1

.. source-story::
   :types: req
   :linked: D_A

.. source-timeline::
   :types: req, source
   :date: dated
   :fields: status
   :caption: All dates

.. source-timeline::
   :types: req, source
   :date: dated
   :where: dated = 2024-05-06

.. source-mention-matrix::
   :rows: source
   :columns: req
   :within: req

.. source-mentions:: D_A
   :within: req
"""
USAGE = """:orphan:

Use
===

.. source-usage:: D_A

.. source-usage:: D_B

.. source-word-counts:: D_A
   :rows: source
   :only: D_A
"""
PROSE = """:orphan:

Prose
=====

It says :source-quote:`D_A 9: Doors shall be open.` twice.

Read from :source-lines:`D_A 3-7; D_B 1 (all of it): Every door shall have … once. | Every
door shall have a knob.`.
"""
CONF = """
needs_sources["name"] = "called"
needs_sources["chapters"] = {"D_A": {"R_1": "1-8"}}
needs_sources["reasons"] = {"heading": "a heading"}
needs_fields |= {
    name: {"description": name, "nullable": True, "schema": {"type": "string"}}
    for name in ("dated", "words", "called")
}
needs_links = {"from": {"outgoing": "comes from", "incoming": "is source of"}}
needs_sources_story = [
    {"title": "Source", "show": "quote"},
    {"title": "Versions", "show": "variants"},
    {"title": "From", "ways": [["from"]], "empty": "Nowhere."},
]
"""


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose texts lie beside it, with its lock written. Only read it."""
    made = project(ROOTS / "sources", tmp_path_factory.mktemp("sources"))
    with (made.conf / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(CONF)
    made.edit(
        "index.rst",
        (
            ":id: D_A\n",
            ":id: D_A\n   :words: handle, handles\n   :dated: 2024-H1\n   :called: Rules\n",
        ),
        (":id: R_1\n", ":id: R_1\n   :from: D_A\n   :dated: 2024-05-06\n"),
    )
    made.write("variants.rst", VARIANTS)
    made.write("told.rst", STORIES)
    made.write("usage.rst", USAGE)
    made.write("prose.rst", PROSE)
    built = made.build("quotes-lock")
    assert (built.warnings, built.app.statuscode) == ("", 0)
    assert "sources.lock.json: 8 quotes found" in built.status
    return made


@pytest.fixture
def house(locked: Project, tmp_path: Path) -> Project:
    """Return a copy of the project, to be edited."""
    return project(locked.source, tmp_path)


@pytest.fixture(scope="session")
def drawn(locked: Project) -> Built:
    """Build the pages of the project once."""
    built = locked.build(out="drawn")
    assert built.warnings == ""
    return built
