"""The only access to interfaces that Sphinx does not document.

Nothing else in ``ext/`` uses a name of Sphinx that begins with an underscore, replaces a
method, or relies on an undocumented attribute. Each function says what it
relies on; CONTRIBUTING.md says what is at risk with each.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.application import ENV_PICKLE_FILENAME

from needs_core.deferred import DeferredDirective

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from docutils import nodes
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def app_of(holder: BuildEnvironment | Builder) -> Sphinx:
    """Return the application of an environment or a builder.

    Relies on ``_app``: the public ``app`` is deprecated and goes with Sphinx 11.
    """
    return holder._app


def raw_config(config: Config) -> Mapping[str, Any]:
    """Return what ``conf.py`` says, values of unknown names too.

    Relies on ``Config._raw_config``: without an application, values of extensions are
    not accessible otherwise.
    """
    return config._raw_config


# Environment


def write_with(env: BuildEnvironment, page: str, followers: Iterable[str]) -> None:
    """Have pages written whenever another one is.

    Relies on ``BuildEnvironment.files_to_rebuild``, which toctrees fill: Sphinx reads it
    right after ``write-started``, the only place to add pages to a build.
    """
    env.files_to_rebuild.setdefault(page, set()).update(followers)


def toctree_of(env: BuildEnvironment, docname: str) -> nodes.bullet_list | None:
    """Return a page's own table of contents, with the toctrees in it.

    Relies on ``BuildEnvironment.tocs``.
    """
    return env.tocs.get(docname)


def purge_page(app: Sphinx, docname: str) -> None:
    """Have every extension forget a page that will be read again.

    Relies on emitting an event of Sphinx, as its own parallel read does.
    """
    app.events.emit("env-purge-doc", app.env, docname)


def is_markdown(app: Sphinx, docname: str) -> bool:
    """Tell whether a page, or a file by its path, is of Markdown and not of another markup.

    Relies on the environment being there; before that there are no pages.
    """
    env = getattr(app, "env", None)
    if env is None or not docname:
        return False
    suffix = Path(docname).suffix if Path(docname).is_absolute() else ""
    suffix = suffix or Path(env.doc2path(docname)).suffix
    return bool(app.config.source_suffix.get(suffix) == "markdown")


def leave_out_page(env: BuildEnvironment, docname: str) -> None:
    """Remove a page that was found from the pages of the project.

    Relies on ``Project.docnames`` being the set the environment shares.
    """
    env.project.docnames.discard(docname)


def read_in_encoding(env: BuildEnvironment, encoding: str) -> None:
    """Have the pages of a build read in an encoding.

    Relies on ``BuildEnvironment.settings``: ``source_encoding`` of the configuration must
    be UTF-8, and Sphinx reads it before the environment is there.
    """
    env.settings["input_encoding"] = encoding


def mend_build_info(app: Sphinx) -> None:
    """Have a half-written ``.buildinfo`` of an HTML build be one of other settings.

    Relies on its first four lines. A build that is killed leaves it so, and Sphinx looks
    for lines that are not there. All pages are written again, as when a setting changes.
    """
    path = Path(app.outdir) / ".buildinfo"
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    starts = ("# Sphinx build info version 1", "", "config: ", "tags: ")
    if not all(map(str.startswith, [*lines, *[""] * 4][:4], starts)):
        path.write_text("\n".join(starts), encoding="utf-8")


def newer_doctrees(env: BuildEnvironment, pages: Iterable[str]) -> set[str]:
    """Return the pages whose doctree was written after the environment was stored.

    Relies on ``ENV_PICKLE_FILENAME``, and on the environment being stored last.
    """
    try:
        stored = (Path(env.doctreedir) / ENV_PICKLE_FILENAME).stat().st_mtime_ns
    except OSError:
        return set()

    def is_newer(page: str) -> bool:
        try:
            return Path(env.doctreedir, f"{page}.doctree").stat().st_mtime_ns > stored
        except OSError:
            return True

    return {page for page in pages if is_newer(page)}


def sort_images(env: BuildEnvironment) -> None:
    """Name the pictures of a project in the order of its pages.

    Sphinx numbers pictures of one name in the order their pages were last read. Relies on
    ``BuildEnvironment.images`` being a ``FilenameUniqDict``.
    """
    used = {path: sorted(pages) for path, (pages, _name) in env.images.items()}
    for page in {page for pages in used.values() for page in pages}:
        env.images.purge_doc(page)
    for path, pages in sorted(used.items(), key=lambda pair: (pair[1][:1], pair[0])):
        for page in pages:
            env.images.add_file(page, path)


def add_image(env: BuildEnvironment, docname: str, path: str) -> None:
    """Have a builder copy a picture, by its path from the folder of the sources on.

    Relies on ``BuildEnvironment.images``, after the collector of images has run.
    """
    env.images.add_file(docname, path)


# Warnings


def add_warning_filter(rewrite: logging.Filter) -> None:
    """Put a filter before those of Sphinx, which count, suppress and print a warning.

    Relies on Sphinx' handlers standing on the logger ``sphinx`` of the process, where
    messages of worker processes arrive too. The next application sets up new ones.
    """
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level >= logging.WARNING:
            handler.filters.insert(0, rewrite)


def add_last_warning_filter(count: logging.Filter) -> None:
    """Put a filter after those of Sphinx: it sees only the warnings that are printed."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level >= logging.WARNING:
            handler.addFilter(count)


