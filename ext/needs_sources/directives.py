"""The directives: options read and checked into views of the needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.model_reader import read_model
from needs_core.nodes import NeedsDirective
from needs_core.setting_checks import ATTRIBUTES
from needs_core.sphinx_internals import app_of
from needs_sources.check import lock_file, read_lock
from needs_sources.config import read_settings, read_steps
from needs_sources.mentions import MentionMatrixView, MentionsView, WordCountView
from needs_sources.nodes import (
    MentionMatrixNode,
    MentionsNode,
    QuoteSummaryNode,
    SourceUsageNode,
    StoryNode,
    TimelineNode,
    VariantsNode,
    WordCountsNode,
)
from needs_sources.quotes import QuoteSummaryView
from needs_sources.source_text import parse_ranges
from needs_sources.story import StoriesView
from needs_sources.timeline import TimelineView
from needs_sources.usage import UsageEntry, UsageView, parse_entry, parse_parts
from needs_sources.variants import VariantsView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from needs_core.page_views import ViewNode
    from needs_sources.lock import QuoteLock

_ = get_translation("needs_sources")


class SourcesDirective(NeedsDirective):
    """A directive of this extension: names of types and fields, all checked."""

    extension = "needs_sources"

    def known_types(self, option: str) -> tuple[str, ...] | None:
        """Return the need types an option lists; ``None`` after a warning."""
        names, known = self.option_names(option), read_model(self.config).types
        return names if self.all_known(names, known, option, "unknown_type") else None

    def one_name(self, option: str, known: Iterable[str], subtype: str) -> str | None:
        """Return the one name an option must give; ``None`` after a warning."""
        name = self.option_text(option)
        if not name:
            self.warn_missing(option)
            return None
        return name if self.all_known([name], known, option, subtype) else None

    def warn_missing(self, option: str) -> None:
        """Warn of an option that must be given."""
        fault = _("The option :%s: is missing, and nothing is shown.") % option
        self.warn(fault, _("Write it."), "missing_option", option=option)

    def _lock(self) -> QuoteLock:
        """Return the lock; the page is read again when it changes."""
        path = lock_file(self.config, Path(app_of(self.env).confdir))
        if path is not None:
            self.env.note_dependency(str(path))
        lock, _problem = read_lock(path)  # the check of the quotes warns of the problem
        return lock

    def view_node(
        self, node_type: type[ViewNode], view: object, **attributes: str
    ) -> list[nodes.Node]:
        """Return a placeholder that holds a view."""
        node = node_type(view=view, directive=self.name, **attributes)
        return self.placeholder(node)


class QuoteSummaryDirective(SourcesDirective):
    """``source-quote-summary``: how many needs have a checked quote, and which have not."""

    option_spec: ClassVar[OptionSpec] = {
        "types": directives.unchanged_required,
        "by": lambda text: directives.choice(text, ("type", "source")),
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder. The page is read again when the lock is written."""
        types = self.known_types("types")
        if types is None:
            return []
        view = QuoteSummaryView(
            read_settings(self.config),
            self._lock(),
            types or tuple(read_model(self.config).types),
            all=bool(types),
            by_source=self.options.get("by") == "source",
        )
        return self.view_node(QuoteSummaryNode, view)


class WordCountsDirective(SourcesDirective):
    """``source-word-counts``: how often the words of needs stand in a source."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "rows": directives.unchanged,
        "only": directives.unchanged_required,
        "caption": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder. The page is read again when the lock is written."""
        types, settings = read_model(self.config).types, read_settings(self.config)
        rows = self.one_name("rows", types, "unknown_type")
        if rows is None:
            return []
        source = self.arguments[0]
        chapters = dict(settings.chapters).get(source, ())
        view = WordCountView(
            rows,
            source,
            settings,
            tuple((id_, parse_ranges(lines) or ()) for id_, lines in chapters),
            self._lock().words,
            self.option_names("only"),
        )
        caption = self.options.get("caption", "")
        return self.view_node(WordCountsNode, view, caption=caption)


