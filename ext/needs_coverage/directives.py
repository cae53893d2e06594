"""``coverage-matrix`` and ``coverage-gaps``: what an author writes, checked."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_coverage.conditions import ALL, ConditionError, Conditions
from needs_coverage.matrix import MatrixSpec
from needs_coverage.nodes import PARTS, coverage_gaps, matrix_body
from needs_items.messages import Problem, warn
from needs_items.reading import read_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.util.typing import OptionSpec

_ = get_translation("needs_coverage")

_REQUIRED = ("rows", "columns", "link")
_ATTRIBUTES = ("id", "type", "title", "status", "tags")


class _CoverageDirective(SphinxDirective):
    """What both directives ask for: rows, columns, the link between them."""

    option_spec: ClassVar[OptionSpec] = {
        "rows": directives.unchanged,
        "columns": directives.unchanged,
        "link": directives.unchanged,
        "rows-where": directives.unchanged,
        "columns-where": directives.unchanged,
    }

    def spec(self) -> MatrixSpec | None:
        """Return what is asked for, or ``None`` after having told what is wrong."""
        problems = list(self._problems())
        for problem in problems:
            warn(problem)
        if problems:
            return None
        return MatrixSpec(
            rows=self._option("rows"),
            columns=self._option("columns"),
            link=self._option("link"),
            group_by=self._option("group-by") or None,
            rows_where=self._where("rows-where"),
            columns_where=self._where("columns-where"),
        )

    def problem(self, fault: str, remedy: str, subtype: str) -> Problem:
        """Say something of this directive, at its place."""
        line = self.get_source_info()[1]
        docname = self.env.current_document.docname
        return Problem(docname, line, self.name, fault, remedy, "needs_coverage", subtype)

    def _option(self, name: str) -> str:
        return str(self.options.get(name) or "").strip()

    def _where(self, name: str) -> Conditions:
        text = self._option(name)
        return Conditions.parse(text) if text else ALL

    def _problems(self) -> Iterator[Problem]:
        model = read_model(self.config)
        for name in _REQUIRED:
            if not self._option(name):
                yield self.problem(
                    _("The option %s is missing, and nothing is drawn.") % name,
                    _("Write a line :%s: with a value.") % name,
                    "missing_option",
                )
        yield from self._unknown(("rows", "columns"), model.types, "unknown_type")
        yield from self._unknown(("link", "group-by"), model.links, "unknown_link")
        yield from self._bad_conditions(dict.fromkeys((*_ATTRIBUTES, *model.fields)))

    def _unknown(
        self, options: Iterable[str], names: Iterable[str], subtype: str
    ) -> Iterator[Problem]:
        for option in options:
            value = self._option(option)
            if value and value not in names:
                yield self.problem(
                    _("“%(value)s” in %(option)s is not known, and nothing is drawn.")
                    % {"value": value, "option": option}
                    + _suggestion(value, names),
                    _("Choose one of: %s.") % ", ".join(names),
                    subtype,
                )

    def _bad_conditions(self, names: Iterable[str]) -> Iterator[Problem]:
        for option in ("rows-where", "columns-where"):
            try:
                unknown = [n for n in self._where(option).fields if n not in names]
            except ConditionError as error:
                yield self.problem(
                    _("“%(part)s” in %(option)s cannot be read, and nothing is drawn.")
                    % {"part": error, "option": option},
                    _("Write field = value, or field = value, value."),
                    "bad_condition",
                )
                continue
            for name in unknown:
                yield self.problem(
                    _("“%(value)s” in %(option)s is not known, and nothing is drawn.")
                    % {"value": name, "option": option}
                    + _suggestion(name, names),
                    _("Choose one of: %s.") % ", ".join(names),
                    "unknown_field",
                )


class CoverageMatrix(_CoverageDirective):
    """A table of which rows are covered by which columns, with totals and gaps."""

    option_spec: ClassVar[OptionSpec] = {
        **_CoverageDirective.option_spec,
        "caption": directives.unchanged,
        "group-by": directives.unchanged,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return a table with its caption, its body pending, and the gaps below.

        The caption is there from the start: ``numref``, ``:name:`` and the gettext
        builder look at the page before the needs are known.
        """
        spec = self.spec()
        if spec is None:
            return []
        text = self._option("caption") or self._default_caption(spec)
        children, messages = self.parse_inline(text)
        title = nodes.title(text, "", *children)
        table = nodes.table("", title, matrix_body(view=spec))
        table["classes"].append("coverage-matrix")
        gaps = coverage_gaps(view=spec, show=PARTS, below=True)
        for node in (title, table, gaps):
            self.set_source_info(node)
        self.add_name(table)
        return [table, gaps, *messages]

    def _default_caption(self, spec: MatrixSpec) -> str:
        types = read_model(self.config).types
        return f"{types[spec.rows]} × {types[spec.columns]}"


class CoverageGaps(_CoverageDirective):
    """The same numbers and lists without the table."""

    option_spec: ClassVar[OptionSpec] = {
        **_CoverageDirective.option_spec,
        "show": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the parts asked for."""
        spec = self.spec()
        show = tuple(self._option("show").replace(",", " ").split()) or PARTS
        for part in show:
            if part not in PARTS:
                warn(
                    self.problem(
                        _("“%s” in show is not known, and nothing is drawn.") % part,
                        _("Choose one of: %s.") % ", ".join(PARTS),
                        "unknown_part",
                    )
                )
                return []
        if spec is None:
            return []
        gaps = coverage_gaps(view=spec, show=show, below=False)
        self.set_source_info(gaps)
        return [gaps]


def _suggestion(value: str, names: Iterable[str]) -> str:
    near = get_close_matches(value.casefold(), list(names), n=1, cutoff=0.6)
    return _(" Did you mean “%s”?") % near[0] if near else ""
