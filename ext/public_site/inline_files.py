"""A site that works under ``Content-Security-Policy: default-src 'self'``.

With ``public_site_no_inline`` every page is changed when it is rendered, in whatever
theme: what it holds inline goes to files in ``_static/inline``. The ``data:`` addresses
in the sheets of ``_static`` go there when the build is finished, as every extension has
copied its sheets by then. What no page and no sheet names any more is removed.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn
from needs_core.output_files import FileLedger, has_site_files, write_if_changed
from needs_core.settings import flag, register_value, setting, value
from needs_core.sphinx_internals import change_pages
from public_site.inline_code import InlineCode, without_eval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_ = get_translation("public_site")

_FOLDER = "_static/inline"
_NAMES = re.compile(rb'(?:inline/|url\(")([0-9a-f]{16}\.[a-z0-9]{2,5})\b')
"""As pages and sheets name the files, and as one of the files names another."""

_STORAGE = "_static/public_site_storage.js"


class InlineFiles:
    """Keeps the files with what pages held inline; the methods are event handlers."""

    def __init__(self) -> None:
        self._writing = False

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("builder-inited", self.begin)
        app.connect("env-updated", self.outdated)
        app.connect("write-started", self.start)
        # After every extension that copies sheets.
        app.connect("build-finished", self.close, priority=950)

    def begin(self, app: Sphinx) -> None:
        """Have every page changed when it is rendered (``builder-inited``)."""
        if _is_wanted(app):
            change_pages(app.builder, lambda page, context: _move(app, page, context))

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        """Return every page when one of the files is gone (``env-updated``)."""
        self._writing = False
        if not _is_wanted(app) or _ledger(app).load().is_complete:
            return set()
        return set(env.found_docs)

    def start(self, app: Sphinx, _builder: Builder) -> None:
        """Note that something may have changed (``write-started``)."""
        self._writing = has_site_files(app.builder)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Change what Sphinx copied; remove what nothing names (``build-finished``)."""
        if exception is not None or not self._writing:
            return
        ledger, used = _ledger(app).load(), set[str]()
        if _is_wanted(app):
            _change_static(app.outdir / "_static", ledger.folder)
            used = _used(app.outdir, ledger.folder)
        if ledger.folder.is_dir():
            ledger.files = {path.name: "-" for path in ledger.folder.iterdir()}
            for name in set(ledger.files) - used:
                ledger.remove(name)
            ledger.files = dict.fromkeys(sorted(used), "-")
            ledger.save()


def _is_wanted(app: Sphinx) -> bool:
    return has_site_files(app.builder) and bool(value(app.config, "public_site_no_inline"))


def _ledger(app: Sphinx) -> FileLedger:
    """Return the list of the files of this output."""
    output = hashlib.blake2b(f"{app.builder.name}:{app.outdir}".encode(), digest_size=8)
    path = app.doctreedir / f"inline-files-{output.hexdigest()}.json"
    return FileLedger(Path(app.outdir / _FOLDER), Path(path))


def _move(app: Sphinx, text: str, context: dict[str, Any]) -> str:
    """Return a rendered page that holds nothing inline; write its files."""
    name, root = context.get("pagename"), context.get("content_root")
    if name is None or root is None:
        return text  # a file of another kind
    home = posixpath.dirname(app.builder.get_target_uri(name).partition("#")[0])
    code = InlineCode(f"{root}{_FOLDER}/", f"../../{home}{'/' if home else ''}")
    text = code.page(text)
    for file, data in code.files.items():
        write_if_changed(Path(app.outdir / _FOLDER / file), data)
    if code.handlers:
        fault = _("The page has a script in an attribute, and browsers will not run it.")
        remedy = _("Write it in a file, and name the file in html_js_files.")
        page = name if name in app.env.found_docs else None
        subject = min(code.handlers)
        warn(Problem(page, None, subject, fault, remedy, "public_site", "inline"))
    return text


def _change_static(static: Path, folder: Path) -> None:
    """Take ``data:`` addresses, and texts run as programs, out of what Sphinx copied."""
    for path in _sheets(static):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        up = "../" * (len(path.relative_to(static).parts) - 1)
        code = InlineCode(f"{up}{folder.name}/")
        changed = code.sheet(text)
        for name, data in code.files.items():
            write_if_changed(folder / name, data)
        if changed != text:
            path.write_text(changed, encoding="utf-8", errors="surrogateescape", newline="")
    for path in (static / "doctools.js", static / "translations.js"):
        if path.is_file():
            changed = without_eval(path.read_text(encoding="utf-8"))
            write_if_changed(path, changed.encode())


def _sheets(static: Path) -> Iterable[Path]:
    return (path for path in static.rglob("*.css") if path.parent.name != "inline")


def _used(out: Path, folder: Path) -> set[str]:
    """Return the files that a page or a sheet of the output names, or one of them."""
    used = set[str]()
    places = [*out.rglob("*.html"), *_sheets(out / "_static")]
    while names := {name for path in places for name in _named(path)} - used:
        used |= names
        places = [folder / name for name in names if name.endswith(".css")]
    return used


def _named(path: Path) -> set[str]:
    return {name.decode() for name in _NAMES.findall(path.read_bytes())}


def _lend_storage(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Load, before any other, the script that stands in for storage that is blocked."""
    if has_site_files(app.builder):
        script = f'<script src="{context["pathto"](_STORAGE, resource=True)}"></script>'
        context["metatags"] = script + (context.get("metatags") or "")


def setup(app: Sphinx) -> None:
    """Register the setting and connect the handlers."""
    no_inline = setting(
        False,
        "Whether scripts, styles and `data:` addresses are moved out of the pages, so"
        " that the site works under `Content-Security-Policy: default-src 'self'`.",
        flag,
    )
    register_value(app, "public_site_no_inline", no_inline, "html")
    app.connect("html-page-context", _lend_storage)
    InlineFiles().setup(app)
