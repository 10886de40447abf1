"""The queue of tracked events, and the thread that sends them."""

from __future__ import annotations

import atexit
import logging
import os
import random
import threading
import time
import weakref
from collections import deque
from typing import Callable, Deque, Dict, List, NamedTuple, Optional, Sequence

from ._errors import CountersignError

FIRST_RETRY_SECONDS = 0.5
MAX_RETRY_SECONDS = 30.0
EXIT_SECONDS = 2.0
# Of the events that are dropped the first is logged, and then one of so many.
LOG_EVERY = 1_000
# A thread that had nothing to do for so long ends; the next event starts another.
IDLE_SECONDS = 30.0


class Dropped(NamedTuple):
    """An event that was given up. `why`: `full`, `refused` or `unwritable`; `detail` says it in words."""

    type: str
    id: str
    why: str
    detail: str


class Status(NamedTuple):
    """How tracking does: events that wait, that are durable at the service, and that were given up."""

    waiting: int
    sent: int
    dropped: int


class Queued(NamedTuple):
    """An event that waits, as its line; with the mode and account that it belongs to."""

    type: str
    id: str
    line: str
    livemode: Optional[bool]
    account: Optional[str]

    def is_like(self, other: Queued) -> bool:
        """Whether both may go in one request."""
        return (self.type, self.livemode, self.account) == (other.type, other.livemode, other.account)


_logger = logging.getLogger("countersign")

# Sends the events of one request; raises CountersignError.
Send = Callable[[Sequence[Queued]], object]
OnDrop = Callable[[Dropped], object]


