"""The last line of a build: how many mistakes there were, and the exit code.

A build with an error has not succeeded, whatever it wrote: ``sphinx-build`` then exits
with 1. Warnings leave the exit code as it is. Where the messages of others are left as they
are, so are the end of the build and its exit code.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.core_settings import ORIGINAL, wording
from needs_core.sphinx_internals import add_last_warning_filter

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_core")


class CountWarnings(logging.Filter):
    """Counts the messages that are given, by their level."""

    def __init__(self) -> None:
        super().__init__()
        self.errors = 0
        self.warnings = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Count one that every other filter let through."""
        if record.levelno >= logging.ERROR:
            self.errors += 1
        elif record.levelno >= logging.WARNING:
            self.warnings += 1
        return True

    @property
    def text(self) -> str:
        """The summary; empty where there is nothing to tell."""
        if not (self.errors or self.warnings):
            return ""
        return _("Errors: %(errors)s. Warnings: %(warnings)s. ") % {
            "errors": self.errors,
            "warnings": self.warnings,
        } + _("Each line above begins with the file and the line to correct.")


def setup(app: Sphinx) -> None:
    """Count from now on, and sum up when the build has ended."""
    count = CountWarnings()
    add_last_warning_filter(count)

    def finish(app: Sphinx, error: Exception | None) -> None:
        if wording(app.config) == ORIGINAL:
            return
        if error is None and count.text:
            sys.stderr.write(f"{count.text}\n")
        if count.errors:
            app.statuscode = app.statuscode or 1

    app.connect("build-finished", finish, priority=1000)
