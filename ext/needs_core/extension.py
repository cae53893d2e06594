"""The setup that all extensions share: catalogue, static files, metadata.

It works without sphinx-needs, for extensions that need none of it (``needs=False``).
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder

from needs_core import __version__
from needs_core.extras import require
from needs_core.headings import HeadingWords
from needs_core.rebuild import obsolete_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


OWN = {"needs_core"}
"""The packages of the extensions that are set up: their messages need no rewriting."""


def extension(
    app: Sphinx, name: str, *, style: str = "", env_version: int = 1, needs: bool = True
) -> ExtensionMetadata:
    """Set up what every extension has, and return the metadata of its ``setup()``.

    Args:
        app: The application.
        name: The package of the extension. The folders beside its ``__init__.py`` are
            used when they are there: ``locale`` holds its message catalogue, of the
            same name, and ``static`` the files that HTML builders copy.
        style: The file name of a style sheet in ``static``, for every HTML page.
        env_version: To be raised when what the extension keeps in the environment
            gets another shape.
        needs: Whether the extension stands on sphinx-needs. Without it, only the
            message catalogue of ``needs_core`` is set up.

    """
    if HeadingWords not in app.registry.get_transforms():
        app.add_transform(HeadingWords)
    obsolete_files.setup(app)
    folder = Path(str(sys.modules[name].__file__)).parent
    OWN.add(name)
    if needs:
        app.setup_extension("needs_core")
    else:
        app.add_message_catalog("needs_core", str(Path(__file__).parent / "locale"))
    if (folder / "locale").is_dir():
        app.add_message_catalog(name, str(folder / "locale"))
    if (folder / "static").is_dir():
        # Before Sphinx checks the paths, at 800, and compares the configuration with
        # that of the build before: a value that is changed later differs every time.
        app.connect("config-inited", partial(_add_static, str(folder / "static")))
    if style:
        app.connect("builder-inited", partial(add_style, style))
    return {
        "version": __version__,
        "env_version": env_version,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def add_builder(app: Sphinx, name: str, place: str, *, extra: str = "") -> None:
    """Register a builder whose module is imported only by the builds that use it.

    What is registered is a class of its own, for themes look at the classes of builders.

    Args:
        app: The application.
        name: The ``name`` of the builder.
        place: Its module and class, as ``package.module:Class``.
        extra: The extra of the distribution that it cannot do without.

    """
    module, class_name = place.split(":")

    def make(_deferred: type[Builder], app: Sphinx, env: BuildEnvironment) -> Builder:
        if extra:
            require(extra, name)
        builder: type[Builder] = getattr(import_module(module), class_name)
        return builder(app, env)

    app.add_builder(type(class_name, (Builder,), {"name": name, "__new__": make}))


def _add_static(folder: str, _app: Sphinx, config: Config) -> None:
    config.html_static_path = [*config.html_static_path, folder]


def add_style(style: str, app: Sphinx) -> None:
    """Have every HTML page load a style sheet of a folder ``static``."""
    if app.builder.format == "html":
        app.add_css_file(style)
