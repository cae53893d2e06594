"""The list of confirmed links: a file with a line a link and each wording once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from needs_core.model import natural_key
from needs_history.core.wording import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT, VERSION = "needs-history-confirmed", 1

Link = tuple[str, str, str]
"""Source id, link type, target id."""

_PRINT = re.compile(r"[0-9a-f]{16}")


class ConfirmedError(Exception):
    """A list that cannot be used. ``reason`` is one of the constants."""

    BROKEN, FOREIGN, VERSION = "broken", "foreign", "version"

    def __init__(self, reason: str, found: str) -> None:
        super().__init__(reason, found)
        self.reason, self.found = reason, found


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One link that somebody has confirmed: against which wording, and when."""

    link: Link
    on: str
    texts: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the wording."""
        return fingerprint(self.texts)


def read(text: str) -> dict[Link, Confirmed]:
    """Read the list of confirmed links; else ``ConfirmedError``."""
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfirmedError(ConfirmedError.BROKEN, str(error)) from None
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise ConfirmedError(ConfirmedError.FOREIGN, "")
    if loaded.get("version") != VERSION:
        raise ConfirmedError(ConfirmedError.VERSION, str(loaded.get("version")))
    try:
        return _entries(loaded)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfirmedError(ConfirmedError.BROKEN, str(error)) from None


def _entries(loaded: dict[str, Any]) -> dict[Link, Confirmed]:
    texts = {name: tuple(map(str, value)) for name, value in loaded["wordings"].items()}
    for name, value in texts.items():
        if not _PRINT.fullmatch(name) or fingerprint(value) != name:
            raise ValueError(name)  # somebody edited the wording, not the fingerprint
    entries = (
        Confirmed(
            (str(entry["source"]), str(entry["link"]), str(entry["target"])),
            str(entry["on"]),
            texts[entry["wording"]],
        )
        for entry in loaded["links"]
    )
    found: dict[Link, Confirmed] = {}
    for entry in entries:
        if entry.link in found:
            raise ValueError(" ".join(entry.link))
        found[entry.link] = entry
    return found


def written(confirmed: Iterable[Confirmed]) -> str:
    """Return the list as the text of its file: a line a link, a line a wording."""
    entries = sorted(confirmed, key=lambda x: [natural_key(part) for part in x.link])
    links_ = [
        {
            "source": entry.link[0],
            "link": entry.link[1],
            "target": entry.link[2],
            "wording": entry.fingerprint,
            "on": entry.on,
        }
        for entry in entries
    ]
    texts = {entry.fingerprint: list(entry.texts) for entry in entries}
    return "\n".join(
        [
            "{",
            f' "format": {_json(FORMAT)},',
            f' "version": {VERSION},',
            f' "links": [{_lines(_json(entry) for entry in links_)}],',
            ' "wordings": {'
            + _lines(f"{_json(name)}: {_json(texts[name])}" for name in sorted(texts))
            + "}",
            "}",
            "",
        ]
    )


def _lines(lines: Iterable[str]) -> str:
    joined = ",\n  ".join(lines)
    return f"\n  {joined}\n " if joined else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
