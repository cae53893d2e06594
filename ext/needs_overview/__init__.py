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
    from needs_core.extension import extension
    from needs_overview import directives, nodes, picture_files, transforms

    metadata = extension(app, "needs_overview", style="needs_overview.css", env_version=5)
    app.add_directive("needs-map", directives.MapDirective)
    app.add_directive("needs-bars", directives.BarsDirective)
    app.add_directive("needs-outline", directives.OutlineDirective)
    app.add_directive("needs-poster", directives.PosterDirective)
    app.add_directive("needs-profile", directives.ProfileDirective)
    app.add_directive("needs-sentence", directives.SentenceDirective)
    app.add_role("needs-count", directives.CountRole())
    app.add_role("needs-step", directives.StepRole())
    nodes.setup(app)
    transforms.setup(app)
    picture_files.setup(app)
    return metadata
