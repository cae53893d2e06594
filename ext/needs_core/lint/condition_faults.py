"""What is wrong with conditions that can be read: values that no item has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.items import ORIGINS
from needs_core.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.items import Conditions, Item
    from needs_core.model import Model
    from needs_core.states import States

_ = get_translation("needs_core")


def unmatched(
    conditions: Conditions, items: Iterable[Item], model: Model, states: States
) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy for each condition with values that none of the items has.

    A value that the model or the states declare is no mistake: no item has it yet.
    Where there are no items at all, nothing is known of values.
    """
    members = tuple(items)
    for name, values in conditions.pairs if members else ():
        held = {value for item in members for value in item.values(name)}
        known = held.union(model.allowed.get(name, ()))
        if name in ORIGINS:
            known.update(("true", "false"))
        if name == "status":
            known.update(states.names)
        wrong = [value for value in values if value not in known]
        if wrong:
            fault = _("None of the items has “%(value)s” in %(field)s.")
            fault %= {"value": " / ".join(wrong), "field": name}
            yield (
                fault + did_you_mean(", ".join(wrong), held),
                _("Correct it; a value with a comma stands in double quotes."),
            )
