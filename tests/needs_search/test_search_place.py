"""Where the search page goes in a theme: found once, and again when a template changes."""

from __future__ import annotations

from typing import Any, cast

from jinja2 import DictLoader, Environment

from needs_search.search_place import SearchPlace, Templates, kept_place

OURS = '{% extends needs_search_base %}{% include "needs-search-page.html" %}'
THEME = (
    '{% extends "layout.html" %}{% block body %}<i id="search-results"></i>{% endblock %}'
)
LAYOUT = "<main>{% block body %}{% endblock %}</main>"


class Loader:
    """What Sphinx' loader of templates is to a search for the place."""

    def __init__(self, **changes: str) -> None:
        theme = {"!search.html": THEME, "search.html": OURS, "layout.html": LAYOUT}
        self._loader = DictLoader(theme | {f"{x}.html": y for x, y in changes.items()})
        self.environment = Environment(autoescape=True)
        self.parsed = 0
        parse = self.environment.parse

        def counted(source: str) -> Any:
            self.parsed += 1
            return parse(source)

        self.environment.parse = counted  # type: ignore[method-assign, assignment]

    def get_source(self, environment: Environment, name: str) -> Any:
        """Return a template as Jinja has it."""
        return self._loader.get_source(environment, name)


def place(loader: Loader, kept: bytes) -> tuple[SearchPlace | None, bytes]:
    return kept_place(Templates(cast("Any", loader)), kept)


def test_a_theme_that_is_as_it_was_is_not_parsed_again() -> None:
    found, kept = place(Loader(), b"")
    assert found == SearchPlace("layout.html", "body")
    loader = Loader()
    assert place(loader, kept) == (found, kept)
    assert not loader.parsed


def test_a_change_of_any_template_counts() -> None:
    found, kept = place(Loader(), b"")
    moved = {"layout": LAYOUT.replace("body", "content")}
    assert place(Loader(**moved), kept)[0] == SearchPlace("layout.html", "content")
    own = {"search": OURS.replace("needs_search_base", "'layout.html'")}
    assert place(Loader(**own), kept)[0] == SearchPlace("", "")
    without = {"search": "nothing"}
    none, kept_none = place(Loader(**without), kept)
    assert none is None
    assert place(Loader(), kept_none)[0] == found


def test_what_was_kept_and_is_damaged_is_found_anew() -> None:
    found, kept = place(Loader(), b"")
    for damaged in (kept[:-9], b"[]", b'{"templates": 1}', kept.replace(b'"code"', b'"c"')):
        assert place(Loader(), damaged)[0] == found
