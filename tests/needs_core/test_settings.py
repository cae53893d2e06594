"""Settings of an extension, from ``conf.py`` or the file of the model, and their README."""

from __future__ import annotations

import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from needs_core.settings import (
    options_table,
    problem,
    raw_value,
    read,
    registered,
    value,
    values_table,
)
from tests.conftest import REPO, Built, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = '''
from dataclasses import dataclass
from needs_core.extension import extension
from needs_core.settings import *

@dataclass(frozen=True, slots=True)
class Plan:
    """What is followed up."""

    items: str = setting("", "The type that acts.", need_type, required=True)
    high: tuple[str, ...] = setting((), "Values.", texts)

@dataclass(frozen=True, slots=True)
class Whole:
    """The group that is called as the extension."""

    lock: str = setting("", "A file.", file_name(".json"))

def setup(app):
    register(app, "some_thing", Whole)
    register(app, "some_thing_plan", Plan)
    register_value(app, "some_thing_cells", setting(10, "How many.", whole_number(1)))
    register_value(app, "some_thing_steps", setting((), "Steps.", groups(Plan)), "")
    return extension(app, "some_thing")
'''
CONF = """
project = "Settings"
language = "en"
extensions = ["some_thing"]
needs_from_toml = "model.toml"
"""
MODEL = """
[needs]
types = [{ directive = "goal", title = "Goal", prefix = "G_" }]
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Put an extension on the path."""
    folder = tmp_path_factory.mktemp("package") / "some_thing"
    folder.mkdir()
    (folder / "__init__.py").write_text(CODE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder.parent))
        yield
    sys.modules.pop("some_thing", None)


