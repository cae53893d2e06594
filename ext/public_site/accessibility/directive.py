"""``site-accessibility``: the questions of the statement, with the project's answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.dates import display_value
from needs_core.json_text import JsonTextError
from needs_core.messages import Problem, warn
from needs_core.settings import file_name, register_value, setting, value
from public_site.accessibility.answers import AnswersError, parse_answers
from public_site.accessibility.questions import DAY, asked, open_questions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

_ = get_translation("public_site")

SETTING = "public_site_accessibility"


class AccessibilityAnswers(SphinxDirective):
    """A table of the questions and answers, and what is still open."""

    def run(self) -> list[nodes.Node]:
        """Return the table, and above it that the site is not to be published, if so."""
        answers = self._answers()
        found = list[nodes.Node]()
        if left := open_questions(answers):
            text = _("Answers that are missing: %d. Do not publish the site until then.")
            strong = nodes.strong("", text % len(left))
            found.append(nodes.paragraph("", "", strong))
        return [*found, self._table(answers)]

    def _answers(self) -> dict[str, str]:
        name = value(self.config, SETTING)
        path = Path(self.env.app.confdir) / name if name else None
        if path is None:
            return {}
        self.env.note_dependency(str(path))
        try:
            return parse_answers(path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, AnswersError, JsonTextError) as error:
            fault = _("The file of the answers cannot be read (%s).") % error
            remedy = _("Mend it, or delete it and answer again.")
            line = error.line if isinstance(error, JsonTextError) else 1
            at = (None, line, name, fault, remedy, "public_site", "accessibility")
            warn(Problem(*at, file=str(path)))
            return {}

    def _table(self, answers: Mapping[str, str]) -> nodes.table:
        rows = [_row([nodes.Text(_("Question"))], [nodes.Text(_("Answer"))])]
        for question in asked(answers):
            answer = question.words(answers.get(question.key, ""))
            if question.kind == DAY:
                answer = display_value(answer, self.config.language)
            shown = nodes.Text(answer) if answer else nodes.emphasis("", _("not stated"))
            rows.append(_row([nodes.Text(str(question.text))], [shown]))
        group = nodes.tgroup(
            "",
            nodes.colspec(colwidth=55, stub=1),
            nodes.colspec(colwidth=45),
            nodes.thead("", rows[0]),
            nodes.tbody("", *rows[1:]),
            cols=2,
        )
        return nodes.table("", group, classes=["colwidths-given"])


def _row(*cells: list[nodes.Node]) -> nodes.row:
    entries = [nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells]
    return nodes.row("", *entries)


def setup(app: Sphinx) -> None:
    """Declare the setting and the directive."""
    made = setting(
        "",
        "The file of the answers that the accessibility statement takes, beside `conf.py`.",
        file_name(".json"),
    )
    register_value(app, SETTING, made)
    app.add_directive("site-accessibility", AccessibilityAnswers)
