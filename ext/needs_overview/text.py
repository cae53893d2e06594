"""The texts about needs in a picture, a list or a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.model import plural_title
from needs_core.progress_text import (
    WEAK_SYMBOL,
    count_text,
    distribution_text,
    gathered_text,
    state_text,
    step_line,
)
from needs_core.states import PLAIN, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.items import Label
    from needs_core.model import Model
    from needs_core.states import State
    from needs_overview.tree import Branch, Forest, ProgressBar

_ = get_translation("needs_overview")

MISS = "○"


@dataclass(frozen=True, slots=True)
class LevelText:
    """The texts about needs in levels; ``levels`` are the titles of the types."""

    levels: tuple[str, ...]
    many: tuple[str, ...]
    """What several of each are called."""
    model: Model
    """The names of fields."""

    @classmethod
    def for_types(cls, types: Iterable[str], model: Model) -> LevelText:
        """Take the names of some types from the project's model."""
        pairs = [(model.types[name], plural_title(model, name)) for name in types]
        return cls(tuple(x for x, _many in pairs), tuple(x for _one, x in pairs), model)

    def lack_text(self, level: int) -> str:
        """Return the text about a need that has nothing of a level."""
        lack = _("no %s") % _lower_first(self.levels[level])
        return f"{MISS} {lack}"

    def note(self, branch: Branch, others: tuple[Label, ...] = ()) -> str:
        """Return the text beside the id of a need: step, state, gap; "" for none."""
        parts = [step_line(branch.step, self.model)] if branch.step else []
        if branch.told_state:
            parts.append(state_text(branch.told_state))
        if branch.gap and not branch.step:
            parts.append(self.lack_text(branch.level + 1))
        if branch.weak:
            weak = _("weak link to %s") % ", ".join(label.short for label in branch.weak)
            parts.append(f"{WEAK_SYMBOL} {weak}")
        if others:
            parts.append(_("also below %s") % ", ".join(label.short for label in others))
        return " · ".join(parts)

    def count_sentences(self, forest: Forest, *, first: int = 0) -> Iterator[str]:
        """Yield a sentence a level: how many, and how many of them lack something."""
        for level in range(first, len(self.levels)):
            count = forest.count(level)
            named = self._counted(level, count)
            counted = f"{named}: {count}"
            if count and level + 1 < len(self.levels):
                lacks = (self.levels[level + 1], len(forest.gaps(level)))
            elif count and level:
                lacks = (self.levels[level - 1], len(forest.astray(level)))
            else:
                yield f"{counted}."
                continue
            without = {"name": _lower_first(lacks[0]), "number": lacks[1]}
            lacking = _("of them without %(name)s: %(number)d") % without
            yield f"{counted}, {lacking}."
            if (steps := forest.steps(level)).counts:
                names = {"name": named, "steps": distribution_text(steps)}
                yield _("%(name)s by step: %(steps)s.") % names

    def left_out(self, forest: Forest) -> str:
        """Return what a caption adds where the last level is not in the picture."""
        last = len(self.levels) - 1
        names = {"count": forest.count(last), "name": _lower_first(self.many[last])}
        return _(" (without the %(count)d %(name)s; they are in the list)") % names

    def map_alt(self, forest: Forest) -> str:
        """Return the text alternative of a map."""
        counts = ", ".join(
            f"{self._counted(level, count)}: {count}"
            for level, count in ((n, forest.count(n)) for n in range(len(self.levels)))
        )
        return (
            _("Map of how the needs hang together (%s). The list says the same.") % counts
        )

    def _counted(self, level: int, count: int) -> str:
        return self.levels[level] if count == 1 else self.many[level]

    def bar_text(self, bar: ProgressBar) -> str:
        """Return what a bar shows, in words."""
        parts = [self._state_count(state, count) for state, count in bar.parts]
        words = ", ".join(parts) or f"{self.many[1]}: 0"
        remarks = gathered_text(bar.remarks, self.model)
        return f"{words} · {remarks}" if remarks else words

    def _state_count(self, state: State | None, count: int) -> str:
        if state is None or state is PLAIN or state.name == UNKNOWN:
            return f"{self.state_name(state)}: {count}"
        return count_text(state, count)

    def state_name(self, state: State | None) -> str:
        """Return the name of a state; of none, that nothing acts."""
        return self.lack_text(2) if state is None else state_text(state)

    def bars_alt(self, bars: tuple[ProgressBar, ...]) -> str:
        """Return the text alternative of bars."""
        texts = "; ".join(f"{bar.label.title}: {self.bar_text(bar)}" for bar in bars)
        return _("How far it is. %s.") % texts


def _lower_first(title: str) -> str:
    return title[:1].lower() + title[1:]
