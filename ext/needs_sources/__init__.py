"""Sources of needs: checked quotes, wordings of versions, stories, mentions, timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings, the checks and the builders."""
    from needs_core.core_settings import declare_commands
    from needs_core.deferred import add_directives
    from needs_core.extension import add_builder, extension
    from needs_sources import config, nodes, roles, transforms

    declare_commands("needs_sources", "lock")
    metadata = extension(app, "needs_sources", style="needs_sources.css", env_version=3)
    config.setup(app)
    directives = {
        "source-quote-summary": "QuoteSummaryDirective",
        "source-usage": "SourceUsageDirective",
        "source-variants": "VariantsDirective",
        "source-mention-matrix": "MentionMatrixDirective",
        "source-mentions": "MentionsDirective",
        "source-word-counts": "WordCountsDirective",
        "source-timeline": "TimelineDirective",
        "source-story": "StoryDirective",
    }
    add_directives(app, "needs_sources.directives", directives)
    nodes.setup(app)
    transforms.setup(app)
    roles.setup(app)
    add_builder(app, "quotes-report", "needs_sources.report:QuotesReport")
    add_builder(app, "quotes-lock", "needs_sources.report:QuotesLock")
    app.connect("write-started", _warn_of_quotes, priority=850)
    return metadata


def _warn_of_quotes(app: Sphinx, builder: Builder) -> None:
    from needs_sources.config import read_settings

    if read_settings(app.config).type:
        from needs_sources.check import warn_of_quotes

        warn_of_quotes(app, builder)
