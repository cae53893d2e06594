"""The check of all quotes in a build: configuration and files in, problems out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.core_settings import command_line
from needs_core.editions import is_partial
from needs_core.items import natural_key
from needs_core.json_text import JsonTextError
from needs_core.messages import Problem, warn
from needs_core.page_views import views_of
from needs_core.reader import read_items
from needs_core.settings import value
from needs_sources import lock, messages
from needs_sources.config import SourceSettings, read_settings
from needs_sources.mentions import find_words
from needs_sources.quotes import (
    Quote,
    QuoteFinding,
    QuoteState,
    SourceFile,
    find_malformed,
    find_misplaced,
    judge_by_lock,
    make_lock,
    read_quotes,
    read_sources,
)
from needs_sources.source_text import SourceText
from needs_sources.usage import UsageView, format_parts, quoted_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from needs_core.items import Items

LOCK_BUILDER = "quotes-lock"
"""The builder that writes the lock: it does not warn that the lock is old."""


def lock_command(config: Config) -> str:
    """Return the command line that writes the lock."""
    return command_line(config, "needs_sources.lock", f"sphinx-build -b {LOCK_BUILDER}")


def lock_file(config: Config, confdir: Path) -> Path | None:
    """Return the path of the lock; ``None``: the project keeps none."""
    name = read_settings(config).lock
    return confdir / name if name else None


def read_lock(
    path: Path | None, command: str = ""
) -> tuple[lock.QuoteLock, Problem | None]:
    """Return the lock, and what is wrong with its file; ``command`` writes it."""
    if path is None:
        return lock.QuoteLock(), None
    problem = partial(messages.file_problem, path.name, command=command)
    try:
        return lock.parse(path.read_bytes()), None
    except OSError:
        return lock.QuoteLock(), problem("no_lock")
    except JsonTextError as error:
        return lock.QuoteLock(), messages.text_problem(path, error, command)
    except lock.LockError as error:
        found = replace(problem("bad_lock", str(error)), file=str(path))
        return lock.QuoteLock(), found


@dataclass(frozen=True)
class QuoteCheck:
    """The quotes of a build, looked up in the texts where they are at hand."""

    items: Items
    settings: SourceSettings
    folder: Path | None
    """Where the texts are; ``None``: not at hand."""

    @cached_property
    def sources(self) -> tuple[SourceFile, ...]:
        """The sources that name a file."""
        return read_sources(self.items, self.settings)

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote."""
        return read_quotes(self.items, self.settings)

    @cached_property
    def malformed(self) -> tuple[QuoteFinding, ...]:
        """The quotes that cannot be looked up anywhere."""
        return find_malformed(self.quotes, self.sources)

    @cached_property
    def wellformed(self) -> tuple[Quote, ...]:
        """All others."""
        bad = {finding.quote for finding in self.malformed}
        return tuple(quote for quote in self.quotes if quote not in bad)

    @cached_property
    def bytes(self) -> Mapping[str, bytes]:
        """The texts the sources name. Only what lies in the folder itself is read."""
        if self.folder is None:
            return {}
        wanted = {source.file for source in self.sources}
        there = {path.name: path for path in self.folder.iterdir() if path.is_file()}
        return {name: there[name].read_bytes() for name in sorted(wanted & set(there))}

    @cached_property
    def texts(self) -> Mapping[str, SourceText]:
        """The same, normalized for searching; what is not UTF-8 is left out."""
        return {
            name: SourceText(content.decode("utf-8"))
            for name, content in self.bytes.items()
            if _is_text(content)
        }

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """The SHA-256 of every text."""
        return {
            name: hashlib.sha256(content).hexdigest()
            for name, content in self.bytes.items()
        }

    @cached_property
    def findings(self) -> tuple[QuoteFinding, ...]:
        """The quotes that are not where they are said to be."""
        return find_misplaced(self.wellformed, self.texts)

    @cached_property
    def lock(self) -> lock.QuoteLock:
        """What the lock should say."""
        sources = {
            name: lock.LockedSource(
                name,
                self.sums[name],
                text.lines,
                format_parts(text.partly(quoted_words(self.wellformed, name))),
            )
            for name, text in self.texts.items()
        }
        words = find_words(self.items, self.settings, self.texts)
        return make_lock(self.wellformed, self.findings, sources, words)

    def malformed_problems(self) -> Iterator[Problem]:
        """Yield what is wrong whether or not the texts are at hand."""
        for finding in self.malformed:
            yield messages.finding_problem(finding, self.items, self.settings)

    def text_problems(self) -> Iterator[Problem]:
        """Yield what is wrong according to the texts."""
        for name in sorted(set(self.bytes) - set(self.texts)):
            yield messages.file_problem(name, "bad_text")
        for source in self.sources:
            found = self.sums.get(source.file)
            if found and found != source.checksum:
                field = self.settings.checksum
                yield messages.checksum_problem(source, found, field, self.items)
        for finding in self.findings:
            yield messages.finding_problem(finding, self.items, self.settings)


