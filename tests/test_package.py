"""The extensions as a distribution: what is in it, what it takes, what it does without."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from email import message_from_bytes
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from sphinx.errors import ExtensionError

from needs_core import extras, tried_versions
from needs_core.messages import BuildStoppedError
from tests.conftest import REPO, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = {
    name: [Requirement(x) for x in wanted]
    for name, wanted in PROJECT["optional-dependencies"].items()
}
EXTENSIONS = sorted(x.parent.name for x in (REPO / "ext").glob("*/__init__.py"))
BUILD = """
from setuptools import build_meta
build_meta.build_sdist("dist")
build_meta.build_wheel("dist")
"""

# The wheel and the source distribution -------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both from a copy; return the folder they lie in."""
    folder = tmp_path_factory.mktemp("distribution")
    leave_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(REPO / "ext", folder / "ext", ignore=leave_out)
    shutil.copytree(REPO / "tests" / "needs_cards", folder / "tests")
    for name in ("pyproject.toml", "MANIFEST.in", "LICENSE", "README.md"):
        shutil.copy(REPO / name, folder)
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Iterator[ZipFile]:
    """Open the wheel."""
    (path,) = built.glob("*.whl")
    with ZipFile(path) as file:
        yield file


@pytest.fixture(scope="module")
def metadata(wheel: ZipFile) -> Message:
    """Return what the wheel says of itself."""
    (name,) = (x for x in wheel.namelist() if x.endswith(".dist-info/METADATA"))
    return message_from_bytes(wheel.read(name))


def test_the_wheel_holds_the_extensions_and_nothing_else(wheel: ZipFile) -> None:
    names = [x for x in wheel.namelist() if ".dist-info/" not in x]
    assert sorted({x.partition("/")[0] for x in names}) == EXTENSIONS
    assert {f"{x}/py.typed" for x in EXTENSIONS} <= set(names)
    unused = [x for x in names if x.endswith((".po", ".md", ".pyc"))]
    assert unused == []
    shipped = {
        path.relative_to(REPO / "ext").as_posix()
        for extension in EXTENSIONS
        for path in (REPO / "ext" / extension).rglob("*.*")
        if path.is_file() and path.suffix not in {".po", ".md", ".pyc"}
    }
    assert shipped == set(names)


def test_no_file_that_is_shipped_is_unused(wheel: ZipFile) -> None:
    code = "".join(
        wheel.read(x).decode()
        for x in wheel.namelist()
        if x.endswith((".py", ".html", ".js"))
    )
    licences = ("-OFL.txt", "py.typed", ".mo", ".py")
    for name in wheel.namelist():
        folder, _, file = name.rpartition("/")
        # Fonts are found by their family, words by their language.
        found = file in code or folder.endswith(("/fonts", "/words", "/engine"))
        assert found or ".dist-info" in name or name.endswith(licences), name


def test_licences_of_everything_shipped_lie_beside_it(
    wheel: ZipFile, metadata: Message
) -> None:
    assert metadata["License-Expression"] == "MIT AND OFL-1.1"
    names = wheel.namelist()
    for licence in metadata.get_all("License-File", []):
        assert any(x.endswith(f"/licenses/{licence}") for x in names), licence
    fonts = {x.rpartition("/")[2] for x in names if x.endswith((".ttf", ".otf"))}
    assert fonts
    readme = (REPO / "ext" / "README.md").read_text("utf-8")
    for font in fonts:
        family = re.split(r"[-.]", font)[0]
        shown = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", family)
        assert shown in readme, font
        assert f"typst_pdf/fonts/{'Noto' if 'Noto' in font else family}-OFL.txt" in names
    minified = [x for x in names if x.endswith(".min.js")]
    assert [x.rpartition("/")[2] for x in minified] == ["minisearch.min.js"]
    assert b"Permission is hereby granted" in wheel.read(minified[0])


