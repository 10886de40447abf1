"""A client of one service, by one key."""

from __future__ import annotations

import time as clock
from types import TracebackType
from typing import Any, Dict, Mapping, Optional, Sequence, Type

from ._errors import CountersignError
from ._event import Time, event_of, line_of
from ._http import Http
from ._tracker import OnDrop, Queued, Status, Tracker

MAX_EVENT_CHARACTERS = 16_384
BATCH_BYTES = 524_288
# Nobody waits for tracked events: the service may take its time.
TRACK_SECONDS = 30.0


class Countersign:
    """Tells one service of events, and gets features back. Safe for threads; one for the whole program will do.

    `livemode` and `account` say in whose world events are; a key that is bound to one need not. `timeout` is how many
    seconds `enrich` waits. `on_drop` is told of each event that is given up.
    """

    def __init__(
        self,
        url: str,
        api_key: str,
        *,
        livemode: Optional[bool] = None,
        account: Optional[str] = None,
        timeout: float = 2.0,
        max_queued: int = 10_000,
        batch_events: int = 500,
        batch_seconds: float = 1.0,
        on_drop: Optional[OnDrop] = None,
    ) -> None:
        self._http = Http(url, api_key)
        self._livemode = livemode
        self._account = account
        self._timeout = timeout
        self._tracker = Tracker(
            self._send,
            max_queued=max_queued,
            batch_events=batch_events,
            batch_bytes=BATCH_BYTES,
            batch_seconds=batch_seconds,
            on_drop=on_drop,
        )

    def track(
        self,
        type: str,
        data: Optional[Mapping[str, Any]] = None,
        *,
        id: Optional[str] = None,
        time: Optional[Time] = None,
        livemode: Optional[bool] = None,
        account: Optional[str] = None,
    ) -> str:
        """Tells of an event, by and by: returns its id at once and never raises.

        An event that is sent again with the same id counts once. Without `id`, and without one in the data, it gets one of
        its own. Events go in batches from a thread, are tried again while the service can't be reached, and are dropped,
        the oldest first, when too many wait.
        """
        event_id = id or ""
        try:
            event = event_of(data, id, time, clock.time())
            event_id = event["id"]
            line = line_of(event)
            if len(line) > MAX_EVENT_CHARACTERS:
                raise ValueError(f"it has more than {MAX_EVENT_CHARACTERS} characters")
            self._tracker.put(Queued(type, event_id, line, livemode, account))
        except Exception as error:  # noqa: BLE001: nothing that is tracked may break whoever tracks.
            self._tracker.drop(str(type), event_id, str(error))
        return event_id

    def enrich(
        self,
        type: str,
        data: Optional[Mapping[str, Any]] = None,
        *,
        dry: bool = False,
        id: Optional[str] = None,
        time: Optional[Time] = None,
        timeout: Optional[float] = None,
        livemode: Optional[bool] = None,
        account: Optional[str] = None,
    ) -> Dict[str, Any]:
        """The features of an event by name; None for one that has no value.

        The event counts, unless `dry`. Raises CountersignError, when `timeout` is over at the latest: the caller then does
        without. Never tried again by itself, since somebody waits.
        """
        try:
            body = line_of(event_of(data, id, time, None))
        except (TypeError, ValueError) as error:
            raise CountersignError(f"the event can not be sent: {error}") from error
        answer = self._http.post(
            ["enrich", type],
            body,
            query={**self._scope(livemode, account), "dry": "true" if dry else None},
            timeout=self._timeout if timeout is None else timeout,
        )
        features = answer.get("features")
        return dict(features) if isinstance(features, dict) else {}

    def flush(self, timeout: float = 5.0) -> bool:
        """Sends the events that wait, now; whether all are gone when it returns."""
        return self._tracker.flush(timeout)

    def status(self) -> Status:
        """How many events wait, are durable, and were dropped."""
        return self._tracker.status()

    def close(self, timeout: float = 5.0) -> bool:
        """Flushes, ends the thread and closes the connections. What is tracked afterwards is sent by the next `flush`."""
        is_gone = self._tracker.close(timeout)
        self._http.close()
        return is_gone

    def __enter__(self) -> Countersign:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def _send(self, events: Sequence[Queued]) -> object:
        first = events[0]
        return self._http.post(
            ["events", first.type],
            "\n".join(event.line for event in events),
            query=self._scope(first.livemode, first.account),
            timeout=TRACK_SECONDS,
            content_type="application/x-ndjson",
        )

    def _scope(self, livemode: Optional[bool], account: Optional[str]) -> Dict[str, Optional[str]]:
        mode = self._livemode if livemode is None else livemode
        return {
            "livemode": None if mode is None else str(bool(mode)).lower(),
            "account": self._account if account is None else account,
        }
