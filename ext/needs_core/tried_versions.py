"""The releases of Sphinx and others that this was tried with, as the metadata has them.

pip installs no others. Whoever installs a newer one all the same is told of it once, and an
error while an extension is set up is told as what it most likely is. Nothing of Sphinx is
imported until then: the pure cores of the extensions stay pure.
"""

from __future__ import annotations

import functools
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

DISTRIBUTION = "sphinx-needs-traceability"
"""The name of the distribution."""
LIBRARIES = ("sphinx", "sphinx-needs", "myst-parser")
"""The libraries whose insides are relied on."""


def untried() -> Iterator[tuple[str, str, str]]:
    """Yield each library of another release than was tried, with it and what was tried."""
    try:
        stated = map(Requirement, requires(DISTRIBUTION) or ())
    except PackageNotFoundError:  # used from its sources
        return
    for one in stated:
        if one.name in LIBRARIES and not one.marker:
            found = version(one.name)
            if not one.specifier.contains(found, prereleases=True):
                yield one.name, found, str(one.specifier)


def untried_text(name: str, found: str, tried: str) -> str:
    """Return the warning about a library of another release."""
    from sphinx.locale import get_translation

    _ = get_translation("needs_core")
    text = _(
        "%(name)s %(found)s: This release was not tried (tried: %(tried)s)."
        " Should anything fail, install one that was: pip install '%(name)s%(tried)s'"
    )
    return str(text) % {"name": name, "found": found, "tried": tried}


def warn_of_untried() -> None:
    """Warn once of each library of another release."""
    from sphinx.util import logging

    for one in untried():
        logging.getLogger("needs_core").warning(
            "%s", untried_text(*one), type="needs_core", subtype="untried_release"
        )


def explained(
    setup: Callable[[Sphinx], ExtensionMetadata],
) -> Callable[[Sphinx], ExtensionMetadata]:
    """Have a ``setup()`` that fails beside an untried release say so, in one message."""

    @functools.wraps(setup)
    def set_up(app: Sphinx) -> ExtensionMetadata:
        from sphinx.errors import ExtensionError, SphinxError

        try:
            return setup(app)
        except SphinxError:
            raise
        except Exception as error:
            if not (found := [untried_text(*one) for one in untried()]):
                raise
            words = f"{type(error).__name__}: {error}"
            raise ExtensionError("\n".join([*found, words])) from None

    return set_up
