"""Needs at a glance: maps, bars, outlines, profiles and posters, drawn by the build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives and their drawings."""
    from needs_core.deferred import add_directives
    from needs_core.extension import extension
    from needs_overview import nodes, roles, transforms

    metadata = extension(app, "needs_overview", style="needs_overview.css", env_version=7)
    directives = {
        "needs-map": "MapDirective",
        "needs-bars": "BarsDirective",
        "needs-outline": "OutlineDirective",
        "needs-poster": "PosterDirective",
        "needs-profile": "ProfileDirective",
        "needs-sentence": "SentenceDirective",
    }
    add_directives(app, "needs_overview.directives", directives)
    app.add_role("needs-count", roles.CountRole())
    app.add_role("needs-step", roles.StepRole())
    nodes.setup(app)
    transforms.setup(app)
    return metadata
