"""Our search in the place of Sphinx' own: the search page, in any theme, and its texts.

Only public interfaces of Sphinx are used:

- ``templates_path`` offers ``search.html``; a project's own template goes before it. It
  stands where the theme's own search page has its results (``search_place``).
- builders derived from those of ``html`` and ``dirhtml`` and registered in their place
  make no index. If another extension replaces them, Sphinx makes its index too; no page
  loads it.
- ``template_bridge`` removes the scripts of Sphinx' search, which themes load by name. A
  project with a template bridge of its own keeps them: they find no index.

A theme that searches within the page and has no search page, as sphinx-immaterial, keeps
its own search, with its index, and gets ours as a page beside it (``html-collect-pages``).
A theme or a template without a place for our search keeps its own, and is warned of.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.locale import get_translation

from needs_core.messages import Problem, warn
from needs_core.output_files import output_ledger, replace_file
from needs_core.sphinx_internals import app_of, output_path
from needs_search.search_place import OWN_PAGE, SearchPlace, Templates, kept_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

_ = get_translation("needs_search")

_BUILDERS = {"html", "dirhtml"}
_placed: WeakKeyDictionary[Builder, SearchPlace | None] = WeakKeyDictionary()

_INDEX_SCRIPTS = re.compile(
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


def setup(app: Sphinx) -> None:
    """Put our search in the place of Sphinx' own."""
    replaced = {StandaloneHTMLBuilder: HtmlBuilder, DirectoryHTMLBuilder: DirhtmlBuilder}
    for builder, ours in replaced.items():
        # One that another extension has put in its place stays.
        if app.registry.builders.get(builder.name) is builder:
            app.add_builder(ours, override=True)
    app.connect("config-inited", _set_templates, priority=900)
    app.connect("builder-inited", _add_files)
    app.connect("html-collect-pages", _search_page)
    # Before themes, which tell their scripts what they find in the context.
    app.connect("html-page-context", _complete_context, priority=400)


def has_search(builder: Builder) -> bool:
    """Tell whether an output has a search page that holds our search."""
    return _place(builder) is not None


def _place(builder: Builder) -> SearchPlace | None:
    if builder not in _placed:
        found = None
        if builder.name in _BUILDERS and isinstance(builder, StandaloneHTMLBuilder):
            path = output_ledger(app_of(builder), "search-place")
            kept = path.read_bytes() if path.is_file() else b""
            found, keep = kept_place(Templates(builder.templates), kept)
            if keep != kept:
                replace_file(path, keep)
        _placed[builder] = found
    return _placed[builder]


def _replaces_search(builder: Builder) -> bool:
    """Tell whether our search stands in the place of that of Sphinx, which has no index.

    The builder of sphinx-immaterial writes no search page: its theme searches within the
    page that is shown.
    """
    own = StandaloneHTMLBuilder.gen_additional_pages
    return has_search(builder) and cast("Any", type(builder)).gen_additional_pages is own


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the search page where the builder writes none (``html-collect-pages``)."""
    if has_search(app.builder) and not _replaces_search(app.builder):
        yield "search", {"title": _("Search")}, "search.html"


class _WithoutIndex(StandaloneHTMLBuilder):
    """A builder of HTML with a search page and without an index for Sphinx' own search."""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare as a builder without a search, which feeds no index."""
        if not _replaces_search(self):
            super().prepare_writing(docnames)
            return
        self.search = False
        super().prepare_writing(docnames)
        # Themes and extensions link to the search page of a builder that has a search.
        self.search = True
        (Path(self.outdir) / self.searchindex_filename).unlink(missing_ok=True)


class HtmlBuilder(_WithoutIndex):
    """``html``."""


class DirhtmlBuilder(DirectoryHTMLBuilder, _WithoutIndex):
    """``dirhtml``."""


class TemplatesWithoutIndex(BuiltinTemplateLoader):
    """Sphinx' templates, without the scripts of its own search."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Render a template for a page that loads no index where our search is."""
        page = super().render(template, context)
        return _INDEX_SCRIPTS.sub("", page) if context.get("needs_search_here") else page


def _warn_of_no_search() -> None:
    fault = _("The search page has no place for this search, and keeps that of the theme.")
    remedy = _("Write a template search.html that includes needs-search-page.html.")
    warn(Problem(None, None, "search.html", fault, remedy, "needs_search", "no_search"))


def _set_templates(_app: Sphinx, config: Config) -> None:
    """Offer our search page after the project's templates, before the theme's."""
    folder = str(Path(__file__).parent / "templates")
    config.templates_path = [*config.templates_path, folder]
    if not config.template_bridge:
        bridge = TemplatesWithoutIndex
        config.template_bridge = f"{bridge.__module__}.{bridge.__qualname__}"


def _add_files(app: Sphinx) -> None:
    if app.builder.name in _BUILDERS and not has_search(app.builder):
        _warn_of_no_search()
    if has_search(app.builder):
        app.add_css_file("needs-search.css")
        said: dict[str, Any] = {f"data-{name}": text for name, text in _loading().items()}
        app.add_js_file("needs-search-box.js", loading_method="defer", **said)


