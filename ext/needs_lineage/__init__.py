"""How a plan changes: what has become of what, and what a change of a need touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the notices, the directives, their drawings and the report."""
    from needs_core.extension import add_builder, extension
    from needs_lineage import config, directives, surroundings

    metadata = extension(app, "needs_lineage", style="needs_lineage.css", env_version=2)
    config.setup(app)
    surroundings.setup(app)
    directives.setup(app)
    add_builder(app, "consequence-report", "needs_lineage.report:ConsequenceBuilder")
    return metadata
