"""Fetch and pin the plans of others: ``python -m needs_exchange.plans.fetch <folder>``.

A plan is a file from elsewhere: an https address or a path, read within a time and a size.
"""

from __future__ import annotations

import errno
import ssl
import string
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import IncompleteRead
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any
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

from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util.tags import Tags

from needs_authoring.values import read_flag
from needs_core.atomic_write import (
    ChangedMeanwhileError,
    FileWrite,
    folder_lock,
    write_fault,
    write_files,
)
from needs_core.command_line import (
    CommandError,
    CommandParser,
    language_of,
    run_command,
    use_language,
)
from needs_core.messages import printable
from needs_core.settings import raw_value
from needs_core.sphinx_internals import raw_config
from needs_exchange.config import DEFAULT_LOCK, OtherPlan
from needs_exchange.plans.load import lock_text, new_pin, read_lock
from needs_exchange.plans.needs_file import UnreadablePlanError, needs_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.atomic_write import FolderLock
    from needs_exchange.plans.needs_file import Needs

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


_WORDED = ("needs_authoring", "needs_exchange")
_NEEDED = ("name", "file", "source")


def main(arguments: list[str]) -> int:
    """Fetch every plan of the project whose ``conf.py`` is in a folder; 1 on a fault."""
    parser = CommandParser(prog="python -m needs_exchange.plans.fetch", add_help=False)
    parser.add_argument("folder", nargs="?", type=Path, default=Path())
    parser.add_argument("--language", default=None)
    use_language(language_of(Path()), *_WORDED)

    def run() -> int:
        given = parser.parse_args(arguments)
        use_language(given.language or language_of(given.folder), *_WORDED)
        return _fetch_all(_ProjectPlans.read(given.folder.resolve(), given.language))

    return run_command(run)


@dataclass(frozen=True, slots=True)
class _ProjectPlans:
    """What a project says of the plans of others."""

    folder: Path
    lock: Path
    plans: Mapping[str, OtherPlan]
    links: frozenset[str]
    """The names of the project's own links."""

    @classmethod
    def read(cls, folder: Path, language: str | None) -> _ProjectPlans:
        """Read the configuration of a project. Raises ``CommandError``.

        Messages are in ``language`` from then on, by default in the project's.
        """
        if not (folder / "conf.py").is_file():
            text = _("There is no conf.py in %s. Go to the folder of the project.")
            raise CommandError(text % folder)
        try:
            config = Config.read(folder, overrides={}, tags=Tags())
        except SphinxError:
            text = _("conf.py in %s cannot be read. A build says what is wrong with it.")
            raise CommandError(text % folder) from None
        use_language(language or config.language, *_WORDED)
        declared = raw_config(config)
        model = folder / str(declared.get("needs_from_toml") or "conf.py")
        if not _is_toml(model):
            text = _("%s cannot be read. A build says what is wrong with it.")
            raise CommandError(text % model)
        lock = raw_value(folder, "needs_exchange_lock", declared) or DEFAULT_LOCK
        plans = _plans(raw_value(folder, "needs_exchange_plans", declared))
        return cls(folder, folder / lock, plans, _own_links(folder, declared))


def _is_toml(model: Path) -> bool:
    """Tell whether the file of the model can be read: else it would name no plans."""
    try:
        tomllib.loads(model.read_text("utf-8") if model.suffix == ".toml" else "")
    except (OSError, ValueError, RecursionError):
        return False
    return True


def _plans(declared: Any) -> dict[str, OtherPlan]:
    """Return the plans that can be fetched; a build warns of the others."""
    entries = declared.items() if isinstance(declared, Mapping) else ()
    return {
        key: OtherPlan(**{name: entry[name] for name in _NEEDED}, types=_types(entry))
        for key, entry in entries
        if isinstance(entry, Mapping)
        and all(isinstance(entry.get(name), str) for name in _NEEDED)
    }


def _types(entry: Mapping[str, Any]) -> tuple[str, ...]:
    types = entry.get("types", ())
    return tuple(map(str, types)) if isinstance(types, (list, tuple)) else ()


