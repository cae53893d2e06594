"""What authors write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_items.messages import Problem, warn
from needs_items.reading import read_model
from needs_sources.nodes import quote_summary, variants
from needs_sources.quotes.building import lock_file, read_lock, read_settings
from needs_sources.quotes.view import SummaryView
from needs_sources.variants.view import VariantsView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.util.typing import OptionSpec

_ = get_translation("needs_sources")


class _Directive(SphinxDirective):
    """What all of ours share: lists of names, and a message when one is unknown."""

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


class QuoteSummary(_Directive):
    """How many needs have a checked quote, and which have not."""

    option_spec: ClassVar[OptionSpec] = {
        "types": directives.unchanged_required,
        "by": lambda text: directives.choice(text, ("type", "source")),
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder. The page is read again when the lock is written."""
        types = self.known_types("types")
        if types is None:
            return []
        path = lock_file(self.config, Path(self.env._app.confdir))
        if path is not None:
            self.env.note_dependency(str(path))
        lock, _told_elsewhere = read_lock(path)
        by_source = self.options.get("by") == "source"
        view = SummaryView(
            read_settings(self.config),
            lock,
            types or tuple(read_model(self.config).types),
            all=bool(types),
            by_source=by_source,
        )
        return self.placed(quote_summary(view=view))


class Variants(_Directive):
    """The wordings of versions side by side: of one need, or all of them."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        need_id = self.arguments[0] if self.arguments else ""
        view = VariantsView(read_settings(self.config), need_id)
        return self.placed(variants(view=view))
