"""The violations sphinx-needs' schema finds: they come without a place."""

from __future__ import annotations

import re
from collections.abc import Callable

from sphinx.locale import get_translation

from needs_core.upstream_warnings.message import Message, Vocabulary, pattern

_ = get_translation("needs_core")

_FaultAndRemedy = tuple[str, str]

_EMPTY = re.compile(r'Schema message: "" is not (?:a "date"|one of )')


def is_empty_value(message: str) -> bool:
    """Tell a schema's refusal of a field that is written but left empty.

    A line ``:frist:`` with nothing after it says no more than no line at all, and no
    author should be told off for it.
    """
    return bool(_EMPTY.search(message))


def _violation(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    need, field, detail = match["id"], match["field"] or "", match["detail"]
    for regex, texts in _RULES:
        if broken := regex.match(detail):
            return Message(need, *texts(field, broken, vocabulary))
    fault = _("%(field)s breaks a rule of the model (%(detail)s).")
    return Message(
        need,
        fault % {"field": field, "detail": detail},
        _("Correct the value, or remove the line."),
    )


def _not_a_date(
    field: str, broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    fault = _("“%(value)s” in %(field)s is not a date.")
    return (
        fault % {"value": broken["value"], "field": field},
        _("Write it as year-month-day, for example 2027-03-31."),
    )


def _not_allowed(
    field: str, broken: re.Match[str], vocabulary: Vocabulary
) -> _FaultAndRemedy:
    fault = _("“%(value)s” in %(field)s is not an allowed value.")
    return (
        fault % {"value": broken["value"], "field": field},
        _("Choose one of: %s.") % ", ".join(vocabulary.model().allowed.get(field, ())),
    )


def _wrong_form(
    field: str, broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    fault = _("“%(value)s” in %(field)s does not have the agreed form.")
    return (
        fault % {"value": broken["value"], "field": field},
        _("Write it as the other items do; the rule is %s.") % broken["rule"],
    )


def _too_few(
    field: str, _broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    return _("“%s” is missing.") % field, _("Write a line :%s: with an id.") % field


def _too_many(
    field: str, _broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    return (
        _("%s points at more than allowed.") % field,
        _("Leave out all but those that belong."),
    )


_Rule = Callable[[str, re.Match[str], Vocabulary], _FaultAndRemedy]

_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = (
    (re.compile(r'"(?P<value>.*)" is not a "date"$', re.DOTALL), _not_a_date),
    (re.compile(r'"(?P<value>.*)" is not one of ', re.DOTALL), _not_allowed),
    (re.compile(r'"(?P<value>.*)" does not match "(?P<rule>.*)"$', re.DOTALL), _wrong_form),
    (re.compile(r".* has less than 1 item$", re.DOTALL), _too_few),
    (re.compile(r".* has more than [0-9]+ items?$", re.DOTALL), _too_many),
)

PATTERNS = (
    pattern(
        r"^Need '(?P<id>[^']*)' has schema [a-z]+:"
        r"(?:.*?Field: +(?P<field>[^\n]*)\n)?.*?Schema message: (?P<detail>.*)$",
        _violation,
    ),
)
