"""Templates of themes are compiled once, and again when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Project

PAGE = '{% extends "!page.html" %}{% block body %}{{ super() }}<p>One</p>{% endblock %}'


def test_a_template_is_compiled_again_when_it_changes(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = plan.conf / "own-templates"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    conf = plan.conf / "conf.py"
    line = f"\ntemplates_path = [{str(folder)!r}]\n"
    conf.write_text(conf.read_text(encoding="utf-8") + line, encoding="utf-8")
    plan.build()
    compiled: list[str | None] = []
    make = Environment.compile

    def counted(*args: object, **options: object) -> object:
        name = args[2] if len(args) > 2 else options.get("name")
        compiled.append(None if name is None else str(name))
        return make(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counted)
    plan.edit("tiltag-1.md", ("Tiltag nummer 1", "Et andet navn"))
    page = plan.build().out / "tiltag-1.html"
    assert "<p>One</p>" in page.read_text(encoding="utf-8")
    assert not any(compiled), "only what is no file is compiled: strings have no name"
    (folder / "page.html").write_text(PAGE.replace("One", "Two"), encoding="utf-8")
    plan.build()
    assert "<p>Two</p>" in page.read_text(encoding="utf-8")
    assert [name for name in compiled if name] == ["page.html"]


def test_a_build_goes_on_where_nothing_can_be_kept(plan: Project) -> None:
    kept = plan.work / "out-html-doctrees" / "templates"
    kept.parent.mkdir(parents=True)
    kept.write_text("a file where the folder would be", encoding="utf-8")
    built = plan.build()
    assert not built.warnings
    assert (built.out / "tiltag-1.html").is_file()
