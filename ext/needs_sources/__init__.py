"""Sources of needs: checked quotes, wordings of versions, stories, mentions, timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings, the checks and the builders."""
    from needs_core.core_settings import declare_commands
    from needs_core.extension import add_builder, extension
    from needs_sources import (
        check,
        config,
        directives,
        nodes,
        place_text,
        roles,
        transforms,
    )

    declare_commands("needs_sources", "lock")
    metadata = extension(app, "needs_sources", style="needs_sources.css", env_version=2)
    config.setup(app)
    app.add_directive("source-quote-summary", directives.QuoteSummaryDirective)
    app.add_directive("source-usage", directives.SourceUsageDirective)
    app.add_directive("source-variants", directives.VariantsDirective)
    app.add_directive("source-mention-matrix", directives.MentionMatrixDirective)
    app.add_directive("source-mentions", directives.MentionsDirective)
    app.add_directive("source-word-counts", directives.WordCountsDirective)
    app.add_directive("source-timeline", directives.TimelineDirective)
    app.add_directive("source-story", directives.StoryDirective)
    nodes.setup(app)
    transforms.setup(app)
    roles.setup(app)
    place_text.setup(app)
    add_builder(app, "quotes-report", "needs_sources.report:QuotesReport")
    add_builder(app, "quotes-lock", "needs_sources.report:QuotesLock")
    app.connect("write-started", check.warn_of_quotes, priority=850)
    return metadata
