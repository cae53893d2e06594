"""Writes the invented content of ``content.py`` as a project, in six variants.

The words, the items and the links are invented; every variant says the same ones:

- ``plain``: MyST headings and links, no needs;
- ``needs``: sphinx-needs, no tables;
- ``needtable``: sphinx-needs and its own two needtables and two needlists on one page;
- ``ours``: sphinx-needs and needs_coverage, a page with a matrix and gaps;
- ``cards``: as ``ours``, and every need drawn by needs_cards;
- ``all``: as ``cards``, with every extension of ours, as a knowledge base has them.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from content import ACTION, GOAL, KEYWORD, LINKS, SEED, SIZES, Content, Entry, content

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSIONS = {
    "plain": (),
    "needs": ("sphinx_needs",),
    "needtable": ("sphinx_needs",),
    "ours": ("sphinx_needs", "needs_coverage"),
    "cards": ("sphinx_needs", "needs_coverage", "needs_cards"),
    "all": (
        "sphinx_needs",
        "needs_coverage",
        "needs_cards",
        "needs_sources",
        "needs_overview",
        "needs_history",
        "needs_exchange",
        "needs_search",
        "public_site",
        "typst_pdf",
    ),
}
VARIANTS = tuple(EXTENSIONS)
MATRIX_PAGE = "daekning"

_CONF = """\
project = "Et opfundet projekt"
language = "da"
html_theme = "alabaster"
myst_enable_extensions = ["colon_fence"]
extensions = {extensions}
"""

_MODEL = f"""
needs_types = [
    {{"directive": "{GOAL}", "title": "Målsætning", "prefix": "MS_"}},
    {{"directive": "{KEYWORD}", "title": "Nøgleord", "prefix": "NO_"}},
    {{"directive": "{ACTION}", "title": "Tiltag", "prefix": "TI_"}},
]
needs_fields = {{"ansvarlig": {{"description": "Ansvarlig", "nullable": True}}}}
needs_links = {{
    "{LINKS[ACTION]}": {{"outgoing": "bidrager til", "incoming": "understøttes af"}},
    "{LINKS[KEYWORD]}": {{"outgoing": "beskriver", "incoming": "beskrives af"}},
}}
"""

_ROLES = f"""
needs_core_roles = {{
    "actions": "{ACTION}",
    "goals": "{GOAL}",
    "link": "{LINKS[ACTION]}",
    "owner": "ansvarlig",
}}
needs_exchange_types = ["{ACTION}"]
"""

_INDEX = """\
# Et opfundet projekt

Alt her er opfundet: ordene ligner dansk og betyder intet. Siderne findes kun, for at det
kan måles, hvor hurtigt de bygges.

:::{{toctree}}
:maxdepth: 1

{pages}
:::
"""

_NEEDTABLES = f"""\
# Dækning

:::{{needtable}} Målsætninger
:types: {GOAL}
:columns: id, title, {LINKS[ACTION]}_back as "understøttes af"
:style: table
:::

:::{{needtable}} Tiltag
:types: {ACTION}
:columns: id, title, status, {LINKS[ACTION]} as "bidrager til"
:style: table
:::

## Målsætninger uden tiltag

:::{{needlist}}
:filter: type == "{GOAL}" and len({LINKS[ACTION]}_back) == 0
:::

## Tiltag uden målsætninger

:::{{needlist}}
:filter: type == "{ACTION}" and len({LINKS[ACTION]}) == 0
:::
"""

_MATRIX = f"""\
# Dækning

:::{{coverage-matrix}}
:rows: {GOAL}
:columns: {ACTION}
:link: {LINKS[ACTION]}
:caption: Målsætninger og tiltag
:::

## Nøgleord

:::{{coverage-gaps}}
:rows: {KEYWORD}
:columns: {GOAL}
:link: {LINKS[KEYWORD]}
:::
"""

_MATRIX_PAGES = {
    "needtable": _NEEDTABLES,
    "ours": _MATRIX,
    "cards": _MATRIX,
    "all": _MATRIX,
}


def files(made: Content, variant: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file of a project."""
    conf = _CONF.format(extensions=["myst_parser", *EXTENSIONS[variant]])
    model = "" if variant == "plain" else _MODEL
    yield "conf.py", conf + model + (_ROLES if variant == "all" else "")
    names = [*made.pages]
    if variant in _MATRIX_PAGES:
        yield f"{MATRIX_PAGE}.md", _MATRIX_PAGES[variant]
        names.append(MATRIX_PAGE)
    yield "index.md", _INDEX.format(pages="\n".join(names))
    draw = _heading if variant == "plain" else _need
    for name, entries in made.pages.items():
        title = f"# {entries[0].kind.capitalize()}, side {int(name[-3:])}"
        yield f"{name}.md", "\n\n".join((title, *(draw(e, made) for e in entries))) + "\n"


def write(made: Content, variant: str, folder: Path) -> None:
    """Write a project to a folder, and only the files that differ from what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files(made, variant):
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def _need(entry: Entry, _made: Content) -> str:
    options = [("id", entry.id), *entry.facts]
    if entry.links:
        options.append((LINKS[entry.kind], ", ".join(entry.links)))
    lines = "\n".join(f":{name}: {value}" for name, value in options)
    return f":::{{{entry.kind}}} {entry.title}\n{lines}\n\n{entry.text}\n:::"


def _heading(entry: Entry, made: Content) -> str:
    lines = [f"- {name.capitalize()}: {value}" for name, value in entry.facts]
    if entry.links:
        goals = ", ".join(
            f"[{id_} {made.title(id_)}](#{id_.lower()})" for id_ in entry.links
        )
        lines.append(f"- {LINKS[entry.kind].replace('_', ' ').capitalize()}: {goals}")
    parts = [f"({entry.id.lower()})=\n## {entry.id} {entry.title}", entry.text]
    return "\n\n".join([*parts, "\n".join(lines)] if lines else parts)


def main() -> None:
    """Write one project."""
    parser = argparse.ArgumentParser(description="Write an invented project to a folder.")
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("variant", choices=VARIANTS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    write(content(SIZES[chosen.size], chosen.seed), chosen.variant, chosen.folder)


if __name__ == "__main__":
    main()
