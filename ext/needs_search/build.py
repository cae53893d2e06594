"""Writes the files of the search when a build is done: the index and the engine."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core import settings
from needs_core.core_settings import FollowUpFields, Roles
from needs_core.field_texts import field_text, number_text, value_text
from needs_core.follow_ups import is_follow_up, start_of
from needs_core.generated_pages import generated_pages
from needs_core.model_reader import read_goal_steps, read_model, read_states, read_steps
from needs_core.only_parts import hold
from needs_core.output_files import OutputFile, OutputFiles
from needs_core.progress_text import state_name
from needs_core.reader import look, read_items
from needs_search import index as index_module
from needs_search.answers import AnswerSources, answer_data
from needs_search.collector import PASSAGES, shown_passages
from needs_search.entries import (
    PLACE,
    STEP,
    EntrySources,
    SearchFacet,
    choose_facets,
    make_entries,
    menu_paths,
    page_entries,
    reading_order,
    with_everyday,
)
from needs_search.index import TokenCache, analysis_version, make_index, scripts
from needs_search.page import has_search, texts
from needs_search.stemmer import read_language, stemmer_script, stemmer_version
from needs_search.synonyms import SynonymGroup, common_words, shipped_groups, synonyms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.items import Items
    from needs_search.entries import SearchEntry

_ = get_translation("needs_search")

FOLDER = "needs-search"
"""Where in the site the files stand."""

_ENGINE = Path(__file__).parent / "engine"
_ENGINE_PARTS = (
    *("minisearch.min", "tokenize", "parts", "index", "spelling", "match", "synonyms"),
    *("phrases", "questions", "numbers", "answers", "search", "show"),
)
"""The browser's part, in the order it is read; one script, for a search is one request."""

_COMMENT_LINES = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
"""Comments that fill whole lines."""

_COMMENTS_AFTER = re.compile(r"(?<=[;,{]) // .*$", re.MULTILINE)
"""Comments that follow code."""

