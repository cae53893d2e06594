"""A builder that makes tagged PDF (PDF/UA-1) of any Sphinx project, from pip alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the builder and its settings."""
    from typst_pdf import builder, config

    app.add_message_catalog("typst_pdf", str(Path(__file__).parent / "locale"))
    app.add_builder(builder.TypstPdfBuilder)
    config.setup(app)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
