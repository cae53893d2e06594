"""Snapshots: the needs as they were on a day, and the JSON file that holds them.

A file has one line for each need, in natural order of the ids, so that any tool compares
two of them well. Its schema is ``snapshot.schema.json`` beside this folder.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from needs_core.dates import HalfYear
from needs_core.items import Item, Items
from needs_core.json_text import JsonTextError, parse_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from needs_core.model import Model

FORMAT, VERSION = "needs-history-snapshot", 1
SCHEMA = Path(__file__).parent.parent / "snapshot.schema.json"


class HistoryFileError(Exception):
    """A file of the history that cannot be used.

    ``reason`` is one of the constants, ``detail`` what was found instead.
    """

    BROKEN, FOREIGN, VERSION, NAME = "broken", "foreign", "version", "name"
    TEXT = "text"
    """It is no JSON: ``detail`` says why, and ``remedy`` what may mend it."""

    def __init__(self, reason: str, detail: str, line: int = 1, remedy: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail
        self.line, self.remedy = line, remedy


@dataclass(frozen=True, slots=True)
class ModelNames:
    """The types, fields and links a project had declared when a snapshot was taken."""

    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @classmethod
    def from_model(cls, model: Model) -> ModelNames:
        """Take the names from the model of a project."""
        return cls(*(tuple(sorted(x)) for x in (model.types, model.fields, model.links)))

    def without(self, left_out: Collection[str]) -> ModelNames:
        """Return the names but for those that an edition leaves out."""
        known = (self.types, self.fields, self.links)
        return ModelNames(*(tuple(x for x in y if x not in left_out) for y in known))


@dataclass(frozen=True)
class Snapshot:
    """The needs of a half-year. Needs of other projects are not written to its file."""

    period: HalfYear
    taken: date
    items: Items
    names: ModelNames = field(default_factory=ModelNames)
    commit: str | None = None
    """The full hash of the commit it was taken from; ``None``: from the working files."""

    @property
    def name(self) -> str:
        """The name of its file without the suffix, as ``2026-1``."""
        return str(self.period)


def serialize(snapshot: Snapshot) -> str:
    """Return the text of the file of a snapshot."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "name": snapshot.name,
        "taken": snapshot.taken.isoformat(),
        "commit": snapshot.commit,
        "model": {
            "types": snapshot.names.types,
            "fields": snapshot.names.fields,
            "links": snapshot.names.links,
        },
    }
    lines = [f" {_json(key)}: {_json(value)}," for key, value in head.items()]
    own = (item for item in snapshot.items if not item.external)
    needs = ",\n".join(f"  {_json(_entry(item))}" for item in own)
    body = f"[\n{needs}\n ]" if needs else "[]"
    return "\n".join(["{", *lines, f' "needs": {body}', "}", ""])


def parse(content: bytes | str, name: str) -> Snapshot:
    """Read the file of a half-year; raises ``HistoryFileError``."""
    loaded = load(content, FORMAT, VERSION)
    if found := next(iter(_validator().iter_errors(loaded)), None):
        place = "/".join(str(part) for part in found.instance_path)
        broken = f"{place}: {found.message}"[:200]
        raise HistoryFileError(HistoryFileError.BROKEN, broken)
    period = HalfYear.parse(loaded["name"])
    if period is None or loaded["name"] != name:
        raise HistoryFileError(HistoryFileError.NAME, loaded["name"])
    try:
        taken = date.fromisoformat(loaded["taken"])
    except ValueError:
        raise HistoryFileError(HistoryFileError.BROKEN, loaded["taken"]) from None
    ids = [entry["id"] for entry in loaded["needs"]]
    if len(set(ids)) != len(ids):
        twice = next(x for x in ids if ids.count(x) > 1)
        raise HistoryFileError(HistoryFileError.BROKEN, twice)
    items = Items.sort(_item(entry) for entry in loaded["needs"])
    names = ModelNames(*(tuple(loaded["model"][x]) for x in ("types", "fields", "links")))
    return Snapshot(period, taken, items, names, loaded["commit"])


def load(content: bytes | str, format_: str, version: int) -> dict[str, Any]:
    """Parse JSON that names its format and version; raises ``HistoryFileError``."""
    try:
        loaded: Any = parse_json(content)
    except JsonTextError as error:
        reason = (HistoryFileError.TEXT, str(error), error.line, error.remedy)
        raise HistoryFileError(*reason) from None
    if not isinstance(loaded, dict) or loaded.get("format") != format_:
        raise HistoryFileError(HistoryFileError.FOREIGN, "")
    if loaded.get("version") != version:
        raise HistoryFileError(HistoryFileError.VERSION, str(loaded.get("version")))
    return loaded


def _entry(item: Item) -> dict[str, object]:
    """Return the entry of a need; keys without a value are left out."""
    entry = {
        "id": item.id,
        "type": item.type,
        "title": item.title,
        "status": item.status,
        "page": item.docname,
        "fields": _sorted_lists(item.fields),
        "links": _sorted_lists(item.links),
        "text": item.text,
    }
    return {key: value for key, value in entry.items() if value}


def _sorted_lists(values: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {name: list(values[name]) for name in sorted(values)}


def _item(entry: dict[str, Any]) -> Item:
    return Item(
        entry["id"],
        entry["type"],
        entry["title"],
        entry.get("status"),
        docname=entry.get("page"),
        text=entry.get("text", ""),
        fields={k: tuple(v) for k, v in entry.get("fields", {}).items()},
        links={k: tuple(v) for k, v in entry.get("links", {}).items()},
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _validator() -> jsonschema_rs.Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema)
