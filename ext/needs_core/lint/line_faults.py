"""Headings, links, pictures and roles in a line of Markdown that are read as text.

No Sphinx here.
"""

from __future__ import annotations

import re

ROLE = "role"
"""A role is written as it is not read."""
LINK = "link"
"""A link is written as it is not read."""
PICTURE = "picture"
"""A picture is written as it is not read."""
HEADING = "heading"
"""A heading has no space after its marks."""
DEEP = "deep"
"""A heading has more than six marks."""

_ROLES = "(?:need|need_part|doc|ref|term|numref|download)"
_NO_ROLE = re.compile(
    rf"(?<![\w`]):{_ROLES}:`[^`]+`|\{{{_ROLES}\}} +`[^`]+`|\{{{_ROLES}\}}`[^`]*$"
    rf"|\{{{_ROLES}\}}(?:['\"´‘’“”\[(]|\w|``(?!`))|`\{{{_ROLES}\}}`\w"
    rf"|\{{(?!{_ROLES}\}})\s*(?i:{_ROLES})\s*\}}`"
)
_NO_LINK = re.compile(
    r"(?<!!)\[[^\[\]]+\](?: +\([^()\s]+\.(?:md|html)\b[^()]*\)"
    r"|\([^()<>\"']*[^()<>\"'\s] +[^()<>\"'\s][^()<>\"']*\)|\([^()\s]+\.md$)"
    r"|(?<!!)\[[^\[\]]+\](?:\{[^\s{}]+\.md\b[^{}]*\}|\(<[^<>()\s]+\)"
    r"|\([^()\s]+\.md\b\S* \"[^\"()]*\))"
    r"|\([^()]+\)\[(?:[^\[\]]+\.md|(?:https?:|mailto:|www\.)[^\[\]]+)\]"
    r"|(?<!!)\[[^\[\]]+\](?: +\((?:https?:|mailto:|www\.)[^()]*\)"
    r"|\((?:https?:|mailto:|www\.)[^()]*$)"
    r"|`[^`<>]+<(?:https?:|mailto:|www\.)[^`<>]+>`__?(?!\w)"
)
_NO_PICTURE = re.compile(
    r"!\[[^\[\]]*\](?: +\([^()\s]+\)|\([^()<>\"']*[^()<>\"'\s] +[^()<>\"'\s][^()<>\"']*\))"
)
_NO_HEADING = re.compile(r" {0,3}#{2,6}[^\s#]")
_TOO_DEEP = re.compile(r" {0,3}#{7,}\s*[^\s#]")


def markup_fault(line: str) -> str:
    """Tell which heading or link a line of text was meant to have, by itself."""
    if _NO_HEADING.match(line):
        return HEADING
    if _TOO_DEEP.match(line):
        return DEEP
    for kind, regex in ((ROLE, _NO_ROLE), (LINK, _NO_LINK), (PICTURE, _NO_PICTURE)):
        found = regex.search(line)
        if found and not in_code(line, found[0]):
            return kind
    return ""


def in_code(line: str, text: str) -> bool:
    """Tell whether a text in a line stands within code."""
    return line.partition(text)[0].count("`") % 2 == 1
