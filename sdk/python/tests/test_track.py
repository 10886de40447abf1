from __future__ import annotations

import logging
import os
import sys
import threading
import time
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, List
from unittest import mock
from uuid import UUID

sys.path.insert(0, os.path.dirname(__file__))

from service import GOOD, Service, problem  # noqa: E402

from countersign import Countersign, Dropped  # noqa: E402
from countersign import _tracker  # noqa: E402


def free_url() -> str:
    """An address at which nobody listens."""
    service = Service()
    service.close()
    return service.url


class TrackCase(unittest.TestCase):
    def setUp(self) -> None:
        self.dropped: List[Dropped] = []
        logging.getLogger("countersign").setLevel(logging.CRITICAL)

    def service(self, *answers: Any, **options: Any) -> Service:
        service = Service(*answers, **options)
        self.addCleanup(service.close)
        return service

    def client(self, url: str, **options: Any) -> Countersign:
        # A minute: what is sent before it is sent because of what the test says.
        client = Countersign(url, "csk_x", **{"batch_seconds": 60.0, "on_drop": self.dropped.append, **options})
        self.addCleanup(client.close, 0.0)
        return client

    def quick(self, **seconds: float) -> None:
        """Pauses after failures are as short as said, for this test."""
        for name, value in seconds.items():
            patch = mock.patch.object(_tracker, name, value)
            patch.start()
            self.addCleanup(patch.stop)


class WhatIsSent(TrackCase):
    def sent(self, *args: Any, **options: Any) -> Any:
        service = self.service()
        client = self.client(service.url)
        client.track(*args, **options)
        self.assertTrue(client.flush())
        return service.requests[0].events[0]

    def test_an_event_is_sent_with_its_id_and_its_time_by_the_key(self) -> None:
        service = self.service()
        client = self.client(service.url)
        before = time.time()
        event_id = client.track("login", {"user_id": "u"})
        self.assertRegex(event_id, r"^[\da-f-]{36}$")
        self.assertTrue(client.flush())
        (request,) = service.requests
        self.assertEqual(request.path, "/v1/events/login")
        self.assertEqual(request.headers["Authorization"], "Bearer csk_x")
        self.assertEqual(request.headers["Content-Type"], "application/x-ndjson")
        (event,) = request.events
        self.assertEqual((event["id"], event["user_id"]), (event_id, "u"))
        self.assertTrue(before <= event["time"] <= time.time())
        self.assertEqual(client.status(), (0, 1, 0))

    def test_the_id_is_the_one_given_or_the_one_in_the_data(self) -> None:
        self.assertEqual(self.sent("login", {"id": "own"})["id"], "own")
        self.assertEqual(self.sent("login", {"id": 7})["id"], "7")
        self.assertEqual(self.sent("login", {"id": "own"}, id="said")["id"], "said")

    def test_the_time_is_the_one_given_or_the_one_in_the_data(self) -> None:
        at = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
        self.assertEqual(self.sent("login", {"time": 5})["time"], 5)
        self.assertEqual(self.sent("login", {"time": 5}, time=6.5)["time"], 6.5)
        self.assertEqual(self.sent("login", {}, time=at)["time"], "2026-05-01T10:00:00+00:00")
        self.assertEqual(self.sent("login", {"time": at})["time"], "2026-05-01T10:00:00+00:00")
        self.assertTrue(self.sent("login", {}, time=datetime(2026, 5, 1))["time"].endswith("+00:00"))

    def test_values_of_python_are_sent_as_json_says_them(self) -> None:
        class Colour(Enum):
            RED = "red"

        event = self.sent(
            "purchase",
            {
                "amount": Decimal("12.50"),
                "count": Decimal("3"),
                "day": date(2026, 5, 1),
                "at": datetime(2026, 5, 1, tzinfo=timezone.utc),
                "order": UUID(int=7),
                "colour": Colour.RED,
                "tags": {"b", "a"},
                "pair": (1, None),
                "name": "Zoë\n",
            },
        )
        self.assertEqual(event["amount"], 12.5)
        self.assertEqual(event["count"], 3)
        self.assertEqual(event["day"], "2026-05-01")
        self.assertEqual(event["at"], "2026-05-01T00:00:00+00:00")
        self.assertEqual(event["order"], "00000000-0000-0000-0000-000000000007")
        self.assertEqual((event["colour"], event["tags"], event["pair"]), ("red", ["a", "b"], [1, None]))
        self.assertEqual(event["name"], "Zoë\n")

    def test_an_event_needs_no_data(self) -> None:
        self.assertEqual(set(self.sent("ping")), {"id", "time"})

    def test_an_event_is_what_it_was_when_it_was_tracked(self) -> None:
        service = self.service()
        client = self.client(service.url)
        data = {"list": [1]}
        client.track("login", data)
        data["list"].append(2)
        client.flush()
        self.assertEqual(service.requests[0].events[0]["list"], [1])


