"""What a need of a type may be given, and whether a value will do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from needs_history.commands.project import Opened

_ = get_translation("needs_history")

_GENERAL = "links"
"""The link that sphinx-needs gives every need, whether a project uses it or not."""


@dataclass(frozen=True, slots=True)
class Question:
    """One field or link that a need of a type has."""

    name: str
    label: str
    needed: bool
    schema: Mapping[str, Any]
    targets: tuple[str, ...] | None = None
    """The ids a link may point at; ``None`` for a field."""
    asked: bool = True
    """Whether it is asked for; what every type has may be given, and is no question."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values there are to choose from; none: any."""
        return tuple(str(x) for x in self.schema.get("enum", ()))

    def ids(self, text: str) -> tuple[str, ...]:
        """Return the ids that a link's text names."""
        return tuple(x for x in re.split(r"[,\s]+", text) if x)

    def meant(self, text: str) -> str:
        """Return the value an answer chooses, in capitals or not."""
        return {x.casefold(): x for x in self.choices}.get(text.casefold(), text)

    def wrong(self, text: str) -> str | None:
        """Return what is wrong with a value, and what to write; ``None``: nothing."""
        if self.targets is not None:
            return self._wrong_link(text)
        if self.schema.get("type", "string") != "string":
            return None  # sphinx-needs reads it from its text, and tells
        validator = jsonschema_rs.validator_for(dict(self.schema), validate_formats=True)
        if validator.is_valid(text):
            return None
        if self.choices:
            told = _("“%(value)s” will not do in %(name)s. Choose one of: %(names)s.")
        elif self.schema.get("format") == "date":
            told = _("“%(value)s” in %(name)s is no date. Write it as 2027-03-31.")
        else:
            told = _("“%(value)s” will not do in %(name)s: it is to match %(pattern)s.")
        names = ", ".join(self.choices)
        pattern = self.schema.get("pattern", self.schema)
        return told % {
            "value": text,
            "name": self.name,
            "names": names,
            "pattern": pattern,
        }

    def _wrong_link(self, text: str) -> str | None:
        ids, most = self.ids(text), self.schema.get("maxItems")
        for id_ in ids:
            if id_ not in (self.targets or ()):
                told = _("“%(value)s” in %(name)s is no id that it can point at.")
                return told % {"value": id_, "name": self.name}
        if most and len(ids) > most:
            told = _("%(name)s can point at %(most)d, and no more.")
            return told % {"name": self.name, "most": most}
        return None


def questions(opened: Opened, type_: str) -> tuple[Question, ...]:
    """Return what a need of a type may be given, in the order it is to be asked."""
    declared = next(x for x in opened.app.config.needs_types if x["directive"] == type_)
    return (*_fields(opened, declared), *_links(opened, declared))


def _fields(opened: Opened, declared: Mapping[str, Any]) -> Iterator[Question]:
    common = opened.app.config.needs_fields
    for name, field in declared.get("fields", {}).items():
        whole = {**common.get(name, {}), **field}
        needed = not whole.get("nullable", False) and "default" not in whole
        label = opened.model.fields.get(name, name)
        yield Question(name, label, needed, whole.get("schema", {}))


def _links(opened: Opened, declared: Mapping[str, Any]) -> Iterator[Question]:
    common, own = opened.app.config.needs_links, declared.get("links", {})
    for name, link in opened.model.links.items():
        if name not in own and name not in common:
            continue
        schema = {**common.get(name, {}), **own.get(name, {})}.get("schema", {})
        types = own.get(name, {}).get("target_types", sorted(link.targets))
        targets = tuple(x.id for x in opened.items if not types or x.type in types)
        needed = bool(schema.get("minItems"))
        asked = needed or name in own or name != _GENERAL
        yield Question(name, link.outgoing, needed, schema, targets, asked)
