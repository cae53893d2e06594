"""How each tool is given the same content: its own way of writing, as its guide has it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import generate
from content import ACTION, GOAL, KEYWORD, LINKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from content import Content, Entry

_NAMES = {GOAL: "Målsætning", KEYWORD: "Nøgleord", ACTION: "Tiltag"}
_SHORT = {GOAL: "MS", KEYWORD: "NO", ACTION: "TI"}


class Files(Protocol):
    """Yields the name and the text of every file of a project."""

    def __call__(self, made: Content, /) -> Iterator[tuple[str, str]]:
        """Yield them."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One tool."""

    name: str
    package: str
    command: str
    """The program in the tool's environment; none: the one that runs this."""
    files: Files
    arguments: Callable[[Path, Path], list[str]]
    pages: str
    """Which pages show what is linked with what; the largest is weighed."""

    def program(self, venvs: Path) -> Path:
        """Return the program of the tool."""
        if not self.command:
            return Path(sys.executable)
        return venvs / self.name / "bin" / self.command

    def page(self, out: Path) -> Path:
        """Return the page that is weighed."""
        return max(sorted(out.glob(self.pages)), key=lambda page: page.stat().st_size)

    def write(self, made: Content, folder: Path) -> None:
        """Write the project, and only what differs from what is there."""
        for name, text in self.files(made):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8", newline="\n")


def _ours(made: Content) -> Iterator[tuple[str, str]]:
    yield from generate.files(made, "ours")


def _strictdoc(made: Content) -> Iterator[tuple[str, str]]:
    features = '["TRACEABILITY_MATRIX_SCREEN"]'
    yield "strictdoc.toml", f'[project]\ntitle = "Opfundet"\nfeatures = {features}\n'
    for page, entries in made.pages.items():
        kind = _NAMES[entries[0].kind]
        parts = [f"[DOCUMENT]\nTITLE: {kind}, side {int(page[-3:])}\n"]
        for entry in entries:
            lines = ["[REQUIREMENT]", f"UID: {entry.id}", f"TITLE: {entry.title}"]
            lines += [f"STATEMENT: >>>\n{entry.text}\n<<<"]
            if entry.links:
                lines.append("RELATIONS:")
                lines += [f"- TYPE: Parent\n  VALUE: {id_}" for id_ in entry.links]
            parts.append("\n".join(lines) + "\n")
        yield f"{page}.sdoc", "\n".join(parts)


def _doorstop(made: Content) -> Iterator[tuple[str, str]]:
    yield ".git/HEAD", "ref: refs/heads/main\n"  # it looks for the root of a repository
    for kind, entries in (
        (GOAL, made.goals),
        (KEYWORD, made.keywords),
        (ACTION, made.actions),
    ):
        short = _SHORT[kind]
        parent = "" if kind == GOAL else f"  parent: {_SHORT[GOAL]}\n"
        digits = len(entries[0].id.partition("_")[2])
        yield (
            f"{short}/.doorstop.yml",
            (f"settings:\n  digits: {digits}\n{parent}  prefix: {short}\n  sep: '_'\n"),
        )
        for entry in entries:
            links = "".join(f"- {id_}: null\n" for id_ in entry.links)
            yield (
                f"{short}/{entry.id}.yml",
                (
                    f"active: true\nderived: {'false' if entry.links else 'true'}\n"
                    f"header: |\n  {entry.title}\nlevel: 1.{int(entry.id[3:])}\n"
                    f"links:{chr(10) + links if links else ' []' + chr(10)}"
                    f"normative: true\nref: ''\nreviewed: null\ntext: |\n  {entry.text}\n"
                ),
            )


_MLX_CONF = f"""\
import os
import mlx.traceability

project = "Et opfundet projekt"
language = "da"
html_theme = "alabaster"
extensions = ["mlx.traceability"]
html_static_path = [os.path.join(os.path.dirname(mlx.traceability.__file__), "assets")]
traceability_relationships = {{
    "{LINKS[ACTION]}": "stoettes_af",
    "{LINKS[KEYWORD]}": "beskrives_af",
}}
traceability_relationship_to_string = {{
    "{LINKS[ACTION]}": "bidrager til",
    "stoettes_af": "understøttes af",
    "{LINKS[KEYWORD]}": "beskriver",
    "beskrives_af": "beskrives af",
}}
traceability_attributes = {{"status": "^.*$", "ansvarlig": "^.*$"}}
traceability_attribute_to_string = {{"status": "Status", "ansvarlig": "Ansvarlig"}}
"""

_MLX_MATRIX = """\
Dækning
=======

.. item-matrix:: Målsætninger og tiltag
    :source: MS_
    :target: TI_
    :sourcetitle: Målsætning
    :targettitle: Tiltag
    :type: stoettes_af
    :stats:

.. item-matrix:: Tiltag og målsætninger
    :source: TI_
    :target: MS_
    :sourcetitle: Tiltag
    :targettitle: Målsætning
    :type: bidrager_til
    :stats:
"""


def _mlx(made: Content) -> Iterator[tuple[str, str]]:
    yield "conf.py", _MLX_CONF
    yield f"{generate.MATRIX_PAGE}.rst", _MLX_MATRIX
    names = "\n".join(f"    {name}" for name in [*made.pages, generate.MATRIX_PAGE])
    yield "index.rst", f"Opfundet\n========\n\n.. toctree::\n\n{names}\n"
    for page, entries in made.pages.items():
        title = f"{_NAMES[entries[0].kind]}, side {int(page[-3:])}"
        parts = [f"{title}\n{'=' * len(title)}\n", *map(_item, entries)]
        yield f"{page}.rst", "\n".join(parts)


def _item(entry: Entry) -> str:
    lines = [f".. item:: {entry.id} {entry.title}"]
    lines += [f"    :{name}: {value}" for name, value in entry.facts]
    if entry.links:
        lines.append(f"    :{LINKS[entry.kind]}: {' '.join(entry.links)}")
    return "\n".join([*lines, "", f"    {entry.text}", ""])


def _sphinx(source: Path, out: Path) -> list[str]:
    return ["-m", "sphinx", "-q", str(source), str(out)]


PEERS = (
    Peer("ours", "strategi-vidensbase", "", _ours, _sphinx, f"{generate.MATRIX_PAGE}.html"),
    Peer(
        "mlx", "mlx.traceability", "python", _mlx, _sphinx, f"{generate.MATRIX_PAGE}.html"
    ),
    Peer(
        "strictdoc",
        "strictdoc",
        "strictdoc",
        _strictdoc,
        lambda source, out: ["export", str(source), "--output-dir", str(out)],
        "html/traceability_matrix.html",
    ),
    Peer(
        "doorstop",
        "doorstop",
        "doorstop",
        _doorstop,
        lambda _source, out: ["publish", "all", str(out)],
        "**/traceability.html",
    ),
)
"""Every tool, with ours first."""
