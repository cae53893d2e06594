"""Serves the built site; what the workshop adds to its pages is added to the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.types import Scope

_LINKS = (
    '<link rel="stylesheet" href="/_workshop/assets/workshop.css" />'
    '<script defer src="/_workshop/assets/workshop-site.js"></script>'
)


class SiteFiles(StaticFiles):
    """The files of a folder, as a web server has them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, or a page with the workshop's links."""
        answer = await super().get_response(path, scope)
        if not isinstance(answer, FileResponse):
            return answer
        # Read at once: a build may write the file while it is sent.
        content = await run_in_threadpool(Path(answer.path).read_bytes)
        if answer.media_type == "text/html":
            text = with_links(content.decode("utf-8", "replace"))
            return HTMLResponse(text, answer.status_code)
        return Response(content, answer.status_code, media_type=answer.media_type)


def with_links(text: str) -> str:
    """Return a page with the script and the style sheet of the workshop.

    It is for authors: they see ids, until they choose otherwise.

    >>> with_links("<head></head>").startswith('<head><link rel="stylesheet"')
    True
    """
    text = text.replace("<html", '<html data-needs-ids="shown"', 1)
    before, head, after = text.partition("</head>")
    return f"{before}{_LINKS}{head}{after}" if head else text
