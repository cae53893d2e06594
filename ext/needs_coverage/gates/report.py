"""The gates as lines of text, as JUnit XML and as SARIF 2.1.0.

There are no clock times in the files: the same needs on the same day give the same bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from sphinx.locale import get_translation

from needs_coverage.gates.messages import breach_message, file_of, subject_of
from needs_coverage.text import COVERED, MISS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from needs_core.messages import Problem
    from needs_coverage.gates.evaluate import Evaluation, Verdict
    from needs_coverage.gates.rules import Case, Gate

_ = get_translation("needs_coverage")

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may contain."""


class SourcePaths:
    """Paths of pages as readers of the project's repository see them.

    They start at the folder with ``.git``, else at that of the configuration if the pages
    lie below it, else at that of the pages.
    """

    def __init__(self, app: Sphinx) -> None:
        self._env = app.env
        source, conf = Path(app.srcdir), Path(app.confdir)
        roots = (x for x in (source, *source.parents) if (x / ".git").exists())
        self._root = next(roots, conf if source.is_relative_to(conf) else source)

    def __call__(self, docname: str) -> str:
        """Return the path of a page."""
        return self.of_file(str(self._env.doc2path(docname)))

    def of_file(self, file: str) -> str:
        """Return the path of a file beside the pages."""
        path, root = Path(file), self._root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


