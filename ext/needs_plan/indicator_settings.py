"""How a project writes its indicators: the setting ``needs_plan_indicators``."""

from __future__ import annotations

from dataclasses import dataclass

from needs_core.settings import field_name, need_type, setting, texts


@dataclass(frozen=True, slots=True)
class IndicatorFields:
    """How an indicator is written."""

    type: str = setting("", "The type of an indicator.", need_type, required=True)
    value: str = setting("", "The field with its value.", field_name, required=True)
    baseline: str = setting("", "The field with the value it began at.", field_name)
    target: str = setting("", "The field with the value it is to reach.", field_name)
    year: str = setting("", "The field with the year of the target.", field_name)
    unit: str = setting("", "The field with the unit.", field_name)
    measured: str = setting("", "The field with the day of the value.", field_name)
    direction: str = setting("", "The field with the good direction.", field_name)
    rising: tuple[str, ...] = setting((), "Its values by which more is better.", texts)
    falling: tuple[str, ...] = setting((), "Its values by which less is better.", texts)
