"""The options of the directives: declared, checked against the model, made into specs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.items import ALL, ConditionError, Conditions
from needs_core.setting_checks import ATTRIBUTES
from needs_core.suggestions import did_you_mean
from needs_coverage.field_matrix import PERIODS, FieldSpec
from needs_coverage.spec import SORTS, Axis, MatrixSpec
from needs_coverage.summary import CompletenessSpec, OverviewSpec, SummarySpec
from needs_coverage.targets import EACH, REQUIREMENTS, TargetsSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from needs_core.model import Model
    from needs_core.steps import Steps

_ = get_translation("needs_coverage")

PARTS = ("numbers", "rows", "columns", "steps")
"""Parts of the lists of gaps: the numbers, the uncovered rows, the orphan columns, and the
rows whose step does not cover."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the directives."""

    name: str
    kind: str
    """What its value is: see ``_valid_names``; or ``condition``, ``text``."""
    help: str
    """Markdown for the README; it begins with a lower-case letter."""
    several: bool = False
    """Whether it takes several values, separated by commas or spaces."""


OPTIONS: Mapping[str, Option] = {
    option.name: option
    for option in (
        Option(
            "rows",
            "type",
            "the need type of the rows (its directive name); without `rows`, `columns`,"
            " `link` and `by`: the goals of `needs_core_roles`",
        ),
        Option("columns", "type", "the need type of the columns; as `rows`: what acts"),
        Option(
            "targets",
            "type",
            "the need types that may cover a row, a column each",
            several=True,
        ),
        Option(
            "require",
            "requirement",
            "what a row needs: something of `each` type (the default), or of `any`",
        ),
        Option("via", "type", "the need type that an indirect path goes over"),
        Option(
            "link",
            "link",
            "the link types between them, told apart by symbol and words when several; as"
            " `rows`: that of the roles",
            several=True,
        ),
        Option(
            "via-links",
            "link",
            "the link types that an indirect path may use (without it: any that fit)",
            several=True,
        ),
        Option(
            "group-by",
            "link",
            "a link type to what the rows belong to: one heading each",
        ),
        Option(
            "group-columns-by",
            "link",
            "a link type to what the columns belong to: one heading each",
        ),
        Option("by", "field", "a field of the rows, in place of columns and link"),
        Option(
            "fields",
            "field",
            "fields whose presence is counted, as an owner",
            several=True,
        ),
        Option(
            "filters",
            "field",
            "fields that readers can filter by in the browser; the choice is kept in the"
            " address, and the page is whole without script",
            several=True,
        ),
        Option(
            "missing",
            "field",
            "in place of the matrix: the fields that the rows must state",
            several=True,
        ),
        Option(
            "passed",
            "field",
            "in place of the matrix: the dates of the rows that must not have passed",
            several=True,
        ),
        Option(
            "period",
            "period",
            "the period that the dates of `by` are gathered by: `year`, `half-year`,"
            " `quarter` or `month`",
        ),
        Option(
            "sort",
            "sort",
            "order of the rows: `id` (natural order; the default), `title` or `hits`"
            " (most covered first)",
        ),
        Option("sort-columns", "sort", "order of the columns"),
        Option(
            "show",
            "part",
            "the parts to show: `numbers`, `rows`, `columns`, `steps` (without it: all)",
            several=True,
        ),
        Option(
            "rows-where",
            "condition",
            "only rows whose field has one of the values: `field = value, value`; more"
            " conditions after `;`",
        ),
        Option("columns-where", "condition", "the same for the columns"),
        Option("caption", "text", "the caption; without it, the titles of the two types"),
        Option(
            "name",
            "text",
            "a name to refer to, as in `` {numref}`its-name` ``",
        ),
    )
}
"""Every option, in the order in which they are checked."""

