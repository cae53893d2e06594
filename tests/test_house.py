"""The street stands as planned: imports run one way, sphinx-needs has one door."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXT = REPO / "ext"
MODULES = sorted(path for path in EXT.rglob("*.py"))
GROUND = "needs_core"
PURE = ["needs_core/model.py", "needs_core/views.py", "needs_cards/card.py"]
PURE += sorted(
    path.relative_to(EXT).as_posix() for path in EXT.glob("needs_history/core/*.py")
)
PURE += ["needs_core/states.py", "needs_core/spreadsheet.py"]
PURE += [
    f"needs_coverage/{name}.py"
    for name in ("matrix", "ways", "spec", "by_field", "conditions")
]
PURE += [f"needs_coverage/gates/{name}.py" for name in ("rules", "judging", "baseline")]
PURE += [
    f"needs_coverage/exports/{name}.py"
    for name in (
        "grid",
        "gridding",
        "as_csv",
        "as_json",
        "as_xlsx",
        "paper",
        "explaining",
    )
]
PURE += ["needs_coverage/exports/ledger.py"]
PURE += [
    f"typst_pdf/{name}.py"
    for name in ("escaping", "markers", "grid", "volumes", "compile", "tagging")
]
PURE += [
    f"needs_sources/{name}.py"
    for name in (
        *("config", "source_text", "quotes", "lock", "variants"),
        *("mentions", "timeline", "story"),
    )
]
PURE += [f"needs_exchange/pages/{x}.py" for x in ("blocks", "editing", "adding", "page")]
PURE += [f"needs_exchange/pages/{x}.py" for x in ("myst", "rst", "storing")]
PURE += ["needs_exchange/values.py", "needs_exchange/importing/numbering.py"]
PURE += ["needs_exchange/sheets/contents.py", "needs_exchange/sheets/raw.py"]
PURE += [
    f"needs_search/{name}.py"
    for name in ("words", "language", "entries", "indexing", "copies", "packing")
]
PURE += ["needs_search/synonyms.py", "needs_search/facets.py"]
PURE += ["public_site/git_dates.py"]
PURE += [
    f"needs_overview/{name}.py"
    for name in ("tree", "bars", "poster", "placing", "wrapping", "svg")
]


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of the modules a module imports, early or late."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def name(path: Path) -> str:
    return path.relative_to(EXT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_extension_stands_in_a_siblings_room(path: Path) -> None:
    own = path.relative_to(EXT).parts[0]
    siblings = {p.name for p in EXT.iterdir() if p.is_dir()} - {own, GROUND}
    if own == GROUND:
        siblings -= {GROUND}
    assert not {module.split(".")[0] for module in imports(path)} & siblings


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_sphinx_needs_has_one_door(path: Path) -> None:
    if name(path) == "needs_core/reader.py":
        return
    typing_only = {"sphinx_needs.need_item"}
    found = {m for m in imports(path) if m.startswith("sphinx_needs")} - typing_only
    assert not found


@pytest.mark.parametrize("module", PURE)
def test_the_core_knows_no_sphinx(module: str) -> None:
    assert not [m for m in imports(EXT / module) if m.startswith(("sphinx", "docutils"))]
