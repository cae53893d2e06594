"""The files of pictures that outputs other than HTML refer to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.output_files import PageFiles
from needs_core.sphinx_internals import add_image, app_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from needs_overview.overview_page import OverviewPage

_picture_files = PageFiles("needs_overview")


def write_file(page: OverviewPage, picture: str) -> str:
    """Write a picture beside the doctrees; return its path from the sources on."""
    data = picture.encode()
    name = f"overview-{hashlib.blake2b(data, digest_size=8).hexdigest()}.svg"
    file = _picture_files.write(app_of(page.env), page.docname, name, data)
    source = Path(os.path.relpath(file, page.env.srcdir)).as_posix()
    add_image(page.env, page.docname, source)
    return source


def setup(app: Sphinx) -> None:
    """Have the files removed that no page refers to any more."""
    _picture_files.setup(app)
