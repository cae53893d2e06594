"""Coverage of needs by needs: matrices, gaps and their state, for sphinx-needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings and files, the gates and the report."""
    from needs_coverage import directives, drawing, exports, report
    from needs_coverage.gates import building
    from needs_coverage.large import limit

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_coverage", str(_HERE / "locale"))
    app.add_directive("coverage-matrix", directives.CoverageMatrix)
    app.add_directive("coverage-summary", directives.CoverageSummary)
    app.add_directive("coverage-gaps", directives.CoverageGaps)
    limit.setup(app)
    drawing.setup(app)
    exports.setup(app)
    app.add_builder(report.CoverageBuilder)
    app.add_builder(report.BaselineBuilder)
    building.setup(app)
    app.connect("builder-inited", _add_style)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_style(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(_HERE / "static"))
        app.add_css_file("needs_coverage.css")
