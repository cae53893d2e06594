"""Templates of themes, compiled once and kept beside the doctrees.

An edit of one page fills in some fifteen templates, and compiling them takes longer than
that. Jinja knows a compiled template by a checksum of its source.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from jinja2 import FileSystemBytecodeCache
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx

_FOLDER = "templates"


class TemplateCache(FileSystemBytecodeCache):
    """Compiled templates in a folder; without one that can be used, nothing is kept."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, where it is kept."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        with suppress(OSError):  # it is compiled again by the next build
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def keep_templates(app: Sphinx) -> None:
    """Have the templates of an HTML builder kept (``builder-inited``)."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    # A template bridge of a project's own need not be one of Jinja.
    bridge = cast("object", app.builder.templates)
    if isinstance(bridge, BuiltinTemplateLoader):
        bridge.environment.bytecode_cache = TemplateCache(
            str(Path(app.doctreedir) / _FOLDER), "%s.jinja"
        )


def setup(app: Sphinx) -> None:
    """Connect to the build."""
    app.connect("builder-inited", keep_templates)
