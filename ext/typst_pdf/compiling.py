"""Typst in a process of its own, so that its memory is given back after each volume."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LINE = re.compile(r"┌─ \S*?([^/\\\s]+\.typ):(\d+):\d+")
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of one source."""

    source: Path
    target: Path
    fonts: Path
    when: int
    """Seconds since 1970: the date in the PDF."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the compiler said."""

    error: str = ""
    """Nothing when the PDF is written."""
    line: int | None = None
    """The line of the source that the error stems from, when the compiler knows."""
    warnings: tuple[str, ...] = ()

    @property
    def unshown(self) -> set[str]:
        """The characters that no face has."""
        found = set()
        for match in _UNSHOWN.finditer(self.error):
            text = re.sub(
                r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), match[1]
            )
            found |= set(text)
        return found


def compile_apart(job: Job) -> Result:
    """Compile in a fresh process and return what it said."""
    told = {
        "source": str(job.source),
        "target": str(job.target),
        "fonts": str(job.fonts),
        "when": job.when,
    }
    done = subprocess.run(  # noqa: S603 (our own module, by our own Python)
        [sys.executable, "-X", "utf8", str(Path(__file__))],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        return Result(error=done.stderr.strip() or f"exit code {done.returncode}")
    said = json.loads(done.stdout)
    error = said["error"]
    places = [
        int(found[2]) for found in _LINE.finditer(error) if found[1] == job.source.name
    ]
    return Result(error, min(places, default=None), tuple(said["warnings"]))


def _compile(job: dict[str, Any]) -> dict[str, Any]:
    import typst

    source = Path(job["source"])
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(source),
            root=str(source.parent),
            format="pdf",
            font_paths=[job["fonts"]],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=job["when"],
        )
    except typst.TypstError as error:
        return {"error": str(error.diagnostic), "warnings": []}
    if job["target"]:
        Path(job["target"]).write_bytes(pdf)
    return {"error": "", "warnings": [warning.message for warning in warnings]}


if __name__ == "__main__":
    json.dump(_compile(json.load(sys.stdin)), sys.stdout)
