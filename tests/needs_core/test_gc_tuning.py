"""What lives as long as a build is not searched for garbage; another build lets it go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Project

_NOTE = """
import gc
from pathlib import Path

def setup(app):
    app.connect("config-inited", lambda app, _: note("begin"))
    app.connect("source-read", lambda app, page, _: page == "index" and note("read"))

def note(name):
    Path(__file__).with_name(name).write_text(str(gc.get_freeze_count()))
"""


def test_modules_and_environment_are_set_aside_until_another_build(plan: Project) -> None:
    conf = plan.conf / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + _NOTE, encoding="utf-8")
    for _ in range(2):
        (plan.source / "index.md").touch()
        plan.build()
        assert int((plan.conf / "begin").read_text()) == 0
        assert int((plan.conf / "read").read_text()) > 0
