"""A type that is renamed in the model alone is told once, with what else names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.messages import BuildStoppedError

if TYPE_CHECKING:
    from tests.conftest import Project

OLD, NEW = "[needs.types.tiltag]", "[needs.types.indsats]"


def test_it_is_told_once_with_the_pages_and_the_lines(plan: Project) -> None:
    plan.edit("ubproject.toml", (OLD, NEW))
    lines = (plan.source / "ubproject.toml").read_text("utf-8").split("\n")
    with pytest.raises(BuildStoppedError) as stopped:
        plan.build("dummy")
    problem = stopped.value.problem
    assert problem.line == lines.index(NEW) + 1
    assert problem.subject == "tiltag"
    assert "(tiltag-1.md, tiltag-2.md, tiltag-3.md, …)" in problem.text
    named = [n for n, line in enumerate(lines, 1) if "tiltag" in line.split("#")[0]]
    assert ", ".join(map(str, named)) in problem.text


def test_writing_the_new_name_in_all_of_them_mends_it(plan: Project) -> None:
    for path in (plan.source / "ubproject.toml", *plan.source.glob("*.md")):
        text = path.read_text("utf-8").replace(OLD, NEW).replace('"tiltag"', '"indsats"')
        text = text.replace("{tiltag}", "{indsats}").replace(": tiltag\n", ": indsats\n")
        path.write_text(text, "utf-8")
    assert plan.build("dummy", nitpicky=True).warnings == ""


def test_what_no_page_writes_is_told_where_it_stands(plan: Project) -> None:
    model = (plan.source / "ubproject.toml").read_text("utf-8")
    plan.write("ubproject.toml", model.replace('["målsætning"]', '["målsaetning"]'))
    warnings = plan.build("dummy").warnings
    assert "er ikke en type" in warnings
    assert "målsaetning" in warnings
