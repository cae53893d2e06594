"""Read a file from elsewhere: an https address or a path, within a time and a size."""

from __future__ import annotations

import errno
import ssl
import string
from http.client import IncompleteRead
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
    getproxies,
)

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from pathlib import Path

_ = get_translation("needs_exchange")

LARGEST = 50_000_000
"""Bytes of a file."""
SECONDS = 60.0
"""From the first look for the address to the last byte."""
_CLOSED = frozenset({401, 403, 407})
_GONE = frozenset({404, 410})
_MOVED = range(300, 400)

_NO_FILE = _("There is no such file.")
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (
        ssl.SSLCertVerificationError,
        _("The certificate of the site is not valid. Ask those who run it."),
    ),
    (ssl.SSLError, _("The site does not answer as an https site.")),
    (IncompleteRead, _("It broke off half-way. Try again.")),
    (FileNotFoundError, _NO_FILE),
    (PermissionError, _("It may not be read.")),
    (TimeoutError, _("It did not come within %d seconds. Try again later.")),
    (OSError, _("There is no connection. Is there a net, and is the address spelt right?")),
    (Exception, _("The address cannot be read, or its answer. Is it spelt right?")),
)
"""What goes wrong, the special before the general, and what to do."""


class DownloadError(Exception):
    """Why a file cannot be had; the text says what is wrong and what to do."""


def download(folder: Path, source: str) -> bytes:
    """Return what an https address holds, or a file, seen from a folder.

    A redirect leads to https or nowhere. Raises ``DownloadError``.
    """
    found: SimpleQueue[bytes | Exception] = SimpleQueue()

    def work() -> None:
        try:
            found.put(_read(folder, source.strip()))
        except Exception as error:  # noqa: BLE001 (told by the other thread)
            found.put(error)

    # A thread of its own: nothing else ends an answer that comes a byte at a time.
    Thread(target=work, daemon=True).start()
    try:
        result = found.get(timeout=SECONDS)
    except Empty:
        raise DownloadError(_reason(TimeoutError())) from None
    if isinstance(result, Exception):
        raise DownloadError(_reason(result)) from result
    return result


def _read(folder: Path, source: str) -> bytes:
    parts = urlsplit(source)
    if parts.scheme.lower() == "https":
        if not parts.hostname:
            raise ValueError(source)
        raw = _read_address(source)
    elif "://" in source:
        raise DownloadError(_("The address does not begin with https://."))
    else:
        path = folder / source
        if path.exists() and not path.is_file():
            raise DownloadError(_("It is no file."))
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        text = _("It is larger than %d MB. Is it the right file?")
        raise DownloadError(text % (LARGEST // 1_000_000))
    return raw


def _read_address(address: str) -> bytes:
    # A space or an æ is written as addresses have it, as urllib does for a redirect.
    with _opener().open(quote(address, safe=string.punctuation), timeout=SECONDS) as answer:
        raw: bytes = answer.read(LARGEST + 1)
        if answer.length and len(raw) <= LARGEST:
            raise IncompleteRead(raw, answer.length)
    return raw


def _opener() -> OpenerDirector:
    """Return what opens https and nothing else, by the certificates of the system."""
    proxies = {key: value for key, value in getproxies().items() if key == "https"}
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(proxies),
        HTTPSHandler(context=ssl.create_default_context()),
        HTTPRedirectHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _reason(error: Exception) -> str:
    """Return what is wrong in words; never what a library says in English."""
    if isinstance(error, DownloadError):
        return str(error)
    if isinstance(error, HTTPError):
        error.close()
        return _answer(error.code)
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, str):  # of no kind that is opened: a redirect led there
        return _answer(_MOVED.start)
    text = next(text for kind, text in _REASONS if isinstance(cause, kind))
    if getattr(cause, "errno", None) in {errno.ENAMETOOLONG, errno.EINVAL}:
        text = _NO_FILE
    return text % SECONDS if "%d" in text else str(text)


def _answer(code: int) -> str:
    if code in _CLOSED:
        return _("One has to log in there (%d). Ask for an address that is open.") % code
    if code in _GONE:
        return _("There is nothing at the address (%d). Is it spelt right?") % code
    if code in _MOVED:
        return _("The address leads on to one that is not https, or round in a circle.")
    return _("The site answers with an error (%d). Try again later.") % code
