"""Times as they are typed: how long ago, or a day."""

import re
from datetime import datetime, timedelta, timezone

from data.errors import DataError

AGO = re.compile(r"(\d{1,6})([mhd])")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def since_when(given: str) -> str:
    """The time that `30m`, `12h`, `7d` or `2026-11-27` mean, ISO 8601 in UTC.

    Raises:
        DataError: it is none of these.
    """
    if found := AGO.fullmatch(given.strip()):
        return (datetime.now(timezone.utc) - timedelta(**{UNITS[found[2]]: int(found[1])})).isoformat(timespec="seconds")
    try:
        at = datetime.fromisoformat(given.strip())
    except ValueError:
        raise DataError(f"a time is like 30m, 12h, 7d, or a day like 2026-11-27. It was: {given!r}") from None
    return at.replace(tzinfo=at.tzinfo or timezone.utc).astimezone(timezone.utc).isoformat(timespec="seconds")
