"""The sections of a site, as templates get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from public_site.sections import sections_of

if TYPE_CHECKING:
    from tests.conftest import Project


def test_captions_are_sections_with_their_pages(pages: Project) -> None:
    menus = ("Først", ("en", "to")), ("Sidst", ("Eget navn <lang>",))
    text = "# Start\n\n:::{toctree}\ntre\nuden\n:::\n"
    for caption, entries in menus:
        lines = "\n".join(entries)
        text += f"\n:::{{toctree}}\n:caption: {caption}\n\n{lines}\n:::\n"
    pages.write("index.md", text)
    pages.write("uden.md", "# Uden\n")
    pages.write("lang.md", "# Langt navn\n\n:::{toctree}\nunder\n:::\n")
    pages.write("under.md", "# Under\n")
    built = pages.build()
    first, last = sections_of(built.app.env, "under")
    assert (first.title, [x.docname for x in first.pages]) == (
        "Først",
        ["en", "to"],
    )
    assert (first.current, last.current) == (False, True)
    (named,) = last.pages
    assert (named.title, named.current) == ("Eget navn", True)
    assert [(x.title, x.current) for x in named.pages] == [("Under", True)]
    assert not any(x.current for x in sections_of(built.app.env, "uden"))
