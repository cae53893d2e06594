"""The editor of pages: finds needs, changes them, adds new ones, and stores the pages.

- ``project.project_of(app)`` reads what has to be known of a project.
- ``new.new_need(project, type, title, values, text, page)`` makes a need with its id, page
  and place; ``edit.edit_page(page, edits, order, syntax)`` changes any needs of a page.
- ``values.ValueJudge`` says whether a field may hold a value.
- ``store.store(folder, writes)`` writes pages all or none; ``store.folder_lock`` is held by
  whoever reads pages to write them.

Everything but ``project_of`` is free of Sphinx, but for the translation of messages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the message catalogue, and the recovery of an interrupted writing."""
    from needs_core.extension import extension

    app.connect("config-inited", _recover, priority=100)
    return extension(app, "needs_authoring")


def _recover(app: Sphinx, _config: Config) -> None:
    """Put pages back that an interrupted process has left half-written."""
    from sphinx.locale import get_translation
    from sphinx.util import logging

    from needs_authoring.store import recover

    _ = get_translation("needs_authoring")
    text = _("Writing was interrupted. This page is put back as it was: %s")
    for path in recover(Path(app.confdir)):
        logging.getLogger(__name__).info(text, path)
