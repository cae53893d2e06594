"""Has Python look for no garbage while values are made that cannot be any."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def no_collection() -> Iterator[None]:
    """Put off the search for cycles: our values have none, and are let go without it.

    Many new values make Python look through all there are, and so through every tree
    that Sphinx holds: in a large build that costs more than making the values.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside(*_event: object) -> None:
    """Have later searches pass over what now lives as long as the build.

    That is every module, and the environment once it is read from disk: a tenth of a
    build's time went with looking through them again and again. It costs no memory.
    Connected to ``config-inited`` and ``builder-inited``.
    """
    gc.freeze()


def take_back(*_event: object) -> None:
    """Have a process that goes on after the build search everything again."""
    gc.unfreeze()
