"""An extension of somebody else: one node with a drawing of its own, one with none."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class drawn(nodes.General, nodes.TextElement):
    """Registers a drawing for Typst."""


class undrawn(nodes.General, nodes.TextElement):
    """Registers none."""


class Kind(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        made = (drawn if self.name == "drawn" else undrawn)(
            "", nodes.Text(self.arguments[0])
        )
        self.set_source_info(made)
        return [made]


def visit(self, node):
    self.open()


def depart(self, node):
    self.put(f"block(stroke: 1pt, inset: 4pt, {self.close()})")


def setup(app):
    """Add both.

    :param app: The application.
    :returns: That it is safe.
    """
    app.add_node(drawn, html=(lambda s, n: None, lambda s, n: None), typst=(visit, depart))
    app.add_node(undrawn, html=(lambda s, n: None, lambda s, n: None))
    app.add_directive("drawn", Kind)
    app.add_directive("undrawn", Kind)
    return {"parallel_read_safe": True}
