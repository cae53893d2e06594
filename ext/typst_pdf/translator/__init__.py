"""Translate a doctree to Typst: a class of visitors for each subject."""

from __future__ import annotations

from typst_pdf.translator.blocks import BlockVisitors
from typst_pdf.translator.code import CodeVisitors
from typst_pdf.translator.diagrams import DiagramVisitors
from typst_pdf.translator.figures import FigureVisitors
from typst_pdf.translator.inline import InlineVisitors
from typst_pdf.translator.lists import ListVisitors
from typst_pdf.translator.tables import TableVisitors


class TypstTranslator(
    InlineVisitors,
    BlockVisitors,
    CodeVisitors,
    ListVisitors,
    TableVisitors,
    FigureVisitors,
    DiagramVisitors,
):
    """The visitor of every node that docutils, Sphinx and sphinx-design have."""
