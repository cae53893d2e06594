"""Real Sphinx builds for tests: a project in a folder of its own, built in process."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import sphinx.jinja2glue
from jinja2.sandbox import SandboxedEnvironment
from playwright.sync_api import Browser, Playwright, sync_playwright
from sphinx.application import Sphinx
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPO = Path(__file__).parent.parent
ROOTS = Path(__file__).parent / "roots"


class CachedEnvironment(SandboxedEnvironment):
    """Compiles each template of the themes once a process, not once a build."""

    compiled: ClassVar[dict[object, Any]] = {}

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """Return the compiled template; an edited template is another one."""
        extensions = tuple(sorted(self.extensions))
        key = (str(source), arguments, tuple(sorted(options.items())), extensions)
        if key not in self.compiled:
            self.compiled[key] = super().compile(source, *arguments, **options)
        return self.compiled[key]


sphinx.jinja2glue.SandboxedEnvironment = CachedEnvironment  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Built:
    """What one build left behind."""

    out: Path
    status: str
    warnings: str
    app: Sphinx

    def read(self, name: str) -> str:
        """Return the text of one file of the output."""
        return (self.out / name).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Return every file of the output, but for what is never the same twice.

        sphinx-needs writes how long its validation took into its report.
        """
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file()
            and path.name not in {"schema_violations.json", "environment.pickle"}
        }


@dataclass
class Project:
    """A documentation project that can be edited and built."""

    source: Path
    conf: Path
    work: Path

    def build(  # noqa: PLR0913 (the switches of sphinx-build)
        self,
        builder: str = "html",
        *,
        out: str = "out",
        jobs: int = 1,
        fresh: bool = False,
        doctrees: str | None = None,
        only: str | None = None,
        tags: Sequence[str] = (),
        **overrides: Any,
    ) -> Built:
        """Build as ``sphinx-build`` does; ``out`` names the output to go on with."""
        status, warnings = StringIO(), StringIO()
        target = self.work / f"{out}-{builder}"
        translators.clear()  # kept by the process, from one language to the next
        _file_checksum_inner.cache_clear()
        with patch_docutils(str(self.conf)), docutils_namespace():
            app = Sphinx(
                srcdir=self.source,
                confdir=self.conf,
                outdir=target,
                doctreedir=self.work / (doctrees or f"{out}-{builder}-doctrees"),
                buildername=builder,
                confoverrides=overrides,
                status=status,
                warning=warnings,
                freshenv=fresh,
                parallel=jobs,
                tags=tags,
            )
            app.build(filenames=[self.source / only] if only else ())
        return Built(target, status.getvalue(), self._plain(warnings.getvalue()), app)

    def edit(self, page: str, *changes: tuple[str, str]) -> None:
        """Replace texts in a page; each must be there."""
        path = self.source / page
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, f"{page} holds no {old!r}"
            text = text.replace(old, new)
        self.write(page, text)

    def write(self, page: str, text: str) -> None:
        """Write a page, as an editor would: now, and not in the future."""
        (self.source / page).write_text(text, encoding="utf-8")

    def _plain(self, text: str) -> str:
        plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
        return plain.replace(f"{self.source}{os.sep}", "")


def project(source: Path, work: Path) -> Project:
    """Copy a project to where it can be edited."""
    copy = work / "source"
    shutil.copytree(source, copy)
    return Project(copy, copy, work)


def copy_model(folder: Path) -> None:
    """Copy the model of the knowledge base, without the settings of the extensions."""
    text = (REPO / "ubproject.toml").read_text(encoding="utf-8")
    model = re.split(r"^\[\[?(?!\[|needs\b)", text, maxsplit=1, flags=re.MULTILINE)[0]
    (folder / "ubproject.toml").write_text(model, encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_language() -> None:
    """Start every test in English: a build before it may have left its language."""
    translators.clear()


@pytest.fixture
def plan(tmp_path: Path) -> Project:
    """Return a small strategy of eleven pages, in Danish and MyST."""
    made = project(ROOTS / "plan", tmp_path)
    copy_model(made.source)
    return made


@pytest.fixture
def foreign(tmp_path: Path) -> Project:
    """Return a project in English and reStructuredText with types of its own."""
    return project(ROOTS / "foreign", tmp_path)


@pytest.fixture
def older(tmp_path: Path) -> Project:
    """Return a project that declares links and fields the way it once was done."""
    return project(ROOTS / "older", tmp_path)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the knowledge base itself, once a worker."""
    work = tmp_path_factory.mktemp("site")
    return Project(REPO / "docs", REPO, work).build(nitpicky=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a real Chromium: the system's, Debian's when we may install it, Playwright's.

    Without one a test is skipped where somebody looks on, and fails in CI.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome") or _installed()
    with sync_playwright() as playwright:
        if program is None and not (program := _downloaded(playwright)):
            if os.environ.get("CI"):
                pytest.fail("CI needs a Chromium: apt-get install chromium")
            pytest.skip("no Chromium on this machine")
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()


def _downloaded(playwright: Playwright) -> str | None:
    """Have Playwright download its own Chromium, unless it has; return its path."""
    program = playwright.chromium.executable_path
    if not Path(program).exists():
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, check=False, capture_output=True)
    return program if Path(program).exists() else None


def _installed() -> str | None:
    """Install Debian's Chromium when we are root on a Debian; return its path.

    One worker installs, the others wait for it: apt lets only one in.
    """
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    import fcntl

    with (Path(tempfile.gettempdir()) / "tests-install-chromium").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install = ("install", "-y", "--no-install-recommends", "chromium")
        for command in () if shutil.which("chromium") else (("update",), install):
            subprocess.run([apt, "-qq", *command], check=False, capture_output=True)
    return shutil.which("chromium")