def test_the_metadata_says_what_a_stranger_looks_for(metadata: Message) -> None:
    classifiers = metadata.get_all("Classifier", [])
    assert "Typing :: Typed" in classifiers
    assert "Framework :: Sphinx :: Extension" in classifiers
    assert metadata["Requires-Python"] == ">=3.11"
    text = metadata.get_payload()
    assert isinstance(text, str)
    assert "coverage-matrix::" in text
    for extension in EXTENSIONS:
        assert f"[{extension}]({extension}/README.md)" in text


def test_the_source_distribution_holds_no_page_and_no_test(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as file:
        inside = {x.partition("/")[2] for x in file.getnames()}
    top = {x.partition("/")[0] for x in inside if x}
    assert top == {
        *("LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "ext"),
        *("pyproject.toml", "setup.cfg"),
    }


# What it takes -------------------------------------------------------------------------


def test_every_extra_is_known_to_the_messages_and_to_the_readme() -> None:
    assert {*EXTRAS} - {"all"} == extras.LIBRARIES.keys()
    (everything,) = EXTRAS["all"]
    assert everything.extras == extras.LIBRARIES.keys()
    assert everything.name == PROJECT["name"] == tried_versions.DISTRIBUTION
    readme = (REPO / "ext" / "README.md").read_text("utf-8")
    for name in extras.LIBRARIES:
        assert f"`{name}`" in readme


def test_the_knowledge_base_installs_what_the_extensions_take() -> None:
    lines = (REPO / "requirements.in").read_text("utf-8").splitlines()
    own = {(x := Requirement(line)).name: x for line in lines if line[:1] != "#"}
    base = [Requirement(x) for x in PROJECT["dependencies"]]
    implied = {"packaging", "pillow"}  # brought by Sphinx and pikepdf
    for wanted in [*base, *(x for some in EXTRAS.values() for x in some)]:
        if wanted.name not in {*implied, PROJECT["name"]}:
            assert wanted.name in own
    locked = (REPO / "requirements.txt").read_text("utf-8")
    for wanted in base:
        pattern = rf"^{canonicalize_name(wanted.name)}==([\w.]+)"
        found = re.search(pattern, locked, re.MULTILINE)
        assert found, wanted.name
        assert wanted.specifier.contains(found[1]), wanted


def test_the_ranges_are_what_was_tried() -> None:
    with (REPO / "ext" / "manual" / "releases.csv").open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert {row["tests"] for row in rows} == {"passed"}
    ranges = {x.name: x.specifier for x in map(Requirement, PROJECT["dependencies"])}
    for library, column in (
        ("sphinx", "Sphinx"),
        ("sphinx-needs", "sphinx-needs"),
        ("myst-parser", "MyST-Parser"),
    ):
        tried = sorted(Version(row[column]) for row in rows)
        first, last = tried[0].release, tried[-1].release
        stated = f">={first[0]}.{first[1]},<{last[0]}.{last[1] + 1}"
        assert ranges[library] == SpecifierSet(stated), library
    pythons = sorted({row["Python"] for row in rows}, key=Version)
    listed = (x.rpartition(" ")[2] for x in PROJECT["classifiers"])
    assert [x for x in listed if re.fullmatch(r"3\.\d+", x)] == pythons
    assert PROJECT["requires-python"] == f">={pythons[0]}"


# What it does without ------------------------------------------------------------------

CONF = """
project = "Small"
extensions = ["needs_coverage", "needs_exchange", "typst_pdf"]
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
    {"directive": "test", "title": "Test case", "prefix": "T_"},
]
needs_links = {"verifies": {"outgoing": "verifies", "incoming": "is verified by"}}
needs_exchange_types = ["req"]
"""
PAGE = """
Small
=====

.. req:: The door opens
   :id: R_001

.. test:: Open the door
   :id: T_001
   :verifies: R_001

.. coverage-matrix::
   :rows: req
   :columns: test
   :link: verifies

.. plan-files::
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Return a smallest project with a matrix."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.rst").write_text(PAGE, "utf-8")
    return Project(source, source, tmp_path)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Have no library of any extra."""
    for libraries in extras.LIBRARIES.values():
        for name in libraries:
            monkeypatch.setitem(sys.modules, name, None)
    extras.is_installed.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    extras.is_installed.cache_clear()


def test_without_extras_there_is_a_matrix_and_one_word_of_what_is_left_out(
    small: Project, bare: pytest.MonkeyPatch
) -> None:
    built = small.build()
    assert built.warnings == ""
    assert built.status.count("pip install 'sphinx-needs-traceability[excel]'") == 1
    page = built.read("index.html")
    assert "is verified by" in page
    assert "coverage/index-1.csv" in page
    assert "plan/plan-req.csv" in page
    assert ".xlsx" not in page
    assert not [*built.out.rglob("*.xlsx")]

    # Once it is installed, the files come, and the links to them.
    bare.undo()
    extras.is_installed.cache_clear()
    again = small.build()
    assert "left out" not in again.status
    assert "coverage/index-1.xlsx" in again.read("index.html")
    clean = small.build(out="clean")
    assert again.files().keys() == clean.files().keys()
    ids = re.compile("SNCB-[0-9a-f]+")  # sphinx-needs draws them by chance
    assert ids.sub("", again.read("index.html")) == ids.sub("", clean.read("index.html"))
    assert "0 added, 0 changed" in small.build().status


@pytest.mark.parametrize(
    ("builder", "extra"), [("typst_pdf", "pdf"), ("plan-import", "excel")]
)
def test_a_builder_that_cannot_do_without_says_what_to_install(
    small: Project, bare: pytest.MonkeyPatch, builder: str, extra: str
) -> None:
    with pytest.raises(BuildStoppedError) as stopped:
        small.build(builder)
    assert str(stopped.value) == (
        f"{builder}: It takes libraries that are not installed."
        f" Install them: pip install 'sphinx-needs-traceability[{extra}]'"
    )


def test_a_command_that_cannot_do_without_says_what_to_install(
    small: Project, bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from needs_workshop import __main__ as workshop
    from public_site.publish import __main__ as publish

    assert workshop.main(["--conf", str(small.conf)]) == 1
    assert "traceability[workshop]'" in capsys.readouterr().err
    assert publish.main([str(small.source), str(small.work)]) == 1
    assert "traceability[publish]'" in capsys.readouterr().err


# Releases ------------------------------------------------------------------------------


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a Sphinx that is newer than what was tried."""
    found = {"sphinx": "99.1", "sphinx-needs": "9.1.0", "myst-parser": "5.2.0"}
    monkeypatch.setattr(tried_versions, "version", found.__getitem__)
    stated = PROJECT["dependencies"]
    monkeypatch.setattr(tried_versions, "requires", lambda _name: stated)


def tried(name: str) -> str:
    return next(
        str(x.specifier)
        for x in map(Requirement, PROJECT["dependencies"])
        if x.name == name
    )


def test_a_newer_release_than_was_tried_is_told_once(small: Project, newer: None) -> None:
    built = small.build("dummy")
    (line,) = built.warnings.splitlines()
    assert line == (
        f"WARNING: sphinx 99.1: This release was not tried (tried: {tried('sphinx')})."
        " Should anything fail, install one that was:"
        f" pip install 'sphinx{tried('sphinx')}' [needs_core.untried_release]"
    )


def test_a_setup_that_fails_beside_a_newer_release_is_told_in_one_message(
    small: Project, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "needs_core.reader", None)
    monkeypatch.delattr("needs_core.reader", raising=False)
    with pytest.raises(ExtensionError) as stopped:
        small.build("dummy")
    assert str(stopped.value).startswith("sphinx 99.1: This release was not tried")


def test_the_releases_that_were_tried_are_told_of_no_more(small: Project) -> None:
    assert small.build("dummy").warnings == ""
