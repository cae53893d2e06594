"""The stemmers and stop words that Sphinx ships, for Python and for the browser.

Both stem with the same Snowball program; a language whose stemmer Sphinx has on one side
only is not stemmed.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.metadata import version

from sphinx import package_dir
from sphinx.search import SearchLanguage, languages

from needs_search.language import Language, language

_SCRIPTS = package_dir / "search" / "minified-js"


@cache
def read_language(code: str) -> Language:
    """Return what is known of a language, with its stemmer; of an unknown one, little.

    The stemmer works out each word once, for all builds of a process.
    """
    spoken = _sphinx_language(code)
    stem = cache(spoken.stem) if _stemmer_file(spoken) else str
    return language(code, frozenset(spoken.stopwords), stem)


def stemmer_script(code: str) -> str:
    """Return the same stemmer for the browser, as ``NeedsSearch.stem``."""
    file = _stemmer_file(_sphinx_language(code))
    begin = "var NeedsSearch = globalThis.NeedsSearch || {};"
    if not file:
        return f"{begin}\nNeedsSearch.stem = (word) => word;\n"
    name = "".join(part.capitalize() for part in file.removesuffix(".js").split("-"))
    scripts = [(_SCRIPTS / one).read_text("utf-8") for one in ("base-stemmer.js", file)]
    call = f"NeedsSearch.stem = ((s) => (w) => s.stemWord(w))(new {name}());\n"
    return "\n".join((begin, *scripts, call))


def stemmer_version() -> str:
    """Return the releases that the stems of words depend on."""
    releases = [
        version("sphinx"),
        version("snowballstemmer"),
        *map(str, sys.version_info[:3]),
    ]
    return " ".join(releases)


def _sphinx_language(code: str) -> SearchLanguage:
    found = languages.get(code) or languages.get(code.partition("_")[0], SearchLanguage)
    if isinstance(found, str):
        module, _dot, name = found.rpartition(".")
        found = getattr(import_module(module), name)
    made: SearchLanguage = found({})
    return made


def _stemmer_file(spoken: SearchLanguage) -> str:
    """Return the name of its script; empty where the browser would not have the same."""
    name: str = getattr(spoken, "js_stemmer_rawcode", "")
    return name if name and (_SCRIPTS / name).is_file() else ""
