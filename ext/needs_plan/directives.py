"""The directives ``plan-table`` and ``plan-owners``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.core_settings import FollowUpFields, MilestoneFields, Roles
from needs_core.model import Model, plural_title
from needs_core.model_reader import read_goal_steps, read_model, read_steps
from needs_core.nodes import NeedsDirective
from needs_core.page_views import ViewNode
from needs_core.setting_checks import ATTRIBUTES
from needs_core.settings import read
from needs_plan.owners import DueDaysSpec, OwnersSpec
from needs_plan.table import BACK, OWN_KINDS, Column, Kind, PlanRules, PlanTableSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec

_ = get_translation("needs_plan")


class PlanTableNode(ViewNode):
    """The body of a table. Its parent is the table with its caption.

    ``view`` is the ``PlanTableSpec``.
    """


class PlanOwnersNode(ViewNode):
    """The list of the owners; ``view`` is the ``OwnersSpec``."""


class CalendarLinkNode(ViewNode):
    """The link to the calendar of all; ``view`` is the ``DueDaysSpec``."""


def read_rules(config: Config) -> PlanRules:
    """Return what the project declares of its plan; from ``config-inited`` on."""
    roles = read(config, Roles)
    return PlanRules(read_steps(config), read_goal_steps(config), roles.owner, roles.end)


def standard_columns(config: Config, type_: str) -> tuple[Column, ...]:
    """Return the columns of a table whose author names none: what the roles say."""
    roles, model = read(config, Roles), read_model(config)
    known = dict(known_columns(model, type_))
    ends = [name for name in (roles.link, f"{roles.link}{BACK}") if name in known]
    names: tuple[str, ...] = ("id", "title", "status")
    if type_ == roles.actions:
        # Where the link may run either way, it most often runs from what acts.
        names += (roles.owner, roles.end, *ends[:1], "remarks", "followed_up")
    elif type_ == roles.goals:
        names = ("id", "title", "step", *ends[-1:], "remarks")
    return tuple(known[name] for name in names if name in known)


def known_columns(model: Model, type_: str) -> Iterator[tuple[str, Column]]:
    """Yield every column that a table of a type can have, by its name."""
    for kind in OWN_KINDS:
        yield kind.value, Column(kind, kind.value)
    others = {x for x, owners in model.field_owners.items() if type_ not in owners}
    for name in model.fields:
        if name != "status" and name not in others:
            yield name, Column(Kind.FIELD, name)
    for name, link in model.links.items():
        if not link.sources or type_ in link.sources:
            yield name, Column(Kind.LINK, name)
        if not link.targets or type_ in link.targets:
            yield f"{name}{BACK}", Column(Kind.BACK, name)


class PlanTableDirective(NeedsDirective):
    """``plan-table``: the needs of a type, as a table."""

    extension = "needs_plan"
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        ("type", "where", "columns", "sort", "caption", "name"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        model, spec = read_model(self.config), self._spec()
        if spec is None:
            return []
        caption = plural_title(model, spec.type)
        return self.captioned_table(PlanTableNode(view=spec), caption, ["plan-table"])

    def _spec(self) -> PlanTableSpec | None:
        """Return the view of the options; ``None`` after a warning."""
        model = read_model(self.config)
        type_ = self.option_text("type") or read(self.config, Roles).actions
        if not type_:
            fault = _("The table has no type, and nothing is shown.")
            remedy = _("Write a line :type:. Choose one of: %s.") % ", ".join(model.types)
            self.warn(fault, remedy, "no_type", option="type")
            return None
        if not self.all_known([type_], model.types, "type", "unknown_name"):
            return None
        known = dict(known_columns(model, type_))
        names = self.option_names("columns")
        sort = self.option_text("sort")
        by = sort.removeprefix("-")
        if not self.all_known(names, known, "columns", "unknown_name"):
            return None
        if by and not self.all_known([by], known, "sort", "unknown_name"):
            return None
        where = self.conditions("where", (*ATTRIBUTES, *model.fields))
        if where is None:
            return None
        columns = tuple(known[x] for x in names) or standard_columns(self.config, type_)
        return PlanTableSpec(
            type_,
            columns,
            read_rules(self.config),
            where,
            (known[by], sort.startswith("-")) if by else None,
        )


class PlanOwnersDirective(NeedsDirective):
    """``plan-owners``: every owner, with what is open, overdue and awaits a decision."""

    extension = "needs_plan"

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the list."""
        roles = read(self.config, Roles)
        if not (roles.owner and roles.actions):
            fault = _("The project does not say who is responsible, and nothing is shown.")
            remedy = _("Name the field as owner in needs_core_roles.")
            self.warn(fault, remedy, "no_owner")
            return []
        calendar = CalendarLinkNode(view=due_days_spec(self.config))
        return [
            *self.placeholder(PlanOwnersNode(view=owners_spec(self.config))),
            *self.placeholder(calendar),
        ]


def owners_spec(config: Config) -> OwnersSpec:
    """Return the view of the owners."""
    roles = read(config, Roles)
    return OwnersSpec(roles.actions, read_rules(config))


def due_days_spec(config: Config) -> DueDaysSpec:
    """Return the view of the days of the plan."""
    fields = read(config, MilestoneFields), read(config, FollowUpFields)
    return DueDaysSpec(read(config, Roles).actions, read_rules(config), *fields)
