"""Compile Typst in a process of its own, which gives its memory back after each volume.

The module is also the program of that process, and imports nothing of the extension.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SPARSE, _WANTED = 0.37, 0.42
"""Of the height of a page: a part should not end with less on its last one, and what it is
set wider for."""
_TOP, _TEXT = 0.09, 0.82
"""Of the height of a page: the margin above its text, and the text."""
_STEP = 0.06
"""How much shorter what is set a step closer becomes, of its length."""
_CLOSEST, _WIDEST = 2.0, -4.0
"""Steps closer, and steps wider, that a reader does not stumble over."""
_ROUNDS = 3
"""How often a document is asked where its parts end."""
_LONGEST = 500
"""Pages of a document that is laid out more than once."""
_LINE = re.compile(r"┌─ \S*?([^/\\\s]+\.typ):(\d+):\d+")
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")


@dataclass(frozen=True, slots=True)
class CompileJob:
    """One source to compile."""

    source: Path
    target: Path
    """The PDF to write."""
    fonts: Path
    """A folder of fonts; those of the system are not used."""
    timestamp: int
    """The date in the PDF, seconds since 1970."""


@dataclass(frozen=True, slots=True)
class CompileResult:
    """What the compiler reported."""

    error: str = ""
    """Empty when the PDF is written."""
    line: int | None = None
    """The line of the source that the error stems from, when the compiler knows."""
    warnings: tuple[str, ...] = ()

    @property
    def missing_glyphs(self) -> set[str]:
        """The characters that no font has, as far as the error names them."""
        return {
            character
            for match in _MISSING.finditer(self.error)
            for character in _CODE_POINT.sub(lambda code: chr(int(code[1], 16)), match[1])
        }

    @property
    def is_unreadable(self) -> bool:
        """Whether a glyph stands for no character, so that it cannot be read aloud."""
        return "text with missing codepoints" in self.error


def compile_pdf(job: CompileJob) -> CompileResult:
    """Compile in a fresh process; an error of the process is an error of the result."""
    arguments = {
        "source": str(job.source),
        "target": str(job.target),
        "fonts": str(job.fonts),
        "timestamp": job.timestamp,
    }
    process = subprocess.run(  # noqa: S603 (this module, by this Python)
        [sys.executable, "-P", "-X", "utf8", str(Path(__file__))],
        input=json.dumps(arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode:
        error = process.stderr.strip() or f"exit code {process.returncode}"
        return CompileResult(error=error)
    answer = json.loads(process.stdout)
    error = answer["error"]
    lines = [int(at[2]) for at in _LINE.finditer(error) if at[1] == job.source.name]
    return CompileResult(error, min(lines, default=None), tuple(answer["warnings"]))


def _compile(job: dict[str, Any]) -> dict[str, Any]:
    import typst

    source = Path(job["source"])
    compiler = typst.Compiler(
        str(source),
        root=str(source.parent),
        font_paths=[job["fonts"]],
        ignore_system_fonts=True,
    )

    tight_parts = source.parent / "tight.json"
    tight_parts.write_text("{}", "utf-8")
    try:
        # Asked first, it lays the pages out, and no PDF is written that is not kept: what
        # stays as it was is not laid out again.
        tight = dict[str, float]()
        for _ in range(_ROUNDS):
            places = []
            with suppress(RuntimeError):  # compiling says what is wrong, and where
                places = json.loads(compiler.query("<part-end>", field="value"))
            sparse = _sparse_parts(places)
            if not sparse or places[-1]["page"] > _LONGEST:
                break
            # Set closer, most parts that end with a few lines do so a page before. The
            # others are set wider, and end with more.
            tight |= {x["name"]: _closeness(x, tight.get(x["name"], 0)) for x in sparse}
            tight_parts.write_text(json.dumps(tight), "utf-8")
        made: Any = compiler.compile_with_warnings(
            format="pdf", pdf_standards=["ua-1"], timestamp=job["timestamp"]
        )
        pdf, warnings = made
    except typst.TypstError as error:
        return {"error": str(error.diagnostic), "warnings": []}
    Path(job["target"]).write_bytes(pdf)
    return {"error": "", "warnings": [warning.message for warning in warnings]}


def _sparse_parts(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts whose last page is nearly empty, of those in each other the inner.

    Below a page that lies across, a part ends at the top of one that has nothing of it.
    """
    ends = set[tuple[int, float]]()
    found = []
    for part in places:  # an inner one ends before the one around it
        end = (part["page"], part["fill"])
        if part["page"] > part["first"] and _TOP / 2 < part["fill"] < _SPARSE:
            found += [] if end in ends else [part]
        ends.add(end)
    return found


def _closeness(part: dict[str, Any], now: float) -> float:
    """Return how many steps closer a part is to be set than others; below nought, wider.

    So close that its last page is not needed, where that is close enough; else so wide
    that there is more on it.
    """
    last: float = max(0.0, (part["fill"] - _TOP) / _TEXT)
    length: float = part["page"] - part["first"] - 1 + last or _SPARSE
    if now == 0 and (closer := 0.2 + last / length / _STEP) <= _CLOSEST:
        return round(closer, 2)
    if 0 < now < _CLOSEST:
        return _CLOSEST
    wanted = (_WANTED - _TOP) / _TEXT
    return round(max(_WIDEST, now - (wanted - last) / length / _STEP), 2)


if __name__ == "__main__":
    json.dump(_compile(json.load(sys.stdin)), sys.stdout)
