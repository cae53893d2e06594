"""Fingerprints of what a need was at the export: they travel with its row."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
"""The version of the sheets: a file of another one may mean something else."""


def fingerprint(value: str) -> str:
    """Return a short digest of a value; none of an empty one."""
    return blake2b(value.encode(), digest_size=6).hexdigest() if value else "-"


@dataclass(frozen=True, slots=True)
class RowControl:
    """What a need was when it was exported."""

    type: str
    id: str
    prints: Mapping[str, str] = field(default_factory=dict)
    """Field to the digest of its value."""

    @classmethod
    def of(cls, type_: str, id_: str, values: Iterable[tuple[str, str]]) -> RowControl:
        """Take the digest of every value."""
        return cls(type_, id_, {name: fingerprint(value) for name, value in values})

    @property
    def text(self) -> str:
        """The control as it stands in a cell."""
        prints = (f"{name}={digest}" for name, digest in self.prints.items())
        return " ".join((f"v{FORMAT}", self.type, self.id, *prints))

    @classmethod
    def read(cls, text: str) -> RowControl | None:
        """Read what ``text`` gave; none for anything else, another version too.

        >>> RowControl.read(RowControl.of("tiltag", "T_1", [("a", "x")]).text).id
        'T_1'
        """
        version, *rest = text.split()[:3] or [""]
        if version != f"v{FORMAT}" or len(rest) != 2:  # noqa: PLR2004 (type and id)
            return None
        pairs = [x.partition("=") for x in text.split()[3:]]
        if not all(equals for _, equals, _ in pairs):
            return None
        return cls(rest[0], rest[1], {name: digest for name, _, digest in pairs})
