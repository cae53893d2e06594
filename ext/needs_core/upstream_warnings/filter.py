"""The logging filter that rewrites warnings and gives them their place."""

from __future__ import annotations

import logging
import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import locale

from needs_core.configuration_checks import place_of, setting_place
from needs_core.core_settings import BOTH, ORIGINAL, wording
from needs_core.declarations import demanded
from needs_core.editions import left_out_ids
from needs_core.extension import OWN
from needs_core.included_files import included_file
from needs_core.lint.field_lines import MOST_LINES, field_line
from needs_core.lint.glossaries import indented_glossary, line_in_glossary
from needs_core.lint.missing_pages import is_told
from needs_core.messages import BuildStoppedError, Problem
from needs_core.model_reader import read_model
from needs_core.only_parts import left_out
from needs_core.page_views import REFUSALS, generation, need_ids, views_of
from needs_core.reader import read_items
from needs_core.sphinx_internals import add_warning_filter, is_markdown, location_of
from needs_core.suggestions import NameIndex
from needs_core.upstream_warnings import Vocabulary, quoted, rewrite
from needs_core.upstream_warnings.schema import is_empty_value

if TYPE_CHECKING:
    from sphinx.application import Sphinx


_NO_ID = re.compile("No ID defined|'id' must not be empty")
_OF_MYST = re.compile(r"unknown (?:directive|role) name: ")
"""What Sphinx says, without a place, of a name that MyST or docutils tells of."""
_OF_LABELS = re.compile('Duplicate ID: "equation-')
"""What docutils says, without a place, of a formula whose name is told of already."""
_OF_OPTIONS = re.compile(".*No ID defined|Content block expected")
"""What follows from options that cannot be read."""
_OF_FOOTNOTES = re.compile("Too many autonumbered footnote references")
"""What docutils says when a footnote is not there, which is told with its name."""
_COMMENT_FOR_ID = re.compile(r"\s*:id:\s+#")
"""A line whose id is read as a comment: that is told."""