class Tracker:
    """Keeps events in memory and sends them in batches, one request at a time, in order within their type.

    What could not be sent is tried again after longer and longer pauses, until so much waits that the oldest must go.
    What waits when the program ends is sent then, for two seconds at most.
    """

    def __init__(
        self,
        send: Send,
        *,
        max_queued: int,
        batch_events: int,
        batch_bytes: int,
        batch_seconds: float,
        on_drop: Optional[OnDrop],
    ) -> None:
        self._send = send
        self._max_queued = max_queued
        self._batch_events = batch_events
        self._batch_bytes = batch_bytes
        self._batch_seconds = batch_seconds
        self._on_drop = on_drop
        self._sent = 0
        self._dropped = 0
        self._failures = 0
        self._is_closed = False
        self._reset()
        _trackers.add(self)

    def _reset(self) -> None:
        """Begins anew, as after a fork: what waits is the parent's to send."""
        self._changed = threading.Condition()
        self._queue: Deque[Queued] = deque()
        self._bytes = 0
        self._under_way = 0
        self._thread: Optional[threading.Thread] = None
        self._flushing = 0
        self._due_at = 0.0
        self._left_alone_until = 0.0

    def put(self, event: Queued) -> None:
        """Takes an event, and gives the oldest up where too many wait."""
        with self._changed:
            if not self._queue:
                self._due_at = time.monotonic() + self._batch_seconds
            self._queue.append(event)
            self._bytes += len(event.line)
            dropped = self._trim()
            if not self._is_closed:
                self._start()
            if len(self._queue) == 1 or self._is_full():
                self._changed.notify_all()
        self._tell(dropped)

    def drop(self, type: str, id: str, detail: str) -> None:
        """Counts and tells of an event that can't be sent at all."""
        self._tell([Dropped(type, id, "unwritable", detail)])

    def flush(self, timeout: float) -> bool:
        """Sends what waits, now; whether all of it is gone. False when the time is up before."""
        deadline = time.monotonic() + timeout
        with self._changed:
            if not self._queue and self._under_way == 0:
                return True
            self._flushing += 1
            # Whoever waits for this wants one try at once.
            self._left_alone_until = 0.0
            has_thread = self._start()
            self._changed.notify_all()
        try:
            if not has_thread:
                self._send_here(deadline)
            with self._changed:
                return self._changed.wait_for(
                    lambda: not self._queue and self._under_way == 0, max(0.0, deadline - time.monotonic())
                )
        finally:
            with self._changed:
                self._flushing -= 1

    def close(self, timeout: float) -> bool:
        """Flushes, and ends the thread."""
        is_gone = self.flush(timeout)
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        return is_gone

    def status(self) -> Status:
        with self._changed:
            return Status(len(self._queue) + self._under_way, self._sent, self._dropped)

    def _start(self) -> bool:
        """Whether there is a thread; there is none to be had while the interpreter ends."""
        if self._thread is not None and self._thread.is_alive():
            return True
        thread = threading.Thread(target=self._run, name="countersign", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return False
        self._thread = thread
        return True

    def _run(self) -> None:
        while True:
            with self._changed:
                batch = self._next_batch()
                if batch is None:
                    self._thread = None
                    return
            self._deliver(batch)

    def _next_batch(self) -> Optional[List[Queued]]:
        """Waits until there is something to send now; None when there is nothing for long, or all is over."""
        idle_until = time.monotonic() + IDLE_SECONDS
        while True:
            now = time.monotonic()
            if not self._queue:
                if self._is_closed or now >= idle_until:
                    return None
                self._changed.wait(idle_until - now)
                continue
            idle_until = now + IDLE_SECONDS
            wait = self._wait_seconds(now)
            if wait <= 0:
                return self._take()
            if self._is_closed:
                return None
            self._changed.wait(wait)

    def _wait_seconds(self, now: float) -> float:
        if now < self._left_alone_until:
            return self._left_alone_until - now
        if self._flushing > 0 or self._is_full() or self._failures > 0:
            return 0.0
        return self._due_at - now

    def _is_full(self) -> bool:
        return len(self._queue) >= self._batch_events or self._bytes >= self._batch_bytes

    def _take(self) -> List[Queued]:
        """What goes into the next request: events like the first one, in their order."""
        taken: List[Queued] = []
        left: Deque[Queued] = deque()
        room = self._batch_bytes
        for event in self._queue:
            is_alike = not taken or event.is_like(taken[0])
            if is_alike and len(taken) < self._batch_events and (not taken or len(event.line) <= room):
                taken.append(event)
                room -= len(event.line)
                self._bytes -= len(event.line)
                continue
            left.append(event)
            if is_alike:
                # What comes after one that found no room must not overtake it.
                room = 0
        self._queue = left
        self._under_way = len(taken)
        return taken

    def _send_here(self, deadline: float) -> None:
        """Sends in this thread, where there is no other."""
        while time.monotonic() < deadline:
            with self._changed:
                if not self._queue or time.monotonic() < self._left_alone_until:
                    return
                batch = self._take()
            self._deliver(batch)

    def _deliver(self, batch: Sequence[Queued]) -> None:
        dropped: List[Dropped] = []
        error: Optional[Exception] = None
        try:
            self._send(batch)
        except Exception as caught:  # noqa: BLE001: a fault of ours must not end the thread.
            error = caught
        with self._changed:
            if error is None:
                self._sent += len(batch)
                self._failures = 0
            elif isinstance(error, CountersignError) and error.is_temporary:
                dropped = self._put_back(batch)
                self._left_alone_until = time.monotonic() + self._pause_seconds(error)
            else:
                self._failures = 0
                dropped = self._refuse(batch, error)
            # What is left of this or came meanwhile has its own time to wait for others.
            self._due_at = time.monotonic() + (self._batch_seconds if self._is_new(batch) else 0.0)
            # Whoever flushes may rely on what was dropped having been told.
            self._under_way = len(dropped)
            self._changed.notify_all()
        if dropped:
            self._tell(dropped)
            with self._changed:
                self._under_way = 0
                self._changed.notify_all()

    def _is_new(self, batch: Sequence[Queued]) -> bool:
        """Whether what waits is of the kind that was just sent, and came meanwhile."""
        return bool(self._queue) and all(event.is_like(batch[0]) for event in self._queue)

    def _pause_seconds(self, error: CountersignError) -> float:
        backoff = min(FIRST_RETRY_SECONDS * 2.0**self._failures, MAX_RETRY_SECONDS)
        self._failures += 1
        # Between half of it and all: programs that lost the service together don't come back together.
        return max(error.retry_after or 0.0, backoff * (0.5 + random.random() / 2))

    def _refuse(self, batch: Sequence[Queued], error: Exception) -> List[Dropped]:
        if isinstance(error, CountersignError) and error.status == 413 and len(batch) > 1:
            self._batch_events = (len(batch) + 1) // 2
            return self._put_back(batch)
        bad = _bad_lines(error)
        kept = [event for line, event in enumerate(batch, 1) if bad and line not in bad]
        refused = [
            Dropped(event.type, event.id, "refused", bad.get(line, str(error)))
            for line, event in enumerate(batch, 1)
            if not bad or line in bad
        ]
        return refused + self._put_back(kept)

    def _put_back(self, events: Sequence[Queued]) -> List[Dropped]:
        self._queue.extendleft(reversed(events))
        self._bytes += sum(len(event.line) for event in events)
        return self._trim()

    def _trim(self) -> List[Dropped]:
        dropped: List[Dropped] = []
        while len(self._queue) > self._max_queued:
            oldest = self._queue.popleft()
            self._bytes -= len(oldest.line)
            dropped.append(Dropped(oldest.type, oldest.id, "full", f"more than {self._max_queued} events waited"))
        return dropped

    def _tell(self, dropped: Sequence[Dropped]) -> None:
        """Never while the queue is held: whoever is told may track."""
        if not dropped:
            return
        for each in dropped:
            with self._changed:
                self._dropped += 1
                is_logged = self._dropped % LOG_EVERY == 1
            if is_logged:
                _logger.warning("an event of type %s is dropped (%s): %s", each.type, each.why, each.detail)
            try:
                if self._on_drop is not None:
                    self._on_drop(each)
            except Exception:  # noqa: BLE001: whoever is told must not break whoever tracks.
                pass


def _bad_lines(error: Exception) -> Dict[int, str]:
    """The lines that the service named as malformed, with what is wrong with each."""
    problem = error.problem if isinstance(error, CountersignError) else None
    found: Dict[int, str] = {}
    for fault in (problem or {}).get("errors") or []:
        place, _, field = str(fault.get("path", "")).partition(".")
        word, _, line = place.partition(" ")
        if word == "line" and line.isdigit():
            found[int(line)] = f"{field} {fault.get('message', '')}".strip()
    return found


_trackers: weakref.WeakSet[Tracker] = weakref.WeakSet()


def _flush_all() -> None:
    deadline = time.monotonic() + EXIT_SECONDS
    for tracker in list(_trackers):
        tracker.flush(max(0.0, deadline - time.monotonic()))


def _forget_all() -> None:
    for tracker in list(_trackers):
        tracker._reset()


atexit.register(_flush_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
