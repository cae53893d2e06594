"""Writes the index when a build is done, and puts our search where Sphinx' own was."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from needs_search.gathering import gather
from needs_search.indexing import index
from needs_search.packing import scripts
from needs_search.speaking import code_of, engine_script, read_language, shipped_groups
from needs_search.synonyms import synonyms
from needs_search.texts import texts
from needs_search.words import Words

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config

_HERE = Path(__file__).parent
FOLDER = "needs-search"
"""Where in the site the index stands."""

_OLD = re.compile(
    r'[ \t]*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js'
    r'[^"]*"[^>]*></script>\n?'
)

_UNUSED = (
    "sphinx-needs/",
    "sphinx-data-viewer/",
    "jquery.js",
    "_sphinx_javascript_frameworks_compat.js",
)
"""What sphinx-needs has every page load for its tables: the search page draws none."""


def has_search(builder: Builder) -> bool:
    """Tell whether an output has a search page."""
    return builder.name in {"html", "dirhtml"}


def show_our_page(app: Sphinx, config: Config) -> None:
    """Offer our search page after the project's templates, before the theme's."""
    config.templates_path = [*config.templates_path, str(_HERE / "templates")]


def replace_search(app: Sphinx) -> None:
    """Take Sphinx' own index out of an HTML build, and add our scripts."""
    builder: Any = app.builder
    if not has_search(builder):
        return
    app.config.html_static_path.append(str(_HERE / "static"))
    app.add_css_file("needs-search.css")
    app.add_js_file("needs-search-box.js", loading_method="defer")
    builder.prepare_writing = partial(
        _prepare_without_index, builder, builder.prepare_writing
    )
    builder.templates.render = partial(_render_without_old, builder.templates.render)


def _prepare_without_index(
    builder: StandaloneHTMLBuilder, prepare: Any, docnames: AbstractSet[str]
) -> None:
    # The builder feeds no index of its own when it says it has no search; it says it
    # has one again before a page is written, so that themes link to the search page.
    builder.search = False
    prepare(docnames)
    builder.search = True
    (Path(builder.outdir) / builder.searchindex_filename).unlink(missing_ok=True)


def _render_without_old(render: Any, template: str, context: dict[str, Any]) -> str:
    # Themes load Sphinx' index by name, on the search page or on every page.
    page: str = render(template, context)
    return _OLD.sub("", page)


def tell_page(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Make the search page light, and tell it what to say when nothing can be loaded."""
    if pagename != "search":
        return
    context["needs_search_failed"] = texts()["failed"]
    unused = _UNUSED if _jquery_is_for_needs_alone(app) else _UNUSED[:2]
    for files in ("script_files", "css_files"):
        context[files] = [
            file
            for file in context.get(files, ())
            if not any(part in str(getattr(file, "filename", "")) for part in unused)
        ]


def _jquery_is_for_needs_alone(app: Sphinx) -> bool:
    asked = {"sphinxcontrib.jquery", "sphinx_rtd_theme"} & {
        *app.config.extensions,
        app.config.html_theme,
    }
    return not asked and not app.config.html_js_files


class Writing:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._writes = False

    def call(self, app: Sphinx, _env: object) -> list[str]:
        """Have something written when the index is missing (``env-updated``)."""
        missing = (
            has_search(app.builder) and not _folder(app).joinpath("index.js").is_file()
        )
        return [app.config.root_doc] if missing else []

    def begin(self, _app: Sphinx, _builder: Builder) -> None:
        """Note that something changed (``write-started``)."""
        self._writes = True

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the index (``build-finished``)."""
        if exception is not None or not self._writes or not has_search(app.builder):
            return
        folder, made = _folder(app), _scripts(app)
        folder.mkdir(exist_ok=True)
        for old in set(folder.glob("*.js")) - {folder / name for name in made}:
            old.unlink()
        for name, text in made.items():
            path = folder / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8", newline="\n")


def _folder(app: Sphinx) -> Path:
    return Path(app.outdir) / FOLDER


def _scripts(app: Sphinx) -> dict[str, str]:
    code = code_of(app.config)
    spoken = read_language(code)
    words = Words(spoken)
    gathered = gather(app)
    made = index(gathered.entries, words)
    shipped = shipped_groups(code) if app.config.needs_search_words else ()
    extra = {"language": spoken.as_data(), "strings": texts()}
    return {
        "engine.js": engine_script(code),
        **scripts(
            made,
            gathered.facets,
            synonyms((*gathered.everyday, *shipped), made.postings, words),
            extra,
        ),
    }
