"""What lives as long as a build is not searched for garbage, and is let go of after it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Project

_NOTE = """
import gc
from pathlib import Path

def setup(app):
    app.connect("source-read", lambda app, *_: note("read"))
    app.connect("build-finished", lambda app, _: note("end"), priority=100)

def note(name):
    Path(__file__).with_name(name).write_text(str(gc.get_freeze_count()))
"""


def test_modules_and_environment_are_set_aside_until_the_build_is_done(
    plan: Project,
) -> None:
    conf = plan.conf / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + _NOTE, encoding="utf-8")
    gc.unfreeze()

    plan.build()
    first = int((plan.conf / "end").read_text())
    assert first > 0
    assert gc.get_freeze_count() == 0

    (plan.source / "index.md").touch()
    plan.build()
    # The environment came from disk before any page was read.
    assert int((plan.conf / "read").read_text()) > 0
    assert gc.get_freeze_count() == 0
