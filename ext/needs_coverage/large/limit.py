"""How many cells a matrix may have and still be one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("needs_coverage")

NAME = "needs_coverage_cells"
DEFAULT = 20_000
"""What a browser draws at once, and a reader can still scroll through."""


def check(_app: Sphinx, config: Config) -> None:
    """Tell of a limit that is none, and go on with the default (``config-inited``)."""
    if not isinstance(config[NAME], int) or config[NAME] < 1:
        fault = _("The value is no whole number above 0, and %d is used.") % DEFAULT
        remedy = _("Write how many cells a matrix may have before it is rolled up.")
        warn(Problem(None, None, NAME, fault, remedy, "needs_coverage", "bad_limit"))
        config[NAME] = DEFAULT


def setup(app: Sphinx) -> None:
    """Register the value and its check."""
    app.add_config_value(NAME, DEFAULT, "env", types=frozenset({int}))
    app.connect("config-inited", check)
