"""Write a new need below another on a page, in the way the other is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_exchange.pages.blocks import COLON, RST, YAML, Block, Span, end_of
from needs_exchange.pages.editing import Patch, check_title, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need that is to be written."""

    type: str
    id: str
    title: str
    values: Mapping[str, str]
    """Its fields in the order they are to stand, ``id`` not among them."""


def below(lines: Sequence[str], anchor: Block, new: NewNeed) -> Patch:
    """Return what it takes to write a need below another.

    Raises ``CannotWriteError`` for a value that this form of block cannot hold.
    """
    end = end_of(lines[anchor.first])
    first = "" if lines[anchor.last].endswith(("\n", "\r")) else end
    texts = ["", *_texts(anchor, new)]
    return Patch(
        anchor.last + 1,
        anchor.last,
        (*((first,) if first else ()), *(f"{text}{end}" for text in texts)),
    )


def at_the_end(lines: Sequence[str], *, rst: bool, mark: str, new: NewNeed) -> Patch:
    """Return what it takes to write a need at the end of a page that has none."""
    end = end_of(lines[0]) if lines else "\n"
    form, before = (RST, "   ") if rst else (COLON, ":")
    model = Block(
        new.type,
        "",
        "",
        Span(0, 0, 0),
        0,
        0,
        True,
        form,
        (),
        before,
        mark,
        "",
        (),
    )
    closes = lines and not lines[-1].endswith(("\n", "\r"))
    gap = bool(lines) and bool(lines[-1].strip())
    texts = [*([""] if gap else []), *_texts(model, new)]
    return Patch(
        len(lines),
        len(lines) - 1,
        (*((end,) if closes else ()), *(f"{text}{end}" for text in texts)),
    )


def _texts(model: Block, new: NewNeed) -> list[str]:
    """Return the lines of a need without their ends."""
    check_title(new.title, model.mark)
    fields = [
        line
        for name, value in {"id": new.id, **new.values}.items()
        for line in written(model, name, value)
    ]
    if model.form == RST:
        return [f"{model.indent}.. {new.type}:: {new.title}", *fields]
    fence = [f"{model.indent}---"] if model.form == YAML else []
    return [
        f"{model.indent}{model.mark}{{{new.type}}} {new.title}",
        *fence,
        *fields,
        *fence,
        f"{model.indent}{model.mark}",
    ]
