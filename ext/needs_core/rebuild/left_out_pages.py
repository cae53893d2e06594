"""Pages that cannot be read are told of and left out; all others are built.

One that was read before is as if it were deleted: a clean build would not have it.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.core_settings import ORIGINAL, wording
from needs_core.messages import Problem, warn
from needs_core.output_addresses import can_be_page
from needs_core.sphinx_internals import leave_out_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_core")

_DEEPEST = 20
"""How many blocks may stand inside each other; a few times as many end Python's stack.

Each needs one more mark, or one more step to the right, than the one in it.
"""
_TOO_DEEP = re.compile(
    rf"^[ \t>]*(?:([:`~])\1{{{_DEEPEST},}}\{{|[ ]{{{3 * _DEEPEST},}}\.\. [\w:-]+::)",
    re.MULTILINE,
)


def leave_out(
    _app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Leave out what cannot be read, before anything is (``env-get-outdated``)."""
    for docname in sorted(added | changed):
        problem = _problem(env.doc2path(docname))
        if problem is not None:
            warn(problem)
            if docname in env.all_docs:
                removed.add(docname)
            leave_out_page(env, docname)
            added.discard(docname)
            changed.discard(docname)
    if wording(env.config) != ORIGINAL:  # where capitals are told apart, the two are fine
        for problem in _names_alike(env):
            warn(problem)
    return []


def _names_alike(env: BuildEnvironment) -> Iterator[Problem]:
    """Yield a problem for each page whose name is another's but for capitals."""
    seen: dict[str, str] = {}
    for docname in sorted(env.found_docs):
        other = seen.setdefault(docname.casefold(), docname)
        if other != docname:
            fault = _("The name is that of “%s” but for capitals: Windows sees one file.")
            remedy = _("Give one of the two another name.")
            at = (None, 1, docname, fault % other, remedy, "needs_core", "file_name")
            yield Problem(*at, file=str(env.doc2path(docname)))
        elif not can_be_page(docname):
            fault = _("Windows gives no file this name, or a name with such a sign.")
            remedy = _("Give the file another name, of letters, digits and hyphens.")
            at = (None, 1, docname, fault, remedy, "needs_core", "file_name")
            yield Problem(*at, file=str(env.doc2path(docname)))


def _problem(path: Path) -> Problem | None:
    shown = os.fsencode(path.name).decode("utf-8", "replace")
    place = os.fsencode(path).decode("utf-8", "replace")
    if shown != path.name:
        fault = _("The name of the file holds a letter that is not UTF-8; it is left out.")
        remedy = _("Give the file another name.")
        at = (None, 1, shown, fault, remedy, "needs_core", "file_name")
        return Problem(*at, file=place)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None  # Sphinx tells why
    if found := _TOO_DEEP.search(text):
        line = text.count("\n", 0, found.start()) + 1
        fault = _("More than %d blocks stand inside each other; the page is left out.")
        remedy = _("Write fewer inside each other.")
        at = (None, line, shown, fault % _DEEPEST, remedy, "needs_core", "too_deep")
        return Problem(*at, file=place)
    return None
