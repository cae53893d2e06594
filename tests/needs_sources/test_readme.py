"""The README of an extension tells of every option of its directives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from needs_overview import directives as overview
from needs_sources import directives as sources
from tests.conftest import REPO

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

DIRECTIVES = {
    ("needs_sources", "source-quote-summary"): sources.QuoteSummaryDirective,
    ("needs_sources", "source-variants"): sources.VariantsDirective,
    ("needs_sources", "source-story"): sources.StoryDirective,
    ("needs_sources", "source-mention-matrix"): sources.MentionMatrixDirective,
    ("needs_sources", "source-mentions"): sources.MentionsDirective,
    ("needs_sources", "source-timeline"): sources.TimelineDirective,
    ("needs_sources", "source-usage"): sources.SourceUsageDirective,
    ("needs_sources", "source-word-counts"): sources.WordCountsDirective,
    ("needs_overview", "needs-map"): overview.MapDirective,
    ("needs_overview", "needs-bars"): overview.BarsDirective,
    ("needs_overview", "needs-outline"): overview.OutlineDirective,
    ("needs_overview", "needs-poster"): overview.PosterDirective,
}


@pytest.mark.parametrize(("extension", "name"), DIRECTIVES)
def test_the_readme_tells_of_every_option(extension: str, name: str) -> None:
    directive: type[SphinxDirective] = DIRECTIVES[extension, name]
    readme = (REPO / "ext" / extension / "README.md").read_text("utf-8")
    assert f":::{{{name}}}" in readme
    told = set(re.findall(r"`:?([a-z-]+):?`|^:([a-z-]+):", readme, re.MULTILINE))
    assert set(directive.option_spec or {}) <= {one or other for one, other in told}
