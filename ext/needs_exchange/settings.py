"""The single settings of ``needs_exchange``; the groups stand where they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from needs_core.settings import file_name, flag, link_type, need_types, setting, text
from needs_exchange.plans.pins import DEFAULT_LOCK, PLANS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.settings import Rebuild

VALUES: Mapping[str, tuple[Any, Rebuild]] = {
    "types": (
        setting(
            (),
            "The types of need that are exported, a sheet each; none: no files.",
            need_types,
        ),
        "env",
    ),
    "siblings": (
        setting(
            "",
            "A link: the id of a new need counts on from those with the same target;"
            " without it, from all of its type.",
            link_type,
        ),
        "",
    ),
    "file": (setting("", "The file, for the builder `plan-import`.", text), ""),
    "write": (setting(False, "Whether that builder writes the pages.", flag), ""),
    "plans": (PLANS, "env"),
    "lock": (
        setting(
            DEFAULT_LOCK,
            "The lock file of the plans of others, beside `conf.py`.",
            file_name(".json"),
        ),
        "env",
    ),
}
"""Name to what it holds, and what is built anew when it changes."""
