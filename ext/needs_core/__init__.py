"""Foundation of the extensions: needs as values, settings, messages, freshness, files."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

_ACCEPTED = ("link_to_itself", "marks", "placeholder")
"""What sphinx-needs accepts: told only where its messages are rewritten, too."""


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the event handlers; every extension that uses needs sets this up first."""
    from needs_core import (
        build_errors,
        build_outcome,
        computed_day,
        configuration_checks,
        core_settings,
        editions,
        generated_pages,
        html_tables,
        links,
        myst_internals,
        need_numbers,
        nodes,
        only_parts,
        performance,
        reader,
        sphinx_internals,
        tried_versions,
        typed_html,
    )
    from needs_core.extension import add_style, extension
    from needs_core.lint import claims as lint_claims
    from needs_core.lint import glossaries, missing_pages, page_blocks, text_marks
    from needs_core.lint import need_tables as lint_need_tables
    from needs_core.lint import page_text as lint_text
    from needs_core.rebuild import (
        freshness,
        left_out_pages,
        outdated_pages,
        repeated_messages,
    )
    from needs_core.upstream_warnings import filter as warnings_filter

    performance.setup(app)
    app.setup_extension("sphinx_needs")
    warnings_filter.install(app)
    build_errors.setup(app)
    configuration_checks.setup(app)
    build_outcome.setup(app)
    computed_day.setup(app)
    core_settings.setup(app)
    nodes.setup(app)
    need_numbers.setup(app)
    links.setup(app)
    app.connect("config-inited", _recover, priority=100)
    myst_internals.setup(app)
    app.connect("config-inited", lambda _app, _config: tried_versions.warn_of_untried())
    html_tables.setup(app)
    generated_pages.setup(app)
    # Sphinx knows the endings that extensions read at 800.
    app.connect("config-inited", _leave_out_dot_files, priority=850)
    app.connect("builder-inited", _no_needs_json_for_gettext)
    app.connect("builder-inited", sphinx_internals.share_visitors)
    # Before anything looks at the pages that are to be read.
    app.connect("env-get-outdated", left_out_pages.leave_out, priority=100)
    app.connect("env-before-read-docs", lint_text.leave_out_copies)
    app.connect("env-before-read-docs", lint_text.warn_of_encoding)
    app.connect("env-before-read-docs", lint_text.warn_of_endings)
    for priority, check in (
        (100, lint_text.clean_text),
        (150, lint_text.read_first_side),
        (170, page_blocks.check_front_matter),
        (180, lint_text.leave_out_circles),
        (200, page_blocks.check_blocks),
    ):
        app.connect("source-read", check, priority=priority)
    lint_need_tables.setup(app)
    glossaries.setup(app)
    app.add_env_collector(lint_claims.claims.collector())
    reader.setup(app)
    app.connect("env-updated", lambda _app, env: sphinx_internals.sort_images(env))
    app.connect("write-started", _check, priority=800)
    missing_pages.setup(app)
    only_parts.setup(app)
    editions.setup(app)
    typed_html.setup(app)
    text_marks.setup(app)
    freshness.setup(app)
    outdated_pages.OutdatedPages().setup(app)
    repeated_messages.RepeatedMessages(app).setup()
    app.connect("build-finished", _note_needs_files)
    app.connect("builder-inited", partial(add_style, "needs_tables.css"))
    return extension(app, "needs_core", style="needs_core.css", env_version=13, needs=False)


def _recover(app: Sphinx, _config: Config) -> None:
    """Put files back that an interrupted process has left half-written."""
    from sphinx.locale import get_translation
    from sphinx.util import logging

    from needs_core.atomic_write import recover, write_fault

    _, logger = get_translation("needs_core"), logging.getLogger(__name__)
    try:
        for path in recover(Path(app.confdir)):
            text = _("Writing was interrupted. This file is put back as it was: %s")
            logger.info(text, path)
    except OSError as error:
        text = _("Writing was interrupted, and what was written cannot be put back: %s")
        logger.warning(text, write_fault(error), type="needs_core", subtype="journal")


def _leave_out_dot_files(_app: Sphinx, config: Config) -> None:
    """Have no page in a file or folder that is hidden by a dot: it is not published.

    Nor in a file that an editor keeps beside the one it has open, as ``~$page.md``.

    Only the sources are left out: what ``html_extra_path`` copies may begin with a dot.
    """
    patterns = (".*{}", "**/.*{}", ".*/**{}", "**/.*/**{}", "**~$*{}")
    hidden = [x.format(suffix) for suffix in config.source_suffix for x in patterns]
    given = config.exclude_patterns
    if isinstance(given, str):  # each letter of it would be a pattern; told elsewhere
        given = [given]
    config.exclude_patterns = [*given, *hidden]


def _check(app: Sphinx, _builder: Builder) -> None:
    from needs_core import (
        core_settings,
        declarations,
        messages,
        model_reader,
        myst_internals,
        reader,
        settings,
        sphinx_internals,
        sphinx_needs_internals,
    )
    from needs_core.lint import claims as lint_claims
    from needs_core.lint import needs as lint_needs
    from needs_core.lint import page_text as lint_text
    from needs_core.lint import retired_needs

    items, model = reader.read_items(app), model_reader.read_model(app.config)
    steps = model_reader.read_steps(app.config)
    parser = myst_internals.block_parser(app)
    roles = settings.read(app.config, core_settings.Roles)
    markdown = cache(partial(sphinx_internals.is_markdown, app))
    quiet = core_settings.wording(app.config) == core_settings.ORIGINAL
    demanded = {} if quiet else declarations.demanded(app.config)
    found = lint_needs.problems(
        *(items, model, steps, roles, parser), is_markdown=markdown, demanded=demanded
    )
    for problem in found:
        if not (quiet and problem.subtype in _ACCEPTED):
            messages.warn(problem)
    written = partial(lint_text.written_lines, app)
    for problem in lint_needs.lacking(items, demanded, written):
        messages.warn(problem)
    known = sphinx_needs_internals.layouts(app)
    unknown = sphinx_needs_internals.unknown_layouts(app)
    for problem in lint_needs.unknown_layouts(items, unknown, known):
        messages.warn(problem)
    lineage = settings.read(app.config, core_settings.LineageFields)
    retired = (items, lineage, roles, steps.states, app.config.language)
    for problem in retired_needs.retired_problems(*retired):
        messages.warn(problem)
    milestones = settings.read(app.config, core_settings.MilestoneFields)
    for problem in lint_needs.milestone_problems(items, milestones):
        messages.warn(problem)
    for problem in lint_claims.false_claims(app, items):
        messages.warn(problem)


def _note_needs_files(app: Sphinx, exception: Exception | None) -> None:
    from needs_core import output_files, sphinx_needs_internals

    if exception is None and output_files.has_site_files(app.builder):
        output_files.note_beside(
            app, dict.fromkeys(sphinx_needs_internals.needs_files(app), True)
        )


def _no_needs_json_for_gettext(app: Sphinx) -> None:
    # sphinx-needs writes needs.json through a second builder, whose way of keeping
    # doctrees the gettext builder's environment refuses: the build would end in an
    # error after all its work is done. A message catalogue needs no needs.json.
    if app.builder.name == "gettext":
        app.config.needs_build_json = False
