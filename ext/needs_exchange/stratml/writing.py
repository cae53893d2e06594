"""Writes the StratML files of a site when a build is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from needs_core.reader import read_items, read_model
from needs_core.views import digest
from needs_exchange.files import File, Files
from needs_exchange.sheets.writing import has_files
from needs_exchange.stratml import mapping
from needs_exchange.stratml.documents import performance, strategic_plan
from needs_exchange.stratml.gathering import strategy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = "stratml"
PLAN, PERFORMANCE, REPORT = (
    "strategic-plan.xml",
    "performance-plan.xml",
    "performance-report.xml",
)
_MADE_AS = "1"
"""Raised when the same strategy is to give other files, so that old ones are replaced."""


def setup(app: Sphinx) -> None:
    """Connect the writer."""
    app.add_config_value("needs_exchange_stratml", {}, "", types=frozenset({dict}))
    app.connect("config-inited", _check, priority=900)
    Files(FOLDER, _files).setup(app)


def _check(app: Sphinx, config: Config) -> None:
    mapping.check(app, read_model(config))


def _files(app: Sphinx) -> Iterator[File]:
    found = mapping.read(app.config)
    if found is None or not has_files(app.builder):
        return
    strategy = strategy_of(read_items(app), found, app.config.html_baseurl)
    if not strategy.goals:
        return  # a plan without a goal is none
    key = digest([_MADE_AS, app.config.language, strategy])
    yield File(PLAN, key, partial(strategic_plan, strategy))
    if any(goal.objectives for goal in strategy.goals):
        yield File(PERFORMANCE, key, partial(performance, strategy, report=False))
        yield File(REPORT, key, partial(performance, strategy, report=True))
