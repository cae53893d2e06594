"""The directive ``plan-rollup``: a table of objectives and plans, and what it tells."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.core_settings import LineageFields
from needs_core.links import reference
from needs_core.lint.retired_needs import retired_text
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model, read_states
from needs_core.nodes import NeedsDirective, bullets, paragraph, row, table_body
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_items
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_exchange.plans.load import local_plans
from needs_exchange.plans.rollup import PlanRollupView, RollupRow, StrayLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from needs_core.items import Label, Mark

_ = get_translation("needs_exchange")


class plan_rollup(ViewNode):  # noqa: N801 (docutils names node classes so)
    """The body of the table, whose parent has the caption; ``view``: ``PlanRollupView``."""


class PlanRollup(NeedsDirective):
    """``rows`` and ``columns`` are types, ``link`` runs from the columns to the rows."""

    extension: ClassVar[str] = "needs_exchange"
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
        plans, files = local_plans(app_of(self.env), kind, link)
        for file in files:
            self.env.note_dependency(file)
        lost = (x.name for x in read_states(self.config).all if not x.covers)
        view = PlanRollupView(self.options["rows"], kind, link, plans, frozenset(lost))
        title = model.types[self.options["rows"]]
        return self.captioned_table(plan_rollup(view=view), title, ["plan-rollup"])

    def _refuse(self, name: str, names: Iterable[str]) -> None:
        fault = _("“%(value)s” in %(name)s is not known.")
        at = {"value": self.options.get(name, ""), "name": name}
        remedy = _("Write one of: %s.") % ", ".join(names)
        self.warn(fault % at, remedy, "rollup", option=name)


class DrawRollup(SphinxPostTransform):
    """Draw every table as plain nodes, which every builder can write."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Put the bodies in, and below the table what it tells."""
        for body in list(self.document.findall(plan_rollup)):
            table, view = body.parent, body["view"]
            rows, strays = look(app_of(self.env), view)
            below = [paragraph(_totals(rows)), *self._strays(strays, table)]
            body.replace_self(self._body(view, rows))
            at = table.parent.index(table) + 1
            table.parent[at:at] = below

    def _body(self, view: PlanRollupView, rows: tuple[RollupRow, ...]) -> nodes.tgroup:
        title = read_model(self.config).types[view.rows]
        head = [title, str(_("Common")), *(plan.name for plan in view.plans)]
        widths = [30, *(18 for _ in head[1:])]
        return table_body(head, [self._row(x) for x in rows], widths)

    def _row(self, one: RollupRow) -> nodes.row:
        head = [paragraph(self._link(one.label)), paragraph(_place(one))]
        common = self._cell(one.common, one.marks)
        return row([head, common, *map(self._cell, one.local)])

    def _cell(
        self, labels: tuple[Label, ...] | None, marks: tuple[Mark | None, ...] = ()
    ) -> nodes.Node:
        if not labels:
            return paragraph(_("not stated") if labels is None else _("none"))
        states = read_states(self.config)
        lines = []
        for label, mark in zip_longest(labels, marks):
            state = f" ({states.get(label.status).symbol} {label.status})"
            line = [self._link(label), nodes.Text(state if label.status else "")]
            lines.append([*line, nodes.Text(f" {mark.symbol} {mark.text}" if mark else "")])
        return bullets(lines)

    def _strays(
        self, strays: tuple[StrayLink, ...], table: nodes.Node
    ) -> Iterator[nodes.Node]:
        """Yield what the others point at in vain, and warn of it."""
        if not strays:
            return
        docname = self.env.current_document.docname
        items = read_items(app_of(self.env))
        lineage = read(self.config, LineageFields)
        for stray in strays:
            fault = _(
                "In the plan of %(plan)s it points at “%(target)s”, which is not here."
            )
            fault %= {"plan": stray.plan, "target": stray.target}
            if item := items.by_id.get(stray.target):
                fault = _("In the plan of %(plan)s it points at “%(target)s”.")
                fault %= {"plan": stray.plan, "target": stray.target}
                language = self.config.language
                fault = f"{fault} {retired_text(item, items, lineage, language)}"
            remedy = _("Ask them to fetch our plan again, and to mend the link.")
            at = (docname, table.line, stray.label.id)
            warn(Problem(*at, fault, remedy, "needs_exchange", "stray"))
        yield paragraph(
            _("These point at something that is not here, or does not hold any more:")
        )
        yield bullets(
            [
                nodes.Text(f"{stray.plan}: "),
                self._link(stray.label),
                nodes.Text(f" → {stray.target}"),
            ]
            for stray in strays
        )

    def _link(self, label: Label) -> nodes.Node:
        docname = self.env.current_document.docname
        return reference(app_of(self.env).builder, docname, label)


def _place(one: RollupRow) -> str:
    """Return in words whether an objective has common or local actions."""
    if one.common and one.is_local:
        return str(_("Common and local"))
    if one.common:
        return str(_("Common only"))
    return str(_("Local only") if one.is_local else _("Nowhere"))


def _totals(rows: tuple[RollupRow, ...]) -> str:
    text = _(
        "%(both)d are common and local, %(common)d common only, %(local)d local only,"
        " %(none)d nowhere."
    )
    return str(text) % {
        "both": sum(bool(one.common and one.is_local) for one in rows),
        "common": sum(bool(one.common and not one.is_local) for one in rows),
        "local": sum(bool(one.is_local and not one.common) for one in rows),
        "none": sum(not one.is_local and not one.common for one in rows),
    }


def setup(app: Sphinx) -> None:
    """Add directive and drawing."""
    app.add_node(plan_rollup)
    app.add_directive("plan-rollup", PlanRollup)
    app.add_post_transform(DrawRollup)
