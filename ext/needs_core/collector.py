"""Environment collector of one value per page: read, merged, and cleared with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx.environment.collectors import EnvironmentCollector

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

T = TypeVar("T")


class PerPage(Generic[T]):
    """One value of type ``T`` for each page, under ``key`` in the pickled environment.

    Args:
        key: Attribute of the environment; keep it as it is, or raise the extension's
            ``env_version``.
        read: Returns the value of a page from its doctree as it was just read, before
            references are resolved; ``None`` for a page that has none. The page's name
            is ``app.env.current_document.docname``. The value must be picklable.

    Connect it with ``app.add_env_collector(values.collector())`` in ``setup``.
    """

    def __init__(
        self, key: str, read: Callable[[Sphinx, nodes.document], T | None]
    ) -> None:
        self.key = key
        self.read = read

    def pages(self, env: BuildEnvironment) -> dict[str, T]:
        """Return the values by docname, as they are kept: pages without one are missing."""
        values: dict[str, T] = env.__dict__.setdefault(self.key, {})
        return values

    def collector(self) -> type[EnvironmentCollector]:
        """Return a collector class that keeps these values current."""
        per_page = self

        class Collector(EnvironmentCollector):
            def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
                per_page.pages(env).pop(docname, None)

            def merge_other(
                self,
                app: Sphinx,
                env: BuildEnvironment,
                docnames: AbstractSet[str],
                other: BuildEnvironment,
            ) -> None:
                values = per_page.pages(other)
                per_page.pages(env).update(
                    {name: values[name] for name in docnames if name in values}
                )

            def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
                value = per_page.read(app, doctree)
                if value is not None:
                    docname = app.env.current_document.docname
                    per_page.pages(app.env)[docname] = value

        return Collector