class WhenItIsSent(TrackCase):
    def test_events_go_together_after_a_while(self) -> None:
        service = self.service()
        client = self.client(service.url, batch_seconds=0.05)
        for name in ("a", "b", "c"):
            client.track("login", id=name)
        service.wait_for(1)
        self.assertEqual(service.sent_ids(), [["a", "b", "c"]])

    def test_events_go_at_once_where_there_are_enough(self) -> None:
        service = self.service()
        client = self.client(service.url, batch_events=2)
        client.track("login", id="a")
        client.track("login", id="b")
        service.wait_for(1)
        self.assertEqual(service.sent_ids(), [["a", "b"]])

    def test_events_of_one_type_and_world_go_together_in_their_order(self) -> None:
        service = self.service()
        client = self.client(service.url, livemode=True)
        client.track("login", id="a")
        client.track("purchase", id="b")
        client.track("login", id="c")
        client.track("login", id="d", livemode=False, account="acct_1")
        self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a", "c"], ["b"], ["d"]])
        self.assertEqual(
            [(request.path, request.query) for request in service.requests],
            [
                ("/v1/events/login", {"livemode": ["true"]}),
                ("/v1/events/purchase", {"livemode": ["true"]}),
                ("/v1/events/login", {"livemode": ["false"], "account": ["acct_1"]}),
            ],
        )

    def test_types_that_wait_together_do_not_wait_for_each_other(self) -> None:
        service = self.service()
        client = self.client(service.url)
        for turn in range(5):
            client.track(f"type_{turn}")
        tracker = client._tracker
        with tracker._changed:
            # As if the minute were over: if each waited another one, this test would see the end of its patience.
            tracker._due_at = 0.0
            tracker._changed.notify_all()
        service.wait_for(5)

    def test_long_events_go_in_requests_of_their_own(self) -> None:
        service = self.service()
        with mock.patch("countersign._client.BATCH_BYTES", 200):
            client = self.client(service.url)
            for name in ("a", "b"):
                client.track("login", {"text": "x" * 150}, id=name)
            self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a"], ["b"]])

    def test_one_connection_serves_all_requests(self) -> None:
        service = self.service()
        client = self.client(service.url)
        for name in ("a", "b", "c"):
            client.track("login", id=name)
            self.assertTrue(client.flush())
        self.assertEqual(len({request.port for request in service.requests}), 1)

    def test_tracking_waits_for_nobody(self) -> None:
        service = self.service()
        service.gate.clear()
        client = self.client(service.url, batch_events=1)
        client.track("login", id="a")
        service.wait_for(1)
        started = time.monotonic()
        for turn in range(1_000):
            client.track("login", id=str(turn))
        self.assertLess(time.monotonic() - started, 5.0)
        self.assertEqual(client.status().waiting, 1_001)


class WhenItFails(TrackCase):
    def test_events_are_tried_again_until_they_are_taken(self) -> None:
        self.quick(FIRST_RETRY_SECONDS=0.001)
        service = self.service(problem(503), problem(429), (500, "<html>"), GOOD)
        client = self.client(service.url, batch_seconds=0.01)
        client.track("login", id="a")
        service.wait_for(4)
        self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a"]] * 4)
        self.assertEqual(client.status(), (0, 1, 0))

    def test_a_service_is_left_alone_for_as_long_as_it_says(self) -> None:
        self.quick(FIRST_RETRY_SECONDS=0.001)
        service = self.service(problem(429), GOOD, headers={"Retry-After": "30"})
        client = self.client(service.url, batch_seconds=0.01)
        client.track("login", id="a")
        service.wait_for(1)
        self.assertFalse(service.arrived.acquire(timeout=0.2))
        # A flush is somebody's wish: it tries once.
        self.assertTrue(client.flush())

    def test_pauses_grow_and_have_an_end(self) -> None:
        client = self.client(free_url())
        error = _tracker.CountersignError("no")
        with mock.patch("random.random", return_value=1.0):
            pauses = [client._tracker._pause_seconds(error) for _ in range(9)]
        self.assertEqual(pauses, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0])

    def test_the_oldest_are_dropped_when_too_many_wait(self) -> None:
        client = self.client(free_url(), max_queued=2)
        for name in ("a", "b", "c"):
            client.track("login", id=name)
        self.assertEqual(self.dropped, [("login", "a", "full", "more than 2 events waited")])
        self.assertEqual(client.status(), (2, 0, 1))

    def test_lines_that_the_service_names_are_dropped_alone(self) -> None:
        bad = problem(400, errors=[{"path": "line 2.id", "message": "is bad"}, {"path": "line 3", "message": "no JSON"}])
        service = self.service(bad, GOOD)
        client = self.client(service.url)
        for name in ("a", "b", "c", "d"):
            client.track("login", id=name)
        self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a", "b", "c", "d"], ["a", "d"]])
        self.assertEqual(
            self.dropped, [("login", "b", "refused", "id is bad"), ("login", "c", "refused", "no JSON")]
        )

    def test_events_that_are_refused_are_dropped(self) -> None:
        for status in (400, 409, 422):
            self.dropped.clear()
            client = self.client(self.service(problem(status)).url)
            client.track("login", id="a")
            self.assertTrue(client.flush())
            self.assertEqual(self.dropped, [("login", "a", "refused", f"status {status}")])

    def test_fewer_events_go_at_a_time_where_they_were_too_large(self) -> None:
        service = self.service(problem(413), problem(413), problem(413), GOOD)
        client = self.client(service.url)
        for name in ("a", "b", "c"):
            client.track("login", id=name)
        self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a", "b", "c"], ["a", "b"], ["a"], ["b"], ["c"]])
        self.assertEqual([each.id for each in self.dropped], ["a"])

    def test_a_connection_that_the_service_closed_is_made_again(self) -> None:
        service = self.service()
        service.closes_after_each = True
        client = self.client(service.url)
        for name in ("a", "b", "c"):
            client.track("login", id=name)
            self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a"], ["b"], ["c"]])

    def test_a_flush_gives_up_when_its_time_is_over(self) -> None:
        client = self.client(free_url())
        client.track("login", id="a")
        self.assertFalse(client.flush(0.05))
        self.assertEqual(client.status().waiting, 1)

    def test_a_flush_of_nothing_is_over_at_once(self) -> None:
        self.assertTrue(self.client(free_url()).flush(0.0))


