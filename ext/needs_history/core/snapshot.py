"""A snapshot: what the needs were on a day, as a small file of a schema of its own.

One line a need, sorted, so that two snapshots are easy to compare with any tool. The
schema is ``snapshot.schema.json`` beside this folder.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from needs_core.model import Item, Items
from needs_history.core.halfyear import HalfYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from needs_core.model import Model

FORMAT, VERSION = "needs-history-snapshot", 1
SCHEMA = Path(__file__).parent.parent / "snapshot.schema.json"


class SnapshotError(Exception):
    """A file that cannot be used. ``reason`` is one of the constants."""

    BROKEN, FOREIGN, VERSION, NAME = "broken", "foreign", "version", "name"

    def __init__(self, reason: str, found: str) -> None:
        super().__init__(reason, found)
        self.reason, self.found = reason, found


@dataclass(frozen=True, slots=True)
class Known:
    """What a model could say when a snapshot was made: its types, fields and links."""

    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @classmethod
    def of(cls, model: Model) -> Known:
        """Take the names from the project's model."""
        return cls(*(tuple(sorted(x)) for x in (model.types, model.fields, model.links)))


@dataclass(frozen=True)
class Snapshot:
    """The needs as they were. Needs of other projects are not in it."""

    name: HalfYear
    taken: date
    items: Items
    known: Known = field(default_factory=Known)
    commit: str | None = None
    """The commit it was made from; ``None``: the files as they lay there."""

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.name)


def written(snapshot: Snapshot) -> str:
    """Return a snapshot as the text of its file."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "name": str(snapshot.name),
        "taken": snapshot.taken.isoformat(),
        "commit": snapshot.commit,
        "model": {
            "types": snapshot.known.types,
            "fields": snapshot.known.fields,
            "links": snapshot.known.links,
        },
    }
    lines = [f" {_json(key)}: {_json(value)}," for key, value in head.items()]
    own = (item for item in snapshot.items if not item.external)
    needs = ",\n".join(f"  {_json(_entry(item))}" for item in own)
    body = f"[\n{needs}\n ]" if needs else "[]"
    return "\n".join(["{", *lines, f' "needs": {body}', "}", ""])


def read(text: str, name: str) -> Snapshot:
    """Read the text of a snapshot's file called by a half-year; else ``SnapshotError``."""
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SnapshotError(SnapshotError.BROKEN, str(error)) from None
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise SnapshotError(SnapshotError.FOREIGN, "")
    if loaded.get("version") != VERSION:
        raise SnapshotError(SnapshotError.VERSION, str(loaded.get("version")))
    if found := next(iter(_validator().iter_errors(loaded)), None):
        place = "/".join(str(part) for part in found.instance_path)
        raise SnapshotError(SnapshotError.BROKEN, f"{place}: {found.message}"[:200])
    period = HalfYear.parse(loaded["name"])
    if period is None or loaded["name"] != name:
        raise SnapshotError(SnapshotError.NAME, loaded["name"])
    try:
        taken = date.fromisoformat(loaded["taken"])
    except ValueError:
        raise SnapshotError(SnapshotError.BROKEN, loaded["taken"]) from None
    ids = [entry["id"] for entry in loaded["needs"]]
    if len(set(ids)) != len(ids):
        raise SnapshotError(SnapshotError.BROKEN, next(x for x in ids if ids.count(x) > 1))
    items = Items.of(_item(entry) for entry in loaded["needs"])
    known = Known(*(tuple(loaded["model"][x]) for x in ("types", "fields", "links")))
    return Snapshot(period, taken, items, known, loaded["commit"])


def _entry(item: Item) -> dict[str, object]:
    """Return what is kept of a need; what it does not have is left out."""
    entry = {
        "id": item.id,
        "type": item.type,
        "title": item.title,
        "status": item.status,
        "page": item.docname,
        "fields": _plain(item.fields),
        "links": _plain(item.links),
        "text": item.text,
    }
    return {key: value for key, value in entry.items() if value}


def _plain(values: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
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