@dataclass(frozen=True, slots=True)
class GateReport:
    """The reports of one evaluation."""

    found: Evaluation
    path: SourcePaths
    declared: tuple[str, int | None] = ("conf.py", None)
    """File and line where the project declares its gates."""

    def lines(self) -> Iterator[str]:
        """Yield every gate, the closed gaps, what cannot be used, and the result."""
        found = self.found
        yield _("Gates (today is %s)") % found.context.today.isoformat()
        for verdict in found.verdicts:
            yield from self._gate_lines(verdict)
        if found.closed:
            yield "  " + _("Closed, and still in the list of known gaps:")
            for gap in found.closed:
                yield "      " + "  ".join(x for x in (gap.gate, gap.id, gap.detail) if x)
        if found.bad:
            yield "  " + _("Cannot be used:")
            yield from (f"      {problem.text}" for problem in found.bad)
        failing = sum(verdict.fails for verdict in found.verdicts) + len(found.bad)
        if failing:
            result = _("The check fails. Broken, or not to be used: %d.") % failing
            yield f"  {MISS} {result}"
        else:
            yield f"  {COVERED} " + _("The check holds.")

    def _gate_lines(self, verdict: Verdict) -> Iterator[str]:
        gate, new, known = verdict.gate, verdict.new, verdict.known
        symbol = MISS if new else COVERED
        yield f"  {symbol} {gate.name}" + (f": {gate.text}" if gate.text else "")
        closed = sum(gap.gate == gate.name for gap in self.found.closed)
        holds = _("holds") if verdict.cases else _("nothing to look at")
        parts = [
            _("broken: %d") % len(new) if new else holds,
            _("known: %d") % len(known) if known else "",
            _("closed: %d") % closed if closed else "",
            _("looked at: %d") % len(verdict.cases) if verdict.cases else "",
            "" if gate.fails else _("only reported"),
        ]
        yield "    " + ", ".join(filter(None, parts))
        yield from (self._breach_line(gate, case, "") for case in new)
        yield from (self._breach_line(gate, case, _("known")) for case in known)

    def _breach_line(self, gate: Gate, case: Case, remark: str) -> str:
        problem = breach_message(gate, case, self.found.context)
        text = f"{problem.subject}: {problem.fault}"
        parts = (self._place(case), remark and f"[{remark}]", text)
        return "      " + "  ".join(filter(None, parts))

    def _place(self, case: Case) -> str:
        """Return file and line of a case, as far as they are known."""
        if case.docname is None:
            return ""
        path = self._file(case, case.docname)
        return f"{path}:{case.line}" if case.line else path

    def _file(self, case: Case, docname: str) -> str:
        file = file_of(case, self.found.context)
        return self.path.of_file(file) if file else self.path(docname)

    def junit(self) -> bytes:
        """Return JUnit XML: a suite for each gate, a test case for each case.

        There is no one schema; this keeps to the strictest, ``junit-10`` of Jenkins, that
        GitLab reads too. It has no file and line: they stand in ``system-out``.
        """
        suites = [self._suite(verdict) for verdict in self.found.verdicts]
        if self.found.bad:
            suites.append(_bad_suite(self.found.bad))
        root = ET.Element("testsuites", name="needs_coverage")
        for count in ("tests", "failures", "errors"):
            root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
        for suite in suites:
            properties = ET.Element("properties")
            today = self.found.context.today.isoformat()
            ET.SubElement(properties, "property", name="today", value=today)
            suite.insert(0, properties)
        root.extend(suites)
        ET.indent(root)
        xml = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'.encode()

    def _suite(self, verdict: Verdict) -> ET.Element:
        gate = verdict.gate
        failing = len(verdict.new) if gate.fails else 0
        broken = len(verdict.new) + len(verdict.known)
        suite = _suite_element(
            gate.name, len(verdict.cases), failures=failing, skipped=broken - failing
        )
        for case in verdict.cases:
            name = " · ".join(filter(None, (subject_of(case), case.detail, case.title)))
            named = {"classname": f"needs_coverage.{gate.name}", "name": _clean(name)}
            element = ET.SubElement(suite, "testcase", named, time="0")
            if not case.holds:
                self._add_breach(element, verdict, case)
            if place := self._place(case):
                ET.SubElement(element, "system-out").text = place
        return suite

    def _add_breach(self, element: ET.Element, verdict: Verdict, case: Case) -> None:
        """Add a failure; if it does not fail the build, a skipped test with the reason."""
        gate = verdict.gate
        text = _clean(breach_message(gate, case, self.found.context).text)
        if gate.fails and not verdict.is_known(case):
            failure = ET.SubElement(element, "failure", message=text, type=gate.name)
            failure.text = f"{self._place(case)}: {text}"
        else:
            reason = _("known") if verdict.is_known(case) else _("only reported")
            ET.SubElement(element, "skipped", message=f"{reason}: {text}")

    def sarif(self, version: str, language: str) -> str:
        """Return SARIF, for code hosts that show findings at their lines."""
        rules = [_sarif_rule(verdict.gate) for verdict in self.found.verdicts]
        driver = {"name": "needs_coverage", "version": version, "rules": rules}
        notes = [
            {"level": "error", "message": {"text": problem.text}}
            for problem in self.found.bad
        ]
        run = {
            "tool": {"driver": driver},
            "language": language,
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": not self.found.bad,
                    "toolConfigurationNotifications": notes,
                }
            ],
            "results": list(self._sarif_results()),
            "properties": {"today": self.found.context.today.isoformat()},
        }
        log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
        return json.dumps(log, ensure_ascii=False, indent=2) + "\n"

    def _sarif_results(self) -> Iterator[dict[str, Any]]:
        for index, verdict in enumerate(self.found.verdicts):
            for case in verdict.cases:
                if not case.holds:
                    yield {"ruleIndex": index, **self._sarif_result(verdict, case)}

    def _sarif_result(self, verdict: Verdict, case: Case) -> dict[str, Any]:
        gate = verdict.gate
        message = breach_message(gate, case, self.found.context).text
        result: dict[str, Any] = {
            "ruleId": gate.name,
            "level": _sarif_level(gate),
            "message": {"text": message},
            "locations": self._sarif_locations(case),
            "partialFingerprints": {"gap/v1": f"{gate.name}/{case.id}/{case.detail}"},
        }
        if verdict.is_known(case):
            result["suppressions"] = [{"kind": "external", "justification": _("known")}]
        return result

    def _sarif_locations(self, case: Case) -> list[dict[str, Any]]:
        # Code hosts refuse a result without a place: that of an item of another project
        # is where its gate is declared.
        file, line = self.declared
        if case.docname is not None:
            file, line = self._file(case, case.docname), case.line
        address = {"uri": quote(file), "uriBaseId": "%SRCROOT%"}
        return [
            {
                "physicalLocation": {
                    "artifactLocation": address,
                    "region": {"startLine": line or 1},
                },
                "logicalLocations": [{"name": subject_of(case)}],
            }
        ]


def _bad_suite(bad: tuple[Problem, ...]) -> ET.Element:
    suite = _suite_element("needs_coverage_gates", len(bad), errors=len(bad))
    for problem in bad:
        named = {"classname": "needs_coverage", "name": _clean(problem.subject)}
        case = ET.SubElement(suite, "testcase", named, time="0")
        message = _clean(problem.text)
        ET.SubElement(case, "error", message=message, type=problem.subtype)
    return suite


def _suite_element(
    name: str, tests: int, *, failures: int = 0, errors: int = 0, skipped: int = 0
) -> ET.Element:
    numbers = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    counts = {key: str(number) for key, number in numbers.items()}
    return ET.Element("testsuite", {"name": name, **counts, "time": "0"})


def _sarif_level(gate: Gate) -> str:
    return "error" if gate.fails else "note"


def _sarif_rule(gate: Gate) -> dict[str, Any]:
    return {
        "id": gate.name,
        "shortDescription": {"text": gate.text or gate.name},
        "defaultConfiguration": {"level": _sarif_level(gate)},
    }


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
