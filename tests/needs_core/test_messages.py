"""Messages: at their place, once, and never carried away by what they quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.upstream_warnings import Vocabulary, rewrite

if TYPE_CHECKING:
    from tests.conftest import Project


def test_an_unknown_message_is_left_as_it_is() -> None:
    assert rewrite("Something nobody has seen before", Vocabulary()) is None


def test_a_per_cent_sign_in_a_value_is_a_per_cent_sign(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":frist: 2027-01-01", ":frist: 100 %s og %(x)d"))
    assert "”100 %s og %(x)d” i frist er ikke en dato." in plan.build().warnings


def test_a_message_can_be_suppressed_as_any_other(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":status: kandidat", ":ansvar: Centret"))
    assert "ansvar: Feltet findes ikke." in plan.build().warnings
    quiet = plan.build(fresh=True, suppress_warnings=["needs.directive"])
    assert "Feltet findes ikke" not in quiet.warnings


def test_the_nearest_id_is_suggested(plan: Project) -> None:
    plan.edit("tiltag-1.md", ("MS_1_1", "ms_1_1"))
    assert (
        "”ms_1_1” i bidrager_til findes ikke. Mente du ”MS_1_1”?" in plan.build().warnings
    )


def test_messages_from_workers_are_ours_too(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":status: kandidat", ":ansvar: Centret"))
    assert plan.build(jobs=4).warnings == plan.build(out="serial").warnings


def test_another_project_is_spoken_to_in_its_own_language(foreign: Project) -> None:
    foreign.edit("index.rst", (":verifies: R_001", ":verifies: R_009"))
    warnings = foreign.build().warnings
    assert "index.rst:13: WARNING: T_001: “R_009” in verifies does not exist." in warnings
