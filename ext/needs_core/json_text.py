"""Read the JSON files of a project, which people merge and edit, and say what is wrong.

No Sphinx here, but for the texts.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sphinx.locale import get_translation

_ = get_translation("needs_core")

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |\r?$)", re.MULTILINE)


class JsonTextError(ValueError):
    """A text that is no JSON; the message is a whole sentence in the project's language."""

    def __init__(self, fault: str, line: int, remedy: str = "") -> None:
        super().__init__(fault)
        self.line = line
        """From 1."""
        self.remedy = remedy
        """What mends it, where it is not to write the file anew."""


class _TwiceError(Exception):
    """A name stands twice within the same brackets; JSON does not say where."""


_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"(?P<name>\s*:)?|[{}]')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _twice(text: str) -> tuple[str, int]:
    """Return the first name that is there twice, and the line of the second of them."""
    around: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            around.append(set())
        elif token[0] == "}":
            around.pop()
        elif token["name"]:
            name = json.loads(token[0][: -len(token["name"])])
            if name in around[-1]:
                return name, text.count("\n", 0, token.start()) + 1
            around[-1].add(name)
    raise ValueError(text)


def parse_json(content: bytes | str) -> Any:
    r"""Return what a JSON file holds. Raises ``JsonTextError``.

    >>> parse_json(b'\xef\xbb\xbf{"a": 1}')
    {'a': 1}
    """
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once)
    except _TwiceError:
        name, line = _twice(text)
        fault = _("The name “%s” is there twice, and only the last would count.") % name
        raise JsonTextError(fault, line, _("Remove one of the two.")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise JsonTextError(_("The file is not saved as UTF-8."), line) from None
    except json.JSONDecodeError as error:
        if found := _CONFLICT.search(text):
            line = text.count("\n", 0, found.start()) + 1
            fault = _("Two versions of the text stand here; the merge was never finished.")
            remedy = _("Keep one of them, and remove the lines of <, = and > around them.")
            raise JsonTextError(fault, line, remedy) from None
        if not text.strip():
            raise JsonTextError(_("The file is empty."), 1) from None
        fault = _("The line, or the one above it, cannot be read.")
        raise JsonTextError(fault, error.lineno) from None
    except RecursionError:
        fault = _("There are too many brackets within brackets.")
        raise JsonTextError(fault, 1) from None
