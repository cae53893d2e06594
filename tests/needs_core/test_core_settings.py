"""The settings of ``needs_core`` itself: roles and command lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.core_settings import Roles, command_line
from needs_core.settings import read

if TYPE_CHECKING:
    from tests.conftest import Project

TOLD = {
    "actions": "test",
    "goals": "req",
    "link": "verifies",
    "priority": "level",
    "high": "1",
}


def test_roles_are_read_against_the_model(foreign: Project) -> None:
    built = foreign.build("dummy", needs_core_roles=TOLD)
    roles = Roles("test", "req", "verifies", priority="level", high=("1",))
    assert read(built.app.config, Roles) == roles
    wrong = {**TOLD, "link": "verify", "owner": "who"}
    built = foreign.build("dummy", needs_core_roles=wrong)
    assert read(built.app.config, Roles).link == ""
    assert "needs_core_roles, link: “verify” is no link" in built.warnings
    assert "needs_core_roles, owner: “who” is no field" in built.warnings


def test_a_project_names_its_own_command_lines(foreign: Project) -> None:
    own = "python -m needs_history confirm"
    config = foreign.build("dummy").app.config
    assert command_line(config, "needs_history.confirm", own) == own
    named = {"needs_history.confirm": "make sure"}
    app = foreign.build("dummy", needs_core_commands=named).app
    assert command_line(app.config, "needs_history.confirm", own) == "make sure"


def test_a_command_that_nothing_has_is_told(foreign: Project) -> None:
    """One of an extension that the project does not use is no mistake."""
    named = {
        "needs_coverage.baselin": "make",
        "needs_histroy.confirm": "make",
        "public_site.x": "make",
    }
    told = foreign.build("dummy", needs_core_commands=named).warnings.splitlines()
    assert [line.partition(": “")[2].partition("”")[0] for line in told] == [*named][:2]
    assert "Did you mean “needs_coverage.baseline”" in told[0]
