"""Directives of the manual: live examples with their source, tables read from the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from needs_core.settings import options_table, registered, values_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FOLDER = Path(__file__).parent


class _Parsed(SphinxDirective):
    """Parses Markdown that it makes, as if it stood on the page."""

    def parsed(self, text: str, source: Path) -> list[nodes.Node]:
        """Return the nodes of a text that comes from a file."""
        self.env.note_dependency(str(source))
        holder = nodes.container(classes=["manual-example"])
        lines = StringList(text.splitlines(), source=str(source))
        self.state.nested_parse(lines, self.content_offset, holder)
        return holder.children


class Example(_Parsed):
    """``example NAME``: the file ``examples/NAME.md``, as source and as what it draws."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return both."""
        path = FOLDER / "examples" / f"{self.arguments[0]}.md"
        text = path.read_text("utf-8")
        source = nodes.literal_block(text, text, language="md")
        drawn = nodes.container("", *self.parsed(text, path), classes=["manual-example"])
        return [source, drawn]


class SettingsOf(_Parsed):
    """``settings-of EXTENSION``: its settings, and the keys of those that are tables."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the tables."""
        return self.parsed("\n\n".join(self._tables()), Path(__file__))

    def _tables(self) -> Iterator[str]:
        owner = self.arguments[0]
        yield values_table(self.config, owner)
        for one in registered(self.config):
            if one.owner == owner and one.cls:
                yield f"The keys of `{one.name}`:"
                yield options_table(one.cls)


class StyleNames(SphinxDirective):
    """``style-names EXTENSION``: classes and custom properties of its style sheets."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return a definition list."""
        folder, text = FOLDER.parent / self.arguments[0] / "static", ""
        for path in sorted(folder.glob("*.css")):
            self.env.note_dependency(str(path))
            text += re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        selectors = "".join(re.findall(r"([^{}]*)\{", text))
        classes = re.findall(r"\.([a-z][\w-]+)", selectors)
        found = {
            "classes": {x for x in classes if x.startswith(self._prefixes())},
            "properties": set(re.findall(r"var\((--[\w-]+)", text)),
        }
        made = nodes.definition_list()
        for term, names in found.items():
            if names:
                line = nodes.paragraph()
                for name in sorted(names):
                    line += [nodes.literal("", name), nodes.Text(" ")]
                entry = nodes.definition("", line)
                made += nodes.definition_list_item("", nodes.term("", term), entry)
        return [made]

    def _prefixes(self) -> tuple[str, ...]:
        name = self.arguments[0]
        own = name.replace("_", "-"), name.rpartition("_")[2]
        return (*own, "need", "site", "has-", "is-", "milestone", "owner")


class ReleasesTable(_Parsed):
    """``tried-releases``: what was run with what, as ``tools/versions.py`` has noted it."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        path = FOLDER / "releases.csv"
        head, *rows = (x.split(",") for x in path.read_text("utf-8").split("\n") if x)
        lines = [head, ["---"] * len(head), *rows]
        return self.parsed("\n".join(f"| {' | '.join(x)} |" for x in lines), path)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("example", Example)
    app.add_directive("settings-of", SettingsOf)
    app.add_directive("style-names", StyleNames)
    app.add_directive("tried-releases", ReleasesTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