@pytest.fixture
def made(package: None, tmp_path: Path) -> Project:
    """Return a project that uses the extension."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.rst").write_text("Settings\n========\n", "utf-8")
    return Project(source, source, tmp_path)


def build(made: Project, conf: str = "", model: str = "", **overrides: Any) -> Built:
    made.write("conf.py", CONF + conf)
    made.write("model.toml", MODEL + model)
    return made.build("dummy", **overrides)


def plan(built: Built) -> object:
    return read(built.app.config, sys.modules["some_thing"].Plan)


IN_CONF = 'some_thing_plan = {"items": "goal", "high": ["a"]}\nsome_thing_cells = 20\n'
IN_TOML = '[some_thing]\nplan = { items = "goal", high = ["a"] }\ncells = 20\n'


@pytest.mark.parametrize(("conf", "model"), [(IN_CONF, ""), ("", IN_TOML)])
def test_a_setting_is_read_wherever_it_stands(made: Project, conf: str, model: str) -> None:
    built = build(made, conf, model)
    assert built.warnings == ""
    assert plan(built) == sys.modules["some_thing"].Plan("goal", ("a",))
    assert value(built.app.config, "some_thing_cells") == 20
    again = build(made, conf, model)
    assert "0 added, 0 changed" in again.status
    assert "configuration has changed" not in again.status
    changed = build(made, conf.replace('"a"', '"b"'), model.replace('"a"', '"b"'))
    assert "1 added" in changed.status


def test_without_a_setting_the_default_is_used(made: Project) -> None:
    built = build(made)
    assert plan(built) == sys.modules["some_thing"].Plan()
    assert value(built.app.config, "some_thing_cells") == 10


def test_the_command_line_comes_first(made: Project) -> None:
    built = build(made, "", IN_TOML, some_thing_cells="30")
    assert value(built.app.config, "some_thing_cells") == 30
    built = build(made, IN_CONF, "", some_thing_cells="0")
    assert value(built.app.config, "some_thing_cells") == 10
    assert built.warnings == (
        "WARNING: some_thing_cells: The value is no such whole number."
        " Write a whole number, at least 1. [some_thing.bad_setting]\n"
    )


def test_a_table_may_be_a_group_and_hold_others(made: Project) -> None:
    built = build(made, "", '[some_thing]\nlock = "a.json"\ncells = 5\n')
    assert built.warnings == ""
    whole = sys.modules["some_thing"].Whole
    assert read(built.app.config, whole) == whole("a.json")
    assert value(built.app.config, "some_thing_cells") == 5


MISTAKES = [
    (
        "some_thing_plan = {\n'items': 'gaol'}",
        "",
        (
            "conf.py:7: WARNING: some_thing_plan, items: “gaol” is no need type, and is"
            " left out. Did you mean “goal”? Choose one of: goal."
        ),
    ),
    (
        "some_thing_steps = [\n{'items': 'goal'},\n{'name': 'x', 'items': 'goal'}]",
        "",
        (
            "conf.py:8: WARNING: some_thing_steps, x, name: There is no such key."
            " Choose one of: items, high."
        ),
    ),
    (
        "some_thing_steps = [{'items': 'goal'}, {}]",
        "",
        (
            "conf.py:6: WARNING: some_thing_steps, 2: The key “items” is missing, and the"
            " rest is not used. Add “items” with a value."
        ),
    ),
    (
        "some_thing_plan = 'goal'",
        "",
        (
            "conf.py:6: WARNING: some_thing_plan: It is no table of keys and values, and is"
            " left out. Write keys with values."
        ),
    ),
    (
        "some_thing_cells = 'ten'",
        "",
        (
            "conf.py:6: WARNING: some_thing_cells: The value is no such whole number."
            " Write a whole number, at least 1."
        ),
    ),
    (
        "",
        "[some_thing]\ncells = 5\nplan.items = 'goal'\nplan.hihg = 'x'",
        (
            "model.toml:7: WARNING: some_thing_plan, hihg: There is no such key. Did you"
            " mean “high”? Choose one of: items, high."
        ),
    ),
    (
        "",
        "[some_thing]\ncell = 5",
        (
            "model.toml:5: WARNING: some_thing, cell: There is no such key. Did you"
            " mean “cells”? Choose one of: lock, plan, cells, steps."
        ),
    ),
    (
        "",
        "[[some_thing.steps]]\nitems = 'goal'\n[[some_thing.steps]]\nitems = 1",
        (
            "model.toml:7: WARNING: some_thing_steps, 2, items: The value is no text, and"
            " is left out. Write a text."
        ),
    ),
    (
        "",
        "[some_thin]\ncells = 5",
        (
            "model.toml:4: WARNING: some_thin: There is no table of this name. Did you mean"
            " “some_thing”? Choose one of: some_thing."
        ),
    ),
    (
        "some_thing_cells = 10",
        "[some_thing]\ncells = 5",
        (
            "model.toml:5: WARNING: some_thing_cells: It stands in conf.py too, and what"
            " stands there is used. Remove one of the two."
        ),
    ),
]


@pytest.mark.parametrize(("conf", "model", "said"), MISTAKES)
def test_a_mistake_is_told_once_with_file_and_line(
    made: Project, conf: str, model: str, said: str
) -> None:
    built = build(made, conf, model)
    assert built.warnings == f"{said} [some_thing.bad_setting]\n"
    assert value(built.app.config, "some_thing_cells") in {10, 5}


def test_an_extension_tells_of_more_at_its_place(made: Project) -> None:
    config = build(made, IN_CONF).app.config
    told = problem(config, "some_thing_plan", ("high", 0), "It is high.", "Lower it.")
    assert (str(told.file), told.line) == (str(made.source / "conf.py"), 6)
    assert told.text == "some_thing_plan, high, 1: It is high. Lower it."


def test_a_setting_of_a_project_that_is_not_built(made: Project) -> None:
    built = build(made, "", IN_TOML)
    conf = {"needs_from_toml": "model.toml"}
    assert raw_value(made.source, "some_thing_cells", conf) == 20
    assert raw_value(made.source, "some_thing_steps", conf) is None
    assert raw_value(made.source, "some_thing_cells", {"some_thing_cells": 1}) == 1
    assert built.warnings == ""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build an empty project with every extension there is."""
    source = tmp_path_factory.mktemp("everything")
    names = sorted(path.parent.name for path in REPO.glob("ext/*/README.md"))
    extensions = [name for name in names if name != "needs_authoring"]
    (source / "conf.py").write_text(f"extensions = {extensions}\n", "utf-8")
    (source / "index.rst").write_text("Empty\n=====\n", "utf-8")
    return Project(source, source, source / "_build").build("dummy")


READMES = sorted(path.parent.name for path in REPO.glob("ext/*/README.md"))


@pytest.mark.parametrize("extension", READMES)
def test_the_readme_has_the_tables_of_all_settings(
    everything: Built, extension: str
) -> None:
    config = everything.app.config
    own = [one for one in registered(config) if one.owner == extension]
    readme = (REPO / "ext" / extension / "README.md").read_text("utf-8")
    tables = [values_table(config, extension)] if own else []
    checks = [one.check for one in own]
    while checks:
        check = checks.pop()
        if len(check.classes) == 1:  # several kinds are told in a table of their own
            tables.append(options_table(check.classes[0]))
            checks += [one.metadata["check"] for one in fields(check.classes[0])]
    for each in tables:
        assert each in readme