def _complete_context(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Make the search page light; give it what its template shows."""
    place = _place(app.builder)
    if pagename == "search":
        context["needs_search_base"] = place.base if place else OWN_PAGE
        context["needs_search_block"] = place.block if place else ""
    if place is None:
        return
    context["needs_search_here"] = _replaces_search(app.builder)
    if "theme_search_as_you_type" in context:  # of pydata_sphinx_theme: needs the index
        context["theme_search_as_you_type"] = False
    if pagename != "search":
        return
    context["needs_search_texts"] = _loading()
    context["needs_search_action"] = output_path(app.builder, pagename).name
    unused = _UNUSED if _jquery_is_for_needs_alone(app) else _UNUSED[:2]
    for files in ("script_files", "css_files"):
        context[files] = [
            file
            for file in context.get(files, ())
            if not any(part in str(getattr(file, "filename", "")) for part in unused)
        ]


def _jquery_is_for_needs_alone(app: Sphinx) -> bool:
    users = {"sphinxcontrib.jquery", "sphinx_rtd_theme"} & {
        *app.config.extensions,
        app.config.html_theme,
    }
    return not users and not app.config.html_js_files


def texts() -> dict[str, str]:
    """Return every text the browser shows, by name; ``{}`` is filled in there."""
    return {
        "none": _("Nothing found for “{}”."),
        "near": _("Nothing with “{}”. The nearest:"),
        "one": _("1 result"),
        "many": _("{} results"),
        "start": _("Type a word, an id or a number."),
        "advice": _("Try fewer or other words. You can also search by id and number."),
        **_answering(),
        "missing": _("There is no {} {}."),
        "nearest": _("Nearest:"),
        "meant": _("Did you mean"),
        "narrowed": _("Nothing is left with these choices."),
        "clear": _("Remove all choices"),
        "facets": _("Narrow the results"),
        "more": _("Show more"),
        "all": _("Show all {} results"),
        "all_one": _("Show the result on the search page"),
        "suggestions": _("Suggestions"),
        "copy": _("A copy of {}, which comes first."),
        "parameter": _("explain"),
        **_explaining(),
    }


def _loading() -> dict[str, str]:
    """Return what the search page says before it has loaded the search."""
    return {
        "failed": _("The search cannot be loaded."),
        "loading": _("Loading the search …"),
        "retry": _("Try again"),
    }


def _answering() -> dict[str, str]:
    """Return the sentences that answer questions."""
    return {
        "and": _("and"),
        "answer_count": _("There are {} {}."),
        "answer_share": _("{} of {} {} are {}."),
        "answer_with": _("{} {} linked with {}: {}."),
        "answer_with_none": _("{} {} linked with {}."),
        "answer_lack": _("{} of {} {} have no {}."),
        "answer_has": _("{} of {} {} have {}."),
        "answer_stated": _("“{}” is stated for {} of {} {}."),
        "answer_with_share": _("{} of {} {} linked with {} are {}."),
        "answer_between": _("{} {} linked with both {} and {}: {}."),
        "answer_below": _("These are linked with {}: {}."),
        "answer_below_none": _("Nothing is linked with {}."),
        "answer_listed": _("There are {} {}: {}."),
        "answer_next": _("Next {}: {}."),
        "answer_field": _("{} of {}: {}."),
        "answer_state": _("{} is {}."),
        "answer_more": _("and {} more"),
        "answer_all": _("Show all {}"),
        "answer_unknown": _("not stated"),
        "answer_there": _("see there"),
        "answer_none": _("none"),
        "answer_nothing": _("Nothing"),
        "answer_see": _("See"),
        "answer_counted": _("Counted when the site was built."),
    }


def _explaining() -> dict[str, str]:
    """Return what the explanation of a result says."""
    return {
        "yes": _("yes"),
        "no": _("no"),
        "why_heading": _("Why these results?"),
        "why_ask": _("Why not this one? Write its id"),
        "why_button": _("Explain"),
        "why_word": _("Word"),
        "why_token": _("Looked up as"),
        "why_known": _("Used on the site"),
        "why_parts": _("Parts"),
        "why_synonyms": _("Also looked up"),
        "why_hits": _("Hits"),
        "why_way": _("Found by"),
        "why_tokens": _("Looked up as"),
        "why_score": _("Points"),
        "why_field": _("Where"),
        "why_place": _("Number {} of the results."),
        "why_total": _("{} points in all."),
        "why_weight": _("Weight: {}."),
        "why_unknown": _("Nothing has the id “{}”. Is the page in the menu, and built?"),
        "why_missed": _("Not found: it has none of the words, in any form looked up."),
        "why_narrowed": _("Found, but hidden by the choices."),
        "field_title": _("Title"),
        "field_text": _("Text"),
        "field_parts": _("Parts of words"),
        "field_meta": _("Id, fields and abbreviations"),
        "field_type": _("Type"),
        "field_everyday": _("Everyday words"),
        "how_exact": _("the word itself"),
        "how_stem": _("a word of the same stem"),
        "how_start": _("a word that begins so"),
        "how_ending": _("a word with another ending"),
        "how_end": _("a word that ends so"),
        "how_inside": _("a word with this inside"),
        "how_parts": _("both parts of the word"),
        "how_apart": _("both parts, or what is like them, far apart"),
        "how_tail": _("the last part of the word"),
        "how_head": _("the first part of the word"),
        "how_elsewhere": _("a word that is like it, but is another"),
        "how_family": _("a word of the same family"),
        "how_synonym": _("a word that means the same"),
        "how_spelling": _("another spelling"),
        "how_joined": _("written as one word"),
    }
