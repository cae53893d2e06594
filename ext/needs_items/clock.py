"""What day it is: that of the build, or the one a reproducible build is told."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return ``SOURCE_DATE_EPOCH`` (UTC) where it is set, else the day of the build."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()
