"""Where the gates meet a build: configuration and files in, messages out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn
from needs_core.reader import read_items, read_model, read_states
from needs_coverage.gates import baseline
from needs_coverage.gates.asking import read_gates
from needs_coverage.gates.judging import Judgement, judge
from needs_coverage.gates.words import Teller, closed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_ = get_translation("needs_coverage")

REPORTERS = ("coverage-report", "coverage-baseline")
"""The builders that tell of the gates themselves, where others warn."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the gates in a build."""

    judgement: Judgement
    tell: Teller
    bad: tuple[Problem, ...]
    """What cannot be used: gates of the configuration, the baseline file."""
    asked: bool
    """Whether the project has gates at all."""

    @property
    def fails(self) -> bool:
        """Whether the build fails: a gate that cannot be read does not hold."""
        return self.judgement.fails or bool(self.bad)


def setup(app: Sphinx) -> None:
    """Add the configuration and the messages."""
    # No page shows the gates, so a change of these reads no page again.
    app.add_config_value("needs_coverage_gates", [], "", types=Any)
    app.add_config_value("needs_coverage_baseline", None, "", types=Any)
    app.connect("write-started", _warn, priority=850)


def outcome(app: Sphinx, *, with_baseline: bool = True) -> Outcome:
    """Hold the gates against the needs, and warn of those that cannot be read."""
    config = app.config
    model, items = read_model(config), read_items(app)
    gates, wrong = read_gates(config.needs_coverage_gates, model, read_states(config))
    unread = {gate.name for gate in wrong}
    bad = [_bad_gate(x.name, x.fault, x.remedy) for x in wrong]
    known, problem = _known(app) if with_baseline else ((), None)
    bad += [problem] if problem else []
    for one in bad:
        warn(one)
    # What a gate that cannot be read would find is not closed.
    listed = tuple(entry for entry in known if entry.gate not in unread)
    today = _today()
    tell = Teller(model, today, Paths(app).of)
    return Outcome(
        judge(gates, items, listed, today), tell, tuple(bad), asked=bool(gates or bad)
    )


def baseline_file(app: Sphinx) -> Path | None:
    """Return where the known gaps are listed; ``None``: nowhere."""
    name = app.config.needs_coverage_baseline
    return Path(app.confdir) / name if name and isinstance(name, str) else None


def _warn(app: Sphinx, builder: Builder) -> None:
    if builder.name in REPORTERS:
        return
    found = outcome(app)
    for verdict in found.judgement.verdicts:
        if verdict.gate.fails:
            for case in verdict.new:
                warn(found.tell.problem(verdict.gate, case))
    items = read_items(app)
    for known in found.judgement.closed:
        warn(closed(known, items, app.config.needs_coverage_baseline))


def _bad_gate(name: str, fault: str, remedy: str) -> Problem:
    subject = f"needs_coverage_gates, {name}" if name else "needs_coverage_gates"
    return Problem(None, None, subject, fault, remedy, "needs_coverage", "bad_gate")


def _known(app: Sphinx) -> tuple[tuple[baseline.Known, ...], Problem | None]:
    """Return the known gaps, and what is wrong with the file that lists them."""
    declared, path = app.config.needs_coverage_baseline, baseline_file(app)
    if path is None:
        said = (_("The value is no text."), _("Write the name of a file."))
        return (), bad_baseline("needs_coverage_baseline", *said) if declared else None
    try:
        return baseline.read(path.read_text(encoding="utf-8")), None
    except OSError:
        fault = _("The file cannot be read.")
    except baseline.BaselineError as error:
        fault = _unusable(error)
    except UnicodeDecodeError:
        fault = _("The file is broken (%s).") % "UTF-8"
    again = _("Write it anew with sphinx-build -b coverage-baseline.")
    return (), bad_baseline(declared, fault, again)


def _unusable(error: baseline.BaselineError) -> str:
    if error.reason == error.VERSION:
        fault = _("The file is of version %(found)s, and only %(ours)d is known.")
        return fault % {"found": error.found, "ours": baseline.VERSION}
    if error.reason == error.FOREIGN:
        return _("The file is no list of known gaps.")
    return _("The file is broken (%s).") % error.found


def bad_baseline(subject: str, fault: str, remedy: str) -> Problem:
    """Return the message of a file that cannot be used."""
    return Problem(None, None, subject, fault, remedy, "needs_coverage", "bad_baseline")


def _today() -> date:
    """Return the day of the build; a reproducible build says which it is."""
    if moment := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(moment), UTC).date()
    return datetime.now().astimezone().date()


class Paths:
    """Paths of pages as those see them who have the project's code before them.

    They start where the code starts: at the folder with ``.git``, else at that of the
    configuration when the pages lie below it, else at that of the pages.
    """

    def __init__(self, app: Sphinx) -> None:
        self._env = app.env
        source, conf = Path(app.srcdir), Path(app.confdir)
        roots = (x for x in (source, *source.parents) if (x / ".git").exists())
        below = conf if source.is_relative_to(conf) else source
        self._root = next(roots, below)

    def of(self, docname: str) -> str:
        """Return the path of a page."""
        path = Path(self._env.doc2path(docname))
        root = self._root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
