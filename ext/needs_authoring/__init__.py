"""The editor of pages: finds needs, changes them, and adds new ones.

- ``project.project_of(app)`` reads what has to be known of a project.
- ``new.new_need(project, type, title, values, text, page)`` makes a need with its id, page
  and place; ``edit.edit_page(page, edits, order, syntax)`` changes any needs of a page.
- ``values.ValueJudge`` says whether a field may hold a value.

The pages are stored by ``needs_core.atomic_write``, all or none.

Everything but ``project_of`` is free of Sphinx, but for the translation of messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add setting and message catalogue."""
    from needs_core.extension import extension
    from needs_core.settings import need_type, register_value, setting, table, text

    metadata = extension(app, "needs_authoring")
    pages = setting(
        (),
        "The page a new need of a type goes on, with its fields in braces.",
        table(need_type, text),
    )
    register_value(app, "needs_authoring_pages", pages, "")
    return metadata
