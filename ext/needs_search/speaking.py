"""The project's language, with the stemmer and the stop words that Sphinx ships for it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import package_dir
from sphinx.search import SearchLanguage, languages

from needs_search.language import Language, language
from needs_search.synonyms import Group, read_groups

if TYPE_CHECKING:
    from sphinx.config import Config

_ENGINE = Path(__file__).parent / "engine"
_PARTS = (
    *("minisearch.min", "words", "spelling", "synonyms", "ways", "rows", "answers"),
    *("engine", "show"),
)
"""The browser's part, in the order it is read; one script, for a search is one request."""

_SCRIPTS = package_dir / "search" / "minified-js"


def code_of(config: Config) -> str:
    """Return the language to search in: ``html_search_language``, else ``language``."""
    return str(config.html_search_language or config.language or "en")


def read_language(code: str) -> Language:
    """Return what is known of a language; of one that Sphinx does not know, little."""
    spoken = _spoken(code)
    return language(
        code,
        frozenset(spoken.stopwords),
        spoken.stem if _stemmer_file(spoken) else str,
    )


def stemmer_script(code: str) -> str:
    """Return the same stemmer for the browser, as ``NeedsSearch.stem``."""
    file = _stemmer_file(_spoken(code))
    begin = "var NeedsSearch = globalThis.NeedsSearch || {};"
    if not file:
        return f"{begin}\nNeedsSearch.stem = (word) => word;\n"
    name = "".join(part.capitalize() for part in file.removesuffix(".js").split("-"))
    scripts = [(_SCRIPTS / one).read_text("utf-8") for one in ("base-stemmer.js", file)]
    call = f"NeedsSearch.stem = ((s) => (w) => s.stemWord(w))(new {name}());\n"
    return "\n".join((begin, *scripts, call))


def engine_script(code: str) -> str:
    """Return all that searches in the browser, beside the index."""
    parts = [(_ENGINE / f"{part}.js").read_text("utf-8") for part in _PARTS]
    return "\n".join((stemmer_script(code), *parts))


def shipped_groups(code: str) -> tuple[Group, ...]:
    """Return the everyday words that come with the language, if it has any."""
    file = Path(__file__).parent / "words" / f"{code.partition('_')[0]}.txt"
    if not file.is_file():
        return ()
    return tuple(read_groups(file.read_text("utf-8")))


def _spoken(code: str) -> SearchLanguage:
    found = languages.get(code) or languages.get(code.partition("_")[0], SearchLanguage)
    if isinstance(found, str):
        module, _dot, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    spoken: SearchLanguage = found({})
    return spoken


def _stemmer_file(spoken: SearchLanguage) -> str:
    """Return the name of its script; empty where the browser would not have the same."""
    name: str = getattr(spoken, "js_stemmer_rawcode", "")
    return name if name and (_SCRIPTS / name).is_file() else ""
