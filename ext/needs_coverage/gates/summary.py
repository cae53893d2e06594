"""The gates as lines of text, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.text import COVERED, MISS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.messages import Problem
    from needs_coverage.gates.judging import Judgement, Verdict
    from needs_coverage.gates.rules import Case
    from needs_coverage.gates.words import Teller

_ = get_translation("needs_coverage")


def lines(judgement: Judgement, tell: Teller, bad: Sequence[Problem]) -> Iterator[str]:
    """Yield the summary: every gate, its breaches, what is closed, what cannot be read."""
    yield _("Gates (today is %s)") % judgement.today.isoformat()
    for verdict in judgement.verdicts:
        closed = sum(entry.gate == verdict.gate.name for entry in judgement.closed)
        yield from _gate(verdict, closed, tell)
    if judgement.closed:
        yield "  " + _("Closed, and still in the list of known gaps:")
        for entry in judgement.closed:
            yield "      " + "  ".join(x for x in (entry.gate, entry.id, entry.detail) if x)
    if bad:
        yield "  " + _("Cannot be used:")
        for problem in bad:
            yield f"      {problem.text}"
    yield "  " + _result(judgement, len(bad))


def _gate(verdict: Verdict, closed: int, tell: Teller) -> Iterator[str]:
    gate, new, known = verdict.gate, verdict.new, verdict.known
    symbol = MISS if new else COVERED
    yield f"  {symbol} {gate.name}" + (f": {gate.text}" if gate.text else "")
    holds = _("holds") if verdict.cases else _("nothing to look at")
    numbers = [
        _("broken: %d") % len(new) if new else holds,
        _("known: %d") % len(known),
        _("closed: %d") % closed,
        _("looked at: %d") % len(verdict.cases),
    ]
    shown = [
        numbers[0],
        *(numbers[1:2] if known else ()),
        *(numbers[2:3] if closed else ()),
    ]
    report = [] if gate.fails else [_("only reported")]
    seen = numbers[3:] if verdict.cases else []
    yield "    " + ", ".join((*shown, *seen, *report))
    yield from (_breach(verdict, case, tell) for case in new)
    yield from (_breach(verdict, case, tell, _("known")) for case in known)


def _breach(verdict: Verdict, case: Case, tell: Teller, mark: str = "") -> str:
    problem = tell.problem(verdict.gate, case)
    place = tell.place(case.docname, case.line)
    said = f"{problem.subject}: {problem.fault}"
    return "      " + "  ".join(x for x in (place, mark and f"[{mark}]", said) if x)


def _result(judgement: Judgement, bad: int) -> str:
    failing = sum(verdict.fails for verdict in judgement.verdicts)
    if failing or bad:
        return (
            MISS
            + " "
            + _("The check fails. Broken, or not to be used: %d.") % (failing + bad)
        )
    return f"{COVERED} " + _("The check holds.")
