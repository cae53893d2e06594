"""The manual of the extensions: whole, true, and built without a word."""

from __future__ import annotations

import re
import shutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from needs_core.settings import registered
from tests.conftest import REPO, Built, Project
from tests.test_package import EXTENSIONS, EXTRAS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

MANUAL = REPO / "ext" / "manual"
EXAMPLES = {x.stem: x.read_text("utf-8") for x in (MANUAL / "examples").glob("*.md")}
WRITTEN: set[str] = set()
"""Directives and roles of ours, as the build of the manual registers them."""


def note_names(patch: pytest.MonkeyPatch) -> None:
    """Have each name that an extension of ours registers noted."""
    for method in ("add_directive", "add_role"):
        original = getattr(Sphinx, method)

        def add(
            app: Sphinx,
            name: str,
            made: Any,
            *rest: Any,
            _do: Any = original,
            **options: Any,
        ) -> None:
            module = made.__module__ if isinstance(made, type) else type(made).__module__
            if module.partition(".")[0] in EXTENSIONS:
                WRITTEN.add(name)
            _do(app, name, made, *rest, **options)

        patch.setattr(Sphinx, method, add)


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Build the manual, once."""
    work = tmp_path_factory.mktemp("manual")
    with pytest.MonkeyPatch.context() as patch:
        note_names(patch)
        yield Project(REPO / "ext", MANUAL, work).build(nitpicky=True)


def page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(f"{name}.html"), "html.parser")


def test_the_manual_is_built_without_a_word(manual: Built) -> None:
    assert manual.warnings == ""


def test_the_gallery_shows_every_directive_and_role_with_its_source(manual: Built) -> None:
    assert len(WRITTEN) > 40
    gallery = page(manual, "manual/gallery")
    shown = {x.get_text() for x in gallery.select("h3 code")}
    assert shown == WRITTEN
    for name in WRITTEN:
        text = EXAMPLES[name]
        assert f"{{{name}}}" in text
        section = gallery.find(id=name)
        assert section, name
        (source,) = section.select("div.highlight", limit=1)
        assert source.get_text().strip() == text.strip()
        drawn = section.select_one("div.manual-example")
        assert drawn, name
        # The statement is not made yet, which is said; all else draws something.
        assert drawn.get_text().strip() or drawn.select("svg, form, img"), name


def test_every_example_is_shown(manual: Built) -> None:
    extending = manual.read("manual/extending.html")
    assert EXAMPLES.keys() - WRITTEN == {"title-lengths"}
    assert "There is a quiet seat for whoever asks: 38" in extending


def test_every_setting_stands_in_the_reference(manual: Built) -> None:
    shown = manual.read("manual/configuration.html")
    for one in registered(manual.app.config):
        assert f">{one.name}<" in shown, one.name


def test_every_extension_has_its_page_in_the_manual(manual: Built) -> None:
    for extension in EXTENSIONS:
        assert page(manual, f"{extension}/README").h1
    start = manual.read("index.html")
    for extra in EXTRAS:
        assert f"sphinx-needs-traceability[{extra}]" in start or f">{extra}<" in start


def test_pages_without_a_source_are_drawn_in_the_theme(manual: Built) -> None:
    (path,) = sorted((manual.out / "owners").glob("the-caretaker*.html"))
    assert "Signs from the station" in path.read_text("utf-8")


# A smallest project ------------------------------------------------------------------


@pytest.fixture
def smallest(tmp_path: Path) -> Project:
    """Return the project that the manual prints."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("conf.py", "index.rst"):
        shutil.copy(MANUAL / "smallest" / name, source)
    return Project(source, source, tmp_path)


def with_more(made: Project, name: str) -> Project:
    conf = made.conf / "conf.py"
    more = (MANUAL / "smallest" / name).read_text("utf-8")
    conf.write_text(conf.read_text("utf-8") + more, "utf-8")
    return made


def test_the_smallest_project_runs_as_printed(manual: Built, smallest: Project) -> None:
    printed = page(manual, "manual/start")
    blocks = [x.get_text().strip() for x in printed.select("div.highlight")]
    for name in ("conf.py", "index.rst", "gate.py", "states.py"):
        assert (MANUAL / "smallest" / name).read_text("utf-8").strip() in blocks
    built = smallest.build(nitpicky=True)
    assert built.warnings == ""
    text = " ".join(page(built, "index").get_text().split())
    assert "Requirement with test case: 1 of 2 (50 %)" in text
    assert "Requirement without test case: 1 of 2" in text


def test_the_gate_of_the_smallest_project_is_broken_as_the_manual_says(
    smallest: Project,
) -> None:
    built = with_more(smallest, "gate.py").build()
    assert "[needs_coverage.verified]" in built.warnings
    assert "R_002" in built.warnings
    assert len(built.warnings.splitlines()) == 1


def test_the_states_of_the_smallest_project_are_shown(smallest: Project) -> None:
    built = with_more(smallest, "states.py").build()
    assert built.warnings == ""
    assert "● passed" in " ".join(page(built, "index").get_text().split())