class RewriteWarnings(logging.Filter):
    """Rewrites a record before Sphinx counts, suppresses or prints it.

    Sphinx offers no hook for this: a filter at the head of its warning handler is the
    one place that every message passes, from workers too. Type and subtype stay, so
    ``suppress_warnings`` keeps its meaning.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app
        self._unreadable = ("", 0)
        self._untitled = ("", 0)
        self._unknown_option = ("", 0)
        self._ids: tuple[tuple[str, int], NameIndex] | None = None
        self._given: set[tuple[str, int, str]] = set()
        self._read: tuple[str, list[str]] = ("", [])

    def filter(self, record: logging.LogRecord) -> bool:
        """Return ``False`` for a message that is no mistake, or was given before."""
        if record.levelno < logging.WARNING:
            return True
        field, message = getattr(record, "field", ""), ""
        if record.name.removeprefix("sphinx.").partition(".")[0] not in OWN:
            message = record.getMessage()
            if self._is_consequence(record, message) or is_empty_value(message):
                return False
            if is_told(self._app, location_of(self._app, record)[0], message):
                return False
            field = self._rewritten(record, message)
        docname, line = opening = self._placed(record)
        page, last = self._unknown_option
        missing = getattr(record, "subtype", None) == "missing_option"
        is_misnamed = page == docname and line <= last <= line + MOST_LINES
        if missing and (is_misnamed or self._unreadable == opening):
            return False  # it is there, in lines that are told of
        if isinstance(getattr(record, "location", None), nodes.Node) and line:
            is_file = Path(docname).is_absolute()
            record.location = f"{docname}:{line}" if is_file else opening
        if field:
            line = field_line(self._lines(docname), line, field)
            is_file = Path(docname).is_absolute()  # one that a page includes
            record.location = f"{docname}:{line}" if is_file else (docname, line)
            if message.endswith("has less than 1 item") and self._is_there(
                docname, opening[1], line, field
            ):
                return False  # where it cannot be read: that is told
        given = (docname, line, record.getMessage())
        is_new = given not in self._given
        self._given.add(given)
        return is_new

    def _is_there(self, docname: str, opening: int, line: int, field: str) -> bool:
        """Tell whether a field is below an empty line, or in the line of another."""
        lines = self._lines(docname)
        within = lines[opening - 1 : opening + MOST_LINES]
        below = takewhile(lambda text: text.strip(), within)
        return "" in map(str.strip, lines[opening:line]) or any(
            f" :{field}: " in text for text in below
        )

    def _placed(self, record: logging.LogRecord) -> tuple[str, int]:
        """Return page and line of a message; Sphinx takes a path for the name of a page."""
        place = location_of(self._app, record)
        if isinstance(getattr(record, "location", None), tuple):
            record.location = place
        return place

    def _rewritten(self, record: logging.LogRecord, message: str) -> str:
        """Rewrite a message, if asked; what cannot be rewritten is told as it is.

        A warning comes at any time, of a configuration that nothing can read: it must not
        end a build that goes on without us.
        """
        wanted = wording(self._app.config)
        if wanted == ORIGINAL:
            return ""
        try:
            field = self._rewrite(record, message)
        except BuildStoppedError:
            raise
        except Exception:  # noqa: BLE001 (see above)
            record.msg, record.args = "%s", (message,)
            return ""
        if wanted == BOTH:
            said = " ".join(message.split())
            record.msg, record.args = "%s (%s)", (record.getMessage(), said)
        return field

    def _rewrite(self, record: logging.LogRecord, message: str) -> str:
        """Rewrite a message, and return the field it is about; empty: no field."""
        docname, line = location_of(self._app, record)
        vocabulary = Vocabulary(
            lambda: read_model(self._app.config),
            self._known_ids,
            lambda: left_out(self._app),
            lambda: left_out_ids(self._app),
            lambda: [x.name for all_ in demanded(self._app.config).values() for x in all_],
            lambda: "".join(self._lines(docname)[line - 1 : line]) if line else "",
            record.name.startswith("sphinx.myst_parser") or is_markdown(self._app, docname),
        )
        rewritten = rewrite(message, vocabulary)
        if rewritten is None:
            record.msg, record.args = "%s", (quoted(message),)
            if not docname and getattr(self._app, "env", None) is None:
                file, found = setting_place(self._app, message)
                record.location = f"{file}:{found}" if file else None
            return ""
        if rewritten.setting:
            file, line = place_of(self._app, rewritten.setting)
            if rewritten.stops:
                place = (None, line, rewritten.subject, rewritten.fault, rewritten.remedy)
                problem = Problem(*place, "needs_core", "configuration", file)
                raise BuildStoppedError(problem)
            record.location = f"{file}:{line}"
        record.msg, record.args = "%s", (rewritten.text,)
        if rewritten.option:
            self._unknown_option = (docname, line)
        if rewritten.file:
            record.location = f"{Path(self._app.srcdir, rewritten.file)}:1"
            return ""
        lines = self._lines(docname) if rewritten.last else []
        reads = [n for n, text in enumerate(lines, 1) if text.strip() == rewritten.last]
        known = rewritten.place or self._in_glossary(message, docname, line)
        if known or reads:
            record.location = known or (docname, reads[-1])
        elif (getattr(record, "type", None) or "").startswith("sn_schema"):
            record.location = _place(self._app, rewritten.subject)  # they have none
        elif (
            getattr(record, "type", None) == "needs"
            and getattr(record, "subtype", None) not in REFUSALS
        ):
            self._place_in_file(record, rewritten.subject)
        return rewritten.field

    def _in_glossary(self, message: str, docname: str, line: int) -> Any:
        """Return where a line of a glossary stands, of which the block alone is known."""
        if not (message.startswith("glossary ") and is_markdown(self._app, docname)):
            return None
        lines = self._lines(docname)
        found = line_in_glossary(lines, line) or line
        if "misformatted" in message:
            found = indented_glossary(lines) or line
        return f"{docname}:{found}" if Path(docname).is_absolute() else (docname, found)

    def _lines(self, docname: str) -> list[str]:
        """Return the lines of a page, or of a file by its path."""
        if self._read[0] != docname:
            file = Path(docname)
            if docname and not file.is_absolute():
                file = self._app.env.doc2path(docname)
            text = (
                file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
            )
            self._read = (docname, text.split("\n"))
        return self._read[1]

    def _place_in_file(self, record: logging.LogRecord, need_id: str) -> None:
        """Let a warning of a need name the included file that the need stands in."""
        docname, line = location_of(self._app, record)
        env = getattr(self._app, "env", None)
        if env is not None and (file := included_file(env, docname, need_id)):
            record.location = f"{file}:{line}"

    def _is_consequence(self, record: logging.LogRecord, message: str) -> bool:
        """Tell whether "no id" follows from options that MyST has already warned of."""
        docname, line = location_of(self._app, record)
        if message.startswith("No title given"):
            self._untitled = (docname, line)
        if "Invalid options" in message or "Has content, but none" in message:
            self._unreadable = (docname, line)
        page, last = self._unreadable
        here = page == docname and line <= last <= line + MOST_LINES
        if any(x.match(message) for x in (_OF_MYST, _OF_FOOTNOTES, _OF_LABELS)):
            return True
        if here or not _NO_ID.search(message):
            return here and bool(_OF_OPTIONS.match(message))
        if ":id:" in "".join(self._lines(docname)[line - 1 : line]).split():
            return True  # in the line of the title: that is told
        below = self._lines(docname)[line : line + MOST_LINES]
        if self._untitled == (docname, line) and below and re.match(r"\s*\w", below[0]):
            return True  # the title, and no field below it is one
        fields = takewhile(lambda text: text.lstrip().startswith(":"), below)
        return any(_COMMENT_FOR_ID.match(text) for text in fields)

    def _known_ids(self) -> NameIndex:
        """Return the ids on the pages read so far, indexed once for many warnings."""
        env = self._app.env
        state = (generation(env), len(views_of(env)))
        if self._ids is None or self._ids[0] != state:
            unknown = left_out(self._app)
            ids = (id_ for id_ in need_ids(env) if id_ not in unknown)
            self._ids = (state, NameIndex(ids))
        return self._ids[1]


def install(app: Sphinx) -> None:
    """Set the filter before those of Sphinx (``setup``).

    Messages of Sphinx are in the language of the machine, unless they are set to English,
    in which they are recognised.
    """
    locale.init([], "en", "sphinx", "console")
    add_warning_filter(RewriteWarnings(app))


def _place(app: Sphinx, need_id: str) -> tuple[str, int | None] | str | None:
    item = read_items(app).by_id.get(need_id)
    if item is None or not item.docname:
        return None
    return f"{item.file}:{item.line}" if item.file else (item.docname, item.line)
