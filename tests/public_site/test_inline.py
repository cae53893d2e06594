"""Pages that hold nothing inline, and the files that hold it in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from public_site.inline_code import InlineCode

if TYPE_CHECKING:
    from tests.conftest import Built, Project

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def moved(page: str) -> tuple[str, list[str]]:
    """Return a page of the folder ``a`` without its inline code, and that code."""
    code = InlineCode("../_static/inline/", "../../a/")
    page = code.page(page)
    for number, name in enumerate(sorted(code.files)):
        page = page.replace(name, f"FILE{number}{name[16:]}")
    files = [code.files[name].decode("latin-1") for name in sorted(code.files)]
    return page.replace("../_static/inline/", "IN/"), files


def rule(text: str) -> str:
    """Return what a class stands for."""
    return text.partition("{ ")[2].removesuffix(" }\n")


@pytest.mark.parametrize(
    ("page", "left", "files"),
    [
        ("<script>a()</script>", '<script src="IN/FILE0.js"></script>', ["a()"]),
        # A script without an address is never put off: with one, it would be.
        ("<script defer>a</script>", '<script src="IN/FILE0.js"></script>', ["a"]),
        (
            '<script type="module" async>a</script>',
            '<script type="module" async src="IN/FILE0.js"></script>',
            ["a"],
        ),
        (
            "<style media=print>p { background: url(b.png) }</style>",
            '<link rel="stylesheet" media="print" href="IN/FILE0.css" />',
            ['p { background: url("../../a/b.png") }'],
        ),
        # In a picture there are no links to sheets.
        (
            "<head></head><svg><style>g {}</style></svg>",
            '<head><link rel="stylesheet" href="IN/FILE0.css" /></head><svg></svg>',
            ["g {}\n"],
        ),
        (
            f'<img alt="a > b" src="{PIXEL}">',
            '<img alt="a > b" src="IN/FILE0.gif">',
            ["GIF89a\x01\x00\x01\x00\x00\x00\x00,"],
        ),
        ('<svg><path style=""/></svg>', "<svg><path /></svg>", []),
    ],
)
def test_what_is_inline_goes_to_files(page: str, left: str, files: list[str]) -> None:
    assert moved(page) == (left, files)


@pytest.mark.parametrize(
    "page",
    [
        "<!-- <style>p {}</style> <p style='color: red'> -->",
        '<script src="a.js"></script>',
        '<script type="application/json">{"a": 1}</script>',
        '<p>style="color: red"</p>',
        "<p title='style=\"color: red\"'>",
        '<a href="data:text/html,x">',
        '<img src="data:application/pdf,x">',
    ],
)
def test_what_is_not_inline_code_stays(page: str) -> None:
    assert moved(page) == (page, [])


CALCULATED = "width: calc(1px + (2px * 3)); --a: 'x;}'"


@pytest.mark.parametrize(
    ("style", "css"),
    [
        ("color: red;", "color: red"),
        (CALCULATED, CALCULATED),
        ("background: url(&quot;b.png&quot;)", 'background: url("../../a/b.png")'),
    ],
)
def test_a_style_is_a_class(style: str, css: str) -> None:
    page, files = moved(f'<p id="a" class="b" style="{style}">')
    assert page.endswith(">")
    assert '<p id="a" class="b s-' in page
    assert [rule(file) for file in files] == [css]


@pytest.mark.parametrize(
    "style", ["a: b } body { display: none", "a: 'b", "a: (b", "a: b /* c", "<b>", "a"]
)
def test_a_style_says_nothing_of_other_elements(style: str) -> None:
    page, files = moved(f'<p style="{style}">')
    assert files == []
    assert "style=" not in page


def inline(built: Built) -> dict[str, bytes]:
    """Return the files with what was inline."""
    return {n: d for n, d in built.files().items() if n.startswith("_static/inline/")}


BOTH = '# Side\n\n```{raw} html\n<script>both()</script>\n<p style="color: red">\n```\n'
ONE = '# Side\n\n```{raw} html\n<style>p { color: blue }</style><b onclick="a()">\n```\n'


def test_files_follow_the_pages(pages: Project) -> None:
    pages.write("site.css", f"p {{ background: url({PIXEL}) }}\n")
    css: dict[str, Any] = {"html_css_files": ["site.css"], "html_static_path": ["."]}
    for name, text in {"en": BOTH, "to": BOTH, "tre": ONE}.items():
        pages.write(f"{name}.md", text)
    built = pages.build(jobs=2, public_site_no_inline=True, **css)
    first = inline(built)
    for data in (b"both()", b"p { color: blue }"):
        assert list(first.values()).count(data) == 1
    assert b"data:" not in built.files()["_static/site.css"]
    assert b"new Function" not in built.files()["_static/doctools.js"]
    assert "tre.md: WARNING: onclick: Siden har et script i en attribut" in built.warnings
    for name, data in built.files().items():
        if name.endswith(".html"):
            for code in (b" style=", b"<style", b"<script>"):
                assert code not in data, name

    pages.write("tre.md", "# Side\n")
    left = pages.build(public_site_no_inline=True, **css)
    clean = pages.build(out="clean", fresh=True, public_site_no_inline=True, **css)
    assert b"p { color: blue }" not in inline(left).values()
    assert left.files() == clean.files()

    (left.out / min(inline(left))).unlink()
    assert pages.build(public_site_no_inline=True, **css).files() == clean.files()
    off = pages.build(**css)
    assert inline(off) == {}
    assert b"<script>both()</script>" in off.files()["en.html"]
    assert PIXEL.encode() in off.files()["_static/site.css"]
