"""A type that pages and settings name, and that the model no longer declares.

Each page and each setting would tell of it by itself, with remedies that do not help.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.util.matching import get_matching_files

from needs_core import setting_lines
from needs_core.messages import BuildStoppedError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_BLOCK = re.compile(
    r"^[ \t]*(?:[:`~]{3,}\{(?P<name>[^}\n]+)\}|\.\. (?P<plain>[^\s:]+)::).*\n[ \t]*:id:",
    re.MULTILINE,
)
"""A block that is a need: an id stands right below its first line."""
_MOST = 3
"""So many pages are named."""


def stop_at_renamed(app: Sphinx, file: Path, text: str) -> None:
    """Stop a build in which a type is named and written, and not declared.

    Pages are looked into only where the model points at a type that it lacks.
    """
    tables = setting_lines.toml_tables(text)
    declared = declared_names(tables)
    lacking = {x for x in targets(tables) if x not in declared}
    if not lacking:
        return
    used: dict[str, list[str]] = {}
    for page in sorted(get_matching_files(app.srcdir, _endings(app), _excluded(app))):
        for name in set(_types_of(Path(app.srcdir, page))):
            used.setdefault(name, []).append(page)
    if not (written := sorted(lacking & used.keys())):
        return
    name = max(written, key=lambda one: len(used[one]))
    unused = [one for one in declared if one not in used]
    lines = setting_lines.toml_lines(text)
    named = [at for at, line in enumerate(text.split("\n"), 1) if _names(line, name)]
    here = next((lines[path] for path in lines if path[-1:] == (*unused[:1],)), named[0])
    fault = _(
        "No type has this name any more, but pages write it (%(pages)s), and the file "
        "names it in the lines %(lines)s."
    )
    pages = [*used[name][:_MOST], *["…"] * (len(used[name]) > _MOST)]
    fault %= {"pages": ", ".join(pages), "lines": ", ".join(map(str, named))}
    remedy = _("Give the type its old name back, or write the new one in all of them.")
    told = (name, fault, remedy, "needs_core", "model_file")
    raise BuildStoppedError(Problem(None, here, *told, file=str(file)))


def declared_names(tables: Mapping[str, Any]) -> list[str]:
    """Return the types that the model declares, in either of the two ways.

    >>> declared_names({"needs": {"types": {"req": {}}}})
    ['req']
    >>> declared_names({"needs": {"types": [{"directive": "req"}]}})
    ['req']
    """
    types: Any = tables.get("needs", {}).get("types", {})
    if isinstance(types, dict):
        return [*types]
    return [str(one.get("directive")) for one in types if isinstance(one, dict)]


def targets(tables: Any) -> Iterator[str]:
    """Yield the types that links of the model point at.

    >>> [*targets({"needs": {"links": {"of": {"target_types": ["req"]}}}})]
    ['req']
    """
    if isinstance(tables, dict):
        found = tables.get("target_types")
        yield from map(str, found if isinstance(found, list) else ())
        for inner in tables.values():
            yield from targets(inner)


def _endings(app: Sphinx) -> list[str]:
    # MyST has not registered its ending yet.
    return [f"**{ending}" for ending in {*app.config.source_suffix, ".md"}]


def _excluded(app: Sphinx) -> list[str]:
    given = app.config.exclude_patterns
    return [given] if isinstance(given, str) else [*given]


def _types_of(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8", errors="replace")
    for found in _BLOCK.finditer(text):
        yield found["name"] or found["plain"]


def _names(line: str, name: str) -> bool:
    """Tell whether a line of TOML names a type, and not in a comment.

    >>> [_names(x, "req") for x in ('a = ["req"]', "req = 1", "[x.req]", "# req", "req_a")]
    [True, True, True, False, False]
    """
    said = line.partition("#")[0]
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said))
