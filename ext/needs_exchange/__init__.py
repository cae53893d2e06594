"""The plan of a project as sheets and StratML, and back from sheets; plans of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from needs_authoring.import_plan import ImportPlan
    from needs_authoring.project import AuthoringProject

__version__ = "0.1.0"


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add settings, files, directives and the import."""
    from needs_authoring.import_plan import set_importer
    from needs_core.core_settings import declare_commands
    from needs_core.extension import add_builder, extension
    from needs_core.extra_data import add_links_from_elsewhere
    from needs_exchange import config, plan_files
    from needs_exchange.plans import directive, load

    declare_commands("needs_exchange", "import", "import_write", "fetch")
    metadata = extension(app, "needs_exchange", style="needs_exchange.css")
    app.setup_extension("needs_authoring")
    config.setup(app)
    app.connect("builder-inited", load.load, priority=10)
    add_links_from_elsewhere(app, load.links_from_plans)
    place = "needs_exchange.plan_import.importer:ImportBuilder"
    add_builder(app, "plan-import", place, extra="excel")
    set_importer(app, _plan_of_file)
    plan_files.setup(app)
    directive.setup(app)
    return metadata


def _plan_of_file(
    app: Sphinx, project: AuthoringProject, path: Path, name: str
) -> ImportPlan:
    """Return what a file changes; what reads it is imported when it is asked to."""
    from needs_core.extras import require
    from needs_exchange.plan_import.importer import plan_of_file

    require("excel", "needs_exchange")
    return plan_of_file(app, project, path, name)
