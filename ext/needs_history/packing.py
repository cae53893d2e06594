"""Writes the sheet of a half-year as a workbook beside the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util.osutil import relative_uri

from needs_core.messages import Problem, warn
from needs_core.page_views import views_of
from needs_core.reader import look, read_items, read_model, read_states
from needs_history import views
from needs_history.core.history import of
from needs_history.pens import Pen, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from needs_history.core.halfyear import HalfYear
    from needs_history.core.package import Package

_ = get_translation("needs_history")

FOLDER = "history"
"""The folder of the files, in the folder of the output."""


def file_name(period: HalfYear) -> str:
    """Return what the workbook of a half-year is called."""
    return f"halvaarspakke-{period}.xlsx"


def link_to_file(env: BuildEnvironment, period: HalfYear) -> Iterator[nodes.Node]:
    """Yield a link to the workbook, where a site has one."""
    builder = env._app.builder
    if has_files(builder):
        page = _page(builder, env.current_document.docname)
        address = relative_uri(page, f"{FOLDER}/{file_name(period)}")
        text = nodes.inline("", "", nodes.Text(_("The sheet as a workbook (Excel)")))
        link = nodes.reference("", "", text, internal=True, refuri=address)
        yield paragraph(link, kind="history-file")


def has_files(builder: Builder) -> bool:
    """Tell whether a builder's output is a site that files can lie beside."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != "epub"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write every sheet that a page shows, take away the others (``build-finished``)."""
    if exception is not None or not has_files(app.builder):
        return
    folder = app.outdir / FOLDER
    wanted = {}
    for docname, shown in sorted(views_of(app.env).items()):
        for view in shown:
            if isinstance(view, views.Packed):
                found = look(app, view)
                wanted[file_name(found.period)] = (found, docname)
    if folder.is_dir():
        for path in folder.glob("halvaarspakke-*.xlsx"):
            if path.name not in wanted:
                path.unlink()
    for name, (found, docname) in wanted.items():
        _write(app, folder / name, found, docname)


def _write(app: Sphinx, path: Path, found: Package, docname: str) -> None:
    plan = of(read_items(app)).settings.plan
    model, states = read_model(app.config), read_states(app.config)
    pen = Pen(lambda label: nodes.Text(label.id), model, states, False, app.config.language)
    from needs_history.as_xlsx import workbook  # its library is slow to load

    content = workbook(found, plan, pen)
    try:
        path.parent.mkdir(exist_ok=True)
        if not (path.is_file() and path.read_bytes() == content):
            path.write_bytes(content)
    except OSError:
        fault = _("The file cannot be written. The one that is there may be old.")
        remedy = _("Close it if it is open in Excel, and build again.")
        name = f"{FOLDER}/{path.name}"
        warn(Problem(docname, None, name, fault, remedy, "needs_history", "file"))


def setup(app: Sphinx) -> None:
    """Have the files written when a build is done."""
    app.connect("build-finished", write)


def _page(builder: Builder, docname: str) -> str:
    if isinstance(builder, StandaloneHTMLBuilder) and builder.name == "singlehtml":
        return f"{builder.config.root_doc}{builder.out_suffix}"
    return builder.get_target_uri(docname)
