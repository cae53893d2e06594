"""Declarations of fields and links in the configuration: common ones and those of types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.config import Config

STRUCTURAL_LINKS = frozenset({"parent_needs"})
"""Links sphinx-needs keeps of where a need stands; no author writes them."""


_every_type: WeakKeyDictionary[Config, Sequence[Mapping[str, Any]]] = WeakKeyDictionary()


def note_types(config: Config, every: Sequence[Mapping[str, Any]]) -> None:
    """Note all need types, with those of extensions, which ``needs_types`` lacks."""
    _every_type[config] = every


def declared_types(config: Config) -> Sequence[Mapping[str, Any]]:
    """Return every need type; those of extensions from ``config-inited`` (640) on."""
    found: Sequence[Mapping[str, Any]] = _every_type.get(config, config.needs_types)
    return found


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration of a field or a link for one need type."""

    name: str
    label: str
    """What readers call it: the label of a field, the outgoing name of a link."""
    link: bool
    own: bool
    """Whether the type declares it itself, and does not share it with all."""
    schema: Mapping[str, Any]
    """The JSON schema of its value, as far as the configuration has one."""
    nullable: bool
    """Whether it may be left out even when the schema allows no empty value."""
    targets: frozenset[str] = frozenset()
    """The types a link may point at; none: any."""


def type_declarations(config: Config, type_: str) -> tuple[Declared, ...]:
    """Return the fields and links of a type: its own first, then those all share."""
    kind = next(x for x in declared_types(config) if x["directive"] == type_)
    common, common_links = _usable(config.needs_fields), _usable(config.needs_links)
    found = (
        *_declared_values(_usable(kind.get("fields", {})), common, own=True, link=False),
        *_declared_values(
            _usable(kind.get("links", {})), common_links, own=True, link=True
        ),
        *_declared_values(common, {}, own=False, link=False),
        *_declared_values(common_links, {}, own=False, link=True),
    )
    fields, links = declarations(config)
    given = config.needs_core_labels
    labels = given if isinstance(given, Mapping) else {}
    first: dict[str, Declared] = {}
    for name, one, own, link in found:
        key = "outgoing" if link else "description"
        shared = (links if link else fields).by_name[name]
        label = one.get(key) or shared.get(key) or ""
        label = (
            label or name
            if link
            else str(labels.get(name, "")) or name_of_field(name, label)
        )
        first.setdefault(
            name,
            Declared(
                name,
                str(label),
                link,
                own,
                one.get("schema", {}),
                bool(one.get("nullable")) or "default" in one,
                frozenset(one.get("target_types", ())),
            ),
        )
    return tuple(one for name, one in first.items() if name not in STRUCTURAL_LINKS)


def demanded(config: Config) -> Mapping[str, tuple[Declared, ...]]:
    """Return the fields of each type that its needs must give a value.

    The type declares them itself, as fields that no empty value fits, and does not say
    that they may be left out.
    """
    return {
        kind["directive"]: tuple(
            one
            for one in type_declarations(config, kind["directive"])
            if one.own and not one.link and not one.nullable and _refuses_none(one.schema)
        )
        for kind in declared_types(config)
    }


