"""What our directives share: lists of names, and a message when one is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.messages import Problem, warn
from needs_core.reader import read_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes

_ = get_translation("needs_sources")


class SourcesDirective(SphinxDirective):
    """A directive that tells of what the project does not have."""

    def names(self, option: str) -> tuple[str, ...]:
        """Return the names an option lists, with commas or without."""
        return tuple(dict.fromkeys(self.options.get(option, "").replace(",", " ").split()))

    def known_types(self, option: str) -> tuple[str, ...] | None:
        """Return the need types an option lists; ``None`` after having told of one."""
        names, model = self.names(option), read_model(self.config)
        return names if self.all_known(names, model.types, option, "type") else None

    def all_known(
        self, names: Iterable[str], known: Iterable[str], option: str, kind: str
    ) -> bool:
        """Tell of the first name the project does not have."""
        there = sorted(known)
        for name in names:
            if name not in there:
                fault = _("“%(name)s” in %(option)s is not known.")
                remedy = _("The project has: %(known)s.")
                at = {"name": name, "option": option, "known": ", ".join(there)}
                self.tell(fault % at, remedy % at, f"unknown_{kind}")
                return False
        return True

    def tell(self, fault: str, remedy: str, subtype: str) -> None:
        """Warn at the place of the directive."""
        place = (self.env.current_document.docname, self.get_source_info()[1], self.name)
        warn(Problem(*place, fault, remedy, "needs_sources", subtype))

    def placed(self, node: nodes.Element) -> list[nodes.Node]:
        """Return a placeholder with its place in the page."""
        self.set_source_info(node)
        return [node]

    def one(self, option: str, known: Iterable[str], kind: str) -> str | None:
        """Return the one name an option must give; ``None`` after having told."""
        name: str = self.options.get(option, "").strip()
        if not name:
            fault = _("The option :%s: is missing, and nothing is shown.") % option
            self.tell(fault, _("Write it."), "missing_option")
            return None
        return name if self.all_known([name], known, option, kind) else None
