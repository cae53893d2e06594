"""Tuning of Python's cyclic garbage collector for builds."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BEFORE_PAGES = (200_000, 20, 10)
_THRESHOLDS = (50_000, 10, 10)
"""New objects before a search for garbage, and searches before one of older objects.

Python searches at 700. A build makes millions of objects that live long, and those
searches take a sixth of its time, or a third of it, as the machine is.
"""

_BETWEEN_PAGES = 30_000
"""New objects before what was read is searched between two pages."""


_GROWN = 8
"""How many times what is in use a process may hold before a build of many is searched."""

_in_use = 0
"""How many objects were in use after the last whole search, or at the first build."""


def begin_pages(_app: Sphinx) -> None:
    """Let all modules and the environment read from disk alone (``builder-inited``)."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def set_aside(*_event: object) -> None:
    """Search the new objects once, and let those that are in use alone from then on.

    Between two pages, the nodes of those that are read are garbage, and hardly anything
    that is in use will be.
    """
    if gc.get_count()[0] > _BETWEEN_PAGES:
        gc.collect(0)
        gc.freeze()


def setup(app: Sphinx) -> None:
    """Search for garbage seldom.

    What is there when the pages begin, all modules and the environment read from disk,
    lives as long as the build, and so does what is there when all pages are read: it is
    not searched at all, not even when the process ends. Where another build follows in
    the process, it is let go of.
    """
    _let_go_of_builds_before()
    gc.set_threshold(*_BEFORE_PAGES)
    app.connect("builder-inited", begin_pages)
    app.connect("env-purge-doc", set_aside)
    # After all that is worked out of the needs before the first page is written.
    app.connect("write-started", lambda _app, _builder: gc.freeze(), priority=950)


def _let_go_of_builds_before() -> None:
    """Search what earlier builds of this process set aside, once it has grown much.

    The thresholds are so high that Python would not do it: a process that builds again and
    again, as the workshop's, would hold every page it has ever read.
    """
    global _in_use  # noqa: PLW0603 (the collector is the process's as well)
    aside = gc.get_freeze_count()
    gc.unfreeze()
    if aside > _GROWN * _in_use:
        if _in_use:
            gc.collect()
        gc.freeze()
        _in_use = gc.get_freeze_count()
        gc.unfreeze()
