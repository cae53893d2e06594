"""Characters of the pages that no font can show: the compiler is asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_pdf.compile import CompileJob, compile_pdf
from typst_pdf.escaping import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_COMMON = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x17F))} | set(
    "\n\t–—”“„’‘…"
)
"""Characters that the text font has."""


def uncommon_characters(tree: nodes.Element) -> dict[str, nodes.Text]:
    """Return the uncommon characters of a tree, each with the text it first stands in."""
    found: dict[str, nodes.Text] = {}
    for text in tree.findall(nodes.Text):
        for character in set(text) - _COMMON:
            found.setdefault(character, text)
    return found


def missing_glyphs(
    characters: Iterable[str], wrap: Callable[[str], str], probe: Path, fonts: Path
) -> set[str]:
    """Return those of the characters that no font has.

    Args:
        characters: What to try.
        wrap: Makes a whole document of code.
        probe: A file to write and compile; it is removed again.
        fonts: The folder of fonts.
    """
    wanted = sorted(characters)
    if not wanted:
        return set()
    lines = "\n".join(f"par({literal(character)})" for character in wanted)
    probe.write_text(wrap("{\n" + lines + "\n}"), encoding="utf-8")
    target = probe.with_suffix(".pdf")
    result = compile_pdf(CompileJob(probe, target, fonts, 0))
    target.unlink(missing_ok=True)
    probe.unlink()
    return result.missing_glyphs & set(wanted)
