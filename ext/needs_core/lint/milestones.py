"""Checks of milestones: entries of their field that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem
from needs_core.milestones import entries, read_milestone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.core_settings import MilestoneFields
    from needs_core.model import Items

_ = get_translation("needs_core")


def milestone_problems(items: Items, names: MilestoneFields) -> Iterator[Problem]:
    """Yield every entry that is no milestone."""
    for item in (x for x in items if not x.external):
        for entry in entries(item, names):
            if read_milestone(entry, names) is None:
                remedy = _("Write day, colon and text, as 2027-03-31: %s.")
                example = _("The plan is sent")
                if names.reached:
                    example += f", {names.reached} 2027-03-20"
                yield Problem.at(
                    item,
                    _("“%s” is no milestone, and is left out.") % entry,
                    remedy % example,
                    type_="needs_core",
                    subtype="milestone",
                    field=names.field,
                )