def add_warning_listener(listener: logging.Handler) -> None:
    """Have a handler see each warning as soon as it is given, suppressed or not.

    It comes before Sphinx' own, which change the warning. Relies on the same logger;
    Sphinx removes all handlers when an application begins.
    """
    logging.getLogger("sphinx").handlers.insert(0, listener)


def location_of(app: Sphinx, record: logging.LogRecord) -> tuple[str, int]:
    """Return docname (or path) and line of a warning; ``("", 0)`` where it has none.

    Relies on the attribute ``location`` of a record, a node, a tuple or, once Sphinx has
    printed it, a text; and on ``Sphinx.project``, which is not there during ``setup``.
    """
    from docutils import nodes
    from docutils.utils import get_source_line

    place = getattr(record, "location", None) or ""
    if isinstance(place, nodes.Node):
        source, found = get_source_line(place)
        while not found and place.parent is not None:  # a picture has no line of its own
            place = place.parent
            found = get_source_line(place)[1]
        place = (source, found)
    if not isinstance(place, tuple):
        name, _colon, digits = str(place).rpartition(":")
        place = (name, int(digits)) if digits.isdecimal() else (str(place), 0)
    name, line = str(place[0] or ""), int(place[1] or 0)
    project = getattr(app, "project", None)
    docname = project.path2doc(name) if project else ""
    is_page = project is not None and docname in project.docnames
    return (docname if docname and is_page else name, line)


_PAGE = "needs_core_page"


def note_pages_of_warnings(app: Sphinx) -> None:
    """Have each warning note the page it is given for, also where it is of another file.

    One that has no place gets that of the block that is being made.

    Relies on Sphinx replacing the handlers of its logger in a process that reads pages,
    and on records coming from there with their attributes.
    """
    note = _NotePage(app)

    def begin(_app: Sphinx, _docname: str, _source: list[str]) -> None:
        if note not in logging.getLogger("sphinx").handlers:
            add_warning_listener(note)

    app.connect("source-read", begin, priority=1)


class _NotePage(logging.Handler):
    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app

    def emit(self, record: logging.LogRecord) -> None:
        if not hasattr(record, _PAGE):
            setattr(record, _PAGE, self._app.env.current_document.docname)
        if getattr(record, "location", None) is None and _running:
            record.location = _running[-1]


def page_of(app: Sphinx, record: logging.LogRecord) -> str:
    """Return the page a warning is given for: that of its place, or that being read.

    Empty where it is given for none, or where another process writes the page.
    """
    place, _line = location_of(app, record)
    if place in app.env.found_docs:
        return place
    return getattr(record, _PAGE, "") or app.env.current_document.docname


# Errors


