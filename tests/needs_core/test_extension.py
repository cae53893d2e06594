"""What every extension is set up with, and that a build without a change does nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPO, Built, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = """
from needs_core.extension import extension

def setup(app):
    return extension(app, "plain_one", style="plain_one.css", env_version=3, needs=False)
"""
CONF = """
project = "Plain"
language = "da"
extensions = ["plain_one"]
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Return a project with an extension of its own, and without sphinx-needs."""
    work = tmp_path_factory.mktemp("plain")
    package, source = work / "plain_one", work / "source"
    for folder in (source, package / "static"):
        folder.mkdir(parents=True)
    (package / "__init__.py").write_text(CODE, "utf-8")
    (package / "static" / "plain_one.css").write_text("p { color: inherit }", "utf-8")
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.rst").write_text("Plain\n=====\n\nText.\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(work))
        yield Project(source, source, work)
    sys.modules.pop("plain_one", None)


@pytest.fixture(scope="module")
def builds(plain: Project) -> tuple[Built, Built]:
    """Build twice, without a change between."""
    return plain.build(), plain.build()


def test_a_page_has_the_style_sheet_and_the_output_its_file(
    builds: tuple[Built, Built],
) -> None:
    for built in builds:
        assert "_static/plain_one.css" in built.read("index.html")
        assert built.read("_static/plain_one.css") == "p { color: inherit }"


def test_a_build_without_a_change_reads_nothing(builds: tuple[Built, Built]) -> None:
    first, second = builds
    assert "1 added, 0 changed" in first.status
    assert "0 added, 0 changed" in second.status
    assert "configuration has changed" not in second.status


def test_it_does_without_sphinx_needs(builds: tuple[Built, Built]) -> None:
    assert not {"needs_core", "sphinx_needs"} & set(builds[0].app.extensions)
    assert builds[0].app.extensions["plain_one"].metadata["env_version"] == 3


def test_another_builder_has_no_style_sheet(plain: Project) -> None:
    assert plain.build("text").warnings == ""


def test_no_extension_changes_the_configuration_after_it_is_compared(
    plan: Project,
) -> None:
    paths = (REPO / "ext").glob("*/__init__.py")
    names = sorted(x.parent.name for x in paths if "def setup" in x.read_text("utf-8"))
    used = ["myst_parser", *names]
    assert len(names) >= 10
    plan.build(extensions=used)
    second = plan.build(extensions=used)
    assert "0 added, 0 changed" in second.status
    assert "configuration has changed" not in second.status


@pytest.mark.parametrize(
    "module", ["extension", "settings", "messages", "dates", "output_files"]
)
def test_the_common_ground_imports_no_sphinx_needs(module: str, tmp_path: Path) -> None:
    code = f"import sys, needs_core.{module}; sys.exit('sphinx_needs' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO / "ext", check=False)
    assert done.returncode == 0
