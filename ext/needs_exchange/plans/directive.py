"""The directive ``plan-rollup``: a table of objectives and plans, and what it tells."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from needs_core.links import reference
from needs_core.messages import Problem, warn
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_model, read_states
from needs_exchange.plans.loading import local_plans
from needs_exchange.plans.rollup import Rollup, Row, Stray

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from needs_core.model import Label, Mark

_ = get_translation("needs_exchange")


class plan_rollup(ViewNode):  # noqa: N801 (docutils names node classes so)
    """The body of the table. Its parent has its caption; ``view`` is the ``Rollup``."""


class PlanRollup(SphinxDirective):
    """``rows`` and ``columns`` are types, ``link`` runs from the columns to the rows."""

    option_spec: ClassVar[dict[str, Any]] = {
        "rows": directives.unchanged,
        "columns": directives.unchanged,
        "link": directives.unchanged,
        "caption": directives.unchanged,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending, or say what is wrong."""
        model = read_model(self.config)
        known = {"rows": model.types, "columns": model.types, "link": model.links}
        for name, names in known.items():
            if self.options.get(name) not in names:
                self._refuse(name, names)
                return []
        kind, link = self.options["columns"], self.options["link"]
        plans, files = local_plans(self.env._app, kind, link)
        for file in files:
            self.env.note_dependency(file)
        lost = (x.name for x in read_states(self.config).all if not x.covers)
        view = Rollup(self.options["rows"], kind, link, plans, frozenset(lost))
        return self._table(view, model.types[self.options["rows"]])

    def _table(self, view: Rollup, title: str) -> list[nodes.Node]:
        caption = self.options.get("caption") or title
        children, messages = self.parse_inline(caption)
        head = nodes.title(caption, "", *children)
        table = nodes.table("", head, plan_rollup(view=view), classes=["plan-rollup"])
        for node in (head, table):
            self.set_source_info(node)
        self.add_name(table)
        return [table, *messages]

    def _refuse(self, name: str, names: Iterable[str]) -> None:
        fault = _("”%(value)s” in %(name)s is not known.")
        said = fault % {"value": self.options.get(name, ""), "name": name}
        remedy = _("Write one of: %s.") % ", ".join(names)
        at = (self.env.current_document.docname, self.lineno, "plan-rollup")
        warn(Problem(*at, said, remedy, "needs_exchange", "rollup"))


class DrawRollup(SphinxPostTransform):
    """Draw every table as plain nodes, which every builder can write."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Put the bodies in, and below the table what it tells."""
        for body in list(self.document.findall(plan_rollup)):
            table, view = body.parent, body["view"]
            rows, strays = look(self.env._app, view)
            below = [nodes.paragraph("", _counted(rows)), *self._strays(strays, table)]
            body.replace_self(self._group(view, rows))
            at = table.parent.index(table) + 1
            table.parent[at:at] = below

    def _group(self, view: Rollup, rows: tuple[Row, ...]) -> nodes.tgroup:
        title = read_model(self.config).types[view.rows]
        names = [plan.name for plan in view.plans]
        heads = [title, str(_("Common")), *names]
        columns = [nodes.colspec(colwidth=30 if n == 0 else 18) for n in range(len(heads))]
        columns[0]["stub"] = 1
        return nodes.tgroup(
            "",
            *columns,
            nodes.thead("", _row([nodes.paragraph("", text)] for text in heads)),
            nodes.tbody("", *(self._row(row) for row in rows)),
            cols=len(heads),
        )

    def _row(self, row: Row) -> nodes.row:
        head = [
            nodes.paragraph("", "", self._lead(row.label)),
            nodes.paragraph("", _where(row)),
        ]
        common = self._cell(row.common, row.marks)
        return _row([head, [common], *([self._cell(x)] for x in row.local)])

    def _cell(
        self, labels: tuple[Label, ...] | None, marks: tuple[Mark | None, ...] = ()
    ) -> nodes.Node:
        if not labels:
            return nodes.paragraph("", _("not stated") if labels is None else _("none"))
        states = read_states(self.config)
        items = nodes.bullet_list()
        for label, mark in zip_longest(labels, marks):
            said = f" ({states.get(label.status).symbol} {label.status})"
            line = nodes.paragraph("", "", self._lead(label))
            line += nodes.Text(said if label.status else "")
            line += nodes.Text(f" {mark.symbol} {mark.text}" if mark else "")
            items += nodes.list_item("", line)
        return items

    def _strays(self, strays: tuple[Stray, ...], table: nodes.Node) -> Iterator[nodes.Node]:
        """Yield what the others point at in vain, and warn of it."""
        if not strays:
            return
        docname = self.env.current_document.docname
        yield nodes.paragraph("", _("These point at something that is not here:"))
        items = nodes.bullet_list()
        for stray in strays:
            line = nodes.paragraph("", f"{stray.plan}: ", self._lead(stray.label))
            line += nodes.Text(f" → {stray.target}")
            items += nodes.list_item("", line)
            fault = _(
                "In the plan of %(plan)s it points at ”%(target)s”, which is not here."
            )
            said = fault % {"plan": stray.plan, "target": stray.target}
            remedy = _("Ask them to fetch our plan again, and to mend the link.")
            at = (docname, table.line, stray.label.id)
            warn(Problem(*at, said, remedy, "needs_exchange", "stray"))
        yield items

    def _lead(self, label: Label) -> nodes.Node:
        docname = self.env.current_document.docname
        return reference(self.env._app.builder, docname, label)


def _row(cells: Iterable[Iterable[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def _where(row: Row) -> str:
    if row.common and row.is_local:
        return str(_("Common and local"))
    if row.common:
        return str(_("Common only"))
    return str(_("Local only") if row.is_local else _("Nowhere"))


def _counted(rows: tuple[Row, ...]) -> str:
    said = _(
        "%(both)d are common and local, %(common)d common only, %(local)d local only,"
        " %(none)d nowhere."
    )
    return str(said) % {
        "both": sum(bool(row.common and row.is_local) for row in rows),
        "common": sum(bool(row.common and not row.is_local) for row in rows),
        "local": sum(bool(row.is_local and not row.common) for row in rows),
        "none": sum(not row.is_local and not row.common for row in rows),
    }


def setup(app: Sphinx) -> None:
    """Add directive and drawing."""
    app.add_node(plan_rollup)
    app.add_directive("plan-rollup", PlanRollup)
    app.add_post_transform(DrawRollup)
