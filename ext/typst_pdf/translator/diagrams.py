"""Diagrams, drawn by the renderer of their extension: Graphviz, PlantUML, Mermaid.

Those renderers are called as for any builder: with something that has a ``builder``, which
says where pictures go. Where the program is not there, the source is shown as code.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from typst_pdf.translator.base import TranslatorBase
from typst_pdf.typst_code import call, literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element
    from sphinx.builders import Builder

_ = get_translation("typst_pdf")

WORK = "typst"
"""The folder in the output that holds what Typst reads; pictures are in ``images``."""


class _PictureFolder:
    """A builder as renderers see it, with the folder that their files go to.

    They note on it what they have warned of.
    """

    imagedir = imgpath = "images"

    def __init__(self, builder: Builder, outdir: Path) -> None:
        self._builder, self.outdir = builder, outdir

    def __getattr__(self, name: str) -> Any:
        return getattr(self._builder, name)


@dataclass(frozen=True, slots=True)
class _Renderer:
    """What a renderer takes for the visitor that calls it."""

    builder: _PictureFolder
    document: nodes.document


class DiagramVisitors(TranslatorBase):
    """Diagrams of Sphinx, of its extensions and of sphinx-needs."""

    @cached_property
    def _folder(self) -> _PictureFolder:
        return _PictureFolder(self.builder, Path(self.builder.outdir) / WORK)

    def visit_graphviz(self, node: Element) -> None:
        """Draw a graph of Graphviz."""
        self._dot(node, node["code"], node["options"], node.get("filename"))

    def visit_inheritance_diagram(self, node: Element) -> None:
        """Draw the classes of a program."""
        graph, config = node["graph"], self.builder.config
        code = graph._generate_dot("inheritance", {}, config=config)  # noqa: SLF001
        self._dot(node, code, {}, None)

    def visit_plantuml(self, node: Element) -> None:
        """Draw a diagram of PlantUML; ``needflow``, ``needuml`` and others are such."""
        render = sys.modules[type(node).__module__].render_plantuml
        self._diagram(node, node["uml"], lambda to: render(to, node, "png"))

    def visit_mermaid(self, node: Element) -> None:
        """Draw a diagram of Mermaid."""
        render = sys.modules[type(node).__module__].render_mm
        code, options = node["code"], node["options"]
        self._diagram(node, code, lambda to: render(to, code, options, "png"))

    def _dot(
        self, node: Element, code: str, options: dict[str, Any], filename: str | None
    ) -> None:
        from sphinx.ext.graphviz import render_dot

        def render(to: Any) -> tuple[object, object]:
            return render_dot(to, code, options, "svg", filename=filename)

        self._diagram(node, code, render)

    def _diagram(
        self, node: Element, source: str, render: Callable[[Any], tuple[object, object]]
    ) -> None:
        self.anchors(node)
        try:
            _name, path = render(_Renderer(self._folder, self.document))
            reason = ""
        except Exception as error:  # noqa: BLE001 (renderers raise what is theirs)
            path, reason = None, " ".join(str(error).split())
        path = Path(str(path))
        if not path.is_file():
            message = _("The diagram is not drawn, and its source is shown: %s")
            said = reason or _("the program that draws it cannot be run.")
            # Of Sphinx' own graphs, only the caption knows its line.
            self.warn(_caption(node) or node, message % said, "diagram")
            self.put_block(node, call("code-block", literal(source)))
            raise nodes.SkipNode
        caption = _caption(node)
        alt = str(node.get("alt") or "").strip()
        alt = alt or (caption.astext() if caption is not None else source)
        image = call(
            "image", literal(f"/images/{self._among(path).name}"), alt=literal(alt)
        )
        inline = isinstance(node.parent, nodes.TextElement)
        place = {"inline": "true"} if inline else {"place": "center"}
        self.put_block(node, call("picture", image, **place))
        raise nodes.SkipNode

    def _among(self, path: Path) -> Path:
        """Return the path of a picture among the others, wherever a renderer wrote it."""
        wanted = self._folder.outdir / self._folder.imagedir / path.name
        if path != wanted:
            shutil.copyfile(path, wanted)
        return wanted


def _caption(node: Element) -> Element | None:
    """Return the caption of the figure around a diagram, or the title right above it."""
    figure = node.parent
    while figure is not None and not isinstance(figure, nodes.figure):
        figure = figure.parent
    if figure is not None:
        return figure.next_node(nodes.caption)
    at = node.parent.index(node)
    above = node.parent[at - 1] if at else None
    is_heading = node.parent.next_node(nodes.title) is above
    return above if isinstance(above, nodes.title) and not is_heading else None
