from __future__ import annotations

import os
import sys
import unittest
from typing import Any

sys.path.insert(0, os.path.dirname(__file__))

from service import Service, problem  # noqa: E402

from countersign import Countersign, CountersignError  # noqa: E402

ENRICHED = (
    200,
    {"id": "e", "features": {"a": 1, "b": None}, "missing": {"b": "cold"}, "approximate": [], "problems": []},
)


class EnrichCase(unittest.TestCase):
    def service(self, *answers: Any, **options: Any) -> Service:
        service = Service(*(answers or (ENRICHED,)), **options)
        self.addCleanup(service.close)
        return service

    def test_gives_the_features_of_an_event_whose_time_the_service_says(self) -> None:
        service = self.service()
        features = Countersign(service.url, "csk_x").enrich("purchase", {"user_id": "u"})
        self.assertEqual(features, {"a": 1, "b": None})
        (request,) = service.requests
        self.assertEqual((request.path, request.query), ("/v1/enrich/purchase", {}))
        self.assertEqual(request.headers["Content-Type"], "application/json")
        self.assertEqual(set(request.events[0]), {"id", "user_id"})

    def test_takes_the_id_and_the_time_that_it_is_given(self) -> None:
        service = self.service()
        Countersign(service.url, "csk_x").enrich("purchase", {"id": "own"}, time=5)
        self.assertEqual(service.requests[0].events, [{"id": "own", "time": 5}])

    def test_only_looks_where_it_is_dry(self) -> None:
        service = self.service()
        client = Countersign(service.url, "csk_x", livemode=True, account="acct_1")
        client.enrich("purchase", dry=True)
        client.enrich("purchase", livemode=False)
        self.assertEqual(
            [request.query for request in service.requests],
            [
                {"livemode": ["true"], "account": ["acct_1"], "dry": ["true"]},
                {"livemode": ["false"], "account": ["acct_1"]},
            ],
        )

    def test_raises_what_the_service_says(self) -> None:
        service = self.service(problem(503), headers={"Retry-After": "2"})
        with self.assertRaises(CountersignError) as caught:
            Countersign(service.url, "csk_x").enrich("purchase")
        error = caught.exception
        self.assertEqual((str(error), error.code, error.status), ("status 503", "code_503", 503))
        self.assertEqual((error.retry_after, error.is_temporary), (2.0, True))
        self.assertEqual(error.problem and error.problem["detail"], "status 503")

    def test_raises_for_what_does_not_answer_as_the_service_does(self) -> None:
        for answer in ((502, "<html>"), (200, "hello"), (200, "[]")):
            service = self.service(answer)
            with self.assertRaisesRegex(CountersignError, "not as Countersign does") as caught:
                Countersign(service.url, "csk_x").enrich("purchase")
            self.assertEqual((caught.exception.code, caught.exception.status), ("unreachable", answer[0]))

    def test_raises_where_nobody_listens(self) -> None:
        service = self.service()
        service.close()
        with self.assertRaisesRegex(CountersignError, "no answer from http://127.0.0.1") as caught:
            Countersign(service.url, "csk_x").enrich("purchase")
        self.assertIsNone(caught.exception.status)
        self.assertNotIn("csk_x", str(caught.exception) + repr(caught.exception))

    def test_gives_up_on_a_service_that_says_nothing(self) -> None:
        service = self.service()
        service.gate.clear()
        with self.assertRaisesRegex(CountersignError, "in time"):
            Countersign(service.url, "csk_x").enrich("purchase", timeout=0.05)

    def test_goes_on_after_a_service_that_said_nothing(self) -> None:
        service = self.service()
        client = Countersign(service.url, "csk_x")
        service.gate.clear()
        with self.assertRaises(CountersignError):
            client.enrich("purchase", timeout=0.05)
        service.gate.set()
        self.assertEqual(client.enrich("purchase")["a"], 1)

    def test_raises_for_what_can_not_be_sent(self) -> None:
        service = self.service()
        with self.assertRaisesRegex(CountersignError, "can not be sent"):
            Countersign(service.url, "csk_x").enrich("purchase", {"object": object()})
        self.assertEqual(service.requests, [])

    def test_refuses_what_is_no_url(self) -> None:
        for url in ("", "service", "ftp://service", "http://"):
            with self.assertRaisesRegex(ValueError, "is no URL"):
                Countersign(url, "csk_x")

    def test_keeps_to_the_path_of_the_url(self) -> None:
        service = self.service()
        Countersign(f"{service.url}/fraud/", "csk_x").enrich("a b/c")
        self.assertEqual(service.requests[0].path, "/fraud/v1/enrich/a%20b%2Fc")


if __name__ == "__main__":
    unittest.main()