def set_exception_handler(handler: Callable[[BaseException, Any], None]) -> None:
    """Have ``sphinx-build`` hand an error, and its stream of errors, to a function.

    With ``-T``, ``-v`` or ``--pdb``, Sphinx tells of it as ever. Relies on
    ``sphinx._cli.util.errors.handle_exception`` being looked up when it is called.
    """
    from sphinx._cli.util import errors

    original = getattr(errors.handle_exception, "original", errors.handle_exception)

    def handle(exception: BaseException, /, **options: Any) -> None:
        if options.get("use_pdb") or options.get("print_traceback"):
            original(exception, **options)
        else:
            handler(exception, options.get("stderr") or sys.stderr)

    handle.original = original  # type: ignore[attr-defined]
    errors.handle_exception = handle


def write_traceback(error: BaseException) -> str:
    """Write an error with its traceback to a temporary file, and return its name.

    Relies on ``sphinx._cli.util.errors.write_temporary_file``.
    """
    from sphinx._cli.util.errors import write_temporary_file

    return write_temporary_file("".join(traceback.format_exception(error)))


TellBlock = Callable[[str, BaseException, Any], None]
"""Tells of an error in a block: its name, the error, and a node or ``page:line``."""


def guard_directives(tell: TellBlock) -> None:
    """Have an error in a directive told, and the block left out.

    Errors that docutils and MyST raise to tell of a mistake pass. Relies on
    ``docutils.parsers.rst.directives._directives``, where every directive is registered
    by its name; ``docutils_namespace`` takes it back after the build.
    """
    from docutils.parsers.rst import Directive, DirectiveError, directives
    from docutils.parsers.rst.directives.misc import Include

    def guarded(cls: type[Directive]) -> type[Directive]:
        def run(self: Any) -> Sequence[nodes.Node]:
            try:
                with _place_of_block(self):
                    found = cls.run(self)
            except (DirectiveError, RecursionError, KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:
                if type(error).__module__.startswith("myst_parser"):
                    raise
                source, line = self.state_machine.get_source_and_line(self.lineno)
                tell(self.name, error, f"{source}:{line}")
                return []
            return found

        contents = {"run": run, "guarded": True, "option_spec": _option_spec(cls)}
        made = type(cls.__name__, (cls,), contents)
        made.__module__ = cls.__module__
        return made

    for name, cls in [*directives._directives.items()]:  # type: ignore[attr-defined]
        if not (isinstance(cls, type) and issubclass(cls, Directive)):
            continue
        if isinstance(cls, DeferredDirective):
            cls.guard = staticmethod(guarded)
        elif not (issubclass(cls, Include) or hasattr(cls, "guarded")):
            directives._directives[name] = guarded(cls)  # type: ignore[attr-defined]


_running: list[str] = []
"""Where the blocks begin that are being made, the outermost first: path and line."""


@contextmanager
def _place_of_block(block: Any) -> Iterator[None]:
    source, line = block.state_machine.get_source_and_line(block.lineno)
    _running.append(f"{source}:{line}")
    try:
        yield
    finally:
        _running.pop()


def _option_spec(cls: type[Directive]) -> Any:
    spec = cls.option_spec
    is_guarded = cls.__module__.startswith(("docutils.", "sphinx.", "myst_parser."))
    if is_guarded and type(spec) is dict:  # that of autodoc takes every name
        return {name: _that_refuses(read) for name, read in spec.items()}
    return spec


def _that_refuses(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a reader of an option that refuses none at all, where it would fail.

    ``figwidth`` of a figure and three options of ``csv-table`` do.
    """
    from docutils.parsers.rst import directives

    if read is directives.flag:
        return read

    def reader(text: Any) -> Any:
        try:
            return read(text)
        except AttributeError:
            return directives.unchanged_required(text)

    return reader


def guard_listeners(app: Sphinx, event: str, package: str, tell: TellBlock) -> None:
    """Have an error in a package's listeners told at the node it comes from.

    The listeners take a doctree and the name of its page, and resolve the nodes of the
    package in it. After an error each node is resolved alone, and one that cannot be is
    left out. Relies on ``EventManager.listeners``.
    """
    listeners = app.events.listeners[event]
    for place, listener in enumerate(listeners):
        if listener.handler.__module__.startswith(package):
            handler = partial(_resolve, listener.handler, package, tell)
            listeners[place] = listener._replace(handler=handler)


@dataclass(frozen=True, slots=True)
class _OneNode:
    """A doctree in which only one node is found."""

    doctree: nodes.document
    node: nodes.Node

    def findall(self, condition: Any = None, **_options: Any) -> Iterator[nodes.Node]:
        found = condition is None or (
            isinstance(self.node, condition)
            if isinstance(condition, type)
            else condition(self.node)
        )
        return iter([self.node] if found else [])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.doctree, name)


def _resolve(  # noqa: PLR0913, PLR0917 (a listener with what guards it)
    handler: Any,
    package: str,
    tell: TellBlock,
    app: Sphinx,
    tree: nodes.document,
    page: str,
) -> None:
    try:
        handler(app, tree, page)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (sphinx-needs derives some from it)
        for node in [*tree.findall(lambda x: type(x).__module__.startswith(package))]:
            if node.parent is None:
                continue
            try:
                handler(app, _OneNode(tree, node), page)
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # noqa: BLE001
                tell(type(node).__name__.lower(), error, node)
                if node.parent is not None:
                    node.parent.remove(node)


# Builders


def share_visitors(app: Sphinx) -> None:
    """Give a builder with node visitors of its own those of its format as well.

    Sphinx looks for the visitors of a node under the builder's name, and under its
    format only when nobody registered any under the name. One extension that does, for
    epub, hides the html visitors of all others. Relies on
    ``SphinxComponentRegistry.translation_handlers``.
    """
    handlers = app.registry.translation_handlers
    own, shared = handlers.get(app.builder.name), handlers.get(app.builder.format, {})
    if own is not None and own is not shared:
        for node, visitors in shared.items():
            own.setdefault(node, visitors)


def node_visitors(builder: Builder) -> Mapping[str, tuple[Any, Any]]:
    """Return the visitors that extensions registered for a builder, or for its format.

    They are the functions for arriving at and leaving a node, by the name of its class;
    the second may be ``None``. Relies on ``translation_handlers`` as well.
    """
    handlers = app_of(builder).registry.translation_handlers
    return handlers.get(builder.name) or handlers.get(builder.format, {})


def output_path(builder: Builder, page: str) -> Path:
    """Return the file an HTML builder writes a page to.

    Relies on ``StandaloneHTMLBuilder.get_output_path``, which is not documented.
    """
    return Path(cast("Any", builder).get_output_path(page))


def theme_folders(builder: StandaloneHTMLBuilder) -> list[Path]:
    """Return the folders of a site's theme, and of the themes it is derived from.

    Relies on ``StandaloneHTMLBuilder.theme``, which is not documented.
    """
    theme = cast("Any", builder).theme  # none where pages are data
    return [Path(folder) for folder in theme.get_theme_dirs()] if theme else []


def change_pages(builder: Builder, change: Callable[[str, dict[str, Any]], str]) -> None:
    """Have whatever an HTML builder renders from a template changed before it is written.

    ``change`` gets the text and the context of the template, and runs in the process
    that renders. Relies on ``templates.render``, which ``handle_page`` calls.
    """
    templates = cast("Any", builder).templates
    render = templates.render
    templates.render = lambda name, context: change(render(name, context), context)


def write_page(builder: Builder, name: str, context: dict[str, Any], template: str) -> None:
    """Have an HTML builder write a page without a source.

    Relies on ``StandaloneHTMLBuilder.handle_page``: the event ``html-collect-pages``
    asks for pages in the other HTML builders, but not in singlehtml.
    """
    cast("Any", builder).handle_page(name, context, template)


def toctree_on_page(builder: Builder, page: str) -> Callable[..., str]:
    """Return the function ``toctree`` of templates, for a page without a source.

    Relies on ``StandaloneHTMLBuilder._get_local_toctree``.
    """
    draw: Callable[..., str] = partial(cast("Any", builder)._get_local_toctree, page)
    return draw