def test_the_markdown_of_the_manual_is_the_same_project(tmp_path: Path) -> None:
    text = (MANUAL / "start.md").read_text("utf-8")
    block = re.search(r"^```md\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert block
    source = tmp_path / "source"
    source.mkdir()
    conf = (MANUAL / "smallest" / "conf.py").read_text("utf-8")
    conf = conf.replace('["needs_coverage"]', '["myst_parser", "needs_coverage"]')
    conf += 'myst_enable_extensions = ["colon_fence"]\n'
    (source / "conf.py").write_text(conf, "utf-8")
    test = ":::{test} Push the handle\n:id: T_001\n:verifies: R_001\n:::\n"
    (source / "index.md").write_text(block[1] + "\n" + test, "utf-8")
    built = Project(source, source, tmp_path).build()
    assert built.warnings == ""
    assert "Push the handle" in built.read("index.html")


# What the READMEs print ----------------------------------------------------------------

ASKED_FOR = {
    *("needs_coverage.empty", "needs_lineage.empty", "needs_plan.empty"),
    *("needs_coverage.unmatched_value", "needs_plan.unmatched_value"),
    *("needs_plan.no_indicators", "needs_plan.no_milestones"),
    "needs_exchange.no_types",
}
"""What a snippet is told in a project that has nothing of the kind."""
KINDS = (
    *("req", "spec", "test", "goal", "aim", "act", "action", "theme", "term", "source"),
    *("actor", "part", "milestone"),
)
LINKS = (
    "verifies",
    "of",
    "details",
    "belongs_to",
    "under",
    "serves",
    "supports",
    "replaced_by",
)
FIELDS = (
    *("owner", "due", "quote", "place", "file", "checksum", "date", "period", "until"),
    *("standing", "motto", "outcome", "process"),
)
MODEL = f"""
project = "Snippets"
language = "en"
extensions = ["myst_parser", *{[x for x in EXTENSIONS if x != "needs_workshop"]}]
myst_enable_extensions = ["colon_fence"]
needs_types = [
    dict(directive=x, title=x.title(), prefix=x[0].upper() + "_") for x in {KINDS}
]
needs_links = {{x: dict(outgoing=x.replace("_", " "), incoming="is " + x) for x in {LINKS}}}
needs_fields = {{x: dict(nullable=True) for x in {FIELDS}}}
needs_core_roles = dict(
    actions="act", goals="goal", link="serves", owner="owner", end="due"
)
"""
NEEDS = "# Needs\n\n" + "".join(
    f":::{{{type_}}} One\n:id: {id_}\n:::\n\n"
    for type_, id_ in (
        *(("goal", "G_001"), ("goal", "G_009"), ("test", "T_004")),
        *(("req", "R_002"), ("actor", "A_001"), ("spec", "S_001"), ("act", "C_001")),
    )
)


def printed() -> Iterator[tuple[str, str]]:
    """Yield each snippet of Markdown in the READMEs, with a name of its own."""
    fence = re.compile(r"^(`{3,})md\n(.*?)^\1\s*$", re.DOTALL | re.MULTILINE)
    for extension in EXTENSIONS:
        readme = (REPO / "ext" / extension / "README.md").read_text("utf-8")
        for at, found in enumerate(fence.finditer(readme), 1):
            yield f"{extension}-{at}", found[2]


def test_what_the_readmes_print_runs_as_printed(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "board").mkdir(parents=True)
    (source / "conf.py").write_text(MODEL, "utf-8")
    (source / "needs.md").write_text(NEEDS, "utf-8")
    (source / "board" / "minutes.md").write_text("# Minutes\n", "utf-8")
    names = ["needs"]
    for name, snippet in printed():
        # A page begins with its front matter.
        front = re.match(r"---\n.*?\n---\n", snippet, re.DOTALL)
        head = front[0] if front else ""
        text = f"{head}# {name}\n\n{snippet.removeprefix(head)}"
        (source / f"{name}.md").write_text(text, "utf-8")
        names.append(name)
    assert len(names) > 40
    listed = "\n".join(names)
    index = f"# Index\n\n:::{{toctree}}\n{listed}\n:::\n"
    (source / "index.md").write_text(index, "utf-8")
    built = Project(source, source, tmp_path).build()
    wrong = [
        line
        for line in built.warnings.splitlines()
        if not any(f"[{x}]" in line for x in ASKED_FOR)
    ]
    assert not wrong, "\n".join(wrong)


def directives_of(module: ModuleType) -> Iterator[tuple[str, type[Directive]]]:
    """Yield the directives that a module declares."""
    for name, found in vars(module).items():
        is_class = isinstance(found, type) and found.__module__ == module.__name__
        if is_class and issubclass(found, Directive):
            yield name, found


def test_every_option_of_a_directive_stands_in_an_example() -> None:
    pages = [x for name in ("ext", "docs", "examples") for x in (REPO / name).rglob("*.md")]
    written = set(
        re.findall(r"^ *:([a-z-]+):", "\n".join(map(read_text, pages)), re.MULTILINE)
    )
    found, without = 0, []
    for path in sorted((REPO / "ext").rglob("*.py")):
        if "Directive" not in read_text(path) or "manual" in path.parts:
            continue
        module = ".".join(path.relative_to(REPO / "ext").with_suffix("").parts)
        for name, directive in directives_of(import_module(module)):
            options = (
                directive.option_spec if isinstance(directive.option_spec, dict) else {}
            )
            found += len(options)
            without += [(name, x) for x in options if x not in written]
    assert found > 80
    assert without == []


def read_text(path: Path) -> str:
    return path.read_text("utf-8")
