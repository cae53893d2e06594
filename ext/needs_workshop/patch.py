r"""A change of pages as a patch: a file that somebody else can apply, with git or without.

Pure bytes: line ends stay, and so does a missing one at the end of a file.
"""

from __future__ import annotations

import re
from difflib import diff_bytes, unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_NO_END = b"\n\\ No newline at end of file\n"


def patch(
    changes: Iterable[tuple[str, bytes | None, bytes | None]], sentence: str = ""
) -> bytes:
    r"""Return the patch of some files, each with its path, and before and after.

    ``None`` is a file that is not there. ``sentence`` says what it is, before the first.

    >>> print(patch([("a.md", b"x\n", b"y\n")]).decode())
    diff --git a/a.md b/a.md
    --- a/a.md
    +++ b/a.md
    @@ -1 +1 @@
    -x
    +y
    <BLANKLINE>
    """
    parts = [part for change in changes for part in _file(*change)]
    head = f"{' '.join(sentence.split())}\n\n".encode() if sentence.strip() else b""
    return b"".join([head, *parts])


def _file(path: str, before: bytes | None, after: bytes | None) -> Iterator[bytes]:
    if before == after:
        return
    yield f"diff --git a/{path} b/{path}\n".encode()
    if before is None:
        yield b"new file mode 100644\n"
    if after is None:
        yield b"deleted file mode 100644\n"
    old, new = (_name(path, x, y) for x, y in (("a", before), ("b", after)))
    was, now = (_LINE.findall(x or b"") for x in (before, after))
    for line in diff_bytes(unified_diff, was, now, old, new, lineterm=b"\n"):
        yield line if line.endswith(b"\n") else line + _NO_END


def _name(path: str, side: str, content: bytes | None) -> bytes:
    if content is None:
        return b"/dev/null"
    # As git does: a tab ends a name that has a space in it.
    return f"{side}/{path}".encode() + (b"\t" if " " in path else b"")