_INDENTATION = re.compile(r"^\s+", re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Collect passages while pages are read; write the files when a build is done."""
    app.add_env_collector(PASSAGES.collector())
    OutputFiles("needs_search", FOLDER, search_files, wanted=has_search).setup(app)


def engine_script(code: str) -> str:
    """Return all that searches in the browser, beside the index, without our comments."""
    mini, *parts = ((_ENGINE / f"{part}.js").read_text("utf-8") for part in _ENGINE_PARTS)
    ours = _COMMENTS_AFTER.sub("", _COMMENT_LINES.sub("", "\n".join(parts)))
    ours = _INDENTATION.sub("", ours)
    return "\n".join((stemmer_script(code), mini, ours))


@dataclass(frozen=True, slots=True)
class SearchContent:
    """All that the index is made of; its ``repr`` is the same for the same content."""

    code: str
    """The language to search in."""
    entries: tuple[SearchEntry, ...]
    facets: tuple[SearchFacet, ...]
    groups: tuple[SynonymGroup, ...]
    """Everyday words: those of the glossary, then those that come with the language."""
    answers: Mapping[str, object]
    """What questions are answered from."""


def search_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the files of the search; in the write phase only."""
    content = read_content(app)
    engine = engine_script(content.code).encode()
    yield OutputFile("engine.js", _digest(engine), lambda: engine)
    language = read_language(content.code)
    version = analysis_version(language, stemmer_version())
    extra = {
        "language": language.as_data(),
        "strings": texts(),
        "common": common_words(content.code),
    }
    key = _digest(repr((version, extra, index_module.WHOLE, content)).encode())

    @cache
    def made() -> dict[str, str]:
        path = Path(app.doctreedir) / "needs_search.pickle"
        tokens = TokenCache.load(path, version)
        index, tokenizer = make_index(content.entries, language, tokens)
        found = synonyms(content.groups, index.postings, tokenizer)
        # An edit adds words, but the everyday words stay: their stems are kept, too.
        tokens.stems |= tokenizer.stems
        tokens.save(path)
        return scripts(index, content.facets, found, extra, content.answers)

    def script(name: str) -> bytes:
        return made()[name].encode()

    for name in index_module.script_names(len(content.entries)):
        yield OutputFile(name, key, partial(script, name))


def read_content(app: Sphinx) -> SearchContent:
    """Return everything that can be found; in the write phase only."""
    config, env = app.config, app.env
    items, model = read_items(app), read_model(config)
    labels = {"type": _("Type"), "status": _("Status")}
    labels = {name: label for name, label in labels.items() if name not in model.fields}
    chosen = settings.value(config, "needs_search_facets")
    facets = choose_facets(items, model, chosen, labels)
    found = look(app, read_goal_steps(config))
    if found and STEP not in model.fields:
        facets = (*facets, SearchFacet(STEP, str(_("Step"))))
    if PLACE not in model.fields:
        facets = (*facets, SearchFacet(PLACE, str(_("Place"))))
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    holds = partial(hold, app)
    passages = {
        docname: shown_passages(found, holds)
        for docname, found in PASSAGES.pages(env).items()
    }
    pages = tuple(reading_order(config.root_doc, env.toctree_includes, env.found_docs))
    sources = EntrySources(
        items=items,
        model=model,
        facets=facets,
        weights=dict(settings.value(config, "needs_search_weights")),
        uri=app.builder.get_target_uri,
        titles=titles,
        menus=menu_paths(config.root_doc, env.toctree_includes, titles),
        folders=dict(settings.value(config, "needs_search_folders")),
        kinds={"section": _("Page"), "term": _("Glossary")},
        steps={id_: state_name(one.step) for id_, one in found.items()},
        read=cache(partial(_field_value, app)),
    )
    glossary = tuple(
        SynonymGroup((passage.title, *passage.everyday))
        for docname in pages
        for passage in passages.get(docname, ())
        if passage.everyday
    )
    code = search_language(config)
    shipped = shipped_groups(code) if settings.value(config, "needs_search_words") else ()
    everyday = dict(settings.value(config, "needs_search_everyday"))
    found_entries = (
        *make_entries(sources, pages, passages),
        *page_entries(sources, generated_pages(app)),
    )
    entries = with_everyday(found_entries, everyday)
    roles = settings.read(config, Roles)
    names = settings.read(config, FollowUpFields)
    told = AnswerSources(
        items=items,
        model=model,
        states=read_states(config),
        steps={id_: one.step for id_, one in found.items()},
        all_steps=read_steps(config).all,
        unlisted=model.unlisted,
        read=partial(_answer_value, app),
        roles={"owner": roles.owner, "start": roles.start, "end": roles.end},
        follow_ups=(names.type, _days(items, names)),
    )
    return SearchContent(
        code=code,
        entries=entries,
        facets=facets,
        groups=(*glossary, *shipped),
        answers=answer_data(entries, told),
    )


def search_language(config: Config) -> str:
    """Return the language to search in: ``html_search_language``, else ``language``."""
    return str(config.html_search_language or config.language or "en")


def _field_value(app: Sphinx, field: str, value: str) -> str:
    """Return the value of a field as readers see it."""
    found = field_text(app, field, value)
    return found.text if found else number_text(app.config, field, value)


def _answer_value(app: Sphinx, field: str, value: str) -> str:
    """Return the value of a field as a sentence has it: a day is in words."""
    found = field_text(app, field, value)
    return found.text if found else value_text(app.config, field, value)


def _days(items: Items, names: FollowUpFields) -> tuple[tuple[str, str], ...]:
    """Return the id and the day of each follow-up that has a day."""
    found = (
        (item.id, start_of(item, names)) for item in items if is_follow_up(item, names)
    )
    return tuple((id_, str(day)) for id_, day in found if day)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
