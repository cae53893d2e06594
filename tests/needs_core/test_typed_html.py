"""HTML in Markdown is text in every builder, and dangerous addresses are no links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import Project, copy_model

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
language = "da"
extensions = ["myst_parser", "needs_core"]
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
html_copy_source = False
needs_string_links = {
    "sted": {
        "regex": r"^(?P<value>.*)$",
        "link_url": "{{value}}",
        "link_name": "{{value}}",
        "options": ["frist"],
    }
}
needs_external_needs = [{"base_url": "javascript:alert(6)//", "json_path": "no.json"}]
"""
PAGE = """# Side <onerror>

Skriv til <e-mail>, når 5<x>7. <!-- en note -->

<script>alert(1)</script>

<img src=x onerror=alert(2)>

```{raw} html
<b class="valgt">fed</b>
```

Et\\
linjeskift.

<javascript:alert(3)>
"""
REST = """:orphan:

Side
====

`Et <javascript:alert(3)>`_ og `to <data:text/html,x>`_.

:download:`Tre <javascript://x%0aalert(7)>`

.. toctree::

   En side <https://example.org/>
   Fire <javascript://x%0aalert(4)>

.. tiltag:: Fem
   :id: TI_101
   :status: kandidat
   :frist: vbscript:alert(5)
"""


@pytest.mark.parametrize("builder", ["html", "text"])
def test_html_is_shown_and_told(tmp_path: Path, builder: str) -> None:
    source = tmp_path / "source"
    source.mkdir()
    copy_model(source)
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.md").write_text(PAGE, "utf-8")
    (source / "side.rst").write_text(REST, "utf-8")
    built = Project(source, source, tmp_path).build(builder)
    told = [
        line.split(" WARNING: ")[0]
        for line in built.warnings.splitlines()
        if "[needs_core.html]" in line
    ]
    assert told == [
        "conf.py:1:",
        *(f"index.md:{line}:" for line in (1, 3, 3, 5, 7)),
        *(f"side.rst:{line}:" for line in (6, 6, 8, 10)),
        "side.rst:15:",
    ]
    assert "ikke et link" in built.warnings
    assert "HTML vises, som det er skrevet." in built.warnings
    text = built.read("index.html" if builder == "html" else "index.txt")
    if builder == "html":
        assert "til &lt;e-mail&gt;, når 5&lt;x&gt;7." in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert '<b class="valgt">fed</b>' in text
        assert "<br />" in text
        side = built.read("side.html")
        assert '<a class="reference external" href="https://example.org/">' in side
        for scheme in ("javascript:", "data:", "vbscript:"):
            assert f'href="{scheme}' not in side
    else:
        assert "Skriv til <e-mail>, når 5<x>7." in text


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>\x07",
        ":::{note}\n<script>alert(1)</script>\x07 x\n:::",
        ":::{note}\nA\u2028B\n\n<script>alert(1)</script>\n:::",
        "<script>alert(1) // a\u030a</script>",
        "<!-- a --><script>alert(1)</script><!-- b -->",
        "<!--><script>alert(1)</script>-->",
        "<!-- a --!><script>alert(1)</script>-->",
    ],
)
def test_html_with_odd_characters_or_between_comments_is_shown_and_told(
    tmp_path: Path, typed: str
) -> None:
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser", "needs_core"]\n'
        'myst_enable_extensions = ["colon_fence"]'
    )
    (tmp_path / "index.md").write_text(f"# Side\n\n{typed}\n", "utf-8")
    built = Project(tmp_path, tmp_path, tmp_path).build()
    assert "[needs_core.html]" in built.warnings
    assert "<script>alert" not in built.read("index.html")
    assert "&lt;script&gt;alert" in built.read("index.html")


def test_only_the_boxes_of_a_list_of_tasks_itself_are_drawn(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser", "needs_core"]\nmyst_enable_extensions = ["tasklist"]'
    )
    typed = '<input class="task-list-item-checkbox" autofocus onfocus="alert(1)">'
    (tmp_path / "index.md").write_text(f"# Side\n\n- [ ] Et\n- [x] To {typed}\n", "utf-8")
    built = Project(tmp_path, tmp_path, tmp_path).build()
    assert built.warnings.count("[needs_core.html]") == 1
    page = built.read("index.html")
    assert page.count('<input class="task-list-item-checkbox"') == 2
    assert "&lt;input class=" in page
