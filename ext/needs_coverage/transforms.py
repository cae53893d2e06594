"""Replaces each placeholder of a page by the drawing that suits the builder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.edit_links import edit_url
from needs_core.links import reference, uri
from needs_core.messages import Problem, warn
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_items, read_model
from needs_coverage import draw_html, draw_nodes
from needs_coverage.exports.files import insert_download_links
from needs_coverage.large.draw import draw_rollup
from needs_coverage.large.rollup import Rollup
from needs_coverage.nodes import (
    coverage_gaps,
    coverage_incomplete,
    matrix_body,
    summary_body,
)
from needs_coverage.scripts import need_scripts
from needs_coverage.spec import MatrixSpec
from needs_coverage.text import MatrixText, Spec, label_text, summary_headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.model import Label
    from needs_coverage.matrix import Matrix

_ = get_translation("needs_coverage")

PAGE_WIDTH = {"latex": 5, "man": 5, "texinfo": 5, "text": 5}
"""Columns that fit a page, by output format; other formats have no page width."""
