"""Libraries that only some outputs take: the extras of the distribution.

A file beside the pages that a missing library would write is left out, with its links, and
a build says so once. A command or a builder that cannot do without stops with one message.
This module works without sphinx-needs.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import PurePosixPath

from sphinx.locale import get_translation

from needs_core.messages import BuildStoppedError, Problem
from needs_core.tried_versions import DISTRIBUTION

_ = get_translation("needs_core")

LIBRARIES = {
    "calendar": ("icalendar",),
    "excel": ("defusedxml", "openpyxl", "xlsxwriter"),
    "hyphens": ("pyphen",),
    "pdf": ("PIL", "pikepdf", "typst", "ziamath"),
    "publish": ("PIL", "bs4"),
    "word": ("docx",),
    "workshop": ("python_multipart", "starlette", "uvicorn"),
}
"""The packages that are imported of each extra."""

_ENDINGS = {".docx": "word", ".ics": "calendar", ".xlsx": "excel"}


@cache
def is_installed(extra: str) -> bool:
    """Tell whether every library of an extra can be imported."""
    return all(find_spec(name) for name in LIBRARIES[extra])


def missing_for(name: str) -> str:
    """Return the extra that a file takes and that is not installed; "" for none.

    >>> missing_for("coverage/a.csv")
    ''
    """
    extra = _ENDINGS.get(PurePosixPath(name).suffix, "")
    return "" if not extra or is_installed(extra) else extra


def installed_endings() -> tuple[str, ...]:
    """Return the file endings that take a library and have it."""
    return tuple(ending for ending, extra in _ENDINGS.items() if is_installed(extra))


def install_command(extra: str) -> str:
    """Return what one types to have an extra."""
    return f"pip install '{DISTRIBUTION}[{extra}]'"


def left_out_text(extra: str) -> str:
    """Return what a build says of files that are left out for want of an extra."""
    endings = ", ".join(ending for ending, one in _ENDINGS.items() if one == extra)
    text = _("Files ending in %(endings)s are left out. For them: %(command)s")
    return text % {"endings": endings, "command": install_command(extra)}


def require(extra: str, subject: str) -> None:
    """Raise ``BuildStoppedError`` when an extra is not installed.

    ``subject`` is what cannot do without: a builder or a command.
    """
    if not is_installed(extra):
        fault = _("It takes libraries that are not installed.")
        remedy = _("Install them: %s") % install_command(extra)
        raise BuildStoppedError(
            Problem(None, None, subject, fault, remedy, "needs_core", "extra")
        )
