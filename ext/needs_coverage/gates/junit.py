"""The gates as JUnit XML: a suite a gate, a test case for everything judged.

There is no one schema; this keeps to what Jenkins, GitLab and pytest have in common:
``testsuites/testsuite/testcase`` with ``failure``, ``skipped`` or ``error``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_core.messages import Problem
    from needs_coverage.gates.judging import Judgement, Verdict
    from needs_coverage.gates.rules import Case
    from needs_coverage.gates.words import Teller

_ = get_translation("needs_coverage")

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold."""


def document(judgement: Judgement, tell: Teller, bad: Sequence[Problem]) -> bytes:
    """Return the file. No times: two builds of the same needs give the same bytes."""
    suites = [_suite(verdict, tell) for verdict in judgement.verdicts]
    if bad:
        suites.append(_unread(bad))
    root = ET.Element("testsuites", name="needs_coverage")
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    for suite in suites:
        properties = ET.Element("properties")
        today = judgement.today.isoformat()
        ET.SubElement(properties, "property", name="today", value=today)
        suite.insert(0, properties)
    root.extend(suites)
    ET.indent(root)
    xml = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'.encode()


def _suite(verdict: Verdict, tell: Teller) -> ET.Element:
    failing = len(verdict.new) if verdict.gate.fails else 0
    broken = len(verdict.new) + len(verdict.known)
    suite = _counted(verdict.gate.name, len(verdict.cases), failing, 0, broken - failing)
    for case in verdict.cases:
        element = ET.SubElement(
            suite,
            "testcase",
            classname=f"needs_coverage.{verdict.gate.name}",
            name=_clean(_name(case)),
            time="0",
        )
        if case.docname:
            element.set("file", tell.path(case.docname))
            element.set("line", str(case.line or 1))
        if not case.holds:
            _tell(element, verdict, case, tell)
    return suite


def _tell(element: ET.Element, verdict: Verdict, case: Case, tell: Teller) -> None:
    """Add a failure; of what does not fail the build, a skipped test with the reason."""
    text = _clean(tell.problem(verdict.gate, case).text)
    if verdict.gate.fails and not verdict.is_known(case):
        failure = ET.SubElement(element, "failure", message=text, type=verdict.gate.name)
        failure.text = f"{tell.place(case.docname, case.line)}: {text}"
    else:
        reason = _("known") if verdict.is_known(case) else _("only reported")
        ET.SubElement(element, "skipped", message=f"{reason}: {text}")


def _unread(bad: Sequence[Problem]) -> ET.Element:
    suite = _counted("needs_coverage_gates", len(bad), 0, len(bad), 0)
    for problem in bad:
        named = {"classname": "needs_coverage", "name": _clean(problem.subject)}
        case = ET.SubElement(suite, "testcase", named, time="0")
        message = _clean(problem.text)
        ET.SubElement(case, "error", message=message, type=problem.subtype)
    return suite


def _counted(name: str, tests: int, failures: int, errors: int, skipped: int) -> ET.Element:
    numbers = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    counts = {key: str(number) for key, number in numbers.items()}
    return ET.Element("testsuite", {"name": name, **counts, "time": "0"})


def _name(case: Case) -> str:
    parts = (case.id or _("(no group)"), case.detail, case.title)
    return " · ".join(part for part in parts if part)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
