"""The directive ``plan-rollup``: a table of objectives and plans, and what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from needs_exchange.plans.loading import read_plans
from needs_exchange.plans.rollup import Rollup, Row, Side
from needs_items.leading import reference
from needs_items.messages import Problem, warn
from needs_items.pages import ViewNode
from needs_items.reading import look, read_model, read_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from needs_items.items import Label

_ = get_translation("needs_exchange")


class plan_rollup(ViewNode):  # noqa: N801 (docutils names node classes so)
    """Stands where the table will; ``view`` is the ``Rollup``."""


class PlanRollup(SphinxDirective):
    """``rows`` and ``columns`` are types, ``link`` runs from the columns to the rows."""

    option_spec: ClassVar[dict[str, Any]] = {
        "rows": directives.unchanged_required,
        "columns": directives.unchanged_required,
        "link": directives.unchanged_required,
        "caption": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Leave the place of the table, or say what is wrong."""
        model = read_model(self.config)
        known = {"rows": model.types, "columns": model.types, "link": model.links}
        for name, names in known.items():
            value = self.options.get(name, "")
            if value not in names:
                fault = _("”%(value)s” in %(name)s is not known.")
                remedy = _("Write one of: %s.") % ", ".join(names)
                said = fault % {"value": value, "name": name}
                at = (self.env.current_document.docname, self.lineno, "plan-rollup")
                warn(Problem(*at, said, remedy, "needs_exchange", "rollup"))
                return []
        app = self.env._app
        local = (Side(x.name, x.prefix) for x in read_plans(app) if x.rolled_up)
        states = read_states(self.config).all
        view = Rollup(
            self.options["rows"],
            self.options["columns"],
            self.options["link"],
            (Side(str(_("Common")), ""), *local),
            frozenset(state.name for state in states if not state.covers),
        )
        place = plan_rollup()
        place["view"], place["caption"] = view, self.options.get("caption", "")
        return [place]


class DrawRollup(SphinxPostTransform):
    """Draw every table as plain nodes, which every builder can write."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace the placeholders of this page."""
        for place in list(self.document.findall(plan_rollup)):
            place.replace_self(list(self._drawn(place["view"], place["caption"])))

    def _drawn(self, view: Rollup, caption: str) -> Iterator[nodes.Node]:
        rows = look(self.env._app, view)
        title = read_model(self.config).types[view.rows]
        heads = [title, *(side.name for side in view.sides), str(_("Where"))]
        columns = [nodes.colspec(colwidth=30 if n == 0 else 15) for n in range(len(heads))]
        columns[0]["stub"] = 1
        group = nodes.tgroup("", *columns, cols=len(heads))
        group += nodes.thead("", _row(nodes.paragraph("", text) for text in heads))
        group += nodes.tbody("", *(_row(self._cells(row)) for row in rows))
        table = nodes.table("", classes=["plan-rollup"])
        if caption:
            table += nodes.title("", caption)
        table += group
        yield table
        yield nodes.paragraph("", _counted(rows))

    def _cells(self, row: Row) -> Iterator[nodes.Node]:
        yield nodes.paragraph("", "", self._lead(row.label))
        for labels in row.cells:
            yield self._cell(labels)
        yield nodes.paragraph("", _where(row))

    def _cell(self, labels: tuple[Label, ...]) -> nodes.Node:
        if not labels:
            return nodes.paragraph("", "–")
        states = read_states(self.config)
        items = nodes.bullet_list()
        for label in labels:
            state = states.get(label.status)
            said = f" ({state.symbol} {label.status})" if label.status else ""
            line = nodes.paragraph("", "", self._lead(label), nodes.Text(said))
            items += nodes.list_item("", line)
        return items

    def _lead(self, label: Label) -> nodes.Node:
        docname = self.env.current_document.docname
        return reference(self.env._app.builder, docname, label)


def _row(cells: Iterable[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", cell) for cell in cells))


def _where(row: Row) -> str:
    if row.common and row.local:
        return str(_("Common and local"))
    if row.common:
        return str(_("Common only"))
    return str(_("Local only") if row.local else _("Nowhere"))


def _counted(rows: tuple[Row, ...]) -> str:
    said = _(
        "%(both)d are common and local, %(common)d common only, %(local)d local only,"
        " %(none)d nowhere."
    )
    return str(said) % {
        "both": sum(row.common and row.local for row in rows),
        "common": sum(row.common and not row.local for row in rows),
        "local": sum(row.local and not row.common for row in rows),
        "none": sum(not row.local and not row.common for row in rows),
    }


def setup(app: Sphinx) -> None:
    """Add directive and drawing."""
    app.add_node(plan_rollup)
    app.add_directive("plan-rollup", PlanRollup)
    app.add_post_transform(DrawRollup)
