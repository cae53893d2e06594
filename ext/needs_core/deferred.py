"""Directives whose module is imported by the builds that have one on a page, and no other.

A build that reads few pages spends much of its time on imports.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import Directive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx


class DeferredDirective(type):
    """The class of what stands for a directive until a page has it.

    docutils and MyST ask a directive's class for its options before they make one of it:
    every answer is that of the directive it stands for.
    """

    place: tuple[str, str]
    """Its module and the name of its class."""
    guard: Callable[[type[Directive]], type[Directive]]
    """What is done to the class when it is imported (``guard_directives``)."""

    @property
    def loaded(cls) -> type[Directive]:
        """The class that it stands for."""
        found: type[Directive] | None = cls.__dict__.get("_loaded")
        if found is None:
            module, name = cls.place
            found = cls.guard(getattr(import_module(module), name))
            cls._loaded = found
        return found

    option_spec = property(lambda cls: cls.loaded.option_spec)
    has_content = property(lambda cls: cls.loaded.has_content)
    required_arguments = property(lambda cls: cls.loaded.required_arguments)
    optional_arguments = property(lambda cls: cls.loaded.optional_arguments)
    final_argument_whitespace = property(lambda cls: cls.loaded.final_argument_whitespace)

    def __call__(cls, *args: Any, **options: Any) -> Directive:
        """Return a directive of the class that it stands for."""
        return cls.loaded(*args, **options)


def add_directives(app: Sphinx, module: str, names: Mapping[str, str]) -> None:
    """Register directives whose module is imported when a page has one (``setup``).

    Args:
        app: The application.
        module: Where their classes are.
        names: What authors write, to the name of the class.

    """
    for name, class_name in names.items():
        contents = {
            "place": (module, class_name),
            "guard": staticmethod(lambda cls: cls),
        }
        deferred: Any = DeferredDirective(class_name, (Directive,), contents)
        app.add_directive(name, deferred)
