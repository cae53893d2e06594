"""Tables and keys of the model's file that have no meaning to sphinx-needs."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.settings import SettingError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    from needs_core.reader import setting_names

    known = setting_names()
    for name in get_close_matches(
        "types", {x for x in needs if x not in known}, cutoff=0.6
    ):
        yield (name,), "types"
    types = needs.get("types")
    for type_, declared in types.items() if isinstance(types, dict) else ():
        for name, value in declared.items() if isinstance(declared, dict) else ():
            near = get_close_matches(name, _OF_A_TYPE, n=1, cutoff=0.6)
            if near and name not in _OF_A_TYPE and isinstance(value, dict):
                yield ("types", type_, name), near[0]


def unknown_keys(
    needs: Mapping[str, Any],
) -> Iterator[tuple[tuple[str, ...], SettingError]]:
    """Yield the paths of keys of the model, and of its common fields and links."""
    from needs_core.reader import declaration_keys, setting_names

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
