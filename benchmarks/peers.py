"""Builds the same invented content with other tools, in one run with ours.

Each tool lives in a virtual environment of its own: give the folder that holds them, as
made by ``python -m venv strictdoc && strictdoc/bin/pip install strictdoc`` and the like. A
tool that is not there is left out, and the run says so.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from content import SIZES, content, link_edit
from measure import BuildError, Cost, apart, cost, weigh
from peer_tools import PEERS
from report import table

if TYPE_CHECKING:
    from content import Content
    from measure import Weight
    from peer_tools import Peer


@dataclass(frozen=True, slots=True)
class Measured:
    """One tool in one round."""

    full: Cost
    edit: Cost
    """After the link of one action has changed."""
    weight: Weight
    """The page that shows what is linked with what, or the largest of several."""
    site_kb: float
    right: bool
    """Whether the page followed the edit."""


def measure(peer: Peer, made: Content, program: Path, folder: Path) -> Measured:
    """Build with one tool, change a link, and build again."""
    source, out = folder / "source", folder / "out"
    source.mkdir()
    peer.write(made, source)
    command = [str(program), *peer.arguments(source, out)]
    full = cost(command, source, out)
    page = peer.page(out)
    weight = apart(weigh, page)
    site = sum(path.stat().st_size for path in out.rglob("*.html")) / 1000
    before = page.read_bytes()
    changed, *_ = link_edit(made)
    peer.write(changed, source)
    edit = cost(command, source, out)
    # Nothing but a link has changed: a page that shows the links is another.
    return Measured(full, edit, weight, site, page.read_bytes() != before)


def version(program: Path, package: str) -> str:
    """Return the version of a tool, as its own environment tells it."""
    ask = f"import importlib.metadata as m; print(m.version({package!r}))"
    python = program.parent / "python"
    told = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def main() -> None:
    """Measure every tool there is, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("venvs", type=Path, help="the folder of the environments")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args()
    made, lines = content(SIZES[chosen.size]), []
    for number in range(chosen.rounds):
        for peer in PEERS:
            program = peer.program(chosen.venvs.resolve())
            if shutil.which(program) is None:
                print(f"{peer.name} is not installed in {chosen.venvs}, and is left out.")
                continue
            with tempfile.TemporaryDirectory() as folder:
                try:
                    found = measure(peer, made, program, Path(folder))
                except BuildError as error:
                    print(f"{peer.name} could not build: {str(error)[-300:]}")
                    continue
            told = version(program, peer.package)
            lines.append((f"{peer.name} {told}", str(number + 1), *_figures(found)))
            print(f"  round {number + 1}: {peer.name}", flush=True)
    print(f"\n## {chosen.size}\n\n{table(_HEAD, lines)}")


_HEAD = (
    "tool",
    "round",
    "full CPU s",
    "edit CPU s",
    "peak MB",
    "page KB",
    "KB gzip",
    "elements",
    "site MB",
    "after the edit",
)


def _figures(found: Measured) -> tuple[str, ...]:
    return (
        f"{found.full.cpu:.1f}",
        f"{found.edit.cpu:.1f}",
        f"{found.full.memory:.0f}",
        f"{found.weight.kb:,.0f}",
        f"{found.weight.gzip_kb:,.0f}",
        f"{found.weight.elements:,}",
        f"{found.site_kb / 1000:,.1f}",
        "right" if found.right else "stale",
    )


if __name__ == "__main__":
    main()