def _refuses_none(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema names values, a form or a kind of text, none of them empty.

    >>> [_refuses_none(x) for x in ({"enum": ["a"]}, {"enum": [""]}, {"type": "string"})]
    [True, False, False]
    >>> [_refuses_none({"pattern": x}) for x in ("^a+$", "a*")]
    [True, False]
    """
    if "enum" in schema:
        return "" not in schema["enum"]
    if "pattern" in schema:
        with suppress(re.error):  # told elsewhere
            return not re.search(schema["pattern"], "")
    return "format" in schema or bool(schema.get("minLength"))


_MOST_WORDS = 4
"""A description of more words explains a field, and is not what it is called."""


def name_of_field(name: str, description: str) -> str:
    """Return what readers call a field that ``needs_core_labels`` does not name.

    >>> name_of_field("prio", "Priority"), name_of_field("found_in", "")
    ('Priority', 'Found In')
    >>> name_of_field("prio", "Priority level, 1-5 where 1 is highest")
    'Prio'
    """
    is_name = 0 < len(description.split()) <= _MOST_WORDS and not description.endswith(".")
    return description if is_name else name.replace("_", " ").title()


def decimal_fields(config: Config) -> frozenset[str]:
    """Return the fields whose values are numbers that may have decimals, one or several."""
    fields, _links = declarations(config)
    return frozenset(
        name
        for name, declared in fields.by_name.items()
        for schema in [declared.get("schema", {})]
        if "number" in (schema.get("type"), schema.get("items", {}).get("type"))
    )


_forgotten: WeakKeyDictionary[Config, frozenset[str]] = WeakKeyDictionary()


def forget(config: Config, names: Iterable[str]) -> None:
    """Take types, fields and links out of the model, before sphinx-needs uses it."""
    gone = _forgotten[config] = frozenset(names)
    for value in ("needs_fields", "needs_links"):
        config[value] = _without(config[value], gone)
    for value, key in (("needs_extra_options", "name"), ("needs_extra_links", "option")):
        config[value] = [
            one
            for one in config[value]
            if (one.get(key) if isinstance(one, Mapping) else one) not in gone
        ]
    config["needs_types"] = [
        {
            name: _without(one, gone) if name in {"fields", "links"} else one
            for name, one in kind.items()
        }
        for kind in config["needs_types"]
        if kind.get("directive") not in gone
    ]


def _without(declared: Any, names: frozenset[str]) -> Any:
    """Return declarations of fields or links without some, and without types as targets."""
    if not isinstance(declared, Mapping):
        return declared
    return {
        name: _to_others(one, names) for name, one in declared.items() if name not in names
    }


def _to_others(one: Any, names: frozenset[str]) -> Any:
    if not isinstance(one, Mapping) or names.isdisjoint(one.get("target_types", ())):
        return one
    others = [name for name in one["target_types"] if name not in names]
    return {**one, "target_types": others}


def forgotten(config: Config) -> frozenset[str]:
    """Return the types, fields and links that are taken out."""
    return _forgotten.get(config, frozenset())


def id_rule(config: Config) -> str:
    """Return the pattern that every id follows."""
    return str(config.needs_id_regex)


def _declared_values(
    names: Mapping[str, Mapping[str, Any]],
    common: Mapping[str, Mapping[str, Any]],
    *,
    own: bool,
    link: bool,
) -> Iterator[tuple[str, dict[str, Any], bool, bool]]:
    for name, one in names.items():
        yield name, {**common.get(name, {}), **one}, own, link


def declarations(config: Config) -> tuple[Declarations, Declarations]:
    """Return all fields and all links; the first to name something describes it.

    sphinx-needs lets a need type declare fields and links of its own, beside those
    that are common to all types.
    """
    fields = Declarations(_usable(config.needs_fields))
    links = Declarations(_usable(config.needs_links))
    for kind in declared_types(config):
        fields.add(_usable(kind.get("fields", {})), kind["directive"])
        links.add(_usable(kind.get("links", {})), kind["directive"])
    return fields, links


def _usable(declared: Mapping[Any, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the declarations that are named tables; sphinx-needs warns of others.

    >>> _usable({"level": {"description": "Level"}, "size": 1, 7: {}})
    {'level': {'description': 'Level'}}
    """
    return {
        name: one
        for name, one in declared.items()
        if isinstance(name, str) and isinstance(one, Mapping)
    }


class Declarations:
    """Declarations of fields or of links by name: the common ones, then those of types."""

    def __init__(self, common: Mapping[str, Mapping[str, Any]]) -> None:
        self.by_name: dict[str, dict[str, Any]] = {n: {**d} for n, d in common.items()}
        self.owners: dict[str, list[str]] = {}

    def add(self, own: Mapping[str, Mapping[str, Any]], type_: str) -> None:
        """Take in what a type declares; the first to name something describes it."""
        for name, declared in own.items():
            if name not in self.by_name or name in self.owners:
                self.owners.setdefault(name, []).append(type_)
            self.by_name[name] = {**declared, **self.by_name.get(name, {})}

    def add_old(self, entries: Iterable[str | Mapping[str, Any]], key: str) -> None:
        """Take in names, or declarations that hold their name under ``key``."""
        for entry in entries:
            declared = {key: entry} if isinstance(entry, str) else {**entry}
            self.by_name.setdefault(declared[key], declared)