class SourceUsageDirective(SourcesDirective):
    """``source-usage``: what becomes of every line of one source.

    The content explains the lines that no quote covers, a line an entry: ``5-7: name``.
    """

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the placeholder. The page is read again when the lock is written."""
        settings, source, lock = read_settings(self.config), self.arguments[0], self._lock()
        view = UsageView(
            settings,
            source,
            tuple((x.file, parse_ranges(x.text) or ()) for x in lock.sources),
            tuple((x.file, parse_parts(x.partly)) for x in lock.sources),
            tuple(self._entries()),
            tuple(name for name, _words in settings.reasons),
            (self.env.current_document.docname, self.lineno),
        )
        return self.view_node(SourceUsageNode, view)

    def _entries(self) -> Iterator[UsageEntry]:
        for number, text in enumerate(self.content):
            line = self.content_offset + number + 1
            if not text.strip():
                continue
            entry = parse_entry(text, line)
            if entry is None:
                fault = _("The line “%s” does not say what becomes of which lines.") % text
                remedy = _("Write the lines, a colon and the reason, ids or /pages.")
                self.warn(fault, remedy, "bad_usage", line=line)
                continue
            yield entry


class VariantsDirective(SourcesDirective):
    """``source-variants``: the wordings of versions side by side, of one need or of all."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        need_id = self.arguments[0] if self.arguments else ""
        view = VariantsView(read_settings(self.config), need_id)
        return self.view_node(VariantsNode, view)


class MentionMatrixDirective(SourcesDirective):
    """``source-mention-matrix``: who is named in how many quotes, and who in none."""

    option_spec: ClassVar[OptionSpec] = {
        "rows": directives.unchanged,
        "columns": directives.unchanged,
        "within": directives.unchanged_required,
        "caption": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        types, settings = read_model(self.config).types, read_settings(self.config)
        rows = self.one_name("rows", types, "unknown_type")
        columns = self.one_name("columns", types, "unknown_type") if rows else None
        within = self._within() if columns else None
        if not (rows and columns and within):
            return []
        view = MentionMatrixView(rows, columns, within, settings.words, settings.quote)
        caption = self.options.get("caption", "")
        return self.view_node(MentionMatrixNode, view, caption=caption)

    def _within(self) -> tuple[str, ...] | None:
        if not self.option_names("within"):
            self.warn_missing("within")
            return None
        return self.known_types("within")


class MentionsDirective(SourcesDirective):
    """``source-mentions``: every quote that names one need."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"within": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        settings, within = read_settings(self.config), self.known_types("within")
        if within is None:
            return []
        within = within or tuple(read_model(self.config).types)
        view = MentionsView(self.arguments[0], within, settings.words, settings.quote)
        return self.view_node(MentionsNode, view)


class TimelineDirective(SourcesDirective):
    """``source-timeline``: needs with dates, in order of time."""

    option_spec: ClassVar[OptionSpec] = {
        "types": directives.unchanged,
        "date": directives.unchanged,
        "fields": directives.unchanged,
        "where": directives.unchanged,
        "caption": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        model = read_model(self.config)
        types, fields = self.known_types("types"), self.option_names("fields")
        if types is None:
            return []
        if (date := self.one_name("date", model.fields, "unknown_field")) is None:
            return []
        known = (*ATTRIBUTES, *model.fields)
        where = self.conditions("where", known, unknown="unknown_field")
        if where is None or not self.all_known(
            fields, (*model.fields, "status"), "fields", "unknown_field"
        ):
            return []
        view = TimelineView(types or tuple(model.types), date, fields, where)
        caption = self.options.get("caption", "")
        return self.view_node(TimelineNode, view, caption=caption)


class StoryDirective(SourcesDirective):
    """``source-story``: needs from the words of their source to what was done."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "types": directives.unchanged,
        "linked": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        ids = tuple(" ".join(self.arguments).replace(",", " ").split())
        types = self.known_types("types")
        if types is None:
            return []
        if not ids and not types:
            fault = _("No need is named, and nothing is shown.")
            self.warn(fault, _("Write ids after the name, or :types:."), "missing_option")
            return []
        steps, linked = read_steps(self.config), self.option_text("linked")
        view = StoriesView(read_settings(self.config), steps, ids, types, linked)
        return self.view_node(StoryNode, view)
