"""Remove from an output what earlier builds made there and this one no longer makes.

Sphinx leaves the files of a page that was deleted, and everything else it once made. Here
a ledger beside the doctrees holds what each build made: pages, their sources, pictures,
downloads, static files, and the files our extensions write beside the pages. What is in
it and is not made any more is removed when a build has succeeded. Nothing else ever is:
what somebody put into the output by hand is in no ledger.
"""

from __future__ import annotations

from os import walk
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util.i18n import docname_to_domain
from sphinx.util.matching import DOTFILES, Matcher

from needs_core.output_files import (
    FileLedger,
    files_beside,
    output_ledger,
    warn_of_file,
)
from needs_core.sphinx_internals import output_path, theme_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import PathMatcher

_ = get_translation("needs_core")

_STATIC = "_static"
_MADE_BY_SPHINX = ("pygments.css", "pygments_dark.css", "translations.js", "opensearch.xml")
"""Static files without a file of a project or a theme behind them."""


_DRAWN = "drawn"
"""Marks a picture that is made while its page is written: no build knows of it before."""

_known: WeakSet[Sphinx] = WeakSet()


def setup(app: Sphinx) -> None:
    """Clear up after the builds of an application; extensions may set it up again."""
    if app not in _known:
        _known.add(app)
        ObsoleteFiles().setup(app)


def enter(app: Sphinx, names: Iterable[str]) -> None:
    """Enter files that are about to be written: a build that is killed leaves them."""
    _ledger(app).strike(names)


def _ledger(app: Sphinx) -> FileLedger:
    return FileLedger(Path(app.outdir), output_ledger(app, "made")).load()


