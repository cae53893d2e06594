"""The builder: pages to one tree, the tree to Typst, Typst to a tagged PDF."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.osutil import ensuredir

from needs_core.output_files import note_beside
from needs_core.rebuild import obsolete_files
from needs_core.settings import value
from needs_core.sphinx_internals import app_of, node_visitors
from typst_pdf import glyphs, markers, pictures, preamble
from typst_pdf.assembly import assemble, is_generated_page
from typst_pdf.compiler import CompileJob, CompileResult, compile_pdf
from typst_pdf.config import PdfDocument, place_of_start, read_documents
from typst_pdf.index_chapter import index_chapter
from typst_pdf.table_headers import TaggingError, tag_headers
from typst_pdf.translator import TypstTranslator
from typst_pdf.translator.diagrams import WORK
from typst_pdf.translator.figures import PICTURES
from typst_pdf.volumes import split_volumes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from typst_pdf.grid import Grid

_ = get_translation("typst_pdf")
_logger = logging.getLogger(__name__)

_DAY = 24 * 60 * 60

_READ = (".svg", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp")
"""The endings of the pictures that Typst reads."""

_TEMPLATES, _FONTS = (Path(__file__).parent / name for name in ("templates", "fonts"))


class _DocumentError(Exception):
    """A document cannot be made; the reason is for its authors."""

    def __init__(self, reason: str, subtype: str, location: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.subtype, self.location = reason, subtype, location


@contextmanager
def _locked_file() -> Iterator[None]:
    """Say what to do where a file cannot be removed: a reader may have it open."""
    try:
        yield
    except OSError as error:
        message = _("The old file cannot be removed. Close it, and build again.")
        raise _DocumentError(message, "file") from error


@dataclass(frozen=True, slots=True)
class _WrittenVolume:
    """The source of a PDF that is yet to be compiled."""

    file: str
    """The name of the PDF."""
    path: Path
    """Of the source."""
    source: markers.TypstSource
    grids: tuple[Grid | str, ...]
    characters: Mapping[str, str]
    """The uncommon characters of the document, and where each first stands."""
    pictures: Mapping[str, str]
    """The files of its SVG pictures, and where each first stands."""


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
        self._documents, whole = read_documents(self.config)
        if not whole:
            app_of(self).statuscode = 1
        self._work = Path(self.outdir) / WORK
        self._reported_nodes: set[str] = set()
        self._reported_characters: set[str] = set()
        self._written: list[_WrittenVolume] = []
        self._converted: set[str] = set()

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
        # The day, not the second: what is built again on a day has the same bytes.
        return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time() // _DAY * _DAY)

    # Writing

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the Typst source of every document."""
        # Nothing of the last build is left among the sources.
        shutil.rmtree(self._work, ignore_errors=True)
        ensuredir(self._work / "images")
        shutil.copy(_TEMPLATES / "book.typ", self._work / "book.typ")
        (self._work / "design.typ").write_text(preamble.design_module(), "utf-8")
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
            where = place_of_start(self.config, document.start)
            raise _DocumentError(message % document.start, "start", where)
        tree = assemble(self, document)
        self._convert_pictures(tree)
        translator = TypstTranslator(tree, self, document.start, self._reported_nodes)
        self._bind_visitors(translator)
        characters, pictures = glyphs.uncommon_characters(tree), self._svg_pictures(tree)
        tree.walkabout(translator)
        chapters = translator.chapters
        if document.index:
            chapters.append(index_chapter(self, translator, tree))
        volumes = split_volumes(chapters, value(self.config, "typst_volume_size"))
        written = []
        for volume in volumes:
            name = Path(document.file).stem
            if volume.count > 1:
                name = f"{name}-{volume.number}"
            code = preamble.wrap(
                volume, document, self.config, self._timestamp, sorted(translator.groups)
            )
            source = markers.resolve(
                code, translator.linked, translator.origins, volume.elsewhere
            )
            path = self._work / f"{name}.typ"
            path.write_text(source.text, encoding="utf-8")
            grids = volume.content.grids
            written.append(
                _WrittenVolume(f"{name}.pdf", path, source, grids, characters, pictures)
            )
        return written

    def _convert_pictures(self, tree: nodes.document) -> None:
        """Make PNG of the pictures that Typst does not read, as BMP and TIFF."""
        for image in tree.findall(nodes.image):
            uri = image["uri"]
            name = self.images.get(uri, "")
            if not name or Path(name).suffix.lower() in _READ:
                continue
            made = pictures.as_png(Path(self.srcdir) / uri)
            if made is None:
                message = _("The picture cannot be read, and its words are shown: %s")
                del self.images[uri]
                _logger.warning(
                    message, uri, location=image, type="typst_pdf", subtype="picture"
                )
                continue
            self.images[uri] = f"{name}.png"
            (self._work / "images" / f"{name}.png").write_bytes(made)
            self._converted.add(uri)

    def _svg_pictures(self, tree: nodes.document) -> dict[str, str]:
        """Return the files of the SVG pictures of a tree, and where each first stands."""
        found: dict[str, str] = {}
        for image in tree.findall(nodes.image):
            name = self.images.get(image["uri"], "")
            if name.endswith(".svg") and name not in found:
                found[name] = glyphs.location_of(image)
        return found

    def _bind_visitors(self, translator: TypstTranslator) -> None:
        """Give the translator the visitors that extensions registered for us."""
        for name, (visit, depart) in node_visitors(self).items():
            setattr(translator, f"visit_{name}", visit.__get__(translator))
            if depart:
                setattr(translator, f"depart_{name}", depart.__get__(translator))

    # Compiling

    def finish(self) -> None:
        """Compile every document; those that are no longer made are removed."""
        for source, name in self.images.items():
            if source in self._converted:
                continue
            # Typst tells of a picture that is not there, with the place of its use.
            with suppress(OSError, UnicodeError):
                copied = self._work / "images" / name
                shutil.copy(Path(self.srcdir) / source, copied)
                if copied.suffix == ".svg":
                    svg = copied.read_text("utf-8")
                    copied.write_text(pictures.use_own_fonts(svg), "utf-8")
        made = {volume.file: True for volume in self._written}
        obsolete_files.enter(app_of(self), made)
        note_beside(app_of(self), made)
        for volume in self._written:
            with (
                self._report_failure(volume.file),
                progress_message(_("making %s") % volume.file),
            ):
                self._compile(volume)

    def _compile(self, volume: _WrittenVolume) -> None:
        target, last = self._work / volume.file, Path(self.outdir) / volume.file
        with _locked_file():
            last.unlink(missing_ok=True)
        job = CompileJob(volume.path, target, _FONTS, self._timestamp)
        result = compile_pdf(job)
        missing = result.missing_glyphs
        if missing and self._change_pictures(volume, missing, glyphs.use_symbol_font):
            result = compile_pdf(job)
        replaced = set[str]()
        while missing := self._not_shown(volume, result) - replaced:
            replaced |= missing
            result = self._without(volume, missing, job)
        for warning in result.warnings:
            _logger.warning("Typst: %s", warning, type="typst_pdf", subtype="typst")
        if result.error:
            message = _("Typst says: %s") % result.error.strip()
            origin = volume.source.origin(result.line) if result.line else None
            where = f"{origin.source}:{origin.line}" if origin else None
            raise _DocumentError(message, "compile", where)
        try:
            tag_headers(target, volume.grids)
        except TaggingError as error:
            message = _("The headers of its tables cannot be tagged: %s") % error
            raw = next((one for one in volume.grids if isinstance(one, str)), None)
            raise _DocumentError(message, "tables", raw) from error
        target.replace(last)

    def _without(
        self, volume: _WrittenVolume, characters: Collection[str], job: CompileJob
    ) -> CompileResult:
        """Compile again with a box for each of the characters."""
        self._warn_of_characters(volume, characters)
        self._change_pictures(volume, characters, glyphs.replace_characters)
        code = glyphs.replace_characters(volume.path.read_text("utf-8"), characters)
        volume.path.write_text(code, encoding="utf-8")
        return compile_pdf(job)

    def _not_shown(self, volume: _WrittenVolume, result: CompileResult) -> set[str]:
        """Return the characters that the compiler cannot show.

        Of characters in pictures that are drawn together with others, it forgets which
        they were, and a PDF that is read aloud must know.
        """
        if not result.is_unreadable:
            return result.missing_glyphs
        missing = result.missing_glyphs
        pictures = (self._work / "images" / name for name in volume.pictures)
        found = (glyphs.joined_characters(x.read_text("utf-8")) for x in pictures)
        return missing.union(*found)

    def _change_pictures(
        self,
        volume: _WrittenVolume,
        characters: Collection[str],
        change: Callable[[str, Collection[str]], str],
    ) -> bool:
        """Change some characters in the copies of SVG pictures; tell if there are any."""
        changed = False
        for name in volume.pictures:
            path = self._work / "images" / name
            svg = path.read_text("utf-8")
            if (other := change(svg, characters)) != svg:
                path.write_text(other, "utf-8")
                changed = True
        return changed

    def _warn_of_characters(self, volume: _WrittenVolume, missing: Collection[str]) -> None:
        """Warn once of each character that no font has."""
        for sign in sorted(set(missing) - self._reported_characters):
            self._reported_characters.add(sign)
            message = _(
                "No font has the character %(sign)s (U+%(code)04X); it is written as □."
            )
            _logger.warning(
                "%s",
                message % {"sign": sign if sign.isprintable() else "", "code": ord(sign)},
                location=volume.characters.get(sign) or self._picture_with(volume, sign),
                type="typst_pdf",
                subtype="character",
            )

    def _picture_with(self, volume: _WrittenVolume, sign: str) -> str | None:
        """Return where the first picture with a character stands."""
        for name, location in volume.pictures.items():
            if sign in (self._work / "images" / name).read_text("utf-8"):
                return location
        return None

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
        app_of(self).statuscode = 1
