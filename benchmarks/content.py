"""The content of a benchmark project, from a seed. Every word and item is invented.

The words only look Danish: they are put together from syllables, so that letters,
lengths and the stemmer of the search index meet what they would meet in a real
strategy. Nothing here is said by anyone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED = 20
WORDS = 60
"""Words an item, about."""
GOAL, KEYWORD, ACTION = "målsætning", "nøgleord", "tiltag"
LINKS = {KEYWORD: "beskriver", ACTION: "bidrager_til"}
"""The link a kind of item has; a goal has none."""

_ONSETS = (*"bdfghjklmnprstv", "bl", "br", "fr", "gr", "kl", "sk", "sp", "st", "tr", "")
_VOWELS = ("a", "e", "i", "o", "u", "y", "æ", "ø", "å", "e", "e", "i")
_CODAS = ("", "", "", "l", "n", "r", "s", "t", "g", "d", "nd", "ng", "st", "rk")
_ENDINGS = ("", "", "e", "er", "en", "et", "ning", "else", "hed", "lig", "ig", "erne")
_STATES = ("kandidat", "planlagt", "i gang", "gennemført", "opgivet")


@dataclass(frozen=True, slots=True)
class Size:
    """How many items there are, and how many stand on a page."""

    goals: int
    keywords: int
    actions: int
    on_page: int


SIZES = {
    "small": Size(14, 22, 20, on_page=5),
    "medium": Size(200, 300, 1000, on_page=17),
    "large": Size(1000, 1500, 10000, on_page=46),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item."""

    id: str
    kind: str
    title: str
    text: str
    facts: tuple[tuple[str, str], ...] = ()
    """Field and value."""
    links: tuple[str, ...] = ()
    """The ids it points at, over the one link of its kind."""


@dataclass(frozen=True)
class Content:
    """Everything a project says, however it is written."""

    size: Size
    goals: tuple[Entry, ...]
    keywords: tuple[Entry, ...]
    actions: tuple[Entry, ...]

    @cached_property
    def pages(self) -> dict[str, tuple[Entry, ...]]:
        """Each page's name and what stands on it."""
        kinds = {"maal": self.goals, "noegleord": self.keywords, "tiltag": self.actions}
        return {
            f"{name}-{number:03}": entries
            for name, all_ in kinds.items()
            for number, entries in enumerate(_pages(all_, self.size.on_page), start=1)
        }

    @property
    def hits(self) -> set[tuple[str, str]]:
        """Goal and action of every link between them."""
        return {(goal, action.id) for action in self.actions for goal in action.links}

    @property
    def gaps(self) -> tuple[Entry, ...]:
        """The goals that no action points at."""
        covered = {goal for goal, _ in self.hits}
        return tuple(goal for goal in self.goals if goal.id not in covered)

    @property
    def orphans(self) -> tuple[Entry, ...]:
        """The actions that point at no goal."""
        return tuple(action for action in self.actions if not action.links)

    def title(self, goal: str) -> str:
        """Return the title of a goal."""
        return self._titles[goal]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {goal.id: goal.title for goal in self.goals}

    def page_of(self, id_: str) -> str:
        """Return the name of the page an item stands on."""
        return next(
            p for p, entries in self.pages.items() if id_ in {e.id for e in entries}
        )

    def edited(self, entry: Entry) -> Content:
        """Return the same with one action changed."""
        actions = (entry if old.id == entry.id else old for old in self.actions)
        return replace(self, actions=tuple(actions))


def content(size: Size, seed: int = SEED) -> Content:
    """Invent the content of a project; the same for the same size and seed."""
    random = Random(seed)
    words = _vocabulary(random)
    entry = partial(_entry, random, words)
    goals = tuple(entry(f"MS_{n:04}", GOAL) for n in range(1, size.goals + 1))
    aims = _aims(random, [goal.id for goal in goals], size.keywords, each=1)
    keywords = tuple(
        replace(entry(f"NO_{n:04}", KEYWORD), links=links)
        for n, links in enumerate(aims, start=1)
    )
    aims = _aims(random, [goal.id for goal in goals], size.actions, each=2)
    actions = tuple(
        replace(
            entry(f"TI_{n:05}", ACTION),
            facts=(("status", random.choice(_STATES)), ("ansvarlig", random.choice(words))),
            links=links,
        )
        for n, links in enumerate(aims, start=1)
    )
    return Content(size, goals, keywords, actions)


def text_edit(made: Content) -> Content:
    """Change the words of one action."""
    action = made.actions[len(made.actions) // 2]
    return made.edited(replace(action, text=f"{action.text} Nyskrevet."))


def link_edit(made: Content) -> tuple[Content, str, str, str]:
    """Let one action leave a goal for one that had none, on another page.

    Returns the content, the action, the goal it leaves and the goal it now points at.
    """
    gap = made.gaps[0].id
    there = {entry.id for entry in made.pages[made.page_of(gap)]}
    action = next(a for a in made.actions if a.links and not there & set(a.links))
    left, kept = action.links
    return made.edited(replace(action, links=(gap, kept))), action.id, left, gap


def _pages(entries: Sequence[Entry], length: int) -> Iterator[tuple[Entry, ...]]:
    for start in range(0, len(entries), length):
        yield tuple(entries[start : start + length])


def _aims(
    random: Random, goals: Sequence[str], count: int, *, each: int
) -> Iterator[tuple[str, ...]]:
    """Yield what each of ``count`` items points at: a tenth at nothing.

    A tenth of the goals is left out; every other goal is pointed at.
    """
    covered = random.sample(goals, len(goals) - round(len(goals) / 10))
    orphans = set(random.sample(range(count), round(count / 10)))
    linked = 0
    for number in range(count):
        if number in orphans:
            yield ()
            continue
        first = covered[linked % len(covered)]
        others = random.sample(covered, each)
        yield tuple([first, *(goal for goal in others if goal != first)][:each])
        linked += 1


def _entry(random: Random, words: Sequence[str], id_: str, kind: str) -> Entry:
    title = " ".join(_word(random, words) for _ in range(4)).capitalize()
    sentences = []
    left = random.randint(WORDS - 10, WORDS + 10)
    while left > 0:
        length = min(left, random.randint(7, 14))
        sentence = " ".join(_word(random, words) for _ in range(length))
        sentences.append(f"{sentence.capitalize()}.")
        left -= length
    return Entry(id_, kind, title, " ".join(sentences))


def _word(random: Random, words: Sequence[str]) -> str:
    """Choose a word, the first ones often: as in any language."""
    return words[int(len(words) * random.random() ** 3)]


def _vocabulary(random: Random, count: int = 4000) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = (
            random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS)
            for _ in range(random.randint(1, 3))
        )
        words["".join(syllables) + random.choice(_ENDINGS)] = None
    return sorted(words, key=len)  # the most used words of a language are short
