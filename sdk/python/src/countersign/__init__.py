"""Tells Countersign of events in a back end, and gets features back.

    import countersign

    countersign.api_key = "csk_…"
    countersign.track("login", {"user_id": "u_1", "ip": "203.0.113.9", "successful": False})
    features = countersign.enrich("purchase", {"user_id": "u_1"})

`url` and `api_key` are those of the environment (COUNTERSIGN_URL, COUNTERSIGN_API_KEY) unless they are set here. A program
that speaks to several services makes a `Countersign` for each.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import Any, Dict, Mapping, Optional, Tuple

from ._client import Countersign
from ._errors import CountersignError
from ._event import Time
from ._tracker import Dropped, OnDrop, Status

__all__ = [
    "Countersign",
    "CountersignError",
    "Dropped",
    "Status",
    "api_key",
    "enrich",
    "flush",
    "on_drop",
    "status",
    "track",
    "url",
]
__version__ = "0.1.0"

#: Where the service is, and by which key it is asked; None: as the environment says.
url: Optional[str] = None
api_key: Optional[str] = None
#: Told of each event that is given up.
on_drop: Optional[OnDrop] = None

_DEFAULT_URL = "http://127.0.0.1:4242"
_lock = threading.Lock()
_clients: Dict[Tuple[str, str], Countersign] = {}
_logger = logging.getLogger("countersign")


def track(
    type: str, data: Optional[Mapping[str, Any]] = None, *, id: Optional[str] = None, time: Optional[Time] = None
) -> str:
    """Tells of an event, by and by: returns its id at once and never raises. See `Countersign.track`."""
    try:
        return _default().track(type, data, id=id, time=time)
    except Exception as error:  # noqa: BLE001: nothing that is tracked may break whoever tracks.
        _logger.warning("an event of type %s is dropped: %s", type, error)
        _told(Dropped(str(type), id or "", "unwritable", str(error)))
        return id or ""


def enrich(
    type: str,
    data: Optional[Mapping[str, Any]] = None,
    *,
    dry: bool = False,
    id: Optional[str] = None,
    time: Optional[Time] = None,
    timeout: Optional[float] = None,
) -> Dict[str, Any]:
    """The features of an event, which counts unless `dry`. Raises CountersignError. See `Countersign.enrich`."""
    return _default().enrich(type, data, dry=dry, id=id, time=time, timeout=timeout)


def flush(timeout: float = 5.0) -> bool:
    """Sends the events that wait, now; whether all are gone when it returns."""
    with _lock:
        clients = list(_clients.values())
    return all([client.flush(timeout) for client in clients])


def status() -> Status:
    """How many events wait, are durable, and were dropped."""
    with _lock:
        parts = [client.status() for client in _clients.values()]
    return Status(*(sum(part[index] for part in parts) for index in range(3)))


def _default() -> Countersign:
    where = url or os.environ.get("COUNTERSIGN_URL") or _DEFAULT_URL
    key = api_key or os.environ.get("COUNTERSIGN_API_KEY")
    if not key:
        raise CountersignError("countersign.api_key is not set, and neither is COUNTERSIGN_API_KEY")
    with _lock:
        client = _clients.get((where, key))
        if client is None:
            client = _clients[(where, key)] = Countersign(where, key, on_drop=_told)
        return client


def _told(dropped: Dropped) -> None:
    try:
        if on_drop is not None:
            on_drop(dropped)
    except Exception:  # noqa: BLE001: whoever is told must not break whoever tracks.
        pass


def _renew() -> None:
    """Another thread may have held the lock when this process was forked off."""
    global _lock
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
