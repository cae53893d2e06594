"""The settings: which documents are made, and how each looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import warn
from needs_core.settings import (
    Check,
    Scope,
    file_name,
    flag,
    groups,
    number,
    one_of,
    problem,
    problems,
    register_value,
    setting,
    text,
    texts,
    value,
    whole_number,
)
from needs_core.sphinx_internals import leave_out_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_ = get_translation("typst_pdf")


def _text_or_empty(given: object, scope: Scope) -> str:
    return "" if given == "" else str(text.read(given, scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """One PDF: where it starts, what it is called, and how it looks."""

    start: str = setting(
        "", "The page it starts from; none: the first page of the project.", text
    )
    paper_only: bool = setting(
        False, "Whether that page is for paper alone: sites leave it out.", flag
    )
    file: str = setting(
        "", "The name of the PDF; none: made of the project's name.", file_name(".pdf")
    )
    title: str = setting(
        "", "On the title page and in the PDF's properties; none: the project.", text
    )
    subtitle: str = setting("", "Below the title on the title page.", text)
    author: str | None = setting(
        None,
        "On the title page and in the PDF's properties; none: that of the project.",
        Check("text", _text_or_empty),
    )
    status: str = setting(
        "", "What it is as long as it is not adopted, as `DRAFT`: on every page.", text
    )
    note: str = setting(
        "",
        "What no reader may miss, a sentence: on the title page and at the foot of every"
        " page.",
        text,
    )
    paper: str = setting(
        "a4", "Its size.", one_of("a2", "a3", "a4", "a5", "us-letter", "us-legal")
    )
    landscape: bool = setting(False, "Whether its pages are wider than high.", flag)
    sheet: bool = setting(
        False,
        "Whether it is one sheet for the wall, in letters as large as it has room for.",
        flag,
    )
    cover: bool = setting(True, "Whether it has a title page.", flag)
    contents: bool = setting(True, "Whether it has a table of contents.", flag)
    index: bool = setting(
        True, "Whether it has an index, when there are entries for one.", flag
    )
    follow: bool = setting(True, "Whether the pages of toctrees are taken along.", flag)
    without: tuple[str, ...] = setting(
        (), "Pages that are not, nor the pages of their toctrees.", texts
    )
    chapters: str = setting(
        "pages",
        "What begins a chapter: each page, or each section of the start page, the heading"
        " of which is then left to the title page.",
        one_of("pages", "sections"),
    )
    text_size: float = setting(10.5, "The size of the text in points.", number(1))


def read_documents(config: Config) -> tuple[list[PdfDocument], bool]:
    """Return the documents to make, complete, and whether that is all of them.

    A document with a mistake is left out, with a warning; without any in the
    configuration, there is one of the whole project.
    """
    given: tuple[PdfDocument, ...] = value(config, "typst_documents")
    whole = not problems(config, "typst_documents")
    if not given and whole:
        given = (PdfDocument(),)
    made: dict[str, PdfDocument] = {}
    for document in (_complete(one, config) for one in given):
        if document.file in made:
            fault = _("Two documents are called “%s”, and the second is not made.")
            remedy = _("Give it another name (“file”).")
            warn(problem(config, "typst_documents", (), fault % document.file, remedy))
            whole = False
        made.setdefault(document.file, document)
    only = value(config, "typst_only")
    for file in (x for x in only if x not in made):
        fault = _("There is no document “%s” to be made.") % file
        remedy = _("Write the name (“file”) of one in typst_documents.")
        warn(problem(config, "typst_only", (), fault, remedy))
        whole = False
    return [x for x in made.values() if not only or x.file in only], whole


def place_of_start(config: Config, start: str) -> str | None:
    """Return where a document is told to start from a page, as ``path:line``."""
    name = "typst_documents"
    for at, given in enumerate(config[name]):
        if isinstance(given, dict) and given.get("start") == start:
            found = problem(config, name, (at, "start"), "", "")
            return f"{found.file}:{found.line}" if found.file else None
    return None


def _complete(document: PdfDocument, config: Config) -> PdfDocument:
    """Return a document with what the project says where it says nothing itself."""
    author = "" if config.author == "Author name not set" else config.author
    return replace(
        document,
        start=document.start or config.root_doc,
        file=document.file or f"{_file_stem(config.project)}.pdf",
        title=document.title or config.project,
        author=author if document.author is None else document.author,
    )


def _file_stem(project: str) -> str:
    kept = "".join(sign if sign.isalnum() else "-" for sign in project.casefold())
    return "-".join(part for part in kept.split("-") if part) or "book"


def leave_out_of_sites(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Leave out what is for paper alone, where a site is built (``env-get-outdated``)."""
    documents: tuple[PdfDocument, ...] = value(app.config, "typst_documents")
    if app.builder.format == "html":
        for page in (x.start for x in documents if x.paper_only and x.start):
            if page in env.all_docs:
                removed.add(page)
            leave_out_page(env, page)
            added.discard(page)
            changed.discard(page)
    return []


def setup(app: Sphinx) -> None:
    """Declare the settings."""
    # Before it is asked which pages name one that is added: this one never is.
    app.connect("env-get-outdated", leave_out_of_sites, priority=100)
    for name, made in {
        "documents": setting(
            (),
            "The PDF files to make (below); none: one of the whole project.",
            groups(PdfDocument),
        ),
        "only": setting(
            (),
            "The names of the PDF files to make this time; none: all of them.",
            texts,
        ),
        "page_references": setting(
            True, 'Whether links within the document say the page, as "p. 12".', flag
        ),
        "volume_size": setting(
            2_000_000,
            "Characters of Typst in one PDF; a larger document becomes volumes.",
            whole_number(1),
        ),
    }.items():
        register_value(app, f"typst_{name}", made, "", owner="typst_pdf")
