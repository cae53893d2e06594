"""What a project declares: types, fields, links, states and steps, as frozen values."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.core_settings import ConfidenceFields, FollowUpFields, LineageFields, Roles
from needs_core.declarations import (
    STRUCTURAL_LINKS,
    decimal_fields,
    declarations,
    declared_types,
    forgotten,
    name_of_field,
)
from needs_core.items import Retirement
from needs_core.model import IdForm, LinkType, Model
from needs_core.settings import read, value
from needs_core.sphinx_needs_internals import added_fields, core_field_names
from needs_core.states import States
from needs_core.steps import GoalSteps, Step, Steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("needs_core")


def read_model(config: Config) -> Model:
    """Return what the project has declared; right from ``config-inited`` (650) on."""
    declared = read_declared(config)
    return replace(
        declared,
        fields={**declared.fields, **dict(value(config, "needs_core_labels"))},
        unlisted=frozenset(value(config, "needs_core_unlisted")),
        for_authors=frozenset(value(config, "needs_core_for_authors")),
        plurals=dict(value(config, "needs_core_plurals")),
        id_forms={
            name: IdForm(**asdict(form)) for name, form in value(config, "needs_core_ids")
        },
    )


def read_declared(config: Config) -> Model:
    """Return what sphinx-needs knows of the model; right from ``config-inited`` on.

    Other extensions may have added fields and types.
    """
    types = declared_types(config)
    fields, links = declarations(config)
    # The old names of both, which many projects still use: lists of entries.
    fields.add_old(config.needs_extra_options, "name")
    links.add_old(config.needs_extra_links, "option")
    fields.add_old(added_fields(), "name")
    return Model(
        types={kind["directive"]: kind["title"] for kind in types},
        fields={
            name: name_of_field(name, str(one.get("description") or ""))
            for name, one in fields.by_name.items()
        },
        links={
            name: LinkType(
                name,
                _link_name(declared.get("outgoing", name)),
                _link_name(declared.get("incoming", name)),
                frozenset(links.owners.get(name, ())),
                frozenset(declared.get("target_types", ())),
            )
            for name, declared in links.by_name.items()
            if name not in STRUCTURAL_LINKS
        },
        nesting=_nesting(links.by_name.get("parent_needs", {})),
        own_fields={kind["directive"]: tuple(kind.get("fields", {})) for kind in types},
        field_owners={name: frozenset(owners) for name, owners in fields.owners.items()},
        allowed={
            name: tuple(declared["schema"]["enum"])
            for name, declared in fields.by_name.items()
            if "enum" in declared.get("schema", {})
        },
        dates=frozenset(
            name
            for name, declared in fields.by_name.items()
            if declared.get("schema", {}).get("format") == "date"
        ),
        numbers=decimal_fields(config),
        internal=forgotten(config),
    )


_LINK_NAMES = {
    "links outgoing": _("links outgoing"),
    "links incoming": _("links incoming"),
    "parent needs": _("parent needs"),
    "child needs": _("child needs"),
}
"""What sphinx-needs calls the links it has in every project, in English."""


def _link_name(declared: str) -> str:
    return str(_LINK_NAMES.get(declared, declared))


def _nesting(declared: Mapping[str, Any]) -> LinkType:
    """Return the link to the need around another, as it is declared, if at all."""
    outgoing = _link_name(declared.get("outgoing", "parent needs"))
    incoming = _link_name(declared.get("incoming", "child needs"))
    return LinkType("parent_needs", outgoing, incoming)


def read_states(config: Config) -> States:
    """Return the project's states, as ``needs_core_states`` declares them."""
    given = value(config, "needs_core_states")
    return States.read({name: asdict(state) for name, state in given})


def read_steps(config: Config) -> Steps:
    """Return the project's steps of coverage, as ``needs_core_steps`` declares them.

    None is used where the first asks for a state: a need without any would be on it.
    """
    given = value(config, "needs_core_steps")
    if given and given[0][1].states:
        given = ()
    names, roles = read(config, FollowUpFields), read(config, Roles)
    confidence = read(config, ConfidenceFields)
    return Steps(
        tuple(
            Step(name, rank=rank, **asdict(step))
            for rank, (name, step) in enumerate(given, start=1)
        ),
        read_states(config),
        names if names.type else None,
        roles.goals,
        roles.actions,
        roles.link,
        confidence if confidence.weak else None,
    )


def read_retirement(config: Config) -> Retirement:
    """Return how needs say that they do not hold any more."""
    names = read(config, LineageFields)
    return Retirement(names.field, names.retired)


def read_goal_steps(config: Config) -> GoalSteps:
    """Return the view of the step of every goal."""
    return GoalSteps(read_steps(config))


def column_names(app: Sphinx) -> list[str]:
    """Return what a column of a table of sphinx-needs may show, as its author writes it."""
    model = read_model(app.config)
    links = [
        name
        for link in model.links.values()
        for name in (link.name, f"{link.name}_back", link.outgoing, link.incoming)
    ]
    return [*core_field_names(), *model.fields, *links, "incoming", "outgoing"]
