"""The settings, and what a consequence is found by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.core_settings import FollowUpFields, LineageFields, Roles
from needs_core.model_reader import read_steps
from needs_core.settings import field_names, read, register_value, setting, value

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.steps import Steps


@dataclass(frozen=True, slots=True)
class PlanNames:
    """What the project has declared that a change of a need is looked up by."""

    lineage: LineageFields
    follow_ups: FollowUpFields
    depends: str
    """The link to what a need waits for; empty: there is none."""
    wording: tuple[str, ...]
    """The fields with the words of a source."""
    steps: Steps


def setup(app: Sphinx) -> None:
    """Register the settings."""
    wording = setting(
        (),
        "The fields with the words of a source, shown with what is touched.",
        field_names,
    )
    register_value(app, "needs_lineage_wording", wording)
    # The need that ``consequence-report`` is about: given on the command line.
    app.add_config_value("needs_lineage_id", "", "", [str])


def read_names(config: Config) -> PlanNames:
    """Return what the project has declared; right from ``config-inited`` (650) on."""
    return PlanNames(
        read(config, LineageFields),
        read(config, FollowUpFields),
        read(config, Roles).depends,
        value(config, "needs_lineage_wording"),
        read_steps(config),
    )
