"""The gates as SARIF 2.1.0, for code hosts that show findings at their lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.messages import Problem
    from needs_coverage.gates.judging import Judgement, Verdict
    from needs_coverage.gates.rules import Case, Gate
    from needs_coverage.gates.words import Teller

_ = get_translation("needs_coverage")

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def document(
    judgement: Judgement,
    tell: Teller,
    bad: Sequence[Problem],
    *,
    version: str,
    language: str,
) -> str:
    """Return the file. No times: two builds of the same needs give the same bytes."""
    rules = [_rule(verdict.gate) for verdict in judgement.verdicts]
    driver = {"name": "needs_coverage", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not bad,
                "toolConfigurationNotifications": [
                    {"level": "error", "message": {"text": x.text}} for x in bad
                ],
            }
        ],
        "results": list(_results(judgement, tell)),
        "properties": {"today": judgement.today.isoformat()},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _level(gate: Gate) -> str:
    return "error" if gate.fails else "note"


def _rule(gate: Gate) -> dict[str, Any]:
    return {
        "id": gate.name,
        "shortDescription": {"text": gate.text or gate.name},
        "defaultConfiguration": {"level": _level(gate)},
    }


def _results(judgement: Judgement, tell: Teller) -> Iterator[dict[str, Any]]:
    for index, verdict in enumerate(judgement.verdicts):
        for case in verdict.cases:
            if not case.holds:
                yield {"ruleIndex": index, **_result(verdict, case, tell)}


def _result(verdict: Verdict, case: Case, tell: Teller) -> dict[str, Any]:
    gate = verdict.gate
    result: dict[str, Any] = {
        "ruleId": gate.name,
        "level": _level(gate),
        "message": {"text": tell.problem(gate, case).text},
        "locations": _locations(case, tell),
        "partialFingerprints": {"gap/v1": f"{gate.name}/{case.id}/{case.detail}"},
    }
    if verdict.is_known(case):
        result["suppressions"] = [{"kind": "external", "justification": _("known")}]
    return result


def _locations(case: Case, tell: Teller) -> list[dict[str, Any]]:
    if case.docname is None:
        return []
    address = {"uri": quote(tell.path(case.docname)), "uriBaseId": "%SRCROOT%"}
    return [
        {
            "physicalLocation": {
                "artifactLocation": address,
                "region": {"startLine": case.line or 1},
            },
            "logicalLocations": [{"name": case.id or _("(no group)")}],
        }
    ]
