"""The file of known gaps: which breaches of gates do not fail a build."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.json_text import parse_json
from needs_core.model import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT, VERSION = "needs-coverage-baseline", 1


@dataclass(frozen=True, slots=True)
class KnownGap:
    """A breach: the gate, the item or group, and the field or date of it."""

    gate: str
    id: str
    detail: str = ""


class BaselineError(ValueError):
    """The file cannot be used: ``reason`` is one of the three below."""

    BROKEN, FOREIGN, VERSION = "broken", "foreign", "version"

    def __init__(self, reason: str, found: object = "") -> None:
        super().__init__(reason, found)
        self.reason, self.found = reason, found


def parse_baseline(content: bytes | str) -> tuple[KnownGap, ...]:
    """Parse a baseline file.

    Raises ``JsonTextError``, or ``BaselineError`` where it is no baseline of this version.
    """
    loaded = parse_json(content)
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise BaselineError(BaselineError.FOREIGN)
    if loaded.get("version") != VERSION:
        raise BaselineError(BaselineError.VERSION, loaded.get("version"))
    entries = loaded.get("known")
    if not isinstance(entries, list):
        raise BaselineError(BaselineError.BROKEN, "known")
    return tuple(dict.fromkeys(_entry(n, x) for n, x in enumerate(entries, start=1)))


def baseline_text(gaps: Iterable[KnownGap]) -> str:
    """Return the text of a baseline file: a line a gap, in natural order.

    >>> parse_baseline(baseline_text([KnownGap("owner", "TI_1", "ansvarlig")]))
    (KnownGap(gate='owner', id='TI_1', detail='ansvarlig'),)
    """
    ordered = sorted(set(gaps), key=lambda x: (x.gate, natural_key(x.id), x.detail))
    entries = (json.dumps(_as_dict(gap), ensure_ascii=False) for gap in ordered)
    lines = ",\n".join(f"    {entry}" for entry in entries)
    known = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n  "known": {known}\n}}\n'


def _as_dict(gap: KnownGap) -> dict[str, str]:
    values = {"gate": gap.gate, "id": gap.id, "detail": gap.detail}
    return {key: value for key, value in values.items() if value or key != "detail"}


def _entry(number: int, value: object) -> KnownGap:
    if isinstance(value, dict) and {"gate", "id"} <= set(value) <= {"gate", "id", "detail"}:
        entry = KnownGap(**value)
        if all(isinstance(x, str) for x in (entry.gate, entry.id, entry.detail)):
            return entry
    raise BaselineError(BaselineError.BROKEN, f"known, {number}")
