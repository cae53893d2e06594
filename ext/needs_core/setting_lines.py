"""The settings of a TOML file, and the lines they and those of ``conf.py`` stand at.

A path names a place within a value: keys of tables and indexes of lists. Neither Python
nor ``tomllib`` keeps the lines of values, so both files are read once more here, and
only when there is a mistake to tell. What a parser says of a line is worded here, too.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

Steps = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(?P<array>\[?)\[(?P<names>[^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?P<names>(?:"[^"]*"|'[^']*'|[\w.\s-])+?)\s*=""")
_NAME = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_TOKEN = re.compile(
    r'''"""|\'\'\'|"(?:\\.|[^"\\])*"|'[^']*'|\#.*|[\[\]{}]''',
)


@lru_cache(maxsize=4)
def toml_tables(text: str) -> Mapping[str, Any]:
    """Return the tables of a TOML text, not to be changed: checks of a build share them.

    Raises what ``tomllib`` does.
    """
    return tomllib.loads(text.replace("\r\n", "\n"))


def python_line(text: str, name: str, path: Steps = ()) -> int | None:
    """Return the line of a value in Python code; ``None`` where it is not assigned.

    >>> python_line("a = 1; b = dict(c=1)", "b", ("c",)), python_line("b = 1", "c")
    (1, None)
    """
    found = [node for node in ast.walk(ast.parse(text)) if _assigns(node, name)]
    if not found:
        return None
    node: Any = found[-1]
    inner: ast.expr = node.value
    line = inner.lineno
    for step in path:
        keys = [_key(key) for key in inner.keys] if isinstance(inner, ast.Dict) else []
        if isinstance(inner, ast.Dict) and step in keys:
            place = keys.index(step)
            line, inner = getattr(inner.keys[place], "lineno", line), inner.values[place]
        elif isinstance(inner, ast.List | ast.Tuple) and isinstance(step, int):
            inner = inner.elts[step]
            line = inner.lineno
        else:
            break
    return line


def python_twice(text: str, settings: Container[str]) -> Iterator[tuple[str, int]]:
    r"""Yield names that Python code gives a value twice, so that only the last counts.

    Keys of a dictionary, and settings to which a plain value is given, and another one
    before the first is used.

    >>> [*python_twice("a = 1\nb = {'c': 1,\n'c': 2}\na = 2\nd = 1\nd = 2", {"a"})]
    [('c', 3), ('a', 4)]
    >>> [*python_twice("a = [1]\na = [*a, 2]\nif a:\n  a = 1\na += [1]", {"a"})]
    []
    """
    tree = ast.parse(text)
    given: set[str] = set()
    for statement in tree.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Dict):
                yield from _keys_twice(node)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                given.discard(node.id)
        if not isinstance(statement, ast.Assign) or not _is_plain(statement.value):
            continue
        for target in statement.targets:
            if isinstance(target, ast.Name) and target.id in settings:
                if target.id in given:
                    yield target.id, statement.lineno
                given.add(target.id)


def python_without_value(text: str, names: Container[str]) -> Iterator[tuple[str, int]]:
    r"""Yield names that Python code says the kind of, as it understands a colon.

    >>> [*python_without_value("a: 1\nb: int = 2\nc: 3", {"a", "b"})]
    [('a', 1)]
    """
    for node in ast.parse(text).body:
        if not isinstance(node, ast.AnnAssign) or node.value is not None:
            continue
        if isinstance(node.target, ast.Name) and node.target.id in names:
            yield node.target.id, node.lineno


def _keys_twice(node: ast.Dict) -> Iterator[tuple[str, int]]:
    seen = set[object]()
    for key in node.keys:
        if isinstance(key, ast.Constant):
            if key.value in seen:
                yield str(key.value), key.lineno
            seen.add(key.value)


def _is_plain(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True


def _assigns(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.AnnAssign):
        targets: list[ast.expr] = [node.target] if node.value else []
    else:
        targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(x, ast.Name) and x.id == name for x in targets)


def _key(key: ast.expr | None) -> object:
    return key.value if isinstance(key, ast.Constant) else None


def toml_line(text: str, path: Steps) -> int | None:
    r"""Return the line of a value in TOML, or of the nearest thing around it.

    >>> text = "[a]\nb = 1\n[[a.list]]\nc = 2\n[[a.list]]\nc = 3"
    >>> toml_line(text, ("a", "b")), toml_line(text, ("a", "list", 1, "c"))
    (2, 6)
    >>> toml_line(text, ("a", "list", 1, "d")), toml_line(text, ("b",))
    (5, None)
    """
    lines = toml_lines(text)
    around = (path[:size] for size in range(len(path), 0, -1))
    return next((lines[place] for place in around if place in lines), None)


