"""Tuning of Python's cyclic garbage collector for large builds."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def no_collection() -> Iterator[None]:
    """Disable cyclic garbage collection while building acyclic values.

    Many new values make Python search all objects, every doctree Sphinx holds among
    them: in a large build that costs more than making the values. Values without cycles
    are freed by their reference counts.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def freeze(*_event: object) -> None:
    """Exclude all living objects from later collections.

    Connected to ``config-inited`` (every module) and ``builder-inited`` (the environment,
    read from disk): both live as long as the build, and searching them again and again
    takes a tenth of its time. It costs no memory.
    """
    gc.freeze()


def unfreeze(*_event: object) -> None:
    """Include everything again, in a process that outlives the build."""
    gc.unfreeze()