class WhoTracks(TrackCase):
    def test_is_never_raised_at(self) -> None:
        class Unreadable(dict):  # type: ignore[type-arg]
            def keys(self) -> Any:
                raise RuntimeError("a fault of theirs")

        cycle: List[Any] = []
        cycle.append(cycle)
        client = self.client(free_url())
        for data in (
            {"cycle": cycle},
            {"object": object()},
            {"number": float("nan")},
            {"half": "\ud800"},
            {"text": "x" * 20_000},
            Unreadable(a=1),
            7,
        ):
            client.track("login", data)  # type: ignore[arg-type]
        client.track("login", time=datetime.min)
        self.assertGreaterEqual(len(self.dropped), 7)
        self.assertEqual({each.why for each in self.dropped}, {"unwritable"})

    def test_is_not_broken_by_what_it_is_told_with(self) -> None:
        def on_drop(_: Dropped) -> None:
            raise RuntimeError("a fault of theirs")

        client = self.client(self.service(problem(422)).url, on_drop=on_drop)
        client.track("login", id="a")
        self.assertTrue(client.flush())
        self.assertEqual(client.status().dropped, 1)

    def test_may_track_while_it_is_told(self) -> None:
        service = self.service(problem(422), GOOD)
        client = self.client(service.url, on_drop=lambda each: client.track("dropped", {"of": each.id}))
        client.track("login", id="a")
        client.flush()
        self.assertTrue(client.flush())
        self.assertEqual(service.requests[1].path, "/v1/events/dropped")

    def test_may_be_many_threads(self) -> None:
        service = self.service()
        client = self.client(service.url, batch_events=50)

        def work(name: str) -> None:
            for turn in range(100):
                client.track("login", id=f"{name}_{turn}")

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertTrue(client.flush())
        ids = [each for request in service.requests for each in request.ids]
        self.assertEqual(len(ids), 400)
        self.assertEqual(len(set(ids)), 400)
        for name in "abcd":
            own = [int(each[2:]) for each in ids if each.startswith(name)]
            self.assertEqual(own, sorted(own))

    def test_hears_of_the_first_event_that_is_dropped(self) -> None:
        logging.getLogger("countersign").setLevel(logging.WARNING)
        client = self.client(free_url(), max_queued=1)
        with self.assertLogs("countersign", "WARNING") as logs:
            for name in ("a", "b", "c", "d"):
                client.track("login", id=name)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("type login is dropped (full)", logs.output[0])

    def test_may_go_on_after_a_thread_had_nothing_to_do(self) -> None:
        self.quick(IDLE_SECONDS=0.01)
        service = self.service()
        client = self.client(service.url, batch_seconds=0.01)
        client.track("login", id="a")
        service.wait_for(1)
        client.flush()
        thread = client._tracker._thread
        if thread is not None:
            thread.join(5)
        self.assertIsNone(client._tracker._thread)
        client.track("login", id="b")
        service.wait_for(2)

    def test_may_flush_what_came_after_the_end(self) -> None:
        service = self.service()
        client = self.client(service.url)
        with client:
            client.track("login", id="a")
        self.assertEqual(service.sent_ids(), [["a"]])
        client.track("login", id="b")
        self.assertTrue(client.flush())
        self.assertEqual(service.sent_ids(), [["a"], ["b"]])


if __name__ == "__main__":
    unittest.main()