def toml_lines(text: str) -> Mapping[Steps, int]:
    """Return the lines of the headers and keys of a TOML file, by their paths.

    In a list of tables that stands in brackets, each table that begins a line has one.
    """
    lines: dict[Steps, int] = {}
    arrays: Counter[tuple[str, ...]] = Counter()
    table: Steps = ()
    value: Steps = ()
    depth, element, quote = 0, 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quote or depth:
            if depth == 1 and line.lstrip().startswith("{"):
                lines[*value, element] = number
                element += 1
        elif header := _HEADER.match(line):
            names = _names(header["names"])
            if header["array"]:
                arrays[names] += 1
            table = _indexed(names, arrays)
            lines.setdefault(table, number)
            continue
        elif key := _KEY.match(line):
            names, element = _names(key["names"]), 0
            value = (*table, *names)
            for size in range(1, len(names) + 1):
                lines.setdefault((*table, *names[:size]), number)
        depth, quote = _brackets(line, depth, quote)
    return lines


def _names(dotted: str) -> tuple[str, ...]:
    return tuple("".join(found) for found in _NAME.findall(dotted))


def _indexed(names: tuple[str, ...], arrays: Counter[tuple[str, ...]]) -> Steps:
    """Return the path of a header: after the name of a list comes the last index in it."""
    path: Steps = ()
    for size, name in enumerate(names, start=1):
        count = arrays[names[:size]]
        path = (*path, name, count - 1) if count else (*path, name)
    return path


def _brackets(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Return how many brackets are open after a line, and the quotes of a long text."""
    for token in _TOKEN.findall(line):
        if quote:
            quote = "" if token == quote else quote
        elif token in {'"""', "'''"}:
            quote = token
        elif token in {"[", "{"}:
            depth += 1
        elif token in {"]", "}"}:
            depth -= 1
    return depth, quote


_ = get_translation("needs_core")

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_BRACKET = _("A bracket is not closed, or closes nothing.")
_QUOTE = _("A quotation mark is missing.")
_PYTHON = (
    (r"never closed|unmatched|does not match opening", _BRACKET),
    (r"unterminated|EOL while", _QUOTE),
    (r"indent", _("The line is not indented as those around it.")),
    (r"comma", _("A comma is missing.")),
    (
        r"invalid (?:non-printable )?character",
        _("The line holds a sign that is not of the keyboard, as “."),
    ),
    (r"'='|'=='|assign", _("The name before = cannot be given a value.")),
    (r"", _("The line, or the one above it, cannot be read.")),
)
_FLAG = re.compile(r"=\s*(?:True|False|TRUE|FALSE|ja|nej|sand|falsk|yes|no)\b")
_COMMA = re.compile(r"=\s*-?[0-9]+,[0-9]+\s*(?:#|$)")
_TOML = (
    (r"overwrite|twice|mutate", _("The name is there twice.")),
    (r"nterminated|Illegal character", _QUOTE),
    (r"nclosed", _BRACKET),
    (
        r"Expected '|Invalid initial character|Invalid statement",
        _("It is no name, = and value; a name with letters beyond a–z stands in quotes."),
    ),
    (r"Invalid value", _("The value cannot be read; text stands in quotation marks.")),
    (r"", _("The line cannot be read.")),
)


def python_fault(error: SyntaxError, text: str) -> tuple[str, str]:
    """Return fault and remedy for a line that Python cannot read."""
    return _fault(str(error), text, error.lineno or 1, _PYTHON)


def toml_problem(path: Path) -> Problem | None:
    """Return why a TOML file cannot be read, at its line; ``None`` where it can."""
    try:
        text = path.read_bytes().decode("utf-8")
        if text.startswith("\ufeff"):
            fault = _("The file begins with an invisible mark (BOM).")
            remedy = _("Save it as UTF-8 without BOM.")
            at = (None, 1, path.name, fault, remedy, "needs_core", "model_file")
            return Problem(*at, str(path))
        toml_tables(text)
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        fault, remedy = _("The file is not saved as UTF-8."), _("Save it again as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line ([0-9]+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        fault, remedy = _fault(str(error), text, line, _TOML)
        written = "".join(text.split("\n")[line - 1 : line])
        if _FLAG.search(written):
            fault = _("What is true or false is said in English and in small letters.")
            remedy = _("Write true or false.")
        elif _COMMA.search(written):
            fault = _("A number is written with a comma.")
            remedy = _("Write it with a full stop.")
    except RecursionError:
        line, fault = 1, _("There are too many brackets within brackets.")
        remedy = _("Correct the line.")
    else:
        return None
    at = (None, line, path.name, fault, remedy, "needs_core", "model_file")
    return Problem(*at, file=str(path))


def _fault(
    message: str, text: str, line: int, rules: Iterable[tuple[str, str]]
) -> tuple[str, str]:
    """Return fault and remedy for what a parser says of a line."""
    for mark in _CONFLICT:
        if "".join(text.split("\n")[line - 1 : line]).startswith(mark):
            return (
                _("Two versions of the text stand here; the merge was never finished."),
                _("Keep one of them, and remove the lines of <, = and > around them."),
            )
    if "utf-8" in message:
        return _("The file is not saved as UTF-8."), _("Save it again as UTF-8.")
    fault = next(str(fault) for regex, fault in rules if re.search(regex, message))
    return fault, _("Correct the line.")
