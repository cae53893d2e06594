"""Lets in whoever started the workshop, and nobody else: host, origin, ticket, cookie.

A page from elsewhere may have a browser send requests to this machine. It knows no secret
of the session, its browser says where the page is from, and it cannot read an answer.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl

from sphinx.locale import get_translation
from starlette.datastructures import Headers, MutableHeaders, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ = get_translation("needs_workshop")

OPEN = "/_workshop/open"
"""Where the ticket of the command is shown."""
SEND = "/_workshop/import"
"""Where a file is sent to."""
MAX_BODY = 500_000
"""The bytes of the largest form."""
_MAX_FIELDS = 1000
MAX_FILE = 20_000_000
"""The bytes of the largest file."""
_MAX_NAME = 100
_AROUND = 10_000
"""The bytes of what a form with a file holds beside it."""
_FORM, _FORM_WITH_FILE = "application/x-www-form-urlencoded", "multipart/form-data"
_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer, a browser does not say where a form was sent from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class NotAllowedError(Exception):
    """A form that did not come from a page of this session."""


@dataclass
class Session:
    """The secrets of one run, and where it is served."""

    port: int
    on_ticket: Callable[[str], None] = lambda _address: None
    """Called with the address that opens the workshop once, whenever there is a new one."""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """What the cookie of a browser holds that was let in."""
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """What every form of the workshop holds."""
    _ticket: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names this machine is called by."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def cookie(self) -> str:
        """The name of the cookie: two workshops of one machine share their cookies."""
        return f"needs_workshop_{self.port}"

    def new_ticket(self) -> str:
        """Make the ticket that lets one browser in, once, and return its address."""
        self._ticket = secrets.token_urlsafe(32)
        address = f"http://{self.hosts[0]}{OPEN}?ticket={self._ticket}"
        self.on_ticket(address)
        return address

    def takes(self, ticket: str) -> bool:
        """Tell whether a ticket is the one there is; it is none afterwards."""
        if not self._ticket or not _same(ticket, self._ticket):
            return False
        self.new_ticket()
        return True


async def read_form(request: Request, session: Session) -> dict[str, str]:
    """Return the fields of a form of this session; of one given twice, the last.

    Raises ``NotAllowedError`` for a form without its token, and for one too large.
    """
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > MAX_BODY:
            raise NotAllowedError
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        raise NotAllowedError from None
    found = dict(pairs)
    if not _same(found.pop(":token", ""), session.form_token):
        raise NotAllowedError
    return found


@dataclass(frozen=True)
class SentFile:
    """A file that a form of this session sent."""

    name: str
    """Without folders."""
    content: bytes


def has_file(request: Request) -> bool:
    """Tell whether a form says that it holds a file."""
    return _content_type(request.headers) == _FORM_WITH_FILE


async def read_file(request: Request, session: Session) -> SentFile | None:
    """Return the file of a form of this session; ``None``: none was chosen.

    Raises ``NotAllowedError`` for a form without its token, for one that cannot be read,
    and for one too large.
    """
    parser = MultiPartParser(
        request.headers, _within(request.stream()), max_files=1, max_fields=2
    )
    try:
        form = await parser.parse()
    except MultiPartException:
        raise NotAllowedError from None
    try:
        token, file = form.get(":token"), form.get("file")
        if not isinstance(token, str) or not _same(token, session.form_token):
            raise NotAllowedError
        if not isinstance(file, UploadFile) or not file.filename:
            return None
        name = re.split(r"[\\/]", file.filename)[-1]
        shown = "".join(x for x in name if x.isprintable())[-_MAX_NAME:]
        return SentFile(shown or "?", await file.read())
    finally:
        await form.close()


async def _within(parts: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """Yield what is sent. Raises ``NotAllowedError`` when it is more than a file takes."""
    total = 0
    async for part in parts:
        total += len(part)
        if total > MAX_FILE + _AROUND:
            raise NotAllowedError
        yield part


class Guard:
    """Answers what may not come in, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, session: Session) -> None:
        self._app, self._session = app, session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            answer = self._refusal(scope) or self._app
            await answer(scope, receive, _with_headers(send))
        else:  # a web socket
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to what is not let in, or is just being let in."""
        headers, session = Headers(scope=scope), self._session
        if headers.getlist("host") not in [[host] for host in session.hosts]:
            return _refused(_("This address is not the workshop's."), 421)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return _refused(_("The workshop does not know this method."), 405)
        if scope["path"] == OPEN:
            return self._opened(scope)
        cookie = cookie_parser(headers.get("cookie", "")).get(session.cookie, "")
        if not _same(cookie, session.key):
            text = _(
                "This browser is not let in. Open the address that the command shows in"
                " its window. It holds once."
            )
            return _refused(text, 403)
        if scope["method"] != "POST":
            return None
        return _post_refusal(headers, session, takes_file=scope["path"] == SEND)

    def _opened(self, scope: Scope) -> Response:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if scope["method"] != "GET" or not self._session.takes(
            query.get("ticket", [""])[-1]
        ):
            text = _(
                "This address has been used. The command shows a new one in its window."
            )
            return _refused(text, 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            self._session.cookie, self._session.key, httponly=True, samesite="strict"
        )
        return answer


def _post_refusal(
    headers: Headers, session: Session, *, takes_file: bool
) -> Response | None:
    origins = {f"http://{host}" for host in session.hosts}
    site = headers.get("sec-fetch-site", "same-origin")
    if headers.get("origin") not in origins or site != "same-origin":
        return _refused(_("A page from elsewhere cannot write here."), 403)
    most = {_FORM: MAX_BODY} | ({_FORM_WITH_FILE: MAX_FILE + _AROUND} if takes_file else {})
    kind = _content_type(headers)
    if kind not in most:
        return _refused(_("The workshop does not read this kind of content."), 415)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:12]) > most[kind]:
        if kind == _FORM:
            return _refused(_("The form is too large."), 413)
        text = _("The file is larger than %d MB. Go back, and choose another one.")
        return _refused(text % (MAX_FILE // 1_000_000), 413)
    return None


def _content_type(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _refused(text: str, code: int) -> Response:
    return PlainTextResponse(f"{text}\n", code)


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, text in _HEADERS.items():
                headers[name] = text
        await send(message)

    return sent
