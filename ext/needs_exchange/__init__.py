"""The plan goes where people work, and comes back: sheets, local plans, StratML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add configuration, directives, files and the import."""
    from needs_exchange import linking, project
    from needs_exchange.importing.builder import ImportBuilder
    from needs_exchange.plans import directive, loading
    from needs_exchange.sheets import writing
    from needs_exchange.stratml import writing as stratml_writing

    app.setup_extension("needs_core")
    app.add_message_catalog("needs_exchange", str(_HERE / "locale"))
    app.add_config_value("needs_exchange_types", [], "env", types=frozenset({list, tuple}))
    app.add_config_value("needs_exchange_siblings", "", "", types=frozenset({str}))
    app.add_config_value("needs_exchange_file", "", "", types=frozenset({str}))
    app.add_config_value("needs_exchange_write", False, "", types=frozenset({bool}))
    app.connect("config-inited", _recover, priority=100)
    app.connect("config-inited", project.check_types, priority=900)
    app.connect("builder-inited", _add_style)
    app.add_builder(ImportBuilder)
    linking.setup(app)
    writing.setup(app)
    stratml_writing.setup(app)
    loading.setup(app)
    directive.setup(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_style(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(_HERE / "static"))
        app.add_css_file("needs_exchange.css")


def _recover(app: Sphinx, _config: Config) -> None:
    """Put pages back that an interrupted import has left half-written."""
    from sphinx.locale import get_translation
    from sphinx.util import logging

    from needs_exchange.pages.storing import recover

    said = get_translation("needs_exchange")(
        "An import was interrupted. This page is put back as it was: %s"
    )
    for path in recover(Path(app.confdir)):
        logging.getLogger(__name__).info(said, path)
