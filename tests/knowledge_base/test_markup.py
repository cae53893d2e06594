"""What validators beside axe find in a page (html-validate, HTML_CodeSniffer)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

    from tests.conftest import Built

LANDMARKS = ("nav", "main", "aside", "form[aria-label]", "section[aria-label]")


def faults(page: BeautifulSoup) -> Iterator[str]:
    """Yield what is wrong in a page."""
    for head in page.select("th:not([scope])"):
        yield f"a header without scope: {head.get_text(' ', strip=True)}"
    for table in page.select("main table:not(.indextable)"):
        around = table.find_parent("section", attrs={"aria-label": True})
        if re.search(r"\b[A-Z]{2,4}_\d", str(table.get("aria-label"))):
            yield f"a table is read aloud by an id: {table['aria-label']}"
        if not (table.caption or table.get("aria-label") or around):
            yield f"a table without a name: {table.get('class')}"
    for form in page.select("form[action]"):
        if not form.select("button:not([type=button]), input[type=submit]"):
            yield f"a form without a button: {form.get('class')}"
    names = Counter((x.name, name_of(x)) for x in page.select(",".join(LANDMARKS)))
    yield from (f"{count} times {name}" for name, count in names.items() if count > 1)
    ids = Counter(str(x["id"]) for x in page.select("[id]"))
    yield from (f"{count} times #{name}" for name, count in ids.items() if count > 1)


def name_of(landmark: Tag) -> str:
    return str(landmark.get("aria-label") or landmark.get("aria-labelledby") or "")


def test_no_page_has_what_validators_find(site: Built) -> None:
    pages = [x for x in site.out.rglob("*.html") if "_static" not in x.parts]
    assert len(pages) > 50
    found = {
        path.relative_to(site.out).as_posix(): told
        for path in pages
        if (told := list(faults(BeautifulSoup(path.read_bytes(), "html.parser"))))
    }
    assert found == {}
