"""A search that finds the item: for sphinx-needs, in Danish first, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.extension import add_builder, extension
from needs_core.messages import warn
from needs_core.settings import (
    field_or_link_names,
    flag,
    need_type,
    number,
    problem,
    register_value,
    setting,
    table,
    text,
    texts,
    value,
)
from needs_core.suggestions import did_you_mean
from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_ = get_translation("needs_search")

_SETTINGS = {
    "needs_search_facets": setting(
        None,
        "What results can be narrowed by. None given: those that tell the needs apart.",
        field_or_link_names,
    ),
    "needs_search_weights": setting(
        (),
        "Weights of needs by their type, where 1 is that of any other; what weighs more "
        "comes before what fits as well.",
        table(need_type, number(0)),
    ),
    "needs_search_folders": setting(
        (),
        "Weights of what stands on the pages of a folder, or on a page, where 1 is that of "
        "any other.",
        table(text, number(0)),
    ),
    "needs_search_everyday": setting(
        (),
        "What people call a need, a page or a section, which is found by it: by its id, or "
        "by page and anchor.",
        table(text, texts),
    ),
    "needs_search_words": setting(
        True,
        "Whether the everyday words that come with the language are looked up, too.",
        flag,
    ),
}


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our search in the place of Sphinx' own."""
    from needs_search import build, page

    metadata = extension(app, "needs_search", env_version=3)
    for name, declared in _SETTINGS.items():
        register_value(app, name, declared, rebuild="html")
    # What the builder of proposals reads: given on the command line.
    app.add_config_value("needs_search_queries", "", "", [str])
    app.add_config_value("needs_search_lexicon", "", "", [str])
    add_builder(app, "search-words-report", "needs_search.words_report:WordsReport")
    app.connect("env-updated", _check_folders)
    app.connect("env-updated", _check_everyday)
    page.setup(app)
    build.setup(app)
    return metadata


def _check_everyday(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of everyday words for what cannot be found (``env-updated``)."""
    from needs_search.collector import passage_ids

    if app.config.needs_core_edition == "public":  # it leaves needs and pages out
        return
    name = "needs_search_everyday"
    given = value(app.config, name)
    ids = passage_ids(env) if given else frozenset()
    for id_, _words in given:
        if id_ not in ids:
            fault = _("Nothing that can be found is called “%s”.") % id_
            remedy = _(
                "Write the id of a need, or a page, or a page with “#” and its anchor, or "
                "remove the line."
            )
            remedy += did_you_mean(id_, ids)
            warn(problem(app.config, name, (id_,), fault, remedy))


def _check_folders(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of weights of folders and pages that there are not (``env-updated``)."""
    if app.config.needs_core_edition == "public":  # it leaves pages out
        return
    name = "needs_search_folders"
    for folder, _weight in value(app.config, name):
        if not any(f"{page}/".startswith(f"{folder}/") for page in env.found_docs):
            fault = _("There is no folder or page “%s”.") % folder
            remedy = _("Correct the name, without an ending, or remove the line.")
            warn(problem(app.config, name, (folder,), fault, remedy))
