"""What a build no longer makes goes from its output, and nothing else does."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONF = """
from needs_core.rebuild import obsolete_files
project = "Small"
html_theme = "basic"
html_static_path = ["own"]
html_extra_path = ["extra"]
exclude_patterns = ["extra"]
epub_show_urls = "no"
applehelp_bundle_id = "x"
applehelp_disable_external_tools = True
version = release = epub_copyright = "1"
def setup(app):
    obsolete_files.setup(app)
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


@pytest.fixture
def site(tmp_path: Path) -> Project:
    source = tmp_path / "source"
    for folder in ("own/deep", "extra", "part", "a", "b"):
        (source / folder).mkdir(parents=True)
    made = Project(source, source, tmp_path)
    made.write("conf.py", CONF)
    made.write("index.rst", "Start\n=====\n\n.. toctree::\n   :glob:\n\n   **\n")
    made.write("one.rst", "One\n===\n\n.. image:: a/dot.svg\n\n:download:`own/x.css`\n")
    made.write("part/two.rst", "Two\n===\n\n.. image:: ../b/dot.svg\n")
    made.write("own/x.css", "p {}")
    made.write("own/deep/y.css_t", "p {}")
    made.write("extra/robots.txt", "x")
    made.write("extra/z_t", "x")
    made.write("a/dot.svg", PICTURE)
    made.write("b/dot.svg", PICTURE.replace("9", "8"))
    return made


def remove(*names: str) -> Callable[[Project], None]:
    def edit(site: Project) -> None:
        for name in names:
            (site.source / name).unlink()

    return edit


EDITS: dict[str, Callable[[Project], None]] = {
    "a page": remove("part/two.rst"),
    "a page and its picture": remove("one.rst", "a/dot.svg"),
    "static files": remove("own/x.css", "own/deep/y.css_t"),
    "extra files": remove("extra/robots.txt", "extra/z_t"),
    "a theme": lambda it: it.edit("conf.py", ("basic", "alabaster")),
    "sources": lambda it: it.edit("conf.py", ("def s", "html_copy_source = False\ndef s")),
    "an index": lambda it: it.edit("conf.py", ("def s", "html_use_index = False\ndef s")),
}


def names(out: Path) -> set[str]:
    return {x.relative_to(out).as_posix() for x in out.rglob("*") if x.is_file()}


@pytest.mark.parametrize(
    "builder",
    [
        *("html", "dirhtml", "singlehtml", "text", "epub", "json", "pickle", "htmlhelp"),
        *("qthelp", "devhelp", "xml", "pseudoxml", "man", "latex", "texinfo"),
        *("gettext", "applehelp"),
    ],
)
def test_the_files_are_those_of_a_clean_build(site: Project, builder: str) -> None:
    out = site.build(builder).out
    mine = {"mine.html", "_static/mine.css", "_images/mine.svg", "part/mine.txt"}
    for name in mine:
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_text("mine")
    for edit in EDITS.values():
        edit(site)
        site.build(builder)
        clean = site.build(builder, out="clean").out
        assert names(out) == names(clean) | mine, edit
        shutil.rmtree(clean)
    for name in mine:
        assert (out / name).read_text() == "mine"


def test_a_picture_takes_the_name_that_a_clean_build_gives_it(plan: Project) -> None:
    for folder, page in ("a", "tiltag-1.md"), ("b", "tiltag-2.md"):
        (plan.source / folder).mkdir()
        plan.write(f"{folder}/dot.svg", f"{PICTURE}<!-- {folder} -->")
        text = (plan.source / page).read_text("utf-8")
        plan.write(page, f"{text}\n![En prik]({folder}/dot.svg)\n")
    plan.build()
    plan.edit("tiltag-1.md", ("![En prik](a/dot.svg)", ""))
    after = plan.build()
    assert after.files() == plan.build(out="clean").files()
    assert "<!-- b -->" in after.read("_images/dot.svg")


@pytest.mark.parametrize("builder", ["epub", "json", "htmlhelp", "dirhtml", "text"])
def test_a_plan_without_a_page_is_what_a_clean_build_makes(
    plan: Project, builder: str
) -> None:
    """With its pictures, its downloads and the files beside the pages."""
    for page in ("tiltag-5.md", "daekning.md"):
        plan.build(builder)
        (plan.source / page).unlink()
    after, clean = plan.build(builder), plan.build(builder, out="clean")
    assert names(after.out) == names(clean.out)


@pytest.mark.parametrize("builder", ["latex", "texinfo", "gettext"])
def test_other_builders_remove_what_they_no_longer_make(
    plan: Project, builder: str
) -> None:
    (plan.source / "a.png").write_bytes(b"")
    page = plan.source / "tiltag-5.md"
    page.write_text(f"{page.read_text('utf-8')}\n![Et billede](a.png)\n", "utf-8")
    before = plan.build(builder).files()
    page.unlink()
    after = plan.build(builder).files()
    assert {x.rpartition("/")[2] for x in before.keys() - after} == (
        {"tiltag-5.pot"} if builder == "gettext" else {"a.png"}
    )
