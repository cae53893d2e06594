"""Visitors that many kinds of nodes share."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from typst_pdf.drawing.base import DEEPEST, Base
from typst_pdf.strings import call

Visitors = tuple[Any, Any]
"""Two methods, to begin and to end a node; typed by the class they are put in."""


def wrapped(function: str) -> Visitors:
    """Return visitors that show the children through a function of Typst's."""

    def visit(self: Base, node: nodes.Element) -> None:
        self.open()
        self.anchors(node)

    def depart(self: Base, node: nodes.Element) -> None:
        self.put(call(function, self.close()))

    return visit, depart


def blocked(function: str) -> Visitors:
    """As ``wrapped``, for what stands apart on the page and may nest."""

    def visit(self: Base, node: nodes.Element) -> None:
        self.open()
        self.deep += 1
        self.anchors(node)

    def depart(self: Base, node: nodes.Element) -> None:
        self.deep -= 1
        inner = self.close()
        self.put_block(node, call(function, inner) if self.deep < DEEPEST else inner)

    return visit, depart


def through() -> Visitors:
    """Return visitors that only show the children."""

    def visit(self: Base, node: nodes.Element) -> None:
        self.anchors(node)

    def depart(self: Base, node: nodes.Element) -> None:
        pass

    return visit, depart


def left_out(self: Base, node: nodes.Element) -> None:
    """Show nothing of a node, and visit nothing in it."""
    raise nodes.SkipNode
