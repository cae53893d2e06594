"""Values as they are compared: the same text, however a page or a sheet writes it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
"""Of the sheets: a file of another version may mean something else."""

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def normal(text: str) -> str:
    r"""Return a text as it is compared and written: composed, with line feeds only.

    >>> normal(" ma\u030al\r\n2 ")
    'mål\n2'
    """
    lines = _CONTROL.sub("", _BREAKS.sub("\n", text)).split("\n")
    return unicodedata.normalize("NFC", "\n".join(x.rstrip() for x in lines)).strip()


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list, as sphinx-needs divides it.

    >>> listed("MS_1, MS_2;MS_3,")
    ('MS_1', 'MS_2', 'MS_3')
    """
    return tuple(x.strip() for x in re.split("[;,]", normal(text)) if x.strip())


def canonical(text: str, *, many: bool) -> str:
    """Return the one way we write a value."""
    return ", ".join(dict.fromkeys(listed(text))) if many else normal(text)


def fingerprint(value: str) -> str:
    """Return a short digest of a value; none of an empty one."""
    return blake2b(value.encode(), digest_size=6).hexdigest() if value else "-"


@dataclass(frozen=True, slots=True)
class Control:
    """What a need was when it was exported; travels with the sheet."""

    type: str
    id: str
    prints: Mapping[str, str] = field(default_factory=dict)
    """Field to the digest of its value."""

    @classmethod
    def of(cls, type_: str, id_: str, values: Iterable[tuple[str, str]]) -> Control:
        """Take the digest of every value."""
        return cls(type_, id_, {name: fingerprint(value) for name, value in values})

    @property
    def text(self) -> str:
        """The control as it stands in a cell."""
        prints = (f"{name}={digest}" for name, digest in self.prints.items())
        return " ".join((f"v{FORMAT}", self.type, self.id, *prints))

    @classmethod
    def read(cls, text: str) -> Control | None:
        """Read what ``text`` gave; none for anything else, another version too.

        >>> Control.read(Control.of("tiltag", "T_1", [("a", "x")]).text).id
        'T_1'
        """
        version, *rest = text.split()[:3] or [""]
        if version != f"v{FORMAT}" or len(rest) != 2:  # noqa: PLR2004 (type and id)
            return None
        pairs = [x.partition("=") for x in text.split()[3:]]
        if not all(equals for _, equals, _ in pairs):
            return None
        return cls(rest[0], rest[1], {name: digest for name, _, digest in pairs})
