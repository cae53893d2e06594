"""Coverage of needs by needs: matrices, gaps and gates, for sphinx-needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings and files, the gates and the report."""
    from needs_core.core_settings import declare_commands
    from needs_core.deferred import add_directives
    from needs_core.extension import add_builder, extension
    from needs_core.output_files import OutputFiles
    from needs_core.settings import register_value, setting, whole_number
    from needs_coverage import nodes
    from needs_coverage.exports import files
    from needs_coverage.gates import config
    from needs_coverage.large import part_pages

    declare_commands("needs_coverage", "baseline")
    metadata = extension(app, "needs_coverage", style="needs_coverage.css", env_version=8)
    cells = "cells of a matrix above which it is rolled up"
    register_value(
        app, "needs_coverage_cells", setting(20_000, cells, whole_number(1)), "env"
    )
    directives = {
        "coverage-matrix": "CoverageMatrix",
        "coverage-summary": "CoverageSummary",
        "coverage-overview": "CoverageOverview",
        "coverage-targets": "CoverageTargets",
        "coverage-gaps": "CoverageGaps",
    }
    add_directives(app, "needs_coverage.directives", directives)
    nodes.setup(app)
    app.add_env_collector(files.matrices.collector())
    OutputFiles(
        "needs_coverage",
        files.FOLDER,
        files.output_files,
        pages=part_pages.part_pages,
        links=files.matrices.shown_names,
    ).setup(app)
    config.setup(app)
    builders = "needs_coverage.builders"
    add_builder(app, "coverage-report", f"{builders}:CoverageBuilder")
    add_builder(app, "coverage-baseline", f"{builders}:BaselineBuilder")
    return metadata
