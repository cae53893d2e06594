"""The words for what has become of a need, and for what a change of one touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import display_value
from needs_core.progress_text import state_text
from needs_lineage.successions import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.lineage import Lineage
    from needs_core.model import Label, Model
    from needs_lineage.consequence import Consequence, OpenDecision
    from needs_lineage.successions import SuccessionTable

_ = get_translation("needs_lineage")


def fate_text(fate: Fate) -> str:
    """Return what has become of a need, in words."""
    return str(
        {
            Fate.CARRIED_ON: _("carried on"),
            Fate.REWORDED: _("reworded"),
            Fate.MERGED: _("merged"),
            Fate.SPLIT: _("split"),
            Fate.DROPPED: _("dropped"),
            Fate.UNDECIDED: _("not decided yet"),
            Fate.NEW: _("new"),
        }[fate]
    )


def counts_text(found: SuccessionTable) -> str:
    """Return how many have each fate, as a sentence."""
    shares = [f"{fate_text(fate)}: {count}" for fate, count in found.counts]
    return " · ".join(shares)


def standing_text(found: Lineage, language: str) -> str:
    """Return that a need does not hold any more, and since when."""
    values = {
        "standing": (found.standing or "")[:1].upper() + (found.standing or "")[1:],
        "day": display_value(found.since or "", language),
    }
    if found.since:
        return str(_("%(standing)s since %(day)s") % values)
    return str(_("%(standing)s; since when is not stated") % values)


def decision_text(found: OpenDecision) -> str:
    """Return what is open of a follow-up."""
    if found.planned:
        return str(_("planned"))
    return str(_("next step: %s") % found.next_step)


Line = tuple[str, "Label | None", str]
"""What stands before a link, what is linked to, and what stands after it."""


def consequence_parts(
    found: Consequence, model: Model, language: str
) -> Iterator[tuple[str, list[Line]]]:
    """Yield every part that has something: its heading and its lines."""
    for linked in found.linked:
        link = model.links[linked.link]
        if linked.incoming:
            yield (
                link.incoming[:1].upper() + link.incoming[1:],
                [("", x, "") for x in linked.labels],
            )
        else:
            heading = link.outgoing[:1].upper() + link.outgoing[1:]
            yield heading, [("", x, "") for x in linked.labels]
    if found.alone:
        names = [(model.links[x.link].outgoing, x.labels) for x in found.alone]
        yield (
            _("Left with nothing, if it is retired"),
            [("", x, f" – {name}") for name, labels in names for x in labels],
        )
    if found.waiting:
        yield _("Waits for it"), [("", x, "") for x in found.waiting]
    if found.steps:
        yield (
            _("Would be on another step without it"),
            [
                ("", x.label, f": {state_text(x.before)} → {state_text(x.after)}")
                for x in found.steps
            ],
        )
    if found.wording:
        yield (
            _("Words of a source, that a new wording departs from"),
            [(f"{model.fields.get(x, x)}: {text}", None, "") for x, text in found.wording],
        )
    if found.decisions:
        yield (
            _("Open decisions"),
            [("", x.label, f" – {decision_text(x)}") for x in found.decisions],
        )
    if found.elsewhere:
        yield (
            _("In the plans of others"),
            [(f"{x.plan}: ", x.source, "") for x in found.elsewhere],
        )
