"""The words for how far needs are, the same in every output: states, steps, shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core import steps
from needs_core.dates import long_date
from needs_core.states import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from needs_core.confidence import LinkConfidence
    from needs_core.model import Model
    from needs_core.states import State
    from needs_core.steps import Distribution, Remark, Step, StepOf, Steps

_ = get_translation("needs_core")

WARNING = "⚠"
"""Stands before remarks."""
WEAK_SYMBOL = "≈"
"""Stands before what is said of weak links."""


COMPUTED_DAY = "computed-day"
"""The class of the paragraph that says on which day a page was computed."""


def computed_text(day: date, language: str) -> str:
    """Return on which day something that depends on the day was computed."""
    return str(_("Computed on %s.") % long_date(day, language))


def state_name(state: State) -> str:
    """Return the name of a state or a step; of none, that it is not stated."""
    if state == steps.COVERED:
        return str(_("covered"))
    if state == steps.UNCOVERED:
        return str(_("not covered"))
    return str(_("linked") if state == PLAIN else state.name or _("not stated"))


def state_text(state: State) -> str:
    """Return symbol and name of a state or a step, as "◇ foreslået"."""
    return f"{state.symbol} {state_name(state)}"


def count_text(state: State, count: int) -> str:
    """Return a count of needs in a state or on a step, as "6 kandidater"."""
    return f"{count} {state.counted_name(count) or state_name(state)}"


def distribution_text(distribution: Distribution) -> str:
    """Return how many are in each state, as "1 gennemført, 7 kandidater"; "" for none."""
    return ", ".join(count_text(state, count) for state, count in distribution.counts)


def remark_text(remark: Remark, model: Model) -> str:
    """Return a remark beside a step, as "1 uden ansvarlig"."""
    count = len(remark.ids)
    if remark.kind == steps.MISSING:
        names = {"count": count, "field": _field(remark.field, model)}
        return _("%(count)d without %(field)s") % names
    if remark.kind == steps.ONLY_WEAK:
        return str(_("only weak links"))
    if remark.kind == steps.UNSURE:
        return str(_("only unsure links"))
    return {
        steps.OVERDUE: _("%d overdue"),
        steps.NEVER_FOLLOWED_UP: _("%d never followed up"),
        steps.FOLLOWED_UP_LONG_AGO: _("%d not followed up lately"),
        steps.STILL_OPEN: _("%d not done"),
    }[remark.kind] % count


def remarks_text(found: StepOf, model: Model) -> str:
    """Return the remarks beside a step; "" for none."""
    words = ", ".join(remark_text(x, model) for x in found.remarks)
    return f"{WARNING}\N{NO-BREAK SPACE}{words}" if words else ""


def gathered_text(remarks: tuple[Remark, ...], model: Model) -> str:
    """Return the remarks of several goals (``gathered_remarks``); "" for none."""
    words = [
        _("%(count)d with %(what)s") % {"count": len(x.ids), "what": remark_text(x, model)}
        if x.kind in steps.ABOUT_LINKS
        else remark_text(x, model)
        for x in remarks
    ]
    return f"{WARNING}\N{NO-BREAK SPACE}{', '.join(words)}" if words else ""


def confidence_text(found: LinkConfidence) -> str:
    """Return how sure a link is and why, as "≈ weak link: named in passing"."""
    words = _("confidence: %s") % found.level
    if found.weak:
        weak = _("weak link")
        words = f"{WEAK_SYMBOL}\N{NO-BREAK SPACE}{weak}"
    return f"{words}: {found.reason}" if found.reason else words


def step_line(found: StepOf, model: Model) -> str:
    """Return the step, the distribution and the remarks on one line.

    As "◑ i gang · 1 gennemført, 8 i gang · ⚠ 1 overskredet".
    """
    return " · ".join(step_parts(found, model))


def step_parts(found: StepOf, model: Model) -> Iterator[str]:
    """Yield the step, the distribution and the remarks, each that there is."""
    yield state_text(found.step)
    if found.distribution.counts:
        yield distribution_text(found.distribution)
    if remarks := remarks_text(found, model):
        yield remarks


def step_share(distribution: Distribution, declared: Steps) -> str:
    """Return how many needs are on a step that covers, and which step that is.

    As "mindst besluttet: 0 af 4 (0 %)"; without declared steps "3 of 4 (75 %)".
    """
    return covering_share(distribution.covering, distribution.total, declared)


def covering_share(covering: int, total: int, declared: Steps) -> str:
    """Return the same for counts: how many of all are on a step that covers."""
    if declared.of_others:  # no percentage without a step
        return _("%(part)d of %(whole)d") % {"part": covering, "whole": total}
    part = share(covering, total)
    if not declared.declared:
        return part
    return _("at least %(step)s: %(share)s") % {
        "step": declared.first_covering.name,
        "share": part,
    }


def percent(count: int, total: int) -> int | None:
    """Return a share in percent, rounded down: 100 means all, and 0 means none.

    ``None`` if total is 0. Every percentage that is shown anywhere is this one.

    >>> percent(199, 200), percent(1, 200), percent(0, 200), percent(0, 0)
    (99, 1, 0, None)
    """
    return 100 * count // total or min(count, 1) if total else None


def share(count: int, total: int) -> str:
    """Return a share, as "25 af 28 (89 %)"."""
    text = _("%(part)d of %(whole)d") % {"part": count, "whole": total}
    return with_percent(text, count, total)


def with_percent(text: str, count: int, total: int) -> str:
    """Return a text with the percentage of a share behind it, if there is one."""
    percentage = percent(count, total)
    return text if percentage is None else f"{text} ({percentage}\N{NO-BREAK SPACE}%)"


def step_meaning(step: Step) -> str:
    """Return symbol, name and meaning of a step, for a legend."""
    return f"{state_text(step)}: {step.meaning}" if step.meaning else state_text(step)


def _field(name: str, model: Model) -> str:
    return model.fields.get(name, name).lower()
