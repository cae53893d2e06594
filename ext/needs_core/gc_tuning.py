"""Tuning of Python's cyclic garbage collector for builds."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_THRESHOLDS = (50_000, 10, 10)
"""New objects before a search for garbage, and searches before one of older objects.

Python searches at 700. A build makes millions of objects that live long, and those
searches take a sixth of its time; these take a third of that, for some 10 MB of garbage.
"""


def setup(app: Sphinx) -> None:
    """Search for garbage seldom.

    What is there when the pages begin, all modules and the environment read from disk,
    lives as long as the build: it is not searched at all, not even when the process
    ends. Where another build follows in the process, it is let go of.
    """
    gc.unfreeze()
    gc.set_threshold(*_THRESHOLDS)
    app.connect("builder-inited", lambda _app: gc.freeze())
