"""Soft hyphens and signs beside their words, in pages and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.extras import is_installed
from public_site.line_breaks import SOFT_HYPHEN, divider, with_line_breaks

if TYPE_CHECKING:
    from tests.conftest import Project, Windows


def halved(word: str) -> str:
    return f"{word[:5]}|{word[5:]}"


COPIED = """() => {
  getSelection().selectAllChildren(document.body);
  const clipboardData = new DataTransfer();
  document.dispatchEvent(new ClipboardEvent("copy", {clipboardData, cancelable: true}));
  return [clipboardData.getData("text/plain"), clipboardData.getData("text/html")];
}"""
LONG = "Medarbejderuddannelse"


@pytest.mark.parametrize(
    ("page", "changed"),
    [
        (f"<p>{LONG} og andre", f"<p>{halved(LONG)} og andre"),
        ("<p>Medarbejder", "<p>Medarbejder"),
        ("<td><p>Medarbejder</p></td>", "<td><p>Medar|bejder</p></td>"),
        ("<blockquote><p>omdrejningspunkt", "<blockquote><p>omdrejningspunkt"),
        ("<p>Medarbejderne", "<p>Medarbejderne"),
        (f"<title>{LONG}</title><body>", f"<title>{LONG}</title><body>"),
        (f"<pre>{LONG}</pre>", f"<pre>{LONG}</pre>"),
        (f'<a title="{LONG}">x</a>', f'<a title="{LONG}">x</a>'),
        (f'<p lang="en">{LONG}</p>', f'<p lang="en">{LONG}</p>'),
        (f'<p lang="da-DK">{LONG}</p>', f'<p lang="da-DK">{halved(LONG)}</p>'),
        (f'<p lang="en">a</p>{LONG}', f'<p lang="en">a</p>{halved(LONG)}'),
        (f"https://{LONG}.dk", f"https://{LONG}.dk"),
        (f"{LONG}@norddjurs", f"{LONG}@norddjurs"),
        (f"{LONG}/andre", f"{halved(LONG)}/andre"),
        ("a&CounterClockwiseContourIntegral;", "a&CounterClockwiseContourIntegral;"),
        (f"<br>{LONG}<br/>", f"<br>{halved(LONG)}<br/>"),
        ("◇ foreslået", "◇\N{NO-BREAK SPACE}foreslået"),
        ("◇\nforeslået ◇", "◇\N{NO-BREAK SPACE}foreslået ◇"),
        ("<code>◇ foreslået</code>", "<code>◇ foreslået</code>"),
    ],
)
def test_where_lines_may_end(page: str, changed: str) -> None:
    assert with_line_breaks(page, "da", halved) == changed


@pytest.mark.skipif(not is_installed("hyphens"), reason="no dictionary")
def test_words_are_divided_by_the_dictionary_and_by_parts_that_are_given() -> None:
    assert divider("da")("målsætninger").split(SOFT_HYPHEN) == ["mål", "sæt", "nin", "ger"]
    parts = divider("da", ("social-områd",))
    assert parts("Socialområdet").split(SOFT_HYPHEN) == ["Social", "området"]
    assert divider("xx")("measurement") == "measurement"


@pytest.mark.skipif(not is_installed("hyphens"), reason="no dictionary")
def test_only_pages_have_soft_hyphens_and_nothing_that_is_copied(
    plan: Project, windows: Windows
) -> None:
    plan.edit("conf.py", ('"needs_search"]', '"needs_search", "public_site"]'))
    built = plan.build(public_site_line_breaks=True, jobs=2)
    assert built.files() == plan.build(out="serial", public_site_line_breaks=True).files()
    sign = SOFT_HYPHEN.encode()
    texts = {".json", ".js", ".txt", ".csv", ".css", ".svg", ".xml"}
    with_it = {name for name, data in built.files().items() if sign in data}
    assert with_it
    assert {x for x in with_it if "." + x.rpartition(".")[2] in texts} == set()
    window = windows.page()
    window.goto((built.out / "daekning.html").as_uri())
    assert SOFT_HYPHEN in window.evaluate("document.body.textContent")
    for text in window.evaluate(COPIED):
        assert len(text) > 100
        assert SOFT_HYPHEN not in text
