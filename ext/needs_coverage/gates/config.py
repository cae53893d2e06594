"""The settings of the gates, and the gates and known gaps of a project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.core_settings import MilestoneFields, command_line
from needs_core.dates import today
from needs_core.editions import is_partial
from needs_core.json_text import JsonTextError
from needs_core.lint.condition_faults import unmatched
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model, read_steps
from needs_core.reader import read_items
from needs_core.setting_checks import Check, SettingError, groups, setting, text, unknown
from needs_core.settings import problem, problems, read, register_value, value

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.setting_checks import Scope
    from needs_core.steps import Steps
    from needs_coverage.gates.evaluate import BaselineError, Evaluation, KnownGap
    from needs_coverage.gates.rules import AtStep, Gate, GateContext

_ = get_translation("needs_coverage")

GATES, BASELINE = "needs_coverage_gates", "needs_coverage_baseline"


REPORTERS = ("coverage-report", "coverage-baseline")
"""The builders that list the breaches of gates, where others warn of them."""


# What the kinds of gates are, and their messages, is imported by projects that have one.


def _read_gates(given: object, scope: Scope) -> Any:
    from needs_coverage.gates.rules import KINDS

    return groups(KINDS, unique="name").read(given, scope)


def setup(app: Sphinx) -> None:
    """Declare the settings, and have every build check the gates.

    No page shows gates, so none is read again for a change of them.
    """
    gates = Check("list of tables", _read_gates, frozenset({list, tuple}))
    register_value(app, GATES, setting((), "the gates: see below", gates), "")
    meaning = "the file of the known gaps, beside `conf.py`"
    register_value(app, BASELINE, setting("", meaning, text), "")
    app.connect("write-started", warn_of_breaches, priority=850)


def warn_of_breaches(app: Sphinx, builder: Builder) -> None:
    """Warn of every new breach of a gate that fails, and of every closed gap.

    Gates are of the whole plan: what fulfils one may be internal.
    """
    if builder.name in REPORTERS or is_partial(app.config):
        return
    if not (value(app.config, GATES) or value(app.config, BASELINE)):
        return
    from needs_coverage.gates.messages import (
        breach_message,
        closed_message,
        is_schema_error,
    )

    found = check_gates(app)
    for verdict in found.verdicts:
        _warn_of_unmatched_values(app, verdict.gate, found.context)
    for verdict in found.verdicts:
        if verdict.gate.fails:
            for case in verdict.new:
                if is_schema_error(verdict.gate, case, found.context.model):
                    continue  # sphinx-needs tells of it
                warn(breach_message(verdict.gate, case, found.context))
    for gap in found.closed:
        told = closed_message(gap, found.context, app.config[BASELINE])
        # A need that is gone has no place; its line in the file has.
        warn(told if told.docname else _at_line(told, Path(app.confdir), gap))


def _at_line(told: Problem, confdir: Path, gap: KnownGap) -> Problem:
    path = confdir / str(told.file)
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    naming = (n for n, line in enumerate(lines, 1) if f'"{gap.id}"' in line)
    return replace(told, file=str(path), line=next(naming, 1))


def _warn_of_unmatched_values(app: Sphinx, gate: Gate, context: GateContext) -> None:
    """Warn of values in the conditions of a gate that no item has."""
    names = [x.get("name") if isinstance(x, dict) else None for x in app.config[GATES]]
    conditions = {
        "rows_where": "rows",
        "columns_where": "columns",
        "where": "items",
        "unless": "items",
    }
    for key, type_key in conditions.items():
        if hasattr(gate, key):
            members = context.items.every(getattr(gate, type_key))
            path = (names.index(gate.name), key)
            known = context.model, context.steps.states
            for fault, remedy in unmatched(getattr(gate, key), members, *known):
                wrong = problem(app.config, GATES, path, fault, remedy)
                warn(replace(wrong, subtype="unmatched_value"))


def check_gates(app: Sphinx, *, with_baseline: bool = True) -> Evaluation:
    """Check the gates of a build against its needs and the known gaps."""
    from needs_coverage.gates.evaluate import evaluate
    from needs_coverage.gates.rules import Agrees, AtStep, GateContext, Reached

    config = app.config
    steps = read_steps(config)
    gates: list[Gate] = []
    wrong_gates: list[Problem] = []
    for declared in value(config, GATES):
        gate = declared.with_roles(steps)
        if gate is None:
            wrong_gates.append(_roles_problem(app, declared))
        elif isinstance(gate, AtStep) and steps.get(gate.step) is None:
            wrong_gates.append(_step_problem(app, gate, steps))
        elif isinstance(gate, Agrees) and steps.follow_ups is None:
            fault = _("The project has no follow-ups, and the gate is left out.")
            remedy = _("Say in needs_core_follow_ups how a follow-up is written.")
            error = SettingError(fault, remedy)
            wrong_gates.append(_gate_problem(app, gate, ("kind",), error))
        elif isinstance(gate, Reached) and not read(config, MilestoneFields).field:
            fault = _("The project has no milestones, and the gate is left out.")
            remedy = _("Name their field in needs_core_milestones.")
            error = SettingError(fault, remedy)
            wrong_gates.append(_gate_problem(app, gate, ("kind",), error))
        else:
            gates.append(gate)
    bad = [*problems(config, GATES), *problems(config, BASELINE), *wrong_gates]
    known, wrong = _known_gaps(app) if with_baseline else ((), None)
    if wrong:
        warn(wrong)
        bad.append(wrong)
    # A gate that cannot be used is not checked, so none of its gaps is closed.
    declared = {str(x.get("name")) for x in config[GATES] if isinstance(x, dict)}
    unusable = declared - {gate.name for gate in gates}
    known = tuple(gap for gap in known if gap.gate not in unusable)
    milestones = read(config, MilestoneFields)
    items, model = read_items(app), read_model(config)
    context = GateContext(items, model, steps, today(), milestones)
    return evaluate(gates, context, known, bad)


def _roles_problem(app: Sphinx, gate: Gate) -> Problem:
    """Warn of a gate that does not say what it is about; return the message."""
    fault = _("It does not say what it checks, and the gate is left out.")
    remedy = _("Write its need types and links, or none and needs_core_roles.")
    return _gate_problem(app, gate, (), SettingError(fault, remedy))


def _step_problem(app: Sphinx, gate: AtStep, steps: Steps) -> Problem:
    """Warn of a gate for a step which the project does not have; return the message."""
    fault = _("“%s” is no step, and the gate is left out.") % gate.step
    error = SettingError(fault, _("Declare steps in needs_core_steps."))
    if steps.declared:
        error = unknown(fault, gate.step, steps.names)
    return _gate_problem(app, gate, ("step",), error)


def _gate_problem(
    app: Sphinx, gate: Gate, path: tuple[str, ...], error: SettingError
) -> Problem:
    names = [x.get("name") if isinstance(x, dict) else None for x in app.config[GATES]]
    place: tuple[str | int, ...] = (names.index(gate.name), *path)
    found = problem(app.config, GATES, place, error.fault, error.remedy)
    warn(found)
    return found


def baseline_file(app: Sphinx) -> Path | None:
    """Return the file of the known gaps, if the project has one."""
    name = value(app.config, BASELINE)
    return Path(app.confdir) / name if name else None


def bad_baseline(subject: str, fault: str, remedy: str) -> Problem:
    """Return the message of a file of known gaps that cannot be used."""
    return Problem(None, None, subject, fault, remedy, "needs_coverage", "bad_baseline")


def _known_gaps(app: Sphinx) -> tuple[tuple[KnownGap, ...], Problem | None]:
    """Return the known gaps, and what is wrong with the file that lists them."""
    path = baseline_file(app)
    if path is None:
        return (), None
    from needs_coverage.gates.evaluate import BaselineError, parse_baseline

    line, remedy = 1, ""
    try:
        return parse_baseline(path.read_bytes()), None
    except OSError:
        fault = _("The file cannot be read.")
    except JsonTextError as error:
        fault, line, remedy = str(error), error.line, error.remedy
    except BaselineError as error:
        fault = _baseline_fault(error)
    default = "sphinx-build -b coverage-baseline"
    command = command_line(app.config, "needs_coverage.baseline", default)
    remedy = remedy or _("Write it anew with %s.") % command
    found = bad_baseline(value(app.config, BASELINE), fault, remedy)
    return (), replace(found, file=str(path), line=line)


def _baseline_fault(error: BaselineError) -> str:
    if error.reason == error.VERSION:
        from needs_coverage.gates.evaluate import VERSION

        fault = _("The file is of version %(found)s, and only %(ours)d is known.")
        return fault % {"found": error.found, "ours": VERSION}
    if error.reason == error.FOREIGN:
        return _("The file is no list of known gaps.")
    return _("The file is broken (%s).") % error.found