def _own_links(folder: Path, declared: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of links, in whichever way a project declares them."""
    common = raw_value(folder, "needs_links", declared)
    kinds = raw_value(folder, "needs_types", declared) or ()
    kinds = kinds.values() if isinstance(kinds, Mapping) else kinds
    old = raw_value(folder, "needs_extra_links", declared) or ()
    names = [x.get("option") for x in old if isinstance(x, Mapping)]
    for one in (common, *(x.get("links") for x in kinds if isinstance(x, Mapping))):
        names += one if isinstance(one, Mapping) else ()
    return frozenset(map(str, names))


def _fetch_all(project: _ProjectPlans) -> int:
    """Fetch the plans one by one, each all or nothing; 1 on a fault."""
    if not project.plans:
        _say(_("The project names no plans of others (needs_exchange_plans)."))
    fetched, code = dict[str, bytes](), 0
    for key, plan in project.plans.items():
        try:
            fetched[key] = _fetched(project, plan)
        except (DownloadError, UnreadablePlanError) as error:
            told = {"name": plan.name, "source": plan.source, "why": error}
            text = _("%(name)s: %(source)s cannot be used. %(why)s Nothing is written.")
            _say(text % told)
            code = 1
    # Locked as late as this: others do not wait for the net.
    with folder_lock(project.folder) as lock:
        for key in project.plans:
            if key in fetched and not _stored(project, lock, key, fetched[key]):
                code = 1
    return code


def _fetched(project: _ProjectPlans, plan: OtherPlan) -> bytes:
    """Return a plan that can be used. Raises ``DownloadError``, ``UnreadablePlanError``."""
    raw = download(project.folder, plan.source)
    if not needs_in(raw, project.links, plan.types)[1] and not _agrees(plan):
        raise UnreadablePlanError(_("It holds no elements, and nobody said it should not."))
    return raw


def _agrees(plan: OtherPlan) -> bool:
    """Ask whether a plan is empty indeed; nobody at a terminal has not agreed."""
    if not sys.stdin.isatty():
        return False
    text = _("%s: The plan holds no elements. Take it in as it is? [yes/no]")
    return read_flag(input(f"{text % plan.name} ") or "no") is True


def _stored(project: _ProjectPlans, lock: FolderLock, key: str, raw: bytes) -> bool:
    """Write a plan and its pin together: a build refuses a plan that is not the pinned."""
    plan = project.plans[key]
    path = project.folder / plan.file
    try:
        try:
            pins = read_lock(project.lock)
        except ValueError:
            text = _("%s cannot be read. Mend it, or take it from an earlier commit.")
            raise CommandError(text % project.lock.name) from None
        copy = path.read_bytes() if path.is_file() else None
        try:
            before = needs_in(copy)[1] if copy is not None else {}
        except UnreadablePlanError:
            before = {}
        pins[key] = pin = new_pin(raw, pins.get(key), before)
        kept = {name: pins[name] for name in project.plans if name in pins}
        pinned = FileWrite.over(project.lock, lock_text(kept).encode())
        write_files(lock, [FileWrite(path, copy, raw), pinned])
    except (ChangedMeanwhileError, OSError) as error:
        _say(f"{plan.name}: {write_fault(error)}")
        return False
    text = _("%(name)s: %(count)d elements, checksum %(sha)s")
    _say(text % {"name": plan.name, "count": pin.count, "sha": pin.sha256[:12]})
    for line in _news(before, needs_in(raw)[1]) if before else ():
        _say(line)
    return True


def _news(before: Needs, now: Needs) -> Iterator[str]:
    """Yield the needs that are new, and those that are gone."""
    for mark, ids, needs in (
        ("+", sorted(set(now) - set(before)), now),
        ("-", sorted(set(before) - set(now)), before),
    ):
        for id_ in ids:
            yield f"  {mark} {id_}  {printable(str(needs[id_].get('title', '')))}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
