"""Real Sphinx builds for tests: a project in a folder of its own, built in process."""

from __future__ import annotations

import gc
import logging
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import sphinx.jinja2glue
from bs4 import BeautifulSoup
from jinja2.sandbox import SandboxedEnvironment
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from sphinx.application import Sphinx
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.config import Config
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils
from xdist.scheduler import LoadFileScheduling

from tests.left_running import end_what_is_left, mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jinja2.nodes import Template
    from xdist.remote import Producer

REPO = Path(__file__).parent.parent
ROOTS = Path(__file__).parent / "roots"
HEADLESS = "chromium-headless-shell"
BROWSER = [
    "--no-sandbox",
    "--disable-background-networking",
    # Drawn by the processor, and by no process of its own.
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--in-process-gpu",
]


class FolderScheduling(LoadFileScheduling):
    """Gives a folder whose files share their builds to one worker: each is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        folder = "/".join(file.split("/")[:2])
        return file if folder in APART or folder == file else folder


APART = {"tests/browser", "tests/needs_core"}
"""Folders that are too large for one worker, and whose files share little."""


def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer
) -> FolderScheduling | None:
    """Share out folders, unless another way is asked for."""
    by_file = config.getvalue("dist") == "loadfile"
    return FolderScheduling(config, log) if by_file else None


class CachedEnvironment(SandboxedEnvironment):
    """Reads and compiles each template of the themes once a process, not once a build."""

    compiled: ClassVar[dict[object, Any]] = {}
    parsed: ClassVar[dict[object, Template]] = {}

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """Return the compiled template; an edited template is another one."""
        extensions = tuple(sorted(self.extensions))
        key = (str(source), arguments, tuple(sorted(options.items())), extensions)
        if key not in self.compiled:
            self.compiled[key] = super().compile(source, *arguments, **options)
        return self.compiled[key]

    def parse(self, source: str, *names: Any) -> Template:
        """Return what a template is made of; who asks only looks at it."""
        key = (source, *sorted(self.extensions))
        if key not in self.parsed:
            self.parsed[key] = super().parse(source, *names)
        return self.parsed[key]


sphinx.jinja2glue.SandboxedEnvironment = CachedEnvironment  # type: ignore[attr-defined]

_parse_toml = tomllib.loads


@lru_cache
def _pickled_toml(text: str) -> bytes:
    return pickle.dumps(_parse_toml(text))


def _toml_tables(text: str, **_options: object) -> dict[str, Any]:
    """Parse each text once a process: every build reads the same model three times."""
    tables: dict[str, Any] = pickle.loads(_pickled_toml(text))  # noqa: S301 (our own)
    return tables


tomllib.loads = tomllib._parser.loads = _toml_tables  # type: ignore[attr-defined]

# Nobody reads the thousand debug messages of a build, and its garbage is soon let go of.
logging.disable(logging.DEBUG)
gc.set_threshold(50_000, 20, 50)


def of_the_book(message: str) -> bool:
    """Tell messages of an e-book's own data, which the projects of tests lack."""
    return "epub" in message.lower() or "e-bog" in message or "e-book" in message


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


def for_authors(html: str) -> BeautifulSoup:
    """Return a page as who has chosen to see ids sees it: without the numbers."""
    return _without(html, "needs-number")


def for_readers(html: str) -> BeautifulSoup:
    """Return a page as readers see it: with numbers in place of ids."""
    return _without(html, "needs-item-id")


def _without(html: str, kind: str) -> BeautifulSoup:
    page = BeautifulSoup(html, "html.parser")
    for found in page.find_all(class_=kind):
        found.decompose()
    return page


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
        # Extensions add their endings to the default itself.
        Config.config_values["source_suffix"].default.pop(".md", None)
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


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    """End what the tests of a worker have left running, and fail.

    It is the first of all fixtures, and so the last to be torn down.
    """
    mark()
    yield
    assert end_what_is_left() == []


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
    """Build the knowledge base itself, once a worker.

    Its words are whole, to be compared; ``tests/browser/test_looks.py`` has soft hyphens.
    """
    work = tmp_path_factory.mktemp("site")
    made = Project(REPO / "docs", REPO, work)
    return made.build(nitpicky=True, public_site_line_breaks=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a real Chromium, best the one without a window: it takes half the work.

    It is the system's, Debian's when we may install it, or Playwright's. Without one a
    test is skipped where somebody looks on, and fails in CI.
    """
    program = _installed() or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        if program is None and not (program := _downloaded(playwright)):
            if os.environ.get("CI"):
                pytest.fail(f"CI needs a Chromium: apt-get install {HEADLESS}")
            pytest.skip("no Chromium on this machine")
        started = playwright.chromium.launch(executable_path=program, args=BROWSER)
        yield started
        started.close()


@dataclass
class Windows:
    """Windows of a browser, one for each set of options, each used again and again.

    A window of its own for each test would take more than most tests do.
    """

    browser: Browser
    _pages: dict[str, Page] = field(default_factory=dict)

    def page(self, **options: Any) -> Page:
        """Return an empty page that remembers nothing, in a window with these options."""
        key = repr(sorted(options.items()))
        if key not in self._pages:
            self._pages[key] = self.browser.new_context(**options).new_page()
        page = self._pages[key]
        if page.url.startswith("file:"):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
            page.goto("about:blank")
        page.emulate_media(color_scheme=options.get("color_scheme", "light"))
        size = options.get("viewport", {"width": 1280, "height": 720})
        if page.viewport_size != size:
            page.set_viewport_size(size)
        return page

    def silent(self, address: str, **options: Any) -> Iterator[Page]:
        """Open an address; the page must say nothing on the console, and fail nowhere."""
        page, problems = self.page(**options), list[str]()
        page.on("console", say := lambda message: problems.append(message.text))
        page.on("pageerror", fail := lambda error: problems.append(str(error)))
        page.goto(address)
        yield page
        page.remove_listener("console", say)
        page.remove_listener("pageerror", fail)
        assert problems == []

    def close(self) -> None:
        """Close every window."""
        for page in self._pages.values():
            page.context.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """Return the windows that all tests of a worker share."""
    shared = Windows(browser)
    yield shared
    shared.close()


def _downloaded(playwright: Playwright) -> str | None:
    """Have Playwright download its own Chromium, unless it has; return its path."""
    program = playwright.chromium.executable_path
    if not Path(program).exists():
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, check=False, capture_output=True)
    return program if Path(program).exists() else None


def _installed() -> str | None:
    """Return Debian's Chromium without a window; install it when we are root on a Debian.

    One worker installs, the others wait for it: apt lets only one in.
    """
    apt = shutil.which("apt-get")
    if shutil.which(HEADLESS) or apt is None or os.geteuid() != 0:
        return shutil.which(HEADLESS)
    import fcntl

    with (Path(tempfile.gettempdir()) / "tests-install-chromium").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install = ("install", "-y", "--no-install-recommends", HEADLESS)
        for command in () if shutil.which(HEADLESS) else (("update",), install):
            subprocess.run([apt, "-qq", *command], check=False, capture_output=True)
    return shutil.which(HEADLESS)
