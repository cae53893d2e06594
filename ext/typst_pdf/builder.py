"""The builder: pages to one tree, the tree to Typst, Typst to a tagged PDF."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.osutil import ensuredir

from typst_pdf import letters, places
from typst_pdf.assembling import assemble, pages_of
from typst_pdf.back import index_chapter
from typst_pdf.compiling import Job, compile_apart
from typst_pdf.drawing.figures import PICTURES
from typst_pdf.opening import opening
from typst_pdf.settings import Document, read_documents
from typst_pdf.tagging import tag_headers
from typst_pdf.translator import TypstTranslator
from typst_pdf.volumes import Chapter, volumes

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes

    from typst_pdf.grids import Grid

_ = get_translation("typst_pdf")
_logger = logging.getLogger(__name__)

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Written:
    """A source that waits to be compiled."""

    file: str
    source: Path
    settled: places.Settled
    grids: tuple[Grid, ...]


class TypstPdfBuilder(Builder):
    """Makes tagged PDF of whole projects, or of parts of them."""

    name = "typst_pdf"
    format = "typst"
    epilog = _("The PDF files are in %(outdir)s.")
    default_translator_class = TypstTranslator
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = list(PICTURES)
    supported_remote_images = False

    def init(self) -> None:
        """Read the settings, so that a mistake in them is told at once."""
        self.documents = read_documents(self.config)
        self.told: set[str] = set()
        self._pages: AbstractSet[str] = frozenset()
        self._waiting: list[Written] = []

    def get_outdated_docs(self) -> str:
        """Return what Sphinx prints: a PDF is always made whole."""
        return _("all documents")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return an address that only this builder understands."""
        generated = docname in {"genindex", "search"} or docname.endswith("-modindex")
        if docname not in self.env.found_docs and not generated:
            raise NoUri(docname, typ)
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same address from every page."""
        return self.get_target_uri(to, typ)

    # Writing

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the Typst source of every document."""
        ensuredir(self._work / "images")
        shutil.copy(_HERE / "templates" / "book.typ", self._work / "book.typ")
        for document in self.documents:
            if pages_of(self, document):
                with progress_message(_("writing %s") % document.file):
                    self._waiting += self._write(document)

    @property
    def _work(self) -> Path:
        return Path(self.outdir) / "typst"

    def _write(self, document: Document) -> list[Written]:
        tree = assemble(self, document)
        translator = TypstTranslator(tree, self, document.start)
        self._bind(translator)
        translator.missing = self._unshown(tree, document)
        tree.walkabout(translator)
        chapters = translator.chapters
        if document.index:
            entries = IndexEntries(self.env).create_index(self)
            chapters.append(index_chapter(entries, translator))
        parts = volumes(chapters, self.config.typst_volume_size)
        homes = {
            place: number
            for number, part in enumerate(parts, 1)
            for place in places.held(part.code)
        }
        return [
            self._put(document, translator, part, (number, len(parts)), homes)
            for number, part in enumerate(parts, 1)
        ]

    def _put(
        self,
        document: Document,
        drawn: TypstTranslator,
        part: Chapter,
        volume: tuple[int, int],
        homes: dict[int, int],
    ) -> Written:
        """Write the source of one volume."""
        number, count = volume
        stem = Path(document.file).stem
        name = f"{stem}-{number}" if count > 1 else stem
        elsewhere = {place: home for place, home in homes.items() if home != number}
        lead = opening(document, self.config, self._when, volume, part.headings)
        whole = f"{lead}{part.code}\n}}\n"
        settled = places.settle(whole, drawn.linked, drawn.places, elsewhere)
        source = self._work / f"{name}.typ"
        source.write_text(settled.text, encoding="utf-8")
        return Written(f"{name}.pdf", source, settled, part.grids)

    def _bind(self, translator: TypstTranslator) -> None:
        """Give the translator the visitors that extensions registered for us."""
        handlers = self._registry.translation_handlers
        for name, (visit, depart) in (
            handlers.get(self.name) or handlers.get(self.format, {})
        ).items():
            setattr(translator, f"visit_{name}", visit.__get__(translator))
            if depart:
                setattr(translator, f"depart_{name}", depart.__get__(translator))

    def _unshown(self, tree: nodes.document, document: Document) -> dict[int, str]:
        found = letters.found_in([tree])
        probe = self._work / "letters.typ"
        sheet = replace(document, cover=False, contents=False)

        def head(code: str) -> str:
            return opening(sheet, self.config, self._when) + code + "\n}\n"

        missing = letters.unshown(found, head, probe, _HERE / "fonts")
        for sign in sorted(missing):
            message = _(
                "No face has the character %(sign)s (U+%(code)04X); it is written as □."
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

    @property
    def _when(self) -> int:
        return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())

    def finish(self) -> None:
        """Compile every document, and mark the headers of its tables."""
        for source, name in self.images.items():
            shutil.copy(Path(self.srcdir) / source, self._work / "images" / name)
        for written in self._waiting:
            with progress_message(_("making %s") % written.file):
                self._compile(written)

    def _compile(self, written: Written) -> None:
        target = Path(self.outdir) / written.file
        target.unlink(missing_ok=True)
        result = compile_apart(Job(written.source, target, _HERE / "fonts", self._when))
        for said in result.warnings:
            _logger.warning("Typst: %s", said, type="typst_pdf", subtype="typst")
        if not result.error:
            tag_headers(target, written.grids)
            return
        place = written.settled.place(result.line) if result.line else None
        message = _("%(file)s could not be made. Typst says: %(error)s")
        where = f"{place.source}:{place.line}" if place else None
        _logger.error(
            "%s",
            message % {"file": written.file, "error": result.error.strip()},
            location=where,
            type="typst_pdf",
            subtype="compile",
        )
