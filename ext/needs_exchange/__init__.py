"""The plan of a project as sheets and StratML, and back from sheets; plans of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add configuration, files, directives and the import."""
    from needs_core.extension import extension
    from needs_exchange import plan_files
    from needs_exchange.importing.builder import ImportBuilder
    from needs_exchange.plans import directive, load

    metadata = extension(app, "needs_exchange", style="needs_exchange.css")
    app.setup_extension("needs_authoring")
    app.add_config_value("needs_exchange_types", [], "env", types=frozenset({list, tuple}))
    app.add_config_value("needs_exchange_siblings", "", "", types=frozenset({str}))
    app.add_config_value("needs_exchange_file", "", "", types=frozenset({str}))
    app.add_config_value("needs_exchange_write", False, "", types=frozenset({bool}))
    app.add_config_value("needs_exchange_stratml", {}, "", types=frozenset({dict}))
    app.add_builder(ImportBuilder)
    plan_files.setup(app)
    load.setup(app)
    directive.setup(app)
    return metadata
