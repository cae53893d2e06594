"""How wide a text is, and where it breaks: for pictures whose font is not known.

A picture is drawn before anyone knows with which font it will be read. The widths are
those of a wide common font (DejaVu Sans, which is Verdana's width), so that other fonts
leave room rather than overflow.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate

_NARROW, _SLIM, _PLAIN, _WIDE, _BROAD = 0.34, 0.46, 0.63, 0.76, 1.0
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'’|!", _NARROW),
    **dict.fromkeys('frt()[]-–/ "”“', _SLIM),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÅØ", _WIDE),
    **dict.fromkeys("mwMWæÆ%@—", _BROAD),
}


def width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of its size.

    >>> width("il", 10) < width("mm", 10)
    True
    """
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "FW":
        return _BROAD + 0.1
    return _WIDTHS.get(letter, _PLAIN if letter.islower() else _WIDE)


def wrap(text: str, room: float, size: float) -> tuple[str, ...]:
    """Return the lines of a text that are no wider than the room.

    A word that is too wide is broken; a text is never lost. At least one line.

    >>> wrap("aaa bbb", 30, 10)
    ('aaa', 'bbb')
    """
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width(line, size) > room and len(line) > 1:
            fits = _fitting(line, room, size)
            lines.append(line[:fits])
            line = line[fits:]
    return (*lines, line) if line or not lines else tuple(lines)


def _fitting(word: str, room: float, size: float) -> int:
    """Return how many letters fit; at least one."""
    widths = accumulate(size * _letter(letter) for letter in word)
    return max(1, sum(so_far <= room for so_far in widths))