_LINKED = ("rows", "columns", "link", "via", "via-links")
_CONDITIONS = ("rows-where", "columns-where")
_CAPTION = ("caption", "name")
MATRIX = (
    *(*_LINKED, "by", "period", "group-by", "group-columns-by", "sort", "sort-columns"),
    *(*_CONDITIONS, "filters", *_CAPTION),
)
SUMMARY = (*_LINKED, "group-by", "fields", *_CONDITIONS, *_CAPTION)
OVERVIEW = (
    *(*_LINKED, "group-by", "group-columns-by", "sort"),
    *(*_CONDITIONS, *_CAPTION),
)
TARGETS = ("rows", "targets", "link", "require", "group-by", "rows-where", *_CAPTION)
GAPS = (*_LINKED, "by", "period", "show", "missing", "passed", *_CONDITIONS)
"""The options of each directive, in the order of the README."""


def options_table(names: Iterable[str]) -> str:
    """Return options as a Markdown table."""
    rows = "".join(f"| `{name}` | {OPTIONS[name].help} |\n" for name in names)
    return f"| option | meaning |\n| --- | --- |\n{rows}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in the options: what is wrong, what to do, and the warning's subtype."""

    text: str
    remedy: str
    subtype: str
    option: str = ""
    """The option whose line it stands at; empty: it stands at the directive."""