class ObsoleteFiles:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._begun: set[str] = set()
        self._drawn: set[str] = set()
        self._extra_pages: set[str] = set()

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("write-started", self.begin, priority=950)
        app.connect("doctree-resolved", self.note_drawn)
        app.connect("html-page-context", self.note_page)
        # After the extensions that write files beside the pages, at 500.
        app.connect("build-finished", self.close, priority=950)

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Enter what will be made: a build that is killed is cleared up after, too."""
        self._drawn, self._extra_pages = set(), set()
        ledger = _ledger(app)
        self._begun = {*made_files(app)}
        ledger.strike(name for name in self._begun if name not in ledger.files)
        if builder.name == "epub":  # it packs whatever lies in its output
            gone = set(ledger.files) - self._begun
            self._remove(app, ledger, (x for x in gone if x.endswith(".xhtml")))

    def note_drawn(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Note that a page is written in this build (``doctree-resolved``)."""
        self._drawn.add(docname)

    def note_page(
        self,
        app: Sphinx,
        page: str,
        _template: str,
        _context: object,
        _doctree: nodes.document | None,
    ) -> None:
        """Note a page without a source (``html-page-context``)."""
        if page not in app.env.found_docs:
            self._extra_pages.add(page)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Remove what is no longer made (``build-finished``)."""
        if exception is not None:
            return
        # Sphinx keeps a copy of it when a setting has changed.
        (Path(app.builder.outdir) / ".buildinfo.bak").unlink(missing_ok=True)
        ledger = _ledger(app)
        beside = files_beside(app)
        made = {*made_files(app), *self._extra(app, ledger.files)}
        made |= {name for name, is_made in beside.items() if is_made}
        ledger.files |= dict.fromkeys(beside, "")
        self._remove(app, ledger, set(ledger.files) - made)
        made = {name for name in made if (ledger.folder / name).is_file()}
        drawn = {name for name in made if name.startswith("_images/")} - self._begun
        ledger.files |= dict.fromkeys(made, "made") | dict.fromkeys(drawn, _DRAWN)
        ledger.save()

    def _remove(self, app: Sphinx, ledger: FileLedger, names: Iterable[str]) -> None:
        for name in sorted(names):
            try:
                ledger.remove(name)
            except OSError:
                fault = _("The file is no longer made, and cannot be removed.")
                warn_of_file(None, name, fault, "needs_core")

    def _extra(self, app: Sphinx, last: Mapping[str, str]) -> Iterator[str]:
        """Yield pages without a source, and files that only written pages name."""
        builder = app.builder
        if isinstance(builder, StandaloneHTMLBuilder):
            for page in self._extra_pages:
                yield _relative(output_path(builder, page), app)
        if not self._drawn >= app.env.found_docs:
            yield from (name for name, kind in last.items() if kind == _DRAWN)
        if "sphinx.ext.viewcode" in app.extensions:  # it writes them when they change
            yield from (name for name in last if name.startswith("_modules/"))


def made_files(app: Sphinx) -> Iterator[str]:
    """Yield what a build of the environment makes, by its path in the output."""
    builder, env = app.builder, app.env
    suffix = str(getattr(builder, "out_suffix", ""))
    pages = env.found_docs if builder.name != "singlehtml" else {app.config.root_doc}
    if not isinstance(builder, StandaloneHTMLBuilder):
        yield from (f"{page}{suffix}" for page in pages if suffix)
        yield from _other_files(app, pages)
        return
    yield from (_relative(output_path(builder, page), app) for page in pages)
    if builder.copysource and app.config.html_copy_source:
        ending = app.config.html_sourcelink_suffix
        for page in pages:
            source = env.doc2path(page, base=False).as_posix()
            yield f"_sources/{source}{'' if source == page + ending else ending}"
    pictures = {name for _pages, name in env.images.values()} | {*builder.images.values()}
    yield from (f"{builder.imagedir}/{name}" for name in pictures)
    yield from (f"_downloads/{name.as_posix()}" for _pages, name in env.dlfiles.values())
    yield from _static_files(app, builder)


def _other_files(app: Sphinx, pages: AbstractSet[str]) -> Iterator[str]:
    """Yield what builders of whole documents and of catalogues make."""
    builder, config = app.builder, app.config
    pictures = builder.images.values()
    if builder.name == "latex":
        yield from (document[1] for document in config.latex_documents)
        yield from pictures
    elif builder.name == "texinfo":
        for document in config.texinfo_documents:
            name = document[1].removesuffix(".texi")
            yield f"{name}.texi"
            yield from (f"{name}-figures/{picture}" for picture in pictures)
    elif builder.name == "gettext":
        domains = (docname_to_domain(x, config.gettext_compact) for x in pages)
        yield from (f"{domain}.pot" for domain in domains)


def _static_files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[str]:
    config = app.config
    yield from (f"{_STATIC}/{name}" for name in _MADE_BY_SPHINX)
    for folder in theme_folders(builder):
        yield from _copied(folder / "static", _STATIC, DOTFILES)
    excluded = Matcher([*config.exclude_patterns, "**/.*"])
    for entry in config.html_static_path:
        yield from _copied(Path(app.confdir, entry), _STATIC, excluded)
    for picture in (config.html_logo, config.html_favicon):
        if picture:
            yield f"{_STATIC}/{Path(picture).name}"
    excluded = Matcher(config.exclude_patterns)
    # The builder applehelp has its pages, and them, in a folder within the output.
    pages = _relative(Path(builder.outdir), app)
    for entry in config.html_extra_path:
        yield from _copied(Path(app.confdir, entry), pages, excluded, rendered=False)


def _copied(
    source: Path, to: str, excluded: PathMatcher, *, rendered: bool = True
) -> Iterator[str]:
    """Yield where Sphinx copies a file, or each file of a folder."""
    start, named = f"{to}/" if to != "." else "", _copied_name if rendered else str
    if source.is_file():
        yield start + named(source.name)
    for folder, folders, names in walk(source, followlinks=True):
        inside = Path(folder).relative_to(source)
        folders[:] = [x for x in folders if not excluded((inside / x).as_posix())]
        for name in names:
            if not excluded((inside / name).as_posix()):
                yield start + (inside / named(name)).as_posix()


def _copied_name(name: str) -> str:
    """Return the name a file is copied under: a template loses the end of its name.

    >>> [_copied_name(name) for name in ("a.css", "a.css_t", "a.js.jinja")]
    ['a.css', 'a.css', 'a.js']
    """
    return name.removesuffix("_t").removesuffix(".jinja")


def _relative(path: Path, app: Sphinx) -> str:
    return path.relative_to(app.outdir).as_posix()
