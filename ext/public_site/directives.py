"""``site-search-box`` and ``site-statement``: a search form, an accessibility statement."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from needs_core.settings import address, register_value, setting, value
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("public_site")


class search_box(nodes.General, nodes.Element):  # noqa: N801 (as docutils does)
    """A search form. ``label`` is its visible label, ``action`` the page of results."""


class SearchBox(SphinxDirective):
    """A plain form that sends its word ``q`` to the search page; needs no script."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Return the box; the argument is its label."""
        label = self.arguments[0] if self.arguments else _("Search")
        box = search_box(label=str(label))
        self.set_source_info(box)
        return [box]


class CompleteSearchBoxes(SphinxPostTransform):
    """Tell a box where to send; take it away where there is nothing to search in."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Complete the boxes of this page."""
        builder = app_of(self.env).builder
        searched = builder.name in {"html", "dirhtml"} and getattr(builder, "search", False)
        here = self.env.current_document.docname
        for box in list(self.document.findall(search_box)):
            if searched:
                box["action"] = builder.get_relative_uri(here, "search")
            else:
                box.parent.remove(box)


def _visit(self: HTML5Translator, node: search_box) -> None:
    """Write the form. The label is wrapped around its field: no id to collide."""
    action, button = escape(node["action"], quote=True), escape(_("Search"))
    self.body.append(
        f'<form class="search-box" role="search" action="{action}" method="get">'
        f"<label><span>{escape(node['label'])}</span>"
        '<input type="search" name="q" autocomplete="off" spellcheck="false"></label>'
        f'<button type="submit">{button}</button></form>\n'
    )


def _depart(self: HTML5Translator, node: search_box) -> None:
    """Nothing is open."""


class OfficialStatement(SphinxDirective):
    """A link to the official statement, or the sentence that there is none yet."""

    def run(self) -> list[nodes.Node]:
        """Return one paragraph."""
        statement = value(self.config, "public_site_statement")
        if not statement:
            text = _("The official accessibility statement is not made yet.")
            until = _("While it is missing or an answer is open, do not publish the site.")
            strong = nodes.strong("", text)
            return [nodes.paragraph("", "", strong, nodes.Text(f" {until}"))]
        text = _("Read the official accessibility statement")
        link = nodes.reference("", text, refuri=statement, internal=False)
        return [nodes.paragraph("", "", link)]


def setup(app: Sphinx) -> None:
    """Register the directives and the drawing of the search box."""
    statement = setting(
        "",
        "The address of the official accessibility statement; none: not made yet.",
        address,
    )
    register_value(app, "public_site_statement", statement)
    app.add_directive("site-statement", OfficialStatement)
    app.add_directive("site-search-box", SearchBox)
    app.add_node(search_box, html=(_visit, _depart))
    app.add_post_transform(CompleteSearchBoxes)
