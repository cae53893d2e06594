"""What a public body's site owes its readers: dates, a search box, its statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.extension import extension
from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the facts below every page, the two directives, lean pages and no inline code."""
    from public_site import (
        assets,
        descriptions,
        directives,
        icon,
        inline_files,
        lean_icons,
        line_breaks,
        moved_pages,
        not_found,
        page_facts,
        sections,
    )
    from public_site.accessibility import statement as accessibility

    accessibility.setup(app)
    assets.setup(app)
    descriptions.setup(app)
    directives.setup(app)
    icon.setup(app)
    inline_files.setup(app)
    lean_icons.setup(app)
    line_breaks.setup(app)
    moved_pages.setup(app)
    not_found.setup(app)
    page_facts.setup(app)
    sections.setup(app)
    return extension(
        app, "public_site", style="public_site.css", env_version=4, needs=False
    )
