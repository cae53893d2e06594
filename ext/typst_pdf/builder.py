"""The builder: pages to one tree, the tree to Typst, Typst to a tagged PDF."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.osutil import ensuredir

from typst_pdf import glyphs, markers, preamble
from typst_pdf.assembly import assemble, is_generated_page
from typst_pdf.compile import CompileJob, compile_pdf
from typst_pdf.config import PdfDocument, read_documents
from typst_pdf.index import index_chapter
from typst_pdf.tagging import tag_headers
from typst_pdf.translator import TypstTranslator
from typst_pdf.translator.figures import PICTURES
from typst_pdf.volumes import Chapter, Volume, split_volumes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils import nodes

    from typst_pdf.grid import Grid

_ = get_translation("typst_pdf")
_logger = logging.getLogger(__name__)

_TEMPLATES, _FONTS = (Path(__file__).parent / name for name in ("templates", "fonts"))


class _DocumentError(Exception):
    """A document cannot be made; the reason is for its authors."""

    def __init__(self, reason: str, subtype: str, location: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.subtype, self.location = reason, subtype, location


@dataclass(frozen=True, slots=True)
class _WrittenVolume:
    """The source of a PDF that is yet to be compiled."""

    file: str
    """The name of the PDF."""
    path: Path
    """Of the source."""
    source: markers.TypstSource
    grids: tuple[Grid, ...]


class TypstPdfBuilder(Builder):
    """Makes tagged PDF of whole projects, or of parts of them.

    What cannot be made is an error, and the other documents are made all the same.
    """

    name = "typst_pdf"
    format = "typst"
    epilog = _("The PDF files are in %(outdir)s.")
    default_translator_class = TypstTranslator
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = list(PICTURES)
    supported_remote_images = False

    def init(self) -> None:
        """Read the documents that are to be made."""
        self._documents = read_documents(self.config)
        self._work = Path(self.outdir) / "typst"
        self._reported_nodes: set[str] = set()
        self._written: list[_WrittenVolume] = []

    def get_outdated_docs(self) -> str:
        """Return what Sphinx prints: a PDF is always made whole."""
        return _("all documents")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that only this builder understands: ``%page``."""
        if docname not in self.env.found_docs and not is_generated_page(docname):
            raise NoUri(docname, typ)
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same address from every page."""
        return self.get_target_uri(to, typ)

    @property
    def _timestamp(self) -> int:
        return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())

    # Writing

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the Typst source of every document."""
        ensuredir(self._work / "images")
        shutil.copy(_TEMPLATES / "book.typ", self._work / "book.typ")
        for document in self._documents:
            with (
                self._report_failure(document.file),
                progress_message(_("writing %s") % document.file),
            ):
                self._written += self._write(document)

    def _write(self, document: PdfDocument) -> list[_WrittenVolume]:
        if document.start not in self.env.found_docs:
            message = _(
                "There is no page “%s” to start from. Correct “start” in typst_documents."
            )
            raise _DocumentError(message % document.start, "start")
        tree = assemble(self, document)
        translator = TypstTranslator(tree, self, document.start, self._reported_nodes)
        self._bind_visitors(translator)
        translator.missing_glyphs = self._missing_glyphs(tree, document)
        tree.walkabout(translator)
        chapters = translator.chapters
        if document.index:
            chapters.append(index_chapter(self, translator))
        volumes = split_volumes(chapters, self.config.typst_volume_size)
        return [self._write_volume(document, translator, volume) for volume in volumes]

    def _write_volume(
        self, document: PdfDocument, translator: TypstTranslator, volume: Volume
    ) -> _WrittenVolume:
        name = Path(document.file).stem
        if volume.count > 1:
            name = f"{name}-{volume.number}"
        code = preamble.wrap(
            volume.content,
            document,
            self.config,
            self._timestamp,
            (volume.number, volume.count),
        )
        source = markers.resolve(
            code, translator.linked, translator.origins, volume.elsewhere
        )
        path = self._work / f"{name}.typ"
        path.write_text(source.text, encoding="utf-8")
        return _WrittenVolume(f"{name}.pdf", path, source, volume.content.grids)

    def _bind_visitors(self, translator: TypstTranslator) -> None:
        """Give the translator the visitors that extensions registered for us."""
        handlers = self._registry.translation_handlers
        own = handlers.get(self.name) or handlers.get(self.format, {})
        for name, (visit, depart) in own.items():
            setattr(translator, f"visit_{name}", visit.__get__(translator))
            if depart:
                setattr(translator, f"depart_{name}", depart.__get__(translator))

    def _missing_glyphs(
        self, tree: nodes.document, document: PdfDocument
    ) -> dict[int, str]:
        """Warn of the characters that no font has; return what stands for each."""
        found = glyphs.uncommon_characters(tree)
        sheet = replace(document, cover=False, contents=False)
        missing = glyphs.missing_glyphs(
            found,
            lambda code: preamble.wrap(Chapter(code), sheet, self.config, self._timestamp),
            self._work / "glyphs.typ",
            _FONTS,
        )
        for sign in sorted(missing):
            message = _(
                "No font has the character %(sign)s (U+%(code)04X); it is written as □."
            )
            _logger.warning(
                "%s",
                message % {"sign": sign if sign.isprintable() else "", "code": ord(sign)},
                location=found[sign].parent,
                type="typst_pdf",
                subtype="character",
            )
        return {ord(sign): "□" for sign in missing}

    # Compiling

    def finish(self) -> None:
        """Compile every document, and tag the headers of its tables."""
        for source, name in self.images.items():
            shutil.copy(Path(self.srcdir) / source, self._work / "images" / name)
        for volume in self._written:
            with (
                self._report_failure(volume.file),
                progress_message(_("making %s") % volume.file),
            ):
                self._compile(volume)

    def _compile(self, volume: _WrittenVolume) -> None:
        target = Path(self.outdir) / volume.file
        target.unlink(missing_ok=True)
        job = CompileJob(volume.path, target, _FONTS, self._timestamp)
        result = compile_pdf(job)
        for warning in result.warnings:
            _logger.warning("Typst: %s", warning, type="typst_pdf", subtype="typst")
        if result.error:
            message = _("Typst says: %s") % result.error.strip()
            origin = volume.source.origin(result.line) if result.line else None
            where = f"{origin.source}:{origin.line}" if origin else None
            raise _DocumentError(message, "compile", where)
        tag_headers(target, volume.grids)

    @contextmanager
    def _report_failure(self, file: str) -> Iterator[None]:
        """Report that a file cannot be made; the others are, and the exit code is 1."""
        try:
            yield
        except _DocumentError as error:
            self._report(file, error)
        except Exception as error:  # whatever a page brings a visitor to
            _logger.debug("%s", file, exc_info=True)
            reason = f"{type(error).__name__}: {error}"
            self._report(file, _DocumentError(reason, "failed"))

    def _report(self, file: str, error: _DocumentError) -> None:
        message = _("%(file)s could not be made. %(reason)s")
        _logger.error(
            "%s",
            message % {"file": file, "reason": error.reason},
            location=error.location,
            type="typst_pdf",
            subtype=error.subtype,
        )
        self._app.statuscode = 1
