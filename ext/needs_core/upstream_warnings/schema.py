"""The violations sphinx-needs' schema finds: they come without a place."""

from __future__ import annotations

import re
from collections.abc import Callable

from sphinx.locale import get_translation

from needs_core.dates import likely_day
from needs_core.lint.placeholder_values import is_placeholder
from needs_core.suggestions import did_you_mean
from needs_core.upstream_warnings.message import Message, Vocabulary, pattern

_ = get_translation("needs_core")

_FaultAndRemedy = tuple[str, str]

_VALUE = re.compile(
    r'Field: +(?P<field>[^\n]*)\n.*Schema message: "(?P<value>[^\n]*)" '
    r'(?:is not (?:a "date"|one of )|does not match )',
    re.DOTALL,
)


def is_empty_value(message: str) -> bool:
    """Tell a schema's refusal of a field without a value.

    A line ``:frist:`` with nothing after it says no more than no line at all, and no
    author should be told off for it. Of ``-`` and the like, ``lint_needs`` tells.
    """
    found = _VALUE.search(message)
    if not found:
        return False
    value = found["value"]
    return not value or (found["field"] != "status" and is_placeholder(value))


def _violation(match: re.Match[str], vocabulary: Vocabulary) -> Message:
    need, field, detail = match["id"], match["field"] or "", match["detail"]
    own = _sentence(match["own"] or "")
    if " > " in (match["path"] or "") or "Details for" in detail:
        return _of_another(match, own)
    for regex, texts in _RULES:
        if broken := regex.match(detail):
            fault, remedy = texts(field, broken, vocabulary)
            nothing = is_placeholder(broken.groupdict().get("value") or "")
            if nothing and field not in vocabulary.demanded():
                remedy = _("Remove the line: what is not written is shown as not stated.")
            return Message(need, f"{own}{fault}", remedy, field)
    fault = _("%(field)s breaks a rule of the model (%(detail)s).")
    if not field:
        fault = _("The item breaks a rule of the model (%(detail)s).")
    return Message(
        need,
        own + fault % {"field": field, "detail": detail},
        _("Correct the value, or remove the line."),
        field,
    )


def _of_another(match: re.Match[str], own: str) -> Message:
    """Tell that what a need is linked to breaks a rule; it is not reworded."""
    detail = " ".join(match["detail"].split())
    _need, *path = (match["path"] or "").split(" > ")
    fault = _("What its link leads to breaks a rule of the model (%s).") % detail
    if path:
        fault = _("%(target)s, where %(link)s leads, breaks a rule (%(detail)s).") % {
            "target": path[-1],
            "link": path[0],
            "detail": f"{match['field']}: {detail}" if match["field"] else detail,
        }
    remedy = _("Correct the link, or the item at the other end.")
    return Message(match["id"], f"{own}{fault}", remedy, path[0] if path else "")


def _sentence(text: str) -> str:
    """Return what the author of a rule says, as a sentence before another.

    >>> _sentence("Needs A or B"), _sentence("")
    ('Needs A or B. ', '')
    """
    text = " ".join(text.split())
    return f"{text}{'' if text.endswith(('.', '!', '?')) else '.'} " if text else ""


def _not_a_date(
    field: str, broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    fault = _("“%(value)s” in %(field)s is not a date.")
    meant = likely_day(broken["value"])
    return (
        fault % {"value": broken["value"], "field": field},
        _("Write it as year-month-day, for example %s.") % (meant or "2027-03-31"),
    )


def _not_allowed(
    field: str, broken: re.Match[str], vocabulary: Vocabulary
) -> _FaultAndRemedy:
    fault = _("“%(value)s” in %(field)s is not an allowed value.")
    # A rule may allow fewer values than the field: its own list counts, where it is whole.
    listed = broken["allowed"]
    allowed = re.findall(r'"([^"]*)"', listed)
    if re.search(r" or [0-9]+ other candidates$", listed):
        declared = vocabulary.model().allowed.get(field, ())
        allowed = [*declared] if broken["value"] not in declared else []
    remedy = _("Choose one of: %s.") % ", ".join(allowed)
    return (
        fault % {"value": broken["value"], "field": field}
        + did_you_mean(broken["value"], allowed),
        remedy if allowed else _("Correct the value, or remove the line."),
    )


def _required(
    _field: str, broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    name = broken["name"]
    return _("“%s” is missing.") % name, _("Write a line :%s: with a value.") % name


def _wrong_form(
    field: str, broken: re.Match[str], _vocabulary: Vocabulary
) -> _FaultAndRemedy:
    fault = _("“%(value)s” in %(field)s does not have the agreed form.")
    return (
        fault % {"value": broken["value"], "field": field},
        _("Write it as the other items do, or remove the line."),
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
    (
        re.compile(r'"(?P<value>.*?)" is not one of (?P<allowed>.*)$', re.DOTALL),
        _not_allowed,
    ),
    (re.compile(r'"(?P<name>[^"]*)" is a required property$'), _required),
    (re.compile(r'"(?P<value>.*)" does not match "(?P<rule>.*)"$', re.DOTALL), _wrong_form),
    (re.compile(r".* has less than 1 item$", re.DOTALL), _too_few),
    (re.compile(r".* has more than [0-9]+ items?$", re.DOTALL), _too_many),
)

PATTERNS = (
    pattern(
        r"^Need '(?P<id>[^']*)' has schema [a-z]+:"
        r"(?:(?:(?!Details for).)*?Field: +(?P<field>[^\n]*)\n)?"
        r"(?:(?:(?!Details for).)*?Need path: +(?P<path>[^\n]*)\n)?"
        r"(?:(?:(?!Details for).)*?User message: +(?P<own>[^\n]*)(?:\n|$))?"
        r"(?:.*?Schema message: )?(?P<detail>.*)$",
        _violation,
    ),
)
