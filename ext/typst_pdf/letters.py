"""Which characters of the pages no face can show: the compiler is asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_pdf.compiling import Job, compile_apart
from typst_pdf.strings import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_SURE = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x17F))} | set(
    "\n\t–—”“„’‘…"
)


def found_in(trees: Iterable[nodes.Element]) -> dict[str, nodes.Text]:
    """Return the unusual characters of trees, each with where it stands first."""
    found: dict[str, nodes.Text] = {}
    for tree in trees:
        for text in tree.findall(nodes.Text):
            for sign in set(text) - _SURE:
                found.setdefault(sign, text)
    return found


def unshown(
    signs: Iterable[str], head: Callable[[str], str], work: Path, fonts: Path
) -> set[str]:
    """Return those of the characters that no face has."""
    wanted = sorted(signs)
    if not wanted:
        return set()
    lines = "\n".join(f"par({exact(sign)})" for sign in wanted)
    work.write_text(head("{\n" + lines + "\n}"), encoding="utf-8")
    result = compile_apart(Job(work, work.with_suffix(".pdf"), fonts, 0))
    work.with_suffix(".pdf").unlink(missing_ok=True)
    work.unlink()
    return result.unshown & set(wanted)
