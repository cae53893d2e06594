"""A builder that makes tagged PDF (PDF/UA-1) of any Sphinx project, from pip alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.extension import add_builder, extension
from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the builder and its settings."""
    from typst_pdf import config, flow_graphs

    add_builder(app, "typst_pdf", "typst_pdf.builder:TypstPdfBuilder", extra="pdf")
    config.setup(app)
    flow_graphs.setup(app)
    return extension(app, "typst_pdf", needs=False)