def check_quotes(app: Sphinx) -> tuple[QuoteCheck, Problem | None]:
    """Return the quotes of this build, and what is wrong with the folder of the texts."""
    named = value(app.config, "needs_sources_folder")
    folder = Path(app.confdir, named) if named else None
    wrong = None
    if folder is not None and not folder.is_dir():
        folder, wrong = None, messages.file_problem("needs_sources_folder", "no_folder")
    return QuoteCheck(read_items(app), read_settings(app.config), folder), wrong


def warn_of_quotes(app: Sphinx, builder: Builder) -> None:
    """Warn of every quote that is wrong or not checked (``write-started``)."""
    for problem in problems(app, locking=builder.name == LOCK_BUILDER):
        warn(problem)


def problems(app: Sphinx, *, locking: bool) -> Iterator[Problem]:
    """Yield all that is wrong with quotes, texts and lock, each mistake once."""
    found, wrong = check_quotes(app)
    if wrong:
        yield wrong
    yield from found.malformed_problems()
    path = lock_file(app.config, Path(app.confdir))
    command = lock_command(app.config)
    kept, bad = read_lock(path, command)
    wrong_texts = [] if found.folder is None else list(found.text_problems())
    yield from wrong_texts
    if found.folder is not None:
        seen = kept.without(_left_out(app, kept))
        old = path is not None and not locking and not seen.equals(found.lock)
        old = old and not is_partial(app.config)  # the lock is of the whole plan
        if path is not None and old and not wrong_texts and not found.malformed:
            yield bad or messages.file_problem(path.name, "old_lock", command=command)
    elif path is not None and not locking:
        yield from _by_lock(found, kept, bad, (path.name, command))
    # What follows from a mistake in a quote, a text or the lock is not told as well.
    whole = not is_partial(app.config)
    if whole and not (locking or found.malformed or bad or wrong_texts):
        yield from _usage_problems(app, found)


def _usage_problems(app: Sphinx, found: QuoteCheck) -> Iterator[Problem]:
    """Yield what is not explained of the sources, once one of them is explained at all."""
    pages = views_of(app.env)
    views = [
        view
        for docname in sorted(pages, key=natural_key)
        for view in pages[docname]
        if isinstance(view, UsageView)
    ]
    for view in views:
        yield from messages.usage_problems(found.items.look(view), view)
    told = {view.source for view in views}
    for source in found.sources:
        if told and source.id not in told:
            yield messages.unlisted_source_problem(source, found.items)


def _by_lock(
    found: QuoteCheck,
    kept: lock.QuoteLock,
    bad: Problem | None,
    written: tuple[str, str],
) -> Iterator[Problem]:
    """Yield what the lock does not confirm; ``written``: its file and its command."""
    if bad:
        if found.wellformed:
            yield bad
        return
    judged = judge_by_lock(found.wellformed, found.sources, kept)
    other = {x.place.file for x, state in judged if state is QuoteState.SOURCE and x.place}
    for source in found.sources:
        if source.file in other:
            yield messages.source_problem(
                source, found.settings.checksum, found.items, *written
            )
    for quote, state in judged:
        if state not in {QuoteState.CHECKED, QuoteState.SOURCE}:
            yield messages.state_problem(quote, state, found.items, *written)


def _left_out(app: Sphinx, kept: lock.QuoteLock) -> set[str]:
    """Return the locked pages that are there, but not among what this builder reads."""
    read = app.env.found_docs
    pages = {quote.id[1:] for quote in kept.quotes if quote.id.startswith("/")}
    return {f"/{page}" for page in pages - read if Path(app.env.doc2path(page)).is_file()}


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
