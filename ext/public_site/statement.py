"""``official-statement``: where the official accessibility statement is found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.messages import Problem, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("public_site")


class OfficialStatement(SphinxDirective):
    """A link to the official statement, or the sentence that there is none yet."""

    def run(self) -> list[nodes.Node]:
        """Return one paragraph."""
        address = self.config.public_site_statement.strip()
        if address and not is_web_address(address):
            place = (self.env.current_document.docname, self.get_source_info()[1])
            fault = _("“%s” is no address of a web page, and no link is made.") % address
            remedy = _("Write the whole address, beginning with https://.")
            name = "public_site_statement"
            warn(Problem(*place, name, fault, remedy, "public_site", "address"))
            address = ""
        if not address:
            said = nodes.strong(
                "", _("The official accessibility statement is not made yet.")
            )
            return [nodes.paragraph("", "", said)]
        text = _("Read the official accessibility statement")
        link = nodes.reference("", text, refuri=address, internal=False)
        return [nodes.paragraph("", "", link)]


def is_web_address(text: str) -> bool:
    """Tell whether a text is the whole address of a web page.

    >>> is_web_address("https://was.digst.dk/eksempel-dk"), is_web_address("javascript:x")
    (True, False)
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = text.isprintable() and not any(letter in text for letter in " <>\"'\\")
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


def setup(app: Sphinx) -> None:
    """Register the directive and the address."""
    app.add_config_value("public_site_statement", "", "env", types=frozenset({str}))
    app.add_directive("official-statement", OfficialStatement)
