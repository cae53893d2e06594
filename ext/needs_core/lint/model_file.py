"""Mistakes in the model's file: tables and keys without a meaning, and renamed types.

Each page and each setting would tell by itself of a type that the model no longer declares,
with remedies that do not help.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.util.matching import get_matching_files

from needs_core import setting_lines
from needs_core.messages import BuildStoppedError, Problem
from needs_core.settings import SettingError, unknown
from needs_core.suggestions import closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_OF_A_TYPE = ("fields", "links")
_NAMES = ("title", "description", "outgoing", "incoming")
"""Keys whose values are names that readers see."""


def within(tables: Mapping[str, Any], base: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the table ``needs`` below some others; empty where there is none.

    >>> within({"tool": {"needs": {"a": 1}}}, ("tool",)), within({"needs": 1}, ())
    ({'a': 1}, {})
    """
    found: Any = tables
    for step in (*base, "needs"):
        found = found.get(step, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def misnamed_tables(needs: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the paths of tables, with the names they nearly have.

    Without the types, or the fields or links of one, every page would be wrong.

    >>> [*misnamed_tables({"type": {}, "types": {"a": {"field": {"x": {}}, "colour": 1}}})]
    [(('type',), 'types'), (('types', 'a', 'field'), 'fields')]
    """
    from needs_core.sphinx_needs_internals import setting_names

    known = setting_names()
    for name in needs:
        if name not in known and closest(name, ["types"], similarity=0.6):
            yield (name,), "types"
    types = needs.get("types")
    for type_, declared in types.items() if isinstance(types, dict) else ():
        for name, value in declared.items() if isinstance(declared, dict) else ():
            near = closest(name, _OF_A_TYPE, similarity=0.6)
            if near and name not in _OF_A_TYPE and isinstance(value, dict):
                yield ("types", type_, name), near


def unknown_keys(
    needs: Mapping[str, Any],
) -> Iterator[tuple[tuple[str, ...], SettingError]]:
    """Yield the paths of keys of the model, and of its common fields and links."""
    from needs_core.sphinx_needs_internals import declaration_keys, setting_names

    for key in needs:
        if key not in (known := setting_names()):
            yield (key,), unknown(_("There is no such key."), key, known)
    for group, keys in declaration_keys().items():
        declared = needs.get(group)
        for name, one in declared.items() if isinstance(declared, dict) else ():
            for key in one if isinstance(one, dict) else ():
                if key not in keys:
                    error = unknown(_("There is no such key."), key, keys)
                    yield (group, name, key), error


def bad_declarations(
    needs: Mapping[str, Any],
) -> Iterator[tuple[tuple[str, ...], SettingError]]:
    """Yield the paths of names that are empty, and of values that are allowed twice.

    >>> field = {"description": " ", "schema": {"enum": ["a", "b", "a"]}}
    >>> [path for path, error in bad_declarations({"fields": {"x": field}})]
    [('fields', 'x', 'description'), ('fields', 'x', 'schema')]
    """
    for path, declared in _declarations(needs):
        for key in _NAMES:
            name = declared.get(key)
            if isinstance(name, str) and not name.strip():
                remedy = _("Write the name that readers see.")
                yield (*path, key), SettingError(_("The name is empty."), remedy)
        schema = declared.get("schema")
        allowed = schema.get("enum") if isinstance(schema, dict) else None
        texts = (
            [x for x in allowed if isinstance(x, str)] if isinstance(allowed, list) else []
        )
        if twice := [x for x in dict.fromkeys(texts) if texts.count(x) > 1]:
            fault = _("A value is there twice: %s.") % ", ".join(twice)
            yield (*path, "schema"), SettingError(fault, _("Remove one of the two."))


def names_of_no_text(
    needs: Mapping[str, Any],
) -> Iterator[tuple[tuple[str, ...], SettingError]]:
    """Yield the paths of names of common fields and links that are not texts.

    No view can show those; of types, sphinx-needs tells it itself.

    >>> [path for path, error in names_of_no_text({"links": {"x": {"outgoing": 5}}})]
    [('links', 'x', 'outgoing')]
    """
    for path, declared in _declarations({x: needs.get(x) for x in _OF_A_TYPE}):
        for key in _NAMES:
            if not isinstance(declared.get(key, ""), str):
                fault = _("The value is not of the kind it must be.")
                yield (
                    (*path, key),
                    SettingError(fault, _("Write a text in quotation marks.")),
                )


def _declarations(
    needs: Mapping[str, Any],
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Yield types, and fields and links of all needs and of one type, with their paths."""
    for group in ("types", *_OF_A_TYPE):
        declared = needs.get(group)
        for name, one in declared.items() if isinstance(declared, dict) else ():
            if not isinstance(one, dict):
                continue
            yield (group, name), one
            if group == "types":
                for path, inner in _declarations({x: one.get(x) for x in _OF_A_TYPE}):
                    yield (group, name, *path), inner


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
