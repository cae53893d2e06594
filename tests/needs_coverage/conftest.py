"""Projects that several tests read, built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOTS, Project, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built

    Fresh = Callable[[str], Project]


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Return a function that copies one of ``tests/roots`` to a folder of its own."""

    def copy(root: str) -> Project:
        made = project(ROOTS / root, tmp_path_factory.mktemp(root))
        if root == "plan":
            copy_model(made.source)
        return made

    return copy


@pytest.fixture(scope="session")
def built_plan(fresh: Fresh) -> Built:
    """Build the small strategy as HTML; for tests that only read."""
    return fresh("plan").build()


@pytest.fixture(scope="session")
def built_foreign(fresh: Fresh) -> Built:
    """Build the project in English as HTML; for tests that only read."""
    return fresh("foreign").build()
