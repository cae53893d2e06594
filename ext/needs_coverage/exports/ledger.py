"""Which files the build wrote, so that it takes away its own and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_OURS = re.compile(
    r"[a-z0-9][a-z0-9-]*(\.csv|\.xlsx|\.json|\.schema\.json|\.data\.js)"
    r"|[a-z0-9][a-z0-9-]*_[1-9][0-9]*(/index)?\.[a-z]+"  # the page of a part
)


@dataclass(frozen=True, slots=True)
class Written:
    """What lies in the folder since the last build."""

    files: Mapping[str, str] = field(default_factory=dict)
    """File name to a digest of what it was made from; none: it could not be written."""
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Page to the names of the files it links to, without their endings."""


def load(path: Path) -> Written:
    """Read the ledger; one that is missing or cut short says nothing was written."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return Written(
            # A name of a file in the folder, and never a way out of it.
            {name: str(key) for name, key in loaded["files"].items() if is_ours(name)},
            {page: tuple(map(str, names)) for page, names in loaded["pages"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Written()


def save(path: Path, written: Written) -> None:
    """Write the ledger, if it says anything new."""
    content = {"files": dict(written.files), "pages": dict(written.pages)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1)
    put(path, f"{text}\n".encode())


def is_ours(name: str) -> bool:
    """Tell whether a file could be one that the build wrote."""
    return _OURS.fullmatch(name) is not None


def put(path: Path, content: bytes) -> None:
    """Write a file, unless it already holds just this."""
    if not (path.is_file() and path.read_bytes() == content):
        path.write_bytes(content)
