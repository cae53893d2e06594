"""The builder ``consequence-report``: what is touched by a change of one need, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.progress_text import computed_text
from needs_core.report_builder import ReportBuilder
from needs_core.suggestions import did_you_mean
from needs_lineage.config import read_names
from needs_lineage.consequence import Consequence, ConsequenceView
from needs_lineage.draw import consequence_parts, standing_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.items import Label

_ = get_translation("needs_lineage")


class ConsequenceBuilder(ReportBuilder):
    """Writes ``consequence.txt`` for the need ``needs_lineage_id``, and prints it.

    The exit code is 1 where there is no such need.
    """

    name = "consequence-report"

    def report(self) -> None:
        """Write and print the report."""
        id_ = self.config.needs_lineage_id.strip()
        found = self.items.look(ConsequenceView(id_, read_names(self.config)))
        if found is None:
            text = (
                _("There is no item with the id “%s”.") % id_
                + did_you_mean(id_, self.items.by_id)
                if id_
                else _("It is not said which item. Write its id.")
            )
            self.fail()
        else:
            text = "\n".join(self._lines(found))
        self.save("consequence.txt", f"{text}\n")
        self.show(text)

    def _lines(self, found: Consequence) -> Iterator[str]:
        language = self.config.language
        yield _("If this is reworded or retired:") + f" {_label_text(found.label)}"
        yield computed_text(found.day, language)
        if found.lineage.retired:
            now = ", ".join(_label_text(x) for x in found.lineage.now)
            yield standing_text(found.lineage, language) + "."
            yield f"{_('Now holds:')} {now}" if now else _("Nothing has replaced it.")
        parts = list(consequence_parts(found, self.model, language))
        for heading, lines in parts:
            yield f"\n{heading} ({len(lines)})"
            for before, label, after in lines:
                yield f"  {before}{_label_text(label) if label else ''}{after}"
        if found.pages:
            yield f"\n{_('Pages that show it')} ({len(found.pages)})"
            for docname in found.pages:
                title = self.env.titles.get(docname)
                yield f"  {title.astext() if title else docname} ({docname})"
        elif not parts:
            yield _("Nothing else is touched.")


def _label_text(label: Label) -> str:
    return f"{label.id} {label.title}"
