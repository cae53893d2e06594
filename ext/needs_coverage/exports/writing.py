"""Writes the files of every matrix when a build is done, and only those that changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.gc_tuning import no_collection
from needs_core.messages import Problem, warn
from needs_coverage.exports.addresses import FOLDER, has_files
from needs_coverage.exports.files import OutputFile, names_by_page, output_files
from needs_coverage.exports.ledger import Written, load, put, save
from needs_coverage.large.parts import TEMPLATE, PartPage, part_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class Changed:
    """A page of a part that is to be written, and its file in the folder."""

    page: PartPage
    file: str


class Exports:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._writes, self._drawn = False, set[str]()
        self._parts: dict[str, str] = {}

    def call(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Have a page written whose files are called otherwise (``env-updated``)."""
        if not has_files(app.builder):
            return []
        last = load(_ledger(app)).pages
        return [page for page, x in names_by_page(env).items() if last.get(page) != x]

    def begin(self, _app: Sphinx, _builder: Builder) -> None:
        """Note that something changed (``write-started``)."""
        self._writes, self._drawn, self._parts = True, set(), {}

    def note(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Remember that a page is drawn, with its links (``doctree-resolved``)."""
        self._drawn.add(docname)

    def collect(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield the pages of parts that are to be written (``html-collect-pages``)."""
        if has_files(app.builder) and self._writes:
            for changed in self._changed(app):
                yield changed.page.name, changed.page.context(), TEMPLATE

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write what changed, take away what is gone (``build-finished``)."""
        if exception is not None or not has_files(app.builder):
            return
        folder, last = _ledger(app).parent, load(_ledger(app))
        whole = all(key and (folder / name).is_file() for name, key in last.files.items())
        if whole and not self._writes:
            return
        if app.builder.name == "singlehtml":  # which asks nobody for pages
            for name, context, template in self.collect(app):
                app.builder.handle_page(name, context, template)  # type: ignore[attr-defined]
        # One at a time: a large matrix is let go of before the next is computed.
        with no_collection():
            keys = {file.name: _write(folder, file, last) for file in output_files(app)}
        keys |= self._parts
        for name in set(last.files) - set(keys) - _of_the_project(app):
            _remove(folder, name)
        if keys:
            save(_ledger(app), Written(keys, self._links(app, last)))
        elif last.files:
            _ledger(app).unlink()
            if not any(folder.iterdir()):
                folder.rmdir()

    def _changed(self, app: Sphinx) -> list[Changed]:
        """Return the pages that differ; what is about to be written is struck out first.

        When every page of the site is written, because a setting or a template has
        changed, so are these.
        """
        folder, last = _ledger(app).parent, load(_ledger(app))
        every = app.builder.name == "singlehtml" or self._drawn >= app.env.found_docs
        changed = []
        for page in part_pages(app):
            file = _file(app, page)
            self._parts[file] = page.key
            there = last.files.get(file) == page.key and (folder / file).is_file()
            if every or not there:
                changed.append(Changed(page, file))
        if struck := {x.file for x in changed} & set(last.files):
            kept = {n: "" if n in struck else key for n, key in last.files.items()}
            save(_ledger(app), replace(last, files=kept))
        return changed

    def _links(self, app: Sphinx, last: Written) -> dict[str, tuple[str, ...]]:
        """Return what the pages link to: those not drawn this time, as they did."""
        names = names_by_page(app.env)
        if app.builder.name == "singlehtml":
            return names
        kept = {page: last.pages[page] for page in names if page in last.pages}
        return kept | {page: names[page] for page in names if page in self._drawn}


def _of_the_project(app: Sphinx) -> set[str]:
    """Return what lies in our folder because a page of the project has taken the name."""
    docs = {name for name in app.env.found_docs if name.startswith(f"{FOLDER}/")}
    return {_place(app, name) for name in docs}


def _file(app: Sphinx, page: PartPage) -> str:
    """Return the file of the page of a part, seen from the folder of our files."""
    return _place(app, page.name)


def _place(app: Sphinx, name: str) -> str:
    path: Path = app.builder.get_output_path(name)  # type: ignore[attr-defined]
    return path.relative_to(_ledger(app).parent).as_posix()


def _write(folder: Path, file: OutputFile, last: Written) -> str:
    """Write a file unless it is as it should be; return its key, or none if it is not."""
    path = folder / file.name
    if last.files.get(file.name) == file.key and path.is_file():
        return file.key
    try:
        folder.mkdir(exist_ok=True)
        put(path, file.make())
    except OSError:
        fault = _("The file cannot be written. The one that is there may be old.")
        remedy = _("Close it if it is open in Excel, and build again.")
        name = f"{FOLDER}/{file.name}"
        warn(Problem(file.docname, None, name, fault, remedy, "needs_coverage", "file"))
        return ""
    return file.key


def _remove(folder: Path, name: str) -> None:
    """Take away a file of ours, and the folder of a page that has one of its own."""
    path = folder / name
    path.unlink(missing_ok=True)
    if path.parent != folder and path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def _ledger(app: Sphinx) -> Path:
    return app.outdir / FOLDER / ".written.json"


def setup(app: Sphinx) -> None:
    """Connect the events."""
    exports = Exports()
    app.connect("env-updated", exports.call)
    app.connect("write-started", exports.begin)
    app.connect("doctree-resolved", exports.note)
    app.connect("html-collect-pages", exports.collect)
    app.connect("build-finished", exports.close)
