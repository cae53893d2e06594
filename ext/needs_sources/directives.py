"""What authors write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.reader import read_model
from needs_sources import nodes as placeholders
from needs_sources.asking import SourcesDirective
from needs_sources.mentions.view import MatrixView, MentionsView
from needs_sources.quotes.building import lock_file, read_lock, read_settings
from needs_sources.quotes.view import SummaryView
from needs_sources.stories.steps import StepError, read_steps
from needs_sources.stories.view import StoriesView
from needs_sources.timelines.view import TimelineView
from needs_sources.variants.view import VariantsView

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.util.typing import OptionSpec

    from needs_sources.stories.steps import Step

_ = get_translation("needs_sources")


class QuoteSummary(SourcesDirective):
    """How many needs have a checked quote, and which have not."""

    option_spec: ClassVar[OptionSpec] = {
        "types": directives.unchanged_required,
        "by": lambda text: directives.choice(text, ("type", "source")),
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder. The page is read again when the lock is written."""
        types = self.known_types("types")
        if types is None:
            return []
        path = lock_file(self.config, Path(self.env._app.confdir))
        if path is not None:
            self.env.note_dependency(str(path))
        lock, _told_elsewhere = read_lock(path)
        by_source = self.options.get("by") == "source"
        view = SummaryView(
            read_settings(self.config),
            lock,
            types or tuple(read_model(self.config).types),
            all=bool(types),
            by_source=by_source,
        )
        return self.placed(placeholders.quote_summary(view=view))


class Variants(SourcesDirective):
    """The wordings of versions side by side: of one need, or all of them."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        need_id = self.arguments[0] if self.arguments else ""
        view = VariantsView(read_settings(self.config), need_id)
        return self.placed(placeholders.variants(view=view))


class MentionMatrix(SourcesDirective):
    """Who is named in how many quotes under what, and who in none."""

    option_spec: ClassVar[OptionSpec] = {
        "rows": directives.unchanged,
        "columns": directives.unchanged,
        "within": directives.unchanged_required,
        "caption": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        model, settings = read_model(self.config), read_settings(self.config)
        rows = self.one("rows", model.types, "type")
        columns = self.one("columns", model.types, "type") if rows else None
        within = self.known_types("within") if columns else None
        if not (rows and columns and within):
            return []
        view = MatrixView(rows, columns, within, settings.words, settings.quote)
        caption = self.options.get("caption", "")
        return self.placed(placeholders.mention_matrix(view=view, caption=caption))


class Mentions(SourcesDirective):
    """Every quote that names one need."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"within": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        settings, within = read_settings(self.config), self.known_types("within")
        if within is None:
            return []
        within = within or tuple(read_model(self.config).types)
        view = MentionsView(self.arguments[0], within, settings.words, settings.quote)
        return self.placed(placeholders.mentions(view=view))


class Timeline(SourcesDirective):
    """Needs with dates, in order of time."""

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
        types, fields = self.known_types("types"), self.names("fields")
        date = self.one("date", model.fields, "field") if types is not None else None
        where = self._where()
        known = {*model.fields, "status"}
        if date is None or not self.all_known(fields, known, "fields", "field"):
            return []
        if where and not self.all_known([where[0]], known, "where", "field"):
            return []
        view = TimelineView(types or tuple(model.types), date, fields, where)
        caption = self.options.get("caption", "")
        return self.placed(placeholders.timeline(view=view, caption=caption))

    def _where(self) -> tuple[str, tuple[str, ...]] | None:
        """Read ``field = value, value``."""
        field, _equals, values = self.options.get("where", "").partition("=")
        wanted = tuple(value.strip() for value in values.split(",") if value.strip())
        return (field.strip(), wanted) if field.strip() else None


class Story(SourcesDirective):
    """Needs from the words of their source to what was done, step by step."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "types": directives.unchanged,
        "linked": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        ids = tuple(" ".join(self.arguments).replace(",", " ").split())
        types, steps = self.known_types("types"), self._steps()
        if types is None or steps is None:
            return []
        if not ids and not types:
            fault = _("No need is named, and nothing is shown.")
            self.tell(fault, _("Write ids after the name, or :types:."), "missing_option")
            return []
        linked = self.options.get("linked", "").strip()
        view = StoriesView(read_settings(self.config), steps, ids, types, linked)
        return self.placed(placeholders.story(view=view))

    def _steps(self) -> tuple[Step, ...] | None:
        """Return the project's steps, when all they name is there."""
        try:
            steps = read_steps(self.config.needs_sources_story)
        except StepError as error:
            fault = _("Step %s in needs_sources_story cannot be used.") % error
            remedy = _("Correct it in conf.py; the README of needs_sources lists the keys.")
            self.tell(fault, remedy, "bad_step")
            return None
        model, option = read_model(self.config), "needs_sources_story"
        for step in (step for step in steps if not step.optional):
            links = [link for way in step.ways for link in way]
            if not self.all_known(step.types, model.types, option, "type"):
                return None
            if not self.all_known(links, model.links, option, "link"):
                return None
        return steps
