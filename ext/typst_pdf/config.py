"""The documents a project makes, read and checked once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("typst_pdf")

PAPERS = ("a3", "a4", "a5", "us-letter", "us-legal")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """One PDF: where it starts, what it is called, and how it looks."""

    start: str
    """The page it starts from; the pages of its toctrees follow."""
    file: str
    """The name of the PDF in the output folder."""
    title: str
    subtitle: str = ""
    author: str = ""
    status: str = ""
    """What it is as long as it is not adopted, as "DRAFT": on the cover and every page."""
    note: str = ""
    """What no reader may miss, a sentence: on the cover and at the foot of every page."""
    paper: str = "a4"
    landscape: bool = False
    cover: bool = True
    contents: bool = True
    """A table of contents, two levels deep."""
    index: bool = True
    """An index at the end, when there are entries."""
    follow: bool = True
    """Whether the pages of the toctrees are taken along."""
    text_size: float = 10.5
    """Points."""


def read_documents(config: Config) -> tuple[PdfDocument, ...]:
    """Return the documents of ``typst_documents``, or one of the whole project."""
    given = config.typst_documents or [{}]
    made = tuple(_document(number, one, config) for number, one in enumerate(given, 1))
    names = [one.file for one in made]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(_("typst_documents: two documents are called %r.") % name)
    return made


def _document(number: int, given: Any, config: Config) -> PdfDocument:
    place = f"typst_documents[{number - 1}]"
    if not isinstance(given, dict):
        raise ConfigError(_("%s: must be a dictionary.") % place)
    known = {field.name: field for field in fields(PdfDocument)}
    for key in given:
        if key not in known:
            message = _("%(place)s: %(key)r is unknown. Known are: %(known)s.")
            raise ConfigError(
                message % {"place": place, "key": key, "known": ", ".join(known)}
            )
    filled = {
        "start": config.root_doc,
        "file": f"{_file_name(config.project)}.pdf",
        "title": config.project,
        "author": config.author if config.author != "Author name not set" else "",
    } | given
    for key, value in filled.items():
        _check(place, key, value, known[key].type)
    if filled.get("paper", "a4") not in PAPERS:
        message = _("%(place)s: 'paper' must be one of %(known)s.")
        raise ConfigError(message % {"place": place, "known": ", ".join(PAPERS)})
    name = filled["file"]
    if not name.endswith(".pdf") or "/" in name or "\\" in name or name.startswith("."):
        message = _("%(place)s: 'file' must be the name of a PDF, as 'book.pdf'.")
        raise ConfigError(message % {"place": place})
    return PdfDocument(**filled)


def _check(place: str, key: str, value: Any, wanted: Any) -> None:
    kinds = {"str": (str,), "bool": (bool,), "int": (int,), "float": (int, float)}
    if type(value) not in kinds[str(wanted)]:
        message = _("%(place)s: %(key)r has a value of the wrong kind: %(value)r.")
        raise ConfigError(message % {"place": place, "key": key, "value": value})


def _file_name(project: str) -> str:
    kept = "".join(sign if sign.isalnum() else "-" for sign in project.casefold())
    return "-".join(part for part in kept.split("-") if part) or "book"


def setup(app: Sphinx) -> None:
    """Register the settings."""
    app.add_config_value("typst_documents", [], "", types=frozenset({list, tuple}))
    app.add_config_value(
        "typst_page_references", default=True, rebuild="", types=frozenset({bool})
    )
    app.add_config_value("typst_volume_size", 2_000_000, "", types=frozenset({int}))
