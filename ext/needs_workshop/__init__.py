"""A workshop on one's own machine: the site in a browser, with its needs to be edited.

``python -m needs_workshop`` builds a project, serves it to this machine alone, and lets
whoever sits at it edit and add needs. It is no part of a published build: it adds nothing
to any page or file, and what is seen of it is added to the answers of its server.

- ``forms`` and ``edits`` are the pure core: what a form asks, and what becomes of answers.
- ``reading``, ``site_build`` and ``commits`` read the project, build its site, and use git.
- ``guard``, ``site``, ``handlers`` and ``server`` are the server.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the message catalogue, and the builder that reads a project for the workshop."""
    from needs_core import __version__
    from needs_core.extension import OWN, add_builder

    OWN.add("needs_workshop")
    app.setup_extension("needs_authoring")
    app.add_message_catalog("needs_workshop", str(Path(__file__).parent / "locale"))
    add_builder(app, "workshop-read", "needs_workshop.project_reader:ReadingBuilder")
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
