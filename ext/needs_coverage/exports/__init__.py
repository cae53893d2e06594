"""The files of every matrix: CSV, Excel and JSON, made by the build and linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Connect collector, links and writer."""
    from needs_coverage.exports import collecting, linking, writing

    exports = writing.Exports()
    app.add_env_collector(collecting.MatricesOfPages)
    app.add_post_transform(linking.LinkFiles)
    app.connect("env-updated", exports.call)
    app.connect("write-started", exports.begin)
    app.connect("doctree-resolved", exports.note)
    app.connect("html-collect-pages", exports.collect)
    app.connect("build-finished", exports.close)
