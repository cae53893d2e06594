"""Messages name the commands of the project, where it has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.commands import command_line

if TYPE_CHECKING:
    from tests.conftest import Project


def test_a_project_names_its_own_command_lines(foreign: Project) -> None:
    own = "python -m needs_history new"
    config = foreign.build("dummy").app.config
    assert command_line(config, "needs_history.new", own) == own
    named = {"needs_history.new": "make new"}
    app = foreign.build("dummy", needs_core_commands=named).app
    assert command_line(app.config, "needs_history.new", own) == "make new"
