"""Draws a doctree as Typst: one class of every room in ``drawing``."""

from __future__ import annotations

from typst_pdf.drawing.blocks import Blocks
from typst_pdf.drawing.code import Code
from typst_pdf.drawing.design import Design
from typst_pdf.drawing.figures import Figures
from typst_pdf.drawing.formulas import Formulas
from typst_pdf.drawing.inline import Inline
from typst_pdf.drawing.lists import Lists
from typst_pdf.drawing.signatures import Signatures


class TypstTranslator(Inline, Blocks, Code, Lists, Formulas, Figures, Design, Signatures):
    """The visitor of every node that docutils, Sphinx and sphinx-design have."""