class DirectiveOptions:
    """The options that an author has given one directive."""

    def __init__(
        self,
        values: Mapping[str, str | None],
        model: Model,
        steps: Steps,
        allowed: Collection[str] = MATRIX,
    ) -> None:
        self._values, self._model, self._steps = dict(values), model, steps
        self._allowed = allowed
        if not any(map(self.text, ("rows", "columns", "targets", "link", "by"))):
            roles = {"rows": steps.goals, "columns": steps.actions, "link": steps.link}
            self._values |= roles

    def text(self, name: str) -> str:
        """Return the value of an option; empty if it is not given."""
        return str(self._values.get(name) or "").strip()

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of an option: several, one, or none."""
        text = self.text(name)
        if OPTIONS[name].several:
            return tuple(text.replace(",", " ").split())
        return (text,) if text else ()

    def matrix_spec(self) -> MatrixSpec | FieldSpec:
        """Return the matrix; call it only if there are no ``faults``."""
        rows, filters = self._axis("rows"), self.values("filters")
        if by := self.text("by"):
            allowed = self._model.allowed.get(by, ())
            period = self.text("period") or None
            steps = self._steps.none_declared()
            return FieldSpec(rows, by, period, allowed, steps, filters)
        return self._linked_spec(rows, filters)

    def summary_spec(self) -> SummarySpec:
        """Return the summary; call it only if there are no ``faults``."""
        return SummarySpec(self._linked_spec(self._axis("rows")), self.values("fields"))

    def overview_spec(self) -> OverviewSpec:
        """Return the overview; call it only if there are no ``faults``."""
        return OverviewSpec(self._linked_spec(self._axis("rows")))

    def targets_spec(self) -> TargetsSpec:
        """Return rows against several types; call it only if there are no ``faults``."""
        rows, links = self._axis("rows"), self.values("link")
        matrices = (
            MatrixSpec.for_model(
                self._model, self._steps, rows, Axis(name), self._joining(name, links)
            )
            for name in self.values("targets")
        )
        return TargetsSpec(tuple(matrices), self.text("require") or EACH)

    def completeness_spec(self) -> CompletenessSpec | None:
        """Return what items must state; ``None`` if a matrix is asked for."""
        missing, passed = self.values("missing"), self.values("passed")
        if not (missing or passed):
            return None
        axis = self._axis("columns" if self.text("columns") else "rows")
        return CompletenessSpec(axis, missing, passed, self._steps.states)

    def faults(self) -> Iterator[Fault]:
        """Yield every mistake, in the order of ``OPTIONS``."""
        yield from self._missing()
        conditions = []
        for option in OPTIONS.values():
            if option.kind == "condition":
                conditions.append(option.name)
            elif option.kind != "text":
                yield from self._unknown(option, self.values(option.name))
        for name in conditions:
            yield from self._bad_condition(OPTIONS[name])
        yield from self._never_joined()
        yield from self._never_grouped("group-by", "rows")
        yield from self._never_grouped("group-columns-by", "columns")

    def _axis(self, side: str) -> Axis:
        rows = side == "rows"
        where = self.text(f"{side}-where")
        return Axis(
            self.text(side),
            Conditions.parse(where) if where else ALL,
            self.text("group-by" if rows else "group-columns-by") or None,
            self.text("sort" if rows else "sort-columns") or "id",
        )

    def _linked_spec(self, rows: Axis, filters: tuple[str, ...] = ()) -> MatrixSpec:
        return MatrixSpec.for_model(
            self._model,
            self._steps,
            rows,
            self._axis("columns"),
            self.values("link"),
            via=self.text("via") or None,
            via_links=self.values("via-links"),
            filters=filters,
        )

    def _missing(self) -> Iterator[Fault]:
        rows_only = any(map(self.text, ("by", "missing", "passed")))
        needed = ("rows",) if rows_only else ("rows", "columns", "link")
        if "targets" in self._allowed:
            needed = ("rows", "targets", "link")
        for name in needed:
            if not self.text(name):
                yield Fault(
                    _("The option %s is missing, and nothing is drawn.") % name,
                    _("Write a line :%s: with a value.") % name,
                    "missing_option",
                    name,
                )

    def _unknown(self, option: Option, values: Iterable[str]) -> Iterator[Fault]:
        names, subtype = self._valid_names(option.kind)
        values = tuple(values)
        if "_".join(values) in names:  # one name, with spaces in place of its hyphens
            values = (" ".join(values),) if len(values) > 1 else values
        for value in values:
            if value not in names:
                fault = _("“%(value)s” in %(option)s is not known, and nothing is drawn.")
                fault %= {"value": value, "option": option.name}
                remedy = _("Choose one of: %s.") % ", ".join(names)
                told = fault + did_you_mean(value, names)
                yield Fault(told, remedy, subtype, option.name)

    def _valid_names(self, kind: str) -> tuple[Collection[str], str]:
        """Return the names that are valid for a kind of value, and a warning's subtype."""
        model = self._model
        fields = tuple(dict.fromkeys((*ATTRIBUTES, *model.fields)))
        return {
            "type": (model.types, "unknown_type"),
            "link": (model.links, "unknown_link"),
            "field": (fields, "unknown_field"),
            "condition": (fields, "unknown_field"),
            "period": (PERIODS, "unknown_value"),
            "sort": (SORTS, "unknown_value"),
            "requirement": (REQUIREMENTS, "unknown_value"),
            "part": (PARTS, "unknown_value"),
        }[kind]

    def _bad_condition(self, option: Option) -> Iterator[Fault]:
        text = self.text(option.name)
        try:
            fields = Conditions.parse(text).fields if text else ()
        except ConditionError as error:
            fault = _("“%(part)s” in %(option)s cannot be read, and nothing is drawn.")
            yield Fault(
                fault % {"part": error, "option": option.name},
                _("Write field = value, or field = value, value."),
                "bad_condition",
                option.name,
            )
            return
        yield from self._unknown(option, fields)

    def _never_joined(self) -> Iterator[Fault]:
        """Yield links that, by the model, cannot join rows and columns."""
        rows, names = self.text("rows"), self.values("link")
        known = [name for name in names if name in self._model.links]
        for columns in self.values("targets") or (self.text("columns"),):
            if self.text("via") or not {rows, columns} <= set(self._model.types):
                continue
            if not known or self._joining(columns, known):
                continue
            fault = _("“%(link)s” never joins %(rows)s and %(columns)s.")
            yield Fault(
                fault % {"link": ", ".join(names), "rows": rows, "columns": columns},
                _("Choose another link."),
                "unknown_link",
                "link",
            )

    def _joining(self, columns: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of the links that can join the rows with a type."""
        rows, links = self.text("rows"), self._model.links
        return tuple(name for name in names if links[name].joins(rows, [columns]))

    def _never_grouped(self, option: str, side: str) -> Iterator[Fault]:
        """Yield a link to group by that the items of the side never have."""
        type_ = self.text(side)
        link = self._model.links.get(self.text(option))
        if link is None or not link.sources or type_ not in self._model.types:
            return
        if type_ not in link.sources:
            fault = _("“%(link)s” in %(option)s is no link of %(type)s.")
            yield Fault(
                fault % {"link": link.name, "option": option, "type": type_},
                _("Choose another link."),
                "unknown_link",
                option,
            )
