"""Events as they are sent."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, Dict, Mapping, Optional, Union
from uuid import UUID, uuid4

# When something happened: a number is in seconds since 1970, a datetime without a zone is local time.
Time = Union[datetime, float, int, str]


def event_of(
    data: Optional[Mapping[str, Any]], id: Optional[str], time: Optional[Time], now: Optional[float]
) -> Dict[str, Any]:
    """The event with its id and time: those given, else those that the data has, else an id of its own and `now`.

    With `now` None the service says when it was.
    """
    rest = dict(data or {})
    own_id, own_time = rest.pop("id", None), rest.pop("time", None)
    given = id if id is not None else own_id
    id = str(uuid4() if given is None else given)
    said = time if time is not None else own_time
    if said is None:
        said = now
    if isinstance(said, datetime):
        said = said.astimezone(timezone.utc).isoformat()
    head: Dict[str, Any] = {"id": id} if said is None else {"id": id, "time": said}
    return {**head, **rest}


def line_of(event: Mapping[str, Any]) -> str:
    """The event as JSON on one line. Raises ValueError or TypeError for what JSON can't say."""
    line = json.dumps(event, default=_plain, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no text.
    line.encode("utf-8")
    return line


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"a value of type {type(value).__name__} can not be sent as JSON")
