"""Where the quotes meet a build: configuration and files in, messages out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from needs_core.messages import Problem, warn
from needs_core.reader import read_items
from needs_sources.quotes import judging, lock, words
from needs_sources.quotes.gathering import Quote, Source, quotes, sources
from needs_sources.quotes.text import Text
from needs_sources.settings import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from needs_core.model import Items

SOURCE = judging.State.SOURCE
LOCKING = "quotes-lock"
"""The builder that writes the lock: it does not complain that it is old."""


def read_settings(config: Config) -> Settings:
    """Return what the project says of its sources; nothing when it cannot be read."""
    try:
        return Settings.read(config.needs_sources)
    except SettingsError:
        return Settings()


def lock_file(config: Config, confdir: Path) -> Path | None:
    """Return where the lock is; ``None``: the project keeps none."""
    name = read_settings(config).lock
    return confdir / name if name else None


def read_lock(path: Path | None) -> tuple[lock.Lock, Problem | None]:
    """Return what the lock says, and what is wrong with it."""
    if path is None:
        return lock.Lock(), None
    try:
        return lock.read(path.read_text(encoding="utf-8")), None
    except OSError:
        return lock.Lock(), words.of_file(path.name, "no_lock")
    except UnicodeDecodeError:
        return lock.Lock(), words.of_file(path.name, "bad_lock", "UTF-8")
    except lock.LockError as error:
        return lock.Lock(), words.of_file(path.name, "bad_lock", str(error))


@dataclass(frozen=True)
class LookedUp:
    """All that can be said of the quotes of a build."""

    items: Items
    settings: Settings
    folder: Path | None
    """Where the texts are; ``None``: not at hand."""

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources that name a file."""
        return sources(self.items, self.settings)

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Every quote."""
        return quotes(self.items, self.settings)

    @cached_property
    def malformed(self) -> tuple[judging.Finding, ...]:
        """The quotes that cannot be looked up anywhere."""
        return judging.malformed(self.quotes, self.sources)

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
    def texts(self) -> Mapping[str, Text]:
        """The same, ready to be searched; what is not UTF-8 is left out."""
        return {
            name: Text(content.decode("utf-8"))
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
    def findings(self) -> tuple[judging.Finding, ...]:
        """The quotes that are not where they are said to be."""
        return judging.look_up(self.wellformed, self.texts)

    @cached_property
    def lock(self) -> lock.Lock:
        """What the lock should say."""
        return judging.locked(self.wellformed, self.findings, self.sums)

    def malformed_problems(self) -> Iterator[Problem]:
        """Say what is wrong whether or not the texts are at hand."""
        for finding in self.malformed:
            yield words.of_finding(finding, self.items, self.settings)

    def text_problems(self) -> Iterator[Problem]:
        """Say what the texts show."""
        for name in sorted(set(self.bytes) - set(self.texts)):
            yield words.of_file(name, "bad_text")
        for source in self.sources:
            found = self.sums.get(source.file)
            if found and found != source.checksum:
                field = self.settings.checksum
                yield words.of_checksum(source, found, field, self.items)
        for finding in self.findings:
            yield words.of_finding(finding, self.items, self.settings)


def looked_up(app: Sphinx) -> tuple[LookedUp, Problem | None]:
    """Return the quotes of this build, and what is wrong with the folder of the texts."""
    named = app.config.needs_sources_folder
    folder = Path(app.confdir, named) if named else None
    wrong = None
    if folder is not None and not folder.is_dir():
        folder, wrong = None, words.of_file("needs_sources_folder", "no_folder")
    return LookedUp(read_items(app), read_settings(app.config), folder), wrong


def tell(app: Sphinx, builder: Builder) -> None:
    """Warn of every quote that is wrong or not checked (``write-started``)."""
    try:
        settings = Settings.read(app.config.needs_sources)
    except SettingsError as error:
        warn(words.of_settings(str(error)))
        return
    if settings.type:
        for problem in problems(app, locking=builder.name == LOCKING):
            warn(problem)


def problems(app: Sphinx, *, locking: bool) -> Iterator[Problem]:
    """Yield all that is wrong with quotes, texts and lock, each mistake once."""
    found, wrong = looked_up(app)
    if wrong:
        yield wrong
    yield from found.malformed_problems()
    path = lock_file(app.config, Path(app.confdir))
    kept, bad = read_lock(path)
    if found.folder is not None:
        wrong_texts = list(found.text_problems())
        yield from wrong_texts
        old = path is not None and not locking and not kept.says(found.lock)
        if path is not None and old and not wrong_texts and not found.malformed:
            yield bad or words.of_file(path.name, "old_lock")
    elif path is not None and not locking:
        yield from _by_lock(found, kept, bad, path.name)


def _by_lock(
    found: LookedUp, kept: lock.Lock, bad: Problem | None, name: str
) -> Iterator[Problem]:
    if bad:
        if found.wellformed:
            yield bad
        return
    judged = judging.judge(found.wellformed, found.sources, kept)
    other = {x.place.file for x, state in judged if state is SOURCE and x.place}
    for source in found.sources:
        if source.file in other:
            yield words.of_source(source, found.settings.checksum, found.items, name)
    for quote, state in judged:
        if state not in {judging.State.CHECKED, SOURCE}:
            yield words.of_state(quote, state, found.items, name)


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
